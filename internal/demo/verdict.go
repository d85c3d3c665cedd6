package demo

import (
	"errors"
	"fmt"
	"io"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// expectation is one thing that should have happened.
type expectation struct {
	text string
	met  func(swf.EventAttributes) bool
}

var expectations = []expectation{
	{"the card was charged by an activity that completed", func(a swf.EventAttributes) bool {
		_, ok := a.(*swf.ActivityTaskCompletedEventAttributes)
		return ok
	}},
	{"the packing learned from its heartbeat that it should cancel, and did", func(a swf.EventAttributes) bool {
		c, ok := a.(*swf.ActivityTaskCanceledEventAttributes)
		return ok && c.LatestCancelRequestedEventID > 0
	}},
	{"the tracking fell silent and timed out with the details of its last heartbeat", func(a swf.EventAttributes) bool {
		t, ok := a.(*swf.ActivityTaskTimedOutEventAttributes)
		return ok && t.TimeoutType == swf.ActivityTaskTimeoutTypeHeartbeat && t.Details != nil && *t.Details == "stop 3 of 9"
	}},
	{"the timer fired", func(a swf.EventAttributes) bool {
		_, ok := a.(*swf.TimerFiredEventAttributes)
		return ok
	}},
	{"the customer's signal arrived", func(a swf.EventAttributes) bool {
		_, ok := a.(*swf.WorkflowExecutionSignaledEventAttributes)
		return ok
	}},
	{"the shipment, a child execution, completed", func(a swf.EventAttributes) bool {
		_, ok := a.(*swf.ChildWorkflowExecutionCompletedEventAttributes)
		return ok
	}},
	{"the order completed", func(a swf.EventAttributes) bool {
		_, ok := a.(*swf.WorkflowExecutionCompletedEventAttributes)
		return ok
	}},
}

// verdict says for each expectation whether it was met, and whether the history is lawful.
func verdict(w io.Writer, events []swf.HistoryEvent) error {
	good := true
	say := func(met bool, text string) {
		mark := "ok    "
		if !met {
			mark, good = "FAILED", false
		}
		fmt.Fprintf(w, "  %s  %s\n", mark, text)
	}
	for _, x := range expectations {
		met := false
		for _, e := range events {
			met = met || x.met(e.Attributes)
		}
		say(met, x.text)
	}
	violations := historycheck.Check(events)
	say(len(violations) == 0, "the history keeps every rule of SWF")
	for _, v := range violations {
		fmt.Fprintln(w, "         ", v)
	}
	if !good {
		return errors.New("the demo did not go as it should")
	}
	return nil
}
