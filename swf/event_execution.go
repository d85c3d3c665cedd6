package swf

// WorkflowExecutionStartedEventAttributes are the attributes of a WorkflowExecutionStarted event: the run was
// opened, with these settings in force. It is the first event of every history.
type WorkflowExecutionStartedEventAttributes struct {
	// Input is the text that the starter gave. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout is the longest life of the run, in seconds. Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task; NONE
	// for no limit. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy says what becomes of open child executions when the run closes. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TaskList names the task list for the run's decision tasks. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the run's decision tasks in their task list: a 32-bit integer as text, higher first.
	// Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TagList are the tags by which the run can be found. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// ContinuedExecutionRunID is the run that continued as this one; absent for a first run. Optional; 0 to 64
	// characters.
	ContinuedExecutionRunID *string `json:"continuedExecutionRunId,omitempty" swf:"0..64"`
	// ParentWorkflowExecution is the execution that started this one as a child; absent for any other. Optional.
	ParentWorkflowExecution *WorkflowExecution `json:"parentWorkflowExecution,omitempty"`
	// ParentInitiatedEventID is the id of the StartChildWorkflowExecutionInitiated event in the parent's history;
	// 0 without a parent. Optional.
	ParentInitiatedEventID int64 `json:"parentInitiatedEventId" swf:"default"`
	// LambdaRole is the ARN of the IAM role with which the run invokes Lambda functions. Optional; 1 to 1600
	// characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeWorkflowExecutionStarted.
func (*WorkflowExecutionStartedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionStarted
}

// WorkflowExecutionCompletedEventAttributes are the attributes of a WorkflowExecutionCompleted event: the decider
// completed the run. It is the last event of the history.
type WorkflowExecutionCompletedEventAttributes struct {
	// Result is the text that the decider gave. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionCompleted.
func (*WorkflowExecutionCompletedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCompleted
}

// CompleteWorkflowExecutionFailedEventAttributes are the attributes of a CompleteWorkflowExecutionFailed event:
// the decider tried to complete the run and could not; the run stays open.
type CompleteWorkflowExecutionFailedEventAttributes struct {
	// Cause tells why the decision failed. Required.
	Cause CompleteWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCompleteWorkflowExecutionFailed.
func (*CompleteWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeCompleteWorkflowExecutionFailed
}

// WorkflowExecutionFailedEventAttributes are the attributes of a WorkflowExecutionFailed event: the decider failed
// the run. It is the last event of the history.
type WorkflowExecutionFailedEventAttributes struct {
	// Reason is the short text by which the decider told why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is the text that the decider gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionFailed.
func (*WorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionFailed
}

// FailWorkflowExecutionFailedEventAttributes are the attributes of a FailWorkflowExecutionFailed event: the
// decider tried to fail the run and could not; the run stays open.
type FailWorkflowExecutionFailedEventAttributes struct {
	// Cause tells why the decision failed. Required.
	Cause FailWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeFailWorkflowExecutionFailed.
func (*FailWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeFailWorkflowExecutionFailed
}

// WorkflowExecutionTimedOutEventAttributes are the attributes of a WorkflowExecutionTimedOut event: the run's
// execution start-to-close time-out ran out. It is the last event of the history.
type WorkflowExecutionTimedOutEventAttributes struct {
	// TimeoutType tells which time-out ran out. Required.
	TimeoutType WorkflowExecutionTimeoutType `json:"timeoutType" swf:"required"`
	// ChildPolicy is the policy that was applied to open child executions. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionTimedOut.
func (*WorkflowExecutionTimedOutEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionTimedOut
}

// WorkflowExecutionCanceledEventAttributes are the attributes of a WorkflowExecutionCanceled event: the decider
// canceled the run. It is the last event of the history.
type WorkflowExecutionCanceledEventAttributes struct {
	// Details is the text that the decider gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeWorkflowExecutionCanceled.
func (*WorkflowExecutionCanceledEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCanceled
}

// CancelWorkflowExecutionFailedEventAttributes are the attributes of a CancelWorkflowExecutionFailed event: the
// decider tried to cancel the run and could not; the run stays open.
type CancelWorkflowExecutionFailedEventAttributes struct {
	// Cause tells why the decision failed. Required.
	Cause CancelWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCancelWorkflowExecutionFailed.
func (*CancelWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeCancelWorkflowExecutionFailed
}

// WorkflowExecutionContinuedAsNewEventAttributes are the attributes of a WorkflowExecutionContinuedAsNew event:
// the decider closed the run and opened a new one, with these settings, under the same workflowId. It is the last
// event of the history.
type WorkflowExecutionContinuedAsNewEventAttributes struct {
	// Input is the text for the decider of the new run. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// NewExecutionRunID is the run that continues the work. Required; 1 to 64 characters.
	NewExecutionRunID string `json:"newExecutionRunId" swf:"required,1..64"`
	// ExecutionStartToCloseTimeout is the longest life of the new run, in seconds. Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the decision task list of the new run. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the run's decision tasks in their task list: a 32-bit integer as text, higher first.
	// Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task; NONE
	// for no limit. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy says what becomes of open child executions when the run closes. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// TagList are the tags of the new run. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// WorkflowType is the name and version of the new run's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// LambdaRole is the ARN of the IAM role with which the run invokes Lambda functions. Optional; 1 to 1600
	// characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// EventType returns EventTypeWorkflowExecutionContinuedAsNew.
func (*WorkflowExecutionContinuedAsNewEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionContinuedAsNew
}

// ContinueAsNewWorkflowExecutionFailedEventAttributes are the attributes of a ContinueAsNewWorkflowExecutionFailed
// event: the decider tried to continue the run as new and could not; the run stays open.
type ContinueAsNewWorkflowExecutionFailedEventAttributes struct {
	// Cause tells why the decision failed. Required.
	Cause ContinueAsNewWorkflowExecutionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeContinueAsNewWorkflowExecutionFailed.
func (*ContinueAsNewWorkflowExecutionFailedEventAttributes) EventType() EventType {
	return EventTypeContinueAsNewWorkflowExecutionFailed
}

// WorkflowExecutionTerminatedEventAttributes are the attributes of a WorkflowExecutionTerminated event: the run
// was closed by force. It is the last event of the history.
type WorkflowExecutionTerminatedEventAttributes struct {
	// Reason is the short text by which whoever terminated the run told why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is the text that whoever terminated the run gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ChildPolicy is the policy that was applied to open child executions. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// Cause tells who or what terminated the run; empty if unknown. Optional.
	Cause WorkflowExecutionTerminatedCause `json:"cause,omitempty"`
}

// EventType returns EventTypeWorkflowExecutionTerminated.
func (*WorkflowExecutionTerminatedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionTerminated
}

// WorkflowExecutionCancelRequestedEventAttributes are the attributes of a WorkflowExecutionCancelRequested event:
// somebody asked the run to cancel itself; what follows is up to the decider.
type WorkflowExecutionCancelRequestedEventAttributes struct {
	// ExternalWorkflowExecution is the execution that asked; absent if the request came through the API. Optional.
	ExternalWorkflowExecution *WorkflowExecution `json:"externalWorkflowExecution,omitempty"`
	// ExternalInitiatedEventID is the id of the initiated event in the history of the execution that asked; 0 if
	// the request came through the API. Optional.
	ExternalInitiatedEventID int64 `json:"externalInitiatedEventId" swf:"default"`
	// Cause is CHILD_POLICY_APPLIED if the close of the parent asked for it, else empty. Optional.
	Cause WorkflowExecutionCancelRequestedCause `json:"cause,omitempty"`
}

// EventType returns EventTypeWorkflowExecutionCancelRequested.
func (*WorkflowExecutionCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionCancelRequested
}

// WorkflowExecutionSignaledEventAttributes are the attributes of a WorkflowExecutionSignaled event: the run got a
// signal.
type WorkflowExecutionSignaledEventAttributes struct {
	// SignalName is the name of the signal; it has no rules beyond its length. Required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input is the text that the sender gave. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExternalWorkflowExecution is the execution that asked; absent if the request came through the API. Optional.
	ExternalWorkflowExecution *WorkflowExecution `json:"externalWorkflowExecution,omitempty"`
	// ExternalInitiatedEventID is the id of the initiated event in the history of the execution that asked; 0 if
	// the request came through the API. Optional.
	ExternalInitiatedEventID int64 `json:"externalInitiatedEventId" swf:"default"`
}

// EventType returns EventTypeWorkflowExecutionSignaled.
func (*WorkflowExecutionSignaledEventAttributes) EventType() EventType {
	return EventTypeWorkflowExecutionSignaled
}
