package swf

// SignalExternalWorkflowExecutionInitiatedEventAttributes are the attributes of a
// SignalExternalWorkflowExecutionInitiated event: the decider asked for a signal to another execution.
type SignalExternalWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID is the workflowId that the decision gave. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID is the runId that the decision gave; absent if it gave none. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName is the name of the signal; it has no rules beyond its length. Required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input is free text that goes with the signal. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control is text for the decider's own use; the service keeps it in the history and hands it to nobody else.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeSignalExternalWorkflowExecutionInitiated.
func (*SignalExternalWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeSignalExternalWorkflowExecutionInitiated
}

// ExternalWorkflowExecutionSignaledEventAttributes are the attributes of an ExternalWorkflowExecutionSignaled
// event: the signal was delivered.
type ExternalWorkflowExecutionSignaledEventAttributes struct {
	// WorkflowExecution is the run that got the signal. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// InitiatedEventID is the id of the SignalExternalWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeExternalWorkflowExecutionSignaled.
func (*ExternalWorkflowExecutionSignaledEventAttributes) EventType() EventType {
	return EventTypeExternalWorkflowExecutionSignaled
}

// SignalExternalWorkflowExecutionFailedEventAttributes are the attributes of a
// SignalExternalWorkflowExecutionFailed event: the signal could not be delivered.
type SignalExternalWorkflowExecutionFailedEventAttributes struct {
	// WorkflowID is the workflowId that the decision gave. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID is the runId that the decision gave; absent if it gave none. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Cause tells why the decision failed. Required.
	Cause SignalExternalWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// InitiatedEventID is the id of the SignalExternalWorkflowExecutionInitiated event; 0 if the decision failed
	// before there was one. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control is text for the decider's own use; the service keeps it in the history and hands it to nobody else.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeSignalExternalWorkflowExecutionFailed.
func (*SignalExternalWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeSignalExternalWorkflowExecutionFailed
}

// ExternalWorkflowExecutionCancelRequestedEventAttributes are the attributes of an
// ExternalWorkflowExecutionCancelRequested event: the request to cancel was delivered; what follows is up to the
// other execution's decider.
type ExternalWorkflowExecutionCancelRequestedEventAttributes struct {
	// WorkflowExecution is the run that was asked to cancel. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// InitiatedEventID is the id of the RequestCancelExternalWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeExternalWorkflowExecutionCancelRequested.
func (*ExternalWorkflowExecutionCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeExternalWorkflowExecutionCancelRequested
}

// RequestCancelExternalWorkflowExecutionInitiatedEventAttributes are the attributes of a
// RequestCancelExternalWorkflowExecutionInitiated event: the decider asked for the cancellation of another
// execution.
type RequestCancelExternalWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID is the workflowId that the decision gave. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID is the runId that the decision gave; absent if it gave none. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control is text for the decider's own use; the service keeps it in the history and hands it to nobody else.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeRequestCancelExternalWorkflowExecutionInitiated.
func (*RequestCancelExternalWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelExternalWorkflowExecutionInitiated
}

// RequestCancelExternalWorkflowExecutionFailedEventAttributes are the attributes of a
// RequestCancelExternalWorkflowExecutionFailed event: the request to cancel could not be delivered.
type RequestCancelExternalWorkflowExecutionFailedEventAttributes struct {
	// WorkflowID is the workflowId that the decision gave. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID is the runId that the decision gave; absent if it gave none. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Cause tells why the decision failed. Required.
	Cause RequestCancelExternalWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// InitiatedEventID is the id of the RequestCancelExternalWorkflowExecutionInitiated event; 0 if the decision
	// failed before there was one. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control is text for the decider's own use; the service keeps it in the history and hands it to nobody else.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeRequestCancelExternalWorkflowExecutionFailed.
func (*RequestCancelExternalWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelExternalWorkflowExecutionFailed
}
