package execution

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

// CheckDecisions refuses an answer to a decision task that SWF would not accept as a whole: then nothing is written, and
// the task stays open and its token good. What the request's shape alone decides has been checked before.
func CheckDecisions(in *swf.RespondDecisionTaskCompletedInput) error {
	if err := checkOverride(in); err != nil {
		return err
	}
	for i, d := range in.Decisions {
		if d.Attributes == nil {
			return invalid("%sDecisionAttributes must be specified for decision of type %s", d.Type(), d.Type())
		}
		if closes(d) && i != len(in.Decisions)-1 {
			return invalid("Close must be last decision in list")
		}
	}
	for _, d := range in.Decisions {
		if err := checkDecision(d); err != nil {
			return err
		}
	}
	return nil
}

func checkOverride(in *swf.RespondDecisionTaskCompletedInput) error {
	timeout := given(in.TaskListScheduleToStartTimeout)
	if timeout != nil && in.TaskList == nil {
		return invalid("taskListScheduleToStartTimeout must not be specified without taskList")
	}
	return firstError(CheckTaskList(in.TaskList), CheckDuration(timeout))
}

// closes reports whether a decision closes the run.
func closes(d swf.Decision) bool {
	switch d.Type() {
	case swf.DecisionTypeCompleteWorkflowExecution, swf.DecisionTypeFailWorkflowExecution,
		swf.DecisionTypeCancelWorkflowExecution, swf.DecisionTypeContinueAsNewWorkflowExecution:
		return true
	}
	return false
}

// checkDecision refuses names, durations and priorities that SWF's rules forbid.
func checkDecision(d swf.Decision) error {
	switch d := d.Attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		return firstError(CheckName(d.ActivityID), CheckTaskList(d.TaskList), CheckPriority(d.TaskPriority),
			CheckDuration(d.ScheduleToStartTimeout), CheckDuration(d.ScheduleToCloseTimeout),
			CheckDuration(d.StartToCloseTimeout), CheckDuration(d.HeartbeatTimeout))
	case *swf.StartTimerDecisionAttributes:
		_, err := ParseSeconds(d.StartToFireTimeout)
		return firstError(CheckName(d.TimerID), err)
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		if d.TaskList != nil {
			if err := CheckTrimmedName(d.TaskList.Name); err != nil {
				return err
			}
		}
		return firstError(CheckName(d.WorkflowID), CheckSeconds(d.ExecutionStartToCloseTimeout),
			CheckDuration(d.TaskStartToCloseTimeout), CheckPriority(d.TaskPriority))
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		return firstError(CheckTaskList(d.TaskList), CheckSeconds(d.ExecutionStartToCloseTimeout),
			CheckDuration(d.TaskStartToCloseTimeout), CheckPriority(d.TaskPriority))
	case *swf.ScheduleLambdaFunctionDecisionAttributes:
		return firstError(CheckName(d.ID), checkLambdaTimeout(d.StartToCloseTimeout))
	}
	return nil
}

func checkLambdaTimeout(text *string) error {
	if given(text) == nil {
		return nil
	}
	n, err := ParseSeconds(*text)
	if err != nil || n < 1 || n > maxLambdaSeconds {
		return invalid("Invalid duration: %s", *text)
	}
	return nil
}

// UnknownExecution is the fault for a run that is named by both ids and is not there or not open.
func UnknownExecution(e swf.WorkflowExecution) error {
	return &swf.UnknownResourceFault{FaultDetail: swf.FaultDetail{
		Message: fmt.Sprintf("Unknown execution: WorkflowExecution=[workflowId=%s, runId=%s]", e.WorkflowID, e.RunID),
	}}
}

// NoOpenExecution is the fault for a workflowId without an open run.
func NoOpenExecution(workflowID string) error {
	return &swf.UnknownResourceFault{FaultDetail: swf.FaultDetail{
		Message: "Unknown execution, workflowId = " + workflowID,
	}}
}
