package blackbox

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// H34: the execution's time is over, whatever is under way.
func TestExecutionTimesOut(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = new("6") })
	r.decide(scheduleUsual("a"), startTimer("t", "40"))
	work := x.pollActivity(workList)
	r.signal("s")
	task := r.pollDecision()
	r.awaitClose(types.CloseStatusTimedOut)
	expectFault[*types.UnknownResourceFault](t, work.complete(), r.unknown())
	_, err := work.tryBeat(nil)
	expectFault[*types.UnknownResourceFault](t, err, r.unknown())
	expectFault[*types.UnknownResourceFault](t, task.tryAnswer(), r.unknown())
	r.expect(`
		1 a WorkflowExecutionStarted {"executionStartToCloseTimeout":"6"}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a","decisionTaskCompletedEventId":4}
		6 c TimerStarted {"timerId":"t","decisionTaskCompletedEventId":4}
		7 d ActivityTaskStarted {"scheduledEventId":5}
		8 e WorkflowExecutionSignaled {"signalName":"s"}
		9 e DecisionTaskScheduled {}
		10 f DecisionTaskStarted {"scheduledEventId":9}
		11 g WorkflowExecutionTimedOut {"timeoutType":"START_TO_CLOSE","childPolicy":"TERMINATE"}`)
	expectAfter(t, r.history(), 1, 11, 6*time.Second)
	if c := r.describe().OpenCounts; c.OpenActivityTasks != 1 || c.OpenTimers != 1 || c.OpenDecisionTasks != 0 {
		t.Errorf("the counts of a closed run are not frozen: %+v", c)
	}
}

// H17: the decider is silent, and the work is decided again.
func TestDecisionTimesOut(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.TaskStartToCloseTimeout = new("5") })
	lost := r.pollDecision()
	again := r.pollDecision()
	if again.StartedEventId != 6 || again.PreviousStartedEventId != 0 {
		t.Errorf("the next task is %d after %d", again.StartedEventId, again.PreviousStartedEventId)
	}
	expectFault[*types.UnknownResourceFault](t, lost.tryAnswer(completeWorkflow()), "Unknown decision task, scheduledEventId = 2")
	again.answer(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {"taskStartToCloseTimeout":"5"}
		2 a DecisionTaskScheduled {"startToCloseTimeout":"5"}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskTimedOut {"timeoutType":"START_TO_CLOSE","scheduledEventId":2,"startedEventId":3}
		5 c DecisionTaskScheduled {}
		6 d DecisionTaskStarted {"scheduledEventId":5}
		7 e DecisionTaskCompleted {"scheduledEventId":5,"startedEventId":6}
		8 e WorkflowExecutionCompleted {"decisionTaskCompletedEventId":7}`)
	expectAfter(t, r.history(), 3, 4, 5*time.Second)
}

// A time-out while a decision task is queued already adds no other one (Q8).
func TestDecisionTimesOutWhileAnotherWaits(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.TaskStartToCloseTimeout = new("5") })
	r.pollDecision()
	r.signal("s")
	r.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c WorkflowExecutionSignaled {"signalName":"s"}
		5 c DecisionTaskScheduled {}
		6 d DecisionTaskTimedOut {"timeoutType":"START_TO_CLOSE","scheduledEventId":2,"startedEventId":3}
		7 e DecisionTaskStarted {"scheduledEventId":5}
		8 f DecisionTaskCompleted {"scheduledEventId":5,"startedEventId":7}
		9 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":8}`)
}

// H18: a decision task on the list that the decider has chosen is not taken in time, and goes back to the run's own list.
func TestChosenListNotServed(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	x.must(r.pollDecision().respond(&sdk.RespondDecisionTaskCompletedInput{
		TaskList: &types.TaskList{Name: new("host-7")}, TaskListScheduleToStartTimeout: new("1"),
	}))
	r.signal("s")
	task := r.pollDecision()
	if task.StartedEventId != 9 || task.PreviousStartedEventId != 3 {
		t.Errorf("the next task is %d after %d", task.StartedEventId, task.PreviousStartedEventId)
	}
	task.answer(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {"taskList":{"name":"decisions of w"}}
		2 a DecisionTaskScheduled {"taskList":{"name":"decisions of w"},"scheduleToStartTimeout":"NONE"}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3,"taskList":{"name":"host-7"},
			"taskListScheduleToStartTimeout":"1"}
		5 d WorkflowExecutionSignaled {"signalName":"s"}
		6 d DecisionTaskScheduled {"taskList":{"name":"host-7"},"scheduleToStartTimeout":"1"}
		7 e DecisionTaskTimedOut {"timeoutType":"SCHEDULE_TO_START","scheduledEventId":6,"startedEventId":0}
		8 e DecisionTaskScheduled {"taskList":{"name":"decisions of w"},"scheduleToStartTimeout":"NONE"}
		9 f DecisionTaskStarted {"scheduledEventId":8}
		10 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
		11 g WorkflowExecutionCompleted {"decisionTaskCompletedEventId":10}`)
	expectAfter(t, r.history(), 6, 7, time.Second)
	if list := r.describe().ExecutionConfiguration.TaskList; aws.ToString(list.Name) != r.list {
		t.Errorf("the run's task list is described as %q", aws.ToString(list.Name))
	}
}

// A decision task that is taken from the chosen list, and then not answered, goes back as well; a choice for good does not.
func TestChosenListReverted(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.TaskStartToCloseTimeout = new("5") })
	x.must(r.pollDecision().respond(&sdk.RespondDecisionTaskCompletedInput{
		TaskList: &types.TaskList{Name: new("host-7")}, TaskListScheduleToStartTimeout: new("40"),
	}))
	r.signal("s")
	x.pollDecision("host-7")
	x.must(r.pollDecision().respond(&sdk.RespondDecisionTaskCompletedInput{TaskList: &types.TaskList{Name: new("for good")}}))
	r.signal("s")
	last := &decisionTask{x.pollDecision("for good"), r}
	last.answer(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {"taskList":{"name":"decisions of w"}}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3,"taskList":{"name":"host-7"}}
		5 d WorkflowExecutionSignaled {"signalName":"s"}
		6 d DecisionTaskScheduled {"taskList":{"name":"host-7"},"scheduleToStartTimeout":"40"}
		7 e DecisionTaskStarted {"scheduledEventId":6}
		8 f DecisionTaskTimedOut {"timeoutType":"START_TO_CLOSE","scheduledEventId":6,"startedEventId":7}
		9 f DecisionTaskScheduled {"taskList":{"name":"decisions of w"},"scheduleToStartTimeout":"NONE"}
		10 g DecisionTaskStarted {"scheduledEventId":9}
		11 h DecisionTaskCompleted {"scheduledEventId":9,"startedEventId":10,"taskList":{"name":"for good"},
			"taskListScheduleToStartTimeout":null}
		12 i WorkflowExecutionSignaled {"signalName":"s"}
		13 i DecisionTaskScheduled {"taskList":{"name":"for good"},"scheduleToStartTimeout":"NONE"}
		14 j DecisionTaskStarted {"scheduledEventId":13}
		15 k DecisionTaskCompleted {"scheduledEventId":13,"startedEventId":14}
		16 k WorkflowExecutionCompleted {"decisionTaskCompletedEventId":15}`)
}

// H13, and SCHEDULE_TO_CLOSE of an activity that no worker has taken.
func TestActivityNotTaken(t *testing.T) {
	x := onShared(t)
	kinds := map[string]types.ScheduleActivityTaskDecisionAttributes{
		"SCHEDULE_TO_START": {ScheduleToStartTimeout: new("1"), ScheduleToCloseTimeout: new("2")},
		"SCHEDULE_TO_CLOSE": {ScheduleToStartTimeout: new("2"), ScheduleToCloseTimeout: new("1")},
	}
	for kind, a := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			y := newTenant(t, x.server)
			r := y.start("w")
			r.decide(schedule("a", a))
			r.decide(completeWorkflow())
			r.expect(`
				1 a WorkflowExecutionStarted {}
				2 a DecisionTaskScheduled {}
				3 b DecisionTaskStarted {"scheduledEventId":2}
				4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
				5 c ActivityTaskScheduled {"activityId":"a","decisionTaskCompletedEventId":4}
				6 d ActivityTaskTimedOut {"timeoutType":"` + kind + `","scheduledEventId":5,"startedEventId":0,"details":null}
				7 d DecisionTaskScheduled {}
				8 e DecisionTaskStarted {"scheduledEventId":7}
				9 f DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
				10 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":9}`)
			expectAfter(t, r.history(), 5, 6, time.Second)
		})
	}
}

// H14: the worker is too slow, and the decider gives the work out again under the same name.
func TestActivityTooSlow(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	slow := types.ScheduleActivityTaskDecisionAttributes{StartToCloseTimeout: new("5")}
	r.decide(schedule("a", slow))
	first := x.pollActivity(workList)
	next := r.pollDecision()
	expectFault[*types.UnknownResourceFault](t, first.complete(), "Unknown activity, scheduledEventId = 5")
	next.answer(schedule("a", slow))
	second := x.pollActivity(workList)
	_, err := first.tryBeat(nil)
	expectFault[*types.UnknownResourceFault](t, err, "Unknown activity, scheduledEventId = 5")
	x.must(second.complete())
	r.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a","startToCloseTimeout":"5","heartbeatTimeout":"NONE","scheduleToCloseTimeout":"NONE",
			"scheduleToStartTimeout":"40","input":"planted work","decisionTaskCompletedEventId":4}
		6 d ActivityTaskStarted {"scheduledEventId":5,"identity":"worker"}
		7 e ActivityTaskTimedOut {"timeoutType":"START_TO_CLOSE","scheduledEventId":5,"startedEventId":6,"details":null}
		8 e DecisionTaskScheduled {}
		9 f DecisionTaskStarted {"scheduledEventId":8}
		10 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
		11 g ActivityTaskScheduled {"activityId":"a","startToCloseTimeout":"5","decisionTaskCompletedEventId":10}
		12 h ActivityTaskStarted {"scheduledEventId":11}
		13 i ActivityTaskCompleted {"scheduledEventId":11,"startedEventId":12,"result":"planted result"}
		14 i DecisionTaskScheduled {}
		15 j DecisionTaskStarted {"scheduledEventId":14}
		16 k DecisionTaskCompleted {"scheduledEventId":14,"startedEventId":15}
		17 k WorkflowExecutionCompleted {"decisionTaskCompletedEventId":16}`)
	expectAfter(t, r.history(), 6, 7, 5*time.Second)
}

// H8: timers fire, are cancelled, and may have no time at all.
func TestTimers(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(startTimer("timer 2", "40"), startTimer("timer 1", "5"))
	if n := r.describe().OpenCounts.OpenTimers; n != 2 {
		t.Errorf("%d timers are open", n)
	}
	r.decide(cancelTimer("timer 2"), startTimer("wake", "0"))
	r.decide(startTimer("t", "40"), cancelTimer("t"), startTimer("t", "40"), cancelTimer("t"), completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c TimerStarted {"timerId":"timer 2","startToFireTimeout":"40","control":"planted control","decisionTaskCompletedEventId":4}
		6 c TimerStarted {"timerId":"timer 1","startToFireTimeout":"5","decisionTaskCompletedEventId":4}
		7 d TimerFired {"timerId":"timer 1","startedEventId":6}
		8 d DecisionTaskScheduled {}
		9 e DecisionTaskStarted {"scheduledEventId":8}
		10 f DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
		11 f TimerCanceled {"timerId":"timer 2","startedEventId":5,"decisionTaskCompletedEventId":10}
		12 f TimerStarted {"timerId":"wake","startToFireTimeout":"0","decisionTaskCompletedEventId":10}
		13 g TimerFired {"timerId":"wake","startedEventId":12}
		14 g DecisionTaskScheduled {}
		15 h DecisionTaskStarted {"scheduledEventId":14}
		16 i DecisionTaskCompleted {"scheduledEventId":14,"startedEventId":15}
		17 i TimerStarted {"timerId":"t","decisionTaskCompletedEventId":16}
		18 i TimerCanceled {"timerId":"t","startedEventId":17,"decisionTaskCompletedEventId":16}
		19 i TimerStarted {"timerId":"t","decisionTaskCompletedEventId":16}
		20 i TimerCanceled {"timerId":"t","startedEventId":19,"decisionTaskCompletedEventId":16}
		21 i WorkflowExecutionCompleted {"decisionTaskCompletedEventId":16}`)
	expectAfter(t, r.history(), 6, 7, 5*time.Second)
	expectAfter(t, r.history(), 12, 13, 0)
}
