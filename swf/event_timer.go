package swf

// TimerStartedEventAttributes are the attributes of a TimerStarted event.
type TimerStartedEventAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// StartToFireTimeout: required; 1 to 8 characters.
	StartToFireTimeout string `json:"startToFireTimeout" swf:"required,1..8"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeTimerStarted.
func (*TimerStartedEventAttributes) EventType() EventType { return EventTypeTimerStarted }

// TimerFiredEventAttributes are the attributes of a TimerFired event.
type TimerFiredEventAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeTimerFired.
func (*TimerFiredEventAttributes) EventType() EventType { return EventTypeTimerFired }

// TimerCanceledEventAttributes are the attributes of a TimerCanceled event.
type TimerCanceledEventAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeTimerCanceled.
func (*TimerCanceledEventAttributes) EventType() EventType { return EventTypeTimerCanceled }

// StartTimerFailedEventAttributes are the attributes of a StartTimerFailed event.
type StartTimerFailedEventAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Cause: required.
	Cause StartTimerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeStartTimerFailed.
func (*StartTimerFailedEventAttributes) EventType() EventType { return EventTypeStartTimerFailed }

// CancelTimerFailedEventAttributes are the attributes of a CancelTimerFailed event.
type CancelTimerFailedEventAttributes struct {
	// TimerID: required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Cause: required.
	Cause CancelTimerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCancelTimerFailed.
func (*CancelTimerFailedEventAttributes) EventType() EventType { return EventTypeCancelTimerFailed }
