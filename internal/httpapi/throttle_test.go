package httpapi

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// throttledBy gives a door rates, and a clock that stands.
func (d *door) throttledBy(t *testing.T, rates string) (pass func(time.Duration)) {
	t.Helper()
	r, err := throttle.Parse(rates)
	if err != nil {
		t.Fatal(err)
	}
	at := now
	d.Throttle = throttle.New(r, func() time.Time { return at })
	d.DomainName = func(number uint32) string { return fmt.Sprintf("domain-%d", number) }
	return func(by time.Duration) { at = at.Add(by) }
}

const rateExceeded = `{"__type":"com.amazon.coral.availability#ThrottlingException","message":"Rate exceeded"}`

// TestAThrottledCall is refused as SWF does, and does not reach the service.
func TestAThrottledCall(t *testing.T) {
	d := newDoor(t)
	pass := d.throttledBy(t, "DeprecateDomain=2+1/s")
	h := NewHandler(d.Config)
	for i, want := range []string{"200 ", "200 ", "400 " + rateExceeded, "400 " + rateExceeded} {
		if status, reply := call(h, "DeprecateDomain", `{"name":"orders"}`); fmt.Sprint(status, " ", reply) != want {
			t.Errorf("call %d: %d %s", i, status, reply)
		}
	}
	if seen := d.service.calls(); len(seen) != 2 {
		t.Errorf("the service saw %s", seen)
	}
	if status, _ := call(h, "UndeprecateDomain", `{"name":"orders"}`); status != 200 {
		t.Error("another operation is throttled")
	}
	pass(time.Second)
	if status, _ := call(h, "DeprecateDomain", `{"name":"orders"}`); status != 200 {
		t.Error("after a second it is still throttled")
	}
}

// TestWhatElseIsWrongIsToldFirst, and costs a token all the same; but nobody who is not identified takes one from an account.
func TestWhatElseIsWrongIsToldFirst(t *testing.T) {
	for _, c := range []struct {
		what    string
		door    strict
		body    string
		refusal string
		costs   bool
	}{
		{"a stranger", strict{identify: &swf.UnrecognizedClientException{}}, `{"name":"orders"}`, "#UnrecognizedClientException", false},
		{"no JSON", strict{}, `{`, "#SerializationException", false},
		{"a wrong type", strict{}, `{"name":7}`, "#SerializationException", true},
		{"a constraint", strict{}, `{}`, "#ValidationException", true},
		{"the unauthorized", strict{authorize: &swf.AccessDeniedException{}}, `{"name":"orders"}`, "#AccessDeniedException", true},
	} {
		d := newDoor(t)
		d.throttledBy(t, "DeprecateDomain=1+1/s")
		d.Door = &c.door
		h := NewHandler(d.Config)
		// Throttled or not, it is told the same.
		for range 2 {
			if _, reply := call(h, "DeprecateDomain", c.body); !strings.Contains(reply, c.refusal) {
				t.Errorf("%s: %s", c.what, reply)
			}
		}
		c.door.identify, c.door.authorize = nil, nil
		if status, _ := call(h, "DeprecateDomain", `{"name":"orders"}`); (status != 200) != c.costs {
			t.Errorf("%s: then a good call has status %d", c.what, status)
		}
	}
}

// TestAnExecutionHasRates of its own: for signals, cancel requests, heartbeats and looks at its history.
func TestAnExecutionHasRates(t *testing.T) {
	d := newDoor(t)
	d.throttledBy(t, "execution.SignalWorkflowExecution=2+1/s, execution.RequestCancelWorkflowExecution=2+1/s, "+
		"execution.RecordActivityTaskHeartbeat=2+1/s, execution.GetWorkflowExecutionHistory=2+1/s")
	h := NewHandler(d.Config)
	heartbeat := func(domain uint32, runID string) string {
		return `{"taskToken":"` + d.tokens.SealTask(token.Task{Kind: token.Activity, Domain: domain, RunID: runID}) + `"}`
	}
	for _, c := range []struct{ operation, one, same, other string }{
		{"SignalWorkflowExecution", `{"domain":"d","workflowId":"w","signalName":"s"}`,
			`{"domain":"d","workflowId":"w","runId":"r","signalName":"t"}`, `{"domain":"e","workflowId":"w","signalName":"s"}`},
		{"RequestCancelWorkflowExecution", `{"domain":"d","workflowId":"w"}`,
			`{"domain":"d","workflowId":"w","runId":"r"}`, `{"domain":"d","workflowId":"v"}`},
		{"GetWorkflowExecutionHistory", `{"domain":"d","execution":{"workflowId":"w","runId":"r"}}`,
			`{"domain":"d","execution":{"workflowId":"w","runId":"r"},"reverseOrder":true}`,
			`{"domain":"d","execution":{"workflowId":"w","runId":"q"}}`},
		{"RecordActivityTaskHeartbeat", heartbeat(1, "r"), heartbeat(1, "r"), heartbeat(2, "r")},
	} {
		for i, want := range []struct {
			body   string
			status int
		}{{c.one, 200}, {c.same, 200}, {c.one, 400}, {c.same, 400}, {c.other, 200}, {c.other, 200}, {c.other, 400}} {
			if status, reply := call(h, c.operation, want.body); status != want.status {
				t.Errorf("%s %d: %d %s, want %d", c.operation, i, status, reply, want.status)
			}
		}
	}
}

// TestAPollCostsAToken when it comes, not while it waits.
func TestAPollCostsAToken(t *testing.T) {
	d := newDoor(t)
	pass := d.throttledBy(t, "PollForActivityTask=1+1/s")
	d.service.answers("PollForActivityTask", func(context.Context, any) error {
		pass(time.Minute)
		return nil
	})
	h := NewHandler(d.Config)
	for range 3 {
		if status, reply := call(h, "PollForActivityTask", pollBody); status != 200 {
			t.Errorf("%d %s", status, reply)
		}
	}
}
