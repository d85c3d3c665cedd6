package swf

// DescribeWorkflowExecutionInput is the request of DescribeWorkflowExecution. returns the state, settings and open counts of one run.
type DescribeWorkflowExecutionInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Execution: required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
}

// NewDescribeWorkflowExecutionInput returns a request with the required members set; set the optional ones on the value.
func NewDescribeWorkflowExecutionInput(domain string, execution WorkflowExecution) *DescribeWorkflowExecutionInput {
	return &DescribeWorkflowExecutionInput{Domain: domain, Execution: execution}
}

// DescribeWorkflowExecutionOutput is the reply to DescribeWorkflowExecution.
type DescribeWorkflowExecutionOutput struct {
	Response `json:"-"`
	// ExecutionInfo: required.
	ExecutionInfo WorkflowExecutionInfo `json:"executionInfo" swf:"required"`
	// ExecutionConfiguration: required.
	ExecutionConfiguration WorkflowExecutionConfiguration `json:"executionConfiguration" swf:"required"`
	// OpenCounts: required.
	OpenCounts WorkflowExecutionOpenCounts `json:"openCounts" swf:"required"`
	// LatestActivityTaskTimestamp: optional.
	LatestActivityTaskTimestamp *Timestamp `json:"latestActivityTaskTimestamp,omitempty"`
	// LatestExecutionContext: optional; 0 to 32768 characters.
	LatestExecutionContext *string `json:"latestExecutionContext,omitempty" swf:"0..32768"`
}

// GetWorkflowExecutionHistoryInput is the request of GetWorkflowExecutionHistory. returns the events of one run, page by page.
type GetWorkflowExecutionHistoryInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Execution: required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewGetWorkflowExecutionHistoryInput returns a request with the required members set; set the optional ones on the value.
func NewGetWorkflowExecutionHistoryInput(domain string, execution WorkflowExecution) *GetWorkflowExecutionHistoryInput {
	return &GetWorkflowExecutionHistoryInput{Domain: domain, Execution: execution}
}

// GetWorkflowExecutionHistoryOutput is the reply to GetWorkflowExecutionHistory.
type GetWorkflowExecutionHistoryOutput struct {
	Response `json:"-"`
	// Events: required.
	Events []HistoryEvent `json:"events" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// EncodedEvents holds the events as JSON objects already joined by commas. A server
	// sets it in place of Events, so that stored history is served without decoding it.
	// Clients never see it set.
	EncodedEvents []byte `json:"-"`
}

// RequestCancelWorkflowExecutionInput is the request of RequestCancelWorkflowExecution. asks an open run to cancel itself.
type RequestCancelWorkflowExecutionInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
}

// NewRequestCancelWorkflowExecutionInput returns a request with the required members set; set the optional ones on the value.
func NewRequestCancelWorkflowExecutionInput(domain string, workflowID string) *RequestCancelWorkflowExecutionInput {
	return &RequestCancelWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID}
}

// RequestCancelWorkflowExecutionOutput is the reply to RequestCancelWorkflowExecution. It has no members: the body is empty.
type RequestCancelWorkflowExecutionOutput struct {
	Response `json:"-"`
}

// SignalWorkflowExecutionInput is the request of SignalWorkflowExecution. delivers a named message to an open run.
type SignalWorkflowExecutionInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// SignalName: required; 1 to 256 characters.
	SignalName string `json:"signalName" swf:"required,1..256"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
}

// NewSignalWorkflowExecutionInput returns a request with the required members set; set the optional ones on the value.
func NewSignalWorkflowExecutionInput(domain string, workflowID string, signalName string) *SignalWorkflowExecutionInput {
	return &SignalWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID, SignalName: signalName}
}

// SignalWorkflowExecutionOutput is the reply to SignalWorkflowExecution. It has no members: the body is empty.
type SignalWorkflowExecutionOutput struct {
	Response `json:"-"`
}

// StartWorkflowExecutionInput is the request of StartWorkflowExecution. starts a run and returns its runId.
type StartWorkflowExecutionInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// TaskList: optional.
	TaskList *TaskList `json:"taskList,omitempty"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// Input: optional; 0 to 32768 characters.
	Input *string `json:"input,omitempty" swf:"0..32768"`
	// ExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	ExecutionStartToCloseTimeout *string `json:"executionStartToCloseTimeout,omitempty" swf:"0..8"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// TaskStartToCloseTimeout: optional; 0 to 8 characters.
	TaskStartToCloseTimeout *string `json:"taskStartToCloseTimeout,omitempty" swf:"0..8"`
	// ChildPolicy: optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// NewStartWorkflowExecutionInput returns a request with the required members set; set the optional ones on the value.
func NewStartWorkflowExecutionInput(domain string, workflowID string, workflowType WorkflowType) *StartWorkflowExecutionInput {
	return &StartWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID, WorkflowType: workflowType}
}

// StartWorkflowExecutionOutput is the reply to StartWorkflowExecution.
type StartWorkflowExecutionOutput struct {
	Response `json:"-"`
	// RunID: optional; 1 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"1..64"`
}

// TerminateWorkflowExecutionInput is the request of TerminateWorkflowExecution. closes a run by force.
type TerminateWorkflowExecutionInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: optional; 0 to 64 characters.
	RunID *string `json:"runId,omitempty" swf:"0..64"`
	// Reason: optional; 0 to 256 characters.
	Reason *string `json:"reason,omitempty" swf:"0..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// ChildPolicy: optional.
	ChildPolicy ChildPolicy `json:"childPolicy,omitempty"`
}

// NewTerminateWorkflowExecutionInput returns a request with the required members set; set the optional ones on the value.
func NewTerminateWorkflowExecutionInput(domain string, workflowID string) *TerminateWorkflowExecutionInput {
	return &TerminateWorkflowExecutionInput{Domain: domain, WorkflowID: workflowID}
}

// TerminateWorkflowExecutionOutput is the reply to TerminateWorkflowExecution. It has no members: the body is empty.
type TerminateWorkflowExecutionOutput struct {
	Response `json:"-"`
}
