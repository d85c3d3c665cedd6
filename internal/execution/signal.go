package execution

import "github.com/swfd/swfd/swf"

// Signal appends a signal and asks for a decision. Source is the run that sent it and its ...Initiated event;
// nil for the API.
func (s *State) Signal(now swf.Timestamp, f *Facts, name string, input *string) (Change, error) {
	if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	s.signal(name, input, nil, 0)
	return s.take(), nil
}

func (s *State) signal(name string, input *string, source *swf.WorkflowExecution, initiatedID int64) {
	s.event(&swf.WorkflowExecutionSignaledEventAttributes{
		SignalName: name, Input: input,
		ExternalWorkflowExecution: source, ExternalInitiatedEventID: initiatedID,
	})
	s.trigger()
}
