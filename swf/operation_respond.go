package swf

// RespondActivityTaskCanceledInput is the request of RespondActivityTaskCanceled. reports that an activity task was canceled.
type RespondActivityTaskCanceledInput struct {
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskCanceledInput returns a request with the required members set; set the optional ones on the value.
func NewRespondActivityTaskCanceledInput(taskToken string) *RespondActivityTaskCanceledInput {
	return &RespondActivityTaskCanceledInput{TaskToken: taskToken}
}

// RespondActivityTaskCanceledOutput is the reply to RespondActivityTaskCanceled. It has no members: the body is empty.
type RespondActivityTaskCanceledOutput struct {
	Response `json:"-"`
}

// RespondActivityTaskCompletedInput is the request of RespondActivityTaskCompleted. reports that an activity task is done.
type RespondActivityTaskCompletedInput struct {
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Result: optional; 0 to 32768 characters.
	Result *string `json:"result,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskCompletedInput returns a request with the required members set; set the optional ones on the value.
func NewRespondActivityTaskCompletedInput(taskToken string) *RespondActivityTaskCompletedInput {
	return &RespondActivityTaskCompletedInput{TaskToken: taskToken}
}

// RespondActivityTaskCompletedOutput is the reply to RespondActivityTaskCompleted. It has no members: the body is empty.
type RespondActivityTaskCompletedOutput struct {
	Response `json:"-"`
}

// RespondActivityTaskFailedInput is the request of RespondActivityTaskFailed. reports that an activity task failed.
type RespondActivityTaskFailedInput struct {
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
}

// NewRespondActivityTaskFailedInput returns a request with the required members set; set the optional ones on the value.
func NewRespondActivityTaskFailedInput(taskToken string) *RespondActivityTaskFailedInput {
	return &RespondActivityTaskFailedInput{TaskToken: taskToken}
}

// RespondActivityTaskFailedOutput is the reply to RespondActivityTaskFailed. It has no members: the body is empty.
type RespondActivityTaskFailedOutput struct {
	Response `json:"-"`
}

// RespondDecisionTaskCompletedInput is the request of RespondDecisionTaskCompleted. answers a decision task with a list of decisions.
type RespondDecisionTaskCompletedInput struct {
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Decisions: optional.
	Decisions []Decision `json:"decisions,omitempty"`
	// ExecutionContext: optional; 0 to 32768 characters.
	ExecutionContext *string `json:"executionContext,omitempty" swf:"0..32768"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskListScheduleToStartTimeout: optional; 0 to 8 characters.
	TaskListScheduleToStartTimeout *string `json:"taskListScheduleToStartTimeout,omitempty" swf:"0..8"`
}

// NewRespondDecisionTaskCompletedInput returns a request with the required members set; set the optional ones on the value.
func NewRespondDecisionTaskCompletedInput(taskToken string) *RespondDecisionTaskCompletedInput {
	return &RespondDecisionTaskCompletedInput{TaskToken: taskToken}
}

// RespondDecisionTaskCompletedOutput is the reply to RespondDecisionTaskCompleted. It has no members: the body is empty.
type RespondDecisionTaskCompletedOutput struct {
	Response `json:"-"`
}
