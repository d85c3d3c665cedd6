package swf

// LambdaFunctionScheduledEventAttributes are the attributes of a LambdaFunctionScheduled event: the decider
// scheduled a Lambda function.
type LambdaFunctionScheduledEventAttributes struct {
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
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeLambdaFunctionScheduled.
func (*LambdaFunctionScheduledEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionScheduled
}

// LambdaFunctionStartedEventAttributes are the attributes of a LambdaFunctionStarted event: the service invoked
// the function.
type LambdaFunctionStartedEventAttributes struct {
	// ScheduledEventID is the id of the LambdaFunctionScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeLambdaFunctionStarted.
func (*LambdaFunctionStartedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionStarted
}

// LambdaFunctionCompletedEventAttributes are the attributes of a LambdaFunctionCompleted event: the function
// returned.
type LambdaFunctionCompletedEventAttributes struct {
	// ScheduledEventID is the id of the LambdaFunctionScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the LambdaFunctionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Result is what the function returned. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeLambdaFunctionCompleted.
func (*LambdaFunctionCompletedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionCompleted
}

// LambdaFunctionFailedEventAttributes are the attributes of a LambdaFunctionFailed event: the function failed.
type LambdaFunctionFailedEventAttributes struct {
	// ScheduledEventID is the id of the LambdaFunctionScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the LambdaFunctionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Reason is a short text that tells why the function failed. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is free text about the failure. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeLambdaFunctionFailed.
func (*LambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionFailed
}

// LambdaFunctionTimedOutEventAttributes are the attributes of a LambdaFunctionTimedOut event: the function did not
// return in time.
type LambdaFunctionTimedOutEventAttributes struct {
	// ScheduledEventID is the id of the LambdaFunctionScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the LambdaFunctionStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// TimeoutType tells which time-out ran out. Optional.
	TimeoutType LambdaFunctionTimeoutType `json:"timeoutType,omitempty"`
}

// EventType returns EventTypeLambdaFunctionTimedOut.
func (*LambdaFunctionTimedOutEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionTimedOut
}

// ScheduleLambdaFunctionFailedEventAttributes are the attributes of a ScheduleLambdaFunctionFailed event: the
// decider tried to schedule a Lambda function and could not.
type ScheduleLambdaFunctionFailedEventAttributes struct {
	// ID is the name that the decision gave. Required; 1 to 256 characters.
	ID string `json:"id" swf:"required,1..256"`
	// Name is the name of the Lambda function. Required; 1 to 64 characters.
	Name string `json:"name" swf:"required,1..64"`
	// Cause tells why the decision failed. Required.
	Cause ScheduleLambdaFunctionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeScheduleLambdaFunctionFailed.
func (*ScheduleLambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeScheduleLambdaFunctionFailed
}

// StartLambdaFunctionFailedEventAttributes are the attributes of a StartLambdaFunctionFailed event: the service
// could not invoke the function.
type StartLambdaFunctionFailedEventAttributes struct {
	// ScheduledEventID is the id of the LambdaFunctionScheduled event. Optional.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"default"`
	// Cause tells why the function could not be started; empty if unknown. Optional.
	Cause StartLambdaFunctionFailedCause `json:"cause,omitempty"`
	// Message is free text about the failure. Optional; 0 to 1728 characters.
	Message *string `json:"message,omitempty" swf:"0..1728"`
}

// EventType returns EventTypeStartLambdaFunctionFailed.
func (*StartLambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeStartLambdaFunctionFailed
}
