package swf

// TimerStartedEventAttributes are the attributes of a TimerStarted event: the decider started a timer.
type TimerStartedEventAttributes struct {
	// TimerID is the decider's name for the timer, unique among the open timers of the run. Required; 1 to 256
	// characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Control is text for the decider's own use; it stays in the history. Optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// StartToFireTimeout is how long the timer runs, in seconds, never NONE; 0 fires it at once. Required; 1 to 8
	// characters.
	StartToFireTimeout string `json:"startToFireTimeout" swf:"required,1..8"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeTimerStarted.
func (*TimerStartedEventAttributes) EventType() EventType { return EventTypeTimerStarted }

// TimerFiredEventAttributes are the attributes of a TimerFired event: the timer's time is up.
type TimerFiredEventAttributes struct {
	// TimerID is the decider's name for the timer, unique among the open timers of the run. Required; 1 to 256
	// characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// StartedEventID is the id of the timer's TimerStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeTimerFired.
func (*TimerFiredEventAttributes) EventType() EventType { return EventTypeTimerFired }

// TimerCanceledEventAttributes are the attributes of a TimerCanceled event: the decider canceled a timer before it
// fired.
type TimerCanceledEventAttributes struct {
	// TimerID is the decider's name for the timer, unique among the open timers of the run. Required; 1 to 256
	// characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// StartedEventID is the id of the timer's TimerStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeTimerCanceled.
func (*TimerCanceledEventAttributes) EventType() EventType { return EventTypeTimerCanceled }

// StartTimerFailedEventAttributes are the attributes of a StartTimerFailed event: the decider tried to start a
// timer and could not.
type StartTimerFailedEventAttributes struct {
	// TimerID is the name that the decision gave. Required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Cause tells why the decision failed. Required.
	Cause StartTimerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeStartTimerFailed.
func (*StartTimerFailedEventAttributes) EventType() EventType { return EventTypeStartTimerFailed }

// CancelTimerFailedEventAttributes are the attributes of a CancelTimerFailed event: the decider tried to cancel a
// timer and could not.
type CancelTimerFailedEventAttributes struct {
	// TimerID is the name that the decision gave. Required; 1 to 256 characters.
	TimerID string `json:"timerId" swf:"required,1..256"`
	// Cause tells why the decision failed. Required.
	Cause CancelTimerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeCancelTimerFailed.
func (*CancelTimerFailedEventAttributes) EventType() EventType { return EventTypeCancelTimerFailed }
