package diagnosis

import (
	"fmt"
	"strconv"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

// EventLimit is how many events a run may have on Amazon SWF before it is terminated.
const EventLimit = 25_000

// warnEvents is from how many events on a diagnosis warns of the limit.
const warnEvents = EventLimit * 8 / 10

func (x *examination) say(format string, args ...any) {
	x.Reasons = append(x.Reasons, fmt.Sprintf(format, args...))
}

// tellEnd says how a closed run ended.
func (x *examination) tellEnd() {
	ended := ""
	if at := x.Info.CloseTimestamp; at != nil {
		ended = fmt.Sprintf(" %s after its start, %s ago", timeline.Span(at.Sub(x.Info.StartTimestamp)), timeline.Span(x.now.Sub(*at)))
	}
	x.say("It has closed as %s%s.", x.Info.CloseStatus, ended)
	if n := len(x.events); n > 0 {
		x.tellClosing(x.events[n-1].Attributes)
	}
}

func (x *examination) tellClosing(attributes swf.EventAttributes) {
	switch a := attributes.(type) {
	case *swf.WorkflowExecutionFailedEventAttributes:
		x.tellText("The reason is %s.", a.Reason)
		x.tellText("The details are %s.", a.Details)
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		if a.Cause != "" {
			x.say("The cause is %s.", a.Cause)
		}
		x.tellText("The reason is %s.", a.Reason)
	case *swf.WorkflowExecutionContinuedAsNewEventAttributes:
		x.say("It goes on as run %s.", a.NewExecutionRunID)
	case *swf.WorkflowExecutionCompletedEventAttributes:
		x.tellText("The result is %s.", a.Result)
	case *swf.WorkflowExecutionCanceledEventAttributes:
		x.tellText("The details are %s.", a.Details)
	}
}

func (x *examination) tellText(format string, text *string) {
	if text != nil {
		x.say(format, quote(*text))
	}
}

// tellWait says what an open run waits for. While a decider is at work, or should be, nothing else matters.
func (x *examination) tellWait() {
	switch {
	case x.s.Running != nil:
		x.say("A decider%s has been working on the decision task for %s%s.", x.by(x.s.Running.StartedID), x.ago(x.s.Running.StartedAt),
			x.until(decisionTask(x.s.Running)))
	case x.s.Waiting != nil:
		x.say("A decision task has been waiting on the list %s for %s: no decider has taken it.",
			quote(x.s.Waiting.Scheduled.TaskList.Name), x.ago(x.s.Waiting.PollableAt))
	}
	if n := x.timeouts(); n > 0 {
		x.say("The last %s timed out: deciders take them and do not answer.", counted(n, "decision task"))
	}
	if x.s.Running != nil || x.s.Waiting != nil {
		return
	}
	x.tellOpen()
	if x.s.CancelRequested {
		x.say("A cancellation was requested, and the decider has not closed the run.")
	}
	if len(x.Open) == 0 {
		x.say("Nothing is open, and no decision task waits: only a signal, a cancel request or its time-out%s can wake it.", x.in(x.Deadline))
	}
}

// most is how many open things are told of in sentences.
const most = 10

// tellOpen says of each open thing what it waits for.
func (x *examination) tellOpen() {
	for i, t := range x.Open {
		if i == most {
			x.say("And %d more.", len(x.Open)-most)
			return
		}
		x.tellThing(t)
	}
}

func (x *examination) tellThing(t Thing) {
	switch {
	case x.s.Activities[t.EventID] != nil:
		x.tellActivity(t, x.s.Activities[t.EventID])
	case t.Kind == "timer" && len(t.Deadlines) > 0:
		x.say("The timer %s fires%s.", quote(t.ID), x.in(t.Deadlines[0].At))
	case t.Kind == "timer":
		x.say("The timer %s has been running for %s.", quote(t.ID), x.ago(t.Since))
	case x.s.Children[t.EventID] != nil && t.State == "initiated":
		x.say("The child execution %s was asked for %s ago and has not started.", quote(t.ID), x.ago(t.Since))
	case x.s.Children[t.EventID] != nil:
		x.say("The child execution %s, run %s, has been open for %s.", quote(t.ID), x.s.Children[t.EventID].RunID, x.ago(t.Since))
	case x.s.Lambdas[t.EventID] != nil && t.State == "waits":
		x.say("The Lambda task %s has been waiting for %s: the service has not called its function.", quote(t.ID), x.ago(t.Since))
	case x.s.Lambdas[t.EventID] != nil:
		x.say("The Lambda task %s has been open for %s%s.", quote(t.ID), x.ago(t.Since), x.until(t))
	default:
		x.say("The %s %s, of %s ago, has no answer.", t.Kind, t.Of, x.ago(t.Since))
	}
}

func (x *examination) tellActivity(t Thing, a *historycheck.Activity) {
	if a.StartedID == 0 {
		x.say("The activity task %s has been waiting on the list %s for %s: no worker has taken it%s.",
			quote(t.ID), quote(a.Scheduled.TaskList.Name), x.ago(t.Since), x.until(t))
		return
	}
	x.say("A worker%s has been working on the activity task %s for %s%s.", x.by(a.StartedID), quote(t.ID), x.ago(t.Since), x.until(t))
}

// timeouts counts the decision tasks that timed out since the last one that was answered, or since the start.
func (x *examination) timeouts() int {
	n := 0
	for i := len(x.events) - 1; i >= 0; i-- {
		switch x.events[i].Type() {
		case swf.EventTypeDecisionTaskTimedOut:
			n++
		case swf.EventTypeDecisionTaskCompleted:
			return n
		}
	}
	return n
}

// warn says what should not stay as it is.
func (x *examination) warn() {
	if x.Events >= warnEvents {
		x.Warnings = append(x.Warnings, fmt.Sprintf("The history has %d events; with %d, SWF terminates the run. It should continue as new.", x.Events, EventLimit))
	}
	if x.Deadline != 0 && x.now > x.Deadline {
		x.Warnings = append(x.Warnings, fmt.Sprintf("The run should have timed out %s ago: is the server's clock right?", x.ago(x.Deadline)))
	}
}

// by names who took a task, if it was said.
func (x *examination) by(startedID int64) string {
	if startedID < 1 || startedID > int64(len(x.events)) {
		return ""
	}
	var identity *string
	switch a := x.events[startedID-1].Attributes.(type) {
	case *swf.DecisionTaskStartedEventAttributes:
		identity = a.Identity
	case *swf.ActivityTaskStartedEventAttributes:
		identity = a.Identity
	}
	if identity == nil || *identity == "" {
		return ""
	}
	return " (" + quote(*identity) + ")"
}

func (x *examination) ago(at swf.Timestamp) string { return timeline.Span(max(0, x.now.Sub(at))) }

// in says how far away an instant is; nothing if there is none.
func (x *examination) in(at swf.Timestamp) string {
	switch {
	case at == 0:
		return ""
	case at <= x.now:
		return " at any moment"
	}
	return " in " + timeline.Span(at.Sub(x.now))
}

// until says which time-out of a thing is the next.
func (x *examination) until(t Thing) string {
	if len(t.Deadlines) == 0 {
		return ", and it has no time-out"
	}
	d := t.Deadlines[0]
	if d.AtLeast {
		return fmt.Sprintf("; it times out (%s) unless it sends heartbeats", d.Name)
	}
	return fmt.Sprintf("; it times out (%s)%s", d.Name, x.in(d.At))
}

func counted(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// longest is how much of a text is shown.
const longest = 200

func quote(s string) string {
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "..."
	}
	return strconv.Quote(s)
}
