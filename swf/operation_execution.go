package swf

// DescribeWorkflowExecutionInput is the request of DescribeWorkflowExecution, which returns the state, settings
// and open counts of one run.
type DescribeWorkflowExecutionInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Execution names the run; both ids are needed. Required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
}

// NewDescribeWorkflowExecutionInput returns a request with its required members set. Optional ones are set on the result.
func NewDescribeWorkflowExecutionInput(domain string, execution WorkflowExecution) *DescribeWorkflowExecutionInput {
	return &DescribeWorkflowExecutionInput{Domain: domain, Execution: execution}
}

// DescribeWorkflowExecutionOutput is the reply to DescribeWorkflowExecution.
type DescribeWorkflowExecutionOutput struct {
	Response `json:"-"`
	// ExecutionInfo is the run's identity, type, times, state and tags. Required.
	ExecutionInfo WorkflowExecutionInfo `json:"executionInfo" swf:"required"`
	// ExecutionConfiguration holds the settings in force for the run. Required.
	ExecutionConfiguration WorkflowExecutionConfiguration `json:"executionConfiguration" swf:"required"`
	// OpenCounts counts what is open in the run; when the run closes, the counts stay as they are. Required.
	OpenCounts WorkflowExecutionOpenCounts `json:"openCounts" swf:"required"`
	// LatestActivityTaskTimestamp is when an activity task of the run last was scheduled, started or closed; a
	// heartbeat does not count. Absent if there was none. Optional.
	LatestActivityTaskTimestamp *Timestamp `json:"latestActivityTaskTimestamp,omitempty"`
	// LatestExecutionContext is the ExecutionContext that the decider gave last; absent if it never gave one.
	// Optional; 0 to 32768 characters.
	LatestExecutionContext *string `json:"latestExecutionContext,omitempty" swf:"0..32768"`
}

// GetWorkflowExecutionHistoryInput is the request of GetWorkflowExecutionHistory, which returns the events of one
// run, page by page.
type GetWorkflowExecutionHistoryInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Execution names the run; both ids are needed. Required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most events that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for the newest event first. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewGetWorkflowExecutionHistoryInput returns a request with its required members set. Optional ones are set on the result.
func NewGetWorkflowExecutionHistoryInput(domain string, execution WorkflowExecution) *GetWorkflowExecutionHistoryInput {
	return &GetWorkflowExecutionHistoryInput{Domain: domain, Execution: execution}
}

// GetWorkflowExecutionHistoryOutput is the reply to GetWorkflowExecutionHistory.
type GetWorkflowExecutionHistoryOutput struct {
	Response `json:"-"`
	// Events are the events of this page. Required.
	Events []HistoryEvent `json:"events" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// EncodedEvents holds the events as JSON objects already joined by commas. A server
	// sets it in place of Events, so that stored history is served without decoding it.
	// Clients never see it set.
	EncodedEvents []byte `json:"-"`
}

// RequestCancelWorkflowExecutionInput is the request of RequestCancelWorkflowExecution, which asks an open run to
// cancel itself; what follows is up to its decider.
type RequestCancelWorkflowExecutionInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID names the execution. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID names one run, which must be open; absent or empty means the open run of the workflowId. Optional; 0
	// to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
}

// NewRequestCancelWorkflowExecutionInput returns a request with its required members set. Optional ones are set on the result.
func NewRequestCancelWorkflowExecutionInput(domain string, workflowID string) *RequestCancelWorkflowExecutionInput {
	return &RequestCancelWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID}
}

// RequestCancelWorkflowExecutionOutput is the reply to RequestCancelWorkflowExecution. It has no members: the body
// is empty.
type RequestCancelWorkflowExecutionOutput struct {
	Response `json:"-"`
}

// SignalWorkflowExecutionInput is the request of SignalWorkflowExecution, which delivers a named message to an
// open run.
//
// Signals keep their order of arrival and are never merged, so a call repeated after a lost reply may signal
// twice.
type SignalWorkflowExecutionInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID names the execution. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID names one run, which must be open; absent or empty means the open run of the workflowId. Optional; 0
	// to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName is the name of the signal; it has no rules beyond its length. Required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input is free text for the decider. Optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
}

// NewSignalWorkflowExecutionInput returns a request with its required members set. Optional ones are set on the result.
func NewSignalWorkflowExecutionInput(domain string, workflowID string, signalName string) *SignalWorkflowExecutionInput {
	return &SignalWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID, SignalName: signalName}
}

// SignalWorkflowExecutionOutput is the reply to SignalWorkflowExecution. It has no members: the body is empty.
type SignalWorkflowExecutionOutput struct {
	Response `json:"-"`
}

// StartWorkflowExecutionInput is the request of StartWorkflowExecution, which starts a run and returns its runId.
//
// Each setting is the request's, else the type's default; without a task list, both time-outs and a child policy
// in the end, the answer is a [DefaultUndefinedFault]. There is no request token: a call repeated after a lost
// reply gets a [WorkflowExecutionAlreadyStartedFault] while the first run is open, and starts a second run once
// that has closed.
type StartWorkflowExecutionInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID is the caller's name for the execution. At most one run of it can be open in the domain, whatever
	// its type. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// WorkflowType is the name and version of a registered workflow type; its defaults stand in for settings that
	// the request leaves out. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TaskList names the task list for the run's decision tasks; the type's default if absent. Optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority orders the run's decision tasks in their task list: a 32-bit integer as text, higher first; the
	// type's default if absent, else 0. Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// Input is free text for the decider, recorded in the WorkflowExecutionStarted event. Optional; 0 to 32768
	// characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout is the longest life of the run, in seconds; at most a year, never NONE; the
	// type's default if absent. Optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TagList are the tags by which the run can be found; they stay as they are for its life. Optional; 0 to 5
	// items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task; NONE
	// for no limit; the type's default if absent. Optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy says what becomes of open child executions when the run closes; the type's default if empty.
	// Optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// LambdaRole is the ARN of the IAM role with which the run invokes Lambda functions; the type's default if
	// absent. Optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// NewStartWorkflowExecutionInput returns a request with its required members set. Optional ones are set on the result.
func NewStartWorkflowExecutionInput(domain string, workflowID string, workflowType WorkflowType) *StartWorkflowExecutionInput {
	return &StartWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID, WorkflowType: workflowType}
}

// StartWorkflowExecutionOutput is the reply to StartWorkflowExecution.
type StartWorkflowExecutionOutput struct {
	Response `json:"-"`
	// RunID is the service's name for the run that was started; opaque. It may hold + and /, so escape it in URLs.
	// Optional; 1 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"1..64"`
}

// TerminateWorkflowExecutionInput is the request of TerminateWorkflowExecution, which closes an open run by force,
// without asking its decider.
//
// The run's open tasks and timers vanish without events, and its child policy is applied to its open children.
type TerminateWorkflowExecutionInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID names the execution. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID names one run, which must be open; absent or empty means the open run of the workflowId. Optional; 0
	// to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Reason is a short text that tells why. Optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details is free text about the termination. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ChildPolicy says what becomes of open child executions; the run's own policy if empty. Optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
}

// NewTerminateWorkflowExecutionInput returns a request with its required members set. Optional ones are set on the result.
func NewTerminateWorkflowExecutionInput(domain string, workflowID string) *TerminateWorkflowExecutionInput {
	return &TerminateWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID}
}

// TerminateWorkflowExecutionOutput is the reply to TerminateWorkflowExecution. It has no members: the body is
// empty.
type TerminateWorkflowExecutionOutput struct {
	Response `json:"-"`
}
