package sim

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/historycheck"
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

// send lets a client make a call. If it is acknowledged, heard is told, which completes what the log says of the call, and reports false
// if the answer is not worth a line there. If it is refused, refused is told, and when the call began. Either may be nil.
func send[In, Out any](
	w *World, as access.Caller, method func(*engine.Calls, context.Context, *In) (*Out, error), in *In, c historycheck.Call,
	heard func(c *historycheck.Call, out *Out) bool, refused func(since int, err error),
) {
	w.clients.calls++
	w.spawn(c.Operation, func(t *thread) {
		w.tell("begins, for %s %s", c.WorkflowID, c.Marker)
		out, err := method(t.server.engine.For(as), &t.line, in)
		w.clients.calls--
		w.hear(t, &c, err)
		if c.Outcome == historycheck.Acknowledged && heard != nil && !heard(&c, out) {
			return
		}
		if c.Outcome == historycheck.Refused && refused != nil {
			refused(t.begun, err)
		}
		c.Client = "#" + strconv.Itoa(t.number)
		w.oracle.answered(c)
	})
}

// hear decides what a client hears of the end of its call.
func (w *World) hear(t *thread, c *historycheck.Call, err error) {
	var fault swf.Fault
	switch {
	case t.server.gone || t.line.gone != nil:
		w.tell("nobody hears the answer")
	case w.plan.likely.lostAnswer > 0 && w.rare(300/w.plan.likely.lostAnswer):
		w.tell("the answer is lost")
		w.faults.LostAnswers++
	case err == nil:
		w.tell("is answered")
		c.Outcome = historycheck.Acknowledged
	case errors.As(err, new(*swf.InternalFailure)) && t.server.failed != nil:
		w.tell("fails")
	case errors.As(err, &fault) && !errors.As(err, new(*swf.InternalFailure)):
		w.tell("is refused: %v", err)
		c.Outcome = historycheck.Refused
	default:
		w.violate("%s fails: %v", c.Operation, err)
	}
	w.mix(uint64(c.Outcome))
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
	in.TagList = choose(w, nil, []string{"a"}, []string{"a", "b"})
	c := historycheck.Call{Operation: "StartWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input}
	send(w, caller, (*engine.Calls).StartWorkflowExecution, in, c, func(c *historycheck.Call, out *swf.StartWorkflowExecutionOutput) bool {
		c.RunID = *out.RunID
		return true
	}, func(since int, err error) { w.oracle.refusedStart(in.WorkflowID, since, err) })
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
	send(w, caller, (*engine.Calls).SignalWorkflowExecution, in, c, nil, w.onRun(in.WorkflowID, in.RunID))
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
	send(w, caller, (*engine.Calls).RequestCancelWorkflowExecution, in, c, nil, w.onRun(in.WorkflowID, nil))
}

func (w *World) terminate() {
	in := swf.NewTerminateWorkflowExecutionInput(domain, w.workflowID())
	in.Reason = w.marker()
	in.ChildPolicy = choose(w, "", w.childPolicy())
	c := historycheck.Call{Operation: "TerminateWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Reason}
	send(w, caller, (*engine.Calls).TerminateWorkflowExecution, in, c, nil, w.onRun(in.WorkflowID, nil))
}

// read reads the history of any run.
func (w *World) read() {
	if len(w.oracle.lives) == 0 {
		return
	}
	l := choose(w, w.oracle.lives...)
	in := swf.NewGetWorkflowExecutionHistoryInput(domain, swf.WorkflowExecution{WorkflowID: l.workflowID, RunID: l.runID})
	c := historycheck.Call{Operation: "GetWorkflowExecutionHistory", WorkflowID: l.workflowID, RunID: l.runID}
	send(w, caller, (*engine.Calls).GetWorkflowExecutionHistory, in, c, func(c *historycheck.Call, out *swf.GetWorkflowExecutionHistoryOutput) bool {
		c.Events = w.oracle.served(l, out.EncodedEvents)
		return true
	}, nil)
}
