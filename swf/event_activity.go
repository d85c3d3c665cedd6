package swf

// ActivityTaskScheduledEventAttributes are the attributes of a ActivityTaskScheduled event.
type ActivityTaskScheduledEventAttributes struct {
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// Control: optional; 0 to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// ScheduleToStartTimeout: optional; 0 to 8 characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
	// ScheduleToCloseTimeout: optional; 0 to 8 characters.
	ScheduleToCloseTimeout *string `json:"scheduleToCloseTimeout,omitempty" swf:"0..8"`
	// StartToCloseTimeout: optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// HeartbeatTimeout: optional; 0 to 8 characters.
	HeartbeatTimeout *string `json:"heartbeatTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeActivityTaskScheduled.
func (*ActivityTaskScheduledEventAttributes) EventType() EventType {
	return EventTypeActivityTaskScheduled
}

// ActivityTaskStartedEventAttributes are the attributes of a ActivityTaskStarted event.
type ActivityTaskStartedEventAttributes struct {
	// Identity: optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskStarted.
func (*ActivityTaskStartedEventAttributes) EventType() EventType { return EventTypeActivityTaskStarted }

// ActivityTaskCompletedEventAttributes are the attributes of a ActivityTaskCompleted event.
type ActivityTaskCompletedEventAttributes struct {
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskCompleted.
func (*ActivityTaskCompletedEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCompleted
}

// ActivityTaskFailedEventAttributes are the attributes of a ActivityTaskFailed event.
type ActivityTaskFailedEventAttributes struct {
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskFailed.
func (*ActivityTaskFailedEventAttributes) EventType() EventType { return EventTypeActivityTaskFailed }

// ActivityTaskTimedOutEventAttributes are the attributes of a ActivityTaskTimedOut event.
type ActivityTaskTimedOutEventAttributes struct {
	// TimeoutType: required.
	TimeoutType ActivityTaskTimeoutType `json:"timeoutType" swf:"required"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Details: optional; 0 to 2048 characters.
	Details *string `json:"details,omitempty" swf:"0..2048"`
}

// EventType returns EventTypeActivityTaskTimedOut.
func (*ActivityTaskTimedOutEventAttributes) EventType() EventType {
	return EventTypeActivityTaskTimedOut
}

// ActivityTaskCanceledEventAttributes are the attributes of a ActivityTaskCanceled event.
type ActivityTaskCanceledEventAttributes struct {
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// LatestCancelRequestedEventID: optional.
	LatestCancelRequestedEventID int64 `json:"latestCancelRequestedEventId" swf:"default"`
}

// EventType returns EventTypeActivityTaskCanceled.
func (*ActivityTaskCanceledEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCanceled
}

// ActivityTaskCancelRequestedEventAttributes are the attributes of a ActivityTaskCancelRequested event.
type ActivityTaskCancelRequestedEventAttributes struct {
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
}

// EventType returns EventTypeActivityTaskCancelRequested.
func (*ActivityTaskCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCancelRequested
}

// ScheduleActivityTaskFailedEventAttributes are the attributes of a ScheduleActivityTaskFailed event.
type ScheduleActivityTaskFailedEventAttributes struct {
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Cause: required.
	Cause ScheduleActivityTaskFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeScheduleActivityTaskFailed.
func (*ScheduleActivityTaskFailedEventAttributes) EventType() EventType {
	return EventTypeScheduleActivityTaskFailed
}

// RequestCancelActivityTaskFailedEventAttributes are the attributes of a RequestCancelActivityTaskFailed event.
type RequestCancelActivityTaskFailedEventAttributes struct {
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Cause: required.
	Cause RequestCancelActivityTaskFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeRequestCancelActivityTaskFailed.
func (*RequestCancelActivityTaskFailedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelActivityTaskFailed
}
