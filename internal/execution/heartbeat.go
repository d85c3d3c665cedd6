package execution

import (
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// RecordHeartbeat notes that a worker still works on its task. It starts the heartbeat clock again and replaces
// the progress text, also by none; it writes no event, asks for no decision and moves no other time-out. The change is the activity's
// row alone. It reports whether the task was asked to cancel.
//
// The armed deadline stays where it is: when it falls due, activityDue looks at the last beat (see dueEntry). A
// beat that comes at its deadline or later is refused, whether or not somebody has noticed the time-out before:
// enter has just expired it.
func (s *State) RecordHeartbeat(now swf.Timestamp, f *Facts, at Attempt, details *string) (cancelRequested bool, c Change, err error) {
	if err := s.enter(now, f); err != nil {
		return false, s.take(), err
	}
	a, err := s.startedActivity(at)
	if err != nil {
		return false, s.take(), err
	}
	// Should the clock have gone back since the last beat, that one counts: no beat may bring the time-out nearer.
	a.BeatAt, a.BeatDetails = max(a.BeatAt, s.now), details
	if mutant.Is(mutant.NoBeatDetails) {
		a.BeatDetails = nil
	}
	if !mutant.Is(mutant.NoBeatRow) {
		s.touch(a)
	}
	return a.CancelRequestedID != 0, s.take(), nil
}

// activityDue is the next instant at which something happens to an activity task by itself, and which time-out that is. Of
// several at the same instant the first in this order counts. The zero time-out type is the follow-up that
// cancels a task no worker had taken.
func (s *State) activityDue(a *Activity) (swf.Timestamp, swf.ActivityTaskTimeoutType) {
	if a.StartedID == 0 && a.CancelRequestedID != 0 {
		return a.ScheduledAt, ""
	}
	toClose := after(a.ScheduledAt, a.ScheduleToClose)
	if a.StartedID == 0 {
		toStart := after(a.ScheduledAt, a.ScheduleToStart)
		if toClose <= toStart {
			return toClose, swf.ActivityTaskTimeoutTypeScheduleToClose
		}
		return toStart, swf.ActivityTaskTimeoutTypeScheduleToStart
	}
	due, kind := toClose, swf.ActivityTaskTimeoutTypeScheduleToClose
	if t := after(a.StartedAt, a.StartToClose); t < due {
		due, kind = t, swf.ActivityTaskTimeoutTypeStartToClose
	}
	// The grace comes after the choice: of two deadlines that passed while the server was down the earlier one counts.
	due = s.afterRestart(due, a.StartedAt)
	beat := max(a.StartedAt, a.BeatAt, s.resumed)
	if mutant.Is(mutant.SilentRestart) {
		beat = max(a.StartedAt, a.BeatAt)
	}
	if t := after(beat, a.Heartbeat); t < due {
		due, kind = t, swf.ActivityTaskTimeoutTypeHeartbeat
	}
	return due, kind
}

// expireActivity ends an activity task whose deadline is due.
func (s *State) expireActivity(a *Activity) {
	_, kind := s.activityDue(a)
	if kind == "" {
		s.endActivity(a, &swf.ActivityTaskCanceledEventAttributes{
			ScheduledEventID: a.ScheduledID, LatestCancelRequestedEventID: a.CancelRequestedID,
		})
		return
	}
	if a.StartedID == 0 {
		s.withdrawActivity(a)
	}
	s.endActivity(a, &swf.ActivityTaskTimedOutEventAttributes{
		TimeoutType: kind, ScheduledEventID: a.ScheduledID, StartedEventID: a.StartedID, Details: a.BeatDetails,
	})
}
