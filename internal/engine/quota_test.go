package engine

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// throttledBy opens the world's engine anew, with rates.
func (w *world) throttledBy(rates string) *throttle.Throttle {
	w.t.Helper()
	r, err := throttle.Parse(rates)
	if err != nil {
		w.t.Fatal(err)
	}
	t := throttle.New(r, time.Now)
	w.close()
	w.config = func(c *Config) { c.Throttle, c.Lambda = t, &functions{} }
	w.open()
	return t
}

func timer(id string) swf.DecisionAttributes {
	return &swf.StartTimerDecisionAttributes{TimerID: id, StartToFireTimeout: "1000"}
}

func scheduled(id, list string) swf.DecisionAttributes {
	return &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: id, TaskList: &swf.TaskList{Name: list}}
}

// failures are the causes of the decisions of a run that came to nothing, in order.
func (w *world) failures(e swf.WorkflowExecution) (causes []string) {
	for _, event := range w.history(e) {
		switch a := event.Attributes.(type) {
		case *swf.StartTimerFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.ScheduleActivityTaskFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.StartChildWorkflowExecutionFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.ContinueAsNewWorkflowExecutionFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		case *swf.ScheduleLambdaFunctionFailedEventAttributes:
			causes = append(causes, string(a.Cause))
		}
	}
	return causes
}

// A decision that finds no token is an event with SWF's cause, and the decider's answer is accepted.
func TestThrottledDecisions(t *testing.T) {
	none := "none"
	for cause, d := range map[string]swf.DecisionAttributes{
		"TIMER_CREATION_RATE_EXCEEDED":                             timer("t"),
		"ACTIVITY_CREATION_RATE_EXCEEDED":                          scheduled("a", "l"),
		"CHILD_CREATION_RATE_EXCEEDED":                             &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowType: orderType, WorkflowID: "child"},
		"SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED":         &swf.SignalExternalWorkflowExecutionDecisionAttributes{WorkflowID: none, SignalName: "s"},
		"REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED": &swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{WorkflowID: none},
		"CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED":         &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{},
		"LAMBDA_FUNCTION_CREATION_RATE_EXCEEDED":                   &swf.ScheduleLambdaFunctionDecisionAttributes{ID: "l", Name: "f"},
	} {
		t.Run(cause, func(t *testing.T) {
			inWorld(t, func(w *world) {
				kind := string(swf.Decision{Attributes: d}.Type())
				th := w.throttledBy(kind + "=1+1/s")
				w.caller.Principal = "p"
				th.Decision(swf.DecisionType(kind), throttle.Of{Account: w.caller.Account, Region: w.caller.Region})
				run := w.start("o")
				w.decide(w.pollDecision(), d)
				if got := w.failures(run); !reflect.DeepEqual(got, []string{cause}) {
					t.Errorf("the causes are %v: %s", got, types(w.history(run)))
				}
			})
		})
	}
}

// Tokens are for an account: of its decisions so many succeed, in their order, in whichever runs, and later as many as have come back.
func TestDecisionsShareTheirAccountsTokens(t *testing.T) {
	inWorld(t, func(w *world) {
		w.throttledBy("StartTimer=3+1/s")
		one, two := w.start("one"), w.start("two")
		for range 2 {
			w.decide(w.pollDecision(), timer("a"), timer("b"), &swf.RecordMarkerDecisionAttributes{MarkerName: "m"})
		}
		if a, b := w.failures(one), w.failures(two); len(a) != 0 || len(b) != 1 {
			t.Errorf("the failures are %v and %v", a, b)
		}
		time.Sleep(2 * time.Second)
		// The decision that failed is told of in a decision task of its own.
		w.decide(w.pollDecision(), timer("c"), timer("d"), timer("e"))
		if a, b := w.failures(one), w.failures(two); len(a)+len(b) != 2 {
			t.Errorf("the failures are %v and %v", a, b)
		}
	})
}

// Of the tasks for one list so many are scheduled; those for others are not held up, and take no token of the account's either.
func TestATaskListHasARate(t *testing.T) {
	inWorld(t, func(w *world) {
		w.throttledBy("ScheduleActivityTask=4+1/s, task-list.ScheduleActivityTask=2+1/s")
		run := w.start("o")
		byDefault := &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "7"}
		w.decide(w.pollDecision(),
			scheduled("1", "workers"), byDefault, scheduled("3", "workers"), scheduled("4", "others"), scheduled("5", "others"), scheduled("6", "more"))
		var failed []string
		for _, event := range w.history(run) {
			if a, ok := event.Attributes.(*swf.ScheduleActivityTaskFailedEventAttributes); ok {
				failed = append(failed, a.ActivityID+" "+string(a.Cause))
			}
		}
		if want := []string{"3 ACTIVITY_CREATION_RATE_EXCEEDED", "6 ACTIVITY_CREATION_RATE_EXCEEDED"}; !reflect.DeepEqual(failed, want) {
			t.Errorf("failed are %v, want %v", failed, want)
		}
	})
}

// A heartbeat that was throttled has changed nothing: the task times out as long after the last that was taken as if nobody had called.
func TestAThrottledHeartbeatLeavesTheClockAlone(t *testing.T) {
	inWorld(t, func(w *world) {
		th := w.throttledBy("RecordActivityTaskHeartbeat=1+1/s")
		door := httpapi.NewHandler(httpapi.Config{
			Service:  func(c access.Caller) swf.Service { return w.engine.For(c) },
			OpenTask: w.engine.OpenTask, Door: anyone{w.caller}, Now: time.Now, NewRequestID: func() string { return "r" },
			Throttle: th,
		})
		run, task := w.startedActivity("o", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
		beat := func(details string) int {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(fmt.Sprintf(`{"taskToken":%q,"details":%q}`, task.TaskToken, details)))
			r.Header.Set("Content-Type", "application/x-amz-json-1.0")
			r.Header.Set("X-Amz-Target", "SimpleWorkflowService.RecordActivityTaskHeartbeat")
			answer := httptest.NewRecorder()
			door.ServeHTTP(answer, r)
			return answer.Code
		}
		time.Sleep(5 * time.Second)
		if beat("taken") != 200 || beat("throttled") != 400 {
			t.Fatal("of two beats at once not the second was throttled")
		}
		time.Sleep(999 * time.Millisecond)
		if beat("throttled, too") != 400 {
			t.Fatal("a beat was not throttled")
		}
		time.Sleep(20 * time.Second)
		timedOut, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		_, started := last[*swf.ActivityTaskStartedEventAttributes](w, run)
		if at.Sub(started).Truncate(time.Second) != 15*time.Second || timedOut.Details == nil || *timedOut.Details != "taken" {
			t.Errorf("it times out %v after its start, with %v", at.Sub(started), timedOut.Details)
		}
	})
}

// anyone is a door at which everybody is the same caller.
type anyone struct{ caller access.Caller }

func (a anyone) Identify(*http.Request, []byte) (access.Caller, error) { return a.caller, nil }

func (anyone) Authorize(access.Caller, string, any) error { return nil }

func (anyone) While(ctx context.Context, _ access.Caller, _ string, _ any) (context.Context, func()) {
	return ctx, func() {}
}

// driven is a service time that a test sets ahead.
type driven struct {
	Clock
	ahead atomic.Int64
}

func (d *driven) Now() swf.Timestamp { return d.Clock.Now().Add(time.Duration(d.ahead.Load())) }

// Rates run by the wall time: service time that is driven ahead brings no token back.
func TestRatesRunByTheWallTime(t *testing.T) {
	inWorld(t, func(w *world) {
		w.throttledBy("StartTimer=1+1/s")
		throttled, clock := w.config, &driven{Clock: w.engine.clock}
		w.close()
		w.config = func(c *Config) {
			throttled(c)
			c.Clock = clock
		}
		w.open()
		run := w.start("o")
		w.decide(w.pollDecision(), timer("a"))
		clock.ahead.Store(int64(900 * time.Second))
		w.signal("o", "go on")
		w.decide(w.pollDecision(), timer("b"))
		if got := w.failures(run); len(got) != 1 {
			t.Errorf("the failures are %v", got)
		}
		if _, at := last[*swf.StartTimerFailedEventAttributes](w, run); at.Sub(w.history(run)[0].EventTimestamp) < 900*time.Second {
			t.Error("the service time was not driven")
		}
	})
}

// used are the quotas of which something is used, as limit, domain and what is used of what.
func (w *world) used() map[string]string {
	all := map[string]string{}
	for _, q := range w.engine.Quotas() {
		if q.Account != w.caller.Account || q.Region != w.caller.Region {
			w.t.Errorf("whose is %+v?", q)
		}
		all[strings.TrimSpace(q.Limit+" "+q.Domain)] = fmt.Sprintf("%d of %d", q.Used, q.Max)
	}
	return all
}

func TestQuotas(t *testing.T) {
	inWorld(t, func(w *world) {
		w.throttledBy("StartTimer=10+1/s")
		want := map[string]string{"domains": "1 of 100", "activity-types d": "1 of 10000", "workflow-types d": "1 of 10000"}
		check := func(when string) {
			t.Helper()
			if got := w.used(); !reflect.DeepEqual(got, want) {
				t.Errorf("%s\ngot  %v\nwant %v", when, got, want)
			}
		}
		check("at first")
		tags := swf.NewTagResourceInput("arn:aws:swf:us-east-1:111111111111:/domain/d", []swf.ResourceTag{{Key: "k"}, {Key: "l"}})
		must(w, w.calls().TagResource)(tags)
		want["tags d"] = "2 of 50"
		w.start("one")
		w.start("two")
		want["open-executions d"], want["history-events d"] = "2 of 100000", "2 of 25000"
		check("after two starts")
		w.decide(w.pollDecision(), timer("a"), timer("b"), timer("c"), scheduled("x", "workers"))
		want["history-events d"], want["open-timers d"], want["open-activities d"] = "8 of 25000", "3 of 1000", "1 of 1000"
		want["StartTimer"] = "3 of 10"
		check("after decisions")
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "one"))
		want["open-executions d"] = "1 of 100000"
		check("what a run that has closed had used is remembered for a while")
		time.Sleep(2 * time.Second)
		want["StartTimer"] = "1 of 10"
		check("two tokens later")
		time.Sleep(20 * time.Minute)
		for _, gone := range []string{"StartTimer", "history-events d", "open-timers d", "open-activities d"} {
			delete(want, gone)
		}
		check("after twenty minutes")
		ctx, hangUp := context.WithCancel(w.t.Context())
		polled := make(chan struct{})
		go func() {
			defer close(polled)
			_, _ = w.calls().PollForActivityTask(ctx, swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: "empty"}))
		}()
		synctest.Wait()
		want["pollers d"] = "1 of 1000"
		check("while somebody polls")
		hangUp()
		<-polled
	})
}

// The greatest of the runs that went on lately counts, whichever it was, for ten minutes at least and twenty at most.
func TestTheFullestRuns(t *testing.T) {
	f := newFullest()
	at := swf.Timestamp(1_000_000)
	after := func(d time.Duration) swf.Timestamp { return at.Add(d) }
	f.note(1, size{events: 5, timers: 2}, at)
	f.note(1, size{events: 3, activities: 4}, after(time.Minute))
	f.note(2, size{events: 1}, at)
	for _, c := range []struct {
		when time.Duration
		want size
	}{
		{time.Minute, size{events: 5, activities: 4, timers: 2}},
		{fullestWindow, size{events: 5, activities: 4, timers: 2}},
		{2*fullestWindow - 1, size{events: 5, activities: 4, timers: 2}},
		{2 * fullestWindow, size{}},
	} {
		if got := f.sizes(after(c.when))[1]; got != c.want {
			t.Errorf("after %v it is %+v, want %+v", c.when, got, c.want)
		}
	}
	f.note(1, size{events: 7}, after(3*fullestWindow))
	if got := f.sizes(after(6 * fullestWindow))[1]; got != (size{}) {
		t.Errorf("long after it is %+v", got)
	}
}

// The nearest stands first.
func TestQuotasAreInOrder(t *testing.T) {
	q := func(limit string, used, most int64) Quota { return Quota{Limit: limit, Used: used, Max: most} }
	if q("b", 9, 10).Compare(q("a", 80, 100)) >= 0 || q("a", 1, 10).Compare(q("b", 10, 100)) >= 0 || q("a", 1, 10).Compare(q("a", 10, 100)) != 0 {
		t.Error("they are not")
	}
}
