package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// call is the API for one attempt at a call that its client has given a name.
func (w *world) call(name string) *Calls {
	caller := w.caller
	copy(caller.Call[:], name)
	return w.engine.For(caller)
}

// callWith is the same for a call that carries a task token.
func (w *world) callWith(name, token string) *Calls {
	w.t.Helper()
	task, err := w.engine.OpenTask(token)
	if err != nil {
		w.t.Fatal(err)
	}
	caller := w.call(name).caller
	caller.Task = &task
	return w.engine.For(caller)
}

func (w *world) startAs(name, id string) swf.WorkflowExecution {
	w.t.Helper()
	out := must(w, w.call(name).StartWorkflowExecution)(swf.NewStartWorkflowExecutionInput("d", id, orderType))
	return swf.WorkflowExecution{WorkflowID: id, RunID: *out.RunID}
}

func (w *world) signalAs(name, id string) {
	w.t.Helper()
	must(w, w.call(name).SignalWorkflowExecution)(swf.NewSignalWorkflowExecutionInput("d", id, "s"))
}

// signalled counts how often a run was signalled.
func (w *world) signalled(run swf.WorkflowExecution) int {
	w.t.Helper()
	return strings.Count(types(w.history(run)), "WorkflowExecutionSignaled")
}

// answerRows counts the answers in the store.
func (w *world) answerRows() (n int) {
	w.t.Helper()
	for _, err := range w.store.ScanFamily(store.FamilyAnswer) {
		if err != nil {
			w.t.Fatal(err)
		}
		n++
	}
	return n
}

// attempts are the calls that take effect once: each prepares the run "w", and gives the attempt that can be made again and again.
var attempts = []struct {
	call  string
	ready func(w *world) func() error
}{
	{"signal", func(w *world) func() error {
		w.start("w")
		return func() error {
			_, err := w.call("x").SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
			return err
		}
	}},
	{"request cancel", func(w *world) func() error {
		w.start("w")
		return func() error {
			_, err := w.call("x").RequestCancelWorkflowExecution(context.Background(), swf.NewRequestCancelWorkflowExecutionInput("d", "w"))
			return err
		}
	}},
	{"terminate", func(w *world) func() error {
		w.start("w")
		return func() error {
			_, err := w.call("x").TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
			return err
		}
	}},
	{"complete an activity task", func(w *world) func() error {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		return func() error {
			in := swf.NewRespondActivityTaskCompletedInput(task.TaskToken)
			_, err := w.callWith("x", task.TaskToken).RespondActivityTaskCompleted(context.Background(), in)
			return err
		}
	}},
	{"fail an activity task", func(w *world) func() error {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		return func() error {
			in := swf.NewRespondActivityTaskFailedInput(task.TaskToken)
			_, err := w.callWith("x", task.TaskToken).RespondActivityTaskFailed(context.Background(), in)
			return err
		}
	}},
	{"cancel an activity task", func(w *world) func() error {
		_, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		must(w, w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", "w"))
		w.decide(w.pollDecision(), &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "a"})
		return func() error {
			in := swf.NewRespondActivityTaskCanceledInput(task.TaskToken)
			_, err := w.callWith("x", task.TaskToken).RespondActivityTaskCanceled(context.Background(), in)
			return err
		}
	}},
	{"decide", decideOnce(&swf.RecordMarkerDecisionAttributes{MarkerName: "m"}, &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "900"})},
	{"decide to complete", decideOnce(&swf.CompleteWorkflowExecutionDecisionAttributes{})},
	{"decide to continue as new", decideOnce(&swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})},
}

// decideOnce prepares a decision task, and answers it.
func decideOnce(decisions ...swf.DecisionAttributes) func(w *world) func() error {
	return func(w *world) func() error {
		w.start("w")
		task := w.pollDecision()
		in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		for _, d := range decisions {
			in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
		}
		return func() error {
			_, err := w.callWith("x", task.TaskToken).RespondDecisionTaskCompleted(context.Background(), in)
			return err
		}
	}
}

// between is what may happen between two attempts at a call.
var between = map[string]func(w *world){
	"at once":         func(w *world) {},
	"after a restart": func(w *world) { w.restart(time.Second) },
	"after a crash":   func(w *world) { w.crash(time.Second) },
	"after the close of the run": func(w *world) {
		// Closed it is already, if it was the call that closed it.
		_, _ = w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
	},
	"beside another run of the workflowId": func(w *world) {
		_, _ = w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
		w.start("w")
	},
}

// Another attempt at a call that took effect gets the first one's answer, and nothing happens: not in the run, which may have closed
// meanwhile, nor in the one that has come after it.
func TestACallThatIsTriedAgainTakesEffectOnce(t *testing.T) {
	for _, a := range attempts {
		for when, happens := range between {
			t.Run(a.call+"/"+when, func(t *testing.T) {
				observed(t, func(w *world, o *witness) {
					attempt := a.ready(w)
					if err := attempt(); err != nil {
						t.Fatalf("the first attempt: %v", err)
					}
					happens(w)
					before := w.everyEvent()
					o.told()
					for range 2 {
						if err := attempt(); err != nil {
							t.Fatalf("another attempt: %v", err)
						}
					}
					if after := w.everyEvent(); after != before {
						t.Errorf("the runs were\n%s\nand are\n%s", before, after)
					}
					expectTold(t, o, "answered again\nanswered again")
				})
			})
		}
	}
}

// everyEvent is the histories of all runs of the workflowId "w".
func (w *world) everyEvent() string {
	w.t.Helper()
	synctest.Wait()
	var histories []string
	for row, err := range w.store.ScanFamily(store.FamilyRun) {
		if err != nil {
			w.t.Fatal(err)
		}
		run := swf.WorkflowExecution{WorkflowID: "w", RunID: string(row.Key.Rest)}
		histories = append(histories, run.RunID+": "+types(w.history(run)))
	}
	return strings.Join(slices.Sorted(slices.Values(histories)), "\n")
}

// A start that is tried again is answered with the run that it started, whatever has become of that, and of the domain and the type.
func TestAStartThatIsTriedAgain(t *testing.T) {
	for when, happens := range between {
		t.Run(when, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.startAs("x", "w")
				happens(w)
				before := w.everyEvent()
				if again := w.startAs("x", "w"); again != run {
					t.Errorf("the start was answered with %s, and now with %s", run.RunID, again.RunID)
				}
				if after := w.everyEvent(); after != before {
					t.Errorf("the runs were\n%s\nand are\n%s", before, after)
				}
			})
		})
	}
	t.Run("after its type and its domain were deprecated", func(t *testing.T) {
		inWorld(t, func(w *world) {
			run := w.startAs("x", "w")
			must(w, w.calls().DeprecateWorkflowType)(swf.NewDeprecateWorkflowTypeInput("d", orderType))
			must(w, w.calls().DeprecateDomain)(swf.NewDeprecateDomainInput("d"))
			if again := w.startAs("x", "w"); again != run {
				t.Errorf("the start was answered with %s, and now with %s", run.RunID, again.RunID)
			}
			refused(w, w.call("y").StartWorkflowExecution, swf.NewStartWorkflowExecutionInput("d", "w", orderType), "DomainDeprecatedFault: d")
		})
	})
}

// Only what took effect is remembered: a refusal is not, so another attempt may fare better.
func TestARefusalIsNotRemembered(t *testing.T) {
	inWorld(t, func(w *world) {
		first := w.start("w")
		in := swf.NewStartWorkflowExecutionInput("d", "w", orderType)
		refused(w, w.call("x").StartWorkflowExecution, in, "WorkflowExecutionAlreadyStartedFault: Already Started")
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		if second := w.startAs("x", "w"); second == first {
			t.Error("it is the same run")
		}
		w.restart(0)
		if w.answerRows() != 1 {
			t.Errorf("%d answers are remembered", w.answerRows())
		}
	})
}

// Calls without a name, and calls of different names, are different calls, however much they look alike.
func TestOtherCallsAreNoAttempts(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.signal("w", "s")
		w.signal("w", "s")
		w.signalAs("x", "w")
		w.signalAs("y", "w")
		if n := w.signalled(run); n != 4 {
			t.Errorf("%d signals have arrived", n)
		}
		refused(w, w.call("z").StartWorkflowExecution, swf.NewStartWorkflowExecutionInput("d", "w", orderType),
			"WorkflowExecutionAlreadyStartedFault: Already Started")
	})
}

// An attempt that overtakes the answer to another one waits until the effect of that one is durable. Whether the first batch of the lane
// holds it, or the second, which still gathers, makes no difference.
func TestAnAttemptWaitsForAnEarlierOne(t *testing.T) {
	for _, gathering := range []bool{false, true} {
		t.Run(fmt.Sprint("gathering=", gathering), func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.start("w")
				release := w.store.hold()
				var others []func() (bool, error)
				if gathering {
					others = append(others, later(func() error { w.signal("w", "s"); return nil }))
					synctest.Wait()
				}
				var calls []func() (bool, error)
				for range 3 {
					calls = append(calls, later(func() error { w.signalAs("x", "w"); return nil }))
					synctest.Wait()
				}
				for _, done := range slices.Concat(others, calls) {
					expectHeld(t, "an attempt", done)
				}
				release()
				for _, done := range slices.Concat(others, calls) {
					expectDone(t, "an attempt", done)
				}
				if n := w.signalled(run) - len(others); n != 1 {
					t.Errorf("%d signals have arrived", n)
				}
			})
		})
	}
	t.Run("a start", func(t *testing.T) {
		inWorld(t, func(w *world) {
			release := w.store.hold()
			var mu sync.Mutex
			runs := map[swf.WorkflowExecution]int{}
			var calls []func() (bool, error)
			for range 5 {
				calls = append(calls, later(func() error {
					run := w.startAs("x", "w")
					mu.Lock()
					defer mu.Unlock()
					runs[run]++
					return nil
				}))
			}
			for _, done := range calls {
				expectHeld(t, "a start", done)
			}
			release()
			for _, done := range calls {
				expectDone(t, "a start", done)
			}
			if len(runs) != 1 {
				t.Errorf("five attempts were answered with %v", runs)
			}
		})
	})
}

// What a crash undoes was not answered, and is not remembered: the next attempt takes effect.
func TestACrashForgetsWhatItUndoes(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.store.set(func(s *heldStore) { s.broken = errBroken })
		if _, err := w.call("x").SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s")); err == nil {
			t.Fatal("the signal was answered")
		}
		w.crash(0)
		w.signalAs("x", "w")
		w.signalAs("x", "w")
		if n := w.signalled(run); n != 1 {
			t.Errorf("%d signals have arrived", n)
		}
	})
}

// A panic in a command undoes what shared its batch; so nothing of it is remembered.
func TestAPanicForgetsWhatItUndoes(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		release := w.store.hold()
		signalled := later(func() error { w.signal("w", "s"); return nil })
		synctest.Wait()
		undone := later(func() error {
			_, err := w.call("x").SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
			return err
		})
		synctest.Wait()
		func() {
			defer func() { _ = recover() }()
			_ = w.engine.update(laneKey{1, "w"}, func(*lane, swf.Timestamp, *commit) error { panic("planted") })
		}()
		release()
		expectDone(t, "the signal before it", signalled)
		if finished, err := undone(); !finished || err == nil {
			t.Fatalf("the signal that shared its batch: %v, %v", finished, err)
		}
		w.signalAs("x", "w")
		if n := w.signalled(run); n != 2 {
			t.Errorf("%d signals have arrived", n)
		}
	})
}

// An answer is remembered for ten minutes of the wall clock, also over the end of a period and over a restart; and its row is deleted
// within ten more.
func TestAnswersAreForgotten(t *testing.T) {
	for _, c := range []struct {
		into, after time.Duration
		remembered  bool
	}{
		{0, 10*time.Minute - 1*time.Millisecond, true},
		{0, 10 * time.Minute, false},
		{9 * time.Minute, 2 * time.Minute, true},
		{9 * time.Minute, 10*time.Minute - 1*time.Millisecond, true},
		{9 * time.Minute, 10 * time.Minute, false},
		{9 * time.Minute, 24 * time.Hour, false},
	} {
		t.Run(fmt.Sprintf("%v after an answer %v into its period", c.after, c.into), func(t *testing.T) {
			for _, restarted := range []bool{false, true} {
				inWorld(t, func(w *world) {
					time.Sleep(c.into)
					run := w.start("w")
					w.signalAs("x", "w")
					if restarted {
						w.restart(c.after)
					} else {
						time.Sleep(c.after)
					}
					w.signalAs("x", "w")
					if once := w.signalled(run) == 1; once != c.remembered {
						t.Errorf("%d signals have arrived, restarted: %v", w.signalled(run), restarted)
					}
					time.Sleep(20*time.Minute + time.Second)
					synctest.Wait()
					if n := w.answerRows(); n != 0 {
						t.Errorf("%d answers are left", n)
					}
					if a := w.engine.answers; a.total != 0 || len(a.periods) != 0 {
						t.Errorf("%d answers of %d periods are left in the account", a.total, len(a.periods))
					}
				})
			}
		})
	}
}

// The service time may be driven: a year of it makes nobody forget, and while it stands still answers are forgotten all the same.
func TestAnswersLiveByTheWallClock(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.signalAs("x", "w")
		w.config = func(c *Config) { c.Clock = setForward{NewSystemClock(), 300 * 24 * time.Hour} }
		w.restart(0)
		w.signalAs("x", "w")
		if n := w.signalled(run); n != 1 {
			t.Errorf("%d signals have arrived", n)
		}
	})
}

// A machine whose clock was ahead when it answered, and was then set right, deletes the answers of a time that has not come.
func TestAnswersOfTheFutureAreForgotten(t *testing.T) {
	inWorld(t, func(w *world) {
		w.config = func(c *Config) { c.Wall = func() time.Time { return time.Now().Add(24 * time.Hour) } }
		w.restart(0)
		run := w.start("w")
		w.signalAs("x", "w")
		w.config = nil
		w.restart(0)
		synctest.Wait()
		if n := w.answerRows(); n != 0 {
			t.Errorf("%d answers are left", n)
		}
		w.signalAs("x", "w")
		if n := w.signalled(run); n != 2 {
			t.Errorf("%d signals have arrived", n)
		}
	})
}

// A machine whose clock is set back while the server runs forgets nothing, for the steady part of the clock goes on.
func TestAStepOfTheClockForgetsNothing(t *testing.T) {
	wall := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a := newAnswers(10, func() time.Time { return wall })
	before := a.now()
	wall = wall.Add(time.Minute)
	if got := a.now().Sub(before); got != time.Minute {
		t.Errorf("after a minute, %v have passed", got)
	}
	// Of two times with a steady part, that alone counts; see package time.
	steady := newAnswers(10, time.Now)
	if now := steady.now(); now.Sub(swf.TimestampOf(time.Now())).Abs() > time.Minute {
		t.Errorf("it is %v", now)
	}
}

// The number of answers has a bound. Beyond it calls are carried out and not remembered, the operator is told once, and when others are
// forgotten there is room again. A restart does not change that.
func TestTheBoundOfAnswers(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		var log warnings
		w.config = func(c *Config) {
			c.Log = slog.New(slog.NewTextHandler(&log, nil))
			c.Limits = DefaultLimits
			c.Limits.Answers = 3
		}
		again(0)
		run := w.start("w")
		for i := range 10 {
			w.signalAs(fmt.Sprint("x", i), "w")
		}
		again(0)
		w.signalAs("beyond", "w")
		w.signalAs("beyond", "w")
		w.signalAs("x0", "w")
		w.signalAs("x2", "w")
		if n := w.signalled(run); n != 12 {
			t.Errorf("%d signals have arrived, want 10, and 2 that were beyond the bound", n)
		}
		if n := w.answerRows(); n != 3 {
			t.Errorf("%d answers are remembered", n)
		}
		if n := log.count("too many answers"); n != 2 {
			t.Errorf("the operator was told %d times, want once before and once after the restart", n)
		}
		time.Sleep(20*time.Minute + time.Second)
		w.signalAs("later", "w")
		w.signalAs("later", "w")
		if n := w.signalled(run); n != 13 {
			t.Errorf("%d signals have arrived: there is no room again", n)
		}
	})
}

// warnings is a log in memory.
type warnings struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *warnings) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *warnings) count(text string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.text.String(), text)
}

// With a bound of 0 nothing is remembered, also of what was before, and what was stored is deleted in its time.
func TestAnswersThatAreNotRemembered(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.signalAs("x", "w")
		w.config = func(c *Config) {
			c.Limits = DefaultLimits
			c.Limits.Answers = 0
		}
		w.restart(0)
		w.signalAs("x", "w")
		w.signalAs("x", "w")
		if n := w.signalled(run); n != 3 {
			t.Errorf("%d signals have arrived", n)
		}
		time.Sleep(20*time.Minute + time.Second)
		if n := w.answerRows(); n != 0 {
			t.Errorf("%d answers are left", n)
		}
	})
}

// In a domain that keeps no closed runs, the run is gone when its decider asks again whether it has ended.
func TestTheLastAnswerOfARunThatIsGone(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("brief", "0"))
		order := swf.NewRegisterWorkflowTypeInput("brief", "order", "1")
		order.DefaultTaskList, order.DefaultChildPolicy = &swf.TaskList{Name: "brief"}, swf.ChildPolicyTerminate
		order.DefaultExecutionStartToCloseTimeout, order.DefaultTaskStartToCloseTimeout = new("1000"), new("NONE")
		must(w, w.calls().RegisterWorkflowType)(order)
		must(w, w.calls().StartWorkflowExecution)(swf.NewStartWorkflowExecutionInput("brief", "w", orderType))
		task := must(w, w.calls().PollForDecisionTask)(swf.NewPollForDecisionTaskInput("brief", swf.TaskList{Name: "brief"}))
		in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		in.Decisions = []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{}}}
		attempt := func(name string) error {
			_, err := w.callWith(name, task.TaskToken).RespondDecisionTaskCompleted(context.Background(), in)
			return err
		}
		for range 2 {
			if err := attempt("x"); err != nil {
				t.Fatal(err)
			}
		}
		again(0)
		if err := attempt("x"); err != nil {
			t.Fatal(err)
		}
		const want = "UnknownResourceFault: Unknown execution"
		if err := attempt("y"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("another call is answered with %v, want %s", err, want)
		}
	})
}

// A row that makes no sense is never taken for an answer, nor for none: the call fails, and may be tried again.
func TestAnUnreadableAnswer(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.signalAs("x", "w")
		var b store.Batch
		for row, err := range w.store.ScanFamily(store.FamilyAnswer) {
			if err != nil {
				t.Fatal(err)
			}
			b.Put(store.Key{Family: row.Key.Family, Shard: row.Key.Shard, Rest: slices.Clone(row.Key.Rest)}, []byte("garbage"))
		}
		b.Put(store.Key{Family: store.FamilyAnswer, Rest: []byte("?")}, nil)
		if err := w.store.Commit(&b); err != nil {
			t.Fatal(err)
		}
		w.ruined = true
		for range 2 {
			_, err := w.call("x").SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
			if err == nil || !strings.Contains(err.Error(), "answer to a call") {
				t.Errorf("the call is answered with %v", err)
			}
			w.restart(0)
		}
		w.signalAs("y", "w")
		if n := w.signalled(run); n != 2 {
			t.Errorf("%d signals have arrived", n)
		}
	})
}

// A filter never denies what was added, and is seldom wrong about the rest.
func TestFilter(t *testing.T) {
	const calls = 100_000
	name := func(n int) (call access.CallID) {
		// Names are hashes; these are as good.
		x := uint64(n+1) * 0x9e3779b97f4a7c15
		for i := range call {
			x ^= x >> 29
			x *= 0xbf58476d1ce4e5b9
			x ^= x >> 32
			call[i] = byte(x)
		}
		return call
	}
	f := newFilter(calls)
	for n := range calls {
		f.add(name(n))
	}
	wrong := 0
	for n := range calls {
		if !f.mayHave(name(n)) {
			t.Fatalf("call %d is denied", n)
		}
		if f.mayHave(name(calls + n)) {
			wrong++
		}
	}
	if wrong > calls/50 {
		t.Errorf("of %d calls that were never added, %d are said to have been", calls, wrong)
	}
	for _, calls := range []int{0, 1, 1 << 40} {
		f := newFilter(calls)
		if f.mayHave(name(1)) {
			t.Errorf("a new filter for %d calls has one", calls)
		}
		if f.add(name(1)); !f.mayHave(name(1)) {
			t.Errorf("a filter for %d calls denies what was added", calls)
		}
	}
}
