package lambda

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

const (
	// connectTime is how long a connection may take to be made.
	connectTime = 10 * time.Second
	// idleTime is shorter than what servers commonly allow: a request on a connection that the other end is just closing would be
	// lost, and could not be sent again.
	idleTime = 4 * time.Second
	// idleConnections are kept for the next calls.
	idleConnections = 64
	// maxHeader is how long the head of an answer may be, in bytes.
	maxHeader = 64 << 10
	// maxBytes is how many bytes of UTF-8 a character (a code unit of UTF-16) takes at most.
	maxBytes = 3
	// maxFault is how many bytes are read of what tells how something has failed: enough for the details of an event, even if each
	// character is escaped.
	maxFault = 256 << 10
)

// functionError is the header that says that it was the function which failed.
const functionError = "X-Amz-Function-Error"

// newHTTPClient makes an HTTP client that calls one endpoint and reads answers of so many characters.
func newHTTPClient(maxResult int) *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: connectTime}).DialContext
	t.TLSHandshakeTimeout = connectTime
	t.IdleConnTimeout = idleTime
	t.MaxIdleConns, t.MaxIdleConnsPerHost = idleConnections, idleConnections
	t.MaxResponseHeaderBytes = maxHeader
	return &http.Client{
		Transport:     &bounded{base: t, result: int64(maxResult) * maxBytes},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded is a transport that reads no more of an answer than can be used, and knows of a request that was never sent.
type bounded struct {
	base http.RoundTripper
	// result is how many bytes the answer of a function may have.
	result int64
}

// unreached is the failure to connect: nothing was sent.
type unreached struct{ cause error }

func (e *unreached) Error() string { return fmt.Sprintf("connect: %v", e.cause) }
func (e *unreached) Unwrap() error { return e.cause }

// RoundTrip sends a request.
func (t *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	r, err := withOwnBody(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	if err != nil {
		return nil, &unreached{err}
	}
	answer, err := t.base.RoundTrip(r)
	switch {
	case err != nil && !connected.Load():
		return nil, &unreached{err}
	case err != nil:
		return nil, err
	}
	body := &boundedBody{ReadCloser: answer.Body, left: t.result}
	if answer.StatusCode/100 != 2 || answer.Header.Get(functionError) != "" {
		body.left, body.cut = maxFault, true
	}
	answer.Body = body
	return answer, nil
}

// withOwnBody gives a request, which must be the caller's own, a body that nobody else touches. The SDK closes the body that it has given
// as soon as the head of an answer is there. A transport that is just looking for the end of that body takes this for a failure to send, and
// breaks the connection under the answer.
func withOwnBody(r *http.Request) (*http.Request, error) {
	if r.Body == nil {
		return r, nil
	}
	defer r.Body.Close()
	payload, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	// If a kept connection turns out to be closed before anything was written to it, the transport may take another.
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(payload)), nil }
	r.Body, err = r.GetBody()
	return r, err
}

// CloseIdleConnections is for the client that this is the transport of.
func (t *bounded) CloseIdleConnections() {
	if base, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

// errTooLong is the error of a body that goes on after its bound.
var errTooLong = errors.New("the answer is too long")

// boundedBody is a body with a bound: behind it there is the end, if it is cut, else an error.
type boundedBody struct {
	io.ReadCloser
	left int64
	cut  bool
}

// Read reads up to the bound, and a byte more to see whether there is one.
func (b *boundedBody) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if b.left > 0 {
		n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
		b.left -= int64(n)
		return n, err
	}
	if b.cut {
		return 0, io.EOF
	}
	var more [1]byte
	n, err := b.ReadCloser.Read(more[:])
	if n > 0 {
		return 0, errTooLong
	}
	return 0, err
}
