package blackbox

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// H1 of the life cycle, and what Describe tells at each step.
func TestStartAndComplete(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) {
		in.TagList = []string{"red", ""}
		in.TaskPriority = new("5")
		in.LambdaRole = new("role")
	})
	d := r.describe()
	if i := d.ExecutionInfo; i.ExecutionStatus != types.ExecutionStatusOpen || i.CloseTimestamp != nil || i.CloseStatus != "" ||
		i.Parent != nil || i.CancelRequested || i.StartTimestamp == nil {
		t.Errorf("an open run is described as %+v", i)
	}
	if d.OpenCounts.OpenDecisionTasks != 1 || d.LatestExecutionContext != nil || d.LatestActivityTaskTimestamp != nil {
		t.Errorf("a new run has %+v, %v, %v", d.OpenCounts, d.LatestExecutionContext, d.LatestActivityTaskTimestamp)
	}
	if len(r.id) != 46 {
		t.Errorf("the runId %q has not SWF's shape", r.id)
	}
	n, err := x.client.CountPendingDecisionTasks(x.ctx, &sdk.CountPendingDecisionTasksInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: &r.list},
	})
	x.must(err)
	if n.Count != 1 || n.Truncated {
		t.Errorf("%d decision tasks wait (truncated: %v), not 1", n.Count, n.Truncated)
	}

	task := r.pollDecision()
	if task.StartedEventId != 3 || task.PreviousStartedEventId != 0 || len(task.Events) != 3 ||
		aws.ToString(task.WorkflowType.Name) != "order" || aws.ToString(task.WorkflowExecution.RunId) != r.id {
		t.Errorf("the decision task is %+v", task)
	}
	if n := r.describe().OpenCounts.OpenDecisionTasks; n != 0 {
		t.Errorf("a decision task that is worked on counts as open: %d", n)
	}
	x.must(task.respond(&sdk.RespondDecisionTaskCompletedInput{
		Decisions: []types.Decision{completeWorkflow()}, ExecutionContext: new(planted + " context"),
	}))
	r.expect(`
		1 a WorkflowExecutionStarted {"parentInitiatedEventId":0,"input":"planted input","tagList":["red",""],"taskPriority":"5",
			"lambdaRole":"role","childPolicy":"TERMINATE","executionStartToCloseTimeout":"50","taskStartToCloseTimeout":"40",
			"taskList":{"name":"decisions of w"},"workflowType":{"name":"order","version":"1"},"parentWorkflowExecution":null,
			"continuedExecutionRunId":null}
		2 a DecisionTaskScheduled {"taskList":{"name":"decisions of w"},"startToCloseTimeout":"40","scheduleToStartTimeout":"NONE",
			"taskPriority":"5"}
		3 b DecisionTaskStarted {"scheduledEventId":2,"identity":"decider"}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3,"executionContext":"planted context","taskList":null}
		5 c WorkflowExecutionCompleted {"decisionTaskCompletedEventId":4,"result":"planted result"}`)

	d = r.describe()
	if i := d.ExecutionInfo; i.ExecutionStatus != types.ExecutionStatusClosed || i.CloseStatus != types.CloseStatusCompleted ||
		i.CloseTimestamp == nil || len(i.TagList) != 2 {
		t.Errorf("a completed run is described as %+v", i)
	}
	if c := d.ExecutionConfiguration; aws.ToString(c.TaskList.Name) != r.list || c.ChildPolicy != types.ChildPolicyTerminate ||
		aws.ToString(c.TaskPriority) != "5" || aws.ToString(c.LambdaRole) != "role" {
		t.Errorf("its configuration is described as %+v", c)
	}
	if aws.ToString(d.LatestExecutionContext) != planted+" context" {
		t.Errorf("the context is %v", d.LatestExecutionContext)
	}
}

// What refuses a start, in the order of SWF.
func TestStartRefused(t *testing.T) {
	x := onShared(t)
	x.registerOthers()
	start := func(change func(*sdk.StartWorkflowExecutionInput)) error {
		in := &sdk.StartWorkflowExecutionInput{Domain: new(domain), WorkflowId: new("taken"), WorkflowType: workflowType}
		change(in)
		_, err := x.client.StartWorkflowExecution(x.ctx, in)
		return err
	}
	x.start("taken")

	t.Log("an open run has the workflowId, whatever its type")
	expectFault[*types.WorkflowExecutionAlreadyStartedFault](t, start(func(*sdk.StartWorkflowExecutionInput) {}), "Already Started")

	t.Log("a default is undefined")
	given := sdk.StartWorkflowExecutionInput{
		ExecutionStartToCloseTimeout: new("9"), TaskList: &types.TaskList{Name: new("l")}, TaskStartToCloseTimeout: new("NONE"),
	}
	for missing, n := range map[string]int{"executionStartToCloseTimeout": 0, "taskList": 1, "taskStartToCloseTimeout": 2, "childPolicy": 3} {
		err := start(func(in *sdk.StartWorkflowExecutionInput) {
			in.WorkflowType = bareWorkflow
			if n > 0 {
				in.ExecutionStartToCloseTimeout = given.ExecutionStartToCloseTimeout
			}
			if n > 1 {
				in.TaskList = given.TaskList
			}
			if n > 2 {
				in.TaskStartToCloseTimeout = given.TaskStartToCloseTimeout
			}
		})
		expectFault[*types.DefaultUndefinedFault](t, err, missing)
	}

	t.Log("the type, the domain, the members")
	err := start(func(in *sdk.StartWorkflowExecutionInput) { in.WorkflowType = oldWorkflow })
	expectFault[*types.TypeDeprecatedFault](t, err, "WorkflowType=[name=order, version=old]")
	err = start(func(in *sdk.StartWorkflowExecutionInput) {
		in.WorkflowType = &types.WorkflowType{Name: new("no"), Version: new("1")}
	})
	expectFault[*types.UnknownResourceFault](t, err, "Unknown type: WorkflowType=[name=no, version=1]")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.Domain = new("nowhere") })
	expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: nowhere")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = new("NONE") })
	expectCode(t, err, "ValidationException", "Invalid duration: NONE")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.TaskStartToCloseTimeout = new("-1") })
	expectCode(t, err, "ValidationException", "Invalid duration: -1")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.TaskPriority = new("2147483648") })
	expectCode(t, err, "ValidationException", "Invalid task priority: 2147483648")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.WorkflowId = new("a|b") })
	expectCode(t, err, "ValidationException", "Invalid name: a|b")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.TagList = []string{"1", "2", "3", "4", "5", "6"} })
	expectCode(t, err, "ValidationException", "1 validation error detected: Value '[1, 2, 3, 4, 5, 6]' at 'tagList' "+
		"failed to satisfy constraint: Member must have length less than or equal to 5")
	err = start(func(in *sdk.StartWorkflowExecutionInput) { in.Input = new(strings.Repeat("x", 32_769)) })
	expectCode(t, err, "ValidationException", "1 validation error detected: Value '"+strings.Repeat("x", 32_769)+
		"' at 'input' failed to satisfy constraint: Member must have length less than or equal to 32768")
}

// The workflowId is free as soon as its run has closed, and each run stays what it was.
func TestStartAgain(t *testing.T) {
	x := onShared(t)
	first := x.start("w")
	first.terminate()
	second := x.start("w")
	if first.id == second.id {
		t.Fatal("two runs have one runId")
	}
	if s := first.describe().ExecutionInfo.CloseStatus; s != types.CloseStatusTerminated {
		t.Errorf("the first run closed with %q", s)
	}
	_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("w"), RunId: &first.id, SignalName: new("s"),
	})
	expectFault[*types.UnknownResourceFault](t, err, first.unknown())
	second.decide(failWorkflow())
	second.expect(`
		1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c WorkflowExecutionFailed {"decisionTaskCompletedEventId":4,"reason":"planted reason","details":"planted details"}`)
}

// H33: terminated while the decider works.
func TestTerminate(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	task := r.pollDecision()
	r.terminate()
	expectFault[*types.UnknownResourceFault](t, task.tryAnswer(), r.unknown())
	r.expect(`
		1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c WorkflowExecutionTerminated {"cause":"OPERATOR_INITIATED","childPolicy":"TERMINATE","reason":"planted reason",
			"details":"planted details"}`)
}

// What reaches no open run is refused, and says how the run was named.
func TestUnknownExecution(t *testing.T) {
	x := onShared(t)
	ids := map[string]*string{
		"Unknown execution, workflowId = w":                                  nil,
		"Unknown execution: WorkflowExecution=[workflowId=w, runId=nothing]": new("nothing"),
	}
	for text, runID := range ids {
		_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new("w"), RunId: runID, SignalName: new("s"),
		})
		expectFault[*types.UnknownResourceFault](t, err, text)
		_, err = x.client.RequestCancelWorkflowExecution(x.ctx, &sdk.RequestCancelWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new("w"), RunId: runID,
		})
		expectFault[*types.UnknownResourceFault](t, err, text)
		_, err = x.client.TerminateWorkflowExecution(x.ctx, &sdk.TerminateWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new("w"), RunId: runID,
		})
		expectFault[*types.UnknownResourceFault](t, err, text)
	}
	nothing := &types.WorkflowExecution{WorkflowId: new("w"), RunId: new("nothing")}
	const text = "Unknown execution: WorkflowExecution=[workflowId=w, runId=nothing]"
	_, err := x.client.DescribeWorkflowExecution(x.ctx, &sdk.DescribeWorkflowExecutionInput{Domain: new(domain), Execution: nothing})
	expectFault[*types.UnknownResourceFault](t, err, text)
	_, err = x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(domain), Execution: nothing})
	expectFault[*types.UnknownResourceFault](t, err, text)
}

// Operations on a domain that does not exist say so, whatever else they are about.
func TestUnknownDomain(t *testing.T) {
	x := onShared(t)
	nowhere, list := new("nowhere"), &types.TaskList{Name: new("l")}
	e := &types.WorkflowExecution{WorkflowId: new("w"), RunId: new("r")}
	calls := map[string]func() error{
		"CountPendingActivityTasks": func() error {
			_, err := x.client.CountPendingActivityTasks(x.ctx, &sdk.CountPendingActivityTasksInput{Domain: nowhere, TaskList: list})
			return err
		},
		"CountPendingDecisionTasks": func() error {
			_, err := x.client.CountPendingDecisionTasks(x.ctx, &sdk.CountPendingDecisionTasksInput{Domain: nowhere, TaskList: list})
			return err
		},
		"PollForActivityTask": func() error {
			_, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{Domain: nowhere, TaskList: list})
			return err
		},
		"PollForDecisionTask": func() error {
			_, err := x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{Domain: nowhere, TaskList: list})
			return err
		},
		"DescribeWorkflowExecution": func() error {
			_, err := x.client.DescribeWorkflowExecution(x.ctx, &sdk.DescribeWorkflowExecutionInput{Domain: nowhere, Execution: e})
			return err
		},
		"GetWorkflowExecutionHistory": func() error {
			_, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: nowhere, Execution: e})
			return err
		},
		"ListActivityTypes": func() error {
			_, err := x.client.ListActivityTypes(x.ctx, &sdk.ListActivityTypesInput{
				Domain: nowhere, RegistrationStatus: types.RegistrationStatusRegistered,
			})
			return err
		},
		"TerminateWorkflowExecution": func() error {
			_, err := x.client.TerminateWorkflowExecution(x.ctx, &sdk.TerminateWorkflowExecutionInput{Domain: nowhere, WorkflowId: new("w")})
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			expectFault[*types.UnknownResourceFault](t, call(), "Unknown domain: nowhere")
		})
	}
}

// What this version does not offer yet is answered as an operation that the service does not know.
func TestNotOffered(t *testing.T) {
	x := onShared(t)
	arn := new("arn:aws:swf:us-east-1:" + x.account + ":/domain/" + domain)
	when := &types.ExecutionTimeFilter{OldestDate: aws.Time(startOfTests)}
	calls := map[string]func() error{
		"ListOpenWorkflowExecutions": func() error {
			_, err := x.client.ListOpenWorkflowExecutions(x.ctx, &sdk.ListOpenWorkflowExecutionsInput{
				Domain: new(domain), StartTimeFilter: when,
			})
			return err
		},
		"ListClosedWorkflowExecutions": func() error {
			_, err := x.client.ListClosedWorkflowExecutions(x.ctx, &sdk.ListClosedWorkflowExecutionsInput{
				Domain: new(domain), StartTimeFilter: when,
			})
			return err
		},
		"CountOpenWorkflowExecutions": func() error {
			_, err := x.client.CountOpenWorkflowExecutions(x.ctx, &sdk.CountOpenWorkflowExecutionsInput{
				Domain: new(domain), StartTimeFilter: when,
			})
			return err
		},
		"CountClosedWorkflowExecutions": func() error {
			_, err := x.client.CountClosedWorkflowExecutions(x.ctx, &sdk.CountClosedWorkflowExecutionsInput{
				Domain: new(domain), StartTimeFilter: when,
			})
			return err
		},
		"ListTagsForResource": func() error {
			_, err := x.client.ListTagsForResource(x.ctx, &sdk.ListTagsForResourceInput{ResourceArn: arn})
			return err
		},
		"TagResource": func() error {
			_, err := x.client.TagResource(x.ctx, &sdk.TagResourceInput{ResourceArn: arn, Tags: []types.ResourceTag{{Key: new("k")}}})
			return err
		},
		"UntagResource": func() error {
			_, err := x.client.UntagResource(x.ctx, &sdk.UntagResourceInput{ResourceArn: arn, TagKeys: []string{"k"}})
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			// The error has no text; the SDK says so in this way.
			expectCode(t, call(), "UnknownOperationException", "UnknownError")
		})
	}
}
