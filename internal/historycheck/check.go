package historycheck

import (
	"fmt"

	"github.com/swfd/swfd/swf"
)

// Rule names a law that a history, or a set of them, can break.
type Rule string

// The laws of one history.
const (
	// EventIDs are 1, 2, 3 and so on without gaps, in the order of the history.
	EventIDs Rule = "event-ids"
	// Timestamps never decrease.
	Timestamps Rule = "timestamps"
	// Attributes are of the event's type, with every member that SWF always writes, and values that it knows.
	Attributes Rule = "attributes"
	// Beginning: event 1 is WorkflowExecutionStarted, and no other event is.
	Beginning Rule = "beginning"
	// AfterClose: nothing follows the closing event.
	AfterClose Rule = "after-close"
	// Reference: event ids in attributes point back, to an event of the right type.
	Reference Rule = "reference"
	// DecisionTasks: at most one is scheduled and waits, at most one is started; each ends once.
	DecisionTasks Rule = "decision-task"
	// Trigger: an event that asks for a decision is followed, in its transaction, by DecisionTaskScheduled, unless one
	// waits already. Inside a batch of decisions it follows the batch.
	Trigger Rule = "trigger"
	// NoTrigger: there is no DecisionTaskScheduled without an event that asks for it.
	NoTrigger Rule = "no-trigger"
	// Batch: what decisions cause follows their DecisionTaskCompleted without a gap and has its timestamp.
	Batch Rule = "batch"
	// Activities are started at most once and end once; each event fits the one before it. Likewise Timers, Children,
	// Externals and Lambdas.
	Activities Rule = "activity"
	// Timers: see Activities.
	Timers Rule = "timer"
	// Children: see Activities.
	Children Rule = "child"
	// Externals are requests to signal or cancel another run: see Activities.
	Externals Rule = "external"
	// Lambdas: see Activities.
	Lambdas Rule = "lambda"
	// UniqueID: an activityId, timerId or Lambda id names one open thing at a time.
	UniqueID Rule = "unique-id"
	// Cause: the cause of a failed decision is true.
	Cause Rule = "cause"
	// Closing: a decision closes the run if and only if no decision is owed to the decider.
	Closing Rule = "closing"
	// TooEarly: no timer fires, and no time-out happens, before it is due, or although it is "NONE".
	TooEarly Rule = "too-early"
	// Settings: later events repeat the effective settings of event 1, and the decider's choice of a task list.
	Settings Rule = "settings"
	// Origin: who signalled, canceled or started a run is told either whole or not at all.
	Origin Rule = "origin"
)

// Violation is a law broken.
type Violation struct {
	Rule Rule
	// Run names the run among others, as "domain/workflowId/runId"; empty in the answer of Check.
	Run string
	// EventID is the event that breaks the law, 0 if it is not one event.
	EventID int64
	// Text says what is wrong.
	Text string
}

// String gives the violation on one line.
func (v Violation) String() string {
	text := string(v.Rule) + ": "
	if v.Run != "" {
		text += v.Run + ": "
	}
	if v.EventID != 0 {
		text += fmt.Sprintf("event %d: ", v.EventID)
	}
	return text + v.Text
}

// Option widens what is accepted.
type Option int

const (
	// Prefix: the history may end in the middle of a transaction, like the first of several pages.
	Prefix Option = iota + 1
	// Page: the history may begin and end anywhere. Only what each event tells by itself is judged then.
	Page
	// Lenient: the history may be of the years before 2023, when DecisionTaskScheduled told no scheduleToStartTimeout.
	Lenient
	// Partial is for CheckSet: runs may be missing, deleted by retention. What can only be seen in them is not judged.
	Partial
	// Settled is for CheckSet: every message between runs has been delivered, so nothing may be unanswered.
	Settled
)

type options struct{ prefix, page, lenient, partial, settled bool }

func optionsOf(list []Option) options {
	var o options
	for _, option := range list {
		switch option {
		case Prefix:
			o.prefix = true
		case Page:
			o.page = true
		case Lenient:
			o.lenient = true
		case Partial:
			o.partial = true
		case Settled:
			o.settled = true
		}
	}
	return o
}

// Check judges the history of one run, open or closed, from its first event on (but see Page), oldest first. It
// returns every breach that it finds, in the order of the events; none means that the history is lawful.
//
// A breach may cause others: after the first one, the machine that judges goes on as well as it can.
func Check(events []swf.HistoryEvent, list ...Option) []Violation {
	w := newWalk(events, optionsOf(list), shapes{})
	w.run()
	return w.found
}

// Fold returns what a history says about its run. The history should be lawful; of an unlawful one as much as can be
// made out is returned.
func Fold(events []swf.HistoryEvent) *State {
	w := newWalk(events, options{prefix: true, lenient: true}, shapes{})
	w.run()
	return w.s
}
