package httpapi

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
)

// memory is a reply in memory, without deadlines or a connection.
type memory struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (m *memory) Header() http.Header { return m.header }

func (m *memory) WriteHeader(status int) { m.status = status }

func (m *memory) Write(b []byte) (int, error) { return m.body.Write(b) }

// request makes a request of an operation.
func request(operation, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("X-Amz-Target", target+operation)
	r.Header.Set("Content-Type", contentTypeJSON)
	return r
}

// call does a request without a connection, and returns the status and the body of its reply.
func call(h *Handler, operation, body string) (int, string) {
	w := &memory{header: http.Header{}}
	h.ServeHTTP(w, request(operation, body))
	return w.status, w.body.String()
}
