package historycheck

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

// walk goes through a history, event by event, and keeps what is open. It is a state machine of its own, written from
// SWF's rules and not from the core.
type walk struct {
	options
	shapes shapes
	events []swf.HistoryEvent
	found  []Violation
	s      *State

	// batchID is the DecisionTaskCompleted event whose batch is under way, 0 outside of one; batchAt its timestamp.
	batchID int64
	batchAt swf.Timestamp
	// askedID is the event whose DecisionTaskScheduled is missing so far: the next event must be it, or, inside a batch,
	// the event after the batch. 0 if there is none.
	askedID int64
	askedAt swf.Timestamp
}

func newWalk(events []swf.HistoryEvent, o options, known shapes) *walk {
	return &walk{options: o, shapes: known, events: events, s: newState()}
}

func (w *walk) complain(r Rule, e *swf.HistoryEvent, format string, args ...any) {
	w.found = append(w.found, Violation{Rule: r, EventID: e.EventID, Text: fmt.Sprintf(format, args...)})
}

func (w *walk) run() {
	w.runFrom(0)
	if !w.prefix && !w.page && !w.s.Closed {
		w.settleTrigger()
	}
}

// runFrom goes on with the events from an index on.
func (w *walk) runFrom(first int) {
	for i := first; i < len(w.events); i++ {
		e := &w.events[i]
		w.checkOrder(i, e)
		known := w.checkShape(e)
		if w.s.Closed {
			w.complain(AfterClose, e, "%s follows the closing event", e.Type())
			continue
		}
		if known && !w.page {
			w.step(e)
		}
		w.noteClose(e)
		w.s.LastEventID, w.s.LastEventAt = e.EventID, e.EventTimestamp
	}
}

func (w *walk) checkOrder(i int, e *swf.HistoryEvent) {
	want := int64(1)
	if i > 0 {
		want = w.events[i-1].EventID + 1
	}
	if e.EventID != want && (i > 0 || !w.page) {
		w.complain(EventIDs, e, "it should be event %d", want)
	}
	if i > 0 && e.EventTimestamp < w.events[i-1].EventTimestamp {
		w.complain(Timestamps, e, "%s is before %s, the time of the event before", e.EventTimestamp, w.events[i-1].EventTimestamp)
	}
}

// step judges an event by what came before it, and takes it into the state.
func (w *walk) step(e *swf.HistoryEvent) {
	if (w.s.LastEventID == 0) != (e.Type() == swf.EventTypeWorkflowExecutionStarted) {
		w.complain(Beginning, e, "a history begins with WorkflowExecutionStarted, and has no other")
	}
	w.checkBatch(e)
	if w.batchID == 0 && w.askedID != 0 && e.Type() != swf.EventTypeDecisionTaskScheduled {
		w.settleTrigger()
	}
	w.apply(e)
	if asksForDecision(e.Type()) && w.s.Waiting == nil && w.askedID == 0 {
		w.askedID, w.askedAt = e.EventID, e.EventTimestamp
	}
}

// settleTrigger complains about an event that asked for a decision and got none.
func (w *walk) settleTrigger() {
	if w.askedID == 0 {
		return
	}
	asked := &swf.HistoryEvent{EventID: w.askedID}
	w.complain(Trigger, asked, "no DecisionTaskScheduled follows, though none is waiting")
	w.askedID = 0
}

// checkBatch keeps track of the batch of decisions under way: it ends with the first event that does not belong to it.
func (w *walk) checkBatch(e *swf.HistoryEvent) {
	id, member := w.batchOf(e)
	switch {
	case member == always && id != w.batchID, member == perhaps && w.batchID != 0 && id != w.batchID:
		w.complain(Batch, e, "%s is not in the batch of event %d, which decided it", e.Type(), id)
		w.batchID = 0
	case member == never || id != w.batchID:
		w.batchID = 0
	case w.batchID != 0 && e.EventTimestamp != w.batchAt:
		w.complain(Batch, e, "%s has not the time of event %d, whose batch it is in", e.Type(), w.batchID)
	}
}

// membership tells whether an event is written in the transaction of a DecisionTaskCompleted.
type membership byte

const (
	never membership = iota
	// perhaps is for failures that may be found in the batch, or later on its behalf.
	perhaps
	always
)

// batchOf returns the DecisionTaskCompleted event that an event names, and whether it is part of that one's batch.
func (w *walk) batchOf(e *swf.HistoryEvent) (int64, membership) {
	switch a := e.Attributes.(type) {
	case *swf.StartChildWorkflowExecutionFailedEventAttributes:
		if a.Cause == swf.StartChildWorkflowExecutionFailedCauseWorkflowAlreadyRunning {
			return a.DecisionTaskCompletedEventID, never
		}
		return a.DecisionTaskCompletedEventID, always
	case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
		if a.Cause == swf.SignalExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution {
			return a.DecisionTaskCompletedEventID, never
		}
		return a.DecisionTaskCompletedEventID, perhaps
	case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
		if a.Cause == swf.RequestCancelExternalWorkflowExecutionFailedCauseUnknownExternalWorkflowExecution {
			return a.DecisionTaskCompletedEventID, never
		}
		return a.DecisionTaskCompletedEventID, perhaps
	}
	if id, ok := w.reference(e, "decisionTaskCompletedEventId"); ok {
		return id, always
	}
	return 0, never
}

// asksForDecision reports whether an event of a type triggers a decision task.
func asksForDecision(t swf.EventType) bool {
	switch t {
	case swf.EventTypeWorkflowExecutionStarted,
		swf.EventTypeWorkflowExecutionSignaled, swf.EventTypeWorkflowExecutionCancelRequested,
		swf.EventTypeDecisionTaskTimedOut,
		swf.EventTypeActivityTaskCompleted, swf.EventTypeActivityTaskFailed,
		swf.EventTypeActivityTaskTimedOut, swf.EventTypeActivityTaskCanceled,
		swf.EventTypeTimerFired,
		swf.EventTypeChildWorkflowExecutionStarted, swf.EventTypeChildWorkflowExecutionCompleted,
		swf.EventTypeChildWorkflowExecutionFailed, swf.EventTypeChildWorkflowExecutionTimedOut,
		swf.EventTypeChildWorkflowExecutionCanceled, swf.EventTypeChildWorkflowExecutionTerminated,
		swf.EventTypeExternalWorkflowExecutionSignaled, swf.EventTypeExternalWorkflowExecutionCancelRequested,
		swf.EventTypeLambdaFunctionCompleted, swf.EventTypeLambdaFunctionFailed,
		swf.EventTypeLambdaFunctionTimedOut, swf.EventTypeStartLambdaFunctionFailed:
		return true
	}
	return isFailedDecision(t)
}

// isFailedDecision reports whether an event of a type says that a decision could not be carried out.
func isFailedDecision(t swf.EventType) bool {
	switch t {
	case swf.EventTypeScheduleActivityTaskFailed, swf.EventTypeRequestCancelActivityTaskFailed,
		swf.EventTypeStartTimerFailed, swf.EventTypeCancelTimerFailed, swf.EventTypeRecordMarkerFailed,
		swf.EventTypeStartChildWorkflowExecutionFailed, swf.EventTypeSignalExternalWorkflowExecutionFailed,
		swf.EventTypeRequestCancelExternalWorkflowExecutionFailed, swf.EventTypeScheduleLambdaFunctionFailed,
		swf.EventTypeCompleteWorkflowExecutionFailed, swf.EventTypeFailWorkflowExecutionFailed,
		swf.EventTypeCancelWorkflowExecutionFailed, swf.EventTypeContinueAsNewWorkflowExecutionFailed:
		return true
	}
	return false
}
