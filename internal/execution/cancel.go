package execution

import (
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// RequestCancel appends a cancel request and asks for a decision: it is for the decider to act on it. Every call
// writes one more event.
func (s *State) RequestCancel(now swf.Timestamp, f *Facts) (Change, error) {
	if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	s.requestCancel("", nil, 0)
	return s.take(), nil
}

func (s *State) requestCancel(cause swf.WorkflowExecutionCancelRequestedCause, source *swf.WorkflowExecution, initiatedID int64) {
	s.h.CancelRequested = !mutant.Is(mutant.NoCancelFlag)
	s.event(&swf.WorkflowExecutionCancelRequestedEventAttributes{
		Cause: cause, ExternalWorkflowExecution: source, ExternalInitiatedEventID: initiatedID,
	})
	s.trigger()
}
