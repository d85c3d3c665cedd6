package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) timerStarted(e *swf.HistoryEvent, a *swf.TimerStartedEventAttributes) {
	if open := w.timerNamed(a.TimerID); open != nil {
		w.complain(UniqueID, e, "timer %q of event %d is running", a.TimerID, open.StartedID)
	}
	w.s.Timers[e.EventID] = &Timer{StartedID: e.EventID, StartedAt: e.EventTimestamp, Started: a}
}

// timerNamed is the running timer with a name, nil if there is none.
func (w *walk) timerNamed(name string) *Timer {
	for _, t := range w.s.Timers {
		if t.Started.TimerID == name {
			return t
		}
	}
	return nil
}

func (w *walk) timerRefused(e *swf.HistoryEvent, a *swf.StartTimerFailedEventAttributes) {
	if a.Cause == swf.StartTimerFailedCauseTimerIdAlreadyInUse && w.timerNamed(a.TimerID) == nil {
		w.complain(Cause, e, "timer %q is not running", a.TimerID)
	}
}

func (w *walk) timerFired(e *swf.HistoryEvent, a *swf.TimerFiredEventAttributes) {
	if t := w.timerEnded(e, a.TimerID, a.StartedEventID); t != nil {
		w.checkDue(e, "the timer", t.StartedAt, &t.Started.StartToFireTimeout)
	}
}

// timerEnded ends the timer that an event is about, and returns it.
func (w *walk) timerEnded(e *swf.HistoryEvent, name string, startedID int64) *Timer {
	t := w.s.Timers[startedID]
	if t == nil {
		w.complain(Timers, e, "the timer of event %d is not running", startedID)
		return nil
	}
	if t.Started.TimerID != name {
		w.complain(Timers, e, "timerId is %q, and %q in event %d", name, t.Started.TimerID, startedID)
	}
	delete(w.s.Timers, startedID)
	return t
}

func (w *walk) timerCancelRefused(e *swf.HistoryEvent, a *swf.CancelTimerFailedEventAttributes) {
	if a.Cause == swf.CancelTimerFailedCauseTimerIdUnknown && w.timerNamed(a.TimerID) != nil {
		w.complain(Cause, e, "timer %q is running", a.TimerID)
	}
}
