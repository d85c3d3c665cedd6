package swf

// ValidationException says that a member of the request is missing, out of its limits, or in conflict with
// another. Nothing was done. HTTP 400.
type ValidationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ValidationException) FaultCode() string { return "ValidationException" }

// Error gives the code and the message.
func (f *ValidationException) Error() string { return faultText(f) }

// ThrottlingException says that the caller asks too often; the same call may succeed later. Nothing was done. HTTP
// 400.
type ThrottlingException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ThrottlingException) FaultCode() string { return "ThrottlingException" }

// Error gives the code and the message.
func (f *ThrottlingException) Error() string { return faultText(f) }

// InternalFailure says that the service failed. It has no message; whether the call took effect is unknown. HTTP
// 500.
type InternalFailure struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*InternalFailure) FaultCode() string { return "InternalFailure" }

// Error gives the code and the message.
func (f *InternalFailure) Error() string { return faultText(f) }

// UnknownOperationException says that SWF has no operation of the name that the request gave. It has no message.
// HTTP 400.
type UnknownOperationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*UnknownOperationException) FaultCode() string { return "UnknownOperationException" }

// Error gives the code and the message.
func (f *UnknownOperationException) Error() string { return faultText(f) }

// SerializationException says that the body is not JSON, or that a member has the wrong JSON type. HTTP 400.
type SerializationException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*SerializationException) FaultCode() string { return "SerializationException" }

// Error gives the code and the message.
func (f *SerializationException) Error() string { return faultText(f) }

// MissingAuthenticationTokenException says that the request carries no signature. HTTP 400.
type MissingAuthenticationTokenException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*MissingAuthenticationTokenException) FaultCode() string {
	return "MissingAuthenticationTokenException"
}

// Error gives the code and the message.
func (f *MissingAuthenticationTokenException) Error() string { return faultText(f) }

// IncompleteSignatureException says that the Authorization header or the date is malformed. HTTP 400.
type IncompleteSignatureException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*IncompleteSignatureException) FaultCode() string { return "IncompleteSignatureException" }

// Error gives the code and the message.
func (f *IncompleteSignatureException) Error() string { return faultText(f) }

// InvalidSignatureException says that the signature is wrong, made for another scope, or made by a clock that is
// more than a quarter of an hour off. HTTP 400.
type InvalidSignatureException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*InvalidSignatureException) FaultCode() string { return "InvalidSignatureException" }

// Error gives the code and the message.
func (f *InvalidSignatureException) Error() string { return faultText(f) }

// UnrecognizedClientException says that the access key or the session token is not known. HTTP 400.
type UnrecognizedClientException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*UnrecognizedClientException) FaultCode() string { return "UnrecognizedClientException" }

// Error gives the code and the message.
func (f *UnrecognizedClientException) Error() string { return faultText(f) }

// ExpiredTokenException says that the session token is past its life. HTTP 400.
type ExpiredTokenException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ExpiredTokenException) FaultCode() string { return "ExpiredTokenException" }

// Error gives the code and the message.
func (f *ExpiredTokenException) Error() string { return faultText(f) }

// AccessDeniedException says that no policy allows the caller to do this, or that one forbids it. HTTP 400.
type AccessDeniedException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*AccessDeniedException) FaultCode() string { return "AccessDeniedException" }

// Error gives the code and the message.
func (f *AccessDeniedException) Error() string { return faultText(f) }

// RequestAbortedException says that the connection broke before the request could be read or answered. HTTP 400.
type RequestAbortedException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*RequestAbortedException) FaultCode() string { return "RequestAbortedException" }

// Error gives the code and the message.
func (f *RequestAbortedException) Error() string { return faultText(f) }

// MalformedHttpRequestException says that the request breaks the rules of HTTP. HTTP 400.
type MalformedHttpRequestException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*MalformedHttpRequestException) FaultCode() string { return "MalformedHttpRequestException" }

// Error gives the code and the message.
func (f *MalformedHttpRequestException) Error() string { return faultText(f) }

// RequestEntityTooLargeException says that the body is larger than 1 MB. HTTP 413.
type RequestEntityTooLargeException struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*RequestEntityTooLargeException) FaultCode() string { return "RequestEntityTooLargeException" }

// Error gives the code and the message.
func (f *RequestEntityTooLargeException) Error() string { return faultText(f) }

// ServiceUnavailable says that the service takes no requests for now; the same call may succeed later. HTTP 503.
type ServiceUnavailable struct{ FaultDetail }

// FaultCode returns the name by which SWF knows the error.
func (*ServiceUnavailable) FaultCode() string { return "ServiceUnavailable" }

// Error gives the code and the message.
func (f *ServiceUnavailable) Error() string { return faultText(f) }
