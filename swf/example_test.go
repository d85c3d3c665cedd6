package swf_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/swfd/swfd/swf"
)

// Required members are arguments of the constructor; optional ones are pointers, set where they are wanted.
func ExampleNewRecordActivityTaskHeartbeatInput() {
	in := swf.NewRecordActivityTaskHeartbeatInput("AAAAKgAAAAIA")
	in.Details = new("42%")

	body, err := json.Marshal(in)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(body))
	// Output: {"taskToken":"AAAAKgAAAAIA","details":"42%"}
}

// An event's attributes are one value, whose type says what happened.
func ExampleHistoryEvent() {
	page := `{"events":[
		{"eventId":5,"eventTimestamp":1371454150.451,"eventType":"ActivityTaskScheduled","activityTaskScheduledEventAttributes":
			{"activityId":"charge","activityType":{"name":"Charge","version":"1"},"taskList":{"name":"cards"},
			 "heartbeatTimeout":"10","decisionTaskCompletedEventId":4}},
		{"eventId":6,"eventTimestamp":1371454151.2,"eventType":"ActivityTaskStarted","activityTaskStartedEventAttributes":
			{"scheduledEventId":5}},
		{"eventId":7,"eventTimestamp":1371454164.207,"eventType":"ActivityTaskTimedOut","activityTaskTimedOutEventAttributes":
			{"timeoutType":"HEARTBEAT","details":"42%","scheduledEventId":5,"startedEventId":6}}]}`
	var history swf.GetWorkflowExecutionHistoryOutput
	if err := json.Unmarshal([]byte(page), &history); err != nil {
		fmt.Println(err)
		return
	}
	for _, event := range history.Events {
		switch a := event.Attributes.(type) {
		case *swf.ActivityTaskScheduledEventAttributes:
			fmt.Println(event.EventTimestamp, a.ActivityID, "waits on", a.TaskList.Name)
		case *swf.ActivityTaskTimedOutEventAttributes:
			progress := "nothing"
			if a.Details != nil {
				progress = *a.Details
			}
			fmt.Println(event.EventTimestamp, a.TimeoutType, "after", progress)
		default:
			fmt.Println(event.EventTimestamp, event.Type())
		}
	}
	// Output:
	// 2013-06-17T07:29:10.451Z charge waits on cards
	// 2013-06-17T07:29:11.200Z ActivityTaskStarted
	// 2013-06-17T07:29:24.207Z HEARTBEAT after 42%
}

// Each fault is a type of its own. What a worker does about a failed heartbeat depends on which it is.
func ExampleFault() {
	afterHeartbeat := func(err error) string {
		var lost *swf.UnknownResourceFault
		var busy *swf.ThrottlingException
		var other swf.Fault
		switch {
		case err == nil:
			return "go on"
		case errors.As(err, &lost):
			return "stop, the task is lost: " + lost.Message
		case errors.As(err, &busy):
			return "go on, and beat again soon"
		case errors.As(err, &other):
			return "stop, the service says " + other.FaultCode()
		default:
			return "go on, and beat again soon: the service was not reached"
		}
	}

	detail := swf.FaultDetail{Message: "Unknown activity, scheduledEventId = 5"}
	fmt.Println(afterHeartbeat(nil))
	fmt.Println(afterHeartbeat(fmt.Errorf("heartbeat: %w", swf.NewFault("UnknownResourceFault", detail))))
	fmt.Println(afterHeartbeat(&swf.ThrottlingException{}))
	fmt.Println(afterHeartbeat(&swf.AccessDeniedException{}))
	// Output:
	// go on
	// stop, the task is lost: Unknown activity, scheduledEventId = 5
	// go on, and beat again soon
	// stop, the service says AccessDeniedException
}

// A decision is its attributes; their type is the decision's.
func ExampleDecision() {
	decisions := []swf.Decision{
		{Attributes: &swf.CancelTimerDecisionAttributes{TimerID: "reminder"}},
		{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("paid")}},
	}
	for _, d := range decisions {
		body, err := json.Marshal(d)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(string(body))
	}
	// Output:
	// {"decisionType":"CancelTimer","cancelTimerDecisionAttributes":{"timerId":"reminder"}}
	// {"decisionType":"CompleteWorkflowExecution","completeWorkflowExecutionDecisionAttributes":{"result":"paid"}}
}
