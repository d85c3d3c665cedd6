package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// A worker beats while it works, and does as the service says.
func ExampleClient_RecordActivityTaskHeartbeat() {
	ctx := context.Background()
	service, err := client.New(ctx, client.WithHandler(pretend), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	in := swf.NewRecordActivityTaskHeartbeatInput("AAAAKgAAAAIA")
	in.Details = new("42%")
	out, err := service.RecordActivityTaskHeartbeat(ctx, in)
	var lost *swf.UnknownResourceFault
	switch {
	case errors.As(err, &lost):
		fmt.Println("the task is lost:", lost.Message)
	case err != nil:
		fmt.Println("the service was not reached; beat again:", err)
	case out.CancelRequested:
		fmt.Println("clean up, and answer that the task is canceled")
	default:
		fmt.Println("go on")
	}
	// Output: clean up, and answer that the task is canceled
}

// A history is read event by event; pages come as they are needed.
func ExampleHistoryEvents() {
	ctx := context.Background()
	service, err := client.New(ctx, client.WithHandler(pretend), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	run := swf.WorkflowExecution{WorkflowID: "order-7", RunID: "22X56OQhwfy+AtGx1iSo3HX51AK2DdtKzfUnU+RQElbms="}
	for event, err := range client.HistoryEvents(ctx, service, swf.NewGetWorkflowExecutionHistoryInput("shop", run)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(event.EventID, event.Type())
	}
	// Output:
	// 1 WorkflowExecutionStarted
	// 2 DecisionTaskScheduled
	// 3 WorkflowExecutionTerminated
}

// A decider that finds in the newest events what it needs asks for no others.
func ExampleDecisionTask() {
	ctx := context.Background()
	service, err := client.New(ctx, client.WithHandler(pretend), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	in := swf.NewPollForDecisionTaskInput("shop", swf.TaskList{Name: "orders"})
	in.ReverseOrder = true
	task, events, err := client.DecisionTask(ctx, service, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	if task.TaskToken == "" {
		fmt.Println("nothing to decide")
		return
	}
	for event, err := range events {
		if err != nil {
			fmt.Println(err)
			return
		}
		if signal, ok := event.Attributes.(*swf.WorkflowExecutionSignaledEventAttributes); ok {
			fmt.Println("the latest signal is", signal.SignalName)
			break
		}
	}
	// Output: the latest signal is paid
}

// pretend stands in for a service.
var pretend = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	switch operation := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "SimpleWorkflowService."); {
	case operation == "RecordActivityTaskHeartbeat":
		fmt.Fprint(w, `{"cancelRequested":true}`)
	case operation == "PollForDecisionTask":
		fmt.Fprint(w, `{"taskToken":"t","startedEventId":4,"nextPageToken":"p","events":[`+
			`{"eventId":4,"eventType":"DecisionTaskStarted"},`+
			`{"eventId":3,"eventType":"WorkflowExecutionSignaled","workflowExecutionSignaledEventAttributes":{"signalName":"paid"}}]}`)
	case strings.Contains(string(body), `"nextPageToken":"p"`):
		fmt.Fprint(w, `{"events":[{"eventId":3,"eventType":"WorkflowExecutionTerminated"}]}`)
	default:
		fmt.Fprint(w, `{"nextPageToken":"p","events":[{"eventId":1,"eventType":"WorkflowExecutionStarted"},`+
			`{"eventId":2,"eventType":"DecisionTaskScheduled"}]}`)
	}
})
