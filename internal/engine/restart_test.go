package engine

import (
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

// bothWays runs a test with a restart in good order and with a loss of power in its middle.
func bothWays(t *testing.T, test func(w *world, again func(down time.Duration))) {
	t.Run("restart", func(t *testing.T) { inWorld(t, func(w *world) { test(w, w.restart) }) })
	t.Run("crash", func(t *testing.T) { inWorld(t, func(w *world) { test(w, w.crash) }) })
}

func TestEverythingGoesOnAfterARestart(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		again(0)
		task := w.pollDecision()
		again(0)
		w.decide(task, &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a", Input: new("do it")})
		again(0)
		activity := w.pollActivity()
		if activity.Input == nil || *activity.Input != "do it" {
			t.Errorf("the input is %v", activity.Input)
		}
		again(0)
		w.beat(activity.TaskToken, "half")
		again(0)
		w.complete(activity.TaskToken, "done")
		again(0)
		task = w.pollDecision()
		if task.PreviousStartedEventID != 3 {
			t.Errorf("the previous started event is %d, want 3", task.PreviousStartedEventID)
		}
		w.decide(task, &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("r")})
		again(0)
		if d := w.describe(run); d.ExecutionInfo.CloseStatus != swf.CloseStatusCompleted {
			t.Errorf("the close status is %s", d.ExecutionInfo.CloseStatus)
		}
		want := "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted ActivityTaskScheduled " +
			"ActivityTaskStarted ActivityTaskCompleted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted " +
			"WorkflowExecutionCompleted"
		if got := types(w.history(run)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		w.start("w")
	})
}

func TestATimerThatFellDueWhileDownFiresAtOnce(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		w.decide(w.pollDecision(),
			&swf.StartTimerDecisionAttributes{TimerID: "past", StartToFireTimeout: "10"},
			&swf.StartTimerDecisionAttributes{TimerID: "future", StartToFireTimeout: "100"})
		again(50 * time.Second)
		back := w.now()
		w.sleep(0)
		fired, at := last[*swf.TimerFiredEventAttributes](w, run)
		if fired.TimerID != "past" || at != back {
			t.Errorf("%s fired %v after the restart", fired.TimerID, at.Sub(back))
		}
		w.sleep(51)
		if fired, _ = last[*swf.TimerFiredEventAttributes](w, run); fired.TimerID != "future" {
			t.Errorf("%s fired", fired.TimerID)
		}
	})
}

// A restart never times out a healthy worker: the heartbeat clock starts again, and the last details are still there when it runs out.
func TestHeartbeatsOverARestart(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("10")})
		w.sleep(9)
		w.beat(task.TaskToken, "42 / 50")
		again(time.Hour)
		back := w.now()
		w.sleep(9)
		if got := types(w.history(run)); got[len(got)-len("ActivityTaskStarted"):] != "ActivityTaskStarted" {
			t.Fatalf("the worker was not given its time: %s", got)
		}
		w.sleep(2)
		timedOut, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		if timedOut.TimeoutType != swf.ActivityTaskTimeoutTypeHeartbeat || timedOut.Details == nil || *timedOut.Details != "42 / 50" {
			t.Errorf("got %+v", timedOut)
		}
		if late := at.Sub(back); late < 10*time.Second || late > 10*time.Second+10*time.Millisecond {
			t.Errorf("it timed out %v after the restart, want 10 s", late)
		}
	})
}

// A task whose close time-out passed while the server was down has two more seconds to be reported.
func TestGraceAfterARestart(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		_, task := w.startedActivity("in time", swf.ScheduleActivityTaskDecisionAttributes{StartToCloseTimeout: new("5")})
		late, _ := w.startedActivity("too late", swf.ScheduleActivityTaskDecisionAttributes{StartToCloseTimeout: new("5")})
		again(time.Minute)
		back := w.now()
		w.sleep(1)
		w.complete(task.TaskToken, "done while the server was down")
		w.sleep(2)
		timedOut, at := last[*swf.ActivityTaskTimedOutEventAttributes](w, late)
		if timedOut.TimeoutType != swf.ActivityTaskTimeoutTypeStartToClose || at.Sub(back) < 2*time.Second {
			t.Errorf("%s after %v", timedOut.TimeoutType, at.Sub(back))
		}
	})
}

// A heartbeat is durable before it is answered: its details survive a loss of power right after.
func TestAHeartbeatIsDurable(t *testing.T) {
	inWorld(t, func(w *world) {
		run, task := w.startedActivity("w", swf.ScheduleActivityTaskDecisionAttributes{
			HeartbeatTimeout: new("NONE"), StartToCloseTimeout: new("60"),
		})
		before := len(w.history(run))
		for _, details := range []string{"1 / 3", "2 / 3", "3 / 3"} {
			w.beat(task.TaskToken, details)
			w.crash(0)
		}
		if n := len(w.history(run)); n != before {
			t.Errorf("heartbeats have written %d events", n-before)
		}
		w.sleep(61)
		timedOut, _ := last[*swf.ActivityTaskTimedOutEventAttributes](w, run)
		if timedOut.Details == nil || *timedOut.Details != "3 / 3" {
			t.Errorf("got %+v", timedOut)
		}
	})
}

// A message is delivered exactly once, wherever the power goes away between the sender's commit and the end of the delivery.
func TestMessagesSurviveCrashes(t *testing.T) {
	child := &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType}
	const want = "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted " +
		"StartChildWorkflowExecutionInitiated ChildWorkflowExecutionStarted DecisionTaskScheduled"
	check := func(t *testing.T, w *world, parent swf.WorkflowExecution) {
		t.Helper()
		w.sleep(0)
		if got := types(w.history(parent)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		started, _ := last[*swf.ChildWorkflowExecutionStartedEventAttributes](w, parent)
		if got := types(w.history(started.WorkflowExecution)); got != "WorkflowExecutionStarted DecisionTaskScheduled" {
			t.Error(got)
		}
		if n := w.engine.outbox.waiting(); n != 0 {
			t.Errorf("%d messages wait", n)
		}
	}
	t.Run("before the delivery", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.asleep = true
			w.restart(0)
			parent := w.start("parent")
			w.decide(w.pollDecision(), child)
			w.asleep = false
			w.crash(0)
			check(t, w, parent)
		})
	})
	t.Run("before the sender forgets it", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.store.set(func(s *heldStore) { s.forgetful = true })
			parent := w.start("parent")
			w.decide(w.pollDecision(), child)
			w.sleep(0)
			w.crash(0)
			check(t, w, parent)
		})
	})
}

// The news of a child's end reaches its parent over a restart, and the child policy of the parent its children.
func TestFamiliesOverARestart(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		parent := w.start("parent")
		w.decide(w.pollDecision(), &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType},
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "other", WorkflowType: orderType})
		w.sleep(0)
		again(0)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "child"))
		w.sleep(0)
		last[*swf.ChildWorkflowExecutionTerminatedEventAttributes](w, parent)
		if n := w.describe(parent).OpenCounts.OpenChildWorkflowExecutions; n != 1 {
			t.Errorf("%d children are open, want 1", n)
		}
		again(0)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "parent"))
		w.sleep(0)
		refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "other", "s"),
			"UnknownResourceFault: Unknown execution, workflowId = other")
	})
}
