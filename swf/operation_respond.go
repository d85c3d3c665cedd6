package swf

// RespondActivityTaskCanceledInput is the request of RespondActivityTaskCanceled, which reports that an activity
// task was canceled.
//
// It is meant for a task whose heartbeat said CancelRequested, but is accepted for any started task. A decision
// task follows.
type RespondActivityTaskCanceledInput struct {
	// TaskToken names the activity task: the token that PollForActivityTask gave. The first valid answer ends it.
	// Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Details is free text about the cancellation. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskCanceledInput returns a request with its required members set. Optional ones are set on the result.
func NewRespondActivityTaskCanceledInput(taskToken string) *RespondActivityTaskCanceledInput {
	return &RespondActivityTaskCanceledInput{TaskToken: taskToken}
}

// RespondActivityTaskCanceledOutput is the reply to RespondActivityTaskCanceled. It has no members: the body is
// empty.
type RespondActivityTaskCanceledOutput struct {
	Response `json:"-"`
}

// RespondActivityTaskCompletedInput is the request of RespondActivityTaskCompleted, which reports that an activity
// task is done.
//
// It is accepted also after a cancel request. A decision task follows. If the task or its run has closed
// meanwhile, also by a time-out, the answer is an [UnknownResourceFault] and nothing happens.
type RespondActivityTaskCompletedInput struct {
	// TaskToken names the activity task: the token that PollForActivityTask gave. The first valid answer ends it.
	// Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Result is free text for the decider. Optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskCompletedInput returns a request with its required members set. Optional ones are set on the result.
func NewRespondActivityTaskCompletedInput(taskToken string) *RespondActivityTaskCompletedInput {
	return &RespondActivityTaskCompletedInput{TaskToken: taskToken}
}

// RespondActivityTaskCompletedOutput is the reply to RespondActivityTaskCompleted. It has no members: the body is
// empty.
type RespondActivityTaskCompletedOutput struct {
	Response `json:"-"`
}

// RespondActivityTaskFailedInput is the request of RespondActivityTaskFailed, which reports that an activity task
// failed.
//
// The service does not try again: the decider, which gets a decision task, may schedule another. If the task or
// its run has closed meanwhile, also by a time-out, the answer is an [UnknownResourceFault] and nothing happens.
type RespondActivityTaskFailedInput struct {
	// TaskToken names the activity task: the token that PollForActivityTask gave. The first valid answer ends it.
	// Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Reason is a short text that tells why. A longer one is refused, and the task then runs into its time-out.
	// Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is free text about the failure. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskFailedInput returns a request with its required members set. Optional ones are set on the result.
func NewRespondActivityTaskFailedInput(taskToken string) *RespondActivityTaskFailedInput {
	return &RespondActivityTaskFailedInput{TaskToken: taskToken}
}

// RespondActivityTaskFailedOutput is the reply to RespondActivityTaskFailed. It has no members: the body is empty.
type RespondActivityTaskFailedOutput struct {
	Response `json:"-"`
}

// RespondDecisionTaskCompletedInput is the request of RespondDecisionTaskCompleted, which answers a decision task
// with a list of decisions. They are carried out all together, or the list is refused.
//
// The whole list is checked first. If anything in it is malformed, or a decision that closes the run is not the
// last, the answer is a [ValidationException], nothing is done, and the task stays open for a better answer.
// Otherwise each decision writes its events in order; one that cannot be carried out writes its ...Failed event,
// and the others go on. A decision that closes the run fails with UNHANDLED_DECISION if something happened that
// the decider has not seen.
type RespondDecisionTaskCompletedInput struct {
	// TaskToken names the decision task: the token that PollForDecisionTask gave. It stays good if the answer is
	// refused with a ValidationException. Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Decisions are what the decider wants done, in order. None is legal. A decision that closes the run must be
	// the last. Optional.
	Decisions []Decision `json:"decisions,omitempty"`
	// ExecutionContext is text about the decider's state, kept in the history and shown by
	// DescribeWorkflowExecution; absent keeps what was given last. Optional; 0 to 32768 characters.
	ExecutionContext *string `json:"executionContext,omitempty" swf:"0..32768"`
	// TaskList moves later decision tasks of the run to another task list. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskListScheduleToStartTimeout makes the change of task list temporary: a decision task that waits longer
	// than this, in seconds, times out, and later ones go to the run's own list again. Optional; 0 to 8
	// characters.
	TaskListScheduleToStartTimeout *string `json:"taskListScheduleToStartTimeout,omitempty" swf:"0..8"`
}

// NewRespondDecisionTaskCompletedInput returns a request with its required members set. Optional ones are set on the result.
func NewRespondDecisionTaskCompletedInput(taskToken string) *RespondDecisionTaskCompletedInput {
	return &RespondDecisionTaskCompletedInput{TaskToken: taskToken}
}

// RespondDecisionTaskCompletedOutput is the reply to RespondDecisionTaskCompleted. It has no members: the body is
// empty.
type RespondDecisionTaskCompletedOutput struct {
	Response `json:"-"`
}
