package engine

import (
	"github.com/swfd/swfd/swf"
)

// warnOfHistories tells the log of each run whose history comes near the number of events at which the run is terminated, while there
// is time to do something about it, and of each run that was terminated so. Events have consecutive ids, so exactly one
// change of a run reaches the place of the warning: it is given once, also if the server is started again.
func (e *Engine) warnOfHistories(key laneKey, all []news) {
	limit := e.limits.Execution.HistoryEvents
	for i := range all {
		n := &all[i]
		if len(n.events) == 0 {
			continue
		}
		last := &n.events[len(n.events)-1]
		switch {
		case n.closed != nil && overLimit(last):
			e.log.Warn("a run was terminated: its history had reached the limit; its decider should continue as new long before that",
				"domain", e.scopeOf(key.domain).Domain, "workflowId", key.workflowID, "runId", n.runID, "events", last.EventID, "limit", limit)
		case n.closed == nil && reaches(n.events, share(limit, e.limits.HistoryWarning)):
			e.log.Warn("a history comes near the limit, at which the run is terminated; its decider should continue as new soon",
				"domain", e.scopeOf(key.domain).Domain, "workflowId", key.workflowID, "runId", n.runID, "events", last.EventID, "limit", limit)
			e.observer.HistoryNearLimit()
		}
	}
}

// reaches reports whether the event of an id, which is above 0, is among consecutive events.
func reaches(events []swf.HistoryEvent, id int64) bool {
	return events[0].EventID <= id && id <= events[len(events)-1].EventID
}

// share is so many hundredths of a number, without multiplying the whole of a number that may be very large.
func share(n int64, percent int) int64 {
	p := int64(percent)
	return n/100*p + n%100*p/100
}

// overLimit reports whether an event ends a run because of the length of its history.
func overLimit(e *swf.HistoryEvent) bool {
	a, ok := e.Attributes.(*swf.WorkflowExecutionTerminatedEventAttributes)
	return ok && a.Cause == swf.WorkflowExecutionTerminatedCauseEventLimitExceeded
}
