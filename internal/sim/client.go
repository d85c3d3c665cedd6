package sim

import (
	"context"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// The scope in which everything happens. Whoever calls from another one finds nothing.
const domain, domainNumber = "d", 1

var (
	caller   = access.Caller{Account: "111111111111", Region: "us-east-1", Principal: "client"}
	stranger = access.Caller{Account: "222222222222", Region: "us-east-1", Principal: "stranger"}
)

var errHungUp = errors.New("the client has hung up")

// clients is what the clients know.
type clients struct {
	// decisions and activities are the tasks that were handed out.
	decisions, activities tasks
	// polls counts the polls under way, and calls the other calls.
	polls, calls int
	markers      int
}

// task is a task that a decider or worker has, or has had.
type task struct {
	token      string
	opened     token.Task
	workflowID string
	// answered is true if somebody has tried to answer it.
	answered bool
}

// tasks are the tasks ever handed out; fresh are those among them that nobody has tried to answer.
type tasks struct{ all, fresh []*task }

func (ts *tasks) add(t *task) {
	ts.all = append(ts.all, t)
	ts.fresh = append(ts.fresh, t)
}

// choose takes a task to work on: mostly a fresh one, now and then any.
func (ts *tasks) choose(w *World) *task {
	t := choose(w, ts.all...)
	if len(ts.fresh) > 0 && !w.rare(10) {
		t = choose(w, ts.fresh...)
	}
	return t
}

// likely is how likely it is that somebody works on a task, of so many times. Nobody bothers much about tasks that have ended.
func (ts *tasks) likely(w *World, times int) int {
	ts.fresh = slices.DeleteFunc(ts.fresh, func(t *task) bool {
		l := w.oracle.byRunID[t.opened.RunID]
		return l == nil || !works(l.state(), &t.opened)
	})
	switch {
	case len(ts.all) == 0:
		return 0
	case len(ts.fresh) == 0:
		return 1
	}
	return times
}

// answered takes down that somebody tries to answer a task.
func (ts *tasks) answered(w *World, t *task) {
	if t.answered {
		w.faults.SecondAnswers++
	}
	t.answered = true
	ts.fresh = slices.DeleteFunc(ts.fresh, func(other *task) bool { return other == t })
}

// marker is a text that no other call uses.
func (w *World) marker() *string {
	w.clients.markers++
	return new("m" + strconv.Itoa(w.clients.markers) + ".")
}

// mostAttempts is how often a client tries.
const mostAttempts = 4

// request is a call of a client, in as many attempts as it takes.
type request[In, Out any] struct {
	as     access.Caller
	method func(*engine.Calls, context.Context, *In) (*Out, error)
	in     *In
	// call is what the log will say of it. If it is acknowledged, heard is told, which completes call, and reports false if the answer is
	// not worth a line in the log. If it is refused, refused is told, and when the call began. Either may be nil.
	call    historycheck.Call
	heard   func(c *historycheck.Call, out *Out) bool
	refused func(since int, err error)
	// begun is the step of the first attempt, at the time of it, and start what the server's clock had begun with.
	begun int
	at    swf.Timestamp
	start int64
	// attempts counts those that were made, and line is where the call stands in the log.
	attempts, line int
}

// send lets a client make a call.
func send[In, Out any](w *World, r request[In, Out]) {
	w.clients.calls++
	r.begun, r.at, r.start = w.step, w.server.clock.Now(), w.server.clock.start
	r.as.Call = w.callID()
	r.line = w.oracle.begun(r.call)
	r.attempt(w)
}

// callID names a call, so that the server knows its attempts.
func (w *World) callID() (id access.CallID) {
	binary.LittleEndian.PutUint64(id[:], w.rand.Uint64())
	binary.LittleEndian.PutUint64(id[8:], w.rand.Uint64())
	return id
}

func (r *request[In, Out]) attempt(w *World) {
	r.attempts++
	w.spawn(r.call.Operation, func(t *thread) {
		t.called = true
		if r.attempts > 1 && r.isTooLate(w) {
			// Nobody will ever know what became of the call.
			w.clients.calls--
			return
		}
		w.tell("begins, for %s %s", r.call.WorkflowID, r.call.Marker)
		out, err := r.method(t.server.engine.For(r.as), &t.line, r.in)
		r.call.Outcome = w.hear(t, r.call.Operation, err)
		if r.attempts > 1 && err != nil && (errors.As(err, new(*swf.ServiceUnavailable)) || r.isTooLate(w)) {
			// Nobody has looked whether an earlier attempt took effect, or so late that its answer was forgotten.
			r.call.Outcome = historycheck.Unknown
		}
		if r.call.Outcome == historycheck.Unknown && r.attempts < mostAttempts && w.rare(2) {
			w.faults.Retries++
			w.later = append(w.later, func() { r.attempt(w) })
			return
		}
		w.clients.calls--
		r.end(w, t, out, err)
	})
}

// isTooLate reports whether it is too late for another attempt: answers are remembered for a while only, by the server's wall clock, which
// must not have been set.
func (r *request[In, Out]) isTooLate(w *World) bool {
	clock := w.server.clock
	return clock.Now().Sub(r.at) >= store.AnswerPeriod/2 || clock.start != r.start
}

// end takes down how the call has ended.
func (r *request[In, Out]) end(w *World, t *thread, out *Out, err error) {
	switch r.call.Outcome {
	case historycheck.Acknowledged:
		if r.heard != nil && !r.heard(&r.call, out) {
			return
		}
	case historycheck.Refused:
		if r.refused != nil {
			r.refused(r.begun, err)
		}
	}
	r.call.Client = "#" + strconv.Itoa(t.number)
	w.oracle.answered(r.line, r.call)
}

// hear decides what a client hears of the end of its call.
func (w *World) hear(t *thread, operation string, err error) (heard historycheck.Outcome) {
	var fault swf.Fault
	switch {
	case t.server.gone || t.line.gone != nil:
		w.tell("nobody hears the answer")
	case w.plan.likely.lostAnswer > 0 && w.rare(300/w.plan.likely.lostAnswer):
		w.tell("the answer is lost")
		w.faults.LostAnswers++
	case err == nil:
		w.tell("is answered")
		heard = historycheck.Acknowledged
	case errors.As(err, new(*swf.InternalFailure)) && t.server.failed != nil:
		w.tell("fails")
	case errors.As(err, &fault) && !errors.As(err, new(*swf.InternalFailure)):
		w.tell("is refused: %v", err)
		heard = historycheck.Refused
	default:
		w.violate("%s fails: %v", operation, err)
	}
	w.mix(uint64(heard))
	return heard
}

// retry lets a client try again.
func (w *World) retry() {
	i := w.rand.IntN(len(w.later))
	again := w.later[i]
	w.later = slices.Delete(w.later, i, i+1)
	again()
}

// call lets any client make any call.
func (w *World) call() {
	if w.clients.calls >= w.plan.width {
		w.goOn()
		return
	}
	o, c := w.oracle, &w.clients
	things := [...]thing{
		{possible(20, len(o.open) < w.plan.names) + possible(1, w.rare(3)), (*World).start},
		{8, (*World).signal},
		{1, (*World).requestCancel},
		{possible(1, w.rare(4)), (*World).terminate},
		{possible(90, c.polls < 6 && o.waits(true)) + possible(4, c.polls < 4), (*World).pollDecision},
		{possible(90, c.polls < 6 && o.waits(false)) + possible(4, c.polls < 4), (*World).pollActivity},
		{c.decisions.likely(w, 90), (*World).decide},
		{c.activities.likely(w, 60), (*World).answerActivity},
		{c.activities.likely(w, 30), (*World).beat},
		{2, (*World).read},
		{20, (*World).pass},
	}
	w.oneOf(things[:])
}

func (w *World) workflowID() string { return workflowIDs[w.rand.IntN(w.plan.names)] }

// workflowIDThat is a workflowId that has an open run, or has none; now and then any.
func (w *World) workflowIDThat(isOpen bool) string {
	id := w.workflowID()
	for range 4 {
		if (w.oracle.open[id] != nil) == isOpen {
			return id
		}
		id = w.workflowID()
	}
	return id
}

// workflowIDs are what clients may start; deciders start children of the later names as well. They lie in three shards only, so that
// messages of several runs share a channel.
var workflowIDs = []string{"Ao", "Ae", "Mt", "Ar", "Nf", "Bc", "Yc", "He", "Ad"}

func (w *World) start() {
	in := swf.NewStartWorkflowExecutionInput(domain, w.workflowIDThat(false), order)
	in.Input = w.marker()
	in.ExecutionStartToCloseTimeout = new(choose(w, "100", "900", "900"))
	in.TaskStartToCloseTimeout = choose(w, nil, nil, nil, new("NONE"), new("NONE"), new("5"))
	in.ChildPolicy = w.childPolicy()
	in.LambdaRole = choose(w, nil, new("role"))
	in.TagList = choose(w, nil, []string{"a"}, []string{"a", "b"})
	c := historycheck.Call{Operation: "StartWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input}
	send(w, request[swf.StartWorkflowExecutionInput, swf.StartWorkflowExecutionOutput]{
		as: caller, method: (*engine.Calls).StartWorkflowExecution, in: in, call: c,
		heard: func(c *historycheck.Call, out *swf.StartWorkflowExecutionOutput) bool {
			c.RunID = *out.RunID
			return true
		},
		refused: func(since int, err error) { w.oracle.refusedStart(in.WorkflowID, since, err) },
	})
}

func (w *World) childPolicy() swf.ChildPolicy {
	return choose(w, swf.ChildPolicyTerminate, swf.ChildPolicyRequestCancel, swf.ChildPolicyAbandon)
}

func (w *World) signal() {
	in := swf.NewSignalWorkflowExecutionInput(domain, w.workflowIDThat(true), "s")
	in.Input = w.marker()
	c := historycheck.Call{Operation: "SignalWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input}
	in.RunID = w.anyRunID(in.WorkflowID)
	if in.RunID != nil {
		c.RunID = *in.RunID
	}
	send(w, request[swf.SignalWorkflowExecutionInput, swf.SignalWorkflowExecutionOutput]{
		as: caller, method: (*engine.Calls).SignalWorkflowExecution, in: in, call: c, refused: w.onRun(in.WorkflowID, in.RunID),
	})
}

// onRun judges the refusal of a command on an open run.
func (w *World) onRun(workflowID string, runID *string) func(since int, err error) {
	return func(since int, err error) { w.oracle.refusedCommand(workflowID, runID, since, err) }
}

// anyRunID names a run of a workflowId, mostly none.
func (w *World) anyRunID(workflowID string) *string {
	if w.rare(4) {
		if l := w.oracle.open[workflowID]; l != nil {
			return &l.runID
		}
	}
	return nil
}

func (w *World) requestCancel() {
	in := swf.NewRequestCancelWorkflowExecutionInput(domain, w.workflowIDThat(true))
	c := historycheck.Call{Operation: "RequestCancelWorkflowExecution", WorkflowID: in.WorkflowID}
	send(w, request[swf.RequestCancelWorkflowExecutionInput, swf.RequestCancelWorkflowExecutionOutput]{
		as: caller, method: (*engine.Calls).RequestCancelWorkflowExecution, in: in, call: c, refused: w.onRun(in.WorkflowID, nil),
	})
}

func (w *World) terminate() {
	in := swf.NewTerminateWorkflowExecutionInput(domain, choose(w, w.workflowID(), choose(w, workflowIDs...)))
	in.Reason = w.marker()
	in.ChildPolicy = choose(w, "", w.childPolicy())
	c := historycheck.Call{Operation: "TerminateWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Reason}
	send(w, request[swf.TerminateWorkflowExecutionInput, swf.TerminateWorkflowExecutionOutput]{
		as: caller, method: (*engine.Calls).TerminateWorkflowExecution, in: in, call: c, refused: w.onRun(in.WorkflowID, nil),
	})
}

// read reads the history of any run.
func (w *World) read() {
	if len(w.oracle.lives) == 0 {
		return
	}
	l := choose(w, w.oracle.lives...)
	in := swf.NewGetWorkflowExecutionHistoryInput(domain, swf.WorkflowExecution{WorkflowID: l.workflowID, RunID: l.runID})
	c := historycheck.Call{Operation: "GetWorkflowExecutionHistory", WorkflowID: l.workflowID, RunID: l.runID}
	send(w, request[swf.GetWorkflowExecutionHistoryInput, swf.GetWorkflowExecutionHistoryOutput]{
		as: caller, method: (*engine.Calls).GetWorkflowExecutionHistory, in: in, call: c,
		heard: func(c *historycheck.Call, out *swf.GetWorkflowExecutionHistoryOutput) bool {
			// A crash may have undone the run, and a message begun it anew, between two attempts.
			c.Events = w.oracle.served(w.oracle.byRunID[l.runID], out.EncodedEvents)
			return true
		},
	})
}
