package sim

import (
	"math"
	"strconv"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// never is later than everything.
const never = swf.Timestamp(math.MaxInt64)

// after is the instant at which a time-out that began at an instant is over.
func after(at swf.Timestamp, timeout *string) swf.Timestamp {
	if timeout == nil {
		return never
	}
	n, err := strconv.ParseInt(*timeout, 10, 32)
	if err != nil {
		return never
	}
	return at.Add(time.Duration(n) * time.Second)
}

// withGrace moves the deadline of a task that was started before a restart: its worker must have a moment to report.
func (v *verdict) withGrace(due, startedAt swf.Timestamp) swf.Timestamp {
	if startedAt >= v.ready || due == never {
		return due
	}
	return max(due, v.ready.Add(execution.GraceAfterRestart))
}

// activityDue is when an activity task times out.
func (v *verdict) activityDue(l *life, a *historycheck.Activity) swf.Timestamp {
	toClose := after(a.ScheduledAt, a.Scheduled.ScheduleToCloseTimeout)
	if a.StartedID == 0 {
		return min(toClose, after(a.ScheduledAt, a.Scheduled.ScheduleToStartTimeout))
	}
	due := v.withGrace(min(toClose, after(a.StartedAt, a.Scheduled.StartToCloseTimeout)), a.StartedAt)
	_, beatAt := l.beatsOf(a.ScheduledID).last()
	return min(due, after(max(a.StartedAt, beatAt, v.ready), a.Scheduled.HeartbeatTimeout))
}

// decisionDue is when the decision task that somebody works on times out.
func (v *verdict) decisionDue(s *historycheck.State) swf.Timestamp {
	return v.withGrace(after(s.Running.StartedAt, s.Started.TaskStartToCloseTimeout), s.Running.StartedAt)
}

// judgeAnswer judges that no answer to a task was accepted that came after its deadline. The task's state is the one before the batch.
func (v *verdict) judgeAnswer(l *life, e *swf.HistoryEvent) {
	s, due := l.state(), never
	if _, ok := e.Attributes.(*swf.DecisionTaskCompletedEventAttributes); ok && s.Running != nil {
		due = v.decisionDue(s)
	}
	if a := s.Activities[answeredActivity(e)]; a != nil && a.StartedID != 0 {
		due = v.activityDue(l, a)
	}
	if e.EventTimestamp >= due {
		v.violate("event %d of %v accepts an answer that came after its deadline, %s", e.EventID, l, due)
	}
}

// answeredActivity is the activity task that an event says its worker has answered, 0 if it says something else.
func answeredActivity(e *swf.HistoryEvent) int64 {
	switch a := e.Attributes.(type) {
	case *swf.ActivityTaskCompletedEventAttributes:
		return a.ScheduledEventID
	case *swf.ActivityTaskFailedEventAttributes:
		return a.ScheduledEventID
	case *swf.ActivityTaskCanceledEventAttributes:
		return a.ScheduledEventID
	}
	return 0
}

// judgePunctual judges that nothing is left open in a run that was due before its newest event: what falls due happens first.
func (v *verdict) judgePunctual(l *life) {
	s := l.state()
	if s.Closed {
		return
	}
	overdue := func(what string, due swf.Timestamp) {
		if due < s.LastEventAt {
			v.violate("%s of %v was due at %s, and has not happened at %s", what, l, due, s.LastEventAt)
		}
	}
	overdue("the end", after(s.StartedAt, s.Started.ExecutionStartToCloseTimeout))
	if s.Running != nil {
		overdue("the time-out of the decision task", v.decisionDue(s))
	} else if s.Waiting != nil {
		overdue("the time-out of the waiting decision task", after(s.Waiting.PollableAt, s.Waiting.Scheduled.ScheduleToStartTimeout))
	}
	for id, t := range s.Timers {
		overdue("timer "+strconv.FormatInt(id, 10), after(t.StartedAt, &t.Started.StartToFireTimeout))
	}
	for id, a := range s.Activities {
		if a.StartedID != 0 || a.CancelRequestedID == 0 {
			overdue("the time-out of activity task "+strconv.FormatInt(id, 10), v.activityDue(l, a))
		}
	}
}
