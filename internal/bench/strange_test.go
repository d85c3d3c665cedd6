package bench

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/swf"
)

// empty answers some operations with an empty object, and leaves the others to the service.
type empty struct {
	http.RoundTripper
	operations []string
	answered   atomic.Int32
}

func (e *empty) RoundTrip(r *http.Request) (*http.Response, error) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	for _, prefix := range e.operations {
		if strings.HasPrefix(operation, prefix) {
			e.answered.Add(1)
			return &http.Response{
				StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), ContentLength: 2, Request: r,
			}, nil
		}
	}
	return e.RoundTripper.RoundTrip(r)
}

func (r *Run) answerEmpty(t *testing.T, operations ...string) {
	t.Helper()
	r.Service = newService(t, r.Service.(*client.Client).Endpoint(), &empty{RoundTripper: http.DefaultTransport, operations: operations})
}

// What answers anything at all with something is no service of SWF's. That is an error, whatever is measured.
func TestAnswersThatAreNotSWFs(t *testing.T) {
	for _, s := range Scenarios {
		r := newRunOf(t, &s)
		if s.Number != "" {
			r.N = 10
		}
		r.answerEmpty(t, "")
		if result, err := s.Measure(t.Context(), r); result != nil || !errors.Is(err, errStrange) {
			t.Errorf("%s: %+v, %v", s.Name, result, err)
		}
	}
	r := newRun(t)
	r.answerEmpty(t, "GetWorkflowExecutionHistory")
	s, err := Find("history")
	if err != nil {
		t.Fatal(err)
	}
	if result, err := s.Measure(t.Context(), r); result != nil || !errors.Is(err, errStrange) {
		t.Errorf("a history without events: %+v, %v", result, err)
	}
}

// A task that has to come and does not ends a scenario, in place of a wait without end.
func TestTasksThatDoNotCome(t *testing.T) {
	for _, name := range []string{"heartbeat", "dispatch", "sequence", "fanout", "timers", "restart"} {
		for _, never := range []string{"PollForDecisionTask", "PollForActivityTask"} {
			if name == "restart" && never == "PollForActivityTask" {
				continue
			}
			s, err := Find(name)
			if err != nil {
				t.Fatal(err)
			}
			r := newRunOf(t, s)
			if s.Number != "" {
				r.N = 10
			}
			r.patience = 50 * time.Millisecond
			r.answerEmpty(t, never)
			if result, err := s.Measure(t.Context(), r); result != nil || !errors.Is(err, errNoTask) {
				t.Errorf("%s without an answer to %s: %+v, %v", name, never, result, err)
			}
		}
	}
}

// What the service does not let a run have is no figure of how fast it is.
func TestLimitsOfTheService(t *testing.T) {
	for _, c := range []struct {
		scenario string
		limit    func(*engine.Limits)
		want     string
	}{
		{"fanout", func(l *engine.Limits) { l.Execution.OpenActivities = 15 }, "fanout: 15 of 30 activities could be scheduled"},
		{"timers", func(l *engine.Limits) { l.Execution.OpenTimers = 15 }, "timers: 15 of 30 timers have fired"},
		{"signals", func(l *engine.Limits) { l.Execution.HistoryEvents = 20 }, "the history of the run is full (limit-history-events): try fewer than 30 signals"},
		{"history", func(l *engine.Limits) { l.Execution.HistoryEvents = 20 }, "the history of the run is full (limit-history-events): try fewer than 30 events"},
		{"sequence", func(l *engine.Limits) { l.Execution.HistoryEvents = 20 }, "the history of the run is full (limit-history-events): try fewer than 30 act"},
		{"dispatch", func(l *engine.Limits) { l.Execution.HistoryEvents = 20 }, "the history of the run is full (limit-history-events): try fewer than 30 act"},
	} {
		t.Run(c.scenario, func(t *testing.T) {
			t.Parallel()
			limits := engine.DefaultLimits
			c.limit(&limits)
			r := newRunOn(t, server.Config{Memory: true, Limits: limits})
			r.N, r.patience = 30, time.Second
			s, err := Find(c.scenario)
			if err != nil {
				t.Fatal(err)
			}
			if result, err := s.Measure(t.Context(), r); result != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%+v, %v\nwant %s", result, err, c.want)
			}
		})
	}
}

// unscheduled is a service on which an activity that is to be scheduled is of a type that is not registered.
type unscheduled struct{ swf.Service }

func (u *unscheduled) RespondDecisionTaskCompleted(
	ctx context.Context, in *swf.RespondDecisionTaskCompletedInput,
) (*swf.RespondDecisionTaskCompletedOutput, error) {
	for _, d := range in.Decisions {
		if a, ok := d.Attributes.(*swf.ScheduleActivityTaskDecisionAttributes); ok {
			a.ActivityType.Name = "nobody's"
		}
	}
	return u.Service.RespondDecisionTaskCompleted(ctx, in)
}

// A workflow whose activity was never done is not counted as one.
func TestAWorkflowWithoutItsActivity(t *testing.T) {
	r := newRun(t)
	s, err := Find("workflow")
	if err != nil {
		t.Fatal(err)
	}
	r.Service = &unscheduled{r.Service}
	r.Clients = 1
	if result, err := s.Measure(t.Context(), r); result != nil || err == nil || !strings.Contains(err.Error(), "the activity of a workflow was not done") {
		t.Errorf("%+v, %v", result, err)
	}
}

// After a failure a scenario tries to terminate what it leaves, and gives up at the first run that cannot be.
func TestACleanUpThatFails(t *testing.T) {
	r := newRun(t)
	r.Clients = 50
	s, err := Find("heartbeat")
	if err != nil {
		t.Fatal(err)
	}
	ended := &tired{after: int32(3 + 5*r.Clients)}
	r.Service = newService(t, r.Service.(*client.Client).Endpoint(), ended)
	if _, err := s.Measure(t.Context(), r); !errors.Is(err, errTired) || strings.Count(err.Error(), errTired.Error()) != 1 {
		t.Errorf("got %v", err)
	}
	if more := ended.calls.Load() - ended.after; more > int32(r.Clients)+1 {
		t.Errorf("%d calls were tried after the first that failed, want those of %d clients and one", more, r.Clients)
	}
}

// What is still under way when the time is over is waited for, but not for ever.
func TestWhatDoesNotComeToAnEnd(t *testing.T) {
	r := newRun(t)
	r.Duration, r.patience = time.Millisecond, 50*time.Millisecond
	s, err := Find("workflow")
	if err != nil {
		t.Fatal(err)
	}
	r.answerEmpty(t, "PollForActivityTask")
	if result, err := s.Measure(t.Context(), r); result != nil || !errors.Is(err, errNoEnd) {
		t.Errorf("%+v, %v", result, err)
	}
}
