package swf

// ValidationException is an error common to all operations (HTTP 400).
type ValidationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ValidationException) FaultCode() string { return "ValidationException" }

// Error gives the code and the message.
func (f *ValidationException) Error() string { return faultText(f) }

// ThrottlingException is an error common to all operations (HTTP 400).
type ThrottlingException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ThrottlingException) FaultCode() string { return "ThrottlingException" }

// Error gives the code and the message.
func (f *ThrottlingException) Error() string { return faultText(f) }

// InternalFailure is an error common to all operations (HTTP 500).
type InternalFailure struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*InternalFailure) FaultCode() string { return "InternalFailure" }

// Error gives the code and the message.
func (f *InternalFailure) Error() string { return faultText(f) }

// UnknownOperationException is an error common to all operations (HTTP 400).
type UnknownOperationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*UnknownOperationException) FaultCode() string { return "UnknownOperationException" }

// Error gives the code and the message.
func (f *UnknownOperationException) Error() string { return faultText(f) }

// SerializationException is an error common to all operations (HTTP 400).
type SerializationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*SerializationException) FaultCode() string { return "SerializationException" }

// Error gives the code and the message.
func (f *SerializationException) Error() string { return faultText(f) }

// MissingAuthenticationTokenException is an error common to all operations (HTTP 400).
type MissingAuthenticationTokenException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*MissingAuthenticationTokenException) FaultCode() string {
	return "MissingAuthenticationTokenException"
}

// Error gives the code and the message.
func (f *MissingAuthenticationTokenException) Error() string { return faultText(f) }

// IncompleteSignatureException is an error common to all operations (HTTP 400).
type IncompleteSignatureException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*IncompleteSignatureException) FaultCode() string { return "IncompleteSignatureException" }

// Error gives the code and the message.
func (f *IncompleteSignatureException) Error() string { return faultText(f) }

// InvalidSignatureException is an error common to all operations (HTTP 400).
type InvalidSignatureException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*InvalidSignatureException) FaultCode() string { return "InvalidSignatureException" }

// Error gives the code and the message.
func (f *InvalidSignatureException) Error() string { return faultText(f) }

// UnrecognizedClientException is an error common to all operations (HTTP 400).
type UnrecognizedClientException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*UnrecognizedClientException) FaultCode() string { return "UnrecognizedClientException" }

// Error gives the code and the message.
func (f *UnrecognizedClientException) Error() string { return faultText(f) }

// ExpiredTokenException is an error common to all operations (HTTP 400).
type ExpiredTokenException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ExpiredTokenException) FaultCode() string { return "ExpiredTokenException" }

// Error gives the code and the message.
func (f *ExpiredTokenException) Error() string { return faultText(f) }

// AccessDeniedException is an error common to all operations (HTTP 400).
type AccessDeniedException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*AccessDeniedException) FaultCode() string { return "AccessDeniedException" }

// Error gives the code and the message.
func (f *AccessDeniedException) Error() string { return faultText(f) }

// RequestAbortedException is an error common to all operations (HTTP 400).
type RequestAbortedException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*RequestAbortedException) FaultCode() string { return "RequestAbortedException" }

// Error gives the code and the message.
func (f *RequestAbortedException) Error() string { return faultText(f) }

// MalformedHttpRequestException is an error common to all operations (HTTP 400).
type MalformedHttpRequestException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*MalformedHttpRequestException) FaultCode() string { return "MalformedHttpRequestException" }

// Error gives the code and the message.
func (f *MalformedHttpRequestException) Error() string { return faultText(f) }

// RequestEntityTooLargeException is an error common to all operations (HTTP 413).
type RequestEntityTooLargeException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*RequestEntityTooLargeException) FaultCode() string { return "RequestEntityTooLargeException" }

// Error gives the code and the message.
func (f *RequestEntityTooLargeException) Error() string { return faultText(f) }

// ServiceUnavailable is an error common to all operations (HTTP 503).
type ServiceUnavailable struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ServiceUnavailable) FaultCode() string { return "ServiceUnavailable" }

// Error gives the code and the message.
func (f *ServiceUnavailable) Error() string { return faultText(f) }
