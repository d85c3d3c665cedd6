package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) started(e *swf.HistoryEvent, a *swf.WorkflowExecutionStartedEventAttributes) {
	if (a.ParentWorkflowExecution == nil) != (a.ParentInitiatedEventID == 0) {
		w.complain(Origin, e, "parentWorkflowExecution and parentInitiatedEventId go together")
	}
	if w.s.Started == nil {
		w.s.Started, w.s.StartedAt = a, e.EventTimestamp
	}
}

// settings are the effective settings of event 1; empty ones if it is missing.
func (w *walk) settings() *swf.WorkflowExecutionStartedEventAttributes {
	if w.s.Started == nil {
		return &swf.WorkflowExecutionStartedEventAttributes{}
	}
	return w.s.Started
}

// checkSource judges how an event tells which run caused it: by the run and its Initiated event, or not at all if the
// cause was an API call.
func (w *walk) checkSource(e *swf.HistoryEvent, source *swf.WorkflowExecution, initiatedID int64) {
	if (source == nil) != (initiatedID == 0) {
		w.complain(Origin, e, "externalWorkflowExecution and externalInitiatedEventId go together")
	}
}

func (w *walk) cancelRequested(e *swf.HistoryEvent, a *swf.WorkflowExecutionCancelRequestedEventAttributes) {
	w.s.CancelRequested = true
	if a.Cause != swf.WorkflowExecutionCancelRequestedCauseChildPolicyApplied {
		w.checkSource(e, a.ExternalWorkflowExecution, a.ExternalInitiatedEventID)
		return
	}
	if a.ExternalWorkflowExecution == nil || a.ExternalInitiatedEventID != 0 {
		w.complain(Origin, e, "a child policy comes from the parent run, and from no event of it")
	}
}

// applyClosing judges the end of the run, and refusals to end it. What else is left asks for nothing and opens nothing.
func (w *walk) applyClosing(e *swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionCompletedEventAttributes, *swf.WorkflowExecutionFailedEventAttributes,
		*swf.WorkflowExecutionCanceledEventAttributes:
		w.decidedClose(e)
	case *swf.WorkflowExecutionContinuedAsNewEventAttributes:
		w.decidedClose(e)
		if a.WorkflowType.Name != w.settings().WorkflowType.Name {
			w.complain(Settings, e, "a run continues as another run of the same type name")
		}
	case *swf.WorkflowExecutionTimedOutEventAttributes:
		w.checkDue(e, "the run", w.s.StartedAt, w.settings().ExecutionStartToCloseTimeout)
		w.checkOwnPolicy(e, a.ChildPolicy)
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		w.terminated(e, a)

	case *swf.CompleteWorkflowExecutionFailedEventAttributes:
		w.closeRefused(e, a.Cause == swf.CompleteWorkflowExecutionFailedCauseUnhandledDecision)
	case *swf.FailWorkflowExecutionFailedEventAttributes:
		w.closeRefused(e, a.Cause == swf.FailWorkflowExecutionFailedCauseUnhandledDecision)
	case *swf.CancelWorkflowExecutionFailedEventAttributes:
		w.closeRefused(e, a.Cause == swf.CancelWorkflowExecutionFailedCauseUnhandledDecision)
	case *swf.ContinueAsNewWorkflowExecutionFailedEventAttributes:
		w.closeRefused(e, a.Cause == swf.ContinueAsNewWorkflowExecutionFailedCauseUnhandledDecision)
	}
}

// owed reports whether the decider still owes a decision: one is waiting, or the batch has asked for one.
func (w *walk) owed() bool { return w.s.Waiting != nil || w.askedID != 0 }

func (w *walk) decidedClose(e *swf.HistoryEvent) {
	if w.owed() {
		w.complain(Closing, e, "the run closes though a decision is owed")
	}
	// The missing decision task has been complained about.
	w.askedID = 0
}

func (w *walk) closeRefused(e *swf.HistoryEvent, unhandled bool) {
	if unhandled && !w.owed() {
		w.complain(Closing, e, "the close was refused though no decision is owed")
	}
}

func (w *walk) terminated(e *swf.HistoryEvent, a *swf.WorkflowExecutionTerminatedEventAttributes) {
	if a.Cause == swf.WorkflowExecutionTerminatedCauseOperatorInitiated {
		return
	}
	w.checkOwnPolicy(e, a.ChildPolicy)
	if a.Reason != nil || a.Details != nil {
		w.complain(Origin, e, "only an operator gives a reason or details")
	}
	if a.Cause == swf.WorkflowExecutionTerminatedCauseChildPolicyApplied && w.settings().ParentWorkflowExecution == nil {
		w.complain(Origin, e, "a child policy was applied to a run without a parent")
	}
}

func (w *walk) checkOwnPolicy(e *swf.HistoryEvent, policy swf.ChildPolicy) {
	if policy != w.settings().ChildPolicy {
		w.complain(Settings, e, "childPolicy is %q and not the run's own, %q", policy, w.settings().ChildPolicy)
	}
}

// noteClose notes that an event has closed the run.
func (w *walk) noteClose(e *swf.HistoryEvent) {
	s := w.s
	policy := w.settings().ChildPolicy
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionCompletedEventAttributes:
		s.Status = swf.CloseStatusCompleted
	case *swf.WorkflowExecutionFailedEventAttributes:
		s.Status = swf.CloseStatusFailed
	case *swf.WorkflowExecutionCanceledEventAttributes:
		s.Status = swf.CloseStatusCanceled
	case *swf.WorkflowExecutionContinuedAsNewEventAttributes:
		s.Status = swf.CloseStatusContinuedAsNew
	case *swf.WorkflowExecutionTimedOutEventAttributes:
		s.Status = swf.CloseStatusTimedOut
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		s.Status, policy = swf.CloseStatusTerminated, a.ChildPolicy
	default:
		return
	}
	s.Closed, s.ChildPolicy, s.closing = true, policy, e
}
