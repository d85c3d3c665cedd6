package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) decisionScheduled(e *swf.HistoryEvent, a *swf.DecisionTaskScheduledEventAttributes) {
	switch {
	case w.s.Waiting != nil:
		w.complain(DecisionTasks, e, "the decision task of event %d is waiting already", w.s.Waiting.ScheduledID)
	case w.askedID == 0:
		w.complain(NoTrigger, e, "nothing has asked for a decision")
	case e.EventTimestamp != w.askedAt:
		w.complain(Trigger, e, "it has not the time of event %d, which it answers", w.askedID)
	}
	w.askedID = 0
	w.checkDecisionSettings(e, a)
	w.s.Waiting = &DecisionTask{ScheduledID: e.EventID, Scheduled: a}
	if w.s.Running == nil {
		w.s.Waiting.PollableAt = e.EventTimestamp
	}
}

// checkDecisionSettings judges where a decision task goes: the list that the decider chose, else that of event 1.
func (w *walk) checkDecisionSettings(e *swf.HistoryEvent, a *swf.DecisionTaskScheduledEventAttributes) {
	own := w.settings()
	list, toStart := own.TaskList.Name, new("NONE")
	if o := w.s.Override; o != nil {
		list = o.TaskList
		if o.ScheduleToStart != nil {
			toStart = o.ScheduleToStart
		}
	}
	switch {
	case a.TaskList.Name != list:
		w.complain(Settings, e, "the task list is %q and not %q", a.TaskList.Name, list)
	case a.ScheduleToStartTimeout != nil && !same(a.ScheduleToStartTimeout, toStart):
		w.complain(Settings, e, "scheduleToStartTimeout is %s and not %s", shown(a.ScheduleToStartTimeout), shown(toStart))
	case !same(a.StartToCloseTimeout, own.TaskStartToCloseTimeout):
		w.complain(Settings, e, "startToCloseTimeout is %s and not %s",
			shown(a.StartToCloseTimeout), shown(own.TaskStartToCloseTimeout))
	case !same(a.TaskPriority, own.TaskPriority):
		w.complain(Settings, e, "taskPriority is %s and not %s", shown(a.TaskPriority), shown(own.TaskPriority))
	}
}

func (w *walk) decisionStarted(e *swf.HistoryEvent, a *swf.DecisionTaskStartedEventAttributes) {
	d := w.s.Waiting
	if w.s.Running != nil {
		w.complain(DecisionTasks, e, "the decision task of event %d is being worked on", w.s.Running.ScheduledID)
	}
	if d == nil || d.ScheduledID != a.ScheduledEventID {
		w.complain(DecisionTasks, e, "the decision task of event %d is not waiting", a.ScheduledEventID)
		d = &DecisionTask{ScheduledID: a.ScheduledEventID, Scheduled: &swf.DecisionTaskScheduledEventAttributes{}}
	}
	d.StartedID, d.StartedAt = e.EventID, e.EventTimestamp
	w.s.Running, w.s.Waiting = d, nil
}

// runningDecision is the decision task that an event says it ends, nil if there is no such task.
func (w *walk) runningDecision(e *swf.HistoryEvent, scheduledID, startedID int64) *DecisionTask {
	d := w.s.Running
	if d == nil || d.ScheduledID != scheduledID || d.StartedID != startedID {
		w.complain(DecisionTasks, e, "the decision task scheduled by event %d and started by event %d is not being worked on",
			scheduledID, startedID)
		return nil
	}
	return d
}

func (w *walk) decisionCompleted(e *swf.HistoryEvent, a *swf.DecisionTaskCompletedEventAttributes) {
	if d := w.runningDecision(e, a.ScheduledEventID, a.StartedEventID); d != nil {
		w.s.PreviousStartedID = d.StartedID
	}
	if a.ExecutionContext != nil {
		w.s.ContextEventID = e.EventID
	}
	if a.TaskList != nil {
		w.override(a.TaskList.Name, a.TaskListScheduleToStartTimeout)
	}
	w.endRunning(e)
	w.batchID, w.batchAt = e.EventID, e.EventTimestamp
}

// override takes the decider's choice of a task list. To name the run's own list, without a time-out, ends it.
func (w *walk) override(list string, timeout *string) {
	w.s.Override = &Override{TaskList: list, ScheduleToStart: timeout}
	if timeout == nil && list == w.settings().TaskList.Name {
		w.s.Override = nil
	}
}

// endRunning lets pollers have the decision task that waited behind the running one.
func (w *walk) endRunning(e *swf.HistoryEvent) {
	w.s.Running = nil
	if d := w.s.Waiting; d != nil {
		d.PollableAt = e.EventTimestamp
	}
}

// decisionTimedOut ends a decision task; a choice of task list that had a time-out is reverted with it.
func (w *walk) decisionTimedOut(e *swf.HistoryEvent, a *swf.DecisionTaskTimedOutEventAttributes) {
	if a.TimeoutType == swf.DecisionTaskTimeoutTypeScheduleToStart {
		w.decisionNotStarted(e, a)
	} else {
		if d := w.runningDecision(e, a.ScheduledEventID, a.StartedEventID); d != nil {
			w.checkDue(e, "the decision task", d.StartedAt, d.Scheduled.StartToCloseTimeout)
		}
		w.endRunning(e)
	}
	if o := w.s.Override; o != nil && o.ScheduleToStart != nil {
		w.s.Override = nil
	}
}

func (w *walk) decisionNotStarted(e *swf.HistoryEvent, a *swf.DecisionTaskTimedOutEventAttributes) {
	d := w.s.Waiting
	switch {
	case d == nil || d.ScheduledID != a.ScheduledEventID || w.s.Running != nil:
		w.complain(DecisionTasks, e, "the decision task of event %d is not to be had by pollers", a.ScheduledEventID)
	case a.StartedEventID != 0:
		w.complain(DecisionTasks, e, "startedEventId is %d for a task that was not started", a.StartedEventID)
	default:
		w.checkDue(e, "the decision task", d.PollableAt, d.Scheduled.ScheduleToStartTimeout)
	}
	w.s.Waiting = nil
}
