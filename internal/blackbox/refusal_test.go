package blackbox

import (
	"fmt"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// refusedDecision is a decision that cannot be carried out: the answer of the decider is accepted all the same, and the history tells why.
type refusedDecision struct {
	name     string
	decision types.Decision
	// event is the type of the event, and attributes are the ones that matter.
	event, attributes string
}

// Decisions that can be refused in a new run, at once.
func refusedAtOnce() []refusedDecision {
	bare := types.ScheduleActivityTaskDecisionAttributes{ActivityType: bareActivity}
	withList, withStart, withClose, withRun := bare, bare, bare, bare
	withList.TaskList = &types.TaskList{Name: new("l")}
	withStart.TaskList, withStart.ScheduleToStartTimeout = withList.TaskList, new("1")
	withClose.TaskList, withClose.ScheduleToStartTimeout, withClose.ScheduleToCloseTimeout = withList.TaskList, new("1"), new("NONE")
	withRun = withClose
	withRun.StartToCloseTimeout = new("1")

	child := types.StartChildWorkflowExecutionDecisionAttributes{WorkflowType: bareWorkflow}
	childTime, childList, childTask := child, child, child
	childTime.ExecutionStartToCloseTimeout = new("9")
	childList.ExecutionStartToCloseTimeout, childList.TaskList = new("9"), &types.TaskList{Name: new("l")}
	childTask = childList
	childTask.TaskStartToCloseTimeout = new("NONE")

	next := types.ContinueAsNewWorkflowExecutionDecisionAttributes{WorkflowTypeVersion: bareWorkflow.Version}
	nextTime, nextList, nextTask := next, next, next
	nextTime.ExecutionStartToCloseTimeout = new("9")
	nextList.ExecutionStartToCloseTimeout, nextList.TaskList = new("9"), &types.TaskList{Name: new("l")}
	nextTask = nextList
	nextTask.TaskStartToCloseTimeout = new("9")

	list := []refusedDecision{
		{"unknown timer", cancelTimer("t"), "CancelTimerFailed", `"timerId":"t","cause":"TIMER_ID_UNKNOWN"`},
		{"unknown activity", cancelActivity("a"), "RequestCancelActivityTaskFailed", `"activityId":"a","cause":"ACTIVITY_ID_UNKNOWN"`},
		{"no Lambda", scheduleLambda("l"), "ScheduleLambdaFunctionFailed",
			`"id":"l","name":"function","cause":"LAMBDA_SERVICE_NOT_AVAILABLE_IN_REGION"`},
	}
	activities := map[string]types.ScheduleActivityTaskDecisionAttributes{
		"ACTIVITY_TYPE_DOES_NOT_EXIST":                {ActivityType: &types.ActivityType{Name: new("no"), Version: new("1")}},
		"ACTIVITY_TYPE_DEPRECATED":                    {ActivityType: oldActivity},
		"DEFAULT_TASK_LIST_UNDEFINED":                 bare,
		"DEFAULT_SCHEDULE_TO_START_TIMEOUT_UNDEFINED": withList,
		"DEFAULT_SCHEDULE_TO_CLOSE_TIMEOUT_UNDEFINED": withStart,
		"DEFAULT_START_TO_CLOSE_TIMEOUT_UNDEFINED":    withClose,
		"DEFAULT_HEARTBEAT_TIMEOUT_UNDEFINED":         withRun,
	}
	for cause, a := range activities {
		list = append(list, refusedDecision{"activity " + cause, schedule("a", a), "ScheduleActivityTaskFailed",
			fmt.Sprintf(`"activityId":"a","cause":%q,"activityType":{"name":%q}`, cause, *a.ActivityType.Name)})
	}
	children := map[string]types.StartChildWorkflowExecutionDecisionAttributes{
		"WORKFLOW_TYPE_DOES_NOT_EXIST":                       {WorkflowType: &types.WorkflowType{Name: new("no"), Version: new("1")}},
		"WORKFLOW_TYPE_DEPRECATED":                           {WorkflowType: oldWorkflow},
		"DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED": child,
		"DEFAULT_TASK_LIST_UNDEFINED":                        childTime,
		"DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED":      childList,
		"DEFAULT_CHILD_POLICY_UNDEFINED":                     childTask,
	}
	for cause, a := range children {
		list = append(list, refusedDecision{"child " + cause, startChild("c", a), "StartChildWorkflowExecutionFailed",
			fmt.Sprintf(`"workflowId":"c","cause":%q,"control":"planted control","initiatedEventId":0`, cause)})
	}
	continuations := map[string]types.ContinueAsNewWorkflowExecutionDecisionAttributes{
		"WORKFLOW_TYPE_DOES_NOT_EXIST":                       {WorkflowTypeVersion: new("no")},
		"WORKFLOW_TYPE_DEPRECATED":                           {WorkflowTypeVersion: oldWorkflow.Version},
		"DEFAULT_EXECUTION_START_TO_CLOSE_TIMEOUT_UNDEFINED": next,
		"DEFAULT_TASK_LIST_UNDEFINED":                        nextTime,
		"DEFAULT_TASK_START_TO_CLOSE_TIMEOUT_UNDEFINED":      nextList,
		"DEFAULT_CHILD_POLICY_UNDEFINED":                     nextTask,
	}
	for cause, a := range continuations {
		list = append(list, refusedDecision{"continuation " + cause, continueAsNew(a), "ContinueAsNewWorkflowExecutionFailed",
			fmt.Sprintf(`"cause":%q`, cause)})
	}
	return list
}

func TestDecisionRefused(t *testing.T) {
	x := onShared(t)
	x.registerOthers()
	for i, refused := range refusedAtOnce() {
		t.Run(refused.name, func(t *testing.T) {
			r := x.start(fmt.Sprint("w", i))
			r.decide(refused.decision)
			r.decide(completeWorkflow())
			r.expect(fmt.Sprintf(`
				1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
				2 a DecisionTaskScheduled {}
				3 b DecisionTaskStarted {"scheduledEventId":2}
				4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
				5 c %s {%s,"decisionTaskCompletedEventId":4}
				6 c DecisionTaskScheduled {}
				7 d DecisionTaskStarted {"scheduledEventId":6}
				8 e DecisionTaskCompleted {"scheduledEventId":6,"startedEventId":7}
				9 e WorkflowExecutionCompleted {"decisionTaskCompletedEventId":8}`, refused.event, refused.attributes))
		})
	}
}

// Ids that are in use, by something of the same batch too.
func TestIDInUse(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(scheduleUsual("a"), scheduleUsual("a"), startTimer("t", "40"), startTimer("t", "1"))
	r.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a","decisionTaskCompletedEventId":4}
		6 c ScheduleActivityTaskFailed {"activityId":"a","cause":"ACTIVITY_ID_ALREADY_IN_USE","decisionTaskCompletedEventId":4}
		7 c TimerStarted {"timerId":"t","startToFireTimeout":"40","decisionTaskCompletedEventId":4}
		8 c StartTimerFailed {"timerId":"t","cause":"TIMER_ID_ALREADY_IN_USE","decisionTaskCompletedEventId":4}
		9 c DecisionTaskScheduled {}
		10 d DecisionTaskStarted {"scheduledEventId":9}
		11 e DecisionTaskCompleted {"scheduledEventId":9,"startedEventId":10}
		12 e WorkflowExecutionCompleted {"decisionTaskCompletedEventId":11}`)
	if c := r.describe().OpenCounts; c.OpenActivityTasks != 1 || c.OpenTimers != 1 {
		t.Errorf("the counts of a closed run are not frozen: %+v", c)
	}
}

// H7: a failed decision makes each closing decision of its batch fail.
func TestCloseAfterFailedDecision(t *testing.T) {
	x := onShared(t)
	for name, closing := range closingDecisions() {
		t.Run(name, func(t *testing.T) {
			r := x.start("after failure " + name)
			r.decide(cancelActivity("nope"), closing)
			r.decide(completeWorkflow())
			r.expect(fmt.Sprintf(`
				1 a WorkflowExecutionStarted {}
				2 a DecisionTaskScheduled {}
				3 b DecisionTaskStarted {"scheduledEventId":2}
				4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
				5 c RequestCancelActivityTaskFailed {"activityId":"nope","cause":"ACTIVITY_ID_UNKNOWN","decisionTaskCompletedEventId":4}
				6 c %sFailed {"cause":"UNHANDLED_DECISION","decisionTaskCompletedEventId":4}
				7 c DecisionTaskScheduled {}
				8 d DecisionTaskStarted {"scheduledEventId":7}
				9 e DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
				10 e WorkflowExecutionCompleted {"decisionTaskCompletedEventId":9}`, name))
		})
	}
}

// H6: no closing decision closes a run to which something has happened meanwhile.
func TestCloseAfterNews(t *testing.T) {
	x := onShared(t)
	for name, closing := range closingDecisions() {
		t.Run(name, func(t *testing.T) {
			r := x.start("after news " + name)
			task := r.pollDecision()
			r.signal("s")
			task.answer(recordMarker("m", planted+" details"), closing)
			if next := r.decide(completeWorkflow()); next.StartedEventId != 9 || next.PreviousStartedEventId != 3 {
				t.Errorf("the next task is %d after %d", next.StartedEventId, next.PreviousStartedEventId)
			}
			r.expect(fmt.Sprintf(`
				1 a WorkflowExecutionStarted {}
				2 a DecisionTaskScheduled {}
				3 b DecisionTaskStarted {"scheduledEventId":2}
				4 c WorkflowExecutionSignaled {"signalName":"s","externalInitiatedEventId":0}
				5 c DecisionTaskScheduled {}
				6 d DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
				7 d MarkerRecorded {"markerName":"m","decisionTaskCompletedEventId":6}
				8 d %sFailed {"cause":"UNHANDLED_DECISION","decisionTaskCompletedEventId":6}
				9 e DecisionTaskStarted {"scheduledEventId":5}
				10 f DecisionTaskCompleted {"scheduledEventId":5,"startedEventId":9}
				11 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":10}`, name))
		})
	}
}

func closingDecisions() map[string]types.Decision {
	return map[string]types.Decision{
		"CompleteWorkflowExecution":      completeWorkflow(),
		"FailWorkflowExecution":          failWorkflow(),
		"CancelWorkflowExecution":        cancelWorkflow(),
		"ContinueAsNewWorkflowExecution": continueAsNew(types.ContinueAsNewWorkflowExecutionDecisionAttributes{}),
	}
}

// An answer that breaks SWF's rules is refused as a whole; the task stays open and its token good.
func TestAnswerRefused(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	task := r.pollDecision()
	lists := map[string][]types.Decision{
		"Close must be last decision in list": {completeWorkflow(), recordMarker("m", planted)},
		"StartTimerDecisionAttributes must be specified for decision of type StartTimer": {
			recordMarker("m", planted), {DecisionType: types.DecisionTypeStartTimer},
		},
		"Invalid name: a/b":         {recordMarker("m", planted), scheduleUsual("a/b")},
		"Invalid name: arn":         {startTimer("arn", "1")},
		"Invalid duration: NONE":    {startTimer("t", "NONE")},
		"Invalid duration: 1.5":     {schedule("a", types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("1.5")})},
		"Invalid duration: 901":     {lambdaFor("901")},
		"Invalid task priority: +1": {schedule("a", types.ScheduleActivityTaskDecisionAttributes{TaskPriority: new("+1")})},
	}
	for text, decisions := range lists {
		expectCode(t, task.tryAnswer(decisions...), "ValidationException", text)
	}
	err := task.tryAnswer(types.Decision{DecisionType: "Dance"})
	expectCode(t, err, "ValidationException", "1 validation error detected: Value 'Dance' at 'decisions.1.member.decisionType' "+
		"failed to satisfy constraint: Member must satisfy enum value set: "+
		"[CompleteWorkflowExecution, StartTimer, RequestCancelExternalWorkflowExecution, SignalExternalWorkflowExecution, "+
		"CancelTimer, RecordMarker, ScheduleActivityTask, ContinueAsNewWorkflowExecution, ScheduleLambdaFunction, "+
		"FailWorkflowExecution, RequestCancelActivityTask, StartChildWorkflowExecution, CancelWorkflowExecution]")
	err = task.tryAnswer(startTimer("", "1"))
	expectCode(t, err, "ValidationException", "1 validation error detected: "+
		"Value '' at 'decisions.1.member.startTimerDecisionAttributes.timerId' failed to satisfy constraint: "+
		"Member must have length greater than or equal to 1")
	err = task.respond(&sdk.RespondDecisionTaskCompletedInput{TaskListScheduleToStartTimeout: new("1")})
	expectCode(t, err, "ValidationException", "taskListScheduleToStartTimeout must not be specified without taskList")

	task.answer(completeWorkflow())
	expectFault[*types.UnknownResourceFault](t, task.tryAnswer(), r.unknown())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c WorkflowExecutionCompleted {"decisionTaskCompletedEventId":4}`)
}

func lambdaFor(seconds string) types.Decision {
	d := scheduleLambda("l")
	d.ScheduleLambdaFunctionDecisionAttributes.StartToCloseTimeout = &seconds
	return d
}

// A token answers its own task and no other, once.
func TestDecisionToken(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	first := r.decide(scheduleUsual("a"))
	expectFault[*types.UnknownResourceFault](t, first.tryAnswer(), "Unknown decision task, scheduledEventId = 2")
	work := x.pollActivity(workList)

	t.Log("a token of the other kind, and no token at all")
	_, err := x.client.RespondDecisionTaskCompleted(x.ctx, &sdk.RespondDecisionTaskCompletedInput{TaskToken: work.TaskToken})
	expectCode(t, err, "ValidationException", "Invalid token")
	_, err = x.client.RespondActivityTaskCompleted(x.ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: first.TaskToken})
	expectCode(t, err, "ValidationException", "Invalid token")
	_, err = x.client.RespondActivityTaskFailed(x.ctx, &sdk.RespondActivityTaskFailedInput{TaskToken: new("garbage")})
	expectCode(t, err, "ValidationException", "Invalid token")

	x.must(work.complete())
	second := r.pollDecision()
	expectFault[*types.UnknownResourceFault](t, first.tryAnswer(), "Unknown decision task, scheduledEventId = 2")
	second.answer(completeWorkflow())
}

// A run can have a thousand activities, timers and children open, and no more of each.
func TestOpenLimits(t *testing.T) {
	const limit = 1000
	kinds := map[string]func(id string) types.Decision{
		"ScheduleActivityTaskFailed OPEN_ACTIVITIES_LIMIT_EXCEEDED": scheduleUsual,
		"StartTimerFailed OPEN_TIMERS_LIMIT_EXCEEDED":               func(id string) types.Decision { return startTimer(id, "40") },
		"StartChildWorkflowExecutionFailed OPEN_CHILDREN_LIMIT_EXCEEDED": func(id string) types.Decision {
			return startChild(id, types.StartChildWorkflowExecutionDecisionAttributes{})
		},
	}
	x := onShared(t)
	for refusal, decision := range kinds {
		event, cause, _ := strings.Cut(refusal, " ")
		t.Run(cause, func(t *testing.T) {
			r := x.start(cause)
			var many []types.Decision
			for i := range limit + 1 {
				many = append(many, decision(fmt.Sprintf("%s %d", cause, i)))
			}
			r.decide(many...)
			events := r.history()
			refused := events[4+limit]
			if string(refused.Type()) != event || !strings.Contains(attributesText(refused), cause) {
				t.Errorf("event %d is %s %s", refused.EventID, refused.Type(), attributesText(refused))
			}
			r.terminate()
		})
	}
}
