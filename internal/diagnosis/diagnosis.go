package diagnosis

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// Diagnosis is what can be told of a run.
type Diagnosis struct {
	// Info, Configuration and LatestContext are as the service describes the run.
	Info          swf.WorkflowExecutionInfo
	Configuration swf.WorkflowExecutionConfiguration
	LatestContext *string
	// Events is how long the history is.
	Events int64
	// Open are the open things of an open run, in the order of the events that opened them.
	Open []Thing
	// Deadline is when the run times out; 0 for a closed run.
	Deadline swf.Timestamp
	// Reasons say why the run waits, or how it ended, the most telling first. They are whole sentences.
	Reasons []string
	// Warnings say what should not stay as it is.
	Warnings []string
}

// Thing is something open.
type Thing struct {
	// Kind is what it is, such as "activity task"; ID what the decider calls it; Of its type, list or addressee.
	Kind, ID, Of string
	// State is how far it is, such as "scheduled" or "started", since Since.
	State string
	Since swf.Timestamp
	// EventID is the event that opened it.
	EventID int64
	// Deadlines are the instants at which something happens by itself, the soonest first.
	Deadlines []Deadline
}

// Deadline is an instant at which something happens by itself.
type Deadline struct {
	// Name is the type of the time-out, or "fires" for a timer.
	Name string
	At   swf.Timestamp
	// AtLeast is true if heartbeats, of which no history tells, may have moved it.
	AtLeast bool
}

// Of makes the diagnosis of a run as it is at a time. The events must be the whole history, oldest first.
func Of(d *swf.DescribeWorkflowExecutionOutput, events []swf.HistoryEvent, now swf.Timestamp) *Diagnosis {
	x := &examination{
		Diagnosis: &Diagnosis{Info: d.ExecutionInfo, Configuration: d.ExecutionConfiguration, LatestContext: d.LatestExecutionContext},
		events:    events, now: now, s: historycheck.Fold(events),
	}
	x.Events = x.s.LastEventID
	if d.ExecutionInfo.ExecutionStatus == swf.ExecutionStatusClosed {
		x.tellEnd()
		return x.Diagnosis
	}
	if at, ok := due(d.ExecutionInfo.StartTimestamp, &d.ExecutionConfiguration.ExecutionStartToCloseTimeout); ok {
		x.Deadline = at
	}
	x.list()
	x.tellWait()
	x.warn()
	return x.Diagnosis
}

// examination is a diagnosis in the making.
type examination struct {
	*Diagnosis
	events []swf.HistoryEvent
	now    swf.Timestamp
	s      *historycheck.State
}

// list lists what is open.
func (x *examination) list() {
	for _, d := range []*historycheck.DecisionTask{x.s.Running, x.s.Waiting} {
		if d != nil {
			x.Open = append(x.Open, decisionTask(d))
		}
	}
	for _, a := range x.s.Activities {
		x.Open = append(x.Open, activityTask(a))
	}
	for _, t := range x.s.Timers {
		thing := Thing{Kind: "timer", ID: t.Started.TimerID, State: "started", Since: t.StartedAt, EventID: t.StartedID}
		thing.add("fires", t.StartedAt, &t.Started.StartToFireTimeout)
		x.Open = append(x.Open, thing)
	}
	for _, c := range x.s.Children {
		x.Open = append(x.Open, x.child(c))
	}
	for _, e := range x.s.Externals {
		x.Open = append(x.Open, x.external(e))
	}
	for _, l := range x.s.Lambdas {
		x.Open = append(x.Open, lambda(l))
	}
	slices.SortFunc(x.Open, func(a, b Thing) int { return cmp.Compare(a.EventID, b.EventID) })
}

func (t *Thing) add(name string, from swf.Timestamp, timeout *string) {
	at, ok := due(from, timeout)
	if !ok {
		return
	}
	t.Deadlines = append(t.Deadlines, Deadline{Name: name, At: at, AtLeast: name == string(swf.ActivityTaskTimeoutTypeHeartbeat)})
	slices.SortStableFunc(t.Deadlines, func(a, b Deadline) int { return cmp.Compare(a.At, b.At) })
}

func decisionTask(d *historycheck.DecisionTask) Thing {
	t := Thing{Kind: "decision task", Of: "list " + quote(d.Scheduled.TaskList.Name), State: "waits", Since: d.PollableAt, EventID: d.ScheduledID}
	if d.StartedID != 0 {
		t.State, t.Since = "started", d.StartedAt
		t.add(string(swf.DecisionTaskTimeoutTypeStartToClose), d.StartedAt, d.Scheduled.StartToCloseTimeout)
		return t
	}
	if d.PollableAt == 0 {
		t.State = "held back"
		return t
	}
	t.add(string(swf.DecisionTaskTimeoutTypeScheduleToStart), d.PollableAt, d.Scheduled.ScheduleToStartTimeout)
	return t
}

func activityTask(a *historycheck.Activity) Thing {
	s := a.Scheduled
	t := Thing{
		Kind: "activity task", ID: s.ActivityID, Of: s.ActivityType.Name + ":" + s.ActivityType.Version, State: "waits",
		Since: a.ScheduledAt, EventID: a.ScheduledID,
	}
	t.add(string(swf.ActivityTaskTimeoutTypeScheduleToClose), a.ScheduledAt, s.ScheduleToCloseTimeout)
	if a.StartedID == 0 {
		t.add(string(swf.ActivityTaskTimeoutTypeScheduleToStart), a.ScheduledAt, s.ScheduleToStartTimeout)
	} else {
		t.State, t.Since = "started", a.StartedAt
		t.add(string(swf.ActivityTaskTimeoutTypeStartToClose), a.StartedAt, s.StartToCloseTimeout)
		t.add(string(swf.ActivityTaskTimeoutTypeHeartbeat), a.StartedAt, s.HeartbeatTimeout)
	}
	if a.CancelRequestedID != 0 {
		t.State += ", cancel requested"
	}
	return t
}

func (x *examination) child(c *historycheck.Child) Thing {
	t := Thing{
		Kind: "child execution", ID: c.Initiated.WorkflowID, Of: c.Initiated.WorkflowType.Name + ":" + c.Initiated.WorkflowType.Version,
		State: "initiated", Since: x.at(c.InitiatedID), EventID: c.InitiatedID,
	}
	if c.StartedID != 0 {
		t.State, t.Since = "started", x.at(c.StartedID)
		t.add(string(swf.WorkflowExecutionTimeoutTypeStartToClose), t.Since, c.Initiated.ExecutionStartToCloseTimeout)
	}
	return t
}

func (x *examination) external(e *historycheck.External) Thing {
	kind := "signal to another execution"
	if e.Cancel {
		kind = "cancel request to another execution"
	}
	return Thing{Kind: kind, Of: quote(e.WorkflowID), State: "initiated", Since: x.at(e.InitiatedID), EventID: e.InitiatedID}
}

func lambda(l *historycheck.Lambda) Thing {
	t := Thing{Kind: "Lambda task", ID: l.Scheduled.ID, Of: "function " + quote(l.Scheduled.Name), State: "waits", Since: l.ScheduledAt, EventID: l.ScheduledID}
	if l.StartedID != 0 {
		t.State, t.Since = "started", l.StartedAt
		t.add(string(swf.LambdaFunctionTimeoutTypeStartToClose), l.StartedAt, l.Scheduled.StartToCloseTimeout)
	}
	return t
}

// at is the time of an event, 0 if it is not there.
func (x *examination) at(id int64) swf.Timestamp {
	if id < 1 || id > int64(len(x.events)) {
		return 0
	}
	return x.events[id-1].EventTimestamp
}

// due is when a time-out is due that began at an instant; ok is false if it never is.
func due(from swf.Timestamp, timeout *string) (at swf.Timestamp, ok bool) {
	if timeout == nil {
		return 0, false
	}
	seconds, err := strconv.ParseInt(*timeout, 10, 32)
	if err != nil {
		return 0, false
	}
	return from.Add(time.Duration(seconds) * time.Second), true
}
