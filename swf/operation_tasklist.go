package swf

// CountPendingActivityTasksInput is the request of CountPendingActivityTasks, which estimates how many activity
// tasks wait in a task list.
type CountPendingActivityTasksInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList names the activity task list; it need not exist. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
}

// NewCountPendingActivityTasksInput returns a request with its required members set. Optional ones are set on the result.
func NewCountPendingActivityTasksInput(domain string, taskList TaskList) *CountPendingActivityTasksInput {
	return &CountPendingActivityTasksInput{Domain: domain, TaskList: taskList}
}

// CountPendingActivityTasksOutput is the reply to CountPendingActivityTasks.
type CountPendingActivityTasksOutput struct {
	Response `json:"-"`
	// Count is the estimated number of activity tasks that wait; a lower bound if Truncated is set. Required; at
	// least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated tells that there are more than were counted. Optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// CountPendingDecisionTasksInput is the request of CountPendingDecisionTasks, which estimates how many decision
// tasks wait in a task list.
type CountPendingDecisionTasksInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList names the decision task list; it need not exist. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
}

// NewCountPendingDecisionTasksInput returns a request with its required members set. Optional ones are set on the result.
func NewCountPendingDecisionTasksInput(domain string, taskList TaskList) *CountPendingDecisionTasksInput {
	return &CountPendingDecisionTasksInput{Domain: domain, TaskList: taskList}
}

// CountPendingDecisionTasksOutput is the reply to CountPendingDecisionTasks.
type CountPendingDecisionTasksOutput struct {
	Response `json:"-"`
	// Count is the estimated number of decision tasks that wait; a lower bound if Truncated is set. Required; at
	// least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated tells that there are more than were counted. Optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// PollForActivityTaskInput is the request of PollForActivityTask, which waits up to 60 seconds for an activity
// task of a task list, and starts it.
//
// A task is handed to one poller only, and never again: if the reply is lost, a time-out must free the task. So a
// client should wait longer than the service does, 70 seconds, and should not hang up on a poll. A wait that ends
// without a task is a success with an empty TaskToken.
type PollForActivityTaskInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList names the activity task list to wait on; it need not exist. A list of the same name for decision
	// tasks is another list. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// Identity is free text that names the poller; it is recorded in the ActivityTaskStarted event. Optional; 0 to
	// 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
}

// NewPollForActivityTaskInput returns a request with its required members set. Optional ones are set on the result.
func NewPollForActivityTaskInput(domain string, taskList TaskList) *PollForActivityTaskInput {
	return &PollForActivityTaskInput{Domain: domain, TaskList: taskList}
}

// PollForActivityTaskOutput is the reply to PollForActivityTask. It is a task if TaskToken is not empty; otherwise
// the wait ended without one.
type PollForActivityTaskOutput struct {
	Response `json:"-"`
	// TaskToken names the task for the calls that answer it. Empty if the wait ended without a task; then all
	// other members are empty too. Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken,omitempty" swf:"required,1..1024"`
	// ActivityID is the decider's name for the task; empty without a task. Required; 1 to 256 characters.
	ActivityID string `json:"activityId,omitempty" swf:"required,1..256"`
	// StartedEventID is the id of the task's ActivityTaskStarted event; 0 without a task. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// WorkflowExecution is the run to which the task belongs; nil without a task. Required.
	WorkflowExecution *WorkflowExecution `json:"workflowExecution,omitempty" swf:"required"`
	// ActivityType is the name and version of the activity to do; nil without a task. Required.
	ActivityType *ActivityType `json:"activityType,omitempty" swf:"required"`
	// Input is the text that the decider gave with the task; absent if it gave none. Optional; 0 to 32768
	// characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
}

// PollForDecisionTaskInput is the request of PollForDecisionTask, which waits up to 60 seconds for a decision task
// of a task list, starts it, and returns it with the history of its run, page by page.
//
// A run has at most one started decision task. The history comes as it was when the task started; a long one comes
// in pages, which further calls with NextPageToken return without waiting. A client should wait longer than the
// service does, 70 seconds, and should not hang up on a poll. A wait that ends without a task is a success with an
// empty TaskToken.
type PollForDecisionTaskInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// TaskList names the decision task list to wait on; it need not exist. A list of the same name for activity
	// tasks is another list. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// Identity is free text that names the poller; it is recorded in the DecisionTaskStarted event. Optional; 0 to
	// 256 characters.
	Identity *string `json:"identity,omitempty" swf:"0..256"`
	// NextPageToken asks for more events of a task already started: such a call does not wait and starts nothing.
	// All other members must be as they were; a token of GetWorkflowExecutionHistory does not serve. Optional; 0
	// to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most events that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for the newest event first. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
	// StartAtPreviousStartedEvent asks for the events from PreviousStartedEventID on, that one included, instead
	// of the whole history. Optional.
	StartAtPreviousStartedEvent bool `json:"startAtPreviousStartedEvent,omitempty" swf:"default"`
}

// NewPollForDecisionTaskInput returns a request with its required members set. Optional ones are set on the result.
func NewPollForDecisionTaskInput(domain string, taskList TaskList) *PollForDecisionTaskInput {
	return &PollForDecisionTaskInput{Domain: domain, TaskList: taskList}
}

// PollForDecisionTaskOutput is the reply to PollForDecisionTask. It is a task if TaskToken is not empty; otherwise
// the wait ended without one.
type PollForDecisionTaskOutput struct {
	Response `json:"-"`
	// TaskToken names the task for the calls that answer it. Empty if the wait ended without a task; then all
	// other members are empty too. Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken,omitempty" swf:"required,1..1024"`
	// StartedEventID is the id of the task's DecisionTaskStarted event; 0 without a task. Required.
	StartedEventID int64 `json:"startedEventId" swf:"required"`
	// WorkflowExecution is the run to which the task belongs; nil without a task. Required.
	WorkflowExecution *WorkflowExecution `json:"workflowExecution,omitempty" swf:"required"`
	// WorkflowType is the name and version of the run's workflow type; nil without a task. Required.
	WorkflowType *WorkflowType `json:"workflowType,omitempty" swf:"required"`
	// Events are the events of this page. In ascending order the last event of the last page is the task's own
	// DecisionTaskStarted. Required.
	Events []HistoryEvent `json:"events,omitempty" swf:"required"`
	// NextPageToken gets the next events by another PollForDecisionTask; absent on the last page. Optional; 0 to
	// 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// PreviousStartedEventID is the StartedEventID of the decision task that was answered last; 0 for the first.
	// Optional.
	PreviousStartedEventID int64 `json:"previousStartedEventId" swf:"default"`
	// EncodedEvents holds the events as JSON objects already joined by commas. A server
	// sets it in place of Events, so that stored history is served without decoding it.
	// Clients never see it set.
	EncodedEvents []byte `json:"-"`
}
