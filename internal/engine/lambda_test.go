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

	"github.com/swfd/swfd/swf"
)

// functions are Lambda functions that answer when the test lets them.
type functions struct {
	mu    sync.Mutex
	calls []*functionCall
	// stubborn functions do not hear that they are given up.
	stubborn bool
}

// functionCall is a call of a function that is under way.
type functionCall struct {
	function string
	input    *string
	ctx      context.Context
	answer   chan functionAnswer
}

type functionAnswer struct {
	result string
	err    error
}

func (f *functions) Invoke(ctx context.Context, function string, input *string) (string, error) {
	c := &functionCall{function: function, input: input, ctx: ctx, answer: make(chan functionAnswer, 1)}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	givenUp := ctx.Done()
	if f.stubborn {
		givenUp = nil
	}
	f.mu.Unlock()
	select {
	case a := <-c.answer:
		return a.result, a.err
	case <-givenUp:
		return "", ctx.Err()
	}
}

// setStubborn says whether the functions that are called from now on are stubborn.
func (f *functions) setStubborn(stubborn bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stubborn = stubborn
}

// called returns the calls since the last look.
func (f *functions) called() []*functionCall {
	synctest.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := f.calls
	f.calls = nil
	return calls
}

func (c *functionCall) succeed(result string) {
	c.answer <- functionAnswer{result: result}
	synctest.Wait()
}

func (c *functionCall) fail(reason, details string) {
	c.answer <- functionAnswer{err: &LambdaFailure{Reason: reason, Details: details}}
	synctest.Wait()
}

// lambdaWorld is a world whose server calls functions.
type lambdaWorld struct {
	*world
	functions *functions
}

// inLambdaWorld runs a test in a world with so many workers.
func inLambdaWorld(t *testing.T, workers int, test func(w *lambdaWorld)) {
	inWorld(t, func(w *world) {
		f := &functions{}
		w.config = func(c *Config) { c.Lambda, c.LambdaWorkers = f, workers }
		w.restart(0)
		test(&lambdaWorld{w, f})
	})
}

// startWithRole starts a run that has a role for Lambda functions.
func (w *world) startWithRole(id string) swf.WorkflowExecution {
	w.t.Helper()
	in := swf.NewStartWorkflowExecutionInput("d", id, orderType)
	in.LambdaRole = new("arn:aws:iam::111111111111:role/r")
	out := must(w, w.calls().StartWorkflowExecution)(in)
	return swf.WorkflowExecution{WorkflowID: id, RunID: *out.RunID}
}

// lambdaRun starts a run and schedules a Lambda task in it.
func (w *world) lambdaRun(id string, d swf.ScheduleLambdaFunctionDecisionAttributes) swf.WorkflowExecution {
	w.t.Helper()
	run := w.startWithRole(id)
	d.ID, d.Name = "l", "function-of-"+id
	w.decide(w.pollDecision(), &d)
	return run
}

// called expects calls of functions, in order, since the last look.
func (w *lambdaWorld) called(want ...string) []*functionCall {
	w.t.Helper()
	calls := w.functions.called()
	// Two workers that begin at once are in no order.
	slices.SortFunc(calls, func(a, b *functionCall) int { return strings.Compare(a.function, b.function) })
	var got []string
	for _, c := range calls {
		got = append(got, c.function)
	}
	if text("%q", got) != text("%q", want) {
		w.t.Fatalf("the functions %q were called, want %q", got, want)
	}
	return calls
}

func (w *lambdaWorld) expectFigures(when string, waiting, running int) {
	w.t.Helper()
	if f := w.engine.Figures().Lambda; f.Waiting != waiting || f.Running != running {
		w.t.Errorf("%s the figures are %+v, want %d waiting and %d running", when, f, waiting, running)
	}
}

const lambdaBegun = "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted LambdaFunctionScheduled"

func (w *world) expectTypes(run swf.WorkflowExecution, want string) {
	w.t.Helper()
	if got := types(w.history(run)); got != want {
		w.t.Errorf("the history is\n%s\nwant\n%s", got, want)
	}
}

func TestAFunctionIsCalledWithItsInput(t *testing.T) {
	inLambdaWorld(t, 2, func(w *lambdaWorld) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{Input: new(`{"n":1}`)})
		call := w.called("function-of-w")[0]
		if call.input == nil || *call.input != `{"n":1}` {
			t.Errorf("the function got %v", call.input)
		}
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted")
		w.expectFigures("while it runs", 0, 1)
		call.succeed(`{"n":2}`)
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted LambdaFunctionCompleted DecisionTaskScheduled")
		done, _ := last[*swf.LambdaFunctionCompletedEventAttributes](w.world, run)
		if done.Result == nil || *done.Result != `{"n":2}` || done.ScheduledEventID != 5 || done.StartedEventID != 6 {
			t.Errorf("got %+v", done)
		}
		w.expectFigures("afterwards", 0, 0)
		w.decide(w.pollDecision(), &swf.ScheduleLambdaFunctionDecisionAttributes{ID: "l", Name: "next"})
		if call := w.called("next")[0]; call.input != nil {
			t.Errorf("a function without input got %q", *call.input)
		}
	})
}

func TestAFunctionThatFails(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.called("function-of-w")[0].fail("Unhandled", `{"errorMessage":"no"}`)
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted LambdaFunctionFailed DecisionTaskScheduled")
		failed, _ := last[*swf.LambdaFunctionFailedEventAttributes](w.world, run)
		if *failed.Reason != "Unhandled" || *failed.Details != `{"errorMessage":"no"}` {
			t.Errorf("got %s, %s", *failed.Reason, *failed.Details)
		}
		w.decide(w.pollDecision(), &swf.ScheduleLambdaFunctionDecisionAttributes{ID: "l", Name: "f"})
		w.called("f")[0].fail("ServiceException", "")
		if failed, _ = last[*swf.LambdaFunctionFailedEventAttributes](w.world, run); failed.Details != nil {
			t.Errorf("empty details are told: %q", *failed.Details)
		}
	})
}

// A function that takes too long is given up when its task times out, and its worker is free again.
func TestAFunctionThatTakesTooLong(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{StartToCloseTimeout: new("5")})
		call := w.called("function-of-w")[0]
		_, started := last[*swf.LambdaFunctionStartedEventAttributes](w.world, run)
		w.sleep(4)
		if call.ctx.Err() != nil {
			t.Error("it was given up too early")
		}
		w.lambdaRun("x", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.called()
		w.sleep(2)
		timedOut, at := last[*swf.LambdaFunctionTimedOutEventAttributes](w.world, run)
		if timedOut.TimeoutType != swf.LambdaFunctionTimeoutTypeStartToClose || at.Sub(started) > 5*time.Second+10*time.Millisecond {
			t.Errorf("%s %v after the start", timedOut.TimeoutType, at.Sub(started))
		}
		if call.ctx.Err() == nil {
			t.Error("the call goes on after the time-out")
		}
		w.called("function-of-x")
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted LambdaFunctionTimedOut DecisionTaskScheduled")
	})
}

// An answer that comes after the time-out is nobody's, whether or not the call was given up.
func TestAFunctionThatAnswersTooLate(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		w.functions.setStubborn(true)
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{StartToCloseTimeout: new("5")})
		call := w.called("function-of-w")[0]
		w.sleep(6)
		call.succeed("late")
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted LambdaFunctionTimedOut DecisionTaskScheduled")
		w.expectFigures("afterwards", 0, 0)
	})
}

func TestWithoutAnEndpointOrARole(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		failed, _ := last[*swf.ScheduleLambdaFunctionFailedEventAttributes](w, run)
		if failed.Cause != swf.ScheduleLambdaFunctionFailedCauseLambdaServiceNotAvailableInRegion {
			t.Errorf("without an endpoint: %s", failed.Cause)
		}
	})
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		run := w.start("w")
		w.decide(w.pollDecision(), &swf.ScheduleLambdaFunctionDecisionAttributes{ID: "l", Name: "f"})
		w.called()
		failed, _ := last[*swf.StartLambdaFunctionFailedEventAttributes](w.world, run)
		if failed.Cause != swf.StartLambdaFunctionFailedCauseAssumeRoleFailed ||
			*failed.Message != "No IAM role is attached to the current workflow execution." {
			t.Errorf("without a role: %s, %s", failed.Cause, *failed.Message)
		}
		w.expectTypes(run, lambdaBegun+" StartLambdaFunctionFailed DecisionTaskScheduled")
	})
}

// However many tasks there are, only so many functions run at once. The others wait, unstarted, the oldest first.
func TestOnlySoManyFunctionsRunAtOnce(t *testing.T) {
	inLambdaWorld(t, 2, func(w *lambdaWorld) {
		var runs []swf.WorkflowExecution
		for _, id := range []string{"a", "b", "c", "d", "e"} {
			runs = append(runs, w.lambdaRun(id, swf.ScheduleLambdaFunctionDecisionAttributes{StartToCloseTimeout: new("900")}))
			w.sleep(1)
		}
		calls := w.called("function-of-a", "function-of-b")
		w.expectFigures("at first", 3, 2)
		if f := w.engine.Figures().Lambda; f.OldestAge != 3*time.Second || f.Workers != 2 {
			t.Errorf("the figures are %+v", f)
		}
		w.expectTypes(runs[2], lambdaBegun)
		// No time-out runs while a task waits, and a run that closes takes its task along.
		w.sleep(600)
		must(w.world, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "d"))
		w.expectFigures("without the closed run", 2, 2)
		calls[1].succeed("b")
		calls[0].succeed("a")
		w.called("function-of-c", "function-of-e")
		w.expectFigures("at last", 0, 2)
		w.sleep(899)
		w.expectTypes(runs[2], lambdaBegun+" LambdaFunctionStarted")
		w.sleep(2)
		w.expectTypes(runs[2], lambdaBegun+" LambdaFunctionStarted LambdaFunctionTimedOut DecisionTaskScheduled")
	})
}

// What waited is called after a restart. What was under way is not called again: its task times out at its deadline.
func TestFunctionsOverARestart(t *testing.T) {
	for what, again := range map[string]func(*world, time.Duration){"restart": (*world).restart, "crash": (*world).crash} {
		t.Run(what, func(t *testing.T) {
			inLambdaWorld(t, 1, func(w *lambdaWorld) {
				underWay := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{StartToCloseTimeout: new("100")})
				call := w.called("function-of-w")[0]
				waiting := w.lambdaRun("x", swf.ScheduleLambdaFunctionDecisionAttributes{Input: new("kept")})
				again(w.world, 50*time.Second)
				if call.ctx.Err() == nil {
					t.Error("the call outlived its server")
				}
				next := w.called("function-of-x")[0]
				if *next.input != "kept" {
					t.Errorf("the function got %q", *next.input)
				}
				w.sleep(49)
				w.expectTypes(underWay, lambdaBegun+" LambdaFunctionStarted")
				w.sleep(2)
				w.expectTypes(underWay, lambdaBegun+" LambdaFunctionStarted LambdaFunctionTimedOut DecisionTaskScheduled")
				next.succeed("done")
				w.expectTypes(waiting, lambdaBegun+" LambdaFunctionStarted LambdaFunctionCompleted DecisionTaskScheduled")
				again(w.world, 0)
				w.called()
			})
		})
	}
}

// What waited goes on waiting in a server that can call no functions, and is called by one that can.
func TestFunctionsWithoutTheirEndpoint(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.called("function-of-w")
		run := w.lambdaRun("x", swf.ScheduleLambdaFunctionDecisionAttributes{})
		can := w.config
		w.config = nil
		w.restart(0)
		w.sleep(3600)
		w.expectTypes(run, lambdaBegun)
		if f := w.engine.Figures().Lambda; f.Waiting != 1 || f.Workers != 0 {
			t.Errorf("the figures are %+v", f)
		}
		w.config = can
		w.restart(0)
		w.called("function-of-x")
	})
}

// A function is not called before it is on the disk that it was: else it could be called twice.
func TestNoFunctionIsCalledBeforeItsStartIsDurable(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		w.asleep = true
		w.restart(0)
		w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		release := w.store.hold()
		w.engine.Serve()
		w.called()
		w.expectFigures("while the start is being written", 0, 1)
		release()
		w.called("function-of-w")
	})
}

// The outcome of a function is reported when the store takes writes again, if that is in time.
func TestAFunctionThatAnswersWhileTheDiskIsFull(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		waiting := w.lambdaRun("x", swf.ScheduleLambdaFunctionDecisionAttributes{})
		call := w.called("function-of-w")[0]
		w.store.set(func(s *heldStore) { s.full = errors.New("the disk is full") })
		call.succeed("kept")
		w.sleep(60)
		w.called()
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted")
		w.store.set(func(s *heldStore) { s.full = nil })
		w.sleep(2)
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted LambdaFunctionCompleted DecisionTaskScheduled")
		w.called("function-of-x")
		w.expectTypes(waiting, lambdaBegun+" LambdaFunctionStarted")
	})
}

// A task that cannot be started while the store takes no writes keeps its place.
func TestATaskIsNotLostWhileTheDiskIsFull(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		w.functions.setStubborn(true)
		first := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.lambdaRun("x", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.lambdaRun("y", swf.ScheduleLambdaFunctionDecisionAttributes{})
		call := w.called("function-of-w")[0]
		w.functions.setStubborn(false)
		must(w.world, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", first.WorkflowID))
		w.store.set(func(s *heldStore) { s.full = errors.New("the disk is full") })
		call.succeed("for nobody")
		w.sleep(10)
		w.expectFigures("while the disk is full", 2, 1)
		w.store.set(func(s *heldStore) { s.full = nil })
		w.sleep(2)
		w.called("function-of-x")
		w.expectFigures("afterwards", 1, 1)
	})
}

// A function whose run closes is given up, and its worker is free for the next task, perhaps of the next run of that workflowId.
func TestAFunctionThatOutlivesItsRun(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		run := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		call := w.called("function-of-w")[0]
		must(w.world, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		synctest.Wait()
		if call.ctx.Err() == nil {
			t.Error("the function was not given up")
		}
		next := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.called("function-of-w")
		w.expectTypes(run, lambdaBegun+" LambdaFunctionStarted WorkflowExecutionTerminated")
		w.expectTypes(next, lambdaBegun+" LambdaFunctionStarted")
	})
}

// What a function answers to a run that has closed is heard by nobody, the next run of its workflowId least of all.
func TestAFunctionThatAnswersTheWrongRun(t *testing.T) {
	inLambdaWorld(t, 1, func(w *lambdaWorld) {
		w.functions.setStubborn(true)
		w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		call := w.called("function-of-w")[0]
		must(w.world, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		next := w.lambdaRun("w", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.called()
		call.succeed("late")
		w.expectTypes(next, lambdaBegun+" LambdaFunctionStarted")
		w.called("function-of-w")[0].succeed("for this run")
		w.expectTypes(next, lambdaBegun+" LambdaFunctionStarted LambdaFunctionCompleted DecisionTaskScheduled")
	})
}

// A server that ends starts nothing more, and waits for a while for what runs.
func TestFunctionsAtTheEndOfAServer(t *testing.T) {
	inLambdaWorld(t, 2, func(w *lambdaWorld) {
		quick := w.lambdaRun("quick", swf.ScheduleLambdaFunctionDecisionAttributes{})
		slow := w.lambdaRun("slow", swf.ScheduleLambdaFunctionDecisionAttributes{StartToCloseTimeout: new("60")})
		calls := w.called("function-of-quick", "function-of-slow")
		waiting := w.lambdaRun("waiting", swf.ScheduleLambdaFunctionDecisionAttributes{})
		w.engine.Drain()
		finished := later(func() error {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			w.engine.FinishLambdas(ctx)
			return nil
		})
		calls[0].succeed("in time")
		w.expectTypes(quick, lambdaBegun+" LambdaFunctionStarted LambdaFunctionCompleted DecisionTaskScheduled")
		w.expectTypes(waiting, lambdaBegun)
		if over, _ := finished(); over {
			t.Error("nobody waits for the slow function")
		}
		w.sleep(11)
		expectDone(t, "the wait for the slow function", finished)
		w.restart(0)
		if calls[1].ctx.Err() == nil {
			t.Error("the slow function was not given up")
		}
		w.expectTypes(slow, lambdaBegun+" LambdaFunctionStarted")
		w.called("function-of-waiting")
		w.sleep(60)
		w.expectTypes(slow, lambdaBegun+" LambdaFunctionStarted LambdaFunctionTimedOut DecisionTaskScheduled")
	})
}

// A server that has nothing to wait for ends at once.
func TestAnIdleServerEndsAtOnce(t *testing.T) {
	inLambdaWorld(t, 3, func(w *lambdaWorld) {
		w.engine.Drain()
		before := w.now()
		w.engine.FinishLambdas(context.Background())
		if took := w.now().Sub(before); took != 0 {
			t.Errorf("it took %v", took)
		}
	})
}
