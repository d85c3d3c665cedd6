package swf

// DeleteWorkflowTypeInput is the request of DeleteWorkflowType. removes a deprecated workflow type for good.
type DeleteWorkflowTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDeleteWorkflowTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDeleteWorkflowTypeInput(domain string, workflowType WorkflowType) *DeleteWorkflowTypeInput {
	return &DeleteWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DeleteWorkflowTypeOutput is the reply to DeleteWorkflowType. It has no members: the body is empty.
type DeleteWorkflowTypeOutput struct {
	Response `json:"-"`
}

// DeprecateWorkflowTypeInput is the request of DeprecateWorkflowType. marks a workflow type as not to be used for new runs.
type DeprecateWorkflowTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDeprecateWorkflowTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDeprecateWorkflowTypeInput(domain string, workflowType WorkflowType) *DeprecateWorkflowTypeInput {
	return &DeprecateWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DeprecateWorkflowTypeOutput is the reply to DeprecateWorkflowType. It has no members: the body is empty.
type DeprecateWorkflowTypeOutput struct {
	Response `json:"-"`
}

// DescribeWorkflowTypeInput is the request of DescribeWorkflowType. returns the state and the registered defaults of a workflow type.
type DescribeWorkflowTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewDescribeWorkflowTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDescribeWorkflowTypeInput(domain string, workflowType WorkflowType) *DescribeWorkflowTypeInput {
	return &DescribeWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// DescribeWorkflowTypeOutput is the reply to DescribeWorkflowType.
type DescribeWorkflowTypeOutput struct {
	Response `json:"-"`
	// TypeInfo: required.
	TypeInfo WorkflowTypeInfo `json:"typeInfo" swf:"required"`
	// Configuration: required.
	Configuration WorkflowTypeConfiguration `json:"configuration" swf:"required"`
}

// ListWorkflowTypesInput is the request of ListWorkflowTypes. lists the workflow types of a domain in one registration state.
type ListWorkflowTypesInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name: optional; 1 to 256 characters.
	Name *string `json:"name,omitempty" swf:"1..256"`
	// RegistrationStatus: required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListWorkflowTypesInput returns a request with the required members set; set the optional ones on the value.
func NewListWorkflowTypesInput(domain string, registrationStatus RegistrationStatus) *ListWorkflowTypesInput {
	return &ListWorkflowTypesInput{Domain: domain, RegistrationStatus: registrationStatus}
}

// ListWorkflowTypesOutput is the reply to ListWorkflowTypes.
type ListWorkflowTypesOutput struct {
	Response `json:"-"`
	// TypeInfos: required.
	TypeInfos []WorkflowTypeInfo `json:"typeInfos" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterWorkflowTypeInput is the request of RegisterWorkflowType. creates a workflow type with its defaults.
type RegisterWorkflowTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version: required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// DefaultTaskStartToCloseTimeout: optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	DefaultExecutionStartToCloseTimeout *string `json:"defaultExecutionStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList: optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority: optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultChildPolicy: optional.
	DefaultChildPolicy ChildPolicy `json:"defaultChildPolicy,omitempty"`
	// DefaultLambdaRole: optional; 1 to 1600 characters.
	DefaultLambdaRole *string `json:"defaultLambdaRole,omitempty" swf:"1..1600"`
}

// NewRegisterWorkflowTypeInput returns a request with the required members set; set the optional ones on the value.
func NewRegisterWorkflowTypeInput(domain string, name string, version string) *RegisterWorkflowTypeInput {
	return &RegisterWorkflowTypeInput{Domain: domain, Name: name, Version: version}
}

// RegisterWorkflowTypeOutput is the reply to RegisterWorkflowType. It has no members: the body is empty.
type RegisterWorkflowTypeOutput struct {
	Response `json:"-"`
}

// UndeprecateWorkflowTypeInput is the request of UndeprecateWorkflowType. makes a deprecated workflow type usable again.
type UndeprecateWorkflowTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
}

// NewUndeprecateWorkflowTypeInput returns a request with the required members set; set the optional ones on the value.
func NewUndeprecateWorkflowTypeInput(domain string, workflowType WorkflowType) *UndeprecateWorkflowTypeInput {
	return &UndeprecateWorkflowTypeInput{Domain: domain, WorkflowType: workflowType}
}

// UndeprecateWorkflowTypeOutput is the reply to UndeprecateWorkflowType. It has no members: the body is empty.
type UndeprecateWorkflowTypeOutput struct {
	Response `json:"-"`
}
