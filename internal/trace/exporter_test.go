package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/httpapi"
)

// inbox is a collector that keeps what it is sent.
type inbox struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
	answer   func(w http.ResponseWriter, r *http.Request)
}

func newInbox(t *testing.T) *inbox {
	b := &inbox{}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		b.mu.Lock()
		b.requests, b.bodies = append(b.requests, r), append(b.bodies, string(body))
		answer := b.answer
		b.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(b.Close)
	return b
}

func (b *inbox) config() Config {
	return Config{
		Endpoint: b.URL + "/v1/traces", Headers: http.Header{"Api-Key": {"k"}}, Timeout: 10 * time.Second,
		Resource: []Attribute{{"service.name", "swfd"}}, Sampler: Sampler{1, true},
	}
}

var began = time.Unix(1767322800, 5)

func call(operation, outcome string, status int, traceparent string) httpapi.Call {
	return httpapi.Call{
		Operation: operation, Outcome: outcome, Status: status, RequestID: "id", Began: began, Took: time.Second,
		Header: http.Header{"Traceparent": {traceparent}, "Authorization": {"secret"}},
	}
}

// TestSpans holds the JSON against what OTLP says: identifiers in hexadecimal digits, long numbers as strings, numbers of enumerations.
func TestSpans(t *testing.T) {
	b := newInbox(t)
	var log bytes.Buffer
	e := Start(b.config(), "v1", slog.New(slog.NewTextHandler(&log, nil)))
	e.Call(call("StartWorkflowExecution", httpapi.Succeeded, 200, "00-"+traceID+"-"+spanID+"-01"))
	e.Call(call("StartWorkflowExecution", httpapi.Succeeded, 200, "00-"+traceID+"-"+spanID+"-00"))
	e.Call(call("DescribeDomain", "InternalFailure", 500, ""))
	e.Call(call("", httpapi.NotFound, 404, ""))
	e.Call(call("PollForActivityTask", httpapi.HungUp, 0, ""))
	e.Close(t.Context())
	if len(b.bodies) != 1 {
		t.Fatalf("%d batches were sent", len(b.bodies))
	}
	if strings.Contains(b.bodies[0], "secret") {
		t.Error("a span holds a secret")
	}
	var batch struct {
		ResourceSpans []struct {
			Resource   struct{ Attributes json.RawMessage }
			ScopeSpans []struct {
				Scope struct{ Name, Version string }
				Spans []struct {
					TraceID, SpanID, ParentSpanID      string
					Name                               string
					Kind                               int
					StartTimeUnixNano, EndTimeUnixNano string
					Attributes                         json.RawMessage
					Status                             struct{ Code int }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b.bodies[0]), &batch); err != nil {
		t.Fatalf("%v: %s", err, b.bodies[0])
	}
	spans := batch.ResourceSpans[0].ScopeSpans[0].Spans
	if len(spans) != 4 {
		t.Fatalf("%d spans were sent: %s", len(spans), b.bodies[0])
	}
	if got := string(batch.ResourceSpans[0].Resource.Attributes); got != `[{"key":"service.name","value":{"stringValue":"swfd"}}]` {
		t.Errorf("the resource is %s", got)
	}
	first := spans[0]
	if first.TraceID != traceID || first.ParentSpanID != spanID || len(first.SpanID) != 16 || first.SpanID == spanID ||
		first.Name != "SimpleWorkflowService/StartWorkflowExecution" || first.Kind != 2 || first.Status.Code != 0 ||
		first.StartTimeUnixNano != "1767322800000000005" || first.EndTimeUnixNano != "1767322801000000005" {
		t.Errorf("the first span is %+v", first)
	}
	const common = `[{"key":"rpc.system","value":{"stringValue":"aws-api"}},{"key":"rpc.service","value":{"stringValue":"SimpleWorkflowService"}},`
	const rest = `{"key":"aws.request_id","value":{"stringValue":"id"}}`
	for i, want := range []string{
		common + `{"key":"rpc.method","value":{"stringValue":"StartWorkflowExecution"}},` + rest +
			`,{"key":"http.response.status_code","value":{"intValue":"200"}}]`,
		common + `{"key":"rpc.method","value":{"stringValue":"DescribeDomain"}},` + rest +
			`,{"key":"http.response.status_code","value":{"intValue":"500"}},{"key":"error.type","value":{"stringValue":"InternalFailure"}}]`,
		common + `{"key":"rpc.method","value":{"stringValue":"unknown"}},` + rest +
			`,{"key":"http.response.status_code","value":{"intValue":"404"}},{"key":"error.type","value":{"stringValue":"NotFound"}}]`,
		common + `{"key":"rpc.method","value":{"stringValue":"PollForActivityTask"}},` + rest +
			`,{"key":"error.type","value":{"stringValue":"HungUp"}}]`,
	} {
		if got := string(spans[i].Attributes); got != want {
			t.Errorf("span %d has the attributes\n%s\nwant\n%s", i, got, want)
		}
	}
	if spans[1].Status.Code != 2 || spans[1].ParentSpanID != "" || len(spans[1].TraceID) != 32 {
		t.Errorf("the second span is %+v", spans[1])
	}
	r := b.requests[0]
	if r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Api-Key") != "k" {
		t.Errorf("the batch came to %s with %v", r.URL, r.Header)
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", log.String())
	}
}

// A full batch does not wait.
func TestAFullBatchIsSentAtOnce(t *testing.T) {
	b := newInbox(t)
	sent := make(chan bool, 10)
	b.answer = func(http.ResponseWriter, *http.Request) { sent <- true }
	e := Start(b.config(), "v1", slog.New(slog.DiscardHandler))
	for range batchSize {
		e.Call(call("ListDomains", httpapi.Succeeded, 200, ""))
	}
	<-sent
	e.Close(t.Context())
}

// A collector that is in trouble costs spans, never a call's time; the trouble is told once, without what is secret.
func TestACollectorInTrouble(t *testing.T) {
	b := newInbox(t)
	release, stuck := make(chan bool), make(chan bool, 10)
	b.answer = func(w http.ResponseWriter, r *http.Request) {
		stuck <- true
		<-release
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	}
	c := b.config()
	c.Endpoint = strings.Replace(c.Endpoint, "//", "//user:secret@", 1)
	var log bytes.Buffer
	e := Start(c, "v1", slog.New(slog.NewTextHandler(&log, nil)))
	for range batchSize {
		e.Call(call("ListDomains", httpapi.Succeeded, 200, ""))
	}
	<-stuck
	for range queueSize + 7 {
		e.Call(call("ListDomains", httpapi.Succeeded, 200, ""))
	}
	close(release)
	e.Close(t.Context())
	text := log.String()
	if strings.Count(text, "traces cannot be sent") != 1 || !strings.Contains(text, "307") || strings.Contains(text, "secret") {
		t.Errorf("logged: %s", text)
	}
	if !strings.Contains(text, "dropped=7") {
		t.Errorf("what was dropped is not told: %s", text)
	}
	for _, r := range b.requests {
		if r.URL.Path != "/v1/traces" {
			t.Errorf("a redirect was followed to %s", r.URL)
		}
	}
}

// At the end, a collector that does not answer is not waited for longer than there is time.
func TestCloseGivesUp(t *testing.T) {
	b := newInbox(t)
	stuck, release := make(chan bool, 1), make(chan bool)
	b.answer = func(http.ResponseWriter, *http.Request) {
		stuck <- true
		<-release
	}
	defer close(release)
	e := Start(b.config(), "v1", slog.New(slog.DiscardHandler))
	e.Call(call("ListDomains", httpapi.Succeeded, 200, ""))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-stuck
		cancel()
	}()
	e.Close(ctx)
}
