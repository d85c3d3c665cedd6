package blackbox

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// withPolicy starts a run that has a child policy.
func withPolicy(policy types.ChildPolicy) func(*sdk.StartWorkflowExecutionInput) {
	return func(in *sdk.StartWorkflowExecutionInput) { in.ChildPolicy = policy }
}

// startFamily starts a parent with a child. The parent's history is that of H19 up to event 7: the decision task for its child's start
// waits.
func startFamily(x *tenant, changes ...func(*sdk.StartWorkflowExecutionInput)) (parent, child *run) {
	x.t.Helper()
	return startFamilyWith(x, types.StartChildWorkflowExecutionDecisionAttributes{}, changes...)
}

func startFamilyWith(
	x *tenant, a types.StartChildWorkflowExecutionDecisionAttributes, changes ...func(*sdk.StartWorkflowExecutionInput),
) (parent, child *run) {
	x.t.Helper()
	parent = x.start("parent", changes...)
	parent.decide(startChild("child", a))
	return parent, parent.adoptChild(workflowList)
}

// adoptChild waits until the run's first child has started and takes it into the care of the test.
func (r *run) adoptChild(list string) *run {
	r.x.t.Helper()
	r.await(types.EventTypeChildWorkflowExecutionStarted)
	for _, e := range r.sdkHistory() {
		if a := e.ChildWorkflowExecutionStartedEventAttributes; a != nil {
			return r.x.adopt(aws.ToString(a.WorkflowExecution.WorkflowId), aws.ToString(a.WorkflowExecution.RunId), list)
		}
	}
	panic("not reached")
}

// The beginning of a parent's history.
const parentBeginning = `
	1 a WorkflowExecutionStarted {"parentInitiatedEventId":0}
	2 a DecisionTaskScheduled {}
	3 b DecisionTaskStarted {"scheduledEventId":2}
	4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
	5 c StartChildWorkflowExecutionInitiated {"workflowId":"W1","childPolicy":"TERMINATE","control":"planted control",
		"input":"planted input","executionStartToCloseTimeout":"50","taskStartToCloseTimeout":"40","taskList":{"name":"deciders"},
		"workflowType":{"name":"order","version":"1"},"decisionTaskCompletedEventId":4}
	6 d ChildWorkflowExecutionStarted {"workflowExecution":{"workflowId":"W1","runId":"R1"},"initiatedEventId":5,
		"workflowType":{"name":"order","version":"1"}}
	7 d DecisionTaskScheduled {}
`

const childBeginning = `
	1 a WorkflowExecutionStarted {"parentWorkflowExecution":{"workflowId":"W1","runId":"R1"},"parentInitiatedEventId":5,
		"childPolicy":"TERMINATE","input":"planted input"}
	2 a DecisionTaskScheduled {"taskList":{"name":"deciders"}}
`

// H19: each way in which a child can end, and what its parent hears of it.
func TestChildEnds(t *testing.T) {
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]struct {
		// close ends the child; in its history this is event, and in its parent's news.
		close       func(child *run)
		event, news string
	}{
		"completed": {
			func(child *run) { child.decide(completeWorkflow()) },
			`5 c WorkflowExecutionCompleted {"decisionTaskCompletedEventId":4,"result":"planted result"}`,
			`ChildWorkflowExecutionCompleted {"result":"planted result"`,
		},
		"failed": {
			func(child *run) { child.decide(failWorkflow()) },
			`5 c WorkflowExecutionFailed {"decisionTaskCompletedEventId":4,"reason":"planted reason"}`,
			`ChildWorkflowExecutionFailed {"reason":"planted reason","details":"planted details"`,
		},
		"canceled": {
			func(child *run) { child.decide(cancelWorkflow()) },
			`5 c WorkflowExecutionCanceled {"decisionTaskCompletedEventId":4,"details":"planted details"}`,
			`ChildWorkflowExecutionCanceled {"details":"planted details"`,
		},
		"terminated": {
			func(child *run) { child.decide(); child.terminate() },
			`5 d WorkflowExecutionTerminated {"cause":"OPERATOR_INITIATED","reason":"planted reason"}`,
			`ChildWorkflowExecutionTerminated {"reason":null`,
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newTenant(t, server)
			parent, child := startFamily(x)
			info := child.describe().ExecutionInfo
			if info.Parent == nil || aws.ToString(info.Parent.RunId) != parent.id || parent.describe().OpenCounts.OpenChildWorkflowExecutions != 1 {
				t.Errorf("the child is described as %+v, its parent's counts as %+v", info, parent.describe().OpenCounts)
			}
			parent.decide()
			end.close(child)
			parent.decide(completeWorkflow())
			parent.expect(parentBeginning+`
				8 e DecisionTaskStarted {"scheduledEventId":7}
				9 f DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
				10 g `+end.news+`,"workflowExecution":{"workflowId":"W1","runId":"R1"},"initiatedEventId":5,"startedEventId":6}
				11 g DecisionTaskScheduled {}
				12 h DecisionTaskStarted {"scheduledEventId":11}
				13 i DecisionTaskCompleted {"scheduledEventId":11,"startedEventId":12}
				14 i WorkflowExecutionCompleted {"decisionTaskCompletedEventId":13}`, child)
			child.expect(childBeginning+`
				3 b DecisionTaskStarted {"scheduledEventId":2}
				4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
				`+end.event, parent)
		})
	}
}

// H24: a child that nobody decides for times out, before its parent's next decision task is taken.
func TestChildTimesOut(t *testing.T) {
	x := onShared(t)
	parent, child := startFamilyWith(x, types.StartChildWorkflowExecutionDecisionAttributes{ExecutionStartToCloseTimeout: new("1")})
	parent.await(types.EventTypeChildWorkflowExecutionTimedOut)
	parent.decide(completeWorkflow())
	child.expect(`
		1 a WorkflowExecutionStarted {"parentWorkflowExecution":{"workflowId":"W1","runId":"R1"},"parentInitiatedEventId":5,
			"executionStartToCloseTimeout":"1"}
		2 a DecisionTaskScheduled {}
		3 b WorkflowExecutionTimedOut {"timeoutType":"START_TO_CLOSE","childPolicy":"TERMINATE"}`, parent)
	events := parent.history()
	expectEventTypes(t, events[6:], "DecisionTaskScheduled", "ChildWorkflowExecutionTimedOut", "DecisionTaskStarted", "DecisionTaskCompleted",
		"WorkflowExecutionCompleted")
}

// H20 to H22: what becomes of a child when its parent closes.
func TestChildPolicy(t *testing.T) {
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	closes := map[string]func(parent *run){
		"complete":  func(parent *run) { parent.decide(completeWorkflow()) },
		"fail":      func(parent *run) { parent.decide(failWorkflow()) },
		"cancel":    func(parent *run) { parent.decide(cancelWorkflow()) },
		"terminate": func(parent *run) { parent.terminate() },
	}
	for name, closeParent := range closes {
		t.Run("TERMINATE, "+name, func(t *testing.T) {
			t.Parallel()
			x := newTenant(t, server)
			parent, child := startFamily(x)
			closeParent(parent)
			child.awaitClose(types.CloseStatusTerminated)
			child.expect(childBeginning+`
				3 b WorkflowExecutionTerminated {"cause":"CHILD_POLICY_APPLIED","childPolicy":"TERMINATE","reason":null,"details":null}`, parent)
		})
	}
	t.Run("REQUEST_CANCEL, complete", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, server)
		parent, child := startFamily(x, withPolicy(types.ChildPolicyRequestCancel))
		child.decide()
		parent.decide(completeWorkflow())
		child.decide(completeWorkflow())
		child.expect(childBeginning+`
			3 b DecisionTaskStarted {"scheduledEventId":2}
			4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
			5 d WorkflowExecutionCancelRequested {"cause":"CHILD_POLICY_APPLIED","externalInitiatedEventId":0,
				"externalWorkflowExecution":{"workflowId":"W1","runId":"R1"}}
			6 d DecisionTaskScheduled {}
			7 e DecisionTaskStarted {"scheduledEventId":6}
			8 f DecisionTaskCompleted {"scheduledEventId":6,"startedEventId":7}
			9 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":8}`, parent)
	})
	t.Run("ABANDON, terminate", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, server)
		parent, child := startFamily(x, withPolicy(types.ChildPolicyAbandon))
		parent.terminate()
		child.decide(completeWorkflow())
		child.awaitClose(types.CloseStatusCompleted)
		events := parent.history()
		expectEventTypes(t, events[6:], "DecisionTaskScheduled", "WorkflowExecutionTerminated")
	})
	t.Run("the policy of a termination beats the run's", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, server)
		parent, child := startFamily(x, withPolicy(types.ChildPolicyAbandon))
		_, err := x.client.TerminateWorkflowExecution(x.ctx, &sdk.TerminateWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: &parent.workflowID, ChildPolicy: types.ChildPolicyTerminate,
		})
		x.must(err)
		child.awaitClose(types.CloseStatusTerminated)
	})
	t.Run("a time-out applies the policy, down to the grandchildren", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, server)
		parent, child := startFamily(x, func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = new("4") })
		child.decide(startChild("grandchild", types.StartChildWorkflowExecutionDecisionAttributes{}))
		grandchild := child.adoptChild(workflowList)
		parent.awaitClose(types.CloseStatusTimedOut)
		grandchild.awaitClose(types.CloseStatusTerminated)
	})
}

// A parent that closes in the batch that starts its child: the promise is kept, and then its policy applies.
func TestChildOfClosedParent(t *testing.T) {
	x := onShared(t)
	parent := x.start("parent")
	parent.decide(startChild("child", types.StartChildWorkflowExecutionDecisionAttributes{}), completeWorkflow())
	events := parent.history()
	expectEventTypes(t, events[4:], "StartChildWorkflowExecutionInitiated", "WorkflowExecutionCompleted")
	for {
		// The workflowId is free again once the child has come and gone.
		out, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new("child"), WorkflowType: workflowType,
		})
		if err == nil {
			x.adopt("child", *out.RunId, workflowList)
			return
		}
		expectFault[*types.WorkflowExecutionAlreadyStartedFault](t, err, "Already Started")
		x.pause()
	}
}

// H25: the child's workflowId is taken.
func TestChildAlreadyRunning(t *testing.T) {
	x := onShared(t)
	x.start("taken")
	parent := x.start("parent")
	parent.decide(startChild("taken", types.StartChildWorkflowExecutionDecisionAttributes{}))
	parent.decide(completeWorkflow())
	parent.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c StartChildWorkflowExecutionInitiated {"workflowId":"taken","decisionTaskCompletedEventId":4}
		6 d StartChildWorkflowExecutionFailed {"workflowId":"taken","cause":"WORKFLOW_ALREADY_RUNNING","control":"planted control",
			"initiatedEventId":5,"decisionTaskCompletedEventId":4}
		7 d DecisionTaskScheduled {}
		8 e DecisionTaskStarted {"scheduledEventId":7}
		9 f DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
		10 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":9}`)
}

// H26, and its twin for cancel requests: one run reaches another, both sides tell of it.
func TestExternal(t *testing.T) {
	x := onShared(t)
	target, sender := x.start("target"), x.start("sender")
	target.decide()
	sender.decide(signalExternal("target", &target.id), cancelExternal("target", nil))
	target.await(types.EventTypeWorkflowExecutionCancelRequested)
	sender.await(types.EventTypeExternalWorkflowExecutionCancelRequested)
	if !target.describe().ExecutionInfo.CancelRequested {
		t.Error("the target does not tell of its cancel request")
	}
	sender.decide(completeWorkflow())
	target.decide(cancelWorkflow())
	sender.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c SignalExternalWorkflowExecutionInitiated {"workflowId":"W1","runId":"R1","signalName":"hello","input":"planted signal",
			"control":"planted control","decisionTaskCompletedEventId":4}
		6 c RequestCancelExternalWorkflowExecutionInitiated {"workflowId":"W1","runId":null,"control":"planted control",
			"decisionTaskCompletedEventId":4}
		7 d ExternalWorkflowExecutionSignaled {"workflowExecution":{"workflowId":"W1","runId":"R1"},"initiatedEventId":5}
		8 d DecisionTaskScheduled {}
		9 e ExternalWorkflowExecutionCancelRequested {"workflowExecution":{"workflowId":"W1","runId":"R1"},"initiatedEventId":6}
		10 f DecisionTaskStarted {"scheduledEventId":8}
		11 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":10}
		12 g WorkflowExecutionCompleted {"decisionTaskCompletedEventId":11}`, target)
	target.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 d WorkflowExecutionSignaled {"signalName":"hello","input":"planted signal","externalInitiatedEventId":5,
			"externalWorkflowExecution":{"workflowId":"W1","runId":"R1"}}
		6 d DecisionTaskScheduled {}
		7 e WorkflowExecutionCancelRequested {"externalInitiatedEventId":6,"cause":null,
			"externalWorkflowExecution":{"workflowId":"W1","runId":"R1"}}
		8 f DecisionTaskStarted {"scheduledEventId":6}
		9 g DecisionTaskCompleted {"scheduledEventId":6,"startedEventId":8}
		10 g WorkflowExecutionCanceled {"decisionTaskCompletedEventId":9}`, sender)
}

// H27: there is nobody to reach, or not that run of his.
func TestExternalUnknown(t *testing.T) {
	x := onShared(t)
	x.start("somebody")
	sender := x.start("sender")
	sender.decide(signalExternal("nobody", nil), cancelExternal("somebody", new("no such run")))
	sender.await(types.EventTypeRequestCancelExternalWorkflowExecutionFailed)
	sender.await(types.EventTypeSignalExternalWorkflowExecutionFailed)
	sender.decide(completeWorkflow())
	found := 0
	for _, e := range sender.sdkHistory() {
		if a := e.SignalExternalWorkflowExecutionFailedEventAttributes; a != nil {
			found++
			if a.Cause != "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION" || a.InitiatedEventId != 5 || a.RunId != nil || *a.Control != planted+" control" {
				t.Errorf("the failed signal is told as %+v", a)
			}
		}
		if a := e.RequestCancelExternalWorkflowExecutionFailedEventAttributes; a != nil {
			found++
			if a.Cause != "UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION" || a.InitiatedEventId != 6 || *a.RunId != "no such run" {
				t.Errorf("the failed cancel request is told as %+v", a)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d failures are told, not 2", found)
	}
}

// A run may signal itself; and a promise to another one is kept although the sender closes in the same batch.
func TestExternalToItselfAndOnLeaving(t *testing.T) {
	x := onShared(t)
	r, other := x.start("w"), x.start("other")
	r.decide(signalExternal("w", nil))
	r.await(types.EventTypeExternalWorkflowExecutionSignaled)
	r.decide(signalExternal("other", nil), completeWorkflow())
	other.await(types.EventTypeWorkflowExecutionSignaled)
	events := r.history()
	expectEventTypes(t, events[4:8], "SignalExternalWorkflowExecutionInitiated", "WorkflowExecutionSignaled", "DecisionTaskScheduled",
		"ExternalWorkflowExecutionSignaled")
	expectEventTypes(t, events[len(events)-2:], "SignalExternalWorkflowExecutionInitiated", "WorkflowExecutionCompleted")
}

// H28: a run continues as a new one; what the decision does not give comes from the type, not from the old run.
func TestContinueAsNew(t *testing.T) {
	x := onShared(t)
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) {
		in.TagList = []string{"old"}
		in.ExecutionStartToCloseTimeout = new("49")
		in.ChildPolicy = types.ChildPolicyAbandon
	})
	r.decide(continueAsNew(types.ContinueAsNewWorkflowExecutionDecisionAttributes{
		Input: new(planted + " next"), TagList: []string{"new"}, TaskStartToCloseTimeout: new("39"),
	}))
	events := r.sdkHistory()
	next := x.adopt("w", *events[len(events)-1].WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId, workflowList)
	_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("w"), WorkflowType: workflowType,
	})
	expectFault[*types.WorkflowExecutionAlreadyStartedFault](t, err, "Already Started")
	next.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {"tagList":["old"],"executionStartToCloseTimeout":"49","childPolicy":"ABANDON"}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c WorkflowExecutionContinuedAsNew {"decisionTaskCompletedEventId":4,"newExecutionRunId":"R1","input":"planted next",
			"tagList":["new"],"childPolicy":"TERMINATE","executionStartToCloseTimeout":"50","taskStartToCloseTimeout":"39",
			"taskList":{"name":"deciders"},"workflowType":{"name":"order","version":"1"}}`, next)
	next.expect(`
		1 a WorkflowExecutionStarted {"continuedExecutionRunId":"R1","input":"planted next","parentInitiatedEventId":0,"tagList":["new"],
			"childPolicy":"TERMINATE","executionStartToCloseTimeout":"50","taskStartToCloseTimeout":"39","parentWorkflowExecution":null}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c WorkflowExecutionCompleted {"decisionTaskCompletedEventId":4}`, r)
	if s := r.describe().ExecutionInfo.CloseStatus; s != types.CloseStatusContinuedAsNew {
		t.Errorf("the old run closed with %q", s)
	}
}

// A child that continues as new stays the child of its parent, which hears of its end only.
func TestChildContinuesAsNew(t *testing.T) {
	x := onShared(t)
	parent, child := startFamily(x)
	parent.decide()
	child.decide(continueAsNew(types.ContinueAsNewWorkflowExecutionDecisionAttributes{}))
	events := child.sdkHistory()
	next := x.adopt("child", *events[len(events)-1].WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId, workflowList)
	next.decide(completeWorkflow())
	parent.decide(completeWorkflow())
	next.expect(`
		1 a WorkflowExecutionStarted {"continuedExecutionRunId":"R2","parentWorkflowExecution":{"workflowId":"W1","runId":"R1"},
			"parentInitiatedEventId":5}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c WorkflowExecutionCompleted {"decisionTaskCompletedEventId":4}`, parent, child)
	parent.expect(parentBeginning+`
		8 e DecisionTaskStarted {"scheduledEventId":7}
		9 f DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
		10 g ChildWorkflowExecutionCompleted {"workflowExecution":{"workflowId":"W1","runId":"R2"},"initiatedEventId":5,"startedEventId":6}
		11 g DecisionTaskScheduled {}
		12 h DecisionTaskStarted {"scheduledEventId":11}
		13 i DecisionTaskCompleted {"scheduledEventId":11,"startedEventId":12}
		14 i WorkflowExecutionCompleted {"decisionTaskCompletedEventId":13}`, child, next)
}
