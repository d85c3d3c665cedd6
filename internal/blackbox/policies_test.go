package blackbox

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// The account and the domain of the recipes.
const (
	recipeAccount = "123456789012"
	recipeDomain  = "Orders"
)

// recipe is the document under a heading of docs/access.md.
func recipe(t *testing.T, heading string) json.RawMessage {
	t.Helper()
	text, err := os.ReadFile("../../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n### "+heading+"\n")
	_, document, ok2 := strings.Cut(section, "```json\n")
	document, _, ok3 := strings.Cut(document, "```")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("there is no recipe %q", heading)
	}
	return json.RawMessage(document)
}

// team is a server whose users have the recipes of docs/access.md.
type team struct {
	t      *testing.T
	server *process
	users  people
	access string
	// sent is the body of the last reply to any of them.
	sent bytes.Buffer
}

func newTeam(t *testing.T) *team {
	t.Helper()
	users := map[string]person{}
	for name, heading := range map[string]string{
		"worker": "Worker of one task list", "starter": "Starter of one workflow type", "decider": "Decider of some activities",
		"reader": "Read-only operator", "admin": "Administrator", "loner": "A domain for each",
	} {
		users[name] = person{[]accessKey{{ID: "AKIA" + strings.ToUpper(name), Secret: secretKey}}, []any{recipe(t, heading)}}
	}
	// Whoever may make every decision and not answer a task may decide nothing.
	users["idler"] = person{[]accessKey{{ID: "AKIAIDLER", Secret: secretKey}}, []any{everything, map[string]any{
		"Statement": map[string]any{"Effect": "Deny", "Action": "swf:RespondDecisionTaskCompleted", "Resource": "*"},
	}}}
	w := &team{t: t, users: people{Accounts: map[string]peopleOfOne{recipeAccount: {users}}}}
	flags, err := w.users.accessFlags(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w.server, w.access = newProcess(t, append(flags, "--poll-hold", "1s")...), flags[1]
	return w
}

// as is a client for one of the users.
func (w *team) as(name string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: region, BaseEndpoint: new("http://" + w.server.address), HTTPClient: w, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider("AKIA"+strings.ToUpper(name), secretKey, ""),
	})
}

// Do makes the clients' requests, and keeps the reply's body.
func (w *team) Do(r *http.Request) (*http.Response, error) {
	reply, err := transport.Do(r)
	if err != nil {
		return nil, err
	}
	w.sent.Reset()
	body, err := io.ReadAll(io.TeeReader(reply.Body, &w.sent))
	if err != nil {
		return nil, err
	}
	reply.Body = io.NopCloser(bytes.NewReader(body))
	return reply, nil
}

const noPolicy, explicitDeny = "no policy", "explicit deny"

// denied checks that a user was refused an action on a domain, in the words of the service.
func (w *team) denied(err error, user, action, domain, why string) {
	w.t.Helper()
	reason := " because no identity-based policy allows the swf:" + action + " action"
	if why == explicitDeny {
		reason = " with an explicit deny in an identity-based policy"
	}
	text := "User: arn:aws:iam::" + recipeAccount + ":user/" + user + " is not authorized to perform: swf:" + action +
		" on resource: arn:aws:swf:us-east-1:" + recipeAccount + ":/domain/" + domain + reason
	expectCode(w.t, err, "AccessDeniedException", text)
	if want := `{"__type":"com.amazon.coral.service#AccessDeniedException","Message":` + quoted(text) + `}`; w.sent.String() != want {
		w.t.Errorf("on the wire it is %s\nwant %s", w.sent.String(), want)
	}
}

func (w *team) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// register has the admin make the domain and its types.
func (w *team) register(ctx context.Context) {
	w.t.Helper()
	admin := w.as("admin")
	_, err := admin.RegisterDomain(ctx, &sdk.RegisterDomainInput{Name: new(recipeDomain), WorkflowExecutionRetentionPeriodInDays: new("1")})
	w.must(err)
	_, err = admin.RegisterWorkflowType(ctx, &sdk.RegisterWorkflowTypeInput{
		Domain: new(recipeDomain), Name: new("order"), Version: new("1"), DefaultTaskList: &types.TaskList{Name: new("deciders")},
		DefaultTaskStartToCloseTimeout: new("40"), DefaultExecutionStartToCloseTimeout: new("50"), DefaultChildPolicy: types.ChildPolicyTerminate,
	})
	w.must(err)
	for _, name := range []string{"resize", "ship"} {
		_, err = admin.RegisterActivityType(ctx, &sdk.RegisterActivityTypeInput{
			Domain: new(recipeDomain), Name: &name, Version: new("1"), DefaultTaskList: &types.TaskList{Name: new("images")},
			DefaultTaskScheduleToStartTimeout: new("40"), DefaultTaskScheduleToCloseTimeout: new("NONE"),
			DefaultTaskStartToCloseTimeout: new("40"), DefaultTaskHeartbeatTimeout: new("NONE"),
		})
		w.must(err)
	}
}

// start has the starter start an order. The change may ask for something else.
func (w *team) start(ctx context.Context, id string, change func(*sdk.StartWorkflowExecutionInput)) (*types.WorkflowExecution, error) {
	in := &sdk.StartWorkflowExecutionInput{
		Domain: new(recipeDomain), WorkflowId: &id, WorkflowType: &types.WorkflowType{Name: new("order"), Version: new("1")},
	}
	change(in)
	out, err := w.as("starter").StartWorkflowExecution(ctx, in)
	if err != nil {
		return nil, err
	}
	return &types.WorkflowExecution{WorkflowId: &id, RunId: out.RunId}, nil
}

func (w *team) mustStart(ctx context.Context, id string) *types.WorkflowExecution {
	w.t.Helper()
	run, err := w.start(ctx, id, func(*sdk.StartWorkflowExecutionInput) {})
	w.must(err)
	return run
}

func (w *team) pollDecision(ctx context.Context) *sdk.PollForDecisionTaskOutput {
	w.t.Helper()
	task, err := w.as("decider").PollForDecisionTask(ctx, &sdk.PollForDecisionTaskInput{
		Domain: new(recipeDomain), TaskList: &types.TaskList{Name: new("deciders")},
	})
	w.must(err)
	if task.TaskToken == nil {
		w.t.Fatal("there is no decision task")
	}
	return task
}

func (w *team) pollActivity(ctx context.Context) *sdk.PollForActivityTaskOutput {
	w.t.Helper()
	task, err := w.as("worker").PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{
		Domain: new(recipeDomain), TaskList: &types.TaskList{Name: new("images")},
	})
	w.must(err)
	if task.TaskToken == nil {
		w.t.Fatal("there is no activity task")
	}
	return task
}

func scheduleTask(name, id string) types.Decision {
	return types.Decision{
		DecisionType: types.DecisionTypeScheduleActivityTask,
		ScheduleActivityTaskDecisionAttributes: &types.ScheduleActivityTaskDecisionAttributes{
			ActivityId: &id, ActivityType: &types.ActivityType{Name: &name, Version: new("1")},
		},
	}
}

// history has the reader read a history, and gives its types, those of failures with their causes, from a type on.
func (w *team) history(ctx context.Context, run *types.WorkflowExecution, from types.EventType) string {
	w.t.Helper()
	out, err := w.as("reader").GetWorkflowExecutionHistory(ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(recipeDomain), Execution: run})
	w.must(err)
	var names []string
	for i := range out.Events {
		e := &out.Events[i]
		if e.EventType == from {
			names = nil
		}
		name := string(e.EventType)
		if strings.Contains(eventText(e), `"cause":"OPERATION_NOT_PERMITTED"`) {
			name += "(not permitted)"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// TestRecipes: the people of docs/access.md work together, and each may do what the recipe says and no more.
func TestRecipes(t *testing.T) {
	t.Parallel()
	w, ctx := newTeam(t), t.Context()
	w.register(ctx)

	t.Run("the starter", func(t *testing.T) {
		w.t = t
		_, err := w.start(ctx, "elsewhere", func(in *sdk.StartWorkflowExecutionInput) { in.TaskList = &types.TaskList{Name: new("other")} })
		w.denied(err, "starter", "StartWorkflowExecution", recipeDomain, noPolicy)
		_, err = w.start(ctx, "tagged", func(in *sdk.StartWorkflowExecutionInput) { in.TagList = []string{"web", "fax"} })
		w.denied(err, "starter", "StartWorkflowExecution", recipeDomain, noPolicy)
		_, err = w.start(ctx, "unknown", func(in *sdk.StartWorkflowExecutionInput) { in.WorkflowType.Version = new("2") })
		w.denied(err, "starter", "StartWorkflowExecution", recipeDomain, noPolicy)
		_, err = w.as("starter").TerminateWorkflowExecution(ctx, &sdk.TerminateWorkflowExecutionInput{Domain: new(recipeDomain), WorkflowId: new("x")})
		w.denied(err, "starter", "TerminateWorkflowExecution", recipeDomain, noPolicy)
	})

	run := w.mustStart(ctx, "order-1")
	t.Run("the decider", func(t *testing.T) {
		w.t = t
		_, err := w.as("decider").PollForDecisionTask(ctx, &sdk.PollForDecisionTaskInput{
			Domain: new(recipeDomain), TaskList: &types.TaskList{Name: new("others")},
		})
		w.denied(err, "decider", "PollForDecisionTask", recipeDomain, noPolicy)
		task := w.pollDecision(ctx)
		in := &sdk.RespondDecisionTaskCompletedInput{TaskToken: task.TaskToken, Decisions: []types.Decision{
			scheduleTask("resize", "a"), scheduleTask("ship", "b"),
			{DecisionType: types.DecisionTypeStartTimer, StartTimerDecisionAttributes: &types.StartTimerDecisionAttributes{
				TimerId: new("t"), StartToFireTimeout: new("40"),
			}},
			{DecisionType: types.DecisionTypeSignalExternalWorkflowExecution,
				SignalExternalWorkflowExecutionDecisionAttributes: &types.SignalExternalWorkflowExecutionDecisionAttributes{
					WorkflowId: new("order-1"), SignalName: new("s"),
				}},
			scheduleTask("resize", "c"),
		}}
		// Others have no part in the task, even with its token, and leave no trace.
		for _, other := range []string{"worker", "starter", "reader"} {
			_, err = w.as(other).RespondDecisionTaskCompleted(ctx, in)
			w.denied(err, other, "RespondDecisionTaskCompleted", recipeDomain, noPolicy)
		}
		_, err = w.as("idler").RespondDecisionTaskCompleted(ctx, in)
		w.denied(err, "idler", "RespondDecisionTaskCompleted", recipeDomain, explicitDeny)
		_, err = w.as("decider").RespondDecisionTaskCompleted(ctx, in)
		w.must(err)
		want := "DecisionTaskCompleted ActivityTaskScheduled ScheduleActivityTaskFailed(not permitted) TimerStarted " +
			"SignalExternalWorkflowExecutionInitiated SignalExternalWorkflowExecutionFailed(not permitted) ActivityTaskScheduled DecisionTaskScheduled"
		if got := w.history(ctx, run, types.EventTypeDecisionTaskCompleted); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	})

	t.Run("the worker", func(t *testing.T) {
		w.t = t
		worker := w.as("worker")
		_, err := worker.PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{Domain: new(recipeDomain), TaskList: &types.TaskList{Name: new("mail")}})
		w.denied(err, "worker", "PollForActivityTask", recipeDomain, noPolicy)
		task := w.pollActivity(ctx)
		_, err = worker.RecordActivityTaskHeartbeat(ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: task.TaskToken})
		w.must(err)
		_, err = w.as("loner").RecordActivityTaskHeartbeat(ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: task.TaskToken})
		w.denied(err, "loner", "RecordActivityTaskHeartbeat", recipeDomain, noPolicy)
		// No token, no domain, and so nothing to judge.
		_, err = w.as("loner").RecordActivityTaskHeartbeat(ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: new("forged")})
		expectCode(t, err, "ValidationException", "Invalid token")
		_, err = w.as("decider").RespondActivityTaskCompleted(ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: task.TaskToken})
		w.denied(err, "decider", "RespondActivityTaskCompleted", recipeDomain, noPolicy)
		_, err = worker.RespondActivityTaskCompleted(ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: task.TaskToken})
		w.must(err)
		_, err = worker.GetWorkflowExecutionHistory(ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(recipeDomain), Execution: run})
		w.denied(err, "worker", "GetWorkflowExecutionHistory", recipeDomain, noPolicy)
	})

	t.Run("the reader", func(t *testing.T) {
		w.t = t
		reader := w.as("reader")
		listed, err := reader.ListDomains(ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
		if err != nil || len(listed.DomainInfos) != 1 {
			t.Errorf("%+v, %v", listed, err)
		}
		_, err = reader.TerminateWorkflowExecution(ctx, &sdk.TerminateWorkflowExecutionInput{Domain: new(recipeDomain), WorkflowId: run.WorkflowId})
		w.denied(err, "reader", "TerminateWorkflowExecution", recipeDomain, noPolicy)
		_, err = w.as("worker").ListDomains(ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
		w.denied(err, "worker", "ListDomains", "*", noPolicy)
		// Whether a domain is there, only they learn who may ask.
		_, err = reader.DescribeDomain(ctx, &sdk.DescribeDomainInput{Name: new("None")})
		expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: None")
		for _, name := range []string{recipeDomain, "None"} {
			_, err = w.as("worker").DescribeDomain(ctx, &sdk.DescribeDomainInput{Name: &name})
			w.denied(err, "worker", "DescribeDomain", name, noPolicy)
		}
	})

	t.Run("the admin", func(t *testing.T) {
		w.t = t
		admin, arn := w.as("admin"), "arn:aws:swf:us-east-1:"+recipeAccount+":/domain/"+recipeDomain
		_, err := admin.TagResource(ctx, &sdk.TagResourceInput{
			ResourceArn: &arn, Tags: []types.ResourceTag{{Key: new("stage"), Value: new("production")}},
		})
		w.must(err)
		terminate := &sdk.TerminateWorkflowExecutionInput{Domain: new(recipeDomain), WorkflowId: run.WorkflowId}
		_, err = admin.TerminateWorkflowExecution(ctx, terminate)
		w.denied(err, "admin", "TerminateWorkflowExecution", recipeDomain, explicitDeny)
		_, err = admin.UntagResource(ctx, &sdk.UntagResourceInput{ResourceArn: &arn, TagKeys: []string{"stage"}})
		w.must(err)
		_, err = admin.TerminateWorkflowExecution(ctx, terminate)
		w.must(err)
	})

	t.Run("the loner", func(t *testing.T) {
		w.t = t
		register := func(name string) error {
			_, err := w.as("loner").RegisterDomain(ctx, &sdk.RegisterDomainInput{Name: &name, WorkflowExecutionRetentionPeriodInDays: new("1")})
			return err
		}
		w.must(register("loner"))
		w.must(register("team-none"))
		w.denied(register("other"), "loner", "RegisterDomain", "other", noPolicy)
	})
}

// TestPermissionsAreThoseOfTheMoment: who loses a permission between the poll and the report has lost it.
func TestPermissionsAreThoseOfTheMoment(t *testing.T) {
	t.Parallel()
	w, ctx := newTeam(t), t.Context()
	w.register(ctx)
	w.mustStart(ctx, "order-1")
	_, err := w.as("decider").RespondDecisionTaskCompleted(ctx, &sdk.RespondDecisionTaskCompletedInput{
		TaskToken: w.pollDecision(ctx).TaskToken, Decisions: []types.Decision{scheduleTask("resize", "a")},
	})
	w.must(err)
	report := &sdk.RespondActivityTaskCompletedInput{TaskToken: w.pollActivity(ctx).TaskToken}

	users := w.users.Accounts[recipeAccount].Users
	before := users["worker"]
	for _, c := range []struct {
		policies []any
		denied   bool
	}{{[]any{}, true}, {before.Policies, false}} {
		worker := before
		worker.Policies = c.policies
		users["worker"] = worker
		w.must(w.users.write(w.access))
		w.must(w.server.signal(syscall.SIGHUP))
		g := guarded{t, w.server, w.access}
		beat := &sdk.RecordActivityTaskHeartbeatInput{TaskToken: report.TaskToken}
		g.within("the change is not in force", func() bool {
			_, err = w.as("worker").RecordActivityTaskHeartbeat(ctx, beat)
			return (err != nil) == c.denied
		})
		if c.denied {
			w.denied(err, "worker", "RecordActivityTaskHeartbeat", recipeDomain, noPolicy)
		}
	}
	_, err = w.as("worker").RespondActivityTaskCompleted(ctx, report)
	w.must(err)
}
