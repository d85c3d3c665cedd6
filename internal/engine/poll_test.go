package engine

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/swf"
)

// betweenClaimAndStart is how calls wait when something is to happen as soon as a poll has claimed a task.
type betweenClaimAndStart struct {
	blocking
	do func()
}

func (b *betweenClaimAndStart) Claim(ctx context.Context, claims <-chan tasklist.Task, over <-chan time.Time) *tasklist.Task {
	claim := b.blocking.Claim(ctx, claims, over)
	if do := b.do; claim != nil && do != nil {
		b.do = nil
		do()
	}
	return claim
}

// A task that goes while a poll has claimed it, and whose client hangs up, does not count as waiting afterwards.
func TestAHungUpPollReturnsNoTaskThatHasGone(t *testing.T) {
	inWorld(t, func(w *world) {
		between := &betweenClaimAndStart{}
		w.config = func(c *Config) { c.Waits = between }
		w.restart(0)
		w.start("w1")
		w.start("w2")
		ctx, hangUp := context.WithCancel(context.Background())
		between.do = func() {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w1"))
			hangUp()
		}
		if _, err := w.calls().PollForDecisionTask(ctx, decisionPoll()); !errors.Is(err, context.Canceled) {
			t.Errorf("the poll came back with %v", err)
		}
		in := swf.NewCountPendingDecisionTasksInput("d", swf.TaskList{Name: "deciders"})
		if n := must(w, w.calls().CountPendingDecisionTasks)(in).Count; n != 1 {
			t.Errorf("%d tasks are waiting, want the one of the run that is open", n)
		}
		if got := w.pollDecision(); got.WorkflowExecution.WorkflowID != "w2" {
			t.Errorf("got %+v", got)
		}
	})
}

func (w *world) sleep(seconds int) {
	time.Sleep(time.Duration(seconds) * time.Second)
	synctest.Wait()
}

func decisionPoll() *swf.PollForDecisionTaskInput {
	return swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "deciders"})
}

// A poll waits a minute and then answers empty.
func TestAPollIsHeld(t *testing.T) {
	inWorld(t, func(w *world) {
		before := time.Now()
		out := must(w, w.calls().PollForDecisionTask)(decisionPoll())
		if out.TaskToken != "" || out.StartedEventID != 0 {
			t.Errorf("got a task: %+v", out)
		}
		if held := time.Since(before); held != time.Minute {
			t.Errorf("the poll was held for %v", held)
		}
	})
}

// A task goes to the poll that has waited longest, as soon as it is there.
func TestATaskReachesAWaitingPoll(t *testing.T) {
	inWorld(t, func(w *world) {
		var got *swf.PollForDecisionTaskOutput
		first := later(func() (err error) {
			got, err = w.calls().PollForDecisionTask(context.Background(), decisionPoll())
			return err
		})
		synctest.Wait()
		second := later(func() error {
			_, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll())
			return err
		})
		synctest.Wait()
		run := w.start("w")
		expectDone(t, "the first poll", first)
		if *got.WorkflowExecution != run || got.StartedEventID != 3 || got.PreviousStartedEventID != 0 {
			t.Errorf("got %+v", got)
		}
		if finished, err := second(); finished {
			t.Errorf("the second poll came back: %v", err)
		}
	})
}

// A client that has gone gets no task: the claim returns to its place in the list.
func TestAHungUpPollLosesNoTask(t *testing.T) {
	t.Run("gone while it waited", func(t *testing.T) {
		inWorld(t, func(w *world) {
			ctx, hangUp := context.WithCancel(context.Background())
			poll := later(func() error {
				_, err := w.calls().PollForDecisionTask(ctx, decisionPoll())
				return err
			})
			synctest.Wait()
			hangUp()
			poll()
			run := w.start("w")
			if got := w.pollDecision(); *got.WorkflowExecution != run {
				t.Errorf("got %+v", got)
			}
		})
	})
	t.Run("gone between the claim and the assignment", func(t *testing.T) {
		inWorld(t, func(w *world) {
			first, second := w.start("w1"), w.start("w2")
			ctx, hangUp := context.WithCancel(context.Background())
			hangUp()
			if _, err := w.calls().PollForDecisionTask(ctx, decisionPoll()); err == nil {
				t.Error("a poll of a client that has gone was answered")
			}
			if got := w.pollDecision(); *got.WorkflowExecution != first {
				t.Errorf("got %v first, want the older task, which has kept its place", got.WorkflowExecution)
			}
			if got := w.pollDecision(); *got.WorkflowExecution != second {
				t.Errorf("got %v", got.WorkflowExecution)
			}
			if got := types(w.history(first)); got != "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted" {
				t.Error(got)
			}
		})
	})
}

// At shutdown, held polls answer empty at once, and so do later ones.
func TestDrainAnswersHeldPolls(t *testing.T) {
	inWorld(t, func(w *world) {
		poll := later(func() error {
			_, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll())
			return err
		})
		synctest.Wait()
		w.engine.Drain()
		expectDone(t, "the held poll", poll)
		w.start("w")
		if out := must(w, w.calls().PollForDecisionTask)(decisionPoll()); out.TaskToken != "" {
			t.Error("a task was handed out while the server ends")
		}
	})
}

// A thousand polls may wait on a list, and no more.
func TestTooManyPolls(t *testing.T) {
	inWorld(t, func(w *world) {
		w.close()
		w.config = func(c *Config) {
			c.Limits = DefaultLimits
			c.Limits.Pollers = 2
		}
		w.open()
		for range 2 {
			later(func() error {
				_, err := w.calls().PollForDecisionTask(context.Background(), decisionPoll())
				return err
			})
		}
		synctest.Wait()
		refused(w, w.calls().PollForDecisionTask, decisionPoll(),
			"LimitExceededFault: Limit on maximum concurrent poll requests per task list reached")
		w.engine.Drain()
		synctest.Wait()
	})
}

// Higher priorities go first, equal ones in the order in which they became pollable.
func TestTasksAreHandedOutByPriority(t *testing.T) {
	inWorld(t, func(w *world) {
		start := func(id, priority string) {
			in := swf.NewStartWorkflowExecutionInput("d", id, orderType)
			in.TaskPriority = &priority
			must(w, w.calls().StartWorkflowExecution)(in)
			w.sleep(1)
		}
		start("low", "-1")
		start("first", "5")
		start("second", "5")
		start("high", "2147483647")
		for _, want := range []string{"high", "first", "second", "low"} {
			if got := w.pollDecision().WorkflowExecution.WorkflowID; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}
