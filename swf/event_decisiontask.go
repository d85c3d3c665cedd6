package swf

// DecisionTaskScheduledEventAttributes are the attributes of a DecisionTaskScheduled event: something happened
// that the decider should see, and no decision task was waiting.
type DecisionTaskScheduledEventAttributes struct {
	// TaskList names the task list on which the task waits for a decider. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the task in its task list: a 32-bit integer as text, higher first. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// StartToCloseTimeout is the longest time, in seconds, that the decider may take; NONE for no limit. Optional;
	// 0 to 8 characters.
	StartToCloseTimeout *string `json:"startToCloseTimeout,omitempty" swf:"0..8"`
	// ScheduleToStartTimeout is the longest wait for a decider, in seconds; NONE unless the decider moved to a
	// task list for a time. Optional; 0 to 8 characters.
	ScheduleToStartTimeout *string `json:"scheduleToStartTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeDecisionTaskScheduled.
func (*DecisionTaskScheduledEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskScheduled
}

// DecisionTaskStartedEventAttributes are the attributes of a DecisionTaskStarted event: a decider got the task
// from its poll.
type DecisionTaskStartedEventAttributes struct {
	// Identity is the text by which the decider named itself in its poll. Optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// ScheduledEventID is the id of the task's DecisionTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
}

// EventType returns EventTypeDecisionTaskStarted.
func (*DecisionTaskStartedEventAttributes) EventType() EventType { return EventTypeDecisionTaskStarted }

// DecisionTaskCompletedEventAttributes are the attributes of a DecisionTaskCompleted event: the decider answered.
// The events that follow in the same commit are what its decisions caused.
type DecisionTaskCompletedEventAttributes struct {
	// ExecutionContext is text about the decider's state, kept in the history and shown by
	// DescribeWorkflowExecution. Optional; 0 to 32768 characters.
	ExecutionContext *string `json:"executionContext,omitempty" swf:"0..32768"`
	// ScheduledEventID is the id of the task's DecisionTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's DecisionTaskStarted event. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// TaskList names the task list to which the decider moved later decision tasks. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskListScheduleToStartTimeout makes the change of task list temporary: a decision task that waits longer
	// than this, in seconds, times out, and later ones go to the run's own list again. Optional; 0 to 8
	// characters.
	TaskListScheduleToStartTimeout *string `json:"taskListScheduleToStartTimeout,omitempty" swf:"0..8"`
}

// EventType returns EventTypeDecisionTaskCompleted.
func (*DecisionTaskCompletedEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskCompleted
}

// DecisionTaskTimedOutEventAttributes are the attributes of a DecisionTaskTimedOut event: the decider did not
// answer in time, or no decider took the task in time.
type DecisionTaskTimedOutEventAttributes struct {
	// TimeoutType tells which time-out ran out. Required.
	TimeoutType DecisionTaskTimeoutType `json:"timeoutType" swf:"required"`
	// ScheduledEventID is the id of the task's DecisionTaskScheduled event. Required.
	ScheduledEventID int64 `json:"scheduledEventId" swf:"required"`
	// StartedEventID is the id of the task's DecisionTaskStarted event; 0 if it timed out before it was started.
	// Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
}

// EventType returns EventTypeDecisionTaskTimedOut.
func (*DecisionTaskTimedOutEventAttributes) EventType() EventType {
	return EventTypeDecisionTaskTimedOut
}
