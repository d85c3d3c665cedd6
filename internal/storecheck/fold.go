package storecheck

import (
	"strconv"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// Rows makes the rows of an open run from what its history says, in no certain order: rows hold nothing that the history does not,
// but the nonces of attempts and heartbeats, which [Untold] takes from rows that are to be compared with these. The state must be
// that of an open run with a first event.
func Rows(workflowID, runID string, s *historycheck.State) []execution.Row {
	rows := []execution.Row{foldedHeader(workflowID, runID, s)}
	for _, a := range s.Activities {
		rows = append(rows, foldedActivity(a))
	}
	for _, t := range s.Timers {
		rows = append(rows, &execution.Timer{
			StartedID: t.StartedID, TimerID: t.Started.TimerID, FiresAt: later(t.StartedAt, seconds(&t.Started.StartToFireTimeout)),
		})
	}
	for _, c := range s.Children {
		rows = append(rows, foldedChild(c))
	}
	for _, x := range s.Externals {
		rows = append(rows, &execution.External{
			InitiatedID: x.InitiatedID, Cancel: x.Cancel, WorkflowID: x.WorkflowID, RunID: x.RunID, Control: x.Control,
			DecisionCompletedID: x.DecisionCompletedID,
		})
	}
	for _, l := range s.Lambdas {
		rows = append(rows, foldedLambda(l))
	}
	return rows
}

func foldedHeader(workflowID, runID string, s *historycheck.State) *execution.Header {
	h := &execution.Header{
		WorkflowID: workflowID, RunID: runID, Type: s.Started.WorkflowType, StartedAt: s.StartedAt,
		LastEventID: s.LastEventID, LastEventAt: s.LastEventAt,
		Settings: settingsOf(s.Started), Parent: parentOf(s.Started), TagList: s.Started.TagList,
		CancelRequested: s.CancelRequested, PreviousStartedID: s.PreviousStartedID, ContextEventID: s.ContextEventID,
		LatestActivityAt: s.LatestActivityAt,
	}
	if o := s.Override; o != nil {
		h.Override = &execution.Override{TaskList: o.TaskList, ScheduleToStart: o.ScheduleToStart}
	}
	if d := s.Waiting; d != nil {
		h.Waiting = &execution.WaitingDecision{
			ScheduledID: d.ScheduledID, TaskList: d.Scheduled.TaskList.Name, PollableAt: d.PollableAt,
			ScheduleToStart: seconds(d.Scheduled.ScheduleToStartTimeout),
		}
	}
	if d := s.Running; d != nil {
		h.Running = &execution.RunningDecision{ScheduledID: d.ScheduledID, StartedID: d.StartedID, StartedAt: d.StartedAt}
	}
	return h
}

func settingsOf(a *swf.WorkflowExecutionStartedEventAttributes) execution.Settings {
	return execution.Settings{
		TaskList: a.TaskList.Name, TaskPriority: a.TaskPriority,
		ExecutionTimeout: textOf(a.ExecutionStartToCloseTimeout), TaskTimeout: textOf(a.TaskStartToCloseTimeout),
		ChildPolicy: a.ChildPolicy, LambdaRole: a.LambdaRole,
	}
}

func parentOf(a *swf.WorkflowExecutionStartedEventAttributes) *execution.ParentLink {
	if a.ParentWorkflowExecution == nil {
		return nil
	}
	return &execution.ParentLink{Execution: *a.ParentWorkflowExecution, InitiatedID: a.ParentInitiatedEventID}
}

func foldedActivity(a *historycheck.Activity) *execution.Activity {
	row := &execution.Activity{
		ScheduledID: a.ScheduledID, ActivityID: a.Scheduled.ActivityID, Type: a.Scheduled.ActivityType,
		TaskList: a.Scheduled.TaskList.Name, ScheduledAt: a.ScheduledAt,
		ScheduleToStart: seconds(a.Scheduled.ScheduleToStartTimeout),
		ScheduleToClose: seconds(a.Scheduled.ScheduleToCloseTimeout),
		StartToClose:    seconds(a.Scheduled.StartToCloseTimeout),
		Heartbeat:       seconds(a.Scheduled.HeartbeatTimeout),
		StartedID:       a.StartedID, StartedAt: a.StartedAt, CancelRequestedID: a.CancelRequestedID,
	}
	if a.Scheduled.TaskPriority != nil {
		row.TaskPriority = int32(seconds(a.Scheduled.TaskPriority))
	}
	if a.StartedID == 0 {
		row.Input = a.Scheduled.Input
	}
	return row
}

func foldedChild(c *historycheck.Child) *execution.Child {
	row := &execution.Child{
		InitiatedID: c.InitiatedID, WorkflowID: c.Initiated.WorkflowID, Type: c.Initiated.WorkflowType,
		StartedID: c.StartedID, RunID: c.RunID, DecisionCompletedID: c.Initiated.DecisionTaskCompletedEventID,
	}
	if c.StartedID == 0 {
		row.Control = c.Initiated.Control
	}
	return row
}

func foldedLambda(l *historycheck.Lambda) *execution.Lambda {
	row := &execution.Lambda{
		ScheduledID: l.ScheduledID, ID: l.Scheduled.ID, Name: l.Scheduled.Name, ScheduledAt: l.ScheduledAt,
		StartToClose: seconds(l.Scheduled.StartToCloseTimeout), StartedID: l.StartedID, StartedAt: l.StartedAt,
	}
	if l.StartedID == 0 {
		row.Input = l.Scheduled.Input
	}
	return row
}

// Untold takes from a row what no history tells. It changes the row.
func Untold(r execution.Row) execution.Row {
	switch r := r.(type) {
	case *execution.Header:
		if len(r.TagList) == 0 {
			// An empty list of tags is none.
			r.TagList = nil
		}
		if r.Running != nil {
			r.Running.Nonce = 0
		}
	case *execution.Activity:
		r.Nonce, r.BeatAt, r.BeatDetails = 0, 0, nil
	}
	return r
}

// seconds reads a time-out, or another whole number. "NONE", and what is no number, is None.
func seconds(text *string) int64 {
	n, err := strconv.ParseInt(textOf(text), 10, 64)
	if err != nil {
		return execution.None
	}
	return n
}

func later(at swf.Timestamp, seconds int64) swf.Timestamp { return at + swf.Timestamp(1000*seconds) }

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
