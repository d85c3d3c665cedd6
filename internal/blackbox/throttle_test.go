package blackbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

// slowLists lets one list be asked for at once, and two more each second.
const slowLists = "ListDomains=1+2/s"

// throttledCalls counts the calls that a server has throttled so far.
func throttledCalls(p *process) int {
	n := 0
	for _, line := range p.lines() {
		if strings.Contains(line, "outcome=ThrottlingException") {
			n++
		}
	}
	return n
}

// Whoever calls too often is refused with SWF's own fault, and every SDK waits a little and calls again, without being told to.
func TestSDKsWaitWhenThrottled(t *testing.T) {
	t.Parallel()
	x := newAccountOn(t, newGuarded(t, "--limits", slowLists))
	list := func(c *sdk.Client) error {
		_, err := c.ListDomains(x.ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
		return err
	}
	x.must(list(x.client))
	expectCode(t, list(x.client), "ThrottlingException", "Rate exceeded")
	patient := sdk.New(sdk.Options{
		Region: region, BaseEndpoint: new("http://" + x.server.address), HTTPClient: transport,
		Credentials: credentials.NewStaticCredentialsProvider(x.account, secretKey, ""),
		// The SDK's own way to retry, but for its patience.
		RetryMaxAttempts: 10, RetryMode: aws.RetryModeStandard,
	})
	for range 4 {
		x.must(list(patient))
	}
	if n := throttledCalls(x.server); n < 2 {
		t.Errorf("%d calls were throttled", n)
	}
}

// The clients that are not written in Go.
func TestOtherClientsWaitWhenThrottled(t *testing.T) {
	installed := os.Getenv(clientsVariable)
	if installed == "" {
		t.Skipf("boto3 and the AWS SDK for JavaScript were not throttled: %s does not name the folder into which "+
			"internal/blackbox/clients/install has brought them", clientsVariable)
	}
	for name, command := range map[string][]string{
		"boto3":      {filepath.Join(installed, "python", "bin", "python"), "-B", "clients/python/throttled.py"},
		"javascript": {"node", "clients/javascript/throttled.mjs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newAccountOn(t, newGuarded(t, "--limits", slowLists))
			ctx, cancel := context.WithTimeout(context.Background(), testTime)
			defer cancel()
			program := exec.CommandContext(ctx, command[0], command[1:]...)
			program.Env = append(clientEnvironment(x), clientsVariable+"="+installed)
			if said, err := program.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
			if n := throttledCalls(x.server); n < 2 {
				t.Errorf("%d calls were throttled", n)
			}
		})
	}
}

// A decision that comes too soon is an event with SWF's cause, and the decider is told of it by another decision task.
func TestThrottledDecisions(t *testing.T) {
	t.Parallel()
	var rates []string
	for _, d := range swf.DecisionType("").Values() {
		switch swf.DecisionType(d) {
		case swf.DecisionTypeStartTimer, swf.DecisionTypeScheduleActivityTask, swf.DecisionTypeStartChildWorkflowExecution,
			swf.DecisionTypeSignalExternalWorkflowExecution, swf.DecisionTypeRequestCancelExternalWorkflowExecution,
			swf.DecisionTypeContinueAsNewWorkflowExecution:
			rates = append(rates, d+"=1+1/s")
		}
	}
	x := newTenant(t, newGuarded(t, "--limits", strings.Join(rates, ",")))
	kinds := map[string]types.Decision{
		"TIMER_CREATION_RATE_EXCEEDED":    startTimer("t", "40"),
		"ACTIVITY_CREATION_RATE_EXCEEDED": scheduleUsual("a"),
		"CHILD_CREATION_RATE_EXCEEDED":    startChild("c", types.StartChildWorkflowExecutionDecisionAttributes{WorkflowType: workflowType}),
		"SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED": {
			DecisionType: types.DecisionTypeSignalExternalWorkflowExecution,
			SignalExternalWorkflowExecutionDecisionAttributes: &types.SignalExternalWorkflowExecutionDecisionAttributes{
				WorkflowId: new("nobody"), SignalName: new("s"),
			},
		},
		"REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_RATE_EXCEEDED": {
			DecisionType: types.DecisionTypeRequestCancelExternalWorkflowExecution,
			RequestCancelExternalWorkflowExecutionDecisionAttributes: &types.RequestCancelExternalWorkflowExecutionDecisionAttributes{
				WorkflowId: new("nobody"),
			},
		},
		"CONTINUE_AS_NEW_WORKFLOW_EXECUTION_RATE_EXCEEDED": continueAsNew(types.ContinueAsNewWorkflowExecutionDecisionAttributes{}),
	}
	for cause, decision := range kinds {
		t.Run(cause, func(t *testing.T) {
			// A token comes back each second, so one of a few in a row finds none.
			for i := range 10 {
				r := x.start(fmt.Sprint(cause, i))
				r.decide(decision)
				for _, e := range r.history() {
					if failed, ok := causeOf(e.Attributes); ok && failed == cause {
						r.decide(completeWorkflow())
						return
					}
				}
			}
			t.Error("none was throttled")
		})
	}
}

// causeOf is the cause of an event of a decision that came to nothing.
func causeOf(a swf.EventAttributes) (string, bool) {
	switch a := a.(type) {
	case *swf.StartTimerFailedEventAttributes:
		return string(a.Cause), true
	case *swf.ScheduleActivityTaskFailedEventAttributes:
		return string(a.Cause), true
	case *swf.StartChildWorkflowExecutionFailedEventAttributes:
		return string(a.Cause), true
	case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
		return string(a.Cause), true
	case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
		return string(a.Cause), true
	case *swf.ContinueAsNewWorkflowExecutionFailedEventAttributes:
		return string(a.Cause), true
	}
	return "", false
}

// A worker that beats too often is throttled, and its task times out as long after its last beat that was taken as if it had not called
// since.
func TestAThrottledHeartbeat(t *testing.T) {
	t.Parallel()
	x := newTenant(t, newGuarded(t, "--limits", "RecordActivityTaskHeartbeat=1+1/s"))
	r := x.start("w")
	a := scheduleUsual("a")
	a.ScheduleActivityTaskDecisionAttributes.HeartbeatTimeout = new("5")
	r.decide(a)
	task := x.pollActivity(workList)
	beat := func() error {
		_, err := x.client.RecordActivityTaskHeartbeat(x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: task.TaskToken})
		return err
	}
	x.must(beat())
	taken := time.Now()
	for refused := 0; refused < 3; {
		begin := time.Now()
		if err := beat(); err != nil {
			expectCode(t, err, "ThrottlingException", "Rate exceeded")
			refused++
			continue
		}
		// A slow machine has let a second go by.
		taken = begin
	}
	// The task's end is told of by a decision task.
	r.decide(completeWorkflow())
	if lived := time.Since(taken); lived < 4900*time.Millisecond || lived > 15*time.Second {
		t.Errorf("the task timed out after %v", lived)
	}
	for _, e := range r.history() {
		if a, ok := e.Attributes.(*swf.ActivityTaskTimedOutEventAttributes); ok && a.TimeoutType == swf.ActivityTaskTimeoutTypeHeartbeat {
			return
		}
	}
	t.Error("the task did not time out")
}
