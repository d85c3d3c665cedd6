package swf

// DeprecateDomainInput is the request of DeprecateDomain. closes a domain for new types and runs, and deprecates its types.
type DeprecateDomainInput struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewDeprecateDomainInput returns a request with the required members set; set the optional ones on the value.
func NewDeprecateDomainInput(name string) *DeprecateDomainInput {
	return &DeprecateDomainInput{Name: name}
}

// DeprecateDomainOutput is the reply to DeprecateDomain. It has no members: the body is empty.
type DeprecateDomainOutput struct {
	Response `json:"-"`
}

// DescribeDomainInput is the request of DescribeDomain. returns the state, description, ARN and retention of a domain.
type DescribeDomainInput struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewDescribeDomainInput returns a request with the required members set; set the optional ones on the value.
func NewDescribeDomainInput(name string) *DescribeDomainInput {
	return &DescribeDomainInput{Name: name}
}

// DescribeDomainOutput is the reply to DescribeDomain.
type DescribeDomainOutput struct {
	Response `json:"-"`
	// DomainInfo: required.
	DomainInfo DomainInfo `json:"domainInfo" swf:"required"`
	// Configuration: required.
	Configuration DomainConfiguration `json:"configuration" swf:"required"`
}

// ListDomainsInput is the request of ListDomains. lists the domains of the account and Region in one registration state.
type ListDomainsInput struct {
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// RegistrationStatus: required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListDomainsInput returns a request with the required members set; set the optional ones on the value.
func NewListDomainsInput(registrationStatus RegistrationStatus) *ListDomainsInput {
	return &ListDomainsInput{RegistrationStatus: registrationStatus}
}

// ListDomainsOutput is the reply to ListDomains.
type ListDomainsOutput struct {
	Response `json:"-"`
	// DomainInfos: required.
	DomainInfos []DomainInfo `json:"domainInfos" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterDomainInput is the request of RegisterDomain. creates a domain.
type RegisterDomainInput struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// WorkflowExecutionRetentionPeriodInDays: required; 1 to 8 characters.
	WorkflowExecutionRetentionPeriodInDays string `json:"workflowExecutionRetentionPeriodInDays" swf:"required,1..8"`
	// Tags: optional.
	Tags []ResourceTag `json:"tags,omitempty"`
}

// NewRegisterDomainInput returns a request with the required members set; set the optional ones on the value.
func NewRegisterDomainInput(name string, workflowExecutionRetentionPeriodInDays string) *RegisterDomainInput {
	return &RegisterDomainInput{Name: name, WorkflowExecutionRetentionPeriodInDays: workflowExecutionRetentionPeriodInDays}
}

// RegisterDomainOutput is the reply to RegisterDomain. It has no members: the body is empty.
type RegisterDomainOutput struct {
	Response `json:"-"`
}

// UndeprecateDomainInput is the request of UndeprecateDomain. makes a deprecated domain usable again.
type UndeprecateDomainInput struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewUndeprecateDomainInput returns a request with the required members set; set the optional ones on the value.
func NewUndeprecateDomainInput(name string) *UndeprecateDomainInput {
	return &UndeprecateDomainInput{Name: name}
}

// UndeprecateDomainOutput is the reply to UndeprecateDomain. It has no members: the body is empty.
type UndeprecateDomainOutput struct {
	Response `json:"-"`
}
