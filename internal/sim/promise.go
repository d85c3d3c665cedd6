package sim

import (
	"bytes"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// begun takes down that a client makes a call, and returns its line in the log. Until it is answered anything may have become of it.
func (o *Oracle) begun(c historycheck.Call) (line int) {
	c.Domain = domain
	o.log = append(o.log, c)
	return len(o.log) - 1
}

// answered takes down how a call ended for its client. An answer may tell only of what is durable.
func (o *Oracle) answered(line int, c historycheck.Call) {
	c.Domain = domain
	o.log[line] = c
	if c.Outcome != historycheck.Acknowledged {
		return
	}
	if !o.isDurable(&c) {
		o.world.violate("%s is answered before what it tells is durable: %+v", c.String(), c)
	}
}

func (o *Oracle) isDurable(c *historycheck.Call) bool {
	if c.RunID != "" {
		l := o.byRunID[c.RunID]
		return l != nil && l.durable > 0 && l.tells(c)
	}
	if c.Marker == "" {
		return true
	}
	return slices.ContainsFunc(o.lives, func(l *life) bool { return l.workflowID == c.WorkflowID && l.tells(c) })
}

// tells reports whether what is durable of a history tells what an acknowledged call says.
func (l *life) tells(c *historycheck.Call) bool {
	if len(c.Events) > l.durable || int(c.StartedID) > l.durable {
		return false
	}
	if strings.HasPrefix(c.Operation, "Poll") && !startsTask(&l.judge.Events()[c.StartedID-1], c.ScheduledID) {
		return false
	}
	if c.Marker == "" || c.Operation == "RecordActivityTaskHeartbeat" {
		return true
	}
	return slices.ContainsFunc(l.lines[:l.durable], func(line []byte) bool { return bytes.Contains(line, []byte(c.Marker)) })
}

// startsTask reports whether an event starts a task.
func startsTask(e *swf.HistoryEvent, scheduledID int64) bool {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskStartedEventAttributes:
		return a.ScheduledEventID == scheduledID
	case *swf.ActivityTaskStartedEventAttributes:
		return a.ScheduledEventID == scheduledID
	}
	return false
}

// served reads the beginning of a history as it was served: the very bytes that were written, with a comma between events.
func (o *Oracle) served(l *life, joined []byte) []swf.HistoryEvent {
	n := 0
	for rest := joined; len(rest) > 0; n++ {
		after, ok := []byte(nil), false
		if n < len(l.lines) {
			after, ok = bytes.CutPrefix(rest, l.lines[n])
		}
		if !ok {
			o.world.violate("the history of %v is served as\n%s\nand was written as\n%s", l, joined, bytes.Join(l.lines, []byte(",")))
		}
		rest = bytes.TrimPrefix(after, []byte(","))
	}
	return l.judge.Events()[:n:n]
}

// beatHeard takes down that a heartbeat was acknowledged, and judges what its worker heard.
func (o *Oracle) beatHeard(l *life, scheduledID int64, b *beat, cancelRequested bool) {
	b.acked = true
	if !l.beatsOf(scheduledID).isDurable(b, o.durable) {
		o.world.violate("the heartbeat %q of task %d of %v is answered before it is durable", b.details, scheduledID, l)
	}
	if cancelRequested && !l.asksToCancel(scheduledID) {
		o.world.violate("the worker of task %d of %v is told to cancel, and nobody has asked for it", scheduledID, l)
	}
}

// asksToCancel reports whether what is durable of a history asks to cancel an activity task.
func (l *life) asksToCancel(scheduledID int64) bool {
	events := l.judge.Events()[:l.durable]
	scheduled, ok := events[scheduledID-1].Attributes.(*swf.ActivityTaskScheduledEventAttributes)
	return ok && slices.ContainsFunc(events[scheduledID:], func(e swf.HistoryEvent) bool {
		a, ok := e.Attributes.(*swf.ActivityTaskCancelRequestedEventAttributes)
		return ok && a.ActivityID == scheduled.ActivityID
	})
}
