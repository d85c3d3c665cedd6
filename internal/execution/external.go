package execution

import "github.com/swfd/swfd/swf"

// An external signal or cancel request is a promise: its ...Initiated event is always written first, and the request is
// delivered even if the sender closes in the same batch. Only the answer to a closed run is dropped.

func (b *batch) signalExternal(d *swf.SignalExternalWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	id := b.s.event(&swf.SignalExternalWorkflowExecutionInitiatedEventAttributes{
		WorkflowID: d.WorkflowID, RunID: given(d.RunID), SignalName: d.SignalName, Input: d.Input,
		Control: d.Control, DecisionTaskCompletedEventID: b.completedID,
	})
	x := &External{
		InitiatedID: id, WorkflowID: d.WorkflowID, RunID: given(d.RunID), Control: d.Control,
		DecisionCompletedID: b.completedID,
	}
	switch {
	case f.Denied:
		b.s.signalFailed(x, swf.SignalExternalWorkflowExecutionFailedCauseOperationNotPermitted)
	case f.RateExceeded:
		b.s.signalFailed(x, swf.SignalExternalWorkflowExecutionFailedCauseSignalExternalWorkflowExecutionRateExceeded)
	default:
		b.s.add(x)
		b.s.touch(x)
		b.s.send(d.WorkflowID, &SignalExternal{
			InitiatedID: id, RunID: x.RunID, SignalName: d.SignalName, Input: d.Input,
		})
	}
}

func (s *State) signalFailed(x *External, cause swf.SignalExternalWorkflowExecutionFailedCause) {
	s.event(&swf.SignalExternalWorkflowExecutionFailedEventAttributes{
		WorkflowID: x.WorkflowID, RunID: x.RunID, Cause: cause, InitiatedEventID: x.InitiatedID,
		Control: x.Control, DecisionTaskCompletedEventID: x.DecisionCompletedID,
	})
	s.trigger()
}

func (b *batch) requestCancelExternal(d *swf.RequestCancelExternalWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	id := b.s.event(&swf.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes{
		WorkflowID: d.WorkflowID, RunID: given(d.RunID), Control: d.Control,
		DecisionTaskCompletedEventID: b.completedID,
	})
	x := &External{
		InitiatedID: id, Cancel: true, WorkflowID: d.WorkflowID, RunID: given(d.RunID), Control: d.Control,
		DecisionCompletedID: b.completedID,
	}
	switch {
	case f.Denied:
		b.s.cancelFailed(x, swf.RequestCancelExternalWorkflowExecutionFailedCauseOperationNotPermitted)
	case f.RateExceeded:
		b.s.cancelFailed(x, swf.RequestCancelExternalWorkflowExecutionFailedCauseRequestCancelExternalWorkflowExecutionRateExceeded)
	default:
		b.s.add(x)
		b.s.touch(x)
		b.s.send(d.WorkflowID, &CancelExternal{InitiatedID: id, RunID: x.RunID})
	}
}

func (s *State) cancelFailed(x *External, cause swf.RequestCancelExternalWorkflowExecutionFailedCause) {
	s.event(&swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes{
		WorkflowID: x.WorkflowID, RunID: x.RunID, Cause: cause, InitiatedEventID: x.InitiatedID,
		Control: x.Control, DecisionTaskCompletedEventID: x.DecisionCompletedID,
	})
	s.trigger()
}

// externalDone takes the answer of the run that was signalled or asked to cancel.
func (s *State) externalDone(m *ExternalDone) {
	x := s.externals[m.InitiatedID]
	if x == nil {
		return
	}
	s.remove(x)
	target := swf.WorkflowExecution{WorkflowID: x.WorkflowID, RunID: m.RunID}
	switch {
	case m.RunID == "" && x.Cancel:
		s.cancelFailed(x, swf.RequestCancelExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution)
	case m.RunID == "":
		s.signalFailed(x, swf.SignalExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution)
	case x.Cancel:
		s.event(&swf.ExternalWorkflowExecutionCancelRequestedEventAttributes{
			WorkflowExecution: target, InitiatedEventID: x.InitiatedID,
		})
		s.trigger()
	default:
		s.event(&swf.ExternalWorkflowExecutionSignaledEventAttributes{
			WorkflowExecution: target, InitiatedEventID: x.InitiatedID,
		})
		s.trigger()
	}
}
