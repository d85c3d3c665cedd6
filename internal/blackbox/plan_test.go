package blackbox

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// story is what the deciders of the kill test read from a history.
type story struct {
	begun, canceled, continued bool
	parent                     *types.WorkflowExecution
	// activities are the names of the open ones by their ActivityTaskScheduled event; asked are those that were asked to cancel.
	activities map[int64]string
	asked      map[string]bool
	// again are activities that did not complete, and that nobody has given out again yet, by their ActivityTaskScheduled event.
	again map[int64]bool
	// open counts timers, children and external signals that have not come to their end.
	open int
	// child is the child that has started; signaled tells that it was sent a signal.
	child    *types.WorkflowExecution
	signaled bool
	// spare tells that a timer is open that is not meant to fire.
	spare bool
}

func recall(events []types.HistoryEvent) *story {
	s := &story{activities: map[int64]string{}, asked: map[string]bool{}, again: map[int64]bool{}}
	for i := range events {
		s.read(&events[i])
	}
	return s
}

func (s *story) read(e *types.HistoryEvent) {
	switch e.EventType {
	case types.EventTypeWorkflowExecutionStarted:
		s.parent = e.WorkflowExecutionStartedEventAttributes.ParentWorkflowExecution
		s.continued = e.WorkflowExecutionStartedEventAttributes.ContinuedExecutionRunId != nil
	case types.EventTypeWorkflowExecutionCancelRequested:
		s.canceled = true
	case types.EventTypeActivityTaskScheduled:
		s.begun = true
		a := e.ActivityTaskScheduledEventAttributes
		s.activities[e.EventId] = aws.ToString(a.ActivityId)
		var again int64
		if n, _ := fmt.Sscanf(aws.ToString(a.ActivityId), "again %d", &again); n == 1 {
			delete(s.again, again)
		}
	case types.EventTypeActivityTaskCompleted:
		delete(s.activities, e.ActivityTaskCompletedEventAttributes.ScheduledEventId)
	case types.EventTypeActivityTaskFailed:
		s.endBadly(e.ActivityTaskFailedEventAttributes.ScheduledEventId)
	case types.EventTypeActivityTaskTimedOut:
		s.endBadly(e.ActivityTaskTimedOutEventAttributes.ScheduledEventId)
	case types.EventTypeActivityTaskCanceled:
		delete(s.activities, e.ActivityTaskCanceledEventAttributes.ScheduledEventId)
	case types.EventTypeActivityTaskCancelRequested:
		s.asked[aws.ToString(e.ActivityTaskCancelRequestedEventAttributes.ActivityId)] = true
	case types.EventTypeTimerStarted:
		s.open++
		s.spare = s.spare || aws.ToString(e.TimerStartedEventAttributes.TimerId) == spareTimer
	case types.EventTypeTimerCanceled:
		s.open--
		s.spare = false
	case types.EventTypeStartChildWorkflowExecutionInitiated, types.EventTypeRequestCancelExternalWorkflowExecutionInitiated:
		s.open++
	case types.EventTypeSignalExternalWorkflowExecutionInitiated:
		s.open++
		s.signaled = true
	case types.EventTypeChildWorkflowExecutionStarted:
		s.child = e.ChildWorkflowExecutionStartedEventAttributes.WorkflowExecution
	case types.EventTypeTimerFired, types.EventTypeStartChildWorkflowExecutionFailed,
		types.EventTypeChildWorkflowExecutionCompleted, types.EventTypeChildWorkflowExecutionFailed,
		types.EventTypeChildWorkflowExecutionCanceled, types.EventTypeChildWorkflowExecutionTerminated,
		types.EventTypeChildWorkflowExecutionTimedOut,
		types.EventTypeExternalWorkflowExecutionCancelRequested, types.EventTypeRequestCancelExternalWorkflowExecutionFailed,
		types.EventTypeExternalWorkflowExecutionSignaled, types.EventTypeSignalExternalWorkflowExecutionFailed:
		s.open--
	}
}

// endBadly ends an activity that is to be given out again.
func (s *story) endBadly(scheduledID int64) {
	delete(s.activities, scheduledID)
	s.again[scheduledID] = true
}

// plan gathers the decisions for one task, and their markers. Decisions that may fail bear none: a refused one leaves no trace of it.
type plan struct {
	*fleet
	c          *client
	story      *story
	workflowID string
	decisions  []types.Decision
	markers    []string
}

// marked makes a marker and remembers it.
func (p *plan) marked() *string {
	marker := p.journal.marker(p.c.name)
	p.markers = append(p.markers, marker)
	return &marker
}

func (p *plan) add(d types.Decision) { p.decisions = append(p.decisions, d) }

func (p *plan) schedule(activityID string) {
	p.add(schedule(activityID, types.ScheduleActivityTaskDecisionAttributes{
		Input: p.marked(), HeartbeatTimeout: new(silenceTime), StartToCloseTimeout: new("30"),
	}))
}

func (p *plan) decideOrder() {
	if !p.story.begun {
		p.schedule("first")
		p.schedule("second")
		timer := startTimer("timer", fmt.Sprint(p.c.rand.IntN(2)))
		timer.StartTimerDecisionAttributes.Control = p.marked()
		p.add(timer)
		p.add(startTimer(spareTimer, orderTime))
		p.add(recordMarker("begun", *p.marked()))
		if p.c.chance(40) {
			p.addWholeBody()
		}
		p.add(startChild(p.workflowID+" child", types.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowType: childType, Input: p.marked(), Control: new(""),
			TaskStartToCloseTimeout: new(decisionTime), ExecutionStartToCloseTimeout: new(orderTime),
		}))
		return
	}
	if p.story.child != nil && !p.story.signaled {
		p.signal(p.story.child)
		if p.c.chance(8) {
			p.add(cancelExternal(aws.ToString(p.story.child.WorkflowId), p.story.child.RunId))
		}
	}
	p.goOn()
}

// spareTimer is a timer that is cancelled before the run closes, or ends with it.
const spareTimer = "spare"

// addWholeBody makes of the answer a request that is nearly as long as one may be, which is 1 MiB.
func (p *plan) addWholeBody() {
	for i := range 30 {
		marker := padded(*p.marked())
		p.markers[len(p.markers)-1] = marker
		p.add(recordMarker(fmt.Sprint("long ", i), marker))
	}
}

func (p *plan) decideChild() {
	if !p.story.begun {
		p.schedule("only")
		p.signal(p.story.parent)
		return
	}
	p.goOn()
}

func (p *plan) signal(to *types.WorkflowExecution) {
	d := signalExternal(aws.ToString(to.WorkflowId), nil)
	d.SignalExternalWorkflowExecutionDecisionAttributes.Input = p.marked()
	p.add(d)
}

// goOn gives failed work out again, cancels what is open if that was asked for, and closes the run when nothing is open.
func (p *plan) goOn() {
	s := p.story
	if !s.canceled {
		for scheduledID := range s.again {
			p.schedule(fmt.Sprint("again ", scheduledID))
		}
	}
	if s.canceled {
		for _, activityID := range s.activities {
			if !s.asked[activityID] {
				p.add(cancelActivity(activityID))
			}
		}
	}
	open := s.open
	if s.spare {
		open--
	}
	if len(p.decisions) > 0 || len(s.activities) > 0 || open > 0 {
		return
	}
	if s.spare && !p.c.chance(3) {
		p.add(cancelTimer(spareTimer))
	}
	switch {
	case s.canceled:
		p.add(cancelWorkflow())
	case s.parent == nil && !s.continued && len(p.workflowID)%2 == 0:
		p.add(continueAsNew(types.ContinueAsNewWorkflowExecutionDecisionAttributes{
			Input: new(planted + " next"), TaskStartToCloseTimeout: new(decisionTime), ExecutionStartToCloseTimeout: new(orderTime),
		}))
	case p.c.chance(8):
		p.add(failWorkflow())
	default:
		p.add(completeWorkflow())
	}
}
