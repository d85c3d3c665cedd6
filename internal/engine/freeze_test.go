package engine

import (
	"context"
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

// freeze stops all that happens by itself for a while, as when the process is stopped, and returns what lets it go on.
func (w *world) freeze(seconds int) (thaw func()) {
	w.engine.stopShell()
	w.engine.shell.Wait()
	w.sleep(seconds)
	return func() {
		ctx, stop := context.WithCancel(context.Background())
		w.engine.stopShell = stop
		w.engine.shell.Go(func() { w.engine.runDeadlines(ctx) })
		w.engine.shell.Go(func() { w.engine.runOutbox(ctx) })
	}
}

// Nobody is timed out for the time in which the process did not run: whether it hears the workers first, or looks at its deadlines.
func TestAFreezeTimesOutNoWorker(t *testing.T) {
	for _, first := range []string{"workers", "deadlines"} {
		t.Run(first+" first", func(t *testing.T) {
			inWorld(t, func(w *world) {
				run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{
					HeartbeatTimeout: new("10"), StartToCloseTimeout: new("30"),
				})
				thaw := w.freeze(60)
				// The close time-out has passed, and waits for the two seconds of grace.
				if first == "deadlines" {
					thaw()
					w.sleep(1)
				}
				w.beat(task.TaskToken, "still here")
				if first == "workers" {
					thaw()
					w.sleep(1)
				}
				w.complete(task.TaskToken, "done")
				if got := types(w.history(run)); got != "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted "+
					"ActivityTaskScheduled ActivityTaskStarted ActivityTaskCompleted DecisionTaskScheduled" {
					t.Error(got)
				}
			})
		})
	}
}

// Who stays silent afterwards is timed out, and what waits for no worker happens at once.
func TestAFreezeEndsNoTimeOut(t *testing.T) {
	inWorld(t, func(w *world) {
		run, _ := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10"), StartToCloseTimeout: new("NONE")})
		timer := w.start("timer")
		w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "20"})
		thaw := w.freeze(60)
		thawed := w.now()
		thaw()
		w.sleep(30)
		out, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		if out.TimeoutType != swf.ActivityTaskTimeoutTypeHeartbeat || at.Sub(thawed).Round(time.Second) != 10*time.Second {
			t.Errorf("timed out by %s after %v", out.TimeoutType, at.Sub(thawed))
		}
		if _, at := last[*swf.TimerFiredEventAttributes](w, timer); at.Sub(thawed) > time.Second {
			t.Errorf("the timer fired %v late", at.Sub(thawed))
		}
	})
}
