package engine

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// openRows are the rows of open runs in the store, as "workflowId kind id".
func (w *world) openRows() []string {
	w.t.Helper()
	kinds := map[execution.Kind]string{
		execution.KindHeader: "header", execution.KindActivity: "activity", execution.KindTimer: "timer",
		execution.KindChild: "child", execution.KindExternal: "external", execution.KindLambda: "lambda",
	}
	rows := []string{}
	for row, err := range w.store.ScanFamily(store.FamilyOpen) {
		if err != nil {
			w.t.Fatal(err)
		}
		open, err := store.DecodeOpen(row)
		if err != nil {
			w.t.Fatal(err)
		}
		key := open.Row.RowKey()
		rows = append(rows, strings.TrimSpace(text("%s %s %d", open.WorkflowID, kinds[key.Kind], key.ID)))
	}
	return rows
}

func (w *world) expectRows(when string, want ...string) {
	w.t.Helper()
	if got := strings.Join(w.openRows(), ", "); got != strings.Join(want, ", ") {
		w.t.Errorf("%s the open rows are [%s], want %s", when, got, want)
	}
}

// everything opens one of each thing that a run may have open, and lets a worker have one of two activities.
func (w *world) everything() (run swf.WorkflowExecution, activity string) {
	w.t.Helper()
	run = w.start("w")
	w.decide(w.pollDecision(),
		&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "started"},
		&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "waiting"},
		&swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "1000"},
		&swf.StartTimerDecisionAttributes{TimerID: "u", StartToFireTimeout: "1000"})
	w.expectRows("with all of it open", "w header 0", "w activity 5", "w activity 6", "w timer 7", "w timer 8")
	return run, w.pollActivity().TaskToken
}

// When a run closes nothing of it stays among the open rows, whatever closes it and whatever the same commit has done before.
// A restart right after finds nothing, and the workflowId is free.
func TestAClosedRunLeavesNoRows(t *testing.T) {
	decide := func(decisions ...swf.DecisionAttributes) func(w *world, activity string) {
		return func(w *world, _ string) {
			w.signal("w", "s")
			w.decide(w.pollDecision(), decisions...)
		}
	}
	done := &swf.CompleteWorkflowExecutionDecisionAttributes{}
	for _, c := range []struct {
		what  string
		close func(w *world, activity string)
	}{
		{"completed", decide(done)},
		{"failed", decide(&swf.FailWorkflowExecutionDecisionAttributes{})},
		{"canceled", decide(&swf.CancelWorkflowExecutionDecisionAttributes{})},
		{"terminated", func(w *world, _ string) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}},
		{"timed out", func(w *world, _ string) { w.sleep(31_536_001) }},
		{"timed out as a start came", func(w *world, _ string) {
			w.asleep = true
			w.restart(0)
			w.sleep(31_536_001)
			w.start("w")
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}},
		{"after a timer was cancelled", decide(&swf.CancelTimerDecisionAttributes{TimerID: "t"}, done)},
		{"after a timer was started", decide(&swf.StartTimerDecisionAttributes{TimerID: "v", StartToFireTimeout: "1"}, done)},
		{"after a timer was started and cancelled", decide(
			&swf.StartTimerDecisionAttributes{TimerID: "v", StartToFireTimeout: "1"}, &swf.CancelTimerDecisionAttributes{TimerID: "v"}, done)},
		{"after a timer was cancelled and started again", decide(
			&swf.CancelTimerDecisionAttributes{TimerID: "t"}, &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "0"}, done)},
		{"after the waiting activity was cancelled", decide(&swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "waiting"}, done)},
		{"after the started activity was asked to cancel", decide(&swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "started"}, done)},
		{"after an activity was scheduled", decide(&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "new"}, done)},
		{"after an activity was completed", func(w *world, activity string) {
			w.complete(activity, "")
			w.decide(w.pollDecision(), done)
		}},
		{"after another run was signalled", decide(
			&swf.SignalExternalWorkflowExecutionDecisionAttributes{WorkflowID: "nobody", SignalName: "s"}, done)},
		{"after another run was asked to cancel", decide(
			&swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{WorkflowID: "nobody"}, done)},
		{"after a child was initiated, which its policy ends", decide(
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType}, done)},
		{"while a decider works", func(w *world, _ string) {
			w.signal("w", "s")
			w.pollDecision()
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}},
		{"while another decision is queued", func(w *world, _ string) {
			w.signal("w", "s")
			w.pollDecision()
			w.signal("w", "s")
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			anyWay(t, func(w *world, again func(time.Duration)) {
				run, activity := w.everything()
				c.close(w, activity)
				w.sleep(0)
				w.expectRows("afterwards")
				again(0)
				w.sleep(0)
				w.expectRows("after a restart")
				if s := w.describe(run).ExecutionInfo.ExecutionStatus; s != swf.ExecutionStatusClosed {
					t.Errorf("the run is %s", s)
				}
				if n := w.engine.outbox.waiting() + len(w.engine.deadlines.entries); n != 0 {
					t.Errorf("%d messages and deadlines wait", n)
				}
				if n := w.engine.open.count(w.lane("w").domain); n != 0 {
					t.Errorf("%d runs are counted as open", n)
				}
				next := w.start("w")
				w.expectRows("after the next start", "w header 0")
				if got := *w.pollDecision().WorkflowExecution; got != next {
					t.Errorf("a decision task of %v was handed out, want %v", got, next)
				}
			})
		})
	}
}

// A run that continues as new leaves one row, the header of its successor.
func TestARunThatContinuesLeavesTheRowOfTheNext(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run, activity := w.everything()
		w.signal("w", "s")
		w.decide(w.pollDecision(), &swf.CancelTimerDecisionAttributes{TimerID: "t"}, &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})
		w.expectRows("afterwards", "w header 0")
		again(0)
		w.expectRows("after a restart", "w header 0")
		w.beatFails("the worker of the first run", activity, execution.UnknownExecution(run).Error())
		continued, _ := last[*swf.WorkflowExecutionContinuedAsNewEventAttributes](w, run)
		if got := w.pollDecision().WorkflowExecution.RunID; got != continued.NewExecutionRunID {
			t.Errorf("a decision task of %s was handed out", got)
		}
	})
}

// The end of one run, the whole life of the next and the beginning of a third may share a commit: later rows go over earlier ones.
func TestRunsThatShareACommit(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		first, activity := w.everything()
		release := w.store.hold()
		start := func() error {
			_, err := w.calls().StartWorkflowExecution(context.Background(), swf.NewStartWorkflowExecutionInput("d", "w", orderType))
			return err
		}
		terminate := func() error {
			_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
			return err
		}
		signal := func() error {
			_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
			return err
		}
		complete := func() error {
			_, err := w.with(activity).RespondActivityTaskCompleted(context.Background(), swf.NewRespondActivityTaskCompletedInput(activity))
			return err
		}
		before := w.store.count()
		var calls []func() (bool, error)
		for _, call := range []func() error{signal, complete, terminate, start, signal, terminate, start, signal} {
			calls = append(calls, later(call))
			synctest.Wait()
		}
		release()
		for _, done := range calls {
			expectDone(w.t, "a call", done)
		}
		if n := w.store.count() - before; n != 2 {
			t.Errorf("%d commits, want the held one and one for all others", n)
		}
		again(0)
		w.expectRows("afterwards", "w header 0")
		if got := types(w.history(first)); !strings.HasSuffix(got, "WorkflowExecutionSignaled DecisionTaskScheduled ActivityTaskCompleted WorkflowExecutionTerminated") {
			t.Error(got)
		}
		task := w.pollDecision()
		if got := types(w.history(*task.WorkflowExecution)); got != "WorkflowExecutionStarted DecisionTaskScheduled WorkflowExecutionSignaled DecisionTaskStarted" {
			t.Error(got)
		}
		if n := w.engine.open.count(w.lane("w").domain); n != 1 {
			t.Errorf("%d runs are counted as open", n)
		}
	})
}
