package blackbox

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// decisionTask is a decision task that a test has got.
type decisionTask struct {
	*sdk.PollForDecisionTaskOutput
	r *run
}

// pollDecision polls for the next decision task of the run until there is one.
func (r *run) pollDecision() *decisionTask {
	r.x.t.Helper()
	return &decisionTask{r.x.pollDecision(r.list), r}
}

func (x *tenant) pollDecision(list string) *sdk.PollForDecisionTaskOutput {
	x.t.Helper()
	for {
		out, err := x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &list}, Identity: new("decider"),
		})
		x.must(err)
		if out.TaskToken != nil {
			return out
		}
	}
}

// answer answers a decision task.
func (d *decisionTask) answer(decisions ...types.Decision) {
	d.r.x.t.Helper()
	d.r.x.must(d.tryAnswer(decisions...))
}

func (d *decisionTask) tryAnswer(decisions ...types.Decision) error {
	return d.respond(&sdk.RespondDecisionTaskCompletedInput{Decisions: decisions})
}

func (d *decisionTask) respond(in *sdk.RespondDecisionTaskCompletedInput) error {
	in.TaskToken = d.TaskToken
	_, err := d.r.x.client.RespondDecisionTaskCompleted(d.r.x.ctx, in)
	return err
}

// decide polls for the next decision task of the run and answers it.
func (r *run) decide(decisions ...types.Decision) *decisionTask {
	r.x.t.Helper()
	task := r.pollDecision()
	task.answer(decisions...)
	return task
}

// activityTask is an activity task that a test has got.
type activityTask struct {
	*sdk.PollForActivityTaskOutput
	x *tenant
}

// pollActivity polls for an activity task on a list until there is one.
func (x *tenant) pollActivity(list string) *activityTask {
	x.t.Helper()
	for {
		out, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &list}, Identity: new("worker"),
		})
		x.must(err)
		if out.TaskToken != nil {
			return &activityTask{out, x}
		}
	}
}

// beat records a heartbeat and reports whether the task was asked to cancel.
func (a *activityTask) beat(details *string) bool {
	a.x.t.Helper()
	canceled, err := a.tryBeat(details)
	a.x.must(err)
	return canceled
}

func (a *activityTask) tryBeat(details *string) (bool, error) {
	in := &sdk.RecordActivityTaskHeartbeatInput{TaskToken: a.TaskToken, Details: details}
	out, err := a.x.client.RecordActivityTaskHeartbeat(a.x.ctx, in)
	if err != nil {
		return false, err
	}
	return out.CancelRequested, nil
}

func (a *activityTask) complete() error {
	_, err := a.x.client.RespondActivityTaskCompleted(a.x.ctx, &sdk.RespondActivityTaskCompletedInput{
		TaskToken: a.TaskToken, Result: new(planted + " result"),
	})
	return err
}

func (a *activityTask) fail() error {
	_, err := a.x.client.RespondActivityTaskFailed(a.x.ctx, &sdk.RespondActivityTaskFailedInput{
		TaskToken: a.TaskToken, Reason: new(planted + " reason"), Details: new(planted + " details"),
	})
	return err
}

func (a *activityTask) cancel() error {
	_, err := a.x.client.RespondActivityTaskCanceled(a.x.ctx, &sdk.RespondActivityTaskCanceledInput{
		TaskToken: a.TaskToken, Details: new(planted + " cleaned up"),
	})
	return err
}

// The decisions. What is left out of the attributes that tests give is filled in.

func schedule(activityID string, a types.ScheduleActivityTaskDecisionAttributes) types.Decision {
	a.ActivityId = &activityID
	if a.ActivityType == nil {
		a.ActivityType = activityType
	}
	if a.Input == nil {
		a.Input = new(planted + " work")
	}
	return types.Decision{DecisionType: types.DecisionTypeScheduleActivityTask, ScheduleActivityTaskDecisionAttributes: &a}
}

// scheduleUsual schedules an activity with the defaults of its type.
func scheduleUsual(activityID string) types.Decision {
	return schedule(activityID, types.ScheduleActivityTaskDecisionAttributes{})
}

func cancelActivity(activityID string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeRequestCancelActivityTask,
		RequestCancelActivityTaskDecisionAttributes: &types.RequestCancelActivityTaskDecisionAttributes{ActivityId: &activityID},
	}
}

func startTimer(timerID, seconds string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeStartTimer,
		StartTimerDecisionAttributes: &types.StartTimerDecisionAttributes{
			TimerId: &timerID, StartToFireTimeout: &seconds, Control: new(planted + " control"),
		},
	}
}

func cancelTimer(timerID string) types.Decision {
	return types.Decision{
		DecisionType:                  types.DecisionTypeCancelTimer,
		CancelTimerDecisionAttributes: &types.CancelTimerDecisionAttributes{TimerId: &timerID},
	}
}

func recordMarker(name, details string) types.Decision {
	return types.Decision{
		DecisionType:                   types.DecisionTypeRecordMarker,
		RecordMarkerDecisionAttributes: &types.RecordMarkerDecisionAttributes{MarkerName: &name, Details: &details},
	}
}

func startChild(workflowID string, a types.StartChildWorkflowExecutionDecisionAttributes) types.Decision {
	a.WorkflowId = &workflowID
	if a.WorkflowType == nil {
		a.WorkflowType = workflowType
	}
	if a.Input == nil {
		a.Input = new(planted + " input")
	}
	if a.Control == nil {
		a.Control = new(planted + " control")
	}
	return types.Decision{DecisionType: types.DecisionTypeStartChildWorkflowExecution, StartChildWorkflowExecutionDecisionAttributes: &a}
}

func signalExternal(workflowID string, runID *string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeSignalExternalWorkflowExecution,
		SignalExternalWorkflowExecutionDecisionAttributes: &types.SignalExternalWorkflowExecutionDecisionAttributes{
			WorkflowId: &workflowID, RunId: runID, SignalName: new("hello"),
			Input: new(planted + " signal"), Control: new(planted + " control"),
		},
	}
}

func cancelExternal(workflowID string, runID *string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeRequestCancelExternalWorkflowExecution,
		RequestCancelExternalWorkflowExecutionDecisionAttributes: &types.RequestCancelExternalWorkflowExecutionDecisionAttributes{
			WorkflowId: &workflowID, RunId: runID, Control: new(planted + " control"),
		},
	}
}

func scheduleLambda(id string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeScheduleLambdaFunction,
		ScheduleLambdaFunctionDecisionAttributes: &types.ScheduleLambdaFunctionDecisionAttributes{
			Id: &id, Name: new("function"), Input: new(planted + " payload"),
		},
	}
}

func completeWorkflow() types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeCompleteWorkflowExecution,
		CompleteWorkflowExecutionDecisionAttributes: &types.CompleteWorkflowExecutionDecisionAttributes{
			Result: new(planted + " result"),
		},
	}
}

func failWorkflow() types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeFailWorkflowExecution,
		FailWorkflowExecutionDecisionAttributes: &types.FailWorkflowExecutionDecisionAttributes{
			Reason: new(planted + " reason"), Details: new(planted + " details"),
		},
	}
}

func cancelWorkflow() types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeCancelWorkflowExecution,
		CancelWorkflowExecutionDecisionAttributes: &types.CancelWorkflowExecutionDecisionAttributes{
			Details: new(planted + " details"),
		},
	}
}

func continueAsNew(a types.ContinueAsNewWorkflowExecutionDecisionAttributes) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeContinueAsNewWorkflowExecution,
		ContinueAsNewWorkflowExecutionDecisionAttributes: &a,
	}
}
