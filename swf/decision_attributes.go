package swf

// ScheduleActivityTaskDecisionAttributes are the attributes of a ScheduleActivityTask decision, to put an activity
// task on a task list for workers.
type ScheduleActivityTaskDecisionAttributes struct {
	// ActivityType is the name and version of a registered activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID is the decider's name for the activity task, unique among the open activity tasks of the run.
	// Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Control is text for the decider's own use; it stays in the history, and workers do not see it. Optional; 0
	// to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input is free text for the worker. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ScheduleToCloseTimeout is the longest time, in seconds, from scheduling to close; NONE for no limit; the
	// type's default if absent. Optional; 0 to 8 characters.
	ScheduleToCloseTimeout *string `json:"scheduleToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the task list on which the task waits for a worker; the type's default if absent. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority orders the task in its task list: a 32-bit integer as text, higher first; the type's default if
	// absent. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// ScheduleToStartTimeout is the longest wait for a worker, in seconds; NONE for no limit; the type's default
	// if absent. Optional; 0 to 8 characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
	// StartToCloseTimeout is the longest time, in seconds, that a started task may take; NONE for no limit; the
	// type's default if absent. Optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// HeartbeatTimeout is the longest silence, in seconds, before the started task times out; NONE for no limit;
	// the type's default if absent. Optional; 0 to 8 characters.
	HeartbeatTimeout *string `json:"heartbeatTimeout,omitempty" swf:"0..8"`
}

// DecisionType returns DecisionTypeScheduleActivityTask.
func (*ScheduleActivityTaskDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeScheduleActivityTask
}

// RequestCancelActivityTaskDecisionAttributes are the attributes of a RequestCancelActivityTask decision, to
// cancel an activity task. One that no worker has started is canceled at once; the worker of a started one learns
// of it from its next heartbeat.
type RequestCancelActivityTaskDecisionAttributes struct {
	// ActivityID names the activity task to cancel, which must be open. Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
}

// DecisionType returns DecisionTypeRequestCancelActivityTask.
func (*RequestCancelActivityTaskDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeRequestCancelActivityTask
}

// CompleteWorkflowExecutionDecisionAttributes are the attributes of a CompleteWorkflowExecution decision, to close
// the run as completed. It must be the last decision of its list.
type CompleteWorkflowExecutionDecisionAttributes struct {
	// Result is free text: the outcome of the run. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeCompleteWorkflowExecution.
func (*CompleteWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeCompleteWorkflowExecution
}

// FailWorkflowExecutionDecisionAttributes are the attributes of a FailWorkflowExecution decision, to close the run
// as failed. It must be the last decision of its list.
type FailWorkflowExecutionDecisionAttributes struct {
	// Reason is a short text that tells why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is free text about the failure. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeFailWorkflowExecution.
func (*FailWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeFailWorkflowExecution
}

// CancelWorkflowExecutionDecisionAttributes are the attributes of a CancelWorkflowExecution decision, to close the
// run as canceled. It must be the last decision of its list.
type CancelWorkflowExecutionDecisionAttributes struct {
	// Details is free text about the cancellation. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeCancelWorkflowExecution.
func (*CancelWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeCancelWorkflowExecution
}

// ContinueAsNewWorkflowExecutionDecisionAttributes are the attributes of a ContinueAsNewWorkflowExecution
// decision, to close the run and open a new one under the same workflowId, with a fresh history. It must be the
// last decision of its list. Settings that are left out come from the workflow type, not from the run.
type ContinueAsNewWorkflowExecutionDecisionAttributes struct {
	// Input is free text for the decider of the new run. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout is the longest life of the new run, in seconds; the type's default if absent.
	// Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the decision task list of the new run; the type's default if absent. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority orders the new run's decision tasks in their task list: a 32-bit integer as text, higher first;
	// the type's default if absent. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task of
	// the new run; NONE for no limit; the type's default if absent. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy says what becomes of the new run's open child executions when it closes; the type's default if
	// empty. Optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// TagList are the tags of the new run; it inherits none. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// WorkflowTypeVersion is the version of the type for the new run; the run's own if absent. Optional; 1 to 64
	// characters.
	WorkflowTypeVersion *string `json:"workflowTypeVersion,omitempty" swf:"1..64"`
	// LambdaRole is the ARN of the IAM role with which the new run invokes Lambda functions; the type's default if
	// absent. Optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// DecisionType returns DecisionTypeContinueAsNewWorkflowExecution.
func (*ContinueAsNewWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeContinueAsNewWorkflowExecution
}

// RecordMarkerDecisionAttributes are the attributes of a RecordMarker decision, to write a note into the history.
type RecordMarkerDecisionAttributes struct {
	// MarkerName is the name of the marker; names may repeat. Required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Details is free text that the marker keeps. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeRecordMarker.
func (*RecordMarkerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeRecordMarker }

// StartTimerDecisionAttributes are the attributes of a StartTimer decision, to be called again when a time has
// passed.
type StartTimerDecisionAttributes struct {
	// TimerID is the decider's name for the timer; no open timer of the run may have it. Required; 1 to 256
	// characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Control is text for the decider's own use; it stays in the history. Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// StartToFireTimeout is how long the timer runs, in seconds, never NONE; 0 fires it at once. Required; 1 to 8
	// characters.
	StartToFireTimeout string `json:"startToFireTimeout" swf:"required,1..8"`
}

// DecisionType returns DecisionTypeStartTimer.
func (*StartTimerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeStartTimer }

// CancelTimerDecisionAttributes are the attributes of a CancelTimer decision, to cancel a timer that has not
// fired.
type CancelTimerDecisionAttributes struct {
	// TimerID names the timer to cancel, which must be open. Required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
}

// DecisionType returns DecisionTypeCancelTimer.
func (*CancelTimerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeCancelTimer }

// SignalExternalWorkflowExecutionDecisionAttributes are the attributes of a SignalExternalWorkflowExecution
// decision, to send a signal to an open execution of the same domain.
type SignalExternalWorkflowExecutionDecisionAttributes struct {
	// WorkflowID names the execution to reach; it must be in the same domain. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID names one run; the open run of the workflowId if absent or empty. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName is the name of the signal; it has no rules beyond its length. Required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input is free text that goes with the signal. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// Control is text for the decider's own use; it stays in the history, and the other execution does not see it.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeSignalExternalWorkflowExecution.
func (*SignalExternalWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeSignalExternalWorkflowExecution
}

// RequestCancelExternalWorkflowExecutionDecisionAttributes are the attributes of a
// RequestCancelExternalWorkflowExecution decision, to ask an open execution of the same domain to cancel itself.
type RequestCancelExternalWorkflowExecutionDecisionAttributes struct {
	// WorkflowID names the execution to reach; it must be in the same domain. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID names one run; the open run of the workflowId if absent or empty. Optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Control is text for the decider's own use; it stays in the history, and the other execution does not see it.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeRequestCancelExternalWorkflowExecution.
func (*RequestCancelExternalWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeRequestCancelExternalWorkflowExecution
}

// StartChildWorkflowExecutionDecisionAttributes are the attributes of a StartChildWorkflowExecution decision, to
// start an execution that has this one as its parent.
type StartChildWorkflowExecutionDecisionAttributes struct {
	// WorkflowType is the name and version of the child's workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// WorkflowID is the workflowId of the child; no open run of the domain may have it. Required; 1 to 256
	// characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// Control is text for the decider's own use; it stays in the history, and the child does not see it. Optional;
	// 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input is free text for the child's decider. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout is the longest life of the child, in seconds; the type's default if absent.
	// Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the child's decision task list; the type's default if absent. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority orders the child's decision tasks in their task list: a 32-bit integer as text, higher first;
	// the type's default if absent. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task of
	// the child; NONE for no limit; the type's default if absent. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy says what becomes of the child's own open children when the child closes; the type's default if
	// empty. Optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// TagList are the tags of the child. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// LambdaRole is the ARN of the IAM role with which the child invokes Lambda functions; the type's default if
	// absent. Optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// DecisionType returns DecisionTypeStartChildWorkflowExecution.
func (*StartChildWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeStartChildWorkflowExecution
}

// ScheduleLambdaFunctionDecisionAttributes are the attributes of a ScheduleLambdaFunction decision, to have the
// service invoke a Lambda function with the run's Lambda role.
type ScheduleLambdaFunctionDecisionAttributes struct {
	// ID is the decider's name for the Lambda task, unique among the open Lambda tasks of the run. Required; 1 to
	// 256 characters.
	ID string `json:"id" swf:"required,1..256"`
	// Name is the name of the Lambda function. Required; 1 to 64 characters.
	Name string `json:"name" swf:"required,1..64"`
	// Control is text for the decider's own use; it stays in the history, and the function does not see it.
	// Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input is the text handed to the function. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// StartToCloseTimeout is the longest time, in seconds, that the function may take: 1 to 900; 900 if absent.
	// Optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
}

// DecisionType returns DecisionTypeScheduleLambdaFunction.
func (*ScheduleLambdaFunctionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeScheduleLambdaFunction
}

// newDecisionAttributes returns an empty attributes value for a decision type, or nil if the type is unknown.
func newDecisionAttributes(t DecisionType) DecisionAttributes {
	switch t {
	case DecisionTypeScheduleActivityTask:
		return new(ScheduleActivityTaskDecisionAttributes)
	case DecisionTypeRequestCancelActivityTask:
		return new(RequestCancelActivityTaskDecisionAttributes)
	case DecisionTypeCompleteWorkflowExecution:
		return new(CompleteWorkflowExecutionDecisionAttributes)
	case DecisionTypeFailWorkflowExecution:
		return new(FailWorkflowExecutionDecisionAttributes)
	case DecisionTypeCancelWorkflowExecution:
		return new(CancelWorkflowExecutionDecisionAttributes)
	case DecisionTypeContinueAsNewWorkflowExecution:
		return new(ContinueAsNewWorkflowExecutionDecisionAttributes)
	case DecisionTypeRecordMarker:
		return new(RecordMarkerDecisionAttributes)
	case DecisionTypeStartTimer:
		return new(StartTimerDecisionAttributes)
	case DecisionTypeCancelTimer:
		return new(CancelTimerDecisionAttributes)
	case DecisionTypeSignalExternalWorkflowExecution:
		return new(SignalExternalWorkflowExecutionDecisionAttributes)
	case DecisionTypeRequestCancelExternalWorkflowExecution:
		return new(RequestCancelExternalWorkflowExecutionDecisionAttributes)
	case DecisionTypeStartChildWorkflowExecution:
		return new(StartChildWorkflowExecutionDecisionAttributes)
	case DecisionTypeScheduleLambdaFunction:
		return new(ScheduleLambdaFunctionDecisionAttributes)
	}
	return nil
}
