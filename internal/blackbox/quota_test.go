package blackbox

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/swfd/swfd/internal/config"
)

// quota is one line of SWF's quotas: what sets it here, what SWF's number is, and what shows that it is kept.
type quota struct {
	name string
	// setting is its name in the table of settings; empty is for what the model of the API fixes, which no setting moves.
	setting string
	// number is SWF's, as the setting's default writes it.
	number string
	// low is what the server of this test has instead, so that it is soon reached.
	low string
	// show brings it to its end. Each has an account of its own.
	show func(t *testing.T, x *tenant)
	// elsewhere is a test of another package that shows it, and text stands in it, where the program alone cannot.
	elsewhere, text string
}

var quotas = []quota{
	{name: "domains of an account", setting: "limit-domains", number: "100", low: "3", show: showDomains},
	{name: "types of a domain", setting: "limit-types", number: "10000", low: "3", show: showTypes},
	{name: "resource tags of a domain", setting: "limit-tags", number: "50", low: "2", show: showTags},
	{name: "retention of closed executions", setting: "limit-retention-days", number: "90", low: "3", show: showRetention},
	{name: "open executions of a domain", setting: "limit-open-executions", number: "100000", low: "4", show: showOpenExecutions},
	{name: "executions that a count goes through", setting: "limit-counted", number: "100000", low: "2", show: showCounted},
	{name: "length of a history", setting: "limit-history-events", number: "25000", low: "50", show: showHistory},
	{name: "the warning before it", setting: "limit-history-warning", number: "80", low: "40", show: showWarning},
	{name: "open child executions of a run", setting: "limit-open-children", number: "1000", low: "2", show: showOpenChildren},
	{name: "open activity tasks of a run", setting: "limit-open-activities", number: "1000", low: "8", show: showOpenActivities},
	{name: "open timers of a run", setting: "limit-open-timers", number: "1000", low: "2", show: showOpenTimers},
	{name: "open Lambda tasks of a run", setting: "limit-open-lambdas", number: "1000", low: "2", show: showOpenLambdas},
	{name: "result of a Lambda function", setting: "limit-lambda-result", number: "32768", low: "20", show: showLambdaResult},
	{name: "pollers of a task list", setting: "limit-pollers", number: "1000", low: "2", show: showPollers},
	// The rates, which are off unless they are asked for; this is the one that SWF counts among its quotas, with the number 2,000.
	{
		name: "activity tasks scheduled on a list in a second", setting: "limits", number: "none",
		low: "task-list.ScheduleActivityTask=3+3/s", show: showScheduled,
	},
	{name: "size of a request", setting: "limit-request-size", number: "1MiB", low: "40KiB", show: showRequestSize},

	// SWF has no such thing; what happens beyond is no refusal, and not to be seen from outside.
	{
		name: "answers that are remembered", setting: "limit-answers", number: "1000000", low: "100",
		elsewhere: "engine/answers_test.go", text: "func TestTheBoundOfAnswers(",
	},

	{name: "items of a page", number: "1000", show: showPageSize},
	{name: "tags of an execution", number: "5", show: showExecutionTags},
	{name: "duration of an execution, and of everything in it", number: "31536000 s", show: showDurations},
	{name: "lengths of texts", number: "by member", show: showLengths},
}

// TestQuotas lowers all quotas of a server that can be set, and shows that each is kept.
func TestQuotas(t *testing.T) {
	t.Parallel()
	flags := []string{"--poll-hold=3s", "--lambda-endpoint=" + newFunctions(t).URL}
	for _, q := range quotas {
		if q.setting != "" {
			flags = append(flags, "--"+q.setting+"="+q.low)
		}
	}
	server := newProcess(t, flags...)
	for _, q := range quotas {
		t.Run(q.name, func(t *testing.T) {
			if q.show == nil {
				expectElsewhere(t, q.elsewhere, q.text)
				return
			}
			t.Parallel()
			q.show(t, newAccountOn(t, server))
		})
	}
}

// expectElsewhere checks that a file of another package has a text.
func expectElsewhere(t *testing.T, file, text string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", file))
	if err != nil || !strings.Contains(string(b), text) {
		t.Errorf("%s does not show it: there is no %s (%v)", file, text, err)
	}
}

// Each quota that can be set has SWF's number as its default, and each such setting is a quota.
func TestEveryLimitIsAQuota(t *testing.T) {
	settings := map[string]string{}
	for i := range config.Settings {
		if s := &config.Settings[i]; strings.HasPrefix(s.Name, "limit") {
			settings[s.Name] = s.Default()
		}
	}
	for _, q := range quotas {
		if q.setting == "" {
			continue
		}
		if settings[q.setting] != q.number {
			t.Errorf("%s: the default of %s is %q, and SWF's is %q", q.name, q.setting, settings[q.setting], q.number)
		}
		delete(settings, q.setting)
	}
	for name := range settings {
		t.Errorf("%s is shown by no line of this table", name)
	}
}

func (x *tenant) tryRegisterDomain(name, retention string, tags ...types.ResourceTag) error {
	_, err := x.client.RegisterDomain(x.ctx, &sdk.RegisterDomainInput{
		Name: &name, WorkflowExecutionRetentionPeriodInDays: &retention, Tags: tags,
	})
	return err
}

func showDomains(t *testing.T, x *tenant) {
	x.must(x.tryRegisterDomain("a", "1"))
	x.must(x.tryRegisterDomain("b", "1"))
	x.must(x.tryRegisterDomain("c", "1"))
	// A deprecated domain counts as well.
	_, err := x.client.DeprecateDomain(x.ctx, &sdk.DeprecateDomainInput{Name: new("a")})
	x.must(err)
	expectFault[*types.LimitExceededFault](t, x.tryRegisterDomain("d", "1"), "Limit on domains per account reached")
}

func showTypes(t *testing.T, x *tenant) {
	x.registerDomain()
	workflow := func(version string) error {
		_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{Domain: new(domain), Name: new("w"), Version: &version})
		return err
	}
	activity := func(version string) error {
		_, err := x.client.RegisterActivityType(x.ctx, &sdk.RegisterActivityTypeInput{Domain: new(domain), Name: new("a"), Version: &version})
		return err
	}
	for _, register := range []func(string) error{workflow, activity} {
		for _, version := range []string{"1", "2", "3"} {
			x.must(register(version))
		}
		expectFault[*types.LimitExceededFault](t, register("4"), "Limit on types per domain reached")
	}
}

func showTags(t *testing.T, x *tenant) {
	tag := func(key string) types.ResourceTag { return types.ResourceTag{Key: &key, Value: new("")} }
	const text = "A domain can have at most 2 tags"
	expectFault[*types.TooManyTagsFault](t, x.tryRegisterDomain("a", "1", tag("1"), tag("2"), tag("3")), text)
	x.must(x.tryRegisterDomain("a", "1", tag("1"), tag("2")))
	arn := new("arn:aws:swf:" + region + ":" + x.account + ":/domain/a")
	_, err := x.client.TagResource(x.ctx, &sdk.TagResourceInput{ResourceArn: arn, Tags: []types.ResourceTag{tag("2"), tag("3")}})
	expectFault[*types.TooManyTagsFault](t, err, text)
}

func showRetention(t *testing.T, x *tenant) {
	x.must(x.tryRegisterDomain("a", "3"))
	expectCode(t, x.tryRegisterDomain("b", "4"), "ValidationException", "Invalid retention period: 4")
}

// furnish gives an account the domain and the types that runs need.
func (x *tenant) furnish() {
	x.t.Helper()
	x.registerDomain()
	x.registerTypes()
	x.t.Cleanup(x.checkRuns)
}

func showOpenExecutions(t *testing.T, x *tenant) {
	x.furnish()
	parent := x.start("1")
	x.start("2")
	x.start("3")
	// Children count, too, from their decision on.
	parent.decide(startChild("4", types.StartChildWorkflowExecutionDecisionAttributes{}), startChild("5", types.StartChildWorkflowExecutionDecisionAttributes{}))
	parent.expectRefusal("StartChildWorkflowExecutionFailed", "OPEN_WORKFLOWS_LIMIT_EXCEEDED")
	parent.await(types.EventTypeChildWorkflowExecutionStarted)
	_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("6"), WorkflowType: workflowType,
	})
	expectFault[*types.LimitExceededFault](t, err, "Limit on open workflow executions per domain reached")
}

// expectRefusal checks that exactly one event of a run is a refusal of a decision, of a type and with a cause.
func (r *run) expectRefusal(event, cause string) {
	r.x.t.Helper()
	var got []string
	for _, e := range r.history() {
		if text := attributesText(e); strings.HasSuffix(string(e.Type()), "Failed") {
			got = append(got, string(e.Type()))
			if !strings.Contains(text, `"cause":"`+cause+`"`) {
				r.x.t.Errorf("%s has %s, not the cause %s", e.Type(), text, cause)
			}
		}
	}
	if !slices.Equal(got, []string{event}) {
		r.x.t.Errorf("%s: what failed is %q, want one %s", r.workflowID, got, event)
	}
}

func showCounted(t *testing.T, x *tenant) {
	x.furnish()
	when := &types.ExecutionTimeFilter{OldestDate: &startOfTests}
	for i := range 3 {
		x.start(fmt.Sprint(i))
	}
	open, err := x.client.CountOpenWorkflowExecutions(x.ctx, &sdk.CountOpenWorkflowExecutionsInput{Domain: new(domain), StartTimeFilter: when})
	x.must(err)
	for _, r := range x.runs {
		r.terminate()
	}
	closed, err := x.client.CountClosedWorkflowExecutions(x.ctx, &sdk.CountClosedWorkflowExecutionsInput{Domain: new(domain), StartTimeFilter: when})
	x.must(err)
	if open.Count != 2 || !open.Truncated || closed.Count != 2 || !closed.Truncated {
		t.Errorf("3 runs were counted as %+v and %+v", *open, *closed)
	}
}

// startWithEvents starts a run and lets its history have so many events.
func (x *tenant) startWithEvents(workflowID string, events int) *run {
	x.t.Helper()
	r := x.start(workflowID)
	var markers []types.Decision
	for range events - 4 {
		markers = append(markers, recordMarker("m", planted))
	}
	r.decide(markers...)
	return r
}

func showHistory(t *testing.T, x *tenant) {
	x.furnish()
	r := x.startWithEvents("w", 49)
	r.signal("the 50th event")
	_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("w"), SignalName: new("too late"),
	})
	expectFault[*types.UnknownResourceFault](t, err, "Unknown execution, workflowId = w")
	events := r.history()
	if last := events[len(events)-1]; !strings.Contains(attributesText(last), `"cause":"EVENT_LIMIT_EXCEEDED"`) {
		t.Errorf("the last event is %s %s", last.Type(), attributesText(last))
	}
	x.expectLogged("a run was terminated: its history had reached the limit", r)
}

func showWarning(t *testing.T, x *tenant) {
	x.furnish()
	r := x.startWithEvents("w", 19)
	r.signal("the 20th event")
	r.signal("one more")
	x.expectLogged("a history comes near the limit", r)
}

// expectLogged checks that the server's log has exactly one line with a text about a run. Whoever has an answer can rely on
// what was logged before, but not on this process having read it.
func (x *tenant) expectLogged(text string, r *run) {
	x.t.Helper()
	of := func(line string) bool { return strings.Contains(line, text) && strings.Contains(line, r.id) }
	for {
		lines := slices.DeleteFunc(x.server.lines(), func(line string) bool { return !of(line) })
		if len(lines) == 1 && strings.Contains(lines[0], "domain="+domain) && strings.Contains(lines[0], "limit=50") {
			return
		}
		if len(lines) > 0 {
			x.t.Fatalf("the log has %q", lines)
		}
		x.pause()
	}
}

func showOpenChildren(_ *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w")
	var decisions []types.Decision
	for i := range 3 {
		decisions = append(decisions, startChild(fmt.Sprint("child ", i), types.StartChildWorkflowExecutionDecisionAttributes{}))
	}
	r.decide(decisions...)
	r.expectRefusal("StartChildWorkflowExecutionFailed", "OPEN_CHILDREN_LIMIT_EXCEEDED")
}

func showOpenActivities(_ *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w")
	var decisions []types.Decision
	for i := range 9 {
		list := &types.TaskList{Name: new(fmt.Sprint("list ", i))}
		decisions = append(decisions, schedule(fmt.Sprint(i), types.ScheduleActivityTaskDecisionAttributes{TaskList: list}))
	}
	r.decide(decisions...)
	r.expectRefusal("ScheduleActivityTaskFailed", "OPEN_ACTIVITIES_LIMIT_EXCEEDED")
}

func showOpenTimers(_ *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w")
	r.decide(startTimer("1", "40"), startTimer("2", "40"), startTimer("3", "40"))
	r.expectRefusal("StartTimerFailed", "OPEN_TIMERS_LIMIT_EXCEEDED")
}

func functionNamed(name, id string) types.Decision {
	d := callFunction(name, "", nil)
	d.ScheduleLambdaFunctionDecisionAttributes.Id = &id
	return d
}

func showOpenLambdas(_ *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w", withRole)
	r.decide(functionNamed("hangs", "1"), functionNamed("hangs", "2"), functionNamed("hangs", "3"))
	r.expectRefusal("ScheduleLambdaFunctionFailed", "OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED")
	r.terminate()
}

// The function answers with a few letters more than it may.
func showLambdaResult(t *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w", withRole)
	r.decide(callFunction("echo", `"a text of some length"`, nil))
	events := r.await(types.EventTypeLambdaFunctionFailed)
	if text := attributesText(events[len(events)-1]); !strings.Contains(text, `"reason":"AnswerTooLong"`) {
		t.Errorf("the function failed with %s", text)
	}
}

// Two polls are held on each of the two lists of one name, and a third is refused.
func showPollers(t *testing.T, x *tenant) {
	x.registerDomain()
	list := &types.TaskList{Name: new("idle")}
	const text = "Limit on maximum concurrent poll requests per task list reached"
	for _, poll := range []func() error{
		func() error {
			_, err := x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: list})
			return err
		},
		func() error {
			_, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{Domain: new(domain), TaskList: list})
			return err
		},
	} {
		outcomes := make(chan error, 3)
		for range 3 {
			go func() { outcomes <- poll() }()
		}
		// The others are held, so the first outcome is the refusal.
		expectFault[*types.LimitExceededFault](t, <-outcomes, text)
		x.must(errors.Join(<-outcomes, <-outcomes))
	}
}

// Tasks beyond the third of a second fail. Should the second end between them, three more may pass, so there are more than six.
func showScheduled(t *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w")
	var decisions []types.Decision
	for i := range 8 {
		decisions = append(decisions, scheduleUsual(fmt.Sprint(i)))
	}
	r.decide(decisions...)
	refused := 0
	for _, e := range r.history() {
		if strings.Contains(attributesText(e), `"cause":"ACTIVITY_CREATION_RATE_EXCEEDED"`) {
			refused++
		}
	}
	// Another token may come back meanwhile.
	if refused < 3 || refused > 5 {
		t.Errorf("%d of 8 tasks were refused", refused)
	}
}

func showRequestSize(t *testing.T, x *tenant) {
	x.furnish()
	signal := func(letters int) error {
		_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new("w"), SignalName: new("s"), Input: new(strings.Repeat("é", letters/2)),
		})
		return err
	}
	x.start("w")
	x.must(signal(32_768))
	var reply *smithyhttp.ResponseError
	if err := signal(2 * 32_768); !errors.As(err, &reply) || reply.HTTPStatusCode() != http.StatusRequestEntityTooLarge {
		t.Errorf("a larger request was answered %v", err)
	}
}

func showPageSize(t *testing.T, x *tenant) {
	list := func(size int32) error {
		_, err := x.client.ListDomains(x.ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered, MaximumPageSize: size})
		return err
	}
	x.must(list(1000))
	expectCode(t, list(1001), "ValidationException", "1 validation error detected: Value '1001' at 'maximumPageSize' failed to satisfy "+
		"constraint: Member must have value less than or equal to 1000")
}

func showExecutionTags(t *testing.T, x *tenant) {
	x.furnish()
	x.start("five", tagged("1", "2", "3", "4", "5"))
	_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("six"), WorkflowType: workflowType, TagList: []string{"1", "2", "3", "4", "5", "6"},
	})
	expectCode(t, err, "ValidationException", "1 validation error detected: Value '[1, 2, 3, 4, 5, 6]' at 'tagList' failed to satisfy "+
		"constraint: Member must have length less than or equal to 5")
}

func showDurations(t *testing.T, x *tenant) {
	x.furnish()
	const year, longer = "31536000", "31536001"
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = new(year) })
	_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("longer"), WorkflowType: workflowType, ExecutionStartToCloseTimeout: new(longer),
	})
	expectCode(t, err, "ValidationException", "Invalid duration: "+longer)
	task := r.pollDecision()
	for _, tooLong := range []types.Decision{
		startTimer("t", longer),
		schedule("a", types.ScheduleActivityTaskDecisionAttributes{ScheduleToCloseTimeout: new(longer)}),
		startChild("c", types.StartChildWorkflowExecutionDecisionAttributes{ExecutionStartToCloseTimeout: new(longer)}),
	} {
		expectCode(t, task.tryAnswer(tooLong), "ValidationException", "Invalid duration: "+longer)
	}
	expectCode(t, task.tryAnswer(lambdaFor("901")), "ValidationException", "Invalid duration: 901")
	task.answer(startTimer("t", year))
}

// Every length of the model is compared with it in package swf; here is one of each size.
func showLengths(t *testing.T, x *tenant) {
	x.furnish()
	r := x.start("w")
	long := func(n int) *string { return new(strings.Repeat("x", n)) }
	signal := func(in sdk.SignalWorkflowExecutionInput) error {
		in.Domain, in.WorkflowId = new(domain), &r.workflowID
		_, err := x.client.SignalWorkflowExecution(x.ctx, &in)
		return err
	}
	tooLong := func(err error, member string, most int) {
		t.Helper()
		expectCode(t, err, "ValidationException", fmt.Sprintf("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: "+
			"Member must have length less than or equal to %d", *long(most + 1), member, most))
	}
	x.must(signal(sdk.SignalWorkflowExecutionInput{SignalName: long(256), Input: long(32_768)}))
	tooLong(signal(sdk.SignalWorkflowExecutionInput{SignalName: long(257)}), "signalName", 256)
	tooLong(signal(sdk.SignalWorkflowExecutionInput{SignalName: new("s"), Input: long(32_769)}), "input", 32_768)
	_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{Domain: new(domain), Name: new("w"), Version: long(65)})
	tooLong(err, "version", 64)
	r.decide(scheduleUsual("a"))
	_, err = x.pollActivity(workList).tryBeat(long(2049))
	tooLong(err, "details", 2048)
}
