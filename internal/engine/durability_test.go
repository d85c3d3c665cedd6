package engine

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/swfd/swfd/swf"
)

// What is answered, a read or a refusal as well as a write, waits until everything that it was derived from is durable.
func TestAnswersWaitForDurability(t *testing.T) {
	signal := func(w *world) error {
		_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
		return err
	}
	t.Run("a write", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.start("w")
			release := w.store.hold()
			done := later(func() error { return signal(w) })
			expectHeld(t, "the signal", done)
			release()
			expectDone(t, "the signal", done)
		})
	})
	t.Run("a read", func(t *testing.T) {
		inWorld(t, func(w *world) {
			run := w.start("w")
			release := w.store.hold()
			signalled := later(func() error { return signal(w) })
			synctest.Wait()
			described := later(func() error {
				out, err := w.calls().DescribeWorkflowExecution(context.Background(), swf.NewDescribeWorkflowExecutionInput("d", run))
				if err == nil && out.OpenCounts.OpenDecisionTasks != 1 {
					return errors.New("no decision task waits")
				}
				return err
			})
			read := later(func() error {
				out, err := w.calls().GetWorkflowExecutionHistory(context.Background(), swf.NewGetWorkflowExecutionHistoryInput("d", run))
				if err == nil && len(events(t, out.EncodedEvents)) != 3 {
					return errors.New("the signal is missing: " + types(events(t, out.EncodedEvents)))
				}
				return err
			})
			expectHeld(t, "the description", described)
			expectHeld(t, "the history", read)
			release()
			expectDone(t, "the signal", signalled)
			expectDone(t, "the description", described)
			expectDone(t, "the history", read)
		})
	})
	t.Run("a refusal", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.start("w")
			release := w.store.hold()
			ended := later(func() error {
				_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
				return err
			})
			synctest.Wait()
			refused := later(func() error { return signal(w) })
			expectHeld(t, "the refusal", refused)
			release()
			expectDone(t, "the end", ended)
			_, err := refused()
			var unknown *swf.UnknownResourceFault
			if !errors.As(err, &unknown) {
				t.Errorf("a signal to a closed run: %v", err)
			}
		})
	})
	t.Run("a list", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.start("w")
			release := w.store.hold()
			ended := later(func() error {
				_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
				return err
			})
			synctest.Wait()
			table, closed := &listTable{play: &play{w: w}}, &question{closed: true}
			listed := later(func() error {
				if page, _ := table.page(closed, swf.ExecutionTimeFilter{}, nil); len(page) != 1 {
					return errors.New("the closed run is missing")
				}
				return nil
			})
			counted := later(func() error {
				if table.count(closed, swf.ExecutionTimeFilter{}) != 1 {
					return errors.New("the closed run is missing")
				}
				return nil
			})
			expectHeld(t, "the list of closed runs", listed)
			expectHeld(t, "the count of closed runs", counted)
			// Of open runs nothing is known that is not durable: this one has not closed yet.
			if page, _ := table.page(&question{}, swf.ExecutionTimeFilter{}, nil); len(page) != 1 {
				t.Error("a close was told before it was durable")
			}
			release()
			expectDone(t, "the end", ended)
			expectDone(t, "the list of closed runs", listed)
			expectDone(t, "the count of closed runs", counted)
		})
	})
	t.Run("a refusal for a run that is deleted before its end is durable", func(t *testing.T) {
		inWorld(t, func(w *world) {
			must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("brief", "NONE"))
			order := swf.NewRegisterWorkflowTypeInput("brief", "order", "1")
			order.DefaultTaskStartToCloseTimeout, order.DefaultExecutionStartToCloseTimeout = new("NONE"), new("900")
			order.DefaultTaskList, order.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyTerminate
			must(w, w.calls().RegisterWorkflowType)(order)
			must(w, w.calls().StartWorkflowExecution)(swf.NewStartWorkflowExecutionInput("brief", "w", orderType))
			task := must(w, w.calls().PollForDecisionTask)(swf.NewPollForDecisionTaskInput("brief", swf.TaskList{Name: "deciders"}))
			release := w.store.hold()
			ended := later(func() error {
				_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("brief", "w"))
				return err
			})
			synctest.Wait()
			if err := w.engine.Sweeper()(); err != nil {
				t.Fatal(err)
			}
			answered := later(func() error {
				_, err := w.with(task.TaskToken).RespondDecisionTaskCompleted(context.Background(), swf.NewRespondDecisionTaskCompletedInput(task.TaskToken))
				return err
			})
			expectHeld(t, "the refusal", answered)
			release()
			expectDone(t, "the end", ended)
			if _, err := answered(); !errors.As(err, new(*swf.UnknownResourceFault)) {
				t.Errorf("an answer to a task of a run that is gone: %v", err)
			}
		})
	})
	t.Run("a task", func(t *testing.T) {
		inWorld(t, func(w *world) {
			release := w.store.hold()
			started := later(func() error {
				_, err := w.calls().StartWorkflowExecution(context.Background(), swf.NewStartWorkflowExecutionInput("d", "w", orderType))
				return err
			})
			synctest.Wait()
			n := must(w, w.calls().CountPendingDecisionTasks)(swf.NewCountPendingDecisionTasksInput("d", swf.TaskList{Name: "deciders"}))
			if n.Count != 0 {
				t.Error("a task was offered before its commit was durable")
			}
			release()
			expectDone(t, "the start", started)
			w.pollDecision()
		})
	})
}

// Commands on one run that arrive while a batch of it is being written share the next batch.
func TestCommandsShareCommits(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		before := w.store.count()
		release := w.store.hold()
		var calls []func() (bool, error)
		for range 100 {
			calls = append(calls, later(func() error {
				_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
				return err
			}))
		}
		synctest.Wait()
		release()
		for _, done := range calls {
			expectDone(t, "a signal", done)
		}
		if n := w.store.count() - before; n != 2 {
			t.Errorf("100 signals took %d commits, want 2: the one that was held and one for all others", n)
		}
		if n := len(w.history(run)); n != 102 {
			t.Errorf("the history has %d events, want 102", n)
		}
	})
}

// A hang-up never halves a write: the commit does not depend on the caller.
func TestAHangUpDoesNotUndoAWrite(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := w.calls().SignalWorkflowExecution(ctx, swf.NewSignalWorkflowExecutionInput("d", "w", "s")); err != nil {
			t.Fatal(err)
		}
		if got := types(w.history(run)); got != "WorkflowExecutionStarted DecisionTaskScheduled WorkflowExecutionSignaled" {
			t.Error(got)
		}
	})
}

// When a commit fails, nothing that depends on it is acknowledged or published, now or later, and the process is told to end.
func TestAFailedCommitEndsTheEngine(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.store.set(func(s *heldStore) { s.broken = errBroken })
		refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "w", "s"), "InternalFailure")
		w.store.set(func(s *heldStore) { s.broken = nil })
		refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "w", "s"), "InternalFailure")
		refused(w, w.calls().DescribeWorkflowExecution, swf.NewDescribeWorkflowExecutionInput("d", run), "InternalFailure")
		refused(w, w.calls().RegisterDomain, swf.NewRegisterDomainInput("e", "1"), "InternalFailure")
		if len(w.fatal) != 1 || !errors.Is(w.fatal[0], errBroken) {
			t.Errorf("the process was told %v, want one error about the disk", w.fatal)
		}
		w.restart(0)
		if got := types(w.history(run)); got != "WorkflowExecutionStarted DecisionTaskScheduled" {
			t.Error(got)
		}
	})
}

// While the store refuses writes, commands get a 503 with the reason, reads go on, and what happens by itself is made up for later.
func TestAStoreThatRefusesWrites(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "5"})
		w.store.set(func(s *heldStore) { s.full = errors.New("the disk is nearly full") })
		refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "w", "s"),
			"ServiceUnavailable: the disk is nearly full")
		refused(w, w.calls().RegisterDomain, swf.NewRegisterDomainInput("e", "1"), "ServiceUnavailable: the disk is nearly full")
		w.sleep(10)
		if n := w.describe(run).OpenCounts.OpenTimers; n != 1 {
			t.Errorf("%d timers are open, want 1: it cannot fire yet", n)
		}
		w.store.set(func(s *heldStore) { s.full = nil })
		w.sleep(2)
		last[*swf.TimerFiredEventAttributes](w, run)
		w.signal("w", "s")
	})
}
