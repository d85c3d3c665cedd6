package historycheck

import (
	"strconv"

	"github.com/swfd/swfd/swf"
)

// due is the instant at which a time-out that began at an instant is due; ok is false if it never is.
func due(from swf.Timestamp, timeout *string) (at swf.Timestamp, ok bool) {
	if timeout == nil {
		return 0, false
	}
	seconds, err := strconv.ParseInt(*timeout, 10, 64)
	if err != nil {
		return 0, false
	}
	return from + swf.Timestamp(seconds*1000), true
}

// checkDue complains if the clock of a thing, which began at an instant, has not run out at an event.
func (w *walk) checkDue(e *swf.HistoryEvent, thing string, from swf.Timestamp, timeout *string) {
	at, ok := due(from, timeout)
	switch {
	case !ok:
		w.complain(TooEarly, e, "%s has no such time-out", thing)
	case e.EventTimestamp < at:
		w.complain(TooEarly, e, "%s is due %s later", thing, at.Sub(e.EventTimestamp))
	}
}
