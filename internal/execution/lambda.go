package execution

import (
	"strconv"

	"github.com/swfd/swfd/swf"
)

const maxLambdaSeconds = 900

func (b *batch) scheduleLambda(d *swf.ScheduleLambdaFunctionDecisionAttributes, f DecisionFacts) {
	if cause := b.lambdaRefusal(d, f); cause != "" {
		b.fail(&swf.ScheduleLambdaFunctionFailedEventAttributes{
			ID: d.ID, Name: d.Name, Cause: cause, DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	timeout := given(d.StartToCloseTimeout)
	if timeout == nil {
		timeout = new(strconv.Itoa(maxLambdaSeconds))
	}
	id := b.s.event(&swf.LambdaFunctionScheduledEventAttributes{
		ID: d.ID, Name: d.Name, Control: d.Control, Input: d.Input, StartToCloseTimeout: timeout,
		DecisionTaskCompletedEventID: b.completedID,
	})
	l := &Lambda{
		ScheduledID: id, ID: d.ID, Name: d.Name, Input: d.Input,
		ScheduledAt: b.s.now, StartToClose: seconds(*timeout),
	}
	b.s.add(l)
	b.s.touch(l)
}

func (b *batch) lambdaRefusal(d *swf.ScheduleLambdaFunctionDecisionAttributes, f DecisionFacts) swf.ScheduleLambdaFunctionFailedCause {
	_, open := b.s.lambdaIDs[d.ID]
	switch {
	case !b.f.LambdaAvailable:
		return swf.ScheduleLambdaFunctionFailedCauseLambdaServiceNotAvailableInRegion
	case open:
		return swf.ScheduleLambdaFunctionFailedCauseIdAlreadyInUse
	case len(b.s.lambdas) >= b.f.Limits.OpenLambdas:
		return swf.ScheduleLambdaFunctionFailedCauseOpenLambdaFunctionsLimitExceeded
	case f.RateExceeded:
		return swf.ScheduleLambdaFunctionFailedCauseLambdaFunctionCreationRateExceeded
	}
	return ""
}

// lambdaDue is when a Lambda task is to be started (at once), or when it times out.
func lambdaDue(l *Lambda) swf.Timestamp {
	if l.StartedID == 0 {
		return l.ScheduledAt
	}
	return after(l.StartedAt, l.StartToClose)
}

// expireLambda starts a scheduled Lambda task, or times out a started one.
func (s *State) expireLambda(l *Lambda) {
	switch {
	case l.StartedID != 0:
		s.endLambda(l, &swf.LambdaFunctionTimedOutEventAttributes{
			ScheduledEventID: l.ScheduledID, StartedEventID: l.StartedID,
			TimeoutType: swf.LambdaFunctionTimeoutTypeStartToClose,
		})
	case s.h.Settings.LambdaRole == nil:
		s.failLambdaStart(l, "No IAM role is attached to the current workflow execution.")
	default:
		s.startLambda(l)
	}
}

func (s *State) startLambda(l *Lambda) {
	l.StartedID = s.event(&swf.LambdaFunctionStartedEventAttributes{ScheduledEventID: l.ScheduledID})
	l.StartedAt = s.now
	s.change.Calls = append(s.change.Calls, LambdaCall{
		ScheduledID: l.ScheduledID, Name: l.Name, Role: *s.h.Settings.LambdaRole, Input: l.Input,
		Deadline: lambdaDue(l),
	})
	l.Input = nil
	s.arm(l)
	s.touch(l)
}

func (s *State) failLambdaStart(l *Lambda, message string) {
	s.endLambda(l, &swf.StartLambdaFunctionFailedEventAttributes{
		ScheduledEventID: l.ScheduledID, Cause: swf.StartLambdaFunctionFailedCauseAssumeRoleFailed, Message: &message,
	})
}

func (s *State) endLambda(l *Lambda, outcome swf.EventAttributes) {
	s.event(outcome)
	s.remove(l)
	s.trigger()
}

// CompleteLambda takes the answer of a Lambda function that was called. It returns ErrStale if the task has ended.
func (s *State) CompleteLambda(now swf.Timestamp, f *Facts, scheduledID int64, result *string) (Change, error) {
	return s.closeLambda(now, f, scheduledID, func(l *Lambda) swf.EventAttributes {
		return &swf.LambdaFunctionCompletedEventAttributes{
			ScheduledEventID: l.ScheduledID, StartedEventID: l.StartedID, Result: result,
		}
	})
}

// FailLambda takes the failure of a Lambda function that was called. It returns ErrStale if the task has ended.
func (s *State) FailLambda(now swf.Timestamp, f *Facts, scheduledID int64, reason, details *string) (Change, error) {
	return s.closeLambda(now, f, scheduledID, func(l *Lambda) swf.EventAttributes {
		return &swf.LambdaFunctionFailedEventAttributes{
			ScheduledEventID: l.ScheduledID, StartedEventID: l.StartedID, Reason: reason, Details: details,
		}
	})
}

func (s *State) closeLambda(now swf.Timestamp, f *Facts, scheduledID int64, outcome func(*Lambda) swf.EventAttributes) (Change, error) {
	if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	l := s.lambdas[scheduledID]
	if l == nil || l.StartedID == 0 {
		return s.take(), ErrStale
	}
	s.endLambda(l, outcome(l))
	return s.take(), nil
}
