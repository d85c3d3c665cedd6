package timeline

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

// tell says what matters in an event. Types without anything to add give an empty text.
func (t *teller) tell(e *swf.HistoryEvent) string {
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionStartedEventAttributes:
		return phrase(typeText(a.WorkflowType.Name, a.WorkflowType.Version), given("input", a.Input), parentText(a.ParentWorkflowExecution))
	case *swf.WorkflowExecutionSignaledEventAttributes:
		return phrase(quote(a.SignalName), given("input", a.Input))
	case *swf.WorkflowExecutionCancelRequestedEventAttributes:
		return string(a.Cause)
	case *swf.WorkflowExecutionCompletedEventAttributes:
		return given("result", a.Result)
	case *swf.WorkflowExecutionFailedEventAttributes:
		return phrase(given("reason", a.Reason), given("details", a.Details))
	case *swf.WorkflowExecutionCanceledEventAttributes:
		return given("details", a.Details)
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		return phrase(string(a.Cause), given("reason", a.Reason))
	case *swf.WorkflowExecutionTimedOutEventAttributes:
		return string(a.TimeoutType)
	case *swf.WorkflowExecutionContinuedAsNewEventAttributes:
		return phrase("as run "+a.NewExecutionRunID, given("input", a.Input))
	case *swf.DecisionTaskScheduledEventAttributes:
		return "on " + quote(a.TaskList.Name)
	case *swf.DecisionTaskStartedEventAttributes:
		return given("by", a.Identity)
	case *swf.DecisionTaskTimedOutEventAttributes:
		return string(a.TimeoutType)
	case *swf.MarkerRecordedEventAttributes:
		return phrase(quote(a.MarkerName), given("details", a.Details))
	}
	if text, ok := t.tellActivity(e.EventID, e.Attributes); ok {
		return text
	}
	if text, ok := t.tellOther(e.EventID, e.Attributes); ok {
		return text
	}
	return tellFailure(e.Attributes)
}

func (t *teller) tellActivity(id int64, attributes swf.EventAttributes) (string, bool) {
	switch a := attributes.(type) {
	case *swf.ActivityTaskScheduledEventAttributes:
		return phrase(t.name(id, a.ActivityID)+" "+typeText(a.ActivityType.Name, a.ActivityType.Version), given("input", a.Input)), true
	case *swf.ActivityTaskStartedEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("by", a.Identity)), true
	case *swf.ActivityTaskCompletedEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("result", a.Result)), true
	case *swf.ActivityTaskFailedEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("reason", a.Reason), given("details", a.Details)), true
	case *swf.ActivityTaskTimedOutEventAttributes:
		return phrase(t.named(a.ScheduledEventID)+" "+string(a.TimeoutType), given("last heartbeat:", a.Details)), true
	case *swf.ActivityTaskCanceledEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("details", a.Details)), true
	case *swf.ActivityTaskCancelRequestedEventAttributes:
		return quote(a.ActivityID), true
	}
	return "", false
}

func (t *teller) tellOther(id int64, attributes swf.EventAttributes) (string, bool) {
	switch a := attributes.(type) {
	case *swf.TimerStartedEventAttributes:
		return t.name(id, a.TimerID) + " " + a.StartToFireTimeout + "s", true
	case *swf.TimerFiredEventAttributes:
		return quote(a.TimerID), true
	case *swf.TimerCanceledEventAttributes:
		return quote(a.TimerID), true
	case *swf.StartChildWorkflowExecutionInitiatedEventAttributes:
		return phrase(t.name(id, a.WorkflowID)+" "+typeText(a.WorkflowType.Name, a.WorkflowType.Version), given("input", a.Input)), true
	case *swf.ChildWorkflowExecutionStartedEventAttributes:
		return t.named(a.InitiatedEventID), true
	case *swf.ChildWorkflowExecutionCompletedEventAttributes:
		return phrase(t.named(a.InitiatedEventID), given("result", a.Result)), true
	case *swf.ChildWorkflowExecutionFailedEventAttributes:
		return phrase(t.named(a.InitiatedEventID), given("reason", a.Reason)), true
	case *swf.ChildWorkflowExecutionTimedOutEventAttributes:
		return t.named(a.InitiatedEventID), true
	case *swf.ChildWorkflowExecutionCanceledEventAttributes:
		return phrase(t.named(a.InitiatedEventID), given("details", a.Details)), true
	case *swf.ChildWorkflowExecutionTerminatedEventAttributes:
		return t.named(a.InitiatedEventID), true
	case *swf.SignalExternalWorkflowExecutionInitiatedEventAttributes:
		return phrase(quote(a.SignalName) + " to " + t.name(id, a.WorkflowID)), true
	case *swf.ExternalWorkflowExecutionSignaledEventAttributes:
		return t.named(a.InitiatedEventID), true
	case *swf.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes:
		return t.name(id, a.WorkflowID), true
	case *swf.ExternalWorkflowExecutionCancelRequestedEventAttributes:
		return t.named(a.InitiatedEventID), true
	case *swf.LambdaFunctionScheduledEventAttributes:
		return t.name(id, a.ID) + " function " + quote(a.Name), true
	case *swf.LambdaFunctionStartedEventAttributes:
		return t.named(a.ScheduledEventID), true
	case *swf.LambdaFunctionCompletedEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("result", a.Result)), true
	case *swf.LambdaFunctionFailedEventAttributes:
		return phrase(t.named(a.ScheduledEventID), given("reason", a.Reason)), true
	case *swf.LambdaFunctionTimedOutEventAttributes:
		return t.named(a.ScheduledEventID), true
	}
	return "", false
}

// tellFailure gives the cause of a decision that could not be carried out.
func tellFailure(attributes swf.EventAttributes) string {
	switch a := attributes.(type) {
	case *swf.ScheduleActivityTaskFailedEventAttributes:
		return quote(a.ActivityID) + " " + string(a.Cause)
	case *swf.RequestCancelActivityTaskFailedEventAttributes:
		return quote(a.ActivityID) + " " + string(a.Cause)
	case *swf.StartTimerFailedEventAttributes:
		return quote(a.TimerID) + " " + string(a.Cause)
	case *swf.CancelTimerFailedEventAttributes:
		return quote(a.TimerID) + " " + string(a.Cause)
	case *swf.RecordMarkerFailedEventAttributes:
		return quote(a.MarkerName) + " " + string(a.Cause)
	case *swf.StartChildWorkflowExecutionFailedEventAttributes:
		return quote(a.WorkflowID) + " " + string(a.Cause)
	case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
		return quote(a.WorkflowID) + " " + string(a.Cause)
	case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
		return quote(a.WorkflowID) + " " + string(a.Cause)
	case *swf.ScheduleLambdaFunctionFailedEventAttributes:
		return quote(a.ID) + " " + string(a.Cause)
	case *swf.StartLambdaFunctionFailedEventAttributes:
		return phrase(string(a.Cause), given("message", a.Message))
	case *swf.CompleteWorkflowExecutionFailedEventAttributes:
		return string(a.Cause)
	case *swf.FailWorkflowExecutionFailedEventAttributes:
		return string(a.Cause)
	case *swf.CancelWorkflowExecutionFailedEventAttributes:
		return string(a.Cause)
	case *swf.ContinueAsNewWorkflowExecutionFailedEventAttributes:
		return string(a.Cause)
	}
	return ""
}

func typeText(name, version string) string { return fmt.Sprintf("(%s %s)", name, version) }

func parentText(parent *swf.WorkflowExecution) string {
	if parent == nil {
		return ""
	}
	return "child of " + quote(parent.WorkflowID)
}
