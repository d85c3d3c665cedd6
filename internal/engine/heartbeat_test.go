package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// beatFails sends a heartbeat that has to be refused.
func (w *world) beatFails(what, token, want string) {
	w.t.Helper()
	_, err := w.with(token).RecordActivityTaskHeartbeat(context.Background(), swf.NewRecordActivityTaskHeartbeatInput(token))
	w.expectFault(what, err, want)
}

// firstActivity is the fault of a beat for a run's only activity, which startedActivity has scheduled with event 5.
const firstActivity = "UnknownResourceFault: Unknown activity, scheduledEventId = 5"

// Which deadline ends a task, when, and with whose details. Each beat is at a time in seconds after the start.
func TestTheDeadlinesOfABeatingTask(t *testing.T) {
	type beat struct {
		at      int
		details *string
	}
	every5 := func(last int) (beats []beat) {
		for at := 5; at < last; at += 5 {
			beats = append(beats, beat{at, new(text("at %d", at))})
		}
		return beats
	}
	const (
		heartbeat       = swf.ActivityTaskTimeoutTypeHeartbeat
		startToClose    = swf.ActivityTaskTimeoutTypeStartToClose
		scheduleToClose = swf.ActivityTaskTimeoutTypeScheduleToClose
	)
	for _, c := range []struct {
		what                                     string
		heartbeat, startToClose, scheduleToClose string
		beats                                    []beat
		want                                     swf.ActivityTaskTimeoutType
		at                                       int
		details                                  *string
	}{
		{"silence", "10", "100", "NONE", nil, heartbeat, 10, nil},
		{"one beat", "10", "100", "NONE", []beat{{9, new("a")}}, heartbeat, 19, new("a")},
		{"beats do not extend start to close", "10", "100", "NONE", every5(100), startToClose, 100, new("at 95")},
		{"nor schedule to close", "10", "NONE", "30", every5(30), scheduleToClose, 30, new("at 25")},
		{"details surface without a heartbeat time-out", "NONE", "20", "NONE", []beat{{1, new("x")}}, startToClose, 20, new("x")},
		{"the last beat had no details", "10", "100", "NONE", []beat{{2, new("a")}, {4, nil}}, heartbeat, 14, nil},
		{"the last beat had empty details", "10", "100", "NONE", []beat{{2, new("a")}, {4, new("")}}, heartbeat, 14, new("")},
		{"the last of two beats counts", "10", "100", "NONE", []beat{{3, new("a")}, {3, new("b")}}, heartbeat, 13, new("b")},
		{"a heartbeat time-out that never decides", "20", "20", "NONE", []beat{{19, new("a")}}, startToClose, 20, new("a")},
		{"equal instants: the longest span is named", "20", "20", "20", nil, scheduleToClose, 20, nil},
	} {
		t.Run(c.what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{
					HeartbeatTimeout: &c.heartbeat, StartToCloseTimeout: &c.startToClose, ScheduleToCloseTimeout: &c.scheduleToClose,
				})
				started := w.now()
				for _, b := range c.beats {
					w.sleepUntil(started.Add(time.Duration(b.at) * time.Second))
					in := swf.NewRecordActivityTaskHeartbeatInput(task.TaskToken)
					in.Details = b.details
					must(w, w.with(task.TaskToken).RecordActivityTaskHeartbeat)(in)
				}
				w.sleep(200)
				got, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
				if got.TimeoutType != c.want || got.ScheduledEventID != 5 || got.StartedEventID != 6 || orAbsent(got.Details) != orAbsent(c.details) {
					t.Errorf("got %s with details %s, want %s with %s", got.TimeoutType, orAbsent(got.Details), c.want, orAbsent(c.details))
				}
				due := time.Duration(c.at) * time.Second
				if late := at.Sub(started) - due; late < 0 || late > 10*time.Millisecond {
					t.Errorf("it timed out after %v, want %v", at.Sub(started), due)
				}
				if got := types(w.history(run)); !strings.HasSuffix(got, "ActivityTaskTimedOut DecisionTaskScheduled") {
					t.Error(got)
				}
			})
		})
	}
}

func (w *world) sleepUntil(at swf.Timestamp) {
	time.Sleep(at.Sub(w.now()))
	synctest.Wait()
}

// A beat at the deadline or after it is too late, whether or not anybody has noticed that the task has timed out.
func TestALateBeat(t *testing.T) {
	for _, c := range []struct {
		what   string
		asleep bool
		after  time.Duration
		late   bool
	}{
		{"a millisecond before", false, 9_999 * time.Millisecond, false},
		{"a millisecond before, and nobody looks", true, 9_999 * time.Millisecond, false},
		{"at the deadline, and nobody looks", true, 10 * time.Second, true},
		{"after it", false, 11 * time.Second, true},
		{"after it, and nobody looks", true, 11 * time.Second, true},
	} {
		t.Run(c.what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.asleep = c.asleep
				w.restart(0)
				run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
				started := w.now()
				w.sleepUntil(started.Add(c.after))
				if !c.late {
					w.beat(task.TaskToken, "in time")
					return
				}
				w.beatFails("a late beat", task.TaskToken, firstActivity)
				timedOut, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
				if timedOut.TimeoutType != swf.ActivityTaskTimeoutTypeHeartbeat || at < started.Add(10*time.Second) || at > w.now() {
					t.Errorf("%s at %v", timedOut.TimeoutType, at.Sub(started))
				}
				w.beatFails("another", task.TaskToken, firstActivity)
			})
		})
	}
}

// A beat writes no event, asks for no decision and changes no count.
func TestABeatIsNoEvent(t *testing.T) {
	inWorld(t, func(w *world) {
		run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
		w.signal("w", "s")
		decision := w.pollDecision()
		events, description := w.stored(run), w.described(run)
		waiting := func() int32 {
			in := swf.NewCountPendingActivityTasksInput("d", swf.TaskList{Name: "workers"})
			return must(w, w.calls().CountPendingActivityTasks)(in).Count
		}
		before := waiting()
		w.sleep(5)
		w.beat(task.TaskToken, "half")
		if got := w.stored(run); !slices.Equal(got, events) {
			t.Errorf("the history has changed: %v", got)
		}
		if got := w.described(run); got != description {
			t.Errorf("got  %s\nwant %s", got, description)
		}
		if after := waiting(); after != before {
			t.Errorf("%d tasks wait after a beat, %d before", after, before)
		}
		w.decide(decision)
		if n := len(w.stored(run)) - len(events); n != 1 {
			t.Errorf("the decision task has brought %d events, want its own", n)
		}
	})
}

// What a beat tells of cancellation, and that it starts the clock again all the same.
func TestABeatTellsOfACancelRequest(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		w.start("w")
		w.decide(w.pollDecision(),
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a", HeartbeatTimeout: new("10")},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "b", HeartbeatTimeout: new("NONE")})
		tasks := map[string]string{}
		for range 2 {
			task := w.pollActivity()
			tasks[task.ActivityID] = task.TaskToken
		}
		expect := func(when string, a, b bool) {
			t.Helper()
			if got := w.beat(tasks["a"], when); got != a {
				t.Errorf("%s: the beat of a says %v", when, got)
			}
			if got := w.beat(tasks["b"], when); got != b {
				t.Errorf("%s: the beat of b says %v", when, got)
			}
		}
		expect("nothing happened", false, false)
		must(w, w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", "w"))
		expect("only the workflow was asked", false, false)
		w.decide(w.pollDecision(),
			&swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "a"},
			&swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "unknown"})
		expect("a was asked", true, false)
		again(0)
		expect("and remembers it", true, false)
		w.decide(w.pollDecision(), &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "a"})
		for range 5 {
			w.sleep(9)
			expect("asked twice, and alive for a long time", true, false)
		}
		w.sleep(11)
		w.beatFails("silence after the request", tasks["a"], firstActivity)
	})
}

// After a request the worker may obey, or not.
func TestAnswersAfterACancelRequest(t *testing.T) {
	for what, c := range map[string]struct {
		answer func(w *world, token string)
		want   string
	}{
		"canceled": {func(w *world, token string) {
			must(w, w.with(token).RespondActivityTaskCanceled)(swf.NewRespondActivityTaskCanceledInput(token))
		}, `{"activityTaskCanceledEventAttributes":{"latestCancelRequestedEventId":11,"scheduledEventId":5,"startedEventId":6}`},
		"completed": {func(w *world, token string) { w.complete(token, "r") },
			`{"activityTaskCompletedEventAttributes":{"result":"r","scheduledEventId":5,"startedEventId":6}`},
		"failed": {func(w *world, token string) {
			must(w, w.with(token).RespondActivityTaskFailed)(swf.NewRespondActivityTaskFailedInput(token))
		}, `{"activityTaskFailedEventAttributes":{"scheduledEventId":5,"startedEventId":6}`},
	} {
		t.Run(what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
				w.signal("w", "s")
				w.decide(w.pollDecision(), &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "a"})
				if !w.beat(task.TaskToken, "") {
					t.Error("the request is not told")
				}
				c.answer(w, task.TaskToken)
				events := w.stored(run)
				if got := events[11]; !strings.HasPrefix(got, c.want) {
					t.Errorf("got %s", got)
				}
				w.beatFails("a beat after the answer", task.TaskToken, firstActivity)
			})
		})
	}
}

// A task that is over has no beats any more, and the fault tells whether the task is over or the run.
func TestBeatsOfATaskThatIsOver(t *testing.T) {
	decision := func(d swf.DecisionAttributes) func(*world, string) {
		return func(w *world, _ string) {
			w.signal("w", "s")
			w.decide(w.pollDecision(), d)
		}
	}
	const closed = ""
	for _, c := range []struct {
		what string
		end  func(w *world, token string)
		want string
	}{
		{"completed", func(w *world, token string) { w.complete(token, "") }, firstActivity},
		{"failed", func(w *world, token string) {
			must(w, w.with(token).RespondActivityTaskFailed)(swf.NewRespondActivityTaskFailedInput(token))
		}, firstActivity},
		{"canceled", func(w *world, token string) {
			must(w, w.with(token).RespondActivityTaskCanceled)(swf.NewRespondActivityTaskCanceledInput(token))
		}, firstActivity},
		{"timed out", func(w *world, _ string) { w.sleep(1001) }, firstActivity},
		{"the same activityId scheduled again", func(w *world, _ string) {
			w.sleep(1001)
			w.decide(w.pollDecision(), &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"})
			w.pollActivity()
		}, firstActivity},
		{"the run terminated", func(w *world, _ string) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}, closed},
		{"the run terminated and another one at the same place", func(w *world, _ string) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
			w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		}, closed},
		{"the run completed", decision(&swf.CompleteWorkflowExecutionDecisionAttributes{}), closed},
		{"the run failed", decision(&swf.FailWorkflowExecutionDecisionAttributes{}), closed},
		{"the run canceled", decision(&swf.CancelWorkflowExecutionDecisionAttributes{}), closed},
		{"the run continued as new", decision(&swf.ContinueAsNewWorkflowExecutionDecisionAttributes{}), closed},
		{"the run timed out", func(w *world, token string) {
			for range 31_536_000 / 100_000 {
				w.sleep(100_000)
				w.beat(token, "")
			}
			w.sleep(100_000)
		}, closed},
	} {
		t.Run(c.what, func(t *testing.T) {
			anyWay(t, func(w *world, again func(time.Duration)) {
				heartbeat := "1000"
				if c.want == closed {
					heartbeat = "NONE"
				}
				run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: &heartbeat})
				c.end(w, task.TaskToken)
				want := c.want
				if want == closed {
					want = execution.UnknownExecution(run).Error()
				}
				events := len(w.stored(run))
				w.beatFails(c.what, task.TaskToken, want)
				again(0)
				w.beatFails(c.what+", after a restart", task.TaskToken, want)
				if n := len(w.stored(run)) - events; n != 0 {
					t.Errorf("the refused beats have written %d events", n)
				}
			})
		})
	}
}

// A parent that is terminated takes its child along, and the child's worker hears of it.
func TestABeatInAChildWhoseParentWasTerminated(t *testing.T) {
	inWorld(t, func(w *world) {
		parent := w.start("parent")
		w.decide(w.pollDecision(), &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType})
		w.sleep(0)
		var task *swf.PollForDecisionTaskOutput
		for task = w.pollDecision(); task.WorkflowExecution.WorkflowID != "child"; task = w.pollDecision() {
			w.decide(task)
		}
		w.decide(task, &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"})
		activity := w.pollActivity()
		w.beat(activity.TaskToken, "")
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "parent"))
		w.sleep(0)
		w.beatFails("the child's worker", activity.TaskToken, execution.UnknownExecution(*activity.WorkflowExecution).Error())
		if s := w.describe(parent).ExecutionInfo.CloseStatus; s != swf.CloseStatusTerminated {
			t.Errorf("the parent is %s", s)
		}
	})
}

// Tokens that no worker can have by right.
func TestTokensThatAreNotForABeat(t *testing.T) {
	inWorld(t, func(w *world) {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		w.signal("w", "s")
		decision := w.pollDecision()
		const invalid = "ValidationException: Invalid token"
		w.beatFails("a decision task's", decision.TaskToken, invalid)
		refused(w, w.with(decision.TaskToken).RespondActivityTaskCompleted, swf.NewRespondActivityTaskCompletedInput(decision.TaskToken), invalid)
		refused(w, w.with(task.TaskToken).RespondDecisionTaskCompleted, swf.NewRespondDecisionTaskCompletedInput(task.TaskToken), invalid)
		refused(w, w.calls().RecordActivityTaskHeartbeat, swf.NewRecordActivityTaskHeartbeatInput("unopened"), invalid)
		w.caller.Account = "222222222222"
		w.beatFails("another account's", task.TaskToken, invalid)
		w.caller.Account, w.caller.Region = "111111111111", "eu-west-1"
		w.beatFails("another Region's", task.TaskToken, invalid)
		w.caller.Region = "us-east-1"
		w.beat(task.TaskToken, "")
		if _, err := w.engine.OpenTask(task.TaskToken[:len(task.TaskToken)-1]); err == nil {
			t.Error("half a token was opened")
		}
	})
}

// Work that has begun goes on although its domain is deprecated, and its type deleted.
func TestBeatsInADeprecatedDomain(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
		must(w, w.calls().DeprecateDomain)(swf.NewDeprecateDomainInput("d"))
		w.beat(task.TaskToken, "")
		must(w, w.calls().DeleteActivityType)(swf.NewDeleteActivityTypeInput("d", workType))
		must(w, w.calls().DeleteWorkflowType)(swf.NewDeleteWorkflowTypeInput("d", orderType))
		w.beat(task.TaskToken, "")
		again(0)
		w.beat(task.TaskToken, "")
		w.complete(task.TaskToken, "")
		w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
	})
}

// Ten beats and one result at the same time: the task completes once, and each beat is either in time or too late.
func TestConcurrentBeats(t *testing.T) {
	inWorld(t, func(w *world) {
		for round := range 50 {
			run, task := w.startedActivity(text("w%d", round), swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
			calls := w.with(task.TaskToken)
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() {
					_, err := calls.RecordActivityTaskHeartbeat(context.Background(), swf.NewRecordActivityTaskHeartbeatInput(task.TaskToken))
					if err != nil && err.Error() != firstActivity {
						t.Errorf("a beat: %v", err)
					}
				})
			}
			completed := make(chan error, 2)
			for range 2 {
				group.Go(func() {
					_, err := calls.RespondActivityTaskCompleted(context.Background(), swf.NewRespondActivityTaskCompletedInput(task.TaskToken))
					completed <- err
				})
			}
			group.Wait()
			if first, second := <-completed, <-completed; (first == nil) == (second == nil) {
				t.Errorf("two results at once: %v, %v", first, second)
			}
			w.beatFails("a beat after all", task.TaskToken, firstActivity)
			if got := types(w.history(run)); strings.Count(got, "ActivityTaskCompleted") != 1 {
				t.Error(got)
			}
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", run.WorkflowID))
		}
	})
}

// recorder is a store that remembers what is committed.
type recorder struct {
	store.Store
	mu      sync.Mutex
	batches []*store.Batch
}

func (r *recorder) Commit(b *store.Batch) error {
	r.mu.Lock()
	r.batches = append(r.batches, b)
	r.mu.Unlock()
	return r.Store.Commit(b)
}

// recorded returns what do commits.
func (w *world) recorded(do func()) []*store.Batch {
	w.t.Helper()
	synctest.Wait()
	r := &recorder{Store: w.store.Store}
	w.store.Store = r
	do()
	synctest.Wait()
	w.store.Store = r.Store
	return r.batches
}

// A beat costs what changes: one row, however much else is open and however long the history is.
func TestABeatWritesOneRow(t *testing.T) {
	size := func(open, events int) (bytes int) {
		inWorld(t, func(w *world) {
			w.start("w")
			var decisions []swf.DecisionAttributes
			for i := range open {
				decisions = append(decisions, &swf.ScheduleActivityTaskDecisionAttributes{
					ActivityType: workType, ActivityID: text("a%03d", i), HeartbeatTimeout: new("10"), Input: new(strings.Repeat("x", 1000)),
				})
			}
			w.decide(w.pollDecision(), decisions...)
			task := w.pollActivity()
			w.signals("w", events, 10)
			batches := w.recorded(func() { w.beat(task.TaskToken, "42 %") })
			if len(batches) != 1 || len(batches[0].Ops) != 1 {
				t.Fatalf("a beat has written %+v", batches)
			}
			op := batches[0].Ops[0]
			row, err := store.DecodeOpen(store.Row{Key: op.Key, Value: op.Value})
			if err != nil {
				t.Fatal(err)
			}
			a, ok := row.Row.(*execution.Activity)
			if !ok || a.BeatDetails == nil || *a.BeatDetails != "42 %" || a.ActivityID != task.ActivityID {
				t.Errorf("a beat has written %+v", row)
			}
			bytes = len(op.Key.Rest) + len(op.Value)
		})
		return bytes
	}
	small, large := size(1, 0), size(1000, 1000)
	if large > small+8 || small > 200 {
		t.Errorf("a beat writes %d bytes with one activity, %d with a thousand", small, large)
	}
}

// A beat that is refused because the store takes no writes stores nothing. (That the store takes writes again starts the clock, as a restart does.)
func TestARefusedBeatStoresNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
		started := w.now()
		w.sleep(5)
		w.beat(task.TaskToken, "in time")
		w.sleep(5)
		w.store.set(func(s *heldStore) { s.full = errors.New("the disk is nearly full") })
		w.beatFails("a beat", task.TaskToken, "ServiceUnavailable: the disk is nearly full")
		w.store.set(func(s *heldStore) { s.full = nil })
		// Every clock starts again when the store takes writes, which the engine learns at the next call.
		w.signal("w", "hello")
		w.sleep(11)
		timedOut, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		if orAbsent(timedOut.Details) != `"in time"` || at.Sub(started).Truncate(time.Second) != 20*time.Second {
			t.Errorf("it timed out after %v with %s", at.Sub(started), orAbsent(timedOut.Details))
		}
	})
}
