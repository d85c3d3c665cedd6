package demo_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/demo"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/swf"
)

// newService starts a server in memory and returns a client of it.
func newService(t *testing.T) swf.Service {
	t.Helper()
	s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Memory: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	service, err := client.New(t.Context(), client.WithEndpoint(s.URL()), client.WithRegion("us-east-1"),
		client.WithCredentials(credentials.NewStaticCredentialsProvider("demo", "demo", "")))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func TestTheDemoGoesAsItShould(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := demo.Run(t.Context(), newService(t), &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{
		`"track" HEARTBEAT, last heartbeat: "stop 3 of 9"`,
		`ActivityTaskCanceled                  "pack", details "unpacked again"`,
		`WorkflowExecutionCompleted            result "order settled"`,
		"ok      the history keeps every rule of SWF",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output lacks %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "FAILED") {
		t.Error(out.String())
	}
}

// forgetful is a service whose heartbeats lose their details.
type forgetful struct{ swf.Service }

func (f forgetful) RecordActivityTaskHeartbeat(ctx context.Context, in *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return f.Service.RecordActivityTaskHeartbeat(ctx, swf.NewRecordActivityTaskHeartbeatInput(in.TaskToken))
}

// The verdict sees what goes wrong.
func TestTheVerdictNoticesLostDetails(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	err := demo.Run(t.Context(), forgetful{newService(t)}, &out)
	if err == nil || !strings.Contains(out.String(), "FAILED  the tracking fell silent and timed out with the details of its last heartbeat") {
		t.Errorf("%v\n%s", err, out.String())
	}
}

// broken is a service that refuses heartbeats.
type broken struct{ swf.Service }

var errBroken = errors.New("no heartbeats today")

func (broken) RecordActivityTaskHeartbeat(context.Context, *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return nil, errBroken
}

// A service that fails a call ends the demo with what failed.
func TestAServiceThatFails(t *testing.T) {
	t.Parallel()
	err := demo.Run(t.Context(), broken{newService(t)}, &bytes.Buffer{})
	if !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}
