package swf

// SignalExternalWorkflowExecutionInitiatedEventAttributes are the attributes of a SignalExternalWorkflowExecutionInitiated event.
type SignalExternalWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName: required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeSignalExternalWorkflowExecutionInitiated.
func (*SignalExternalWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeSignalExternalWorkflowExecutionInitiated
}

// ExternalWorkflowExecutionSignaledEventAttributes are the attributes of a ExternalWorkflowExecutionSignaled event.
type ExternalWorkflowExecutionSignaledEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeExternalWorkflowExecutionSignaled.
func (*ExternalWorkflowExecutionSignaledEventAttributes) EventType() EventType {
	return EventTypeExternalWorkflowExecutionSignaled
}

// SignalExternalWorkflowExecutionFailedEventAttributes are the attributes of a SignalExternalWorkflowExecutionFailed event.
type SignalExternalWorkflowExecutionFailedEventAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Cause: required.
	Cause SignalExternalWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeSignalExternalWorkflowExecutionFailed.
func (*SignalExternalWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeSignalExternalWorkflowExecutionFailed
}

// ExternalWorkflowExecutionCancelRequestedEventAttributes are the attributes of a ExternalWorkflowExecutionCancelRequested event.
type ExternalWorkflowExecutionCancelRequestedEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeExternalWorkflowExecutionCancelRequested.
func (*ExternalWorkflowExecutionCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeExternalWorkflowExecutionCancelRequested
}

// RequestCancelExternalWorkflowExecutionInitiatedEventAttributes are the attributes of a RequestCancelExternalWorkflowExecutionInitiated event.
type RequestCancelExternalWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeRequestCancelExternalWorkflowExecutionInitiated.
func (*RequestCancelExternalWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelExternalWorkflowExecutionInitiated
}

// RequestCancelExternalWorkflowExecutionFailedEventAttributes are the attributes of a RequestCancelExternalWorkflowExecutionFailed event.
type RequestCancelExternalWorkflowExecutionFailedEventAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Cause: required.
	Cause RequestCancelExternalWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeRequestCancelExternalWorkflowExecutionFailed.
func (*RequestCancelExternalWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelExternalWorkflowExecutionFailed
}
