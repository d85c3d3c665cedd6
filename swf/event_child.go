package swf

// StartChildWorkflowExecutionInitiatedEventAttributes are the attributes of a StartChildWorkflowExecutionInitiated event.
type StartChildWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeStartChildWorkflowExecutionInitiated.
func (*StartChildWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeStartChildWorkflowExecutionInitiated
}

// ChildWorkflowExecutionStartedEventAttributes are the attributes of a ChildWorkflowExecutionStarted event.
type ChildWorkflowExecutionStartedEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionStarted.
func (*ChildWorkflowExecutionStartedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionStarted
}

// ChildWorkflowExecutionCompletedEventAttributes are the attributes of a ChildWorkflowExecutionCompleted event.
type ChildWorkflowExecutionCompletedEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionCompleted.
func (*ChildWorkflowExecutionCompletedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionCompleted
}

// ChildWorkflowExecutionFailedEventAttributes are the attributes of a ChildWorkflowExecutionFailed event.
type ChildWorkflowExecutionFailedEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionFailed.
func (*ChildWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionFailed
}

// ChildWorkflowExecutionTimedOutEventAttributes are the attributes of a ChildWorkflowExecutionTimedOut event.
type ChildWorkflowExecutionTimedOutEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TimeoutType: required.
	TimeoutType WorkflowExecutionTimeoutType `json:"timeoutType" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionTimedOut.
func (*ChildWorkflowExecutionTimedOutEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionTimedOut
}

// ChildWorkflowExecutionCanceledEventAttributes are the attributes of a ChildWorkflowExecutionCanceled event.
type ChildWorkflowExecutionCanceledEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionCanceled.
func (*ChildWorkflowExecutionCanceledEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionCanceled
}

// ChildWorkflowExecutionTerminatedEventAttributes are the attributes of a ChildWorkflowExecutionTerminated event.
type ChildWorkflowExecutionTerminatedEventAttributes struct {
	// WorkflowExecution: required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionTerminated.
func (*ChildWorkflowExecutionTerminatedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionTerminated
}

// StartChildWorkflowExecutionFailedEventAttributes are the attributes of a StartChildWorkflowExecutionFailed event.
type StartChildWorkflowExecutionFailedEventAttributes struct {
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Cause: required.
	Cause StartChildWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// InitiatedEventID: required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeStartChildWorkflowExecutionFailed.
func (*StartChildWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeStartChildWorkflowExecutionFailed
}
