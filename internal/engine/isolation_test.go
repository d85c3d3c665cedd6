package engine

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// A run whose rows cannot be read loses its own task and nobody else's: the tasks behind it on the list are handed out.
func TestAnUnreadableRunDoesNotBlockItsTaskList(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start("ruined")
		w.sleep(1)
		behind := w.start("behind")
		w.ruin("ruined")
		if got := *w.pollDecision().WorkflowExecution; got != behind {
			t.Errorf("a task of %v was handed out, want one of %v", got, behind)
		}
	})
}

// deaf is a store that cannot read single rows and ranges for a while.
type deaf struct {
	store.Store
	broken atomic.Bool
}

func (d *deaf) Get(k store.Key) ([]byte, error) {
	if d.broken.Load() {
		return nil, errBroken
	}
	return d.Store.Get(k)
}

func (d *deaf) Scan(f store.Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[store.Row, error] {
	if d.broken.Load() {
		return func(yield func(store.Row, error) bool) { yield(store.Row{}, errBroken) }
	}
	return d.Store.Scan(f, shard, from, to, reverse)
}

// deafen makes the world's store a deaf one, which hears at first. Nothing that was read before is in memory.
func (w *world) deafen() *deaf {
	w.t.Helper()
	w.asleep = true
	w.restart(0)
	d := &deaf{Store: w.store.Store}
	w.store.Store = d
	return d
}

// A deadline that falls due while the store cannot read is looked at again when it can.
func TestADeadlineOutlastsAFailedRead(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "10"})
		d := w.deafen()
		w.engine.Serve()
		d.broken.Store(true)
		w.sleep(15)
		d.broken.Store(false)
		w.sleep(5)
		if got := types(w.history(run)); !strings.Contains(got, "TimerFired") {
			t.Errorf("the timer never fired: %s", got)
		}
	})
}

// A message to a run that cannot be read just now is delivered when it can.
func TestAMessageOutlastsAFailedRead(t *testing.T) {
	inWorld(t, func(w *world) {
		target, sender := w.start("target"), w.start("sender")
		w.pollDecision()
		task := w.pollDecision()
		d := w.deafen()
		w.decide(task, signalTo("target", "s"))
		d.broken.Store(true)
		w.engine.Serve()
		w.sleep(5)
		d.broken.Store(false)
		w.sleep(5)
		if got := types(w.history(target)); !strings.Contains(got, "WorkflowExecutionSignaled") {
			t.Errorf("the target has %s", got)
		}
		if got := types(w.history(sender)); !strings.Contains(got, "ExternalWorkflowExecutionSignaled") {
			t.Errorf("the sender has %s", got)
		}
		if messages, _ := w.boxRows(); messages != 0 {
			t.Errorf("%d messages are left", messages)
		}
	})
}

// A task of a run that cannot be read just now keeps its place.
func TestATaskOutlastsAFailedRead(t *testing.T) {
	inWorld(t, func(w *world) {
		first := w.start("first")
		w.sleep(1)
		w.start("second")
		d := w.deafen()
		d.broken.Store(true)
		if _, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll()); !errors.Is(err, errBroken) {
			t.Errorf("the poll was answered with %v", err)
		}
		d.broken.Store(false)
		if got := *w.pollDecision().WorkflowExecution; got != first {
			t.Errorf("a task of %v was handed out, want one of %v", got, first)
		}
	})
}

// fussy panics over decisions to record a marker.
type fussy struct{ access.Open }

func (fussy) MayDecide(_ access.Caller, d access.Decision) bool {
	if d.Type() == swf.DecisionTypeRecordMarker {
		panic("a marker")
	}
	return true
}

// A call that panics, which the door survives, hangs nobody: what shared its batch fails, what is durable stays, and the run goes
// on from there.
func TestAPanicHangsNobody(t *testing.T) {
	inWorld(t, func(w *world) {
		w.close()
		w.asleep, w.config = true, func(c *Config) { c.Permissions = fussy{} }
		w.open()
		run := w.start("w")
		task := w.pollDecision()
		sender := w.start("sender")
		w.decide(w.pollDecision(), signalTo("w", "delivered"))
		signal := func(name string) func() (bool, error) {
			return later(func() error {
				_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", name))
				return err
			})
		}
		release := w.store.hold()
		written := signal("written")
		synctest.Wait()
		// A delivery, whose answer has a place in the outbox already, and a signal wait for the next batch.
		w.engine.Serve()
		shared := signal("shared")
		synctest.Wait()
		if err := respondWithMarker(w, task.TaskToken); err == nil || err.Error() != "panicked" {
			t.Fatalf("the call that panics: %v", err)
		}
		if finished, err := shared(); !finished || err == nil {
			t.Errorf("the call that shared its batch: %v, %v", finished, err)
		}
		if finished, err := signal("between")(); !finished || err == nil {
			t.Errorf("a call while memory holds nothing of worth: %v, %v", finished, err)
		}
		release()
		expectDone(t, "the call that was being written", written)
		w.signal("w", "after")
		w.sleep(5)
		var names []string
		for _, e := range w.history(run) {
			if s, ok := e.Attributes.(*swf.WorkflowExecutionSignaledEventAttributes); ok {
				names = append(names, s.SignalName)
			}
		}
		if got := strings.Join(names, " "); got != "written after delivered" {
			t.Errorf("the signals are %s", got)
		}
		if got := types(w.history(sender)); !strings.Contains(got, "ExternalWorkflowExecutionSignaled") {
			t.Errorf("the sender has %s", got)
		}
		// The decider may answer again.
		w.decide(task)
	})
}

// respondWithMarker answers a decision task with a decision that fussy panics over.
func respondWithMarker(w *world, token string) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panicked")
		}
	}()
	in := swf.NewRespondDecisionTaskCompletedInput(token)
	in.Decisions = []swf.Decision{{Attributes: &swf.RecordMarkerDecisionAttributes{MarkerName: "m"}}}
	_, err = w.with(token).RespondDecisionTaskCompleted(context.Background(), in)
	return err
}

// The end does not wait until everything is done that is due.
func TestTheEndDoesNotWaitForAllDeadlines(t *testing.T) {
	inWorld(t, func(w *world) {
		const runs = 5 * shellWidth
		w.asleep = true
		w.restart(0)
		for i := range runs {
			w.start(text("w%d", i))
			w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "0"})
		}
		before, release := w.store.count(), w.store.hold()
		w.engine.Serve()
		synctest.Wait()
		closed := later(func() error { w.engine.Close(); return nil })
		expectHeld(t, "the end", closed)
		release()
		expectDone(t, "the end", closed)
		// Those under way, and those that had been taken out with them.
		if n := w.store.count() - before; n > 2*shellWidth {
			t.Errorf("%d of %d timers fired before the end", n, runs)
		}
		w.asleep = false
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		w.open()
		w.sleep(0)
		n := must(w, w.calls().CountPendingDecisionTasks)(swf.NewCountPendingDecisionTasksInput("d", swf.TaskList{Name: "deciders"}))
		if n.Count != runs {
			t.Errorf("%d of %d timers have fired after the restart", n.Count, runs)
		}
	})
}
