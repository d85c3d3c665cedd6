package swf

// CountClosedWorkflowExecutionsInput is the request of CountClosedWorkflowExecutions, which counts the closed runs
// of a domain that match the filters.
type CountClosedWorkflowExecutionsInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter selects runs by the time at which they started. Exactly one of StartTimeFilter and
	// CloseTimeFilter must be given. Optional.
	StartTimeFilter *ExecutionTimeFilter `json:"startTimeFilter,omitempty"`
	// CloseTimeFilter selects runs by the time at which they closed. Exactly one of StartTimeFilter and
	// CloseTimeFilter must be given. Optional.
	CloseTimeFilter *ExecutionTimeFilter `json:"closeTimeFilter,omitempty"`
	// ExecutionFilter selects the runs of one workflowId. At most one filter besides the time filter may be given.
	// Optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
	// TypeFilter selects runs by workflow type. At most one filter besides the time filter may be given. Optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter selects runs that carry a tag. At most one filter besides the time filter may be given. Optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// CloseStatusFilter selects runs by the way they closed. At most one filter besides the time filter may be
	// given. Optional.
	CloseStatusFilter *CloseStatusFilter `json:"closeStatusFilter,omitempty"`
}

// NewCountClosedWorkflowExecutionsInput returns a request with its required members set. Optional ones are set on the result.
func NewCountClosedWorkflowExecutionsInput(domain string) *CountClosedWorkflowExecutionsInput {
	return &CountClosedWorkflowExecutionsInput{Domain: domain}
}

// CountClosedWorkflowExecutionsOutput is the reply to CountClosedWorkflowExecutions.
type CountClosedWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// Count is the number found; a lower bound if Truncated is set. Required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated tells that there are more than were counted. Optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// CountOpenWorkflowExecutionsInput is the request of CountOpenWorkflowExecutions, which counts the open runs of a
// domain that match the filters.
type CountOpenWorkflowExecutionsInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter selects runs by the time at which they started. Required.
	StartTimeFilter ExecutionTimeFilter `json:"startTimeFilter" swf:"required"`
	// TypeFilter selects runs by workflow type. At most one filter besides the time filter may be given. Optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter selects runs that carry a tag. At most one filter besides the time filter may be given. Optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// ExecutionFilter selects the runs of one workflowId. At most one filter besides the time filter may be given.
	// Optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
}

// NewCountOpenWorkflowExecutionsInput returns a request with its required members set. Optional ones are set on the result.
func NewCountOpenWorkflowExecutionsInput(domain string, startTimeFilter ExecutionTimeFilter) *CountOpenWorkflowExecutionsInput {
	return &CountOpenWorkflowExecutionsInput{Domain: domain, StartTimeFilter: startTimeFilter}
}

// CountOpenWorkflowExecutionsOutput is the reply to CountOpenWorkflowExecutions.
type CountOpenWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// Count is the number found; a lower bound if Truncated is set. Required; at least 0.
	Count int32 `json:"count" swf:"required,0.."`
	// Truncated tells that there are more than were counted. Optional.
	Truncated bool `json:"truncated" swf:"default"`
}

// ListClosedWorkflowExecutionsInput is the request of ListClosedWorkflowExecutions, which lists the closed runs of
// a domain within a range of start or close times.
type ListClosedWorkflowExecutionsInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter selects runs by the time at which they started. Exactly one of StartTimeFilter and
	// CloseTimeFilter must be given. Optional.
	StartTimeFilter *ExecutionTimeFilter `json:"startTimeFilter,omitempty"`
	// CloseTimeFilter selects runs by the time at which they closed. Exactly one of StartTimeFilter and
	// CloseTimeFilter must be given. Optional.
	CloseTimeFilter *ExecutionTimeFilter `json:"closeTimeFilter,omitempty"`
	// ExecutionFilter selects the runs of one workflowId. At most one filter besides the time filter may be given.
	// Optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
	// CloseStatusFilter selects runs by the way they closed. At most one filter besides the time filter may be
	// given. Optional.
	CloseStatusFilter *CloseStatusFilter `json:"closeStatusFilter,omitempty"`
	// TypeFilter selects runs by workflow type. At most one filter besides the time filter may be given. Optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter selects runs that carry a tag. At most one filter besides the time filter may be given. Optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most items that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for the oldest first. Otherwise the newest comes first, by the time that the filter names.
	// Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListClosedWorkflowExecutionsInput returns a request with its required members set. Optional ones are set on the result.
func NewListClosedWorkflowExecutionsInput(domain string) *ListClosedWorkflowExecutionsInput {
	return &ListClosedWorkflowExecutionsInput{Domain: domain}
}

// ListClosedWorkflowExecutionsOutput is the reply to ListClosedWorkflowExecutions.
type ListClosedWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// ExecutionInfos are the runs of this page. Required.
	ExecutionInfos []WorkflowExecutionInfo `json:"executionInfos" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// ListOpenWorkflowExecutionsInput is the request of ListOpenWorkflowExecutions, which lists the open runs of a
// domain within a range of start times.
type ListOpenWorkflowExecutionsInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// StartTimeFilter selects runs by the time at which they started. Required.
	StartTimeFilter ExecutionTimeFilter `json:"startTimeFilter" swf:"required"`
	// TypeFilter selects runs by workflow type. At most one filter besides the time filter may be given. Optional.
	TypeFilter *WorkflowTypeFilter `json:"typeFilter,omitempty"`
	// TagFilter selects runs that carry a tag. At most one filter besides the time filter may be given. Optional.
	TagFilter *TagFilter `json:"tagFilter,omitempty"`
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most items that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for the oldest start first; otherwise the newest comes first. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
	// ExecutionFilter selects the runs of one workflowId. At most one filter besides the time filter may be given.
	// Optional.
	ExecutionFilter *WorkflowExecutionFilter `json:"executionFilter,omitempty"`
}

// NewListOpenWorkflowExecutionsInput returns a request with its required members set. Optional ones are set on the result.
func NewListOpenWorkflowExecutionsInput(domain string, startTimeFilter ExecutionTimeFilter) *ListOpenWorkflowExecutionsInput {
	return &ListOpenWorkflowExecutionsInput{Domain: domain, StartTimeFilter: startTimeFilter}
}

// ListOpenWorkflowExecutionsOutput is the reply to ListOpenWorkflowExecutions.
type ListOpenWorkflowExecutionsOutput struct {
	Response `json:"-"`
	// ExecutionInfos are the runs of this page. Required.
	ExecutionInfos []WorkflowExecutionInfo `json:"executionInfos" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}
