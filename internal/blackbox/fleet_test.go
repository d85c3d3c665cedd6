package blackbox

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

// fleet is the clients of the kill test. Each call is one attempt; who does not get an answer makes another call, if at all. Of a fleet
// that tries again this is true only of calls that may be repeated; see losses.
type fleet struct {
	x       *tenant
	journal *journal
	seed    uint64
	crew    sync.WaitGroup
	// draining tells that no more faults will come: from now on, nobody abandons what he has begun.
	draining atomic.Bool
	// losses is nil unless the fleet tries again.
	losses *losses
}

// There are 64 of them. The first of each kind is on a slow line.
const (
	customers  = 16
	deciders   = 14
	workers    = 26
	readers    = 2
	registrars = 3
	auditors   = 3
)

// How long, in seconds, a decider may take, a worker be silent, and an order live. What was lost in a kill is given out again after that.
const (
	decisionTime = "2"
	silenceTime  = "2"
	orderTime    = "3600"
)

// The types of the fleet: an order has activities, timers and a child; its child has an activity and signals its parent.
var childType = &types.WorkflowType{Name: new("child"), Version: new("1")}

// start lets customers work until the first context ends, and all others until the second one ends.
func (f *fleet) start(customersUntil, until context.Context) {
	launch := func(ctx context.Context, n int, kind string, work func(context.Context, *client)) {
		for i := range n {
			c := f.client(fmt.Sprintf("%s-%d", kind, i), i == 0)
			f.crew.Go(func() {
				for ctx.Err() == nil {
					work(ctx, c)
				}
			})
		}
	}
	launch(customersUntil, customers, "customer", f.order)
	launch(customersUntil, readers, "reader", f.read)
	launch(customersUntil, auditors, "auditor", f.audit)
	for i := range registrars {
		r := f.registrar(f.client(fmt.Sprint("registrar-", i), false))
		f.crew.Go(func() {
			for customersUntil.Err() == nil {
				r.work(customersUntil)
			}
		})
	}
	launch(until, deciders, "decider", f.decide)
	launch(until, workers, "worker", f.work)
}

// client is one member of the fleet, with a random source of his own.
type client struct {
	*sdk.Client
	// acting is for calls that do something that may not be done twice.
	acting *sdk.Client
	name   string
	rand   *rand.Rand
	n      int
}

func (f *fleet) client(name string, slow bool) *client {
	line := newTransport
	if slow {
		line = newSlowTransport
	}
	h := fnv.New64a()
	// Writing to a hash never fails.
	_, _ = h.Write([]byte(name))
	c := &client{
		Client: newClientOver(line(), f.x.server.address, f.x.account, region), name: name,
		rand: rand.New(rand.NewPCG(f.seed, h.Sum64())),
	}
	c.acting = c.Client
	if f.losses != nil {
		c.acting = f.losses.client(f, c)
	}
	return c
}

// chance is true once in n times.
func (c *client) chance(n int) bool { return c.rand.IntN(n) == 0 }

// pause waits a while, and reports whether ctx has not ended.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// breath is how long a client waits after a call that has failed.
const breath = 20 * time.Millisecond

// order starts a run, signals it, sometimes asks it to cancel or terminates it, and waits for its end.
func (f *fleet) order(ctx context.Context, c *client) {
	c.n++
	workflowID := fmt.Sprintf("%s order %d", c.name, c.n)
	marker := f.journal.marker(c.name)
	if c.chance(20) {
		marker = padded(marker)
	}
	out, err := c.acting.StartWorkflowExecution(f.x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &workflowID, WorkflowType: workflowType, Input: &marker,
		TaskStartToCloseTimeout: new(decisionTime), ExecutionStartToCloseTimeout: new(orderTime),
	})
	e := entry{Call: historycheck.Call{Client: c.name, Operation: "StartWorkflowExecution", Marker: marker, WorkflowID: workflowID}}
	if err == nil {
		e.RunID = aws.ToString(out.RunId)
	}
	if f.journal.note(err, e) != historycheck.Acknowledged {
		pause(ctx, breath)
		return
	}
	for range c.rand.IntN(4) {
		pause(ctx, time.Duration(c.rand.IntN(60))*time.Millisecond)
		f.signal(c, workflowID)
	}
	if c.chance(6) {
		in := &sdk.RequestCancelWorkflowExecutionInput{Domain: new(domain), WorkflowId: &workflowID}
		_, err := c.acting.RequestCancelWorkflowExecution(f.x.ctx, in)
		f.journal.note(err, entry{Call: historycheck.Call{
			Client: c.name, Operation: "RequestCancelWorkflowExecution", WorkflowID: workflowID,
		}})
	}
	f.awaitEnd(ctx, c, &types.WorkflowExecution{WorkflowId: &workflowID, RunId: out.RunId}, c.chance(8))
}

// padded makes of a marker the longest text that SWF takes.
func padded(marker string) string { return marker + strings.Repeat(".", longestText-len(marker)) }

const longestText = 32_768

func (f *fleet) signal(c *client, workflowID string) {
	marker := f.journal.marker(c.name)
	_, err := c.acting.SignalWorkflowExecution(f.x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &workflowID, SignalName: new("hurry"), Input: &marker,
	})
	f.journal.note(err, entry{Call: historycheck.Call{
		Client: c.name, Operation: "SignalWorkflowExecution", Marker: marker, WorkflowID: workflowID,
	}})
}

// awaitEnd looks at the run now and then, for a few seconds at most. An impatient customer terminates it once its child has started:
// then the child can be found by what its parent's history says.
func (f *fleet) awaitEnd(ctx context.Context, c *client, e *types.WorkflowExecution, impatient bool) {
	for range 40 {
		if !pause(ctx, 100*time.Millisecond) {
			return
		}
		out, err := c.GetWorkflowExecutionHistory(f.x.ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(domain), Execution: e})
		f.noteRead(c, err, "GetWorkflowExecutionHistory", e, out)
		if err != nil || len(out.Events) == 0 {
			continue
		}
		childStarted := false
		for i := range out.Events {
			childStarted = childStarted || out.Events[i].EventType == types.EventTypeChildWorkflowExecutionStarted
		}
		switch {
		case closing(out.Events[len(out.Events)-1].EventType):
			return
		case impatient && childStarted:
			f.terminate(c, e)
			return
		}
	}
}

func closing(t types.EventType) bool {
	switch t {
	case types.EventTypeWorkflowExecutionCompleted, types.EventTypeWorkflowExecutionFailed, types.EventTypeWorkflowExecutionCanceled,
		types.EventTypeWorkflowExecutionContinuedAsNew, types.EventTypeWorkflowExecutionTerminated, types.EventTypeWorkflowExecutionTimedOut:
		return true
	}
	return false
}

func (f *fleet) terminate(c *client, e *types.WorkflowExecution) {
	marker := f.journal.marker(c.name)
	_, err := c.acting.TerminateWorkflowExecution(f.x.ctx, &sdk.TerminateWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: e.WorkflowId, RunId: e.RunId, Reason: &marker,
	})
	f.journal.note(err, entry{Call: historycheck.Call{
		Client: c.name, Operation: "TerminateWorkflowExecution", Marker: marker,
		WorkflowID: aws.ToString(e.WorkflowId), RunID: aws.ToString(e.RunId),
	}})
}

// read looks at the history of some run that others work on.
func (f *fleet) read(ctx context.Context, c *client) {
	runs := f.journal.known()
	if len(runs) > 0 {
		e := &runs[c.rand.IntN(len(runs))]
		out, err := c.GetWorkflowExecutionHistory(f.x.ctx, &sdk.GetWorkflowExecutionHistoryInput{Domain: new(domain), Execution: e})
		f.noteRead(c, err, "GetWorkflowExecutionHistory", e, out)
	}
	pause(ctx, 30*time.Millisecond)
}

func (f *fleet) noteRead(c *client, err error, operation string, e *types.WorkflowExecution, out *sdk.GetWorkflowExecutionHistoryOutput) {
	logged := entry{Call: historycheck.Call{
		Client: c.name, Operation: operation, WorkflowID: aws.ToString(e.WorkflowId), RunID: aws.ToString(e.RunId),
	}}
	if err == nil {
		logged.events = out.Events
	}
	f.journal.note(err, logged)
}

// decide polls for a decision task and answers it.
func (f *fleet) decide(ctx context.Context, c *client) {
	out, err := c.PollForDecisionTask(f.x.ctx, &sdk.PollForDecisionTaskInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: new(workflowList)}, Identity: &c.name,
	})
	call := historycheck.Call{Client: c.name, Operation: "PollForDecisionTask"}
	if err != nil || out.TaskToken == nil {
		f.journal.note(err, entry{Call: call})
		if err != nil {
			pause(ctx, breath)
		}
		return
	}
	call.WorkflowID, call.RunID = aws.ToString(out.WorkflowExecution.WorkflowId), aws.ToString(out.WorkflowExecution.RunId)
	call.StartedID = out.StartedEventId
	call.ScheduledID = out.Events[len(out.Events)-1].DecisionTaskStartedEventAttributes.ScheduledEventId
	f.journal.note(nil, entry{Call: call, events: out.Events})
	call.Operation = "RespondDecisionTaskCompleted"
	for f.answer(c, out, call) == historycheck.Unknown {
		if !f.draining.Load() && c.chance(2) || !pause(ctx, breath) {
			return
		}
	}
}

// answer answers a decision task once.
func (f *fleet) answer(c *client, out *sdk.PollForDecisionTaskOutput, call historycheck.Call) historycheck.Outcome {
	p := &plan{fleet: f, c: c, story: recall(out.Events), workflowID: call.WorkflowID}
	if aws.ToString(out.WorkflowType.Name) == aws.ToString(childType.Name) {
		p.decideChild()
	} else {
		p.decideOrder()
	}
	call.Marker = f.journal.marker(c.name)
	var more []entry
	for _, marker := range p.markers {
		more = append(more, entry{Call: historycheck.Call{
			Client: c.name, Operation: call.Operation, Marker: marker, WorkflowID: call.WorkflowID, RunID: call.RunID,
		}})
	}
	_, err := c.acting.RespondDecisionTaskCompleted(f.x.ctx, &sdk.RespondDecisionTaskCompletedInput{
		TaskToken: out.TaskToken, Decisions: p.decisions, ExecutionContext: &call.Marker,
	})
	return f.journal.note(err, entry{Call: call}, more...)
}

// work polls for an activity task and carries it out: beats, and then completes, fails, or cancels if it is told to. A few workers fall
// silent instead.
func (f *fleet) work(ctx context.Context, c *client) {
	out, err := c.PollForActivityTask(f.x.ctx, &sdk.PollForActivityTaskInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)}, Identity: &c.name,
	})
	call := historycheck.Call{Client: c.name, Operation: "PollForActivityTask"}
	if err != nil || out.TaskToken == nil {
		f.journal.note(err, entry{Call: call})
		if err != nil {
			pause(ctx, breath)
		}
		return
	}
	silent := !f.draining.Load() && c.chance(25)
	call.WorkflowID, call.RunID = aws.ToString(out.WorkflowExecution.WorkflowId), aws.ToString(out.WorkflowExecution.RunId)
	call.StartedID = out.StartedEventId
	f.journal.note(nil, entry{Call: call, ofActivity: true, healthy: !silent})
	canceled := false
	for range c.rand.IntN(4) {
		marker := f.journal.marker(c.name)
		out, err := c.RecordActivityTaskHeartbeat(f.x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: out.TaskToken, Details: &marker})
		call.Operation, call.Marker = "RecordActivityTaskHeartbeat", marker
		if f.journal.note(err, entry{Call: call, ofActivity: true}) == historycheck.Refused {
			return
		}
		canceled = err == nil && out.CancelRequested
		if !pause(ctx, time.Duration(c.rand.IntN(80))*time.Millisecond) {
			break
		}
	}
	if silent {
		return
	}
	for f.finish(c, out.TaskToken, canceled, call) == historycheck.Unknown {
		if !pause(ctx, breath) {
			return
		}
	}
}

// finish answers an activity task once.
func (f *fleet) finish(c *client, token *string, canceled bool, call historycheck.Call) historycheck.Outcome {
	call.Marker = f.journal.marker(c.name)
	var err error
	switch {
	case canceled:
		call.Operation = "RespondActivityTaskCanceled"
		_, err = c.acting.RespondActivityTaskCanceled(f.x.ctx, &sdk.RespondActivityTaskCanceledInput{TaskToken: token, Details: &call.Marker})
	case c.chance(10):
		call.Operation = "RespondActivityTaskFailed"
		_, err = c.acting.RespondActivityTaskFailed(f.x.ctx, &sdk.RespondActivityTaskFailedInput{TaskToken: token, Reason: &call.Marker})
	default:
		call.Operation = "RespondActivityTaskCompleted"
		_, err = c.acting.RespondActivityTaskCompleted(f.x.ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: token, Result: &call.Marker})
	}
	return f.journal.note(err, entry{Call: call, ofActivity: true})
}
