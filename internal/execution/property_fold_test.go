package execution_test

import (
	"cmp"
	"maps"
	"slices"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
)

// foldedRows makes the rows of an open run from nothing but its record and what its history says: rows hold nothing that the
// history does not, but nonces and heartbeats.
func foldedRows(record *execution.Run, s *historycheck.State) []execution.Row {
	rows := []execution.Row{foldedHeader(record, s)}
	for _, a := range s.Activities {
		rows = append(rows, foldedActivity(a))
	}
	for _, t := range s.Timers {
		rows = append(rows, &execution.Timer{
			StartedID: t.StartedID, TimerID: t.Started.TimerID,
			FiresAt: later(t.StartedAt, textSeconds(t.Started.StartToFireTimeout)),
		})
	}
	for _, c := range s.Children {
		row := &execution.Child{
			InitiatedID: c.InitiatedID, WorkflowID: c.Initiated.WorkflowID, Type: c.Initiated.WorkflowType,
			StartedID: c.StartedID, RunID: c.RunID, DecisionCompletedID: c.Initiated.DecisionTaskCompletedEventID,
		}
		if c.StartedID == 0 {
			row.Control = c.Initiated.Control
		}
		rows = append(rows, row)
	}
	for _, x := range s.Externals {
		rows = append(rows, &execution.External{
			InitiatedID: x.InitiatedID, Cancel: x.Cancel, WorkflowID: x.WorkflowID, RunID: x.RunID, Control: x.Control,
			DecisionCompletedID: x.DecisionCompletedID,
		})
	}
	for _, l := range s.Lambdas {
		row := &execution.Lambda{
			ScheduledID: l.ScheduledID, ID: l.Scheduled.ID, Name: l.Scheduled.Name, ScheduledAt: l.ScheduledAt,
			StartToClose: textSeconds(*l.Scheduled.StartToCloseTimeout), StartedID: l.StartedID, StartedAt: l.StartedAt,
		}
		if l.StartedID == 0 {
			row.Input = l.Scheduled.Input
		}
		rows = append(rows, row)
	}
	return rows
}

func foldedHeader(record *execution.Run, s *historycheck.State) *execution.Header {
	h := &execution.Header{
		WorkflowID: record.WorkflowID, RunID: record.RunID, Type: s.Started.WorkflowType, StartedAt: s.StartedAt,
		LastEventID: s.LastEventID, LastEventAt: s.LastEventAt,
		Settings: execution.Settings{
			TaskList: s.Started.TaskList.Name, TaskPriority: s.Started.TaskPriority,
			ExecutionTimeout: *s.Started.ExecutionStartToCloseTimeout, TaskTimeout: *s.Started.TaskStartToCloseTimeout,
			ChildPolicy: s.Started.ChildPolicy, LambdaRole: s.Started.LambdaRole,
		},
		CancelRequested: s.CancelRequested, PreviousStartedID: s.PreviousStartedID, ContextEventID: s.ContextEventID,
		LatestActivityAt: s.LatestActivityAt,
	}
	if p := s.Started.ParentWorkflowExecution; p != nil {
		h.Parent = &execution.ParentLink{Execution: *p, InitiatedID: s.Started.ParentInitiatedEventID}
	}
	if o := s.Override; o != nil {
		h.Override = &execution.Override{TaskList: o.TaskList, ScheduleToStart: o.ScheduleToStart}
	}
	if d := s.Waiting; d != nil {
		h.Waiting = &execution.WaitingDecision{
			ScheduledID: d.ScheduledID, TaskList: d.Scheduled.TaskList.Name, PollableAt: d.PollableAt,
			ScheduleToStart: textSeconds(*d.Scheduled.ScheduleToStartTimeout),
		}
	}
	if d := s.Running; d != nil {
		h.Running = &execution.RunningDecision{ScheduledID: d.ScheduledID, StartedID: d.StartedID, StartedAt: d.StartedAt}
	}
	return h
}

func foldedActivity(a *historycheck.Activity) *execution.Activity {
	row := &execution.Activity{
		ScheduledID: a.ScheduledID, ActivityID: a.Scheduled.ActivityID, Type: a.Scheduled.ActivityType,
		TaskList: a.Scheduled.TaskList.Name, ScheduledAt: a.ScheduledAt,
		ScheduleToStart: textSeconds(*a.Scheduled.ScheduleToStartTimeout),
		ScheduleToClose: textSeconds(*a.Scheduled.ScheduleToCloseTimeout),
		StartToClose:    textSeconds(*a.Scheduled.StartToCloseTimeout),
		Heartbeat:       textSeconds(*a.Scheduled.HeartbeatTimeout),
		StartedID:       a.StartedID, StartedAt: a.StartedAt, CancelRequestedID: a.CancelRequestedID,
	}
	if a.Scheduled.TaskPriority != nil {
		row.TaskPriority = int32(textSeconds(*a.Scheduled.TaskPriority))
	}
	if a.StartedID == 0 {
		row.Input = a.Scheduled.Input
	}
	return row
}

// untold takes from rows what no history tells.
func untold(rows []execution.Row) []execution.Row {
	for _, r := range rows {
		switch r := r.(type) {
		case *execution.Header:
			if r.Running != nil {
				r.Running.Nonce = 0
			}
		case *execution.Activity:
			r.Nonce, r.BeatAt, r.BeatDetails = 0, 0, nil
		}
	}
	return rows
}

func newRow(k execution.Kind) execution.Row {
	switch k {
	case execution.KindHeader:
		return &execution.Header{}
	case execution.KindActivity:
		return &execution.Activity{}
	case execution.KindTimer:
		return &execution.Timer{}
	case execution.KindChild:
		return &execution.Child{}
	case execution.KindExternal:
		return &execution.External{}
	}
	return &execution.Lambda{}
}

func compareRowKeys(a, b execution.RowKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

// increasing reports whether keys are in order, each once.
func increasing(keys []execution.RowKey) bool {
	for i := 1; i < len(keys); i++ {
		if compareRowKeys(keys[i-1], keys[i]) >= 0 {
			return false
		}
	}
	return true
}

func keysOf(rows []execution.Row) []execution.RowKey {
	var keys []execution.RowKey
	for _, r := range rows {
		keys = append(keys, r.RowKey())
	}
	return keys
}

func sortedRowKeys(rows map[execution.RowKey]string) []execution.RowKey {
	return slices.SortedFunc(maps.Keys(rows), compareRowKeys)
}
