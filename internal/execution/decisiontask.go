package execution

import (
	"fmt"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// Per run at most one decision task is started (Running) and at most one is scheduled and not started
// (Waiting). Waiting may stand behind Running: its event is in the history, but no poller gets it until the
// running one ends.

// trigger asks for a decision: a DecisionTaskScheduled follows the event just written, unless one is waiting. Inside
// a batch of decisions it follows at the end of the batch.
func (s *State) trigger() {
	if s.inBatch {
		s.triggered = true
		return
	}
	s.scheduleDecision()
}

func (s *State) scheduleDecision() {
	if s.h.Waiting != nil && !mutant.Is(mutant.QueueTwice) {
		return
	}
	list, timeout := s.h.Settings.TaskList, "NONE"
	if o := s.h.Override; o != nil {
		list = o.TaskList
		if o.ScheduleToStart != nil {
			timeout = *o.ScheduleToStart
		}
	}
	id := s.event(&swf.DecisionTaskScheduledEventAttributes{
		TaskList:               swf.TaskList{Name: list},
		StartToCloseTimeout:    &s.h.Settings.TaskTimeout,
		TaskPriority:           s.h.Settings.TaskPriority,
		ScheduleToStartTimeout: &timeout,
	})
	// The text was checked when the override was accepted.
	seconds, _ := ParseDuration(timeout)
	s.h.Waiting = &WaitingDecision{ScheduledID: id, TaskList: list, ScheduleToStart: seconds}
	if s.h.Running == nil {
		s.releaseWaiting()
	}
}

// releaseWaiting lets pollers have the waiting decision task, if there is one. Its schedule-to-start time-out
// runs from here: a decider slower than that time-out would otherwise lose its own next task unseen.
func (s *State) releaseWaiting() {
	if s.h.Waiting == nil {
		return
	}
	s.h.Waiting.PollableAt = s.now
	s.headerTouched = true
	if o, ok := s.decisionOffer(); ok {
		s.change.Offers = append(s.change.Offers, o)
	}
}

func (s *State) decisionOffer() (Offer, bool) {
	w := s.h.Waiting
	if w == nil || s.h.Running != nil {
		return Offer{}, false
	}
	return Offer{
		Kind: OfferDecision, TaskList: w.TaskList, ScheduledID: w.ScheduledID,
		Priority: priority(s.h.Settings.TaskPriority), Since: w.PollableAt,
	}, true
}

// DecisionTask is a decision task that has just been started.
type DecisionTask struct {
	ScheduledID, StartedID int64
	// PreviousStartedID is the started event of the last decision task that was completed, 0 if none was.
	PreviousStartedID int64
	Execution         swf.WorkflowExecution
	Type              swf.WorkflowType
}

// StartDecisionTask hands the waiting decision task to a poller. This commit is the assignment of the task. It
// returns ErrStale if that task does not wait (any more).
func (s *State) StartDecisionTask(now swf.Timestamp, f *Facts, scheduledID int64, identity *string) (DecisionTask, Change, error) {
	if err := s.enter(now, f); err != nil {
		return DecisionTask{}, s.take(), err
	}
	o, ok := s.decisionOffer()
	if !ok || o.ScheduledID != scheduledID {
		return DecisionTask{}, s.take(), ErrStale
	}
	id := s.event(&swf.DecisionTaskStartedEventAttributes{ScheduledEventID: scheduledID, Identity: identity})
	s.h.Running = &RunningDecision{ScheduledID: scheduledID, StartedID: id, StartedAt: s.now, Nonce: f.Nonce}
	s.h.Waiting = nil
	return DecisionTask{
		ScheduledID: scheduledID, StartedID: id, PreviousStartedID: s.h.PreviousStartedID,
		Execution: s.Execution(), Type: s.h.Type,
	}, s.take(), nil
}

// Attempt is one attempt at a task, as its token names it.
type Attempt struct {
	ScheduledID, StartedID int64
	Nonce                  uint64
}

// runningDecision refuses an attempt that is not the running decision task.
func (s *State) runningDecision(a Attempt) error {
	r := s.h.Running
	if r == nil || r.ScheduledID != a.ScheduledID || r.StartedID != a.StartedID || r.Nonce != a.Nonce {
		return &swf.UnknownResourceFault{FaultDetail: swf.FaultDetail{
			Message: fmt.Sprintf("Unknown decision task, scheduledEventId = %d", a.ScheduledID),
		}}
	}
	return nil
}

// CheckDecisionTask refuses an attempt that is not, or no longer, the running decision task: what a poller that
// fetches further pages of its history is told. That is no command: to read a history to its end does not end the run, however
// long it is.
func (s *State) CheckDecisionTask(now swf.Timestamp, a Attempt) (previousStartedID int64, c Change, err error) {
	if err := s.visit(now); err != nil {
		return 0, s.take(), err
	}
	return s.h.PreviousStartedID, s.take(), s.runningDecision(a)
}

// decisionDue is the next instant at which a time-out of a decision task fires.
func (s *State) decisionDue() swf.Timestamp {
	due := Never
	if r := s.h.Running; r != nil {
		seconds, err := ParseDuration(s.h.Settings.TaskTimeout)
		if err == nil && seconds != None {
			due = s.afterRestart(after(r.StartedAt, seconds), r.StartedAt)
		}
	} else if w := s.h.Waiting; w != nil {
		due = after(w.PollableAt, w.ScheduleToStart)
	}
	return due
}

// decisionTimedOut ends the decision task whose time-out is due. Either way a temporary override of the task list has
// not worked, and the next task goes to the run's own list.
func (s *State) decisionTimedOut() {
	a := &swf.DecisionTaskTimedOutEventAttributes{}
	if r := s.h.Running; r != nil {
		a.TimeoutType = swf.DecisionTaskTimeoutTypeStartToClose
		a.ScheduledEventID, a.StartedEventID = r.ScheduledID, r.StartedID
		s.h.Running = nil
	} else {
		a.TimeoutType = swf.DecisionTaskTimeoutTypeScheduleToStart
		a.ScheduledEventID = s.h.Waiting.ScheduledID
		s.withdrawDecision()
		s.h.Waiting = nil
	}
	s.event(a)
	if o := s.h.Override; o != nil && o.ScheduleToStart != nil {
		s.h.Override = nil
	}
	if s.h.Waiting != nil {
		s.releaseWaiting()
		return
	}
	s.trigger()
}

func (s *State) withdrawDecision() {
	if o, ok := s.decisionOffer(); ok {
		s.change.Withdrawals = append(s.change.Withdrawals, o)
	}
}
