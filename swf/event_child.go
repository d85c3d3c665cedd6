package swf

// StartChildWorkflowExecutionInitiatedEventAttributes are the attributes of a StartChildWorkflowExecutionInitiated
// event: the decider asked for the start of a child execution, with these settings in force.
type StartChildWorkflowExecutionInitiatedEventAttributes struct {
	// WorkflowID is the workflowId of the child; no open run of the domain may have it. Required; 1 to 256
	// characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Control is text for the decider's own use; it stays in the history, and the child does not see it. Optional;
	// 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input is free text for the child's decider. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout is the longest life of the child, in seconds. Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the child's decision task list. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the child's decision tasks in their task list: a 32-bit integer as text, higher first.
	// Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// ChildPolicy says what becomes of the child's own open children when the child closes. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task of
	// the child; NONE for no limit. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// TagList are the tags of the child. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// LambdaRole is the ARN of the IAM role with which the child invokes Lambda functions. Optional; 1 to 1600
	// characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeStartChildWorkflowExecutionInitiated.
func (*StartChildWorkflowExecutionInitiatedEventAttributes) EventType() EventType {
	return EventTypeStartChildWorkflowExecutionInitiated
}

// ChildWorkflowExecutionStartedEventAttributes are the attributes of a ChildWorkflowExecutionStarted event: the
// child execution was started.
type ChildWorkflowExecutionStartedEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionStarted.
func (*ChildWorkflowExecutionStartedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionStarted
}

// ChildWorkflowExecutionCompletedEventAttributes are the attributes of a ChildWorkflowExecutionCompleted event:
// the child execution completed.
type ChildWorkflowExecutionCompletedEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Result is the text that the child's decider gave. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID is the id of the child's ChildWorkflowExecutionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionCompleted.
func (*ChildWorkflowExecutionCompletedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionCompleted
}

// ChildWorkflowExecutionFailedEventAttributes are the attributes of a ChildWorkflowExecutionFailed event: the
// child execution failed.
type ChildWorkflowExecutionFailedEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Reason is the short text by which the child's decider told why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is the text that the child's decider gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID is the id of the child's ChildWorkflowExecutionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionFailed.
func (*ChildWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionFailed
}

// ChildWorkflowExecutionTimedOutEventAttributes are the attributes of a ChildWorkflowExecutionTimedOut event: the
// child execution timed out.
type ChildWorkflowExecutionTimedOutEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TimeoutType tells which time-out ran out. Required.
	TimeoutType WorkflowExecutionTimeoutType `json:"timeoutType" swf:"required"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID is the id of the child's ChildWorkflowExecutionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionTimedOut.
func (*ChildWorkflowExecutionTimedOutEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionTimedOut
}

// ChildWorkflowExecutionCanceledEventAttributes are the attributes of a ChildWorkflowExecutionCanceled event: the
// child execution was canceled.
type ChildWorkflowExecutionCanceledEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Details is the text that the child's decider gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID is the id of the child's ChildWorkflowExecutionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionCanceled.
func (*ChildWorkflowExecutionCanceledEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionCanceled
}

// ChildWorkflowExecutionTerminatedEventAttributes are the attributes of a ChildWorkflowExecutionTerminated event:
// the child execution was terminated.
type ChildWorkflowExecutionTerminatedEventAttributes struct {
	// WorkflowExecution is the child run. Required.
	WorkflowExecution WorkflowExecution `json:"workflowExecution" swf:"required"`
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// InitiatedEventID is the id of the child's StartChildWorkflowExecutionInitiated event. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// StartedEventID is the id of the child's ChildWorkflowExecutionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeChildWorkflowExecutionTerminated.
func (*ChildWorkflowExecutionTerminatedEventAttributes) EventType() EventType {
	return EventTypeChildWorkflowExecutionTerminated
}

// StartChildWorkflowExecutionFailedEventAttributes are the attributes of a StartChildWorkflowExecutionFailed
// event: the child execution could not be started.
type StartChildWorkflowExecutionFailedEventAttributes struct {
	// WorkflowType is the name and version that the decision gave. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Cause tells why the decision failed. Required.
	Cause StartChildWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// WorkflowID is the workflowId that the decision gave. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// InitiatedEventID is the id of the StartChildWorkflowExecutionInitiated event; 0 if the decision failed
	// before there was one. Required.
	InitiatedEventID int64 `json:"initiatedEventId" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// Control is text for the decider's own use; the service keeps it in the history and hands it to nobody else.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeStartChildWorkflowExecutionFailed.
func (*StartChildWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeStartChildWorkflowExecutionFailed
}
