package engine

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// Many clients do all sorts of things to a few workflowIds at once, while the power goes away again and again. In the end every history
// is lawful; what was acknowledged before the power went is there, once; what readers saw has not changed; and the rows
// of every open run say what its history says.
func TestManyClientsAndLossesOfPower(t *testing.T) {
	inWorld(t, func(w *world) {
		s := &stress{world: w, invoked: map[string]int{}}
		w.config = func(c *Config) { c.Lambda, c.LambdaWorkers = s, 3 }
		w.restart(0)
		for round := range 5 {
			s.round(round)
		}
		if s.interrupted == 0 {
			t.Error("nobody was ever working on anything when the power went")
		}
		// What clients left behind comes to its end, by deliveries and time-outs.
		w.sleep(2000)
		s.judge()
		s.judgeProgress()
		w.restart(0)
		s.judgeProgress()
		s.judgeRows()
	})
}

const (
	clients      = 12
	callsOfRound = 500
)

// stress is a crowd of clients and what they were told.
type stress struct {
	*world
	// gone is set just before the power goes: whoever gets an answer later cannot trust it.
	gone atomic.Bool
	made atomic.Int64
	// interrupted counts the tasks that somebody was working on when the power went.
	interrupted int

	mu  sync.Mutex
	log []historycheck.Call
	// tasks are the tokens of activity tasks that workers have, and perhaps had before the power went.
	tasks []string
	// invoked counts the calls of Lambda functions by their inputs, which are unique.
	invoked map[string]int
}

// Invoke is a Lambda function that takes its time and fails now and then. What it is called for after the power has gone is forgotten, as
// the start of its task may be.
func (s *stress) Invoke(ctx context.Context, _ string, input *string) (string, error) {
	s.mu.Lock()
	if !s.gone.Load() {
		s.invoked[*input]++
	}
	s.mu.Unlock()
	chance := crc32.ChecksumIEEE([]byte(*input))
	took := time.NewTimer(time.Duration(chance%40) * time.Second)
	defer took.Stop()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-took.C:
	}
	if chance%3 == 0 {
		return "", &LambdaFailure{Reason: "Unhandled"}
	}
	return "done", nil
}

// round lets the clients work until the power goes, in the middle of their calls, and starts the server again.
func (s *stress) round(n int) {
	s.gone.Store(false)
	s.made.Store(0)
	enough := make(chan struct{})
	var group sync.WaitGroup
	for i := range clients {
		c := &client{stress: s, name: fmt.Sprintf("%d.%d", n, i), rand: rand.New(rand.NewPCG(uint64(n), uint64(i)))}
		group.Go(func() {
			for !s.gone.Load() {
				c.call()
				if s.made.Add(1) == callsOfRound {
					close(enough)
				}
			}
		})
	}
	<-enough
	s.gone.Store(true)
	after := s.fs.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 50, RNG: rand.New(rand.NewPCG(uint64(n), 0))})
	group.Wait()
	synctest.Wait()
	s.judgeProgress()
	s.close()
	s.fs = after
	s.open()
	synctest.Wait()
	s.interrupted += s.judgeProgress()
}

// client makes one call after the other, at random.
type client struct {
	*stress
	name  string
	rand  *rand.Rand
	count int
}

// marker is a text that nobody else uses.
func (c *client) marker() string {
	c.count++
	return fmt.Sprintf("%s.%d", c.name, c.count)
}

func (c *client) workflowID() string { return fmt.Sprint("w", c.rand.IntN(4)) }

// note writes down how a call ended.
func (c *client) note(call historycheck.Call, err error) {
	call.Client, call.Domain = c.name, "d"
	var fault swf.Fault
	switch {
	case c.gone.Load():
		call.Outcome, call.Events = historycheck.Unknown, nil
	case err == nil:
		call.Outcome = historycheck.Acknowledged
	case errors.As(err, &fault):
		call.Outcome = historycheck.Refused
	default:
		c.t.Errorf("%s: %v", call.Operation, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = append(c.log, call)
}

func (c *client) call() {
	switch n := c.rand.IntN(100); {
	case n < 15:
		c.startRun()
	case n < 35:
		c.signalRun()
	case n < 40:
		in := swf.NewRequestCancelWorkflowExecutionInput("d", c.workflowID())
		_, err := c.calls().RequestCancelWorkflowExecution(context.Background(), in)
		c.note(historycheck.Call{Operation: "RequestCancelWorkflowExecution", WorkflowID: in.WorkflowID}, err)
	case n < 42:
		in := swf.NewTerminateWorkflowExecutionInput("d", c.workflowID())
		in.Reason = new(c.marker())
		_, err := c.calls().TerminateWorkflowExecution(context.Background(), in)
		c.note(historycheck.Call{Operation: "TerminateWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Reason}, err)
	case n < 65:
		c.decideSomething()
	case n < 78:
		c.takeWork()
	case n < 95:
		c.doWork()
	default:
		c.read()
	}
}

func (c *client) startRun() {
	in := swf.NewStartWorkflowExecutionInput("d", c.workflowID(), orderType)
	in.Input, in.ExecutionStartToCloseTimeout, in.LambdaRole = new(c.marker()), new("900"), new("role")
	call := historycheck.Call{Operation: "StartWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input}
	out, err := c.calls().StartWorkflowExecution(context.Background(), in)
	if err == nil {
		call.RunID = *out.RunID
	}
	c.note(call, err)
}

func (c *client) signalRun() {
	in := swf.NewSignalWorkflowExecutionInput("d", c.workflowID(), "s")
	in.Input = new(c.marker())
	_, err := c.calls().SignalWorkflowExecution(context.Background(), in)
	c.note(historycheck.Call{Operation: "SignalWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input}, err)
}

// taskCall is what the log says of a call for a task.
func (c *client) taskCall(operation, token, workflowID string) historycheck.Call {
	task, err := c.engine.OpenTask(token)
	if err != nil {
		c.t.Errorf("%s: %v", operation, err)
	}
	return historycheck.Call{
		Operation: operation, WorkflowID: workflowID, RunID: task.RunID, ScheduledID: task.ScheduledID, StartedID: task.StartedID,
	}
}

func (c *client) decideSomething() {
	task, err := c.calls().PollForDecisionTask(context.Background(), decisionPoll())
	if err != nil || task.TaskToken == "" {
		return
	}
	poll := c.taskCall("PollForDecisionTask", task.TaskToken, task.WorkflowExecution.WorkflowID)
	poll.Events = events(c.t, task.EncodedEvents)
	c.note(poll, nil)
	in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	in.ExecutionContext = new(c.marker())
	for range c.rand.IntN(4) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: c.decision()})
	}
	if c.rand.IntN(5) == 0 {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: c.end()})
	}
	answer := c.taskCall("RespondDecisionTaskCompleted", task.TaskToken, task.WorkflowExecution.WorkflowID)
	answer.Marker = *in.ExecutionContext
	_, err = c.with(task.TaskToken).RespondDecisionTaskCompleted(context.Background(), in)
	c.note(answer, err)
}

func (c *client) decision() swf.DecisionAttributes {
	id := fmt.Sprint(c.rand.IntN(5))
	switch c.rand.IntN(9) {
	case 0:
		return &swf.StartTimerDecisionAttributes{TimerID: id, StartToFireTimeout: fmt.Sprint(c.rand.IntN(100))}
	case 1:
		return &swf.CancelTimerDecisionAttributes{TimerID: id}
	case 2:
		return &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: id}
	case 3:
		return &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowID: c.workflowID(), WorkflowType: orderType, ExecutionStartToCloseTimeout: new("900"),
			ChildPolicy: []swf.ChildPolicy{swf.ChildPolicyTerminate, swf.ChildPolicyRequestCancel, swf.ChildPolicyAbandon}[c.rand.IntN(3)],
		}
	case 4:
		return signalTo(c.workflowID(), "from a run")
	case 5:
		return &swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{WorkflowID: c.workflowID()}
	case 6:
		return &swf.ScheduleLambdaFunctionDecisionAttributes{
			ID: id, Name: "f", Input: new(c.marker()), StartToCloseTimeout: new(fmt.Sprint(1 + c.rand.IntN(60))),
		}
	default:
		return &swf.ScheduleActivityTaskDecisionAttributes{
			ActivityType: workType, ActivityID: id, HeartbeatTimeout: new("50"), ScheduleToStartTimeout: new(fmt.Sprint(50 + c.rand.IntN(100))),
		}
	}
}

func (c *client) end() swf.DecisionAttributes {
	switch c.rand.IntN(4) {
	case 0:
		return &swf.FailWorkflowExecutionDecisionAttributes{}
	case 1:
		return &swf.CancelWorkflowExecutionDecisionAttributes{}
	case 2:
		return &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{ExecutionStartToCloseTimeout: new("900")}
	default:
		return &swf.CompleteWorkflowExecutionDecisionAttributes{}
	}
}

func (c *client) takeWork() {
	task, err := c.calls().PollForActivityTask(context.Background(), swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: "workers"}))
	if err != nil || task.TaskToken == "" {
		return
	}
	c.note(c.taskCall("PollForActivityTask", task.TaskToken, task.WorkflowExecution.WorkflowID), nil)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tasks = append(c.tasks, task.TaskToken)
}

// doWork beats for a task or answers it; others may do so at the same time.
func (c *client) doWork() {
	c.mu.Lock()
	if len(c.tasks) == 0 {
		c.mu.Unlock()
		return
	}
	token := c.tasks[c.rand.IntN(len(c.tasks))]
	c.mu.Unlock()
	marker, calls := c.marker(), c.with(token)
	var operation string
	var err error
	switch c.rand.IntN(8) {
	case 0:
		operation = "RespondActivityTaskCompleted"
		in := swf.NewRespondActivityTaskCompletedInput(token)
		in.Result = &marker
		_, err = calls.RespondActivityTaskCompleted(context.Background(), in)
	case 1:
		operation = "RespondActivityTaskFailed"
		in := swf.NewRespondActivityTaskFailedInput(token)
		in.Reason = &marker
		_, err = calls.RespondActivityTaskFailed(context.Background(), in)
	case 2:
		operation = "RespondActivityTaskCanceled"
		in := swf.NewRespondActivityTaskCanceledInput(token)
		in.Details = &marker
		_, err = calls.RespondActivityTaskCanceled(context.Background(), in)
	default:
		operation = "RecordActivityTaskHeartbeat"
		in := swf.NewRecordActivityTaskHeartbeatInput(token)
		in.Details = &marker
		_, err = calls.RecordActivityTaskHeartbeat(context.Background(), in)
	}
	call := c.taskCall(operation, token, "")
	call.Marker = marker
	c.note(call, err)
}

// read reads the history of a run that it knows of.
func (c *client) read() {
	c.mu.Lock()
	var run swf.WorkflowExecution
	for _, call := range c.log {
		if call.Operation == "StartWorkflowExecution" && call.Outcome == historycheck.Acknowledged && c.rand.IntN(3) == 0 {
			run = swf.WorkflowExecution{WorkflowID: call.WorkflowID, RunID: call.RunID}
		}
	}
	c.mu.Unlock()
	if run.RunID == "" {
		return
	}
	out, err := c.calls().GetWorkflowExecutionHistory(context.Background(), swf.NewGetWorkflowExecutionHistoryInput("d", run))
	if err != nil {
		c.t.Errorf("the history of a run that was acknowledged: %v", err)
		return
	}
	c.note(historycheck.Call{
		Operation: "GetWorkflowExecutionHistory", WorkflowID: run.WorkflowID, RunID: run.RunID, Events: events(c.t, out.EncodedEvents),
	}, nil)
}

// runs reads all runs from the store, open and closed.
func (w *world) runs() []*execution.Run {
	w.t.Helper()
	var runs []*execution.Run
	for row, err := range w.store.ScanFamily(store.FamilyRun) {
		if err != nil {
			w.t.Fatal(err)
		}
		run, err := store.DecodeRun(row.Value)
		if err != nil {
			w.t.Fatal(err)
		}
		runs = append(runs, run)
	}
	return runs
}

// judge judges all histories, against each other and against what the clients were told.
func (s *stress) judge() {
	var all []historycheck.Run
	for _, r := range s.runs() {
		e := swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}
		all = append(all, historycheck.Run{Domain: "d", WorkflowID: r.WorkflowID, RunID: r.RunID, Events: s.history(e)})
	}
	report := historycheck.CheckSet(all, s.log, historycheck.Settled)
	if len(report.Violations) > 0 {
		s.t.Error(report)
	}
	for input, times := range s.invoked {
		if times > 1 {
			s.t.Errorf("the function of %s was called %d times", input, times)
		}
	}
	if len(s.invoked) < 10 {
		s.t.Errorf("only %d functions were called", len(s.invoked))
	}
	if report.Acknowledged < clients*10 || report.Unknown == 0 || report.Refused == 0 {
		s.t.Errorf("the clients were not at work: %s", report)
	}
}

// judgeProgress compares the account of the tasks that are being worked on with what the histories say, and returns how many they are.
func (s *stress) judgeProgress() int {
	var want []string
	for _, r := range s.runs() {
		folded := historycheck.Fold(s.history(swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}))
		if folded.Closed {
			continue
		}
		if folded.Running != nil {
			want = append(want, fmt.Sprint(taskID{r.RunID, folded.Running.ScheduledID}))
		}
		for _, a := range folded.Activities {
			if a.StartedID != 0 {
				want = append(want, fmt.Sprint(taskID{r.RunID, a.ScheduledID}))
			}
		}
	}
	var got []string
	for id := range s.engine.progress.tasks {
		got = append(got, fmt.Sprint(id))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.t.Errorf("in progress are %v, and the histories say %v", got, want)
	}
	total := 0
	for _, n := range s.engine.progress.counts() {
		total += n
	}
	if total != len(got) {
		s.t.Errorf("the lists count %d tasks in progress, and there are %d", total, len(got))
	}
	return total
}

// judgeRows compares the rows of every open run, and what Describe shows of every run, with its history.
func (s *stress) judgeRows() {
	open := map[string][]string{}
	for row, err := range s.store.ScanFamily(store.FamilyOpen) {
		if err != nil {
			s.t.Fatal(err)
		}
		o, err := store.DecodeOpen(row)
		if err != nil {
			s.t.Fatal(err)
		}
		open[o.WorkflowID] = append(open[o.WorkflowID], fmt.Sprint(o.Row.RowKey()))
	}
	for _, r := range s.runs() {
		e := swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}
		folded := historycheck.Fold(s.history(e))
		d := s.describe(e)
		if d.OpenCounts != folded.OpenCounts() || (d.ExecutionInfo.ExecutionStatus == swf.ExecutionStatusClosed) != folded.Closed ||
			d.ExecutionInfo.CloseStatus != folded.Status {
			s.t.Errorf("%v is described as %+v, and its history says %+v", e, d, folded)
		}
		if at := d.LatestActivityTaskTimestamp; (at == nil) != (folded.LatestActivityAt == 0) || at != nil && *at != folded.LatestActivityAt {
			s.t.Errorf("%v had its latest activity at %v, and its history says %v", e, at, folded.LatestActivityAt)
		}
		if folded.Closed {
			continue
		}
		if got, want := open[r.WorkflowID], keysOf(folded); !slices.Equal(got, want) {
			s.t.Errorf("%v has the rows %v, and its history says %v", e, got, want)
		}
		delete(open, r.WorkflowID)
	}
	if len(open) > 0 {
		s.t.Errorf("there are rows without an open run: %v", open)
	}
}

// keysOf are the rows that an open run should have, in order.
func keysOf(s *historycheck.State) []string {
	keys := []string{fmt.Sprint(execution.RowKey{Kind: execution.KindHeader})}
	add := func(kind execution.Kind, ids []int64) {
		slices.Sort(ids)
		for _, id := range ids {
			keys = append(keys, fmt.Sprint(execution.RowKey{Kind: kind, ID: id}))
		}
	}
	add(execution.KindActivity, slices.Collect(maps.Keys(s.Activities)))
	add(execution.KindTimer, slices.Collect(maps.Keys(s.Timers)))
	add(execution.KindChild, slices.Collect(maps.Keys(s.Children)))
	add(execution.KindExternal, slices.Collect(maps.Keys(s.Externals)))
	add(execution.KindLambda, slices.Collect(maps.Keys(s.Lambdas)))
	return keys
}
