package swf

// ScheduleActivityTaskDecisionAttributes are the attributes of a ScheduleActivityTask decision.
type ScheduleActivityTaskDecisionAttributes struct {
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ScheduleToCloseTimeout: optional; 0 to 8 characters.
	ScheduleToCloseTimeout *string `json:"scheduleToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// ScheduleToStartTimeout: optional; 0 to 8 characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
	// StartToCloseTimeout: optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// HeartbeatTimeout: optional; 0 to 8 characters.
	HeartbeatTimeout *string `json:"heartbeatTimeout,omitempty" swf:"0..8"`
}

// DecisionType returns DecisionTypeScheduleActivityTask.
func (*ScheduleActivityTaskDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeScheduleActivityTask
}

// RequestCancelActivityTaskDecisionAttributes are the attributes of a RequestCancelActivityTask decision.
type RequestCancelActivityTaskDecisionAttributes struct {
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
}

// DecisionType returns DecisionTypeRequestCancelActivityTask.
func (*RequestCancelActivityTaskDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeRequestCancelActivityTask
}

// CompleteWorkflowExecutionDecisionAttributes are the attributes of a CompleteWorkflowExecution decision.
type CompleteWorkflowExecutionDecisionAttributes struct {
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeCompleteWorkflowExecution.
func (*CompleteWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeCompleteWorkflowExecution
}

// FailWorkflowExecutionDecisionAttributes are the attributes of a FailWorkflowExecution decision.
type FailWorkflowExecutionDecisionAttributes struct {
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeFailWorkflowExecution.
func (*FailWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeFailWorkflowExecution
}

// CancelWorkflowExecutionDecisionAttributes are the attributes of a CancelWorkflowExecution decision.
type CancelWorkflowExecutionDecisionAttributes struct {
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeCancelWorkflowExecution.
func (*CancelWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeCancelWorkflowExecution
}

// ContinueAsNewWorkflowExecutionDecisionAttributes are the attributes of a ContinueAsNewWorkflowExecution decision.
type ContinueAsNewWorkflowExecutionDecisionAttributes struct {
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy: optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// WorkflowTypeVersion: optional; 1 to 64 characters.
	WorkflowTypeVersion *string `json:"workflowTypeVersion,omitempty" swf:"1..64"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// DecisionType returns DecisionTypeContinueAsNewWorkflowExecution.
func (*ContinueAsNewWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeContinueAsNewWorkflowExecution
}

// RecordMarkerDecisionAttributes are the attributes of a RecordMarker decision.
type RecordMarkerDecisionAttributes struct {
	// MarkerName: required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeRecordMarker.
func (*RecordMarkerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeRecordMarker }

// StartTimerDecisionAttributes are the attributes of a StartTimer decision.
type StartTimerDecisionAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// StartToFireTimeout: required; 1 to 8 characters.
	StartToFireTimeout string `json:"startToFireTimeout" swf:"required,1..8"`
}

// DecisionType returns DecisionTypeStartTimer.
func (*StartTimerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeStartTimer }

// CancelTimerDecisionAttributes are the attributes of a CancelTimer decision.
type CancelTimerDecisionAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
}

// DecisionType returns DecisionTypeCancelTimer.
func (*CancelTimerDecisionAttributes) DecisionType() DecisionType { return DecisionTypeCancelTimer }

// SignalExternalWorkflowExecutionDecisionAttributes are the attributes of a SignalExternalWorkflowExecution decision.
type SignalExternalWorkflowExecutionDecisionAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName: required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeSignalExternalWorkflowExecution.
func (*SignalExternalWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeSignalExternalWorkflowExecution
}

// RequestCancelExternalWorkflowExecutionDecisionAttributes are the attributes of a RequestCancelExternalWorkflowExecution decision.
type RequestCancelExternalWorkflowExecutionDecisionAttributes struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
}

// DecisionType returns DecisionTypeRequestCancelExternalWorkflowExecution.
func (*RequestCancelExternalWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeRequestCancelExternalWorkflowExecution
}

// StartChildWorkflowExecutionDecisionAttributes are the attributes of a StartChildWorkflowExecution decision.
type StartChildWorkflowExecutionDecisionAttributes struct {
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy: optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// DecisionType returns DecisionTypeStartChildWorkflowExecution.
func (*StartChildWorkflowExecutionDecisionAttributes) DecisionType() DecisionType {
	return DecisionTypeStartChildWorkflowExecution
}

// ScheduleLambdaFunctionDecisionAttributes are the attributes of a ScheduleLambdaFunction decision.
type ScheduleLambdaFunctionDecisionAttributes struct {
	// ID: required; 1 to 256 characters.
	ID string `json:"id" swf:"required,1..256"`
	// Name: required; 1 to 64 characters.
	Name string `json:"name" swf:"required,1..64"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// StartToCloseTimeout: optional; 0 to 8 characters.
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
