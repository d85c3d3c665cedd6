package swf

// ActivityTaskTimeoutType names the time-out that ended an activity task.
type ActivityTaskTimeoutType string

// The values of ActivityTaskTimeoutType.
const (
	ActivityTaskTimeoutTypeStartToClose    ActivityTaskTimeoutType = "START_TO_CLOSE"
	ActivityTaskTimeoutTypeScheduleToStart ActivityTaskTimeoutType = "SCHEDULE_TO_START"
	ActivityTaskTimeoutTypeScheduleToClose ActivityTaskTimeoutType = "SCHEDULE_TO_CLOSE"
	ActivityTaskTimeoutTypeHeartbeat       ActivityTaskTimeoutType = "HEARTBEAT"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ActivityTaskTimeoutType) Values() []string {
	return []string{"START_TO_CLOSE", "SCHEDULE_TO_START", "SCHEDULE_TO_CLOSE", "HEARTBEAT"}
}

// CancelTimerFailedCause tells why a CancelTimer decision failed.
type CancelTimerFailedCause string

// The values of CancelTimerFailedCause.
const (
	CancelTimerFailedCauseTimerIdUnknown        CancelTimerFailedCause = "TIMER_ID_UNKNOWN"
	CancelTimerFailedCauseOperationNotPermitted CancelTimerFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (CancelTimerFailedCause) Values() []string {
	return []string{"TIMER_ID_UNKNOWN", "OPERATION_NOT_PERMITTED"}
}

// CancelWorkflowExecutionFailedCause tells why a CancelWorkflowExecution decision failed.
type CancelWorkflowExecutionFailedCause string

// The values of CancelWorkflowExecutionFailedCause.
const (
	CancelWorkflowExecutionFailedCauseUnhandledDecision     CancelWorkflowExecutionFailedCause = "UNHANDLED_DECISION"
	CancelWorkflowExecutionFailedCauseOperationNotPermitted CancelWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (CancelWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNHANDLED_DECISION", "OPERATION_NOT_PERMITTED"}
}

// ChildPolicy says what becomes of a run's open child executions when it closes: they are terminated, asked to
// cancel, or left alone.
type ChildPolicy string

// The values of ChildPolicy.
const (
	ChildPolicyTerminate     ChildPolicy = "TERMINATE"
	ChildPolicyRequestCancel ChildPolicy = "REQUEST_CANCEL"
	ChildPolicyAbandon       ChildPolicy = "ABANDON"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ChildPolicy) Values() []string {
	return []string{"TERMINATE", "REQUEST_CANCEL", "ABANDON"}
}

// CloseStatus tells how a run closed.
type CloseStatus string

// The values of CloseStatus.
const (
	CloseStatusCompleted      CloseStatus = "COMPLETED"
	CloseStatusFailed         CloseStatus = "FAILED"
	CloseStatusCanceled       CloseStatus = "CANCELED"
	CloseStatusTerminated     CloseStatus = "TERMINATED"
	CloseStatusContinuedAsNew CloseStatus = "CONTINUED_AS_NEW"
	CloseStatusTimedOut       CloseStatus = "TIMED_OUT"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (CloseStatus) Values() []string {
	return []string{"COMPLETED", "FAILED", "CANCELED", "TERMINATED", "CONTINUED_AS_NEW", "TIMED_OUT"}
}

// CompleteWorkflowExecutionFailedCause tells why a CompleteWorkflowExecution decision failed.
type CompleteWorkflowExecutionFailedCause string

// The values of CompleteWorkflowExecutionFailedCause.
const (
	CompleteWorkflowExecutionFailedCauseUnhandledDecision     CompleteWorkflowExecutionFailedCause = "UNHANDLED_DECISION"
	CompleteWorkflowExecutionFailedCauseOperationNotPermitted CompleteWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (CompleteWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNHANDLED_DECISION", "OPERATION_NOT_PERMITTED"}
}

// ContinueAsNewWorkflowExecutionFailedCause tells why a ContinueAsNewWorkflowExecution decision failed.
type ContinueAsNewWorkflowExecutionFailedCause string

// The values of ContinueAsNewWorkflowExecutionFailedCause.
const (
	ContinueAsNewWorkflowExecutionFailedCauseUnhandledDecision                            ContinueAsNewWorkflowExecutionFailedCause = "UNHANDLED_DECISION"
	ContinueAsNewWorkflowExecutionFailedCauseWorkflowTypeDeprecated                       ContinueAsNewWorkflowExecutionFailedCause = "WORKFLOW_TYPE_DEPRECATED"
	ContinueAsNewWorkflowExecutionFailedCauseWorkflowTypeDoesNotExist                     ContinueAsNewWorkflowExecutionFailedCause = "WORKFLOW_TYPE_DOES_NOT_EXIST"
	ContinueAsNewWorkflowExecutionFailedCauseDefaultExecutionStartToCloseTimeoutUndefined ContinueAsNewWorkflowExecutionFailedCause = "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED"
	ContinueAsNewWorkflowExecutionFailedCauseDefaultTaskStartToCloseTimeoutUndefined      ContinueAsNewWorkflowExecutionFailedCause = "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED"
	ContinueAsNewWorkflowExecutionFailedCauseDefaultTaskListUndefined                     ContinueAsNewWorkflowExecutionFailedCause = "DEFAULT_TASK_LIST_UNDEFINED"
	ContinueAsNewWorkflowExecutionFailedCauseDefaultChildPolicyUndefined                  ContinueAsNewWorkflowExecutionFailedCause = "DEFAULT_CHILD_POLICY_UNDEFINED"
	ContinueAsNewWorkflowExecutionFailedCauseContinueAsNewWorkflowExecutionRateExceeded   ContinueAsNewWorkflowExecutionFailedCause = "CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED"
	ContinueAsNewWorkflowExecutionFailedCauseOperationNotPermitted                        ContinueAsNewWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ContinueAsNewWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNHANDLED_DECISION", "WORKFLOW_TYPE_DEPRECATED", "WORKFLOW_TYPE_DOES_NOT_EXIST", "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_TASK_LIST_UNDEFINED", "DEFAULT_CHILD_POLICY_UNDEFINED", "CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED", "OPERATION_NOT_PERMITTED"}
}

// DecisionTaskTimeoutType names the time-out that ended a decision task.
type DecisionTaskTimeoutType string

// The values of DecisionTaskTimeoutType.
const (
	DecisionTaskTimeoutTypeStartToClose    DecisionTaskTimeoutType = "START_TO_CLOSE"
	DecisionTaskTimeoutTypeScheduleToStart DecisionTaskTimeoutType = "SCHEDULE_TO_START"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (DecisionTaskTimeoutType) Values() []string {
	return []string{"START_TO_CLOSE", "SCHEDULE_TO_START"}
}

// DecisionType names one of the 13 decisions.
type DecisionType string

// The values of DecisionType.
const (
	DecisionTypeScheduleActivityTask                   DecisionType = "ScheduleActivityTask"
	DecisionTypeRequestCancelActivityTask              DecisionType = "RequestCancelActivityTask"
	DecisionTypeCompleteWorkflowExecution              DecisionType = "CompleteWorkflowExecution"
	DecisionTypeFailWorkflowExecution                  DecisionType = "FailWorkflowExecution"
	DecisionTypeCancelWorkflowExecution                DecisionType = "CancelWorkflowExecution"
	DecisionTypeContinueAsNewWorkflowExecution         DecisionType = "ContinueAsNewWorkflowExecution"
	DecisionTypeRecordMarker                           DecisionType = "RecordMarker"
	DecisionTypeStartTimer                             DecisionType = "StartTimer"
	DecisionTypeCancelTimer                            DecisionType = "CancelTimer"
	DecisionTypeSignalExternalWorkflowExecution        DecisionType = "SignalExternalWorkflowExecution"
	DecisionTypeRequestCancelExternalWorkflowExecution DecisionType = "RequestCancelExternalWorkflowExecution"
	DecisionTypeStartChildWorkflowExecution            DecisionType = "StartChildWorkflowExecution"
	DecisionTypeScheduleLambdaFunction                 DecisionType = "ScheduleLambdaFunction"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (DecisionType) Values() []string {
	return []string{"CompleteWorkflowExecution", "StartTimer", "RequestCancelExternalWorkflowExecution", "SignalExternalWorkflowExecution", "CancelTimer", "RecordMarker", "ScheduleActivityTask", "ContinueAsNewWorkflowExecution", "ScheduleLambdaFunction", "FailWorkflowExecution", "RequestCancelActivityTask", "StartChildWorkflowExecution", "CancelWorkflowExecution"}
}

// EventType names one of the 54 kinds of history event.
type EventType string

// The values of EventType.
const (
	EventTypeWorkflowExecutionStarted                        EventType = "WorkflowExecutionStarted"
	EventTypeWorkflowExecutionCancelRequested                EventType = "WorkflowExecutionCancelRequested"
	EventTypeWorkflowExecutionCompleted                      EventType = "WorkflowExecutionCompleted"
	EventTypeCompleteWorkflowExecutionFailed                 EventType = "CompleteWorkflowExecutionFailed"
	EventTypeWorkflowExecutionFailed                         EventType = "WorkflowExecutionFailed"
	EventTypeFailWorkflowExecutionFailed                     EventType = "FailWorkflowExecutionFailed"
	EventTypeWorkflowExecutionTimedOut                       EventType = "WorkflowExecutionTimedOut"
	EventTypeWorkflowExecutionCanceled                       EventType = "WorkflowExecutionCanceled"
	EventTypeCancelWorkflowExecutionFailed                   EventType = "CancelWorkflowExecutionFailed"
	EventTypeWorkflowExecutionContinuedAsNew                 EventType = "WorkflowExecutionContinuedAsNew"
	EventTypeContinueAsNewWorkflowExecutionFailed            EventType = "ContinueAsNewWorkflowExecutionFailed"
	EventTypeWorkflowExecutionTerminated                     EventType = "WorkflowExecutionTerminated"
	EventTypeDecisionTaskScheduled                           EventType = "DecisionTaskScheduled"
	EventTypeDecisionTaskStarted                             EventType = "DecisionTaskStarted"
	EventTypeDecisionTaskCompleted                           EventType = "DecisionTaskCompleted"
	EventTypeDecisionTaskTimedOut                            EventType = "DecisionTaskTimedOut"
	EventTypeActivityTaskScheduled                           EventType = "ActivityTaskScheduled"
	EventTypeScheduleActivityTaskFailed                      EventType = "ScheduleActivityTaskFailed"
	EventTypeActivityTaskStarted                             EventType = "ActivityTaskStarted"
	EventTypeActivityTaskCompleted                           EventType = "ActivityTaskCompleted"
	EventTypeActivityTaskFailed                              EventType = "ActivityTaskFailed"
	EventTypeActivityTaskTimedOut                            EventType = "ActivityTaskTimedOut"
	EventTypeActivityTaskCanceled                            EventType = "ActivityTaskCanceled"
	EventTypeActivityTaskCancelRequested                     EventType = "ActivityTaskCancelRequested"
	EventTypeRequestCancelActivityTaskFailed                 EventType = "RequestCancelActivityTaskFailed"
	EventTypeWorkflowExecutionSignaled                       EventType = "WorkflowExecutionSignaled"
	EventTypeMarkerRecorded                                  EventType = "MarkerRecorded"
	EventTypeRecordMarkerFailed                              EventType = "RecordMarkerFailed"
	EventTypeTimerStarted                                    EventType = "TimerStarted"
	EventTypeStartTimerFailed                                EventType = "StartTimerFailed"
	EventTypeTimerFired                                      EventType = "TimerFired"
	EventTypeTimerCanceled                                   EventType = "TimerCanceled"
	EventTypeCancelTimerFailed                               EventType = "CancelTimerFailed"
	EventTypeStartChildWorkflowExecutionInitiated            EventType = "StartChildWorkflowExecutionInitiated"
	EventTypeStartChildWorkflowExecutionFailed               EventType = "StartChildWorkflowExecutionFailed"
	EventTypeChildWorkflowExecutionStarted                   EventType = "ChildWorkflowExecutionStarted"
	EventTypeChildWorkflowExecutionCompleted                 EventType = "ChildWorkflowExecutionCompleted"
	EventTypeChildWorkflowExecutionFailed                    EventType = "ChildWorkflowExecutionFailed"
	EventTypeChildWorkflowExecutionTimedOut                  EventType = "ChildWorkflowExecutionTimedOut"
	EventTypeChildWorkflowExecutionCanceled                  EventType = "ChildWorkflowExecutionCanceled"
	EventTypeChildWorkflowExecutionTerminated                EventType = "ChildWorkflowExecutionTerminated"
	EventTypeSignalExternalWorkflowExecutionInitiated        EventType = "SignalExternalWorkflowExecutionInitiated"
	EventTypeSignalExternalWorkflowExecutionFailed           EventType = "SignalExternalWorkflowExecutionFailed"
	EventTypeExternalWorkflowExecutionSignaled               EventType = "ExternalWorkflowExecutionSignaled"
	EventTypeRequestCancelExternalWorkflowExecutionInitiated EventType = "RequestCancelExternalWorkflowExecutionInitiated"
	EventTypeRequestCancelExternalWorkflowExecutionFailed    EventType = "RequestCancelExternalWorkflowExecutionFailed"
	EventTypeExternalWorkflowExecutionCancelRequested        EventType = "ExternalWorkflowExecutionCancelRequested"
	EventTypeLambdaFunctionScheduled                         EventType = "LambdaFunctionScheduled"
	EventTypeLambdaFunctionStarted                           EventType = "LambdaFunctionStarted"
	EventTypeLambdaFunctionCompleted                         EventType = "LambdaFunctionCompleted"
	EventTypeLambdaFunctionFailed                            EventType = "LambdaFunctionFailed"
	EventTypeLambdaFunctionTimedOut                          EventType = "LambdaFunctionTimedOut"
	EventTypeScheduleLambdaFunctionFailed                    EventType = "ScheduleLambdaFunctionFailed"
	EventTypeStartLambdaFunctionFailed                       EventType = "StartLambdaFunctionFailed"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (EventType) Values() []string {
	return []string{"WorkflowExecutionStarted", "WorkflowExecutionCancelRequested", "WorkflowExecutionCompleted", "CompleteWorkflowExecutionFailed", "WorkflowExecutionFailed", "FailWorkflowExecutionFailed", "WorkflowExecutionTimedOut", "WorkflowExecutionCanceled", "CancelWorkflowExecutionFailed", "WorkflowExecutionContinuedAsNew", "ContinueAsNewWorkflowExecutionFailed", "WorkflowExecutionTerminated", "DecisionTaskScheduled", "DecisionTaskStarted", "DecisionTaskCompleted", "DecisionTaskTimedOut", "ActivityTaskScheduled", "ScheduleActivityTaskFailed", "ActivityTaskStarted", "ActivityTaskCompleted", "ActivityTaskFailed", "ActivityTaskTimedOut", "ActivityTaskCanceled", "ActivityTaskCancelRequested", "RequestCancelActivityTaskFailed", "WorkflowExecutionSignaled", "MarkerRecorded", "RecordMarkerFailed", "TimerStarted", "StartTimerFailed", "TimerFired", "TimerCanceled", "CancelTimerFailed", "StartChildWorkflowExecutionInitiated", "StartChildWorkflowExecutionFailed", "ChildWorkflowExecutionStarted", "ChildWorkflowExecutionCompleted", "ChildWorkflowExecutionFailed", "ChildWorkflowExecutionTimedOut", "ChildWorkflowExecutionCanceled", "ChildWorkflowExecutionTerminated", "SignalExternalWorkflowExecutionInitiated", "SignalExternalWorkflowExecutionFailed", "ExternalWorkflowExecutionSignaled", "RequestCancelExternalWorkflowExecutionInitiated", "RequestCancelExternalWorkflowExecutionFailed", "ExternalWorkflowExecutionCancelRequested", "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionCompleted", "LambdaFunctionFailed", "LambdaFunctionTimedOut", "ScheduleLambdaFunctionFailed", "StartLambdaFunctionFailed"}
}

// ExecutionStatus tells whether a run is open.
type ExecutionStatus string

// The values of ExecutionStatus.
const (
	ExecutionStatusOpen   ExecutionStatus = "OPEN"
	ExecutionStatusClosed ExecutionStatus = "CLOSED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ExecutionStatus) Values() []string {
	return []string{"OPEN", "CLOSED"}
}

// FailWorkflowExecutionFailedCause tells why a FailWorkflowExecution decision failed.
type FailWorkflowExecutionFailedCause string

// The values of FailWorkflowExecutionFailedCause.
const (
	FailWorkflowExecutionFailedCauseUnhandledDecision     FailWorkflowExecutionFailedCause = "UNHANDLED_DECISION"
	FailWorkflowExecutionFailedCauseOperationNotPermitted FailWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (FailWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNHANDLED_DECISION", "OPERATION_NOT_PERMITTED"}
}

// LambdaFunctionTimeoutType names the time-out that ended a Lambda task.
type LambdaFunctionTimeoutType string

// The values of LambdaFunctionTimeoutType.
const (
	LambdaFunctionTimeoutTypeStartToClose LambdaFunctionTimeoutType = "START_TO_CLOSE"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (LambdaFunctionTimeoutType) Values() []string {
	return []string{"START_TO_CLOSE"}
}

// RecordMarkerFailedCause tells why a RecordMarker decision failed.
type RecordMarkerFailedCause string

// The values of RecordMarkerFailedCause.
const (
	RecordMarkerFailedCauseOperationNotPermitted RecordMarkerFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (RecordMarkerFailedCause) Values() []string {
	return []string{"OPERATION_NOT_PERMITTED"}
}

// RegistrationStatus is the state of a domain or type: in use, or closed for new uses.
type RegistrationStatus string

// The values of RegistrationStatus.
const (
	RegistrationStatusRegistered RegistrationStatus = "REGISTERED"
	RegistrationStatusDeprecated RegistrationStatus = "DEPRECATED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (RegistrationStatus) Values() []string {
	return []string{"REGISTERED", "DEPRECATED"}
}

// RequestCancelActivityTaskFailedCause tells why a RequestCancelActivityTask decision failed.
type RequestCancelActivityTaskFailedCause string

// The values of RequestCancelActivityTaskFailedCause.
const (
	RequestCancelActivityTaskFailedCauseActivityIdUnknown     RequestCancelActivityTaskFailedCause = "ACTIVITY_ID_UNKNOWN"
	RequestCancelActivityTaskFailedCauseOperationNotPermitted RequestCancelActivityTaskFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (RequestCancelActivityTaskFailedCause) Values() []string {
	return []string{"ACTIVITY_ID_UNKNOWN", "OPERATION_NOT_PERMITTED"}
}

// RequestCancelExternalWorkflowExecutionFailedCause tells why a RequestCancelExternalWorkflowExecution decision
// failed.
type RequestCancelExternalWorkflowExecutionFailedCause string

// The values of RequestCancelExternalWorkflowExecutionFailedCause.
const (
	RequestCancelExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution                   RequestCancelExternalWorkflowExecutionFailedCause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"
	RequestCancelExternalWorkflowExecutionFailedCauseRequestCancelExternalWorkflowExecutionRateExceeded RequestCancelExternalWorkflowExecutionFailedCause = "REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED"
	RequestCancelExternalWorkflowExecutionFailedCauseOperationNotPermitted                              RequestCancelExternalWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (RequestCancelExternalWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION", "REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED", "OPERATION_NOT_PERMITTED"}
}

// ScheduleActivityTaskFailedCause tells why a ScheduleActivityTask decision failed.
type ScheduleActivityTaskFailedCause string

// The values of ScheduleActivityTaskFailedCause.
const (
	ScheduleActivityTaskFailedCauseActivityTypeDeprecated                 ScheduleActivityTaskFailedCause = "ACTIVITY_TYPE_DEPRECATED"
	ScheduleActivityTaskFailedCauseActivityTypeDoesNotExist               ScheduleActivityTaskFailedCause = "ACTIVITY_TYPE_DOES_NOT_EXIST"
	ScheduleActivityTaskFailedCauseActivityIdAlreadyInUse                 ScheduleActivityTaskFailedCause = "ACTIVITY_ID_ALREADY_IN_USE"
	ScheduleActivityTaskFailedCauseOpenActivitiesLimitExceeded            ScheduleActivityTaskFailedCause = "OPEN_ACTIVITIES_LIMIT_EXCEEDED"
	ScheduleActivityTaskFailedCauseActivityCreationRateExceeded           ScheduleActivityTaskFailedCause = "ACTIVITY_CREATION_RATE_EXCEEDED"
	ScheduleActivityTaskFailedCauseDefaultScheduleToCloseTimeoutUndefined ScheduleActivityTaskFailedCause = "DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED"
	ScheduleActivityTaskFailedCauseDefaultTaskListUndefined               ScheduleActivityTaskFailedCause = "DEFAULT_TASK_LIST_UNDEFINED"
	ScheduleActivityTaskFailedCauseDefaultScheduleToStartTimeoutUndefined ScheduleActivityTaskFailedCause = "DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED"
	ScheduleActivityTaskFailedCauseDefaultStartToCloseTimeoutUndefined    ScheduleActivityTaskFailedCause = "DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED"
	ScheduleActivityTaskFailedCauseDefaultHeartbeatTimeoutUndefined       ScheduleActivityTaskFailedCause = "DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED"
	ScheduleActivityTaskFailedCauseOperationNotPermitted                  ScheduleActivityTaskFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ScheduleActivityTaskFailedCause) Values() []string {
	return []string{"ACTIVITY_TYPE_DEPRECATED", "ACTIVITY_TYPE_DOES_NOT_EXIST", "ACTIVITY_ID_ALREADY_IN_USE", "OPEN_ACTIVITIES_LIMIT_EXCEEDED", "ACTIVITY_CREATION_RATE_EXCEEDED", "DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_TASK_LIST_UNDEFINED", "DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED", "DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED", "OPERATION_NOT_PERMITTED"}
}

// ScheduleLambdaFunctionFailedCause tells why a ScheduleLambdaFunction decision failed.
type ScheduleLambdaFunctionFailedCause string

// The values of ScheduleLambdaFunctionFailedCause.
const (
	ScheduleLambdaFunctionFailedCauseIdAlreadyInUse                     ScheduleLambdaFunctionFailedCause = "ID_ALREADY_IN_USE"
	ScheduleLambdaFunctionFailedCauseOpenLambdaFunctionsLimitExceeded   ScheduleLambdaFunctionFailedCause = "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED"
	ScheduleLambdaFunctionFailedCauseLambdaFunctionCreationRateExceeded ScheduleLambdaFunctionFailedCause = "LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED"
	ScheduleLambdaFunctionFailedCauseLambdaServiceNotAvailableInRegion  ScheduleLambdaFunctionFailedCause = "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (ScheduleLambdaFunctionFailedCause) Values() []string {
	return []string{"ID_ALREADY_IN_USE", "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED", "LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED", "LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION"}
}

// SignalExternalWorkflowExecutionFailedCause tells why a SignalExternalWorkflowExecution decision failed.
type SignalExternalWorkflowExecutionFailedCause string

// The values of SignalExternalWorkflowExecutionFailedCause.
const (
	SignalExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution            SignalExternalWorkflowExecutionFailedCause = "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"
	SignalExternalWorkflowExecutionFailedCauseSignalExternalWorkflowExecutionRateExceeded SignalExternalWorkflowExecutionFailedCause = "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED"
	SignalExternalWorkflowExecutionFailedCauseOperationNotPermitted                       SignalExternalWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (SignalExternalWorkflowExecutionFailedCause) Values() []string {
	return []string{"UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION", "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED", "OPERATION_NOT_PERMITTED"}
}

// StartChildWorkflowExecutionFailedCause tells why a StartChildWorkflowExecution decision failed.
type StartChildWorkflowExecutionFailedCause string

// The values of StartChildWorkflowExecutionFailedCause.
const (
	StartChildWorkflowExecutionFailedCauseWorkflowTypeDoesNotExist                     StartChildWorkflowExecutionFailedCause = "WORKFLOW_TYPE_DOES_NOT_EXIST"
	StartChildWorkflowExecutionFailedCauseWorkflowTypeDeprecated                       StartChildWorkflowExecutionFailedCause = "WORKFLOW_TYPE_DEPRECATED"
	StartChildWorkflowExecutionFailedCauseOpenChildrenLimitExceeded                    StartChildWorkflowExecutionFailedCause = "OPEN_CHILDREN_LIMIT_EXCEEDED"
	StartChildWorkflowExecutionFailedCauseOpenWorkflowsLimitExceeded                   StartChildWorkflowExecutionFailedCause = "OPEN_WORKFLOWS_LIMIT_EXCEEDED"
	StartChildWorkflowExecutionFailedCauseChildCreationRateExceeded                    StartChildWorkflowExecutionFailedCause = "CHILD_CREATION_RATE_EXCEEDED"
	StartChildWorkflowExecutionFailedCauseWorkflowAlreadyRunning                       StartChildWorkflowExecutionFailedCause = "WORKFLOW_ALREADY_RUNNING"
	StartChildWorkflowExecutionFailedCauseDefaultExecutionStartToCloseTimeoutUndefined StartChildWorkflowExecutionFailedCause = "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED"
	StartChildWorkflowExecutionFailedCauseDefaultTaskListUndefined                     StartChildWorkflowExecutionFailedCause = "DEFAULT_TASK_LIST_UNDEFINED"
	StartChildWorkflowExecutionFailedCauseDefaultTaskStartToCloseTimeoutUndefined      StartChildWorkflowExecutionFailedCause = "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED"
	StartChildWorkflowExecutionFailedCauseDefaultChildPolicyUndefined                  StartChildWorkflowExecutionFailedCause = "DEFAULT_CHILD_POLICY_UNDEFINED"
	StartChildWorkflowExecutionFailedCauseOperationNotPermitted                        StartChildWorkflowExecutionFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (StartChildWorkflowExecutionFailedCause) Values() []string {
	return []string{"WORKFLOW_TYPE_DOES_NOT_EXIST", "WORKFLOW_TYPE_DEPRECATED", "OPEN_CHILDREN_LIMIT_EXCEEDED", "OPEN_WORKFLOWS_LIMIT_EXCEEDED", "CHILD_CREATION_RATE_EXCEEDED", "WORKFLOW_ALREADY_RUNNING", "DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_TASK_LIST_UNDEFINED", "DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED", "DEFAULT_CHILD_POLICY_UNDEFINED", "OPERATION_NOT_PERMITTED"}
}

// StartLambdaFunctionFailedCause tells why a Lambda function could not be invoked.
type StartLambdaFunctionFailedCause string

// The values of StartLambdaFunctionFailedCause.
const (
	StartLambdaFunctionFailedCauseAssumeRoleFailed StartLambdaFunctionFailedCause = "ASSUME_ROLE_FAILED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (StartLambdaFunctionFailedCause) Values() []string {
	return []string{"ASSUME_ROLE_FAILED"}
}

// StartTimerFailedCause tells why a StartTimer decision failed.
type StartTimerFailedCause string

// The values of StartTimerFailedCause.
const (
	StartTimerFailedCauseTimerIdAlreadyInUse       StartTimerFailedCause = "TIMER_ID_ALREADY_IN_USE"
	StartTimerFailedCauseOpenTimersLimitExceeded   StartTimerFailedCause = "OPEN_TIMERS_LIMIT_EXCEEDED"
	StartTimerFailedCauseTimerCreationRateExceeded StartTimerFailedCause = "TIMER_CREATION_RATE_EXCEEDED"
	StartTimerFailedCauseOperationNotPermitted     StartTimerFailedCause = "OPERATION_NOT_PERMITTED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (StartTimerFailedCause) Values() []string {
	return []string{"TIMER_ID_ALREADY_IN_USE", "OPEN_TIMERS_LIMIT_EXCEEDED", "TIMER_CREATION_RATE_EXCEEDED", "OPERATION_NOT_PERMITTED"}
}

// WorkflowExecutionCancelRequestedCause tells why a run was asked to cancel, if it was not a caller or another
// run.
type WorkflowExecutionCancelRequestedCause string

// The values of WorkflowExecutionCancelRequestedCause.
const (
	WorkflowExecutionCancelRequestedCauseChildPolicyApplied WorkflowExecutionCancelRequestedCause = "CHILD_POLICY_APPLIED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (WorkflowExecutionCancelRequestedCause) Values() []string {
	return []string{"CHILD_POLICY_APPLIED"}
}

// WorkflowExecutionTerminatedCause tells who or what terminated a run.
type WorkflowExecutionTerminatedCause string

// The values of WorkflowExecutionTerminatedCause.
const (
	WorkflowExecutionTerminatedCauseChildPolicyApplied WorkflowExecutionTerminatedCause = "CHILD_POLICY_APPLIED"
	WorkflowExecutionTerminatedCauseEventLimitExceeded WorkflowExecutionTerminatedCause = "EVENT_LIMIT_EXCEEDED"
	WorkflowExecutionTerminatedCauseOperatorInitiated  WorkflowExecutionTerminatedCause = "OPERATOR_INITIATED"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (WorkflowExecutionTerminatedCause) Values() []string {
	return []string{"CHILD_POLICY_APPLIED", "EVENT_LIMIT_EXCEEDED", "OPERATOR_INITIATED"}
}

// WorkflowExecutionTimeoutType names the time-out that closed a run.
type WorkflowExecutionTimeoutType string

// The values of WorkflowExecutionTimeoutType.
const (
	WorkflowExecutionTimeoutTypeStartToClose WorkflowExecutionTimeoutType = "START_TO_CLOSE"
)

// Values lists the legal values, in the order in which SWF names them in validation messages.
func (WorkflowExecutionTimeoutType) Values() []string {
	return []string{"START_TO_CLOSE"}
}
