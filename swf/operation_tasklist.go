package swf

// CountPendingActivityTasksInput is the request of CountPendingActivityTasks. estimates how many activity tasks wait in a task list.
type CountPendingActivityTasksInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
}

// NewCountPendingActivityTasksInput returns a request with the required members set; set the optional ones on the value.
func NewCountPendingActivityTasksInput(domain string, taskList TaskList) *CountPendingActivityTasksInput {
	return &CountPendingActivityTasksInput{Domain: domain, TaskList: taskList}
}

// CountPendingActivityTasksOutput is the reply to CountPendingActivityTasks.
type CountPendingActivityTasksOutput struct {
	Response `json:"-"`
	// Count: required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated: optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// CountPendingDecisionTasksInput is the request of CountPendingDecisionTasks. estimates how many decision tasks wait in a task list.
type CountPendingDecisionTasksInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
}

// NewCountPendingDecisionTasksInput returns a request with the required members set; set the optional ones on the value.
func NewCountPendingDecisionTasksInput(domain string, taskList TaskList) *CountPendingDecisionTasksInput {
	return &CountPendingDecisionTasksInput{Domain: domain, TaskList: taskList}
}

// CountPendingDecisionTasksOutput is the reply to CountPendingDecisionTasks.
type CountPendingDecisionTasksOutput struct {
	Response `json:"-"`
	// Count: required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated: optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// PollForActivityTaskInput is the request of PollForActivityTask. waits up to 60 seconds for an activity task of a task list.
type PollForActivityTaskInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// Identity: optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
}

// NewPollForActivityTaskInput returns a request with the required members set; set the optional ones on the value.
func NewPollForActivityTaskInput(domain string, taskList TaskList) *PollForActivityTaskInput {
	return &PollForActivityTaskInput{Domain: domain, TaskList: taskList}
}

// PollForActivityTaskOutput is the reply to PollForActivityTask.
type PollForActivityTaskOutput struct {
	Response `json:"-"`
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken,omitempty" swf:"required,1..1024"`
	// ActivityID: required; 1 to 256 characters.
	ActivityID string `json:"activityId,omitempty" swf:"required,1..256"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// WorkflowExecution: required.
	WorkflowExecution *WorkflowExecution `json:"workflowExecution,omitempty" swf:"required"`
	// ActivityType: required.
	ActivityType *ActivityType `json:"activityType,omitempty" swf:"required"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
}

// PollForDecisionTaskInput is the request of PollForDecisionTask. waits up to 60 seconds for a decision task of a task list, and returns it with the history of its run.
type PollForDecisionTaskInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// Identity: optional; 0 to 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
	// StartAtPreviousStartedEvent: optional.
	StartAtPreviousStartedEvent bool `json:"startAtPreviousStartedEvent,omitempty" swf:"default"`
}

// NewPollForDecisionTaskInput returns a request with the required members set; set the optional ones on the value.
func NewPollForDecisionTaskInput(domain string, taskList TaskList) *PollForDecisionTaskInput {
	return &PollForDecisionTaskInput{Domain: domain, TaskList: taskList}
}

// PollForDecisionTaskOutput is the reply to PollForDecisionTask.
type PollForDecisionTaskOutput struct {
	Response `json:"-"`
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken,omitempty" swf:"required,1..1024"`
	// StartedEventID: required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// WorkflowExecution: required.
	WorkflowExecution *WorkflowExecution `json:"workflowExecution,omitempty" swf:"required"`
	// WorkflowType: required.
	WorkflowType *WorkflowType `json:"workflowType,omitempty" swf:"required"`
	// Events: required.
	Events []HistoryEvent `json:"events,omitempty" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// PreviousStartedEventID: optional.
	PreviousStartedEventID int64 `json:"previousStartedEventId" swf:"default"`
	// EncodedEvents holds the events as JSON objects already joined by commas. A server
	// sets it in place of Events, so that stored history is served without decoding it.
	// Clients never see it set.
	EncodedEvents []byte `json:"-"`
}
