// Command greeting runs a first workflow on a server that listens on the default address (swfd server --memory): a greeting with one
// activity. Decider and worker are a few lines of this program, here one after the other; in earnest each polls in a loop of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

func main() {
	ctx := context.Background()
	service, err := client.New(ctx, client.WithEndpoint("http://127.0.0.1:7933"), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err == nil {
		err = greet(ctx, service, "Ada", os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "greeting:", err)
		os.Exit(1)
	}
}

var (
	greeting = swf.WorkflowType{Name: "greeting", Version: "go-1"}
	say      = swf.ActivityType{Name: "say", Version: "go-1"}
	deciders = swf.TaskList{Name: "go-deciders"}
	workers  = swf.TaskList{Name: "go-workers"}
)

// greet starts a greeting, does all of its tasks, and shows its history.
func greet(ctx context.Context, service swf.Service, name string, out io.Writer) error {
	if err := register(ctx, service); err != nil {
		return err
	}
	start := swf.NewStartWorkflowExecutionInput("hello", "greet-"+name, greeting)
	start.Input = new(name)
	run, err := service.StartWorkflowExecution(ctx, start)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, swf.Service) error{decide, work, decide} {
		if err := step(ctx, service); err != nil {
			return err
		}
	}
	history := swf.NewGetWorkflowExecutionHistoryInput("hello", swf.WorkflowExecution{WorkflowID: "greet-" + name, RunID: *run.RunID})
	for event, err := range client.HistoryEvents(ctx, service, history) {
		if err != nil {
			return err
		}
		fmt.Fprintln(out, event.EventID, event.Type())
	}
	return nil
}

// register makes the domain and the types, unless they are there.
func register(ctx context.Context, service swf.Service) error {
	_, err := service.RegisterDomain(ctx, swf.NewRegisterDomainInput("hello", "7"))
	var domainExists *swf.DomainAlreadyExistsFault
	if err != nil && !errors.As(err, &domainExists) {
		return err
	}
	var typeExists *swf.TypeAlreadyExistsFault
	w := swf.NewRegisterWorkflowTypeInput("hello", greeting.Name, greeting.Version)
	w.DefaultTaskList, w.DefaultChildPolicy = &deciders, swf.ChildPolicyTerminate
	w.DefaultExecutionStartToCloseTimeout, w.DefaultTaskStartToCloseTimeout = new("3600"), new("60")
	if _, err := service.RegisterWorkflowType(ctx, w); err != nil && !errors.As(err, &typeExists) {
		return err
	}
	a := swf.NewRegisterActivityTypeInput("hello", say.Name, say.Version)
	a.DefaultTaskList, a.DefaultTaskHeartbeatTimeout = &workers, new("NONE")
	a.DefaultTaskScheduleToStartTimeout, a.DefaultTaskScheduleToCloseTimeout = new("600"), new("600")
	a.DefaultTaskStartToCloseTimeout = new("60")
	if _, err := service.RegisterActivityType(ctx, a); err != nil && !errors.As(err, &typeExists) {
		return err
	}
	return nil
}

// decide answers one decision task: schedule the activity, and when it has a result, complete.
func decide(ctx context.Context, service swf.Service) error {
	task, events, err := client.DecisionTask(ctx, service, swf.NewPollForDecisionTaskInput("hello", deciders))
	if err != nil || task.TaskToken == "" {
		return err
	}
	answer := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	for event, err := range events {
		if err != nil {
			return err
		}
		switch a := event.Attributes.(type) {
		case *swf.WorkflowExecutionStartedEventAttributes:
			answer.Decisions = []swf.Decision{{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{
				ActivityID: "say-1", ActivityType: say, Input: a.Input,
			}}}
		case *swf.ActivityTaskCompletedEventAttributes:
			answer.Decisions = []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: a.Result}}}
		}
	}
	_, err = service.RespondDecisionTaskCompleted(ctx, answer)
	return err
}

// work does one activity task.
func work(ctx context.Context, service swf.Service) error {
	task, err := service.PollForActivityTask(ctx, swf.NewPollForActivityTaskInput("hello", workers))
	if err != nil || task.TaskToken == "" {
		return err
	}
	answer := swf.NewRespondActivityTaskCompletedInput(task.TaskToken)
	answer.Result = new("Hello, " + *task.Input + "!")
	_, err = service.RespondActivityTaskCompleted(ctx, answer)
	return err
}
