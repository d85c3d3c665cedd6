package execution

import "github.com/swfd/swfd/swf"

// None is the number of seconds that stands for "NONE", no time-out.
const None int64 = -1

// Header is the one row of an open run that every commit of the run rewrites. It holds what is not an open
// thing of its own. What stands in the history is referred to by event id.
type Header struct {
	// WorkflowID and RunID name the run.
	WorkflowID, RunID string
	// Type is the workflow type, for poll replies.
	Type swf.WorkflowType
	// StartedAt is the timestamp of event 1.
	StartedAt swf.Timestamp
	// LastEventID is how many events the history has, LastEventAt when the newest was written.
	LastEventID int64
	LastEventAt swf.Timestamp

	// Settings are the effective values of event 1, frozen.
	Settings Settings
	// Parent is the link to the parent run; nil for a root run.
	Parent *ParentLink
	// TagList are the run's tags, as they were given.
	TagList []string

	// CancelRequested is true once a WorkflowExecutionCancelRequested event was written.
	CancelRequested bool
	// Override replaces the decision task list of later decision tasks; nil when none is in force.
	Override *Override
	// Waiting is the scheduled decision task that nobody has started, nil if there is none.
	Waiting *WaitingDecision
	// Running is the started decision task, nil if there is none. Waiting and Running may both be set: then
	// the waiting task is held back until the running one ends.
	Running *RunningDecision
	// PreviousStartedID is the DecisionTaskStarted event of the last completed decision task, 0 before.
	PreviousStartedID int64
	// ContextEventID is the DecisionTaskCompleted event that holds the latest executionContext, 0 if none.
	ContextEventID int64
	// LatestActivityAt is the timestamp of the newest activity event, 0 if there was none.
	LatestActivityAt swf.Timestamp
}

// Settings are the effective settings of a run.
type Settings struct {
	TaskList string
	// TaskPriority is nil if none was given, which orders like "0".
	TaskPriority *string
	// ExecutionTimeout and TaskTimeout are texts as given: seconds, or for TaskTimeout "NONE".
	ExecutionTimeout, TaskTimeout string
	ChildPolicy                   swf.ChildPolicy
	LambdaRole                    *string
}

// ParentLink ties a child to the event that promised it. It survives continue-as-new.
type ParentLink struct {
	Execution   swf.WorkflowExecution
	InitiatedID int64
}

// Override is a decider's choice of another decision task list ("sticky" list).
type Override struct {
	TaskList string
	// ScheduleToStart is the time-out text that came with it; nil makes the override permanent.
	ScheduleToStart *string
}

// WaitingDecision is a decision task that was scheduled and not started.
type WaitingDecision struct {
	ScheduledID int64
	TaskList    string
	// PollableAt is when a poller may first get it: its own event, or the end of the decision before it.
	// 0 while it is held back behind a running decision.
	PollableAt swf.Timestamp
	// ScheduleToStart is the override's time-out in seconds, or None.
	ScheduleToStart int64
}

// RunningDecision is a decision task that a decider works on.
type RunningDecision struct {
	ScheduledID, StartedID int64
	StartedAt              swf.Timestamp
	// Nonce is the number sealed in the attempt's token.
	Nonce uint64
}

// Kind says what sort of open thing a row describes; with the id it is the row's place among its run's rows.
type Kind byte

// The kinds of rows. KindHeader sorts first, so that a scan of a run begins with its header.
const (
	KindHeader   Kind = 1
	KindActivity Kind = 2
	KindTimer    Kind = 3
	KindChild    Kind = 4
	KindExternal Kind = 5
	KindLambda   Kind = 6
)

// RowKey names a row within its run. ID is the event that opened the thing; 0 for the header.
type RowKey struct {
	Kind Kind
	ID   int64
}

// Row is a [*Header], [*Activity], [*Timer], [*Child], [*External] or [*Lambda].
type Row interface {
	// RowKey is the row's place within its run.
	RowKey() RowKey
}

// Activity is an activity task that is scheduled or started.
type Activity struct {
	// ScheduledID is the ActivityTaskScheduled event.
	ScheduledID int64
	// ActivityID is the decider's name for it, unique among the run's open activities.
	ActivityID string
	Type       swf.ActivityType
	TaskList   string
	// TaskPriority orders it on its list; higher first.
	TaskPriority int32
	ScheduledAt  swf.Timestamp
	// Time-outs in seconds, or None.
	ScheduleToStart, ScheduleToClose, StartToClose, Heartbeat int64
	// Input waits here for the worker and is dropped once the task has started.
	Input *string
	// StartedID is the ActivityTaskStarted event, 0 before.
	StartedID int64
	StartedAt swf.Timestamp
	// Nonce is the number sealed in the attempt's token.
	Nonce uint64
	// CancelRequestedID is the latest ActivityTaskCancelRequested event, 0 if none.
	CancelRequestedID int64
	// BeatAt is when the last heartbeat was handled, 0 if there was none; BeatDetails is its text.
	BeatAt      swf.Timestamp
	BeatDetails *string
}

// Timer is a timer that neither fired nor was cancelled.
type Timer struct {
	// StartedID is the TimerStarted event.
	StartedID int64
	TimerID   string
	FiresAt   swf.Timestamp
}

// Child is a child execution that was initiated and has not ended.
type Child struct {
	// InitiatedID is the StartChildWorkflowExecutionInitiated event.
	InitiatedID int64
	WorkflowID  string
	Type        swf.WorkflowType
	// StartedID is the ChildWorkflowExecutionStarted event, 0 before; RunID the run it names.
	StartedID int64
	RunID     string
	// Control and DecisionCompletedID are kept for the failed event, until the child has started.
	Control             *string
	DecisionCompletedID int64
}

// External is a request to signal or cancel another run whose answer has not come.
type External struct {
	// InitiatedID is the ...Initiated event.
	InitiatedID int64
	// Cancel tells a cancel request from a signal.
	Cancel     bool
	WorkflowID string
	// RunID is what the decision named; nil if it named none.
	RunID               *string
	Control             *string
	DecisionCompletedID int64
}

// Lambda is a Lambda task that is scheduled or started.
type Lambda struct {
	// ScheduledID is the LambdaFunctionScheduled event.
	ScheduledID int64
	ID, Name    string
	Input       *string
	ScheduledAt swf.Timestamp
	// StartToClose is the time-out in seconds.
	StartToClose int64
	// StartedID is the LambdaFunctionStarted event, 0 before.
	StartedID int64
	StartedAt swf.Timestamp
}

// RowKey names the row.
func (*Header) RowKey() RowKey     { return RowKey{KindHeader, 0} }
func (a *Activity) RowKey() RowKey { return RowKey{KindActivity, a.ScheduledID} }
func (t *Timer) RowKey() RowKey    { return RowKey{KindTimer, t.StartedID} }
func (c *Child) RowKey() RowKey    { return RowKey{KindChild, c.InitiatedID} }
func (x *External) RowKey() RowKey { return RowKey{KindExternal, x.InitiatedID} }
func (l *Lambda) RowKey() RowKey   { return RowKey{KindLambda, l.ScheduledID} }

// Run is the record of one run by its runId, from its start until retention ends: it leads from a token or
// a runId to the run, and after the close it is what Describe shows. It is written at start and at close.
type Run struct {
	// Domain is the store's number for the domain.
	Domain            uint32
	WorkflowID, RunID string
	Type              swf.WorkflowType
	StartedAt         swf.Timestamp
	Settings          Settings
	Parent            *ParentLink
	TagList           []string
	// Closing is nil while the run is open.
	Closing *Closing
}

// Record is the record of the open run that the header belongs to.
func (h *Header) Record(domain uint32) *Run {
	return &Run{
		Domain: domain, WorkflowID: h.WorkflowID, RunID: h.RunID, Type: h.Type, StartedAt: h.StartedAt,
		Settings: h.Settings, Parent: h.Parent, TagList: h.TagList,
	}
}

// Closing is what remains of a run's state when it has closed.
type Closing struct {
	At     swf.Timestamp
	Status swf.CloseStatus
	// LastEventID is the closing event.
	LastEventID int64
	// OpenCounts are frozen as they were.
	OpenCounts       swf.WorkflowExecutionOpenCounts
	LatestActivityAt swf.Timestamp
	ContextEventID   int64
}
