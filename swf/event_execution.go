package swf

// WorkflowExecutionStartedEventAttributes are the attributes of a WorkflowExecutionStarted event.
type WorkflowExecutionStartedEventAttributes struct {
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// ContinuedExecutionRunID: optional; 0 to 64 characters.
	ContinuedExecutionRunID *string `json:"continuedExecutionRunId,omitempty" swf:"0..64"`
	// ParentWorkflowExecution: optional.
	ParentWorkflowExecution *WorkflowExecution `json:"parentWorkflowExecution,omitempty"`
	// ParentInitiatedEventID: optional.
	ParentInitiatedEventID int64 `json:"parentInitiatedEventId" swf:"default"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeWorkflowExecutionStarted.
func (*WorkflowExecutionStartedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionStarted
}

// WorkflowExecutionCompletedEventAttributes are the attributes of a WorkflowExecutionCompleted event.
type WorkflowExecutionCompletedEventAttributes struct {
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionCompleted.
func (*WorkflowExecutionCompletedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCompleted
}

// CompleteWorkflowExecutionFailedEventAttributes are the attributes of a CompleteWorkflowExecutionFailed event.
type CompleteWorkflowExecutionFailedEventAttributes struct {
	// Cause: required.
	Cause CompleteWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCompleteWorkflowExecutionFailed.
func (*CompleteWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeCompleteWorkflowExecutionFailed
}

// WorkflowExecutionFailedEventAttributes are the attributes of a WorkflowExecutionFailed event.
type WorkflowExecutionFailedEventAttributes struct {
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionFailed.
func (*WorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionFailed
}

// FailWorkflowExecutionFailedEventAttributes are the attributes of a FailWorkflowExecutionFailed event.
type FailWorkflowExecutionFailedEventAttributes struct {
	// Cause: required.
	Cause FailWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeFailWorkflowExecutionFailed.
func (*FailWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeFailWorkflowExecutionFailed
}

// WorkflowExecutionTimedOutEventAttributes are the attributes of a WorkflowExecutionTimedOut event.
type WorkflowExecutionTimedOutEventAttributes struct {
	// TimeoutType: required.
	TimeoutType WorkflowExecutionTimeoutType `json:"timeoutType" swf:"required"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionTimedOut.
func (*WorkflowExecutionTimedOutEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionTimedOut
}

// WorkflowExecutionCanceledEventAttributes are the attributes of a WorkflowExecutionCanceled event.
type WorkflowExecutionCanceledEventAttributes struct {
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionCanceled.
func (*WorkflowExecutionCanceledEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCanceled
}

// CancelWorkflowExecutionFailedEventAttributes are the attributes of a CancelWorkflowExecutionFailed event.
type CancelWorkflowExecutionFailedEventAttributes struct {
	// Cause: required.
	Cause CancelWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCancelWorkflowExecutionFailed.
func (*CancelWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeCancelWorkflowExecutionFailed
}

// WorkflowExecutionContinuedAsNewEventAttributes are the attributes of a WorkflowExecutionContinuedAsNew event.
type WorkflowExecutionContinuedAsNewEventAttributes struct {
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// NewExecutionRunID: required; 1 to 64 characters.
	NewExecutionRunID string `json:"newExecutionRunId" swf:"required,1..64"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeWorkflowExecutionContinuedAsNew.
func (*WorkflowExecutionContinuedAsNewEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionContinuedAsNew
}

// ContinueAsNewWorkflowExecutionFailedEventAttributes are the attributes of a ContinueAsNewWorkflowExecutionFailed event.
type ContinueAsNewWorkflowExecutionFailedEventAttributes struct {
	// Cause: required.
	Cause ContinueAsNewWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeContinueAsNewWorkflowExecutionFailed.
func (*ContinueAsNewWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeContinueAsNewWorkflowExecutionFailed
}

// WorkflowExecutionTerminatedEventAttributes are the attributes of a WorkflowExecutionTerminated event.
type WorkflowExecutionTerminatedEventAttributes struct {
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// Cause: optional.
	Cause WorkflowExecutionTerminatedCause `json:"cause,omitempty"`
}

// EventType returns EventTypeWorkflowExecutionTerminated.
func (*WorkflowExecutionTerminatedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionTerminated
}

// WorkflowExecutionCancelRequestedEventAttributes are the attributes of a WorkflowExecutionCancelRequested event.
type WorkflowExecutionCancelRequestedEventAttributes struct {
	// ExternalWorkflowExecution: optional.
	ExternalWorkflowExecution *WorkflowExecution `json:"externalWorkflowExecution,omitempty"`
	// ExternalInitiatedEventID: optional.
	ExternalInitiatedEventID int64 `json:"externalInitiatedEventId" swf:"default"`
	// Cause: optional.
	Cause WorkflowExecutionCancelRequestedCause `json:"cause,omitempty"`
}

// EventType returns EventTypeWorkflowExecutionCancelRequested.
func (*WorkflowExecutionCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCancelRequested
}

// WorkflowExecutionSignaledEventAttributes are the attributes of a WorkflowExecutionSignaled event.
type WorkflowExecutionSignaledEventAttributes struct {
	// SignalName: required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExternalWorkflowExecution: optional.
	ExternalWorkflowExecution *WorkflowExecution `json:"externalWorkflowExecution,omitempty"`
	// ExternalInitiatedEventID: optional.
	ExternalInitiatedEventID int64 `json:"externalInitiatedEventId" swf:"default"`
}

// EventType returns EventTypeWorkflowExecutionSignaled.
func (*WorkflowExecutionSignaledEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionSignaled
}
