package swf

// DefaultUndefinedFault is a fault of the SWF API (HTTP 400).
type DefaultUndefinedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DefaultUndefinedFault) FaultCode() string { return "DefaultUndefinedFault" }

// Error gives the code and the message.
func (f *DefaultUndefinedFault) Error() string { return faultText(f) }

// DomainAlreadyExistsFault is a fault of the SWF API (HTTP 400).
type DomainAlreadyExistsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DomainAlreadyExistsFault) FaultCode() string { return "DomainAlreadyExistsFault" }

// Error gives the code and the message.
func (f *DomainAlreadyExistsFault) Error() string { return faultText(f) }

// DomainDeprecatedFault is a fault of the SWF API (HTTP 400).
type DomainDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*DomainDeprecatedFault) FaultCode() string { return "DomainDeprecatedFault" }

// Error gives the code and the message.
func (f *DomainDeprecatedFault) Error() string { return faultText(f) }

// LimitExceededFault is a fault of the SWF API (HTTP 400).
type LimitExceededFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*LimitExceededFault) FaultCode() string { return "LimitExceededFault" }

// Error gives the code and the message.
func (f *LimitExceededFault) Error() string { return faultText(f) }

// OperationNotPermittedFault is a fault of the SWF API (HTTP 400).
type OperationNotPermittedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*OperationNotPermittedFault) FaultCode() string { return "OperationNotPermittedFault" }

// Error gives the code and the message.
func (f *OperationNotPermittedFault) Error() string { return faultText(f) }

// TooManyTagsFault is a fault of the SWF API (HTTP 400).
type TooManyTagsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TooManyTagsFault) FaultCode() string { return "TooManyTagsFault" }

// Error gives the code and the message.
func (f *TooManyTagsFault) Error() string { return faultText(f) }

// TypeAlreadyExistsFault is a fault of the SWF API (HTTP 400).
type TypeAlreadyExistsFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeAlreadyExistsFault) FaultCode() string { return "TypeAlreadyExistsFault" }

// Error gives the code and the message.
func (f *TypeAlreadyExistsFault) Error() string { return faultText(f) }

// TypeDeprecatedFault is a fault of the SWF API (HTTP 400).
type TypeDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeDeprecatedFault) FaultCode() string { return "TypeDeprecatedFault" }

// Error gives the code and the message.
func (f *TypeDeprecatedFault) Error() string { return faultText(f) }

// TypeNotDeprecatedFault is a fault of the SWF API (HTTP 400).
type TypeNotDeprecatedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*TypeNotDeprecatedFault) FaultCode() string { return "TypeNotDeprecatedFault" }

// Error gives the code and the message.
func (f *TypeNotDeprecatedFault) Error() string { return faultText(f) }

// UnknownResourceFault is a fault of the SWF API (HTTP 400).
type UnknownResourceFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*UnknownResourceFault) FaultCode() string { return "UnknownResourceFault" }

// Error gives the code and the message.
func (f *UnknownResourceFault) Error() string { return faultText(f) }

// WorkflowExecutionAlreadyStartedFault is a fault of the SWF API (HTTP 400).
type WorkflowExecutionAlreadyStartedFault struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the fault.
func (*WorkflowExecutionAlreadyStartedFault) FaultCode() string {
	return "WorkflowExecutionAlreadyStartedFault"
}

// Error gives the code and the message.
func (f *WorkflowExecutionAlreadyStartedFault) Error() string { return faultText(f) }
