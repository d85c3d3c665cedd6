package engine

import (
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// Observer is told what has become durable, for whoever counts and measures. Its methods are called on the way of every command, from
// many goroutines: they must be quick, wait for nothing and keep nothing of what they are given.
type Observer interface {
	// Committed is told of each batch of an execution: how long the store took, how many commands shared the batch, and how many
	// bytes of keys and values it had.
	Committed(took time.Duration, commands, bytes int)
	// Happened is told of each event of each history.
	Happened(e *swf.HistoryEvent)
	// TaskStarted is told how long a task waited until a poller got it.
	TaskStarted(kind token.Kind, waited time.Duration)
	// TaskEnded is told how long ago a task that was started and has an outcome now began to wait, and how long ago it was
	// started. A task that ends with its execution has no outcome.
	TaskEnded(kind token.Kind, sinceWaiting, sinceStart time.Duration)
	// ExecutionClosed is told how a run closed and how long it lasted.
	ExecutionClosed(status swf.CloseStatus, lasted time.Duration)
	// Decided is told of each decision of a decision task that was completed, also of those that SWF answers with a ...Failed event.
	Decided(d swf.DecisionType)
	// HeartbeatRecorded is told of each heartbeat, and whether its answer asked the worker to cancel.
	HeartbeatRecorded(cancelRequested bool)
	// HistoryNearLimit is told once of each run whose history comes near its limit; see Limits.HistoryWarning.
	HistoryNearLimit()
	// AnsweredAgain is told of each attempt at a call that had taken effect in an earlier attempt, and got that one's answer.
	AnsweredAgain()
}

// unobserved is the observer of an engine that has none.
type unobserved struct{}

func (unobserved) Committed(time.Duration, int, int)                  {}
func (unobserved) Happened(*swf.HistoryEvent)                         {}
func (unobserved) TaskStarted(token.Kind, time.Duration)              {}
func (unobserved) TaskEnded(token.Kind, time.Duration, time.Duration) {}
func (unobserved) ExecutionClosed(swf.CloseStatus, time.Duration)     {}
func (unobserved) Decided(swf.DecisionType)                           {}
func (unobserved) HeartbeatRecorded(bool)                             {}
func (unobserved) HistoryNearLimit()                                  {}
func (unobserved) AnsweredAgain()                                     {}

// news is what one change of a run is told for, once it is durable.
type news struct {
	runID  string
	events []swf.HistoryEvent
	// closed is how the run closed, nil if it did not; lasted how long it took, and dropped its tasks that somebody was working on.
	closed  *execution.Closing
	lasted  time.Duration
	dropped []int64
}

// claimed is a task that a command of the batch started.
type claimed struct {
	list tasklist.Key
	task *tasklist.Task
}

// addNews notes what is to be told of a change. It must be called while the lane still has the state that closes.
func (c *commit) addNews(l *lane, change execution.Change) {
	if len(change.Events) == 0 && change.Closed == nil {
		return
	}
	n := news{runID: change.RunID, events: change.Events, closed: change.Closed}
	if n.closed != nil {
		n.lasted = n.closed.At.Sub(l.state.Record().StartedAt)
		n.dropped = startedTasks(l.state.Rows())
	}
	c.news = append(c.news, n)
}

// tell lets the observer know of a durable batch, and keeps the account of the tasks that are being worked on. Lambda functions whose run has
// closed are given up.
func (e *Engine) tell(c *commit) {
	e.observer.Committed(c.took, c.commands, c.bytes)
	for i := range c.news {
		n := &c.news[i]
		for j := range n.events {
			e.happened(c, n.runID, &n.events[j])
		}
		if n.closed == nil {
			continue
		}
		e.observer.ExecutionClosed(n.closed.Status, n.lasted)
		for _, scheduledID := range n.dropped {
			e.progress.end(taskID{n.runID, scheduledID})
			e.lambdas.giveUp(taskID{n.runID, scheduledID})
		}
	}
}

func (e *Engine) happened(c *commit, runID string, event *swf.HistoryEvent) {
	e.observer.Happened(event)
	started, scheduledID := taskOf(event.Attributes)
	switch {
	case scheduledID == 0:
	case started:
		e.taskStarted(c, taskID{runID, scheduledID}, event.EventTimestamp)
	default:
		if w, ok := e.progress.end(taskID{runID, scheduledID}); ok {
			e.observer.TaskEnded(w.list.Kind, event.EventTimestamp.Sub(w.since), event.EventTimestamp.Sub(w.started))
		}
	}
}

func (e *Engine) taskStarted(c *commit, id taskID, at swf.Timestamp) {
	for _, claim := range c.claimed {
		if claim.task.RunID == id.runID && claim.task.ScheduledID == id.scheduledID {
			e.progress.start(id, working{list: claim.list, since: claim.task.Since, started: at})
			e.observer.TaskStarted(claim.list.Kind, at.Sub(claim.task.Since))
			return
		}
	}
}

// taskOf tells which task an event starts or ends; scheduledID is 0 for other events.
func taskOf(a swf.EventAttributes) (started bool, scheduledID int64) {
	switch a := a.(type) {
	case *swf.ActivityTaskStartedEventAttributes:
		return true, a.ScheduledEventID
	case *swf.DecisionTaskStartedEventAttributes:
		return true, a.ScheduledEventID
	case *swf.ActivityTaskCompletedEventAttributes:
		return false, a.ScheduledEventID
	case *swf.ActivityTaskFailedEventAttributes:
		return false, a.ScheduledEventID
	case *swf.ActivityTaskCanceledEventAttributes:
		return false, a.ScheduledEventID
	case *swf.ActivityTaskTimedOutEventAttributes:
		return false, a.ScheduledEventID
	case *swf.DecisionTaskCompletedEventAttributes:
		return false, a.ScheduledEventID
	case *swf.DecisionTaskTimedOutEventAttributes:
		return false, a.ScheduledEventID
	}
	return false, 0
}
