package historycheck

import (
	"cmp"
	"maps"
	"slices"

	"github.com/swfd/swfd/swf"
)

// origin names the operation that wrote an event, and the texts that its caller gave. "" for what the service, or another
// run, has written.
func origin(e *swf.HistoryEvent) (operation string, texts []string) {
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionStartedEventAttributes:
		if a.ParentWorkflowExecution == nil && a.ContinuedExecutionRunID == nil {
			return "StartWorkflowExecution", append(given(a.Input), a.TagList...)
		}
	case *swf.WorkflowExecutionSignaledEventAttributes:
		if a.ExternalWorkflowExecution == nil {
			return "SignalWorkflowExecution", append(given(a.Input), a.SignalName)
		}
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		if a.Cause == swf.WorkflowExecutionTerminatedCauseOperatorInitiated {
			return "TerminateWorkflowExecution", given(a.Reason, a.Details)
		}
	case *swf.ActivityTaskCompletedEventAttributes:
		return "RespondActivityTaskCompleted", given(a.Result)
	case *swf.ActivityTaskFailedEventAttributes:
		return "RespondActivityTaskFailed", given(a.Reason, a.Details)
	case *swf.ActivityTaskCanceledEventAttributes:
		return "RespondActivityTaskCanceled", given(a.Details)
	case *swf.ActivityTaskTimedOutEventAttributes:
		return "RecordActivityTaskHeartbeat", given(a.Details)
	case *swf.ActivityTaskStartedEventAttributes, *swf.DecisionTaskStartedEventAttributes:
		return "", nil
	}
	if texts := decided(e); texts != nil {
		return "RespondDecisionTaskCompleted", texts
	}
	return "", nil
}

// decided are the texts that a decider gave in an answer to a decision task.
func decided(e *swf.HistoryEvent) []string {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskCompletedEventAttributes:
		return given(a.ExecutionContext)
	case *swf.ActivityTaskScheduledEventAttributes:
		return given(a.Input, a.Control)
	case *swf.MarkerRecordedEventAttributes:
		return given(a.Details)
	case *swf.TimerStartedEventAttributes:
		return given(a.Control)
	case *swf.LambdaFunctionScheduledEventAttributes:
		return given(a.Input, a.Control)
	case *swf.StartChildWorkflowExecutionInitiatedEventAttributes:
		return given(a.Input, a.Control)
	case *swf.SignalExternalWorkflowExecutionInitiatedEventAttributes:
		return given(a.Input, a.Control)
	case *swf.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes:
		return given(a.Control)
	case *swf.WorkflowExecutionCompletedEventAttributes:
		return given(a.Result)
	case *swf.WorkflowExecutionFailedEventAttributes:
		return given(a.Reason, a.Details)
	case *swf.WorkflowExecutionCanceledEventAttributes:
		return given(a.Details)
	case *swf.WorkflowExecutionContinuedAsNewEventAttributes:
		return given(a.Input)
	}
	return nil
}

// startedTask is the ...Scheduled event of the task that an event starts, 0 if it starts none.
func startedTask(e *swf.HistoryEvent) int64 {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskStartedEventAttributes:
		return a.ScheduledEventID
	case *swf.ActivityTaskStartedEventAttributes:
		return a.ScheduledEventID
	}
	return 0
}

// endedTask is the ...Scheduled event of the task that an event ends, and the operation that ended it. 0 for none.
func endedTask(e *swf.HistoryEvent) (scheduledID int64, operation string) {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskCompletedEventAttributes:
		return a.ScheduledEventID, "RespondDecisionTaskCompleted"
	case *swf.ActivityTaskCompletedEventAttributes:
		return a.ScheduledEventID, "RespondActivityTaskCompleted"
	case *swf.ActivityTaskFailedEventAttributes:
		return a.ScheduledEventID, "RespondActivityTaskFailed"
	case *swf.ActivityTaskCanceledEventAttributes:
		return a.ScheduledEventID, "RespondActivityTaskCanceled"
	}
	return 0, ""
}

// given are those of some optional texts that are there.
func given(texts ...*string) []string {
	var list []string
	for _, text := range texts {
		if text != nil {
			list = append(list, *text)
		}
	}
	return list
}

// keys are the keys of a map in order.
func keys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
