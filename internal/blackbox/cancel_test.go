package blackbox

import (
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// requestCancel asks the run to cancel itself.
func (r *run) requestCancel() {
	r.x.t.Helper()
	_, err := r.x.client.RequestCancelWorkflowExecution(r.x.ctx, &sdk.RequestCancelWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &r.workflowID, RunId: &r.id,
	})
	r.x.must(err)
}

// H10: from the request of a user to the worker that cleans up, and back.
func TestCancelEndToEnd(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(schedule("a1", usual), startTimer("t", "40"))
	work := x.pollActivity(workList)
	if work.beat(new("planted 10%")) {
		t.Error("the worker is told to cancel before anybody has asked")
	}
	r.requestCancel()
	if work.beat(new("planted 20%")) {
		t.Error("the worker is told to cancel before the decider has decided so")
	}
	r.decide(cancelTimer("t"), cancelActivity("a1"))
	if !work.beat(new("planted 30%")) {
		t.Error("the worker is not told to cancel")
	}
	x.must(work.cancel())
	r.decide(cancelWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a1","decisionTaskCompletedEventId":4}
		6 c TimerStarted {"timerId":"t","startToFireTimeout":"40","decisionTaskCompletedEventId":4}
		7 d ActivityTaskStarted {"scheduledEventId":5}
		8 e WorkflowExecutionCancelRequested {"externalInitiatedEventId":0,"cause":null,"externalWorkflowExecution":null}
		9 e DecisionTaskScheduled {}
		10 f DecisionTaskStarted {"scheduledEventId":9}
		11 g DecisionTaskCompleted {"scheduledEventId":9,"startedEventId":10}
		12 g TimerCanceled {"timerId":"t","startedEventId":6,"decisionTaskCompletedEventId":11}
		13 g ActivityTaskCancelRequested {"activityId":"a1","decisionTaskCompletedEventId":11}
		14 h ActivityTaskCanceled {"details":"planted cleaned up","scheduledEventId":5,"startedEventId":7,
			"latestCancelRequestedEventId":13}
		15 h DecisionTaskScheduled {}
		16 i DecisionTaskStarted {"scheduledEventId":15}
		17 j DecisionTaskCompleted {"scheduledEventId":15,"startedEventId":16}
		18 j WorkflowExecutionCanceled {"decisionTaskCompletedEventId":17,"details":"planted details"}`)
	if i := r.describe().ExecutionInfo; i.CloseStatus != types.CloseStatusCanceled || i.CancelRequested {
		t.Errorf("the canceled run is described as %+v", i)
	}
}

// H9: an activity that no worker has taken is canceled by a follow-up, and no worker ever gets it.
func TestCancelActivityNotTaken(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(scheduleUsual("a1"), scheduleUsual("a2"), cancelActivity("a1"))
	r.decide(scheduleUsual("a1"))
	if first, second := x.pollActivity(workList), x.pollActivity(workList); *first.ActivityId != "a2" || second.StartedEventId <= 10 {
		t.Errorf("the workers got %s and then %s, event %d", *first.ActivityId, *second.ActivityId, second.StartedEventId)
	}
	r.signal("enough")
	r.decide(cancelWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a1","decisionTaskCompletedEventId":4}
		6 c ActivityTaskScheduled {"activityId":"a2","decisionTaskCompletedEventId":4}
		7 c ActivityTaskCancelRequested {"activityId":"a1","decisionTaskCompletedEventId":4}
		8 d ActivityTaskCanceled {"scheduledEventId":5,"startedEventId":0,"latestCancelRequestedEventId":7,"details":null}
		9 d DecisionTaskScheduled {}
		10 e DecisionTaskStarted {"scheduledEventId":9}
		11 f DecisionTaskCompleted {"scheduledEventId":9,"startedEventId":10}
		12 f ActivityTaskScheduled {"activityId":"a1","decisionTaskCompletedEventId":11}
		13 g ActivityTaskStarted {"scheduledEventId":6}
		14 h ActivityTaskStarted {"scheduledEventId":12}
		15 i WorkflowExecutionSignaled {"signalName":"enough"}
		16 i DecisionTaskScheduled {}
		17 j DecisionTaskStarted {"scheduledEventId":16}
		18 k DecisionTaskCompleted {"scheduledEventId":16,"startedEventId":17}
		19 k WorkflowExecutionCanceled {"decisionTaskCompletedEventId":18}`)
}

// What a close leaves undone is not written: the follow-up of a cancel request, a timer of no time, a task nobody has taken.
func TestNothingAfterClose(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(scheduleUsual("a1"), cancelActivity("a1"), startTimer("t", "0"), signalExternal("nobody", nil), completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a1"}
		6 c ActivityTaskCancelRequested {"activityId":"a1"}
		7 c TimerStarted {"timerId":"t","startToFireTimeout":"0"}
		8 c SignalExternalWorkflowExecutionInitiated {"workflowId":"nobody","signalName":"hello"}
		9 c WorkflowExecutionCompleted {}`)
}

// H4: five signals before the first poll, and an idle decider.
func TestSignals(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	for _, name := range []string{"s1", "s2", "s3", "s4", "any name: it/is|free"} {
		r.signal(name)
	}
	if task := r.decide(); task.StartedEventId != 8 {
		t.Errorf("the decision task is event %d", task.StartedEventId)
	}
	r.signal("s6")
	if task := r.decide(completeWorkflow()); task.StartedEventId != 12 || task.PreviousStartedEventId != 8 {
		t.Errorf("the next task is %d after %d", task.StartedEventId, task.PreviousStartedEventId)
	}
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b WorkflowExecutionSignaled {"signalName":"s1","input":"planted signal","externalInitiatedEventId":0}
		4 c WorkflowExecutionSignaled {"signalName":"s2","externalInitiatedEventId":0,"externalWorkflowExecution":null}
		5 d WorkflowExecutionSignaled {"signalName":"s3"}
		6 e WorkflowExecutionSignaled {"signalName":"s4"}
		7 f WorkflowExecutionSignaled {"signalName":"any name: it/is|free"}
		8 g DecisionTaskStarted {"scheduledEventId":2}
		9 h DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":8}
		10 i WorkflowExecutionSignaled {"signalName":"s6"}
		11 i DecisionTaskScheduled {}
		12 j DecisionTaskStarted {"scheduledEventId":11}
		13 k DecisionTaskCompleted {"scheduledEventId":11,"startedEventId":12}
		14 k WorkflowExecutionCompleted {}`)
}

// H5: an activity completes while the decider thinks, so the next task stands in the history before the answer.
func TestNewsWhileDeciding(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(scheduleUsual("a1"))
	work := x.pollActivity(workList)
	r.signal("s")
	task := r.pollDecision()
	x.must(work.complete())
	if n := r.describe().OpenCounts.OpenDecisionTasks; n != 1 {
		t.Errorf("%d decision tasks are open, not 1", n)
	}
	task.answer()
	if next := r.decide(completeWorkflow()); next.StartedEventId != 13 || next.PreviousStartedEventId != 9 || len(next.Events) != 13 {
		t.Errorf("the next task is %d after %d with %d events", next.StartedEventId, next.PreviousStartedEventId, len(next.Events))
	}
	r.expect(`
		1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a1","decisionTaskCompletedEventId":4}
		6 d ActivityTaskStarted {"scheduledEventId":5}
		7 e WorkflowExecutionSignaled {"signalName":"s","externalInitiatedEventId":0}
		8 e DecisionTaskScheduled {}
		9 f DecisionTaskStarted {"scheduledEventId":8}
		10 g ActivityTaskCompleted {"scheduledEventId":5,"startedEventId":6}
		11 g DecisionTaskScheduled {}
		12 h DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
		13 i DecisionTaskStarted {"scheduledEventId":11}
		14 j DecisionTaskCompleted {"scheduledEventId":11,"startedEventId":13}
		15 j WorkflowExecutionCompleted {"decisionTaskCompletedEventId":14}`)
}
