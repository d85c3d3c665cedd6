package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// witness is an observer that writes down what it is told, a line each.
type witness struct {
	mu    sync.Mutex
	lines []string
	// commits and commands count, and bytes adds up.
	commits, commands, bytes int
}

func (o *witness) add(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.lines = append(o.lines, fmt.Sprintf(format, args...))
}

// told takes what was told since the last time.
func (o *witness) told() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	lines := o.lines
	o.lines = nil
	return strings.Join(lines, "\n")
}

func (o *witness) Committed(took time.Duration, commands, bytes int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.commits++
	o.commands += commands
	o.bytes += bytes
}

func (o *witness) Happened(e *swf.HistoryEvent) { o.add("%s", e.Type()) }

func (o *witness) TaskStarted(kind token.Kind, waited time.Duration) {
	o.add("a task of kind %s had waited %v", kind, waited)
}

func (o *witness) TaskEnded(kind token.Kind, sinceWaiting, sinceStart time.Duration) {
	o.add("a task of kind %s ended %v after it began to wait and %v after its start", kind, sinceWaiting, sinceStart)
}

func (o *witness) ExecutionClosed(status swf.CloseStatus, lasted time.Duration) {
	o.add("a run closed as %s after %v", status, lasted)
}

func (o *witness) Decided(d swf.DecisionType) { o.add("decided: %s", d) }

func (o *witness) HeartbeatRecorded(cancelRequested bool) {
	o.add("a heartbeat, cancel requested: %v", cancelRequested)
}

func (o *witness) HistoryNearLimit() { o.add("a history is near its limit") }

func (o *witness) AnsweredAgain() { o.add("answered again") }

// observed runs a test in a world with a witness.
func observed(t *testing.T, test func(w *world, o *witness)) {
	inWorld(t, func(w *world) {
		o := &witness{}
		w.config = func(c *Config) { c.Observer = o }
		w.restart(0)
		test(w, o)
	})
}

func expectTold(t *testing.T, o *witness, want string) {
	t.Helper()
	synctest.Wait()
	if got, want := o.told(), strings.TrimSpace(want); got != want {
		t.Errorf("the observer was told\n%s\nwant\n%s", got, want)
	}
}

func TestWhatAnObserverIsTold(t *testing.T) {
	observed(t, func(w *world, o *witness) {
		run := w.start("w")
		w.sleep(3)
		task := w.pollDecision()
		expectTold(t, o, `
WorkflowExecutionStarted
DecisionTaskScheduled
DecisionTaskStarted
a task of kind decision had waited 3s`)
		w.sleep(2)
		w.decide(task,
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a", HeartbeatTimeout: new("30")},
			&swf.RecordMarkerDecisionAttributes{MarkerName: "m"})
		w.sleep(10)
		work := w.pollActivity()
		w.sleep(20)
		w.beat(work.TaskToken, "half")
		w.sleep(5)
		w.complete(work.TaskToken, "done")
		expectTold(t, o, `
DecisionTaskCompleted
a task of kind decision ended 5s after it began to wait and 2s after its start
ActivityTaskScheduled
MarkerRecorded
decided: ScheduleActivityTask
decided: RecordMarker
ActivityTaskStarted
a task of kind activity had waited 10s
a heartbeat, cancel requested: false
ActivityTaskCompleted
a task of kind activity ended 35s after it began to wait and 25s after its start
DecisionTaskScheduled`)
		w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
		expectTold(t, o, `
DecisionTaskStarted
a task of kind decision had waited 0s
DecisionTaskCompleted
a task of kind decision ended 0s after it began to wait and 0s after its start
WorkflowExecutionCompleted
a run closed as COMPLETED after 40s
decided: CompleteWorkflowExecution`)
		if types(w.history(run)) == "" {
			t.Error("there is no history")
		}
	})
}

// Tasks that end with their run have no outcome, and nobody works on them any more.
func TestTasksThatEndWithTheirRun(t *testing.T) {
	observed(t, func(w *world, o *witness) {
		w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{})
		w.signal("w", "s")
		w.pollDecision()
		if n := len(w.engine.progress.tasks); n != 2 {
			t.Fatalf("%d tasks are in progress, not 2", n)
		}
		o.told()
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		expectTold(t, o, "WorkflowExecutionTerminated\na run closed as TERMINATED after 0s")
		if p := w.engine.progress; len(p.tasks) != 0 || len(p.lists) != 0 {
			t.Errorf("in progress are %v of lists %v", p.tasks, p.lists)
		}
	})
}

// An observer hears of a time-out when it is durable, and not before.
func TestAnObserverHearsOnlyOfWhatIsDurable(t *testing.T) {
	observed(t, func(w *world, o *witness) {
		w.start("w")
		o.told()
		release := w.store.hold()
		poll := later(func() error {
			_, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll())
			return err
		})
		expectHeld(t, "the poll", poll)
		expectTold(t, o, "")
		release()
		expectDone(t, "the poll", poll)
		expectTold(t, o, "DecisionTaskStarted\na task of kind decision had waited 0s")
		w.sleep(101)
		expectTold(t, o, "DecisionTaskTimedOut\na task of kind decision ended 1m40.001s after it began to wait and 1m40.001s after its start\nDecisionTaskScheduled")
	})
}

// Commands that arrive while a batch is being written share the next one, and are counted in it.
func TestCommandsOfABatch(t *testing.T) {
	observed(t, func(w *world, o *witness) {
		w.start("w")
		*o = witness{}
		release := w.store.hold()
		var signals []func() (bool, error)
		for i := range 5 {
			signals = append(signals, later(func() error {
				_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", fmt.Sprint(i)))
				return err
			}))
			synctest.Wait()
		}
		release()
		for _, signal := range signals {
			expectDone(t, "a signal", signal)
		}
		if o.commits != 2 || o.commands != 5 || o.bytes < 500 {
			t.Errorf("%d commands in %d batches of %d bytes", o.commands, o.commits, o.bytes)
		}
	})
}

// figures writes what an engine holds, a line a list.
func figures(w *world) string {
	synctest.Wait()
	f := w.engine.Figures()
	var lines []string
	for _, l := range f.TaskLists {
		lines = append(lines, fmt.Sprintf("%s list %s of %s/%s/%s: %d wait, the oldest for %v; %d polls; %d in progress",
			l.Kind, l.Name, l.Account, l.Region, l.Domain, l.Backlog, l.OldestAge, l.Pollers, l.InProgress))
	}
	for _, d := range f.Open {
		lines = append(lines, fmt.Sprintf("%s/%s/%s: %d open", d.Account, d.Region, d.Domain, d.Runs))
	}
	if f.Messages > 0 {
		lines = append(lines, fmt.Sprintf("%d messages", f.Messages))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func expectFigures(w *world, want string) {
	w.t.Helper()
	if got := figures(w); got != want {
		w.t.Errorf("the figures are\n%s\nwant\n%s", got, want)
	}
}

// The figures say what waits, who waits and what is being worked on, also after a restart.
func TestFigures(t *testing.T) {
	inWorld(t, func(w *world) {
		expectFigures(w, "")
		w.start("w1")
		w.sleep(7)
		w.start("w2")
		w.sleep(2)
		expectFigures(w, `111111111111/us-east-1/d: 2 open
decision list deciders of 111111111111/us-east-1/d: 2 wait, the oldest for 9s; 0 polls; 0 in progress`)
		w.decide(w.pollDecision(),
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "b"})
		w.pollActivity()
		w.pollDecision()
		poll := later(func() error {
			_, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll())
			return err
		})
		const lists = `111111111111/us-east-1/d: 2 open
activity list workers of 111111111111/us-east-1/d: 1 wait, the oldest for %v; 0 polls; 1 in progress
decision list deciders of 111111111111/us-east-1/d: 0 wait, the oldest for 0s; %d polls; 1 in progress`
		expectFigures(w, fmt.Sprintf(lists, "0s", 1))
		w.engine.Drain()
		expectDone(t, "the poll", poll)
		w.restart(3 * time.Second)
		expectFigures(w, fmt.Sprintf(lists, "3s", 0))
	})
}
