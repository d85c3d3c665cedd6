package swf

// Response is what the transport knows of a reply: it is embedded in every output, is not part of the
// wire body, and only a client fills it.
type Response struct {
	// HTTPStatus is the status code of the reply, 200 for every success.
	HTTPStatus int
	// RequestID is the service's name for the call, from the reply's x-amzn-RequestId header.
	RequestID string
}

// SetResponse records what the transport knows; outputs have it through the embedded Response.
func (r *Response) SetResponse(status int, requestID string) {
	r.HTTPStatus, r.RequestID = status, requestID
}
