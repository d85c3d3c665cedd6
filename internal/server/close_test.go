package server_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/server"
)

// A call that is not done in time keeps the store open, and is answered with what is true; a second Close ends the rest.
func TestTheStoreIsNotClosedUnderACall(t *testing.T) {
	dir := t.TempDir()
	s := start(t, server.Config{Data: dir})
	body, send := io.Pipe()
	request := httptest.NewRequest(http.MethodPost, "http://localhost/", body)
	request.Header.Set("X-Amz-Target", "SimpleWorkflowService.RegisterDomain")
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	reply := httptest.NewRecorder()
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		s.Handler().ServeHTTP(reply, request)
	}()
	// Once something of the body is read, the call is under way.
	if _, err := io.WriteString(send, `{"name":"d",`); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := s.Close(ctx); err == nil || !strings.Contains(err.Error(), "calls were still under way") {
		t.Errorf("the end under a call: %v", err)
	}
	if _, err := io.WriteString(send, `"workflowExecutionRetentionPeriodInDays":"1"}`); err != nil {
		t.Fatal(err)
	}
	send.Close()
	<-answered
	if reply.Code != http.StatusOK {
		t.Errorf("the call was answered %d %s", reply.Code, reply.Body)
	}
	stop(t, s)
	late := httptest.NewRecorder()
	s.Handler().ServeHTTP(late, httptest.NewRequest(http.MethodGet, "http://localhost/livez", nil))
	if late.Code != http.StatusServiceUnavailable {
		t.Errorf("a call after the end was answered %d %s", late.Code, late.Body)
	}
	again := start(t, server.Config{Data: dir})
	defer stop(t, again)
	if _, list := post(t, again.URL(), "ListDomains", `{"registrationStatus":"REGISTERED"}`); !strings.Contains(list, `"name":"d"`) {
		t.Errorf("what was acknowledged is gone: %s", list)
	}
}
