package execution

import (
	"strconv"

	"github.com/swfd/swfd/internal/mutant"
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
	// The event tells the time-out that is in force, as those of other tasks do.
	timeout := given(d.StartToCloseTimeout)
	if timeout == nil {
		timeout = new(strconv.Itoa(maxLambdaSeconds))
	}
	s := b.s
	id := s.event(&swf.LambdaFunctionScheduledEventAttributes{
		ID: d.ID, Name: d.Name, Control: d.Control, Input: d.Input, StartToCloseTimeout: timeout,
		DecisionTaskCompletedEventID: b.completedID,
	})
	l := &Lambda{
		ScheduledID: id, ID: d.ID, Name: d.Name, Input: d.Input,
		ScheduledAt: s.now, StartToClose: seconds(*timeout),
	}
	s.add(l)
	s.touch(l)
	if o, ok := s.lambdaOffer(id); ok {
		s.change.Offers = append(s.change.Offers, o)
	}
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

// lambdaOffer is the offer of a Lambda task that waits to be started. Without a role it is not for anybody to start.
func (s *State) lambdaOffer(scheduledID int64) (Offer, bool) {
	l := s.lambdas[scheduledID]
	if l == nil || l.StartedID != 0 && !mutant.Is(mutant.CallAgain) || s.h.Settings.LambdaRole == nil {
		return Offer{}, false
	}
	return Offer{Kind: OfferLambda, ScheduledID: l.ScheduledID, Since: l.ScheduledAt}, true
}

// LambdaTask is a Lambda task that has just been started: its function is to be called.
type LambdaTask struct {
	ScheduledID, StartedID int64
	// Name is the function's name or ARN, and Role what the run would have it called as.
	Name, Role string
	Input      *string
	// Deadline is when the task times out. An outcome that comes then, or later, is not taken any more.
	Deadline swf.Timestamp
}

// StartLambda begins a waiting Lambda task; the outcome of the function comes back as a command. This commit is what may be followed by
// a call: the function is called once, or, if the process ends first, not at all. It returns ErrStale if that task does not wait (any
// more).
func (s *State) StartLambda(now swf.Timestamp, f *Facts, scheduledID int64) (LambdaTask, Change, error) {
	if err := s.enter(now, f); err != nil {
		return LambdaTask{}, s.take(), err
	}
	if _, ok := s.lambdaOffer(scheduledID); !ok {
		return LambdaTask{}, s.take(), ErrStale
	}
	l := s.lambdas[scheduledID]
	l.StartedID = s.event(&swf.LambdaFunctionStartedEventAttributes{ScheduledEventID: scheduledID})
	l.StartedAt = s.now
	task := LambdaTask{
		ScheduledID: scheduledID, StartedID: l.StartedID, Name: l.Name, Role: *s.h.Settings.LambdaRole, Input: l.Input,
		Deadline: s.lambdaDue(l),
	}
	l.Input = nil
	s.arm(l)
	s.touch(l)
	return task, s.take(), nil
}

// lambdaDue is when a started Lambda task times out, or when one that cannot be started fails: at once. One that waits to be started does
// so for as long as it takes. A restart gives no grace, for with the process the call is gone, too.
func (s *State) lambdaDue(l *Lambda) swf.Timestamp {
	switch {
	case l.StartedID != 0:
		return after(l.StartedAt, l.StartToClose)
	case s.h.Settings.LambdaRole == nil:
		return l.ScheduledAt
	}
	return Never
}

// expireLambda times out a started Lambda task, or fails one that cannot be started.
func (s *State) expireLambda(l *Lambda) {
	if l.StartedID == 0 {
		s.endLambda(l, &swf.StartLambdaFunctionFailedEventAttributes{
			ScheduledEventID: l.ScheduledID, Cause: swf.StartLambdaFunctionFailedCauseAssumeRoleFailed,
			Message: new("No IAM role is attached to the current workflow execution."),
		})
		return
	}
	s.endLambda(l, &swf.LambdaFunctionTimedOutEventAttributes{
		ScheduledEventID: l.ScheduledID, StartedEventID: l.StartedID,
		TimeoutType: swf.LambdaFunctionTimeoutTypeStartToClose,
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
