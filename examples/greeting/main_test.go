package main

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/server"
)

func TestGreeting(t *testing.T) {
	ctx := context.Background()
	s, err := server.Start(server.Config{Memory: true, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	}()
	service, err := client.New(ctx, client.WithEndpoint(s.URL()), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err != nil {
		t.Fatal(err)
	}
	var history strings.Builder
	if err := greet(ctx, service, "Ada", &history); err != nil {
		t.Fatal(err)
	}
	const want = `1 WorkflowExecutionStarted
2 DecisionTaskScheduled
3 DecisionTaskStarted
4 DecisionTaskCompleted
5 ActivityTaskScheduled
6 ActivityTaskStarted
7 ActivityTaskCompleted
8 DecisionTaskScheduled
9 DecisionTaskStarted
10 DecisionTaskCompleted
11 WorkflowExecutionCompleted
`
	if history.String() != want {
		t.Errorf("the history is\n%s", history.String())
	}
	// It can be run again: what is registered stays, and the workflowId is free.
	if err := greet(ctx, service, "Ada", &history); err != nil {
		t.Error(err)
	}
}
