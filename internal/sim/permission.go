package sim

import (
	"bytes"
	"strings"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/swf"
)

// drawForbidden chooses the decisions that a world's policies forbid, in half of all worlds none.
func (w *World) drawForbidden() map[swf.DecisionType]bool {
	forbidden := map[swf.DecisionType]bool{}
	if w.rare(2) {
		return forbidden
	}
	for _, d := range outcomes {
		if w.rare(4) {
			forbidden[d.decision] = true
		}
	}
	return forbidden
}

// MayDecide is part of engine.Permissions.
func (w *World) MayDecide(_ access.Caller, d access.Decision) bool {
	return !w.plan.forbidden[d.Type()]
}

// outcomes are the decisions that policies are asked about, and the event of each that there is of none that is forbidden. That a signal
// or a request to another run is Initiated is no such event: it comes before the answer either way.
var outcomes = []struct {
	decision swf.DecisionType
	event    swf.EventType
}{
	{swf.DecisionTypeScheduleActivityTask, swf.EventTypeActivityTaskScheduled},
	{swf.DecisionTypeRequestCancelActivityTask, swf.EventTypeActivityTaskCancelRequested},
	{swf.DecisionTypeStartTimer, swf.EventTypeTimerStarted},
	{swf.DecisionTypeCancelTimer, swf.EventTypeTimerCanceled},
	{swf.DecisionTypeRecordMarker, swf.EventTypeMarkerRecorded},
	{swf.DecisionTypeStartChildWorkflowExecution, swf.EventTypeStartChildWorkflowExecutionInitiated},
	{swf.DecisionTypeSignalExternalWorkflowExecution, swf.EventTypeExternalWorkflowExecutionSignaled},
	{swf.DecisionTypeRequestCancelExternalWorkflowExecution, swf.EventTypeExternalWorkflowExecutionCancelRequested},
	{swf.DecisionTypeCompleteWorkflowExecution, swf.EventTypeWorkflowExecutionCompleted},
	{swf.DecisionTypeFailWorkflowExecution, swf.EventTypeWorkflowExecutionFailed},
	{swf.DecisionTypeCancelWorkflowExecution, swf.EventTypeWorkflowExecutionCanceled},
	{swf.DecisionTypeContinueAsNewWorkflowExecution, swf.EventTypeWorkflowExecutionContinuedAsNew},
}

// notPermitted is in the text of an event whose decision failed because policies forbid it.
var notPermitted = []byte(`"cause":"OPERATION_NOT_PERMITTED"`)

// judgePermission judges that a decision that is forbidden has failed for that reason and has no outcome, and that no other has failed for
// it. Policies come before everything else that could be said of a decision.
func (v *verdict) judgePermission(l *life, e *swf.HistoryEvent, line []byte) {
	forbidden := v.world.plan.forbidden
	for _, d := range outcomes {
		if d.event == e.Type() && forbidden[d.decision] {
			v.violate("event %d of %v is %s, which is forbidden", e.EventID, l, e.Type())
		}
	}
	decision, failed := strings.CutSuffix(string(e.Type()), "Failed")
	if !failed {
		return
	}
	if is := bytes.Contains(line, notPermitted); is != forbidden[swf.DecisionType(decision)] {
		v.violate("event %d of %v has failed, not permitted: %v, and should have: %v", e.EventID, l, is, !is)
	}
}
