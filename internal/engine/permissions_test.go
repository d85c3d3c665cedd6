package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/swf"
)

// underPolicies runs a test in a world whose caller may do what a document says, once everything is registered. Only decisions are judged:
// calls are, before they come here.
func underPolicies(t *testing.T, statements string, test func(*world)) {
	d, err := policy.Parse([]byte(`{"Version": "2012-10-17", "Statement": [` + statements + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	inWorld(t, func(w *world) {
		w.close()
		w.config = func(c *Config) { c.Permissions = access.Policies{} }
		w.open()
		w.caller.User = &access.User{Account: w.caller.Account, Name: "decider", Policies: []*policy.Document{d}}
		test(w)
	})
}

// allowed is a statement that allows an action if a condition, a JSON object, holds.
func allowed(action, condition string) string {
	return fmt.Sprintf(`{"Effect": "Allow", "Action": "swf:%s", "Resource": "arn:aws:swf:us-east-1:111111111111:/domain/d", "Condition": %s}`, action, condition)
}

// outcome is what a decision task made of its decisions: the types of the events behind DecisionTaskCompleted, and the causes of failures.
func outcome(w *world, run swf.WorkflowExecution) string {
	w.t.Helper()
	var after []string
	for _, e := range w.history(run) {
		if e.Type() == swf.EventTypeDecisionTaskCompleted {
			after = nil
			continue
		}
		b, err := json.Marshal(e.Attributes)
		if err != nil {
			w.t.Fatal(err)
		}
		var failed struct{ Cause string }
		if err := json.Unmarshal(b, &failed); err != nil {
			w.t.Fatal(err)
		}
		name := string(e.Type())
		if failed.Cause != "" {
			name += "(" + failed.Cause + ")"
		}
		after = append(after, name)
	}
	return strings.Join(after, " ")
}

func schedule(id string) *swf.ScheduleActivityTaskDecisionAttributes {
	return &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: id}
}

// TestWhoMayNotDecideAnything: each decision fails with an event of its own, and the run goes on with another decision task.
func TestWhoMayNotDecideAnything(t *testing.T) {
	underPolicies(t, allowed("RespondDecisionTaskCompleted", "{}"), func(w *world) {
		run := w.start("w")
		w.decide(w.pollDecision(), &swf.RecordMarkerDecisionAttributes{MarkerName: "m"},
			&swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "1"})
		want := "RecordMarkerFailed(OPERATION_NOT_PERMITTED) StartTimerFailed(OPERATION_NOT_PERMITTED) DecisionTaskScheduled"
		if got := outcome(w, run); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		// Whoever decides nothing needs no more than that.
		w.decide(w.pollDecision())
		if got := outcome(w, run); got != "" {
			t.Errorf("no decisions have brought %s", got)
		}
	})
}

// TestWhoMayNotClose: the run stays open.
func TestWhoMayNotClose(t *testing.T) {
	all := `{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "swf:Co*WorkflowExecution", "Resource": "*"},` +
		`{"Effect": "Deny", "Action": ["swf:FailWorkflowExecution", "swf:CancelWorkflowExecution"], "Resource": "*"}`
	underPolicies(t, all, func(w *world) {
		run := w.start("w")
		for _, c := range []struct {
			decision swf.DecisionAttributes
			want     string
		}{
			{&swf.CompleteWorkflowExecutionDecisionAttributes{}, "CompleteWorkflowExecutionFailed"},
			{&swf.FailWorkflowExecutionDecisionAttributes{}, "FailWorkflowExecutionFailed"},
			{&swf.CancelWorkflowExecutionDecisionAttributes{}, "CancelWorkflowExecutionFailed"},
			{&swf.ContinueAsNewWorkflowExecutionDecisionAttributes{}, "ContinueAsNewWorkflowExecutionFailed"},
		} {
			w.decide(w.pollDecision(), c.decision)
			if got := outcome(w, run); got != c.want+"(OPERATION_NOT_PERMITTED) DecisionTaskScheduled" {
				t.Errorf("%s, want %s", got, c.want)
			}
		}
		if status := w.describe(run).ExecutionInfo.ExecutionStatus; status != swf.ExecutionStatusOpen {
			t.Errorf("the run is %s", status)
		}
	})
}

// TestWhoMayScheduleSome: of a list of decisions, those that are allowed go on. The refusal comes before whatever else is wrong.
func TestWhoMayScheduleSome(t *testing.T) {
	underPolicies(t, allowed("ScheduleActivityTask", `{"StringEquals": {"swf:activityType.name": "work"}}`), func(w *world) {
		run := w.start("w")
		other := schedule("b")
		other.ActivityType.Name = "no such type"
		w.decide(w.pollDecision(), schedule("a"), other, schedule("c"))
		want := "ActivityTaskScheduled ScheduleActivityTaskFailed(OPERATION_NOT_PERMITTED) ActivityTaskScheduled DecisionTaskScheduled"
		if got := outcome(w, run); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	})
}

// TestDefaultsCountForDecisions: a task list that a decision leaves out is the type's, of the version that it names.
func TestDefaultsCountForDecisions(t *testing.T) {
	statements := allowed("ScheduleActivityTask", `{"StringEquals": {"swf:taskList.name": "workers"}}`) + "," +
		allowed("StartChildWorkflowExecution", `{"StringEquals": {"swf:taskList.name": "deciders"}}`) + "," +
		allowed("ContinueAsNewWorkflowExecution", `{"StringEquals": {"swf:taskList.name": "of version 2", "swf:workflowTypeVersion": "2"}}`)
	underPolicies(t, statements, func(w *world) {
		second := swf.NewRegisterWorkflowTypeInput("d", "order", "2")
		second.DefaultTaskList = &swf.TaskList{Name: "of version 2"}
		second.DefaultExecutionStartToCloseTimeout, second.DefaultTaskStartToCloseTimeout = new("60"), new("60")
		second.DefaultChildPolicy = swf.ChildPolicyTerminate
		must(w, w.calls().RegisterWorkflowType)(second)
		run := w.start("w")
		elsewhere := schedule("b")
		elsewhere.TaskList = &swf.TaskList{Name: "elsewhere"}
		w.decide(w.pollDecision(), schedule("a"), elsewhere,
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "c", WorkflowType: orderType},
			&swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})
		want := "ActivityTaskScheduled ScheduleActivityTaskFailed(OPERATION_NOT_PERMITTED) StartChildWorkflowExecutionInitiated " +
			"ContinueAsNewWorkflowExecutionFailed(OPERATION_NOT_PERMITTED) DecisionTaskScheduled"
		if got := outcome(w, run); !strings.HasPrefix(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
		// The child's decision task lies on the same list; that the child has started is known before the parent's is taken.
		w.sleep(0)
		task := w.pollDecision()
		if task.WorkflowExecution.WorkflowID != "w" {
			task = w.pollDecision()
		}
		w.decide(task, &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{WorkflowTypeVersion: new("2")})
		if got := outcome(w, run); got != "WorkflowExecutionContinuedAsNew" {
			t.Errorf("to continue with version 2 has brought %s", got)
		}
	})
}

// TestTagsOfTheDomainCountForDecisions, as they are when the decisions come.
func TestTagsOfTheDomainCountForDecisions(t *testing.T) {
	underPolicies(t, allowed("RecordMarker", `{"StringEquals": {"aws:ResourceTag/stage": "prod"}}`), func(w *world) {
		run := w.start("w")
		marker := &swf.RecordMarkerDecisionAttributes{MarkerName: "m"}
		w.decide(w.pollDecision(), marker)
		if got := outcome(w, run); !strings.HasPrefix(got, "RecordMarkerFailed(OPERATION_NOT_PERMITTED)") {
			t.Errorf("before: %s", got)
		}
		must(w, w.calls().TagResource)(swf.NewTagResourceInput(
			"arn:aws:swf:us-east-1:111111111111:/domain/d", []swf.ResourceTag{{Key: "Stage", Value: new("prod")}}))
		w.decide(w.pollDecision(), marker)
		if got := outcome(w, run); got != "MarkerRecorded" {
			t.Errorf("after: %s", got)
		}
	})
}

// TestTheRegistryTellsWhatPoliciesAsk, and of other scopes, domains and types nothing.
func TestTheRegistryTellsWhatPoliciesAsk(t *testing.T) {
	inWorld(t, func(w *world) {
		in := swf.NewRegisterDomainInput("tagged", "7")
		in.Tags = []swf.ResourceTag{{Key: "k", Value: new("v")}}
		must(w, w.calls().RegisterDomain)(in)
		name := func(name string) access.Domain {
			return access.Domain{Account: w.caller.Account, Region: w.caller.Region, Name: name}
		}
		if d, ok := w.engine.TaskDomain(1); !ok || d != name("d") {
			t.Errorf("domain 1 is %v, %v", d, ok)
		}
		if d, ok := w.engine.TaskDomain(9); ok || d != (access.Domain{}) {
			t.Errorf("domain 9 is %v", d)
		}
		elsewhere := access.Domain{Account: "222222222222", Region: w.caller.Region, Name: "tagged"}
		if got := w.engine.ResourceTags(name("tagged")); len(got) != 1 || got[0].Key != "k" {
			t.Errorf("the tags are %v", got)
		}
		for _, none := range []access.Domain{name("none"), name("d"), elsewhere} {
			if got := w.engine.ResourceTags(none); got != nil {
				t.Errorf("the tags of %v are %v", none, got)
			}
		}
		if got := w.engine.DefaultTaskList(name("d"), orderType); got == nil || got.Name != "deciders" {
			t.Errorf("the default task list is %v", got)
		}
		for _, none := range []access.Domain{name("none"), name("tagged"), elsewhere} {
			if got := w.engine.DefaultTaskList(none, orderType); got != nil {
				t.Errorf("the default task list in %v is %v", none, got)
			}
		}
	})
}

// TestAPageIsOfTheListThatWasAllowed: a page token is no way to the history of a task of another list than the caller says, on which
// the verdict was based.
func TestAPageIsOfTheListThatWasAllowed(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start("w")
		in := swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "deciders"})
		in.MaximumPageSize = 1
		first := must(w, w.calls().PollForDecisionTask)(in)
		other := swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "allowed"})
		other.MaximumPageSize, other.NextPageToken = 1, first.NextPageToken
		refused(w, w.calls().PollForDecisionTask, other, "ValidationException: Invalid token")
		in.NextPageToken = first.NextPageToken
		if got, err := w.calls().PollForDecisionTask(context.Background(), in); err != nil || len(events(t, got.EncodedEvents)) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}
