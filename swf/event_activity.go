package swf

// ActivityTaskScheduledEventAttributes are the attributes of an ActivityTaskScheduled event: the decider scheduled
// an activity task, with these settings in force.
type ActivityTaskScheduledEventAttributes struct {
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID is the decider's name for the activity task, unique among the open activity tasks of the run.
	// Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Input is free text for the worker. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// Control is text for the decider's own use; it stays in the history, and workers do not see it. Optional; 0
	// to 32768 characters.
	Control *string `json:"control,omitempty" swf:"0..32768"`
	// ScheduleToStartTimeout is the longest wait for a worker, in seconds; NONE for no limit. Optional; 0 to 8
	// characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
	// ScheduleToCloseTimeout is the longest time, in seconds, from scheduling to close; NONE for no limit.
	// Optional; 0 to 8 characters.
	ScheduleToCloseTimeout *string `json:"scheduleToCloseTimeout,omitempty" swf:"0..8"`
	// StartToCloseTimeout is the longest time, in seconds, that a started task may take; NONE for no limit.
	// Optional; 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// TaskList names the task list on which the task waits for a worker. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the task in its task list: a 32-bit integer as text, higher first. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// HeartbeatTimeout is the longest silence, in seconds, before the started task times out; NONE for no limit.
	// Optional; 0 to 8 characters.
	HeartbeatTimeout *string `json:"heartbeatTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeActivityTaskScheduled.
func (*ActivityTaskScheduledEventAttributes) EventType() EventType {
	return EventTypeActivityTaskScheduled
}

// ActivityTaskStartedEventAttributes are the attributes of an ActivityTaskStarted event: a worker got the task
// from its poll.
type ActivityTaskStartedEventAttributes struct {
	// Identity is the text by which the worker named itself in its poll. Optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// ScheduledEventID is the id of the task's ActivityTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskStarted.
func (*ActivityTaskStartedEventAttributes) EventType() EventType { return EventTypeActivityTaskStarted }

// ActivityTaskCompletedEventAttributes are the attributes of an ActivityTaskCompleted event: the worker completed
// the task.
type ActivityTaskCompletedEventAttributes struct {
	// Result is the text that the worker gave. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
	// ScheduledEventID is the id of the task's ActivityTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's ActivityTaskStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskCompleted.
func (*ActivityTaskCompletedEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCompleted
}

// ActivityTaskFailedEventAttributes are the attributes of an ActivityTaskFailed event: the worker failed the task;
// nobody tries it again but the decider.
type ActivityTaskFailedEventAttributes struct {
	// Reason is the short text by which the worker told why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is the text that the worker gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ScheduledEventID is the id of the task's ActivityTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's ActivityTaskStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeActivityTaskFailed.
func (*ActivityTaskFailedEventAttributes) EventType() EventType { return EventTypeActivityTaskFailed }

// ActivityTaskTimedOutEventAttributes are the attributes of an ActivityTaskTimedOut event: one of the task's
// time-outs ran out.
type ActivityTaskTimedOutEventAttributes struct {
	// TimeoutType tells which time-out ran out. Required.
	TimeoutType ActivityTaskTimeoutType `json:"timeoutType" swf:"required"`
	// ScheduledEventID is the id of the task's ActivityTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's ActivityTaskStarted event; 0 if it timed out before it was started.
	// Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// Details is the Details of the task's last heartbeat; absent if there was none, or if that heartbeat had
	// none. Optional; 0 to 2048 characters.
	Details *string `json:"details,omitempty" swf:"0..2048"`
}

// EventType returns EventTypeActivityTaskTimedOut.
func (*ActivityTaskTimedOutEventAttributes) EventType() EventType {
	return EventTypeActivityTaskTimedOut
}

// ActivityTaskCanceledEventAttributes are the attributes of an ActivityTaskCanceled event: the worker reported
// that it canceled the task, or a task that no worker had started was canceled.
type ActivityTaskCanceledEventAttributes struct {
	// Details is the text that the worker gave. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ScheduledEventID is the id of the task's ActivityTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's ActivityTaskStarted event; 0 if it was canceled before it was
	// started. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// LatestCancelRequestedEventID is the id of the latest ActivityTaskCancelRequested event of the task; 0 if
	// nobody asked. Optional.
	LatestCancelRequestedEventID int64 `json:"latestCancelRequestedEventId" swf:"default"`
}

// EventType returns EventTypeActivityTaskCanceled.
func (*ActivityTaskCanceledEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCanceled
}

// ActivityTaskCancelRequestedEventAttributes are the attributes of an ActivityTaskCancelRequested event: the
// decider asked for the cancellation of an activity task. A worker learns of it from its next heartbeat.
type ActivityTaskCancelRequestedEventAttributes struct {
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
	// ActivityID is the decider's name for the activity task, unique among the open activity tasks of the run.
	// Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
}

// EventType returns EventTypeActivityTaskCancelRequested.
func (*ActivityTaskCancelRequestedEventAttributes) EventType() EventType {
	return EventTypeActivityTaskCancelRequested
}

// ScheduleActivityTaskFailedEventAttributes are the attributes of a ScheduleActivityTaskFailed event: the decider
// tried to schedule an activity task and could not.
type ScheduleActivityTaskFailedEventAttributes struct {
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// ActivityID is the decider's name for the activity task, unique among the open activity tasks of the run.
	// Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Cause tells why the decision failed. Required.
	Cause ScheduleActivityTaskFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeScheduleActivityTaskFailed.
func (*ScheduleActivityTaskFailedEventAttributes) EventType() EventType {
	return EventTypeScheduleActivityTaskFailed
}

// RequestCancelActivityTaskFailedEventAttributes are the attributes of a RequestCancelActivityTaskFailed event:
// the decider tried to cancel an activity task and could not.
type RequestCancelActivityTaskFailedEventAttributes struct {
	// ActivityID is the name that the decision gave. Required; 1 to 256 characters.
	ActivityID string `json:"activityId" swf:"required,1..256"`
	// Cause tells why the decision failed. Required.
	Cause RequestCancelActivityTaskFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeRequestCancelActivityTaskFailed.
func (*RequestCancelActivityTaskFailedEventAttributes) EventType() EventType {
	return EventTypeRequestCancelActivityTaskFailed
}
