package swf

// DecisionTaskScheduledEventAttributes are the attributes of a DecisionTaskScheduled event.
type DecisionTaskScheduledEventAttributes struct {
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// StartToCloseTimeout: optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// ScheduleToStartTimeout: optional; 0 to 8 characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeDecisionTaskScheduled.
func (*DecisionTaskScheduledEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskScheduled
}

// DecisionTaskStartedEventAttributes are the attributes of a DecisionTaskStarted event.
type DecisionTaskStartedEventAttributes struct {
	// Identity: optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeDecisionTaskStarted.
func (*DecisionTaskStartedEventAttributes) EventType() EventType { return EventTypeDecisionTaskStarted }

// DecisionTaskCompletedEventAttributes are the attributes of a DecisionTaskCompleted event.
type DecisionTaskCompletedEventAttributes struct {
	// ExecutionContext: optional; 0 to 32768 characters.
	ExecutionContext *string `json:"executionContext,omitempty" swf:"0..32768"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskListScheduleToStartTimeout: optional; 0 to 8 characters.
	TaskListScheduleToStartTimeout *string `json:"taskListScheduleToStartTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeDecisionTaskCompleted.
func (*DecisionTaskCompletedEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskCompleted
}

// DecisionTaskTimedOutEventAttributes are the attributes of a DecisionTaskTimedOut event.
type DecisionTaskTimedOutEventAttributes struct {
	// TimeoutType: required.
	TimeoutType DecisionTaskTimeoutType `json:"timeoutType" swf:"required"`
	// ScheduledEventID: required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeDecisionTaskTimedOut.
func (*DecisionTaskTimedOutEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskTimedOut
}
