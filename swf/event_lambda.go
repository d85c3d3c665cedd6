package swf

// LambdaFunctionScheduledEventAttributes are the attributes of a LambdaFunctionScheduled event.
type LambdaFunctionScheduledEventAttributes struct {
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
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeLambdaFunctionScheduled.
func (*LambdaFunctionScheduledEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionScheduled
}

// LambdaFunctionStartedEventAttributes are the attributes of a LambdaFunctionStarted event.
type LambdaFunctionStartedEventAttributes struct {
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeLambdaFunctionStarted.
func (*LambdaFunctionStartedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionStarted
}

// LambdaFunctionCompletedEventAttributes are the attributes of a LambdaFunctionCompleted event.
type LambdaFunctionCompletedEventAttributes struct {
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeLambdaFunctionCompleted.
func (*LambdaFunctionCompletedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionCompleted
}

// LambdaFunctionFailedEventAttributes are the attributes of a LambdaFunctionFailed event.
type LambdaFunctionFailedEventAttributes struct {
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// EventType returns EventTypeLambdaFunctionFailed.
func (*LambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionFailed
}

// LambdaFunctionTimedOutEventAttributes are the attributes of a LambdaFunctionTimedOut event.
type LambdaFunctionTimedOutEventAttributes struct {
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// TimeoutType: optional.
	TimeoutType LambdaFunctionTimeoutType `json:"timeoutType,omitempty"`
}

// EventType returns EventTypeLambdaFunctionTimedOut.
func (*LambdaFunctionTimedOutEventAttributes) EventType() EventType {
	return EventTypeLambdaFunctionTimedOut
}

// ScheduleLambdaFunctionFailedEventAttributes are the attributes of a ScheduleLambdaFunctionFailed event.
type ScheduleLambdaFunctionFailedEventAttributes struct {
	// ID: required; 1 to 256 characters.
	ID string `json:"id" swf:"required,1..256"`
	// Name: required; 1 to 64 characters.
	Name string `json:"name" swf:"required,1..64"`
	// Cause: required.
	Cause ScheduleLambdaFunctionFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeScheduleLambdaFunctionFailed.
func (*ScheduleLambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeScheduleLambdaFunctionFailed
}

// StartLambdaFunctionFailedEventAttributes are the attributes of a StartLambdaFunctionFailed event.
type StartLambdaFunctionFailedEventAttributes struct {
	// ScheduledEventID: optional.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"default"`
	// Cause: optional.
	Cause StartLambdaFunctionFailedCause `json:"cause,omitempty"`
	// Message: optional; 0 to 1728 characters.
	Message *string `json:"message,omitempty" swf:"0..1728"`
}

// EventType returns EventTypeStartLambdaFunctionFailed.
func (*StartLambdaFunctionFailedEventAttributes) EventType() EventType {
	return EventTypeStartLambdaFunctionFailed
}
