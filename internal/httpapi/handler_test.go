package httpapi

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/swf"
)

func TestReadiness(t *testing.T) {
	for _, c := range []struct {
		ready  error
		path   string
		status int
		reply  string
	}{
		{nil, "/livez", 200, "ok\n"},
		{nil, "/readyz", 200, "ok\n"},
		{nil, "/readyz?verbose", 200, "ok\nthe clock was stepped\n"},
		{errors.New("the disk is nearly full"), "/livez", 200, "ok\n"},
		{errors.New("the disk is nearly full"), "/readyz", 503, "not ready\n"},
		{errors.New("the disk is nearly full"), "/readyz?verbose", 503, "not ready: the disk is nearly full\n"},
		{errors.New("the disk is nearly full"), "/readyz?verbose=0&x", 503, "not ready: the disk is nearly full\n"},
	} {
		d := newDoor(t)
		d.Ready, d.Remarks = func() error { return c.ready }, func() []string { return []string{"the clock was stepped"} }
		w := &memory{header: http.Header{}}
		NewHandler(d.Config).ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.path, nil))
		if w.status != c.status || w.body.String() != c.reply || w.header.Get("x-amzn-RequestId") == "" {
			t.Errorf("%s while %v: %d %q", c.path, c.ready, w.status, w.body.String())
		}
	}
	d := newDoor(t)
	w := &memory{header: http.Header{}}
	NewHandler(d.Config).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if w.status != 200 {
		t.Errorf("a server that is always ready: %d", w.status)
	}
}

func TestAnyHostWhereNoneIsNamed(t *testing.T) {
	d := newDoor(t)
	r := request("DeprecateDomain", `{"name":"orders"}`)
	r.Host = "evil.example"
	w := &memory{header: http.Header{}}
	if NewHandler(d.Config).ServeHTTP(w, r); w.status != 200 {
		t.Errorf("%d %s", w.status, w.body.String())
	}
}

// strict is a door that lets nobody in, or nobody do anything.
type strict struct {
	identify, authorize error
	// revoked, if it is not nil, is closed when nobody may go on.
	revoked chan struct{}
	// asked is what Authorize was asked last.
	body      string
	operation string
	input     any
	caller    access.Caller
}

func (s *strict) Identify(_ *http.Request, body []byte) (access.Caller, error) {
	s.body = string(body)
	return access.Caller{Account: "111122223333", Region: "eu-west-1", Principal: "p"}, s.identify
}

func (s *strict) Authorize(caller access.Caller, operation string, input any) error {
	s.caller, s.operation, s.input = caller, operation, input
	return s.authorize
}

var errRevoked = &swf.UnrecognizedClientException{FaultDetail: swf.FaultDetail{Message: "revoked"}}

func (s *strict) While(ctx context.Context, _ access.Caller, _ string, _ any) (context.Context, func()) {
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-s.revoked:
			end(errRevoked)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { end(nil) }
}

// TestWhoMayNoLongerPoll gets no task: the poll ends at once, as if none had come. The poll of one who may goes on.
func TestWhoMayNoLongerPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, revoke := range []bool{true, false} {
			d := newDoor(t)
			s := &strict{revoked: make(chan struct{})}
			d.Door = s
			d.service.answers("PollForActivityTask", func(ctx context.Context, _ any) error {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(time.Minute):
					return &swf.LimitExceededFault{}
				}
			})
			if revoke {
				time.AfterFunc(time.Second, func() { close(s.revoked) })
			}
			began := time.Now()
			status, reply := call(NewHandler(d.Config), "PollForActivityTask", pollBody)
			took := time.Since(began)
			if revoke && (status != 200 || reply != `{"startedEventId":0}` || took != time.Second) {
				t.Errorf("revoked, a poll is answered after %v: %d %s", took, status, reply)
			}
			if !revoke && (!strings.Contains(reply, "#LimitExceededFault") || took != time.Minute) {
				t.Errorf("a poll is answered after %v: %d %s", took, status, reply)
			}
			synctest.Wait()
		}
	})
}

func TestTheDoorDecides(t *testing.T) {
	denied := &swf.AccessDeniedException{FaultDetail: swf.FaultDetail{Message: "no"}}
	missing := &swf.MissingAuthenticationTokenException{FaultDetail: swf.FaultDetail{Message: "who"}}
	for _, c := range []struct {
		what  string
		door  strict
		body  string
		reply string
	}{
		{"a stranger", strict{identify: missing, authorize: denied}, `{"taskToken":7}`, "#MissingAuthenticationTokenException"},
		{"a stranger without JSON", strict{identify: missing}, `{`, "#SerializationException"},
		{"the unauthorized with a wrong type", strict{authorize: denied}, `{"taskToken":7}`, "#SerializationException"},
		{"the unauthorized with a broken constraint", strict{authorize: denied}, `{}`, "#ValidationException"},
		{"the unauthorized with a bad token", strict{authorize: denied}, `{"taskToken":"x"}`, `"message":"Invalid token"`},
		{"the unauthorized", strict{authorize: denied}, `{"taskToken":"${activity}"}`, `#AccessDeniedException","Message":"no"`},
		{"a door that is broken", strict{authorize: errors.New("no policies")}, `{"taskToken":"${activity}"}`, "#InternalFailure"},
	} {
		d := newDoor(t)
		d.Door = &c.door
		body := strings.ReplaceAll(c.body, "${activity}", d.tokens.SealTask(activityTask))
		if _, reply := call(NewHandler(d.Config), "RecordActivityTaskHeartbeat", body); !strings.Contains(reply, c.reply) {
			t.Errorf("%s: %s", c.what, reply)
		}
		if seen := d.service.calls(); len(seen) > 0 {
			t.Errorf("%s reached the service", c.what)
		}
	}
}

// TestTheDoorSeesWhatTheServiceWillSee: the very input and caller, with the task that the token names and the request's id.
func TestTheDoorSeesWhatTheServiceWillSee(t *testing.T) {
	d := newDoor(t)
	s := &strict{}
	d.Door = s
	token := d.tokens.SealTask(activityTask)
	body := `{"taskToken":"` + token + `"}`
	call(NewHandler(d.Config), "RecordActivityTaskHeartbeat", body)
	if s.body != body {
		t.Errorf("the door was shown %s", s.body)
	}
	in, ok := s.input.(*swf.RecordActivityTaskHeartbeatInput)
	if s.operation != "RecordActivityTaskHeartbeat" || !ok || in.TaskToken != token || s.caller.Task == nil || *s.caller.Task != activityTask {
		t.Errorf("the door was asked about %s %+v by %+v", s.operation, s.input, s.caller)
	}
	if s.caller.RequestID != "00000000-0000-4000-8000-000000000001" {
		t.Errorf("the request is named %q", s.caller.RequestID)
	}
	if seen := d.service.calls(); len(seen) != 1 || !strings.HasPrefix(seen[0], "111122223333 eu-west-1 p: ") {
		t.Errorf("the service saw %s", seen)
	}
}

// broken panics when a reply is written.
type broken struct{ memory }

func (b *broken) Write([]byte) (int, error) { panic(canary) }

// TestAPanicInAReplyEndsTheConnection: half a reply cannot be taken back.
func TestAPanicInAReplyEndsTheConnection(t *testing.T) {
	d := newDoor(t)
	w := &broken{memory{header: http.Header{}}}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("the handler ends with %v", p)
		}
		if !strings.Contains(d.log.String(), "request panicked") {
			t.Errorf("logged: %s", d.log)
		}
	}()
	NewHandler(d.Config).ServeHTTP(w, request("DescribeDomain", `{"name":"orders"}`))
}

// TestWhatIsSaidOfAPanic: the runtime's own errors are said in full, of others only their type.
func TestWhatIsSaidOfAPanic(t *testing.T) {
	said := func(do func()) (text string) {
		defer func() { text = plain(recover()) }()
		do()
		return ""
	}
	var none []int
	for want, do := range map[string]func(){
		"runtime error: index out of range [7] with length 0": func() { _ = none[len(none)+7] },
		"string":              func() { panic(canary) },
		"*errors.errorString": func() { panic(errors.New(canary)) },
	} {
		if got := said(do); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRequestIDs(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := NewRequestID()
		if !form.MatchString(id) || seen[id] {
			t.Errorf("request id %s", id)
		}
		seen[id] = true
	}
}
