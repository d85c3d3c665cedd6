package execution

import (
	"github.com/swfd/swfd/swf"
)

// batch is the list of decisions under way: one transaction. Events of one batch share its time.
type batch struct {
	s           *State
	f           *Facts
	completedID int64
}

// CompleteDecisionTask answers the running decision task: DecisionTaskCompleted, then what the decisions cause, in
// their order. A decision that cannot be carried out writes its ...Failed event and undoes nothing. The list must
// have passed CheckDecisions; Facts.Decisions has one entry for each.
func (s *State) CompleteDecisionTask(now swf.Timestamp, f *Facts, a Attempt, in *swf.RespondDecisionTaskCompletedInput) (Change, error) {
	if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	if err := s.runningDecision(a); err != nil {
		return s.take(), err
	}
	id := s.event(&swf.DecisionTaskCompletedEventAttributes{
		ScheduledEventID: a.ScheduledID, StartedEventID: a.StartedID,
		ExecutionContext: in.ExecutionContext, TaskList: in.TaskList,
		TaskListScheduleToStartTimeout: given(in.TaskListScheduleToStartTimeout),
	})
	s.h.PreviousStartedID = a.StartedID
	s.h.Running = nil
	if in.ExecutionContext != nil {
		s.h.ContextEventID = id
	}
	s.override(in)
	s.decide(&batch{s: s, f: f, completedID: id}, in.Decisions)
	return s.take(), nil
}

// decide applies the decisions and then lets the next decision task go, if there is one.
func (s *State) decide(b *batch, decisions []swf.Decision) {
	s.inBatch, s.triggered = true, false
	for i, d := range decisions {
		b.apply(d, b.f.Decisions[i])
	}
	s.inBatch = false
	if s.closed {
		return
	}
	if s.h.Waiting != nil {
		s.releaseWaiting()
		return
	}
	if s.triggered {
		s.scheduleDecision()
	}
}

// override takes the decider's choice of a task list for later decision tasks. A decision task that already
// waits keeps the list of its event. A choice holds until it is replaced, or reverted by a time-out (Q20); naming the run's own
// list for good ends it.
func (s *State) override(in *swf.RespondDecisionTaskCompletedInput) {
	if in.TaskList == nil {
		return
	}
	timeout := given(in.TaskListScheduleToStartTimeout)
	if timeout == nil && in.TaskList.Name == s.h.Settings.TaskList {
		s.h.Override = nil
		return
	}
	s.h.Override = &Override{TaskList: in.TaskList.Name, ScheduleToStart: timeout}
}

// fail appends a ...Failed event; every one of them asks for a decision.
func (b *batch) fail(a swf.EventAttributes) {
	b.s.event(a)
	b.s.trigger()
}

// owed reports whether the decider still owes a decision: then the run may not close. That is so if a task is waiting,
// because something happened while this one was decided, or if a decision of this batch has failed.
func (b *batch) owed() bool { return b.s.h.Waiting != nil || b.s.triggered }

func (b *batch) apply(d swf.Decision, f DecisionFacts) {
	switch d := d.Attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		b.scheduleActivityTask(d, f)
	case *swf.RequestCancelActivityTaskDecisionAttributes:
		b.requestCancelActivityTask(d, f)
	case *swf.RecordMarkerDecisionAttributes:
		b.recordMarker(d, f)
	case *swf.StartTimerDecisionAttributes:
		b.startTimer(d, f)
	case *swf.CancelTimerDecisionAttributes:
		b.cancelTimer(d, f)
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		b.startChild(d, f)
	case *swf.SignalExternalWorkflowExecutionDecisionAttributes:
		b.signalExternal(d, f)
	case *swf.RequestCancelExternalWorkflowExecutionDecisionAttributes:
		b.requestCancelExternal(d, f)
	case *swf.ScheduleLambdaFunctionDecisionAttributes:
		b.scheduleLambda(d, f)
	case *swf.CompleteWorkflowExecutionDecisionAttributes:
		b.completeWorkflow(d, f)
	case *swf.FailWorkflowExecutionDecisionAttributes:
		b.failWorkflow(d, f)
	case *swf.CancelWorkflowExecutionDecisionAttributes:
		b.cancelWorkflow(d, f)
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		b.continueAsNew(d, f)
	}
}
