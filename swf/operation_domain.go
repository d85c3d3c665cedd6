package swf

// DeprecateDomainInput is the request of DeprecateDomain, which closes a domain for new types and runs, and
// deprecates its types; open runs go on.
type DeprecateDomainInput struct {
	// Name is the name of the domain. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewDeprecateDomainInput returns a request with its required members set. Optional ones are set on the result.
func NewDeprecateDomainInput(name string) *DeprecateDomainInput {
	return &DeprecateDomainInput{Name: name}
}

// DeprecateDomainOutput is the reply to DeprecateDomain. It has no members: the body is empty.
type DeprecateDomainOutput struct {
	Response `json:"-"`
}

// DescribeDomainInput is the request of DescribeDomain, which returns the state, description, ARN and retention of
// a domain.
type DescribeDomainInput struct {
	// Name is the name of the domain. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewDescribeDomainInput returns a request with its required members set. Optional ones are set on the result.
func NewDescribeDomainInput(name string) *DescribeDomainInput {
	return &DescribeDomainInput{Name: name}
}

// DescribeDomainOutput is the reply to DescribeDomain.
type DescribeDomainOutput struct {
	Response `json:"-"`
	// DomainInfo is the domain's name, state, description and ARN. Required.
	DomainInfo DomainInfo `json:"domainInfo" swf:"required"`
	// Configuration holds the domain's retention period. Required.
	Configuration DomainConfiguration `json:"configuration" swf:"required"`
}

// ListDomainsInput is the request of ListDomains, which lists the domains of the account and Region that are in
// one registration state.
type ListDomainsInput struct {
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// RegistrationStatus selects the state to list; each state must be asked for by itself. Required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// MaximumPageSize is the most items that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for descending instead of ascending order of names. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListDomainsInput returns a request with its required members set. Optional ones are set on the result.
func NewListDomainsInput(registrationStatus RegistrationStatus) *ListDomainsInput {
	return &ListDomainsInput{RegistrationStatus: registrationStatus}
}

// ListDomainsOutput is the reply to ListDomains.
type ListDomainsOutput struct {
	Response `json:"-"`
	// DomainInfos are the domains of this page. Required.
	DomainInfos []DomainInfo `json:"domainInfos" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterDomainInput is the request of RegisterDomain, which creates a domain.
type RegisterDomainInput struct {
	// Name is the name of the domain, unique in account and Region for ever. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// WorkflowExecutionRetentionPeriodInDays is how long closed runs are kept: 0 to 90 as text, or NONE; 0 and
	// NONE keep none. Required; 1 to 8 characters.
	WorkflowExecutionRetentionPeriodInDays string `json:"workflowExecutionRetentionPeriodInDays" swf:"required,1..8"`
	// Tags are the domain's resource tags, at most 50. Optional.
	Tags []ResourceTag `json:"tags,omitempty"`
}

// NewRegisterDomainInput returns a request with its required members set. Optional ones are set on the result.
func NewRegisterDomainInput(name string, workflowExecutionRetentionPeriodInDays string) *RegisterDomainInput {
	return &RegisterDomainInput{Name: name, WorkflowExecutionRetentionPeriodInDays: workflowExecutionRetentionPeriodInDays}
}

// RegisterDomainOutput is the reply to RegisterDomain. It has no members: the body is empty.
type RegisterDomainOutput struct {
	Response `json:"-"`
}

// UndeprecateDomainInput is the request of UndeprecateDomain, which opens a deprecated domain for new types and
// runs again.
type UndeprecateDomainInput struct {
	// Name is the name of the domain. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// NewUndeprecateDomainInput returns a request with its required members set. Optional ones are set on the result.
func NewUndeprecateDomainInput(name string) *UndeprecateDomainInput {
	return &UndeprecateDomainInput{Name: name}
}

// UndeprecateDomainOutput is the reply to UndeprecateDomain. It has no members: the body is empty.
type UndeprecateDomainOutput struct {
	Response `json:"-"`
}
