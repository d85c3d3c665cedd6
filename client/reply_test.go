package client_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

func TestReplies(t *testing.T) {
	for body, want := range map[string]swf.RecordActivityTaskHeartbeatOutput{
		`{"cancelRequested":true}`:               {CancelRequested: true},
		`{"cancelRequested":false,"new":[null]}`: {},
		`{"cancelRequested":null}`:               {},
		`{}`:                                     {},
		``:                                       {},
		"\r\n":                                   {},
	} {
		want.Response = swf.Response{HTTPStatus: 200, RequestID: "r-1"}
		if got, err := beat(t.Context(), connect(t, play(ok(body)))); err != nil || *got != want {
			t.Errorf("%q is read as %+v (%v), want %+v", body, got, err, want)
		}
	}
}

// A poll that found no task may say so in any of these ways.
func TestPollsWithoutATask(t *testing.T) {
	for _, body := range []string{
		`{"startedEventId":0}`,
		`{"startedEventId":0,"previousStartedEventId":0}`,
		`{"taskToken":null,"startedEventId":0}`,
		`{"taskToken":"","startedEventId":0,"events":[]}`,
		`{}`,
		``,
	} {
		c := connect(t, play(ok(body)))
		activity, err := c.PollForActivityTask(t.Context(), swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: "l"}))
		if err != nil || activity.TaskToken != "" || activity.StartedEventID != 0 {
			t.Errorf("%q is read as the activity task %+v (%v)", body, activity, err)
		}
		decision, err := c.PollForDecisionTask(t.Context(), swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "l"}))
		if err != nil || decision.TaskToken != "" || len(decision.Events) > 0 {
			t.Errorf("%q is read as the decision task %+v (%v)", body, decision, err)
		}
	}
}

// Every error that SWF has comes back as its own type, in every form that its body may take.
func TestFaultsComeBackAsTheirTypes(t *testing.T) {
	codes := []string{
		"UnknownResourceFault", "OperationNotPermittedFault", "LimitExceededFault", "DomainAlreadyExistsFault",
		"DomainDeprecatedFault", "TypeAlreadyExistsFault", "TypeDeprecatedFault", "TypeNotDeprecatedFault",
		"WorkflowExecutionAlreadyStartedFault", "DefaultUndefinedFault", "TooManyTagsFault", "ValidationException",
		"ThrottlingException", "SerializationException", "UnknownOperationException", "AccessDeniedException",
		"MissingAuthenticationTokenException", "IncompleteSignatureException", "InvalidSignatureException",
		"UnrecognizedClientException", "ExpiredTokenException", "RequestEntityTooLargeException", "InternalFailure",
		"ServiceUnavailable", "RequestAbortedException", "MalformedHttpRequestException",
	}
	for _, code := range codes {
		name := swf.FaultNamespace(code) + code
		for _, a := range []answer{
			{body: `{"__type":"` + name + `","message":"why"}`},
			{body: `{"__type":"` + name + `","Message":"why"}`},
			{body: `{"__type":"` + name + `","message":"why","Message":"because"}`},
			{body: `{"__type":"` + name + `","message":null,"Message":"why"}`},
			{body: `{"__type":"` + code + `:http://internal.amazon.com/coral/","message":"why"}`},
			{body: `{"message":"why"}`, header: map[string]string{"x-amzn-ErrorType": name + ":"}},
		} {
			a.status = swf.FaultStatus(code)
			_, err := beat(t.Context(), connect(t, play(a), client.WithRetry(1)))
			want := swf.NewFault(code, swf.FaultDetail{Message: "why", Response: swf.Response{HTTPStatus: a.status, RequestID: "r-1"}})
			target := reflect.New(reflect.TypeOf(want))
			if !errors.As(err, target.Interface()) || !reflect.DeepEqual(target.Elem().Interface(), want) {
				t.Errorf("%s %v gives %v, want %+v", a.body, a.header, err, want)
			}
			if text := "RecordActivityTaskHeartbeat: " + code + ": why"; err.Error() != text {
				t.Errorf("the text is %q, want %q", err, text)
			}
		}
	}
}

func TestOddErrorAnswers(t *testing.T) {
	cases := []struct {
		name    string
		answer  answer
		code    string
		message string
	}{
		{"an unknown code", refuse(400, "QuotaGoneFault"), "QuotaGoneFault", "why"},
		{"no text", answer{status: 500, body: `{"__type":"com.amazon.coral.service#InternalFailure"}`}, "InternalFailure", ""},
		{"a text that is none", answer{status: 400, body: `{"__type":"a#B","message":{"x":1}}`}, "B", ""},
		{"nothing but a status: too large", answer{status: 413}, "RequestEntityTooLargeException", ""},
		{"nothing but a status: failure", answer{status: 500}, "InternalFailure", ""},
		{"nothing but a status: unavailable", answer{status: 503, body: "<h1>Down</h1>"}, "ServiceUnavailable", ""},
		{
			"the framework's own answer to what is no call", answer{status: 404, body: "<UnknownOperationException/>\n"},
			"UnknownOperationException", "",
		},
		{"somebody else's page", answer{status: 404, body: "<h1>\n  Not here\xff</h1>"}, "HTTP 404", "<h1> Not here</h1>"},
		{"a long page", answer{status: 502, body: strings.Repeat("x", 1000)}, "HTTP 502", strings.Repeat("x", 200) + "..."},
		{"a redirect", answer{status: 301, header: map[string]string{"Location": "http://elsewhere"}}, "HTTP 301", ""},
		{"JSON that is no object", answer{status: 400, body: `[1]`}, "HTTP 400", "[1]"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := play(c.answer)
			_, err := beat(t.Context(), connect(t, s, client.WithRetry(1)))
			var f swf.Fault
			if !errors.As(err, &f) {
				t.Fatalf("the error is %v", err)
			}
			if f.FaultCode() != c.code || f.Detail().Message != c.message {
				t.Errorf("the fault is %q with the message %q", f.FaultCode(), f.Detail().Message)
			}
			if want := (swf.Response{HTTPStatus: c.answer.status, RequestID: "r-1"}); f.Detail().Response != want {
				t.Errorf("the fault has the response %+v", f.Detail().Response)
			}
			if len(s.attempts) != 1 {
				t.Errorf("there were %d attempts", len(s.attempts))
			}
		})
	}
}

// A success that cannot be read is an error, and asking again would not help.
func TestRepliesThatCannotBeRead(t *testing.T) {
	for _, body := range []string{`<html>`, `{"cancelRequested":`, `{"cancelRequested":"maybe"}`, `[]`} {
		s := play(ok(body))
		out, err := beat(t.Context(), connect(t, s))
		if err == nil || !strings.Contains(err.Error(), `read the reply of request "r-1"`) {
			t.Errorf("%s is read as %+v (%v)", body, out, err)
		}
		if len(s.attempts) != 1 {
			t.Errorf("%s is asked for %d times", body, len(s.attempts))
		}
	}
}

// endless is a body that never ends.
type endless struct{ read atomic.Int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.read.Add(int64(len(b)))
	return len(b), nil
}

func (e *endless) Close() error { return nil }

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRepliesAreBounded(t *testing.T) {
	for name, length := range map[string]int64{"announced": 1 << 40, "not announced": -1} {
		t.Run(name, func(t *testing.T) {
			body, attempts := new(endless), 0
			_, err := beat(t.Context(), connect(t, roundTripper(func(*http.Request) (*http.Response, error) {
				attempts++
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body, ContentLength: length}, nil
			})))
			if err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") || attempts != 1 {
				t.Errorf("after %d attempts the error is %v", attempts, err)
			}
			if n := body.read.Load(); n > 256<<20 {
				t.Errorf("%d bytes were read", n)
			}
		})
	}
}

// Replies are read to their end, errors as well, so that one connection serves all calls that follow each other.
func TestConnectionsAreUsedAgain(t *testing.T) {
	var calls, connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if calls.Add(1)%2 == 0 {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"__type":"a#ValidationException","message":"`+strings.Repeat("long ", 10_000)+`"}`)
			return
		}
		_, _ = io.WriteString(w, `{"cancelRequested":false}`)
	}))
	server.Config.ConnState = countNew(&connections)
	server.Start()
	defer server.Close()
	// Without a transport of the test's, so that the client's own is tested.
	c, err := client.New(t.Context(), client.WithEndpoint(server.URL), client.WithRegion("us-east-1"), client.WithCredentials(secret))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		_, err := beat(t.Context(), c)
		var invalid *swf.ValidationException
		if err != nil && !errors.As(err, &invalid) {
			t.Fatal(err)
		}
	}
	if calls.Load() != 20 || connections.Load() != 1 {
		t.Errorf("%d calls took %d connections", calls.Load(), connections.Load())
	}
}
