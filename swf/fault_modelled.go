package swf

// DefaultUndefinedFault says that a run cannot start because a setting stands neither in the request nor among the
// type's defaults. The message names it. HTTP 400.
type DefaultUndefinedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DefaultUndefinedFault) FaultCode() string { return "DefaultUndefinedFault" }

// Error gives the code and the message.
func (f *DefaultUndefinedFault) Error() string { return faultText(f) }

// DomainAlreadyExistsFault says that the domain's name is taken, also by a deprecated domain, or that a domain to
// undeprecate is not deprecated. The message is the name. HTTP 400.
type DomainAlreadyExistsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DomainAlreadyExistsFault) FaultCode() string { return "DomainAlreadyExistsFault" }

// Error gives the code and the message.
func (f *DomainAlreadyExistsFault) Error() string { return faultText(f) }

// DomainDeprecatedFault says that the domain is deprecated already, or closed for what was asked. The message is
// its name. HTTP 400.
type DomainDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DomainDeprecatedFault) FaultCode() string { return "DomainDeprecatedFault" }

// Error gives the code and the message.
func (f *DomainDeprecatedFault) Error() string { return faultText(f) }

// LimitExceededFault says that a quota is used up, for example of domains, types, open runs, or pollers of a task
// list. It is not a rate limit: see [ThrottlingException]. HTTP 400.
type LimitExceededFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*LimitExceededFault) FaultCode() string { return "LimitExceededFault" }

// Error gives the code and the message.
func (f *LimitExceededFault) Error() string { return faultText(f) }

// OperationNotPermittedFault says that the caller may not do this. In practice the service answers
// [AccessDeniedException]. HTTP 400.
type OperationNotPermittedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*OperationNotPermittedFault) FaultCode() string { return "OperationNotPermittedFault" }

// Error gives the code and the message.
func (f *OperationNotPermittedFault) Error() string { return faultText(f) }

// TooManyTagsFault says that a domain would have more than 50 resource tags. HTTP 400.
type TooManyTagsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TooManyTagsFault) FaultCode() string { return "TooManyTagsFault" }

// Error gives the code and the message.
func (f *TooManyTagsFault) Error() string { return faultText(f) }

// TypeAlreadyExistsFault says that the type exists, registered or deprecated, or that a type to undeprecate is not
// deprecated. The message shows its name and version. HTTP 400.
type TypeAlreadyExistsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeAlreadyExistsFault) FaultCode() string { return "TypeAlreadyExistsFault" }

// Error gives the code and the message.
func (f *TypeAlreadyExistsFault) Error() string { return faultText(f) }

// TypeDeprecatedFault says that the type is deprecated. The message shows its name and version. HTTP 400.
type TypeDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeDeprecatedFault) FaultCode() string { return "TypeDeprecatedFault" }

// Error gives the code and the message.
func (f *TypeDeprecatedFault) Error() string { return faultText(f) }

// TypeNotDeprecatedFault says that a type cannot be deleted because it is not deprecated. HTTP 400.
type TypeNotDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeNotDeprecatedFault) FaultCode() string { return "TypeNotDeprecatedFault" }

// Error gives the code and the message.
func (f *TypeNotDeprecatedFault) Error() string { return faultText(f) }

// UnknownResourceFault says that a domain, type, execution or task is not there (any more). The message tells
// which, and starts with Unknown. HTTP 400.
type UnknownResourceFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*UnknownResourceFault) FaultCode() string { return "UnknownResourceFault" }

// Error gives the code and the message.
func (f *UnknownResourceFault) Error() string { return faultText(f) }

// WorkflowExecutionAlreadyStartedFault says that a run of the workflowId is open already. HTTP 400.
type WorkflowExecutionAlreadyStartedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*WorkflowExecutionAlreadyStartedFault) FaultCode() string {
	return "WorkflowExecutionAlreadyStartedFault"
}

// Error gives the code and the message.
func (f *WorkflowExecutionAlreadyStartedFault) Error() string { return faultText(f) }
