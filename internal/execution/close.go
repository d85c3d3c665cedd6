package execution

import (
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// Terminate closes the run at once, whatever is under way. A policy given replaces the run's own for its children.
func (s *State) Terminate(now swf.Timestamp, f *Facts, policy swf.ChildPolicy, reason, details *string) (Change, error) {
	if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	if policy == "" {
		policy = s.h.Settings.ChildPolicy
	}
	s.terminate(swf.WorkflowExecutionTerminatedCauseOperatorInitiated, policy, reason, details)
	return s.take(), nil
}

func (s *State) terminate(cause swf.WorkflowExecutionTerminatedCause, policy swf.ChildPolicy, reason, details *string) {
	s.event(&swf.WorkflowExecutionTerminatedEventAttributes{
		Cause: cause, ChildPolicy: policy, Reason: reason, Details: details,
	})
	s.close(&ChildClosed{Status: swf.CloseStatusTerminated}, policy)
}

// timeOut ends the run because its own start-to-close time-out has passed.
func (s *State) timeOut() {
	s.event(&swf.WorkflowExecutionTimedOutEventAttributes{
		TimeoutType: swf.WorkflowExecutionTimeoutTypeStartToClose, ChildPolicy: s.h.Settings.ChildPolicy,
	})
	s.close(&ChildClosed{Status: swf.CloseStatusTimedOut}, s.h.Settings.ChildPolicy)
}

func (b *batch) completeWorkflow(d *swf.CompleteWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	if refused(b, f, swf.CompleteWorkflowExecutionFailedCauseOperationNotPermitted, swf.CompleteWorkflowExecutionFailedCauseUnhandledDecision,
		func(cause swf.CompleteWorkflowExecutionFailedCause) swf.EventAttributes {
			return &swf.CompleteWorkflowExecutionFailedEventAttributes{Cause: cause, DecisionTaskCompletedEventID: b.completedID}
		}) {
		return
	}
	b.s.event(&swf.WorkflowExecutionCompletedEventAttributes{
		Result: d.Result, DecisionTaskCompletedEventID: b.completedID,
	})
	b.s.close(&ChildClosed{Status: swf.CloseStatusCompleted, Result: d.Result}, b.s.h.Settings.ChildPolicy)
}

func (b *batch) failWorkflow(d *swf.FailWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	if refused(b, f, swf.FailWorkflowExecutionFailedCauseOperationNotPermitted, swf.FailWorkflowExecutionFailedCauseUnhandledDecision,
		func(cause swf.FailWorkflowExecutionFailedCause) swf.EventAttributes {
			return &swf.FailWorkflowExecutionFailedEventAttributes{Cause: cause, DecisionTaskCompletedEventID: b.completedID}
		}) {
		return
	}
	b.s.event(&swf.WorkflowExecutionFailedEventAttributes{
		Reason: d.Reason, Details: d.Details, DecisionTaskCompletedEventID: b.completedID,
	})
	b.s.close(&ChildClosed{Status: swf.CloseStatusFailed, Reason: d.Reason, Details: d.Details}, b.s.h.Settings.ChildPolicy)
}

func (b *batch) cancelWorkflow(d *swf.CancelWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	if refused(b, f, swf.CancelWorkflowExecutionFailedCauseOperationNotPermitted, swf.CancelWorkflowExecutionFailedCauseUnhandledDecision,
		func(cause swf.CancelWorkflowExecutionFailedCause) swf.EventAttributes {
			return &swf.CancelWorkflowExecutionFailedEventAttributes{Cause: cause, DecisionTaskCompletedEventID: b.completedID}
		}) {
		return
	}
	b.s.event(&swf.WorkflowExecutionCanceledEventAttributes{
		Details: d.Details, DecisionTaskCompletedEventID: b.completedID,
	})
	b.s.close(&ChildClosed{Status: swf.CloseStatusCanceled, Details: d.Details}, b.s.h.Settings.ChildPolicy)
}

// refused writes the ...Failed event of a closing decision that is denied, or that comes while a decision is owed.
func refused[Cause ~string](b *batch, f DecisionFacts, denied, unhandled Cause, failed func(Cause) swf.EventAttributes) bool {
	switch {
	case f.Denied:
		b.fail(failed(denied))
	case b.owed():
		b.fail(failed(unhandled))
	default:
		return false
	}
	return true
}

func (b *batch) continueAsNew(d *swf.ContinueAsNewWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	settings, cause := b.continueRefusal(d, f)
	if cause != "" {
		b.fail(&swf.ContinueAsNewWorkflowExecutionFailedEventAttributes{
			Cause: cause, DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	s := b.s
	next := Start{
		WorkflowID: s.h.WorkflowID, Type: s.h.Type, Settings: settings,
		Input: d.Input, TagList: d.TagList, Parent: s.h.Parent, ContinuedFrom: s.h.RunID,
	}
	if mutant.Is(mutant.NoParent) {
		next.Parent = nil
	}
	if v := given(d.WorkflowTypeVersion); v != nil {
		next.Type.Version = *v
	}
	s.event(&swf.WorkflowExecutionContinuedAsNewEventAttributes{
		NewExecutionRunID: f.NewRunID, WorkflowType: next.Type, Input: d.Input, TagList: d.TagList,
		TaskList: swf.TaskList{Name: settings.TaskList}, TaskPriority: settings.TaskPriority,
		ExecutionStartToCloseTimeout: &settings.ExecutionTimeout, TaskStartToCloseTimeout: &settings.TaskTimeout,
		ChildPolicy: settings.ChildPolicy, LambdaRole: settings.LambdaRole,
		DecisionTaskCompletedEventID: b.completedID,
	})
	s.close(&ChildClosed{Status: swf.CloseStatusContinuedAsNew}, s.h.Settings.ChildPolicy)
	state, change := Begin(s.domain, f.NewRunID, next, s.now)
	s.change.Next = &Continuation{State: state, Change: change}
}

func (b *batch) continueRefusal(d *swf.ContinueAsNewWorkflowExecutionDecisionAttributes, f DecisionFacts) (Settings, swf.ContinueAsNewWorkflowExecutionFailedCause) {
	switch {
	case f.Denied:
		return Settings{}, swf.ContinueAsNewWorkflowExecutionFailedCauseOperationNotPermitted
	case b.owed():
		return Settings{}, swf.ContinueAsNewWorkflowExecutionFailedCauseUnhandledDecision
	case f.WorkflowType == nil:
		return Settings{}, swf.ContinueAsNewWorkflowExecutionFailedCauseWorkflowTypeDoesNotExist
	case f.WorkflowType.Deprecated:
		return Settings{}, swf.ContinueAsNewWorkflowExecutionFailedCauseWorkflowTypeDeprecated
	case f.RateExceeded:
		return Settings{}, swf.ContinueAsNewWorkflowExecutionFailedCauseContinueAsNewWorkflowExecutionRateExceeded
	}
	settings, missing := Resolve(Wanted{
		TaskList: d.TaskList, TaskPriority: d.TaskPriority,
		ExecutionTimeout: d.ExecutionStartToCloseTimeout, TaskTimeout: d.TaskStartToCloseTimeout,
		ChildPolicy: d.ChildPolicy, LambdaRole: d.LambdaRole,
	}, f.WorkflowType.Defaults)
	return settings, continueMissing[missing]
}

var continueMissing = map[Missing]swf.ContinueAsNewWorkflowExecutionFailedCause{
	MissingExecutionTimeout: swf.ContinueAsNewWorkflowExecutionFailedCauseDefaultExecutionStartToCloseTimeoutUndefined,
	MissingTaskList:         swf.ContinueAsNewWorkflowExecutionFailedCauseDefaultTaskListUndefined,
	MissingTaskTimeout:      swf.ContinueAsNewWorkflowExecutionFailedCauseDefaultTaskStartToCloseTimeoutUndefined,
	MissingChildPolicy:      swf.ContinueAsNewWorkflowExecutionFailedCauseDefaultChildPolicyUndefined,
}

// close ends the run after its closing event. What is open stays uncounted-down: the counts are frozen as they are. The
// parent hears of it, unless the run goes on as a new one or its parent's policy ended it; children hear what
// the policy means for them.
func (s *State) close(news *ChildClosed, policy swf.ChildPolicy) {
	s.change.Closed = &Closing{
		At: s.now, Status: news.Status, LastEventID: s.h.LastEventID, OpenCounts: s.OpenCounts(),
		LatestActivityAt: s.h.LatestActivityAt, ContextEventID: s.h.ContextEventID,
	}
	s.withdrawAll()
	s.tellChildren(policy)
	if s.h.Parent != nil && !s.orphaned && !mutant.Is(mutant.NoChildNews) && news.Status != swf.CloseStatusContinuedAsNew {
		news.ParentRunID, news.InitiatedID = s.h.Parent.Execution.RunID, s.h.Parent.InitiatedID
		news.RunID, news.Type = s.h.RunID, s.h.Type
		s.send(s.h.Parent.Execution.WorkflowID, news)
	}
	s.closed = true
}

func (s *State) withdrawAll() {
	s.withdrawDecision()
	for _, id := range sortedKeys(s.activities) {
		if a := s.activities[id]; a.StartedID == 0 {
			s.withdrawActivity(a)
		}
	}
	for _, id := range sortedKeys(s.lambdas) {
		if o, ok := s.lambdaOffer(id); ok {
			s.change.Withdrawals = append(s.change.Withdrawals, o)
		}
	}
}

func (s *State) tellChildren(policy swf.ChildPolicy) {
	if policy == swf.ChildPolicyAbandon || mutant.Is(mutant.NoChildPolicy) {
		return
	}
	for _, id := range sortedKeys(s.children) {
		s.send(s.children[id].WorkflowID, &ApplyChildPolicy{
			ParentRunID: s.h.RunID, InitiatedID: id, Policy: policy,
		})
	}
}
