package engine

import (
	"context"
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

// A worker whose calls were refused because the store took no writes was not silent: when the store takes them again, the clocks start
// again as after a restart.
func TestARefusalTimesOutNoWorker(t *testing.T) {
	inWorld(t, func(w *world) {
		run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{
			HeartbeatTimeout: new("10"), StartToCloseTimeout: new("30"),
		})
		w.sleep(5)
		w.store.set(func(s *heldStore) { s.full = errBroken })
		for range 4 {
			w.sleep(15)
			_, err := w.with(task.TaskToken).RecordActivityTaskHeartbeat(context.Background(), swf.NewRecordActivityTaskHeartbeatInput(task.TaskToken))
			if err == nil {
				t.Fatal("a beat was taken by a store that takes no writes")
			}
		}
		w.store.set(func(s *heldStore) { s.full = nil })
		w.sleep(1)
		w.beat(task.TaskToken, "still here")
		w.complete(task.TaskToken, "done")
		if got := types(w.history(run)); got != "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted "+
			"ActivityTaskScheduled ActivityTaskStarted ActivityTaskCompleted DecisionTaskScheduled" {
			t.Error(got)
		}
	})
}

// One that stays silent afterwards is timed out as ever.
func TestARefusalEndsNoTimeOut(t *testing.T) {
	inWorld(t, func(w *world) {
		run, _ := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10"), StartToCloseTimeout: new("30")})
		w.store.set(func(s *heldStore) { s.full = errBroken })
		w.sleep(60)
		w.store.set(func(s *heldStore) { s.full = nil })
		back := w.now()
		w.sleep(20)
		// The close time-out had passed before the refusal ended, and waits for the two seconds of grace.
		out, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		if out.TimeoutType != swf.ActivityTaskTimeoutTypeStartToClose || at.Sub(back).Round(time.Second) != 2*time.Second {
			t.Errorf("timed out by %s after %v", out.TimeoutType, at.Sub(back))
		}
	})
}
