package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) lambdaScheduled(e *swf.HistoryEvent, a *swf.LambdaFunctionScheduledEventAttributes) {
	if open := w.lambdaNamed(a.ID); open != nil {
		w.complain(UniqueID, e, "Lambda task %q of event %d is open", a.ID, open.ScheduledID)
	}
	w.s.Lambdas[e.EventID] = &Lambda{ScheduledID: e.EventID, ScheduledAt: e.EventTimestamp, Scheduled: a}
}

// lambdaNamed is the open Lambda task with a name, nil if there is none.
func (w *walk) lambdaNamed(name string) *Lambda {
	for _, l := range w.s.Lambdas {
		if l.Scheduled.ID == name {
			return l
		}
	}
	return nil
}

func (w *walk) lambdaRefused(e *swf.HistoryEvent, a *swf.ScheduleLambdaFunctionFailedEventAttributes) {
	if a.Cause == swf.ScheduleLambdaFunctionFailedCauseIdAlreadyInUse && w.lambdaNamed(a.ID) == nil {
		w.complain(Cause, e, "Lambda task %q is not open", a.ID)
	}
}

func (w *walk) lambdaStarted(e *swf.HistoryEvent, a *swf.LambdaFunctionStartedEventAttributes) {
	l := w.s.Lambdas[a.ScheduledEventID]
	switch {
	case l == nil:
		w.complain(Lambdas, e, "the Lambda task of event %d is not open", a.ScheduledEventID)
		return
	case l.StartedID != 0:
		w.complain(Lambdas, e, "event %d has started this task already", l.StartedID)
	}
	l.StartedID, l.StartedAt = e.EventID, e.EventTimestamp
}

// lambdaEnded ends the Lambda task that an event is about, and returns it. The started id is 0 for one that could not be
// started.
func (w *walk) lambdaEnded(e *swf.HistoryEvent, scheduledID, startedID int64) *Lambda {
	l := w.s.Lambdas[scheduledID]
	if l == nil {
		w.complain(Lambdas, e, "the Lambda task of event %d is not open", scheduledID)
		return nil
	}
	if l.StartedID != startedID {
		w.complain(Lambdas, e, "the task was started by event %d, not %d", l.StartedID, startedID)
	}
	delete(w.s.Lambdas, scheduledID)
	return l
}

func (w *walk) lambdaTimedOut(e *swf.HistoryEvent, a *swf.LambdaFunctionTimedOutEventAttributes) {
	l := w.lambdaEnded(e, a.ScheduledEventID, a.StartedEventID)
	if l == nil {
		return
	}
	// SWF lets a function run 15 minutes if the decision does not say.
	timeout := l.Scheduled.StartToCloseTimeout
	if timeout == nil {
		timeout = new("900")
	}
	w.checkDue(e, "the Lambda task", l.StartedAt, timeout)
}
