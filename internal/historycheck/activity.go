package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) activityScheduled(e *swf.HistoryEvent, a *swf.ActivityTaskScheduledEventAttributes) {
	if open := w.activityNamed(a.ActivityID); open != nil {
		w.complain(UniqueID, e, "activity %q of event %d is open", a.ActivityID, open.ScheduledID)
	}
	w.s.Activities[e.EventID] = &Activity{ScheduledID: e.EventID, ScheduledAt: e.EventTimestamp, Scheduled: a}
	w.s.LatestActivityAt = e.EventTimestamp
}

// activityNamed is the open activity task with a name, nil if there is none.
func (w *walk) activityNamed(name string) *Activity {
	for _, a := range w.s.Activities {
		if a.Scheduled.ActivityID == name {
			return a
		}
	}
	return nil
}

func (w *walk) activityRefused(e *swf.HistoryEvent, a *swf.ScheduleActivityTaskFailedEventAttributes) {
	inUse := a.Cause == swf.ScheduleActivityTaskFailedCauseActivityIdAlreadyInUse
	if inUse && w.activityNamed(a.ActivityID) == nil {
		w.complain(Cause, e, "activity %q is not open", a.ActivityID)
	}
}

// openActivity is the activity task that an event is about, nil if it is not open.
func (w *walk) openActivity(e *swf.HistoryEvent, scheduledID int64) *Activity {
	a := w.s.Activities[scheduledID]
	if a == nil {
		w.complain(Activities, e, "the activity task of event %d is not open", scheduledID)
		return nil
	}
	w.s.LatestActivityAt = e.EventTimestamp
	return a
}

func (w *walk) activityStarted(e *swf.HistoryEvent, attributes *swf.ActivityTaskStartedEventAttributes) {
	a := w.openActivity(e, attributes.ScheduledEventID)
	switch {
	case a == nil:
		return
	case a.StartedID != 0:
		w.complain(Activities, e, "event %d has started this task already", a.StartedID)
	case a.CancelRequestedID != 0:
		w.complain(Activities, e, "event %d has withdrawn this task from its list", a.CancelRequestedID)
	}
	a.StartedID, a.StartedAt = e.EventID, e.EventTimestamp
}

// activityEnded ends the activity task that an event is about, and returns it.
func (w *walk) activityEnded(e *swf.HistoryEvent, scheduledID, startedID int64) *Activity {
	a := w.openActivity(e, scheduledID)
	if a == nil {
		return nil
	}
	if a.StartedID != startedID {
		w.complain(Activities, e, "startedEventId is %d and not %d", startedID, a.StartedID)
	}
	delete(w.s.Activities, scheduledID)
	return a
}

// activityAnswered ends an activity task by its worker's answer.
func (w *walk) activityAnswered(e *swf.HistoryEvent, scheduledID, startedID int64) {
	if a := w.activityEnded(e, scheduledID, startedID); a != nil && a.StartedID == 0 {
		w.complain(Activities, e, "nobody has started this task")
	}
}

func (w *walk) activityCanceled(e *swf.HistoryEvent, attributes *swf.ActivityTaskCanceledEventAttributes) {
	a := w.activityEnded(e, attributes.ScheduledEventID, attributes.StartedEventID)
	if a == nil {
		return
	}
	if a.StartedID == 0 && a.CancelRequestedID == 0 {
		w.complain(Activities, e, "nobody has started this task, nor asked to cancel it")
	}
	if attributes.LatestCancelRequestedEventID != a.CancelRequestedID {
		w.complain(Activities, e, "latestCancelRequestedEventId is %d and not %d",
			attributes.LatestCancelRequestedEventID, a.CancelRequestedID)
	}
}

func (w *walk) activityTimedOut(e *swf.HistoryEvent, attributes *swf.ActivityTaskTimedOutEventAttributes) {
	a := w.activityEnded(e, attributes.ScheduledEventID, attributes.StartedEventID)
	if a == nil {
		return
	}
	const task = "the activity task"
	unstarted := false
	switch attributes.TimeoutType {
	case swf.ActivityTaskTimeoutTypeScheduleToStart:
		unstarted = true
		w.checkDue(e, task, a.ScheduledAt, a.Scheduled.ScheduleToStartTimeout)
	case swf.ActivityTaskTimeoutTypeScheduleToClose:
		unstarted = a.StartedID == 0
		w.checkDue(e, task, a.ScheduledAt, a.Scheduled.ScheduleToCloseTimeout)
	case swf.ActivityTaskTimeoutTypeStartToClose:
		w.checkDue(e, task, a.StartedAt, a.Scheduled.StartToCloseTimeout)
	case swf.ActivityTaskTimeoutTypeHeartbeat:
		// The history does not tell of beats: they can only have moved the time-out further.
		w.checkDue(e, task, a.StartedAt, a.Scheduled.HeartbeatTimeout)
	}
	if unstarted != (a.StartedID == 0) {
		w.complain(Activities, e, "%s does not fit: see event %d", attributes.TimeoutType, max(a.StartedID, a.ScheduledID))
	}
	if unstarted && attributes.Details != nil {
		w.complain(Activities, e, "it has heartbeat details of a task that was never started")
	}
}

func (w *walk) activityCancelRequested(e *swf.HistoryEvent, attributes *swf.ActivityTaskCancelRequestedEventAttributes) {
	a := w.activityNamed(attributes.ActivityID)
	if a == nil {
		w.complain(Activities, e, "activity %q is not open", attributes.ActivityID)
		return
	}
	a.CancelRequestedID = e.EventID
}

func (w *walk) activityCancelRefused(e *swf.HistoryEvent, a *swf.RequestCancelActivityTaskFailedEventAttributes) {
	unknown := a.Cause == swf.RequestCancelActivityTaskFailedCauseActivityIdUnknown
	if unknown && w.activityNamed(a.ActivityID) != nil {
		w.complain(Cause, e, "activity %q is open", a.ActivityID)
	}
}
