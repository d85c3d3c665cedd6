package execution

import (
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

func (b *batch) startTimer(d *swf.StartTimerDecisionAttributes, f DecisionFacts) {
	if cause := b.timerRefusal(d, f); cause != "" {
		b.fail(&swf.StartTimerFailedEventAttributes{
			TimerID: d.TimerID, Cause: cause, DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	// The text was checked with the whole batch.
	seconds, _ := ParseSeconds(d.StartToFireTimeout)
	id := b.s.event(&swf.TimerStartedEventAttributes{
		TimerID: d.TimerID, StartToFireTimeout: d.StartToFireTimeout, Control: d.Control,
		DecisionTaskCompletedEventID: b.completedID,
	})
	// A timer of "0" is due at once, and fires as a follow-up of its own after this batch.
	t := &Timer{StartedID: id, TimerID: d.TimerID, FiresAt: after(b.s.now, seconds)}
	if mutant.Is(mutant.EarlyTimer) {
		t.FiresAt--
	}
	b.s.add(t)
	b.s.touch(t)
}

func (b *batch) timerRefusal(d *swf.StartTimerDecisionAttributes, f DecisionFacts) swf.StartTimerFailedCause {
	_, running := b.s.timerIDs[d.TimerID]
	switch {
	case f.Denied:
		return swf.StartTimerFailedCauseOperationNotPermitted
	case running:
		return swf.StartTimerFailedCauseTimerIdAlreadyInUse
	case len(b.s.timers) >= b.f.Limits.OpenTimers:
		return swf.StartTimerFailedCauseOpenTimersLimitExceeded
	case f.RateExceeded:
		return swf.StartTimerFailedCauseTimerCreationRateExceeded
	}
	return ""
}

func (b *batch) cancelTimer(d *swf.CancelTimerDecisionAttributes, f DecisionFacts) {
	id, running := b.s.timerIDs[d.TimerID]
	var cause swf.CancelTimerFailedCause
	switch {
	case f.Denied:
		cause = swf.CancelTimerFailedCauseOperationNotPermitted
	case !running:
		cause = swf.CancelTimerFailedCauseTimerIdUnknown
	}
	if cause != "" {
		b.fail(&swf.CancelTimerFailedEventAttributes{
			TimerID: d.TimerID, Cause: cause, DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	b.s.event(&swf.TimerCanceledEventAttributes{
		TimerID: d.TimerID, StartedEventID: id, DecisionTaskCompletedEventID: b.completedID,
	})
	b.s.remove(b.s.timers[id])
}

func (s *State) fire(t *Timer) {
	s.remove(t)
	s.event(&swf.TimerFiredEventAttributes{TimerID: t.TimerID, StartedEventID: t.StartedID})
	s.trigger()
}
