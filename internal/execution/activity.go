package execution

import (
	"fmt"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

func (b *batch) scheduleActivityTask(d *swf.ScheduleActivityTaskDecisionAttributes, f DecisionFacts) {
	settings, cause := b.activityRefusal(d, f)
	if cause != "" {
		b.fail(&swf.ScheduleActivityTaskFailedEventAttributes{
			ActivityType: d.ActivityType, ActivityID: d.ActivityID, Cause: cause,
			DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	s := b.s
	id := s.event(&swf.ActivityTaskScheduledEventAttributes{
		ActivityType: d.ActivityType, ActivityID: d.ActivityID, Input: d.Input, Control: d.Control,
		TaskList:                     swf.TaskList{Name: settings.taskList},
		TaskPriority:                 settings.priority,
		ScheduleToStartTimeout:       &settings.scheduleToStart,
		ScheduleToCloseTimeout:       &settings.scheduleToClose,
		StartToCloseTimeout:          &settings.startToClose,
		HeartbeatTimeout:             &settings.heartbeat,
		DecisionTaskCompletedEventID: b.completedID,
	})
	a := &Activity{
		ScheduledID: id, ActivityID: d.ActivityID, Type: d.ActivityType,
		TaskList: settings.taskList, TaskPriority: priority(settings.priority),
		ScheduledAt:     s.now,
		ScheduleToStart: seconds(settings.scheduleToStart),
		ScheduleToClose: seconds(settings.scheduleToClose),
		StartToClose:    seconds(settings.startToClose),
		Heartbeat:       seconds(settings.heartbeat),
		Input:           d.Input,
	}
	s.h.LatestActivityAt = s.now
	s.add(a)
	s.touch(a)
	if o, ok := s.activityOffer(id); ok {
		s.change.Offers = append(s.change.Offers, o)
	}
}

// activitySettings are the effective settings of an activity task, as texts.
type activitySettings struct {
	taskList                                                  string
	priority                                                  *string
	scheduleToStart, scheduleToClose, startToClose, heartbeat string
}

// activityRefusal gives the first reason why an activity cannot be scheduled, or its effective settings.
func (b *batch) activityRefusal(d *swf.ScheduleActivityTaskDecisionAttributes, f DecisionFacts) (activitySettings, swf.ScheduleActivityTaskFailedCause) {
	var none activitySettings
	_, open := b.s.activityIDs[d.ActivityID]
	switch {
	case f.Denied:
		return none, swf.ScheduleActivityTaskFailedCauseOperationNotPermitted
	case f.ActivityType == nil:
		return none, swf.ScheduleActivityTaskFailedCauseActivityTypeDoesNotExist
	case f.ActivityType.Deprecated:
		return none, swf.ScheduleActivityTaskFailedCauseActivityTypeDeprecated
	case open:
		return none, swf.ScheduleActivityTaskFailedCauseActivityIdAlreadyInUse
	case len(b.s.activities) >= b.f.Limits.OpenActivities:
		return none, swf.ScheduleActivityTaskFailedCauseOpenActivitiesLimitExceeded
	case f.RateExceeded:
		return none, swf.ScheduleActivityTaskFailedCauseActivityCreationRateExceeded
	}
	return resolveActivity(d, f.ActivityType.Defaults)
}

func resolveActivity(d *swf.ScheduleActivityTaskDecisionAttributes, defaults swf.ActivityTypeConfiguration) (activitySettings, swf.ScheduleActivityTaskFailedCause) {
	list := d.TaskList
	if list == nil {
		list = defaults.DefaultTaskList
	}
	toStart := either(d.ScheduleToStartTimeout, defaults.DefaultTaskScheduleToStartTimeout)
	toClose := either(d.ScheduleToCloseTimeout, defaults.DefaultTaskScheduleToCloseTimeout)
	startToClose := either(d.StartToCloseTimeout, defaults.DefaultTaskStartToCloseTimeout)
	heartbeat := either(d.HeartbeatTimeout, defaults.DefaultTaskHeartbeatTimeout)
	switch {
	case list == nil:
		return activitySettings{}, swf.ScheduleActivityTaskFailedCauseDefaultTaskListUndefined
	case toStart == nil:
		return activitySettings{}, swf.ScheduleActivityTaskFailedCauseDefaultScheduleToStartTimeoutUndefined
	case toClose == nil:
		return activitySettings{}, swf.ScheduleActivityTaskFailedCauseDefaultScheduleToCloseTimeoutUndefined
	case startToClose == nil:
		return activitySettings{}, swf.ScheduleActivityTaskFailedCauseDefaultStartToCloseTimeoutUndefined
	case heartbeat == nil:
		return activitySettings{}, swf.ScheduleActivityTaskFailedCauseDefaultHeartbeatTimeoutUndefined
	}
	return activitySettings{
		taskList: list.Name, priority: either(d.TaskPriority, defaults.DefaultTaskPriority),
		scheduleToStart: *toStart, scheduleToClose: *toClose, startToClose: *startToClose, heartbeat: *heartbeat,
	}, ""
}

// seconds reads a duration that was checked before.
func seconds(text string) int64 {
	n, err := ParseDuration(text)
	if err != nil {
		return None
	}
	return n
}

// activityOffer is the offer of an activity task that waits for a worker. One that was asked to cancel waits no more.
func (s *State) activityOffer(scheduledID int64) (Offer, bool) {
	a := s.activities[scheduledID]
	if a == nil || a.StartedID != 0 && !mutant.Is(mutant.OfferStarted) || a.CancelRequestedID != 0 {
		return Offer{}, false
	}
	return Offer{
		Kind: OfferActivity, TaskList: a.TaskList, ScheduledID: a.ScheduledID, Priority: a.TaskPriority, Since: a.ScheduledAt,
	}, true
}

func (s *State) withdrawActivity(a *Activity) {
	s.change.Withdrawals = append(s.change.Withdrawals, Offer{
		Kind: OfferActivity, TaskList: a.TaskList, ScheduledID: a.ScheduledID,
	})
}

// ActivityTask is an activity task that has just been started.
type ActivityTask struct {
	ScheduledID, StartedID int64
	ActivityID             string
	Type                   swf.ActivityType
	Input                  *string
	Execution              swf.WorkflowExecution
}

// StartActivityTask hands a waiting activity task to a poller. This commit is the assignment of the task. It returns
// ErrStale if that task does not wait (any more).
func (s *State) StartActivityTask(now swf.Timestamp, f *Facts, scheduledID int64, identity *string) (ActivityTask, Change, error) {
	if err := s.enter(now, f); err != nil {
		return ActivityTask{}, s.take(), err
	}
	if _, ok := s.activityOffer(scheduledID); !ok {
		return ActivityTask{}, s.take(), ErrStale
	}
	a := s.activities[scheduledID]
	a.StartedID = s.event(&swf.ActivityTaskStartedEventAttributes{ScheduledEventID: scheduledID, Identity: identity})
	a.StartedAt, a.Nonce = s.now, f.Nonce
	s.h.LatestActivityAt = s.now
	task := ActivityTask{
		ScheduledID: scheduledID, StartedID: a.StartedID, ActivityID: a.ActivityID,
		Type: a.Type, Input: a.Input, Execution: s.Execution(),
	}
	a.Input = nil
	s.arm(a)
	s.touch(a)
	return task, s.take(), nil
}

// startedActivity finds the activity of an attempt, or refuses it: completed, failed, canceled or timed out before.
func (s *State) startedActivity(at Attempt) (*Activity, error) {
	a := s.activities[at.ScheduledID]
	if a == nil || a.StartedID == 0 || a.StartedID != at.StartedID || a.Nonce != at.Nonce && !mutant.Is(mutant.AnyNonce) {
		return nil, &swf.UnknownResourceFault{FaultDetail: swf.FaultDetail{
			Message: fmt.Sprintf("Unknown activity, scheduledEventId = %d", at.ScheduledID),
		}}
	}
	return a, nil
}

// CompleteActivityTask takes a worker's result. It is accepted after a cancel request, too.
func (s *State) CompleteActivityTask(now swf.Timestamp, f *Facts, at Attempt, result *string) (Change, error) {
	return s.closeActivity(now, f, at, func(a *Activity) swf.EventAttributes {
		return &swf.ActivityTaskCompletedEventAttributes{
			Result: result, ScheduledEventID: a.ScheduledID, StartedEventID: a.StartedID,
		}
	})
}

// FailActivityTask takes a worker's failure.
func (s *State) FailActivityTask(now swf.Timestamp, f *Facts, at Attempt, reason, details *string) (Change, error) {
	return s.closeActivity(now, f, at, func(a *Activity) swf.EventAttributes {
		return &swf.ActivityTaskFailedEventAttributes{
			Reason: reason, Details: details, ScheduledEventID: a.ScheduledID, StartedEventID: a.StartedID,
		}
	})
}

// CancelActivityTask takes a worker's word that it has canceled the task. No request need have been made.
func (s *State) CancelActivityTask(now swf.Timestamp, f *Facts, at Attempt, details *string) (Change, error) {
	return s.closeActivity(now, f, at, func(a *Activity) swf.EventAttributes {
		return &swf.ActivityTaskCanceledEventAttributes{
			Details: details, ScheduledEventID: a.ScheduledID, StartedEventID: a.StartedID,
			LatestCancelRequestedEventID: a.CancelRequestedID,
		}
	})
}

func (s *State) closeActivity(now swf.Timestamp, f *Facts, at Attempt, outcome func(*Activity) swf.EventAttributes) (Change, error) {
	if mutant.Is(mutant.LateAnswer) && !s.closed {
		s.now = max(now, s.h.LastEventAt)
	} else if err := s.enter(now, f); err != nil {
		return s.take(), err
	}
	a, err := s.startedActivity(at)
	if err != nil {
		return s.take(), err
	}
	s.endActivity(a, outcome(a))
	return s.take(), nil
}

// endActivity writes the event that ends an activity task and asks for a decision.
func (s *State) endActivity(a *Activity, outcome swf.EventAttributes) {
	s.event(outcome)
	s.h.LatestActivityAt = s.now
	s.remove(a)
	s.trigger()
}

func (b *batch) requestCancelActivityTask(d *swf.RequestCancelActivityTaskDecisionAttributes, f DecisionFacts) {
	id, open := b.s.activityIDs[d.ActivityID]
	var cause swf.RequestCancelActivityTaskFailedCause
	switch {
	case f.Denied:
		cause = swf.RequestCancelActivityTaskFailedCauseOperationNotPermitted
	case !open:
		cause = swf.RequestCancelActivityTaskFailedCauseActivityIdUnknown
	}
	if cause != "" {
		b.fail(&swf.RequestCancelActivityTaskFailedEventAttributes{
			ActivityID: d.ActivityID, Cause: cause, DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	a := b.s.activities[id]
	a.CancelRequestedID = b.s.event(&swf.ActivityTaskCancelRequestedEventAttributes{
		ActivityID: d.ActivityID, DecisionTaskCompletedEventID: b.completedID,
	})
	b.s.touch(a)
	if a.StartedID == 0 {
		// Off the list at once; that it was canceled is told by a follow-up, which is due immediately. The deadlines
		// of a started task stay where they are.
		b.s.withdrawActivity(a)
		b.s.arm(a)
	}
}
