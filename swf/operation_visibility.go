package swf

// CountClosedWorkflowExecutionsInput is the request of CountClosedWorkflowExecutions. counts the closed runs of a domain that match the filters.
type CountClosedWorkflowExecutionsInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter: optional.
	StartTimeFilter *ExecutionTimeFilter `json:"startTimeFilter,omitempty"`
	// CloseTimeFilter: optional.
	CloseTimeFilter *ExecutionTimeFilter `json:"closeTimeFilter,omitempty"`
	// ExecutionFilter: optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
	// TypeFilter: optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter: optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// CloseStatusFilter: optional.
	CloseStatusFilter *CloseStatusFilter `json:"closeStatusFilter,omitempty"`
}

// NewCountClosedWorkflowExecutionsInput returns a request with the required members set; set the optional ones on the value.
func NewCountClosedWorkflowExecutionsInput(domain string) *CountClosedWorkflowExecutionsInput {
	return &CountClosedWorkflowExecutionsInput{Domain: domain}
}

// CountClosedWorkflowExecutionsOutput is the reply to CountClosedWorkflowExecutions.
type CountClosedWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// Count: required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated: optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// CountOpenWorkflowExecutionsInput is the request of CountOpenWorkflowExecutions. counts the open runs of a domain that match the filters.
type CountOpenWorkflowExecutionsInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter: required.
	StartTimeFilter ExecutionTimeFilter `json:"startTimeFilter" swf:"required"`
	// TypeFilter: optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter: optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// ExecutionFilter: optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
}

// NewCountOpenWorkflowExecutionsInput returns a request with the required members set; set the optional ones on the value.
func NewCountOpenWorkflowExecutionsInput(domain string, startTimeFilter ExecutionTimeFilter) *CountOpenWorkflowExecutionsInput {
	return &CountOpenWorkflowExecutionsInput{Domain: domain, StartTimeFilter: startTimeFilter}
}

// CountOpenWorkflowExecutionsOutput is the reply to CountOpenWorkflowExecutions.
type CountOpenWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// Count: required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated: optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// ListClosedWorkflowExecutionsInput is the request of ListClosedWorkflowExecutions. lists closed runs within a time range.
type ListClosedWorkflowExecutionsInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter: optional.
	StartTimeFilter *ExecutionTimeFilter `json:"startTimeFilter,omitempty"`
	// CloseTimeFilter: optional.
	CloseTimeFilter *ExecutionTimeFilter `json:"closeTimeFilter,omitempty"`
	// ExecutionFilter: optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
	// CloseStatusFilter: optional.
	CloseStatusFilter *CloseStatusFilter `json:"closeStatusFilter,omitempty"`
	// TypeFilter: optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter: optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListClosedWorkflowExecutionsInput returns a request with the required members set; set the optional ones on the value.
func NewListClosedWorkflowExecutionsInput(domain string) *ListClosedWorkflowExecutionsInput {
	return &ListClosedWorkflowExecutionsInput{Domain: domain}
}

// ListClosedWorkflowExecutionsOutput is the reply to ListClosedWorkflowExecutions.
type ListClosedWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// ExecutionInfos: required.
	ExecutionInfos []WorkflowExecutionInfo `json:"executionInfos" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// ListOpenWorkflowExecutionsInput is the request of ListOpenWorkflowExecutions. lists open runs within a range of start times.
type ListOpenWorkflowExecutionsInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter: required.
	StartTimeFilter ExecutionTimeFilter `json:"startTimeFilter" swf:"required"`
	// TypeFilter: optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter: optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
	// ExecutionFilter: optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
}

// NewListOpenWorkflowExecutionsInput returns a request with the required members set; set the optional ones on the value.
func NewListOpenWorkflowExecutionsInput(domain string, startTimeFilter ExecutionTimeFilter) *ListOpenWorkflowExecutionsInput {
	return &ListOpenWorkflowExecutionsInput{Domain: domain, StartTimeFilter: startTimeFilter}
}

// ListOpenWorkflowExecutionsOutput is the reply to ListOpenWorkflowExecutions.
type ListOpenWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// ExecutionInfos: required.
	ExecutionInfos []WorkflowExecutionInfo `json:"executionInfos" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}
