package historycheck

import (
	"reflect"
	"strings"

	"github.com/swfd/swfd/swf"
)

// isReference reports whether a member is the id of an event of the same history. parentInitiatedEventId and
// externalInitiatedEventId point into another one.
func isReference(name string) bool {
	switch name {
	case "scheduledEventId", "startedEventId", "decisionTaskCompletedEventId", "initiatedEventId",
		"latestCancelRequestedEventId":
		return true
	}
	return false
}

// checkReference judges one event id in an event's attributes: 0 where "none" is meant and allowed, or an earlier event of
// the right type. Whether that event belongs to the same task is for the machine to tell.
func (w *walk) checkReference(e *swf.HistoryEvent, name string, id int64) {
	switch {
	case id == 0:
		if !mayBeNone(e.Type(), name) {
			w.complain(Reference, e, "%s is 0", name)
		}
	case id < 0 || id >= e.EventID:
		w.complain(Reference, e, "%s is %d, which is not an earlier event", name, id)
	default:
		w.checkTarget(e, name, id)
	}
}

func (w *walk) checkTarget(e *swf.HistoryEvent, name string, id int64) {
	i := id - w.events[0].EventID
	if i < 0 || i >= int64(len(w.events)) {
		return
	}
	want, got := target(e.Type(), name), w.events[i].Type()
	if got != want {
		w.complain(Reference, e, "%s is %d, which is %s and not %s", name, id, got, want)
	}
}

// reference returns the event id that a member holds, and whether the event has that member.
func (w *walk) reference(e *swf.HistoryEvent, name string) (int64, bool) {
	v := reflect.ValueOf(e.Attributes).Elem()
	for _, m := range w.shapes.of(v.Type()) {
		if m.name == name {
			return v.Field(m.index).Int(), true
		}
	}
	return 0, false
}

// mayBeNone reports whether a member may be 0: the task was never started, no start was initiated, nobody asked.
func mayBeNone(t swf.EventType, name string) bool {
	switch name {
	case "startedEventId":
		return t == swf.EventTypeActivityTaskTimedOut || t == swf.EventTypeActivityTaskCanceled ||
			t == swf.EventTypeDecisionTaskTimedOut
	case "initiatedEventId":
		return t == swf.EventTypeStartChildWorkflowExecutionFailed
	case "latestCancelRequestedEventId":
		return true
	}
	return false
}

// target is the type of the event that a member of an event points to.
func target(t swf.EventType, name string) swf.EventType {
	switch name {
	case "decisionTaskCompletedEventId":
		return swf.EventTypeDecisionTaskCompleted
	case "latestCancelRequestedEventId":
		return swf.EventTypeActivityTaskCancelRequested
	case "initiatedEventId":
		switch {
		case strings.Contains(string(t), "Child"):
			return swf.EventTypeStartChildWorkflowExecutionInitiated
		case strings.Contains(string(t), "Signal"):
			return swf.EventTypeSignalExternalWorkflowExecutionInitiated
		}
		return swf.EventTypeRequestCancelExternalWorkflowExecutionInitiated
	}
	noun := nounOf(t)
	if name == "scheduledEventId" {
		return swf.EventType(noun + "Scheduled")
	}
	return swf.EventType(noun + "Started")
}

// nounOf is the thing that an event is about.
func nounOf(t swf.EventType) string {
	for _, noun := range []string{"DecisionTask", "ActivityTask", "LambdaFunction", "Timer"} {
		if strings.Contains(string(t), noun) {
			return noun
		}
	}
	return "ChildWorkflowExecution"
}
