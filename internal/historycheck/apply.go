package historycheck

import "github.com/swfd/swfd/swf"

// apply judges an event by what is open, and takes it into the state. Each noun has a file.
func (w *walk) apply(e *swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionStartedEventAttributes:
		w.started(e, a)
	case *swf.WorkflowExecutionSignaledEventAttributes:
		w.checkSource(e, a.ExternalWorkflowExecution, a.ExternalInitiatedEventID)
	case *swf.WorkflowExecutionCancelRequestedEventAttributes:
		w.cancelRequested(e, a)

	case *swf.DecisionTaskScheduledEventAttributes:
		w.decisionScheduled(e, a)
	case *swf.DecisionTaskStartedEventAttributes:
		w.decisionStarted(e, a)
	case *swf.DecisionTaskCompletedEventAttributes:
		w.decisionCompleted(e, a)
	case *swf.DecisionTaskTimedOutEventAttributes:
		w.decisionTimedOut(e, a)

	case *swf.ActivityTaskScheduledEventAttributes:
		w.activityScheduled(e, a)
	case *swf.ScheduleActivityTaskFailedEventAttributes:
		w.activityRefused(e, a)
	case *swf.ActivityTaskStartedEventAttributes:
		w.activityStarted(e, a)
	case *swf.ActivityTaskCompletedEventAttributes:
		w.activityAnswered(e, a.ScheduledEventID, a.StartedEventID)
	case *swf.ActivityTaskFailedEventAttributes:
		w.activityAnswered(e, a.ScheduledEventID, a.StartedEventID)
	case *swf.ActivityTaskCanceledEventAttributes:
		w.activityCanceled(e, a)
	case *swf.ActivityTaskTimedOutEventAttributes:
		w.activityTimedOut(e, a)
	case *swf.ActivityTaskCancelRequestedEventAttributes:
		w.activityCancelRequested(e, a)
	case *swf.RequestCancelActivityTaskFailedEventAttributes:
		w.activityCancelRefused(e, a)

	case *swf.TimerStartedEventAttributes:
		w.timerStarted(e, a)
	case *swf.StartTimerFailedEventAttributes:
		w.timerRefused(e, a)
	case *swf.TimerFiredEventAttributes:
		w.timerFired(e, a)
	case *swf.TimerCanceledEventAttributes:
		w.timerEnded(e, a.TimerID, a.StartedEventID)
	case *swf.CancelTimerFailedEventAttributes:
		w.timerCancelRefused(e, a)

	case *swf.LambdaFunctionScheduledEventAttributes:
		w.lambdaScheduled(e, a)
	case *swf.ScheduleLambdaFunctionFailedEventAttributes:
		w.lambdaRefused(e, a)
	case *swf.LambdaFunctionStartedEventAttributes:
		w.lambdaStarted(e, a)
	case *swf.StartLambdaFunctionFailedEventAttributes:
		w.lambdaEnded(e, a.ScheduledEventID, 0)
	case *swf.LambdaFunctionCompletedEventAttributes:
		w.lambdaEnded(e, a.ScheduledEventID, a.StartedEventID)
	case *swf.LambdaFunctionFailedEventAttributes:
		w.lambdaEnded(e, a.ScheduledEventID, a.StartedEventID)
	case *swf.LambdaFunctionTimedOutEventAttributes:
		w.lambdaTimedOut(e, a)

	default:
		w.applyRelated(e)
	}
}

// applyRelated is apply for what concerns other runs, and the end of this one.
func (w *walk) applyRelated(e *swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.StartChildWorkflowExecutionInitiatedEventAttributes:
		w.s.Children[e.EventID] = &Child{InitiatedID: e.EventID, Initiated: a}
	case *swf.StartChildWorkflowExecutionFailedEventAttributes:
		w.childRefused(e, a)
	case *swf.ChildWorkflowExecutionStartedEventAttributes:
		w.childStarted(e, a)
	case *swf.ChildWorkflowExecutionCompletedEventAttributes:
		w.childEnded(e, a.WorkflowExecution, a.InitiatedEventID, a.StartedEventID)
	case *swf.ChildWorkflowExecutionFailedEventAttributes:
		w.childEnded(e, a.WorkflowExecution, a.InitiatedEventID, a.StartedEventID)
	case *swf.ChildWorkflowExecutionTimedOutEventAttributes:
		w.childEnded(e, a.WorkflowExecution, a.InitiatedEventID, a.StartedEventID)
	case *swf.ChildWorkflowExecutionCanceledEventAttributes:
		w.childEnded(e, a.WorkflowExecution, a.InitiatedEventID, a.StartedEventID)
	case *swf.ChildWorkflowExecutionTerminatedEventAttributes:
		w.childEnded(e, a.WorkflowExecution, a.InitiatedEventID, a.StartedEventID)

	case *swf.SignalExternalWorkflowExecutionInitiatedEventAttributes:
		w.s.Externals[e.EventID] = &External{
			InitiatedID: e.EventID, WorkflowID: a.WorkflowID, RunID: a.RunID, Control: a.Control,
			DecisionCompletedID: a.DecisionTaskCompletedEventID,
		}
	case *swf.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes:
		w.s.Externals[e.EventID] = &External{
			InitiatedID: e.EventID, Cancel: true, WorkflowID: a.WorkflowID, RunID: a.RunID, Control: a.Control,
			DecisionCompletedID: a.DecisionTaskCompletedEventID,
		}
	case *swf.ExternalWorkflowExecutionSignaledEventAttributes:
		w.externalDone(e, false, a.WorkflowExecution, a.InitiatedEventID)
	case *swf.ExternalWorkflowExecutionCancelRequestedEventAttributes:
		w.externalDone(e, true, a.WorkflowExecution, a.InitiatedEventID)
	case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
		w.externalFailed(e, a.InitiatedEventID, External{
			WorkflowID: a.WorkflowID, RunID: a.RunID, Control: a.Control,
			DecisionCompletedID: a.DecisionTaskCompletedEventID,
		})
	case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
		w.externalFailed(e, a.InitiatedEventID, External{
			Cancel: true, WorkflowID: a.WorkflowID, RunID: a.RunID, Control: a.Control,
			DecisionCompletedID: a.DecisionTaskCompletedEventID,
		})
	default:
		w.applyClosing(e)
	}
}
