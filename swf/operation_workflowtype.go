package swf

// DeleteWorkflowTypeInput is the request of DeleteWorkflowType, which removes a deprecated workflow type for good.
type DeleteWorkflowTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDeleteWorkflowTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDeleteWorkflowTypeInput(domain string, workflowType WorkflowType) *DeleteWorkflowTypeInput {
	return &DeleteWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DeleteWorkflowTypeOutput is the reply to DeleteWorkflowType. It has no members: the body is empty.
type DeleteWorkflowTypeOutput struct {
	Response `json:"-"`
}

// DeprecateWorkflowTypeInput is the request of DeprecateWorkflowType, which closes a workflow type for new runs;
// open ones go on.
type DeprecateWorkflowTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDeprecateWorkflowTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDeprecateWorkflowTypeInput(domain string, workflowType WorkflowType) *DeprecateWorkflowTypeInput {
	return &DeprecateWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DeprecateWorkflowTypeOutput is the reply to DeprecateWorkflowType. It has no members: the body is empty.
type DeprecateWorkflowTypeOutput struct {
	Response `json:"-"`
}

// DescribeWorkflowTypeInput is the request of DescribeWorkflowType, which returns the state and the defaults of a
// workflow type.
type DescribeWorkflowTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDescribeWorkflowTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDescribeWorkflowTypeInput(domain string, workflowType WorkflowType) *DescribeWorkflowTypeInput {
	return &DescribeWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DescribeWorkflowTypeOutput is the reply to DescribeWorkflowType.
type DescribeWorkflowTypeOutput struct {
	Response `json:"-"`
	// TypeInfo is the type's name, version, state, description and dates. Required.
	TypeInfo WorkflowTypeInfo `json:"typeInfo" swf:"required"`
	// Configuration holds the defaults given at registration. Required.
	Configuration WorkflowTypeConfiguration `json:"configuration" swf:"required"`
}

// ListWorkflowTypesInput is the request of ListWorkflowTypes, which lists the workflow types of a domain that are
// in one registration state.
type ListWorkflowTypesInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name selects the versions of one type; all types if absent. Optional; 1 to 256 characters.
	Name *string `json:"name,omitempty" swf:"1..256"`
	// RegistrationStatus selects the state to list; each state must be asked for by itself. Required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most items that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for descending instead of ascending order of names. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListWorkflowTypesInput returns a request with its required members set. Optional ones are set on the result.
func NewListWorkflowTypesInput(domain string, registrationStatus RegistrationStatus) *ListWorkflowTypesInput {
	return &ListWorkflowTypesInput{Domain: domain, RegistrationStatus: registrationStatus}
}

// ListWorkflowTypesOutput is the reply to ListWorkflowTypes.
type ListWorkflowTypesOutput struct {
	Response `json:"-"`
	// TypeInfos are the types of this page. Required.
	TypeInfos []WorkflowTypeInfo `json:"typeInfos" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterWorkflowTypeInput is the request of RegisterWorkflowType, which creates a workflow type with its
// defaults, which never change.
type RegisterWorkflowTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name is the name of the type. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version is the version of the type: free text, not compared by order. Required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// DefaultTaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision
	// task, for runs whose start gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultExecutionStartToCloseTimeout is the longest life, in seconds, of runs whose start gives none; at most
	// a year, never NONE. Optional; 0 to 8 characters.
	DefaultExecutionStartToCloseTimeout *string `json:"defaultExecutionStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList names the decision task list of runs whose start gives none. Optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority is the priority of tasks for which none is given: a 32-bit integer as text, higher
	// first. Optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultChildPolicy is the child policy of runs whose start gives none. Optional.
	DefaultChildPolicy ChildPolicy `json:"defaultChildPolicy,omitempty"`
	// DefaultLambdaRole is the ARN of the IAM role for Lambda functions, for runs whose start gives none.
	// Optional; 1 to 1600 characters.
	DefaultLambdaRole *string `json:"defaultLambdaRole,omitempty" swf:"1..1600"`
}

// NewRegisterWorkflowTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewRegisterWorkflowTypeInput(domain string, name string, version string) *RegisterWorkflowTypeInput {
	return &RegisterWorkflowTypeInput{Domain: domain, Name: name, Version: version}
}

// RegisterWorkflowTypeOutput is the reply to RegisterWorkflowType. It has no members: the body is empty.
type RegisterWorkflowTypeOutput struct {
	Response `json:"-"`
}

// UndeprecateWorkflowTypeInput is the request of UndeprecateWorkflowType, which opens a deprecated workflow type
// for new runs again.
type UndeprecateWorkflowTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewUndeprecateWorkflowTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewUndeprecateWorkflowTypeInput(domain string, workflowType WorkflowType) *UndeprecateWorkflowTypeInput {
	return &UndeprecateWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// UndeprecateWorkflowTypeOutput is the reply to UndeprecateWorkflowType. It has no members: the body is empty.
type UndeprecateWorkflowTypeOutput struct {
	Response `json:"-"`
}
