package demo

import (
	"context"
	"fmt"

	"github.com/swfd/swfd/swf"
)

// decider answers the decision tasks of orders and shipments.
type decider struct {
	service swf.Service
	// closed is closed when the order has been completed.
	closed chan struct{}
}

// run polls for decision tasks until the order is completed.
func (d *decider) run(ctx context.Context) error {
	for {
		task, events, err := d.poll(ctx)
		if err != nil {
			return fmt.Errorf("poll for a decision task: %w", err)
		}
		if task.TaskToken == "" {
			continue
		}
		decisions := ship()
		if *task.WorkflowType == orderType {
			decisions = recall(events).decide()
		}
		answer := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		answer.Decisions = decisions
		if _, err := d.service.RespondDecisionTaskCompleted(ctx, answer); err != nil {
			return fmt.Errorf("answer a decision task: %w", err)
		}
		if *task.WorkflowType == orderType && completes(decisions) {
			close(d.closed)
			return nil
		}
	}
}

// poll waits for a task and gathers all pages of its history.
func (d *decider) poll(ctx context.Context) (*swf.PollForDecisionTaskOutput, []swf.HistoryEvent, error) {
	in := swf.NewPollForDecisionTaskInput(Domain, swf.TaskList{Name: deciderList})
	in.Identity = new("demo-decider")
	task, err := d.service.PollForDecisionTask(ctx, in)
	if err != nil || task.TaskToken == "" {
		return task, nil, err
	}
	events := task.Events
	for page := task; page.NextPageToken != nil; {
		in.NextPageToken = page.NextPageToken
		if page, err = d.service.PollForDecisionTask(ctx, in); err != nil {
			return nil, nil, err
		}
		events = append(events, page.Events...)
	}
	return task, events, nil
}

func completes(decisions []swf.Decision) bool {
	return len(decisions) > 0 && decisions[len(decisions)-1].Type() == swf.DecisionTypeCompleteWorkflowExecution
}

// ship is all that the decider of the child execution does.
func ship() []swf.Decision {
	return []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("label printed")}}}
}

// order is what the history of an order tells.
type order struct {
	begun, addressChanged, rerouted       bool
	charged, repacked, trackingLost       bool
	shipped, returnWindowOver, allSettled bool
}

func recall(events []swf.HistoryEvent) order {
	var o order
	for _, e := range events {
		switch a := e.Attributes.(type) {
		case *swf.ActivityTaskScheduledEventAttributes:
			o.begun = true
		case *swf.WorkflowExecutionSignaledEventAttributes:
			o.addressChanged = o.addressChanged || a.SignalName == "address-changed"
		case *swf.ActivityTaskCancelRequestedEventAttributes:
			o.rerouted = true
		case *swf.ActivityTaskCompletedEventAttributes:
			o.charged = true
		case *swf.ActivityTaskCanceledEventAttributes:
			o.repacked = true
		case *swf.ActivityTaskTimedOutEventAttributes:
			o.trackingLost = true
		case *swf.ChildWorkflowExecutionCompletedEventAttributes:
			o.shipped = true
		case *swf.TimerFiredEventAttributes:
			o.returnWindowOver = true
		}
	}
	o.allSettled = o.charged && o.repacked && o.trackingLost && o.shipped && o.returnWindowOver
	return o
}

// decide says what is next for the order.
func (o order) decide() []swf.Decision {
	switch {
	case !o.begun:
		return begin()
	case o.addressChanged && !o.rerouted:
		return []swf.Decision{
			{Attributes: &swf.RecordMarkerDecisionAttributes{MarkerName: "rerouted", Details: new("pack again for the new address")}},
			{Attributes: &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "pack"}},
		}
	case o.allSettled:
		return []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("order settled")}}}
	}
	return nil
}

func begin() []swf.Decision {
	return []swf.Decision{
		{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: chargeType, ActivityID: "charge", Input: new("59.90 EUR")}},
		{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: packType, ActivityID: "pack", Input: new("3 books, 1 lamp")}},
		{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: trackType, ActivityID: "track", Input: new("courier 7")}},
		{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "return-window", StartToFireTimeout: "1"}},
		{Attributes: &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowType: shipmentType, WorkflowID: WorkflowID + "-shipment"}},
	}
}
