package blackbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// planted is in every text that the tests send, and secretKey signs their requests: neither may appear in a log.
const (
	planted   = "planted"
	secretKey = "secret-of-the-black-box"
)

// The names that every tenant has.
const (
	domain = "orders"
	region = "us-east-1"
	// workflowList is the default decision task list, of children too; runs started by tests have lists of their own.
	workflowList = "deciders"
	// workList is the default activity task list.
	workList = "workers"
)

var (
	workflowType = &types.WorkflowType{Name: new("order"), Version: new("1")}
	activityType = &types.ActivityType{Name: new("work"), Version: new("1")}
	// The bare types have no defaults; the old ones are deprecated.
	bareWorkflow = &types.WorkflowType{Name: new("order"), Version: new("bare")}
	bareActivity = &types.ActivityType{Name: new("work"), Version: new("bare")}
	oldWorkflow  = &types.WorkflowType{Name: new("order"), Version: new("old")}
	oldActivity  = &types.ActivityType{Name: new("work"), Version: new("old")}
)

// transport serves all clients but those that hang up.
var transport = newTransport()

func newTransport() *http.Client {
	return &http.Client{Transport: wholeBodies{&http.Transport{
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 200,
		DisableCompression:  true,
	}}}
}

// wholeBodies sends each body from memory, in one piece with its header. The SDK closes its own body when the reply begins; if a server
// is quick enough to answer before the transport has seen the body's end, the transport takes that for a failure and closes the connection
// while a long reply is still being read.
type wholeBodies struct{ *http.Transport }

func (w wholeBodies) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return w.Transport.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, err
	}
	whole := r.Clone(r.Context())
	whole.Body = io.NopCloser(bytes.NewReader(body))
	return w.Transport.RoundTrip(whole)
}

// newClient makes a client of the SDK that calls as an account and makes one attempt for each call.
func newClient(address, account, region string) *sdk.Client {
	return newClientOver(transport, address, account, region)
}

// newClientOver makes a client with connections of its own. Whoever hangs up needs that: a connection that is given up in the moment when
// its call is done may take the next call with it.
func newClientOver(transport *http.Client, address, account, region string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region:       region,
		BaseEndpoint: new("http://" + address),
		Credentials:  credentials.NewStaticCredentialsProvider(account, secretKey, ""),
		Retryer:      aws.NopRetryer{},
		HTTPClient:   transport,
		APIOptions:   []func(*middleware.Stack) error{seen.install},
	})
}

// accounts counts the accounts given to tests.
var accounts atomic.Int64

func newAccount() string { return accountNumber(accounts.Add(1)) }

// testTime is how long a test may take.
const testTime = 60 * time.Second

// tenant is a test's own account, with a domain and types in it.
type tenant struct {
	t       *testing.T
	ctx     context.Context
	server  *process
	account string
	client  *sdk.Client
	// runs are those that the test has started; their histories are checked when it is done.
	runs []*run
}

// onShared makes a tenant on the shared server and lets the test run beside the others.
func onShared(t *testing.T) *tenant {
	t.Helper()
	t.Parallel()
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return newTenant(t, server)
}

// newTenant makes a tenant.
func newTenant(t *testing.T, server *process) *tenant {
	t.Helper()
	x := newTenantFor(t, server, testTime)
	t.Cleanup(x.checkRuns)
	return x
}

// newTenantFor makes a tenant for a test that takes longer than others, or that judges its histories itself.
func newTenantFor(t *testing.T, server *process, limit time.Duration) *tenant {
	t.Helper()
	x := newAccountFor(t, server, limit)
	x.registerDomain()
	x.registerTypes()
	return x
}

// newAccountOn makes a tenant without a domain.
func newAccountOn(t *testing.T, server *process) *tenant {
	t.Helper()
	return newAccountFor(t, server, testTime)
}

func newAccountFor(t *testing.T, server *process, limit time.Duration) *tenant {
	t.Helper()
	account := newAccount()
	// Not the test's own context: that ends before the histories are checked.
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return &tenant{t: t, ctx: ctx, server: server, account: account, client: newClient(server.address, account, region)}
}

func (x *tenant) registerDomain() {
	x.t.Helper()
	_, err := x.client.RegisterDomain(x.ctx, &sdk.RegisterDomainInput{
		Name: new(domain), WorkflowExecutionRetentionPeriodInDays: new("1"),
	})
	x.must(err)
}

func (x *tenant) registerTypes() {
	x.t.Helper()
	for _, w := range []*types.WorkflowType{workflowType, oldWorkflow} {
		_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{
			Domain: new(domain), Name: w.Name, Version: w.Version,
			DefaultTaskList:                     &types.TaskList{Name: new(workflowList)},
			DefaultTaskStartToCloseTimeout:      new("40"),
			DefaultExecutionStartToCloseTimeout: new("50"),
			DefaultChildPolicy:                  types.ChildPolicyTerminate,
		})
		x.must(err)
	}
	for _, a := range []*types.ActivityType{activityType, oldActivity} {
		_, err := x.client.RegisterActivityType(x.ctx, &sdk.RegisterActivityTypeInput{
			Domain: new(domain), Name: a.Name, Version: a.Version,
			DefaultTaskList:                   &types.TaskList{Name: new(workList)},
			DefaultTaskScheduleToStartTimeout: new("40"),
			DefaultTaskScheduleToCloseTimeout: new("NONE"),
			DefaultTaskStartToCloseTimeout:    new("40"),
			DefaultTaskHeartbeatTimeout:       new("NONE"),
		})
		x.must(err)
	}
}

// registerOthers registers the bare types and deprecates the old ones.
func (x *tenant) registerOthers() {
	x.t.Helper()
	_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{
		Domain: new(domain), Name: bareWorkflow.Name, Version: bareWorkflow.Version,
	})
	x.must(err)
	_, err = x.client.RegisterActivityType(x.ctx, &sdk.RegisterActivityTypeInput{
		Domain: new(domain), Name: bareActivity.Name, Version: bareActivity.Version,
	})
	x.must(err)
	_, err = x.client.DeprecateWorkflowType(x.ctx, &sdk.DeprecateWorkflowTypeInput{Domain: new(domain), WorkflowType: oldWorkflow})
	x.must(err)
	_, err = x.client.DeprecateActivityType(x.ctx, &sdk.DeprecateActivityTypeInput{Domain: new(domain), ActivityType: oldActivity})
	x.must(err)
}

// must ends the test if a call failed.
func (x *tenant) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// expectFault checks that a call was refused with a fault: of the SDK's type F, and with a text.
func expectFault[F error](t *testing.T, err error, text string) {
	t.Helper()
	var fault F
	if !errors.As(err, &fault) {
		t.Errorf("expected %T %q, got %v", fault, text, err)
		return
	}
	expectText(t, err, text)
}

// expectCode is expectFault for errors that the SDK has no type for.
func expectCode(t *testing.T, err error, code, text string) {
	t.Helper()
	var fault smithy.APIError
	if !errors.As(err, &fault) || fault.ErrorCode() != code {
		t.Errorf("expected %s %q, got %v", code, text, err)
		return
	}
	expectText(t, err, text)
}

func expectText(t *testing.T, err error, text string) {
	t.Helper()
	var fault smithy.APIError
	if errors.As(err, &fault) && fault.ErrorMessage() != text {
		t.Errorf("expected the text %q, got %q", text, fault.ErrorMessage())
	}
}

// run is one workflow execution.
type run struct {
	x              *tenant
	workflowID, id string
	// list is its decision task list.
	list string
}

// start starts a run of the usual type on a decision task list of its own. A change may alter the request.
func (x *tenant) start(workflowID string, changes ...func(*sdk.StartWorkflowExecutionInput)) *run {
	x.t.Helper()
	in := &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &workflowID, WorkflowType: workflowType,
		TaskList: &types.TaskList{Name: new("decisions of " + workflowID)}, Input: new(planted + " input"),
	}
	for _, change := range changes {
		change(in)
	}
	out, err := x.client.StartWorkflowExecution(x.ctx, in)
	x.must(err)
	return x.adopt(workflowID, aws.ToString(out.RunId), aws.ToString(in.TaskList.Name))
}

// adopt takes a run that the server has started into the care of the test.
func (x *tenant) adopt(workflowID, runID, list string) *run {
	r := &run{x: x, workflowID: workflowID, id: runID, list: list}
	x.runs = append(x.runs, r)
	return r
}

func (r *run) execution() *types.WorkflowExecution {
	return &types.WorkflowExecution{WorkflowId: &r.workflowID, RunId: &r.id}
}

// unknown is what a fault says about this run when it is closed.
func (r *run) unknown() string {
	return fmt.Sprintf("Unknown execution: WorkflowExecution=[workflowId=%s, runId=%s]", r.workflowID, r.id)
}

// fill puts the ids of runs into an expected history: W and R are those of this run, C and D those of others.
func (r *run) fill(history string, others ...*run) string {
	pairs := []string{`"W"`, quoted(r.workflowID), `"R"`, quoted(r.id)}
	for i, other := range others {
		pairs = append(pairs, fmt.Sprintf(`"W%d"`, i+1), quoted(other.workflowID), fmt.Sprintf(`"R%d"`, i+1), quoted(other.id))
	}
	return strings.NewReplacer(pairs...).Replace(history)
}

func quoted(s string) string { return `"` + s + `"` }

// history reads the whole history.
func (r *run) history() []swf.HistoryEvent {
	r.x.t.Helper()
	return fromSDK(r.x.t, r.sdkHistory())
}

func (r *run) sdkHistory() []types.HistoryEvent {
	r.x.t.Helper()
	events, err := readHistory(r.x.ctx, r.x.client, r.execution())
	r.x.must(err)
	return events
}

// readHistory reads all pages of a run's history.
func readHistory(ctx context.Context, client *sdk.Client, execution *types.WorkflowExecution) ([]types.HistoryEvent, error) {
	pages := sdk.NewGetWorkflowExecutionHistoryPaginator(client, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: execution,
	})
	var events []types.HistoryEvent
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("read the history of %s: %w", aws.ToString(execution.WorkflowId), err)
		}
		events = append(events, page.Events...)
	}
	return events, nil
}

// expect compares the whole history; see expectHistory and fill.
func (r *run) expect(want string, others ...*run) {
	r.x.t.Helper()
	expectHistory(r.x.t, r.history(), r.fill(want, others...))
}

// describe returns what DescribeWorkflowExecution says.
func (r *run) describe() *sdk.DescribeWorkflowExecutionOutput {
	r.x.t.Helper()
	out, err := r.x.client.DescribeWorkflowExecution(r.x.ctx, &sdk.DescribeWorkflowExecutionInput{
		Domain: new(domain), Execution: r.execution(),
	})
	r.x.must(err)
	return out
}

// await waits until the history has an event of a type, and returns the history up to it.
func (r *run) await(wanted types.EventType) []swf.HistoryEvent {
	r.x.t.Helper()
	for {
		events := r.sdkHistory()
		at := slices.IndexFunc(events, func(e types.HistoryEvent) bool { return e.EventType == wanted })
		if at >= 0 {
			return fromSDK(r.x.t, events[:at+1])
		}
		r.x.pause()
	}
}

// awaitClose waits until the run has closed.
func (r *run) awaitClose(status types.CloseStatus) {
	r.x.t.Helper()
	for {
		info := r.describe().ExecutionInfo
		switch {
		case info.ExecutionStatus == types.ExecutionStatusOpen:
			r.x.pause()
			continue
		case info.CloseStatus != status:
			r.x.t.Fatalf("%s closed with %s, not %s:\n%s", r.workflowID, info.CloseStatus, status, historyText(r.history()))
		}
		return
	}
}

// pause is the time between two looks at something that the server does by itself.
func (x *tenant) pause() {
	x.t.Helper()
	x.waitUntil(time.Now().Add(10 * time.Millisecond))
}

// waitUntil waits for an instant that matters.
func (x *tenant) waitUntil(at time.Time) {
	x.t.Helper()
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-x.ctx.Done():
		x.t.Fatal("the test has taken too long")
	}
}

// signal sends a signal to the run.
func (r *run) signal(name string) {
	r.x.t.Helper()
	_, err := r.x.client.SignalWorkflowExecution(r.x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &r.workflowID, RunId: &r.id, SignalName: &name, Input: new(planted + " signal"),
	})
	r.x.must(err)
}

// terminate closes the run by force.
func (r *run) terminate() {
	r.x.t.Helper()
	_, err := r.x.client.TerminateWorkflowExecution(r.x.ctx, &sdk.TerminateWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &r.workflowID, RunId: &r.id,
		Reason: new(planted + " reason"), Details: new(planted + " details"),
	})
	r.x.must(err)
}

// checkRuns checks that the histories of all runs that the test has started, and of those that they have started, are lawful, one by one
// and together. Runs of which no other history tells may be missing.
func (x *tenant) checkRuns() {
	if x.t.Failed() {
		return
	}
	runs := x.histories()
	// While messages are under way, histories that are read one after the other may not fit together: read until nothing changes.
	for again := x.histories(); size(again) != size(runs); again = x.histories() {
		runs = again
	}
	report := historycheck.CheckSet(runs, nil, historycheck.Partial)
	for _, v := range report.Violations {
		x.t.Errorf("not lawful: %v", v)
	}
	if len(report.Violations) == 0 {
		return
	}
	for _, r := range runs {
		x.t.Logf("%s, run %s:\n%s", r.WorkflowID, r.RunID, historyText(r.Events))
	}
}

// size counts all events.
func size(runs []historycheck.Run) int {
	n := 0
	for _, r := range runs {
		n += len(r.Events)
	}
	return n
}

// histories reads the histories of the test's runs, and of all runs that these histories tell of as children or continuations.
func (x *tenant) histories() []historycheck.Run {
	var runs []historycheck.Run
	read := map[string]bool{}
	var follow func(e *types.WorkflowExecution)
	follow = func(e *types.WorkflowExecution) {
		if read[*e.RunId] {
			return
		}
		read[*e.RunId] = true
		events, err := readHistory(x.ctx, x.client, e)
		x.must(err)
		runs = append(runs, historycheck.Run{
			Domain: domain, WorkflowID: *e.WorkflowId, RunID: *e.RunId, Events: fromSDK(x.t, events),
		})
		for i := range events {
			if a := events[i].ChildWorkflowExecutionStartedEventAttributes; a != nil {
				follow(a.WorkflowExecution)
			}
			if a := events[i].WorkflowExecutionContinuedAsNewEventAttributes; a != nil {
				follow(&types.WorkflowExecution{WorkflowId: e.WorkflowId, RunId: a.NewExecutionRunId})
			}
		}
	}
	for _, r := range x.runs {
		follow(r.execution())
	}
	return runs
}
