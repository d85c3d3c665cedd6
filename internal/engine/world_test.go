package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/storecheck"
	"github.com/swfd/swfd/swf"
)

// world is an engine on a store in crashable memory, in a bubble of fake time. It is the caller, the workers and the operator too.
type world struct {
	t      *testing.T
	fs     *vfs.MemFS
	store  *heldStore
	engine *Engine
	caller access.Caller
	// config is what changes from the default.
	config func(*Config)
	// asleep engines do nothing by themselves: no deadline is looked at and no message delivered.
	asleep bool
	// ruined is true if a test has damaged the store.
	ruined bool
	fatal  []error
}

// inWorld runs a test in a bubble with a new world in it, in which the domain "d" and the types "order" and "work" are registered.
func inWorld(t *testing.T, test func(w *world)) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, fs: vfs.NewCrashableMem(), caller: access.Caller{Account: "111111111111", Region: "us-east-1"}}
		w.open()
		defer w.close()
		w.register()
		test(w)
	})
}

func (w *world) open() {
	w.t.Helper()
	s, err := pebblestore.Open(pebblestore.Options{
		Dir: "data", FS: w.fs, NoPeriodicWork: true, Fatal: func(err error) { w.fatal = append(w.fatal, err) },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = &heldStore{Store: s}
	c := Config{Store: w.store, Permissions: access.Open{}, Fatal: func(err error) { w.fatal = append(w.fatal, err) }}
	if w.config != nil {
		w.config(&c)
	}
	if w.engine, err = Open(c); err != nil {
		w.t.Fatal(err)
	}
	if !w.asleep {
		w.engine.Serve()
	}
}

func (w *world) close() {
	w.t.Helper()
	w.engine.Close()
	w.checkStore()
	if err := w.store.Close(); err != nil {
		w.t.Error(err)
	}
}

// checkStore judges every row that the engine has written.
func (w *world) checkStore() {
	w.t.Helper()
	report, err := storecheck.Check(context.Background(), w.store.Store, nil)
	if err != nil {
		w.t.Error(err)
		return
	}
	if w.ruined != (len(report.Violations) > 0) {
		w.t.Errorf("what stands in the store: %s", report)
	}
}

// restart ends the server in good order and starts it again after a while.
func (w *world) restart(down time.Duration) {
	w.t.Helper()
	w.close()
	time.Sleep(down)
	w.open()
}

// crash takes the power away: what was not synced is lost. The server is started again after a while.
func (w *world) crash(down time.Duration) {
	w.t.Helper()
	after := w.fs.CrashClone(vfs.CrashCloneCfg{})
	w.close()
	w.fs = after
	time.Sleep(down)
	w.open()
}

func (w *world) register() {
	w.t.Helper()
	c := w.calls()
	must(w, c.RegisterDomain)(swf.NewRegisterDomainInput("d", "7"))
	order := swf.NewRegisterWorkflowTypeInput("d", "order", "1")
	order.DefaultTaskList = &swf.TaskList{Name: "deciders"}
	order.DefaultExecutionStartToCloseTimeout = new("31536000")
	order.DefaultTaskStartToCloseTimeout = new("100")
	order.DefaultChildPolicy = swf.ChildPolicyTerminate
	must(w, c.RegisterWorkflowType)(order)
	work := swf.NewRegisterActivityTypeInput("d", "work", "1")
	work.DefaultTaskList = &swf.TaskList{Name: "workers"}
	work.DefaultTaskScheduleToStartTimeout = new("NONE")
	work.DefaultTaskScheduleToCloseTimeout = new("NONE")
	work.DefaultTaskStartToCloseTimeout = new("NONE")
	work.DefaultTaskHeartbeatTimeout = new("NONE")
	must(w, c.RegisterActivityType)(work)
}

var (
	orderType = swf.WorkflowType{Name: "order", Version: "1"}
	workType  = swf.ActivityType{Name: "work", Version: "1"}
)

// calls is the API for the world's caller.
func (w *world) calls() *Calls { return w.engine.For(w.caller) }

// with is the API for a call that carries a task token.
func (w *world) with(token string) *Calls {
	w.t.Helper()
	task, err := w.engine.OpenTask(token)
	if err != nil {
		w.t.Fatal(err)
	}
	caller := w.caller
	caller.Task = &task
	return w.engine.For(caller)
}

// must makes a call that has to succeed.
func must[In, Out any](w *world, call func(context.Context, *In) (*Out, error)) func(*In) *Out {
	return func(in *In) *Out {
		w.t.Helper()
		out, err := call(context.Background(), in)
		if err != nil {
			w.t.Fatalf("%T: %v", in, err)
		}
		return out
	}
}

// refused makes a call that has to be refused with a fault of the given text: its code, a colon and its message.
func refused[In, Out any](w *world, call func(context.Context, *In) (*Out, error), in *In, want string) {
	w.t.Helper()
	_, err := call(context.Background(), in)
	if err == nil {
		w.t.Fatalf("%T: was not refused, want %s", in, want)
	}
	if err.Error() != want {
		w.t.Errorf("%T: got  %v\nwant %s", in, err, want)
	}
}

func (w *world) start(id string) swf.WorkflowExecution {
	w.t.Helper()
	out := must(w, w.calls().StartWorkflowExecution)(swf.NewStartWorkflowExecutionInput("d", id, orderType))
	return swf.WorkflowExecution{WorkflowID: id, RunID: *out.RunID}
}

func (w *world) pollDecision() *swf.PollForDecisionTaskOutput {
	w.t.Helper()
	out := must(w, w.calls().PollForDecisionTask)(swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "deciders"}))
	if out.TaskToken == "" {
		w.t.Fatal("there is no decision task")
	}
	return out
}

func (w *world) decide(task *swf.PollForDecisionTaskOutput, decisions ...swf.DecisionAttributes) {
	w.t.Helper()
	in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	for _, d := range decisions {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
	}
	must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(in)
}

func (w *world) pollActivity() *swf.PollForActivityTaskOutput {
	w.t.Helper()
	out := must(w, w.calls().PollForActivityTask)(swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: "workers"}))
	if out.TaskToken == "" {
		w.t.Fatal("there is no activity task")
	}
	return out
}

func (w *world) beat(token, details string) bool {
	w.t.Helper()
	in := swf.NewRecordActivityTaskHeartbeatInput(token)
	in.Details = &details
	return must(w, w.with(token).RecordActivityTaskHeartbeat)(in).CancelRequested
}

func (w *world) complete(token, result string) {
	w.t.Helper()
	in := swf.NewRespondActivityTaskCompletedInput(token)
	in.Result = &result
	must(w, w.with(token).RespondActivityTaskCompleted)(in)
}

func (w *world) signal(id, name string) {
	w.t.Helper()
	must(w, w.calls().SignalWorkflowExecution)(swf.NewSignalWorkflowExecutionInput("d", id, name))
}

// startedActivity brings a new run to where its only activity is being worked on.
func (w *world) startedActivity(id string, a swf.ScheduleActivityTaskDecisionAttributes) (swf.WorkflowExecution, *swf.PollForActivityTaskOutput) {
	w.t.Helper()
	run := w.start(id)
	a.ActivityType, a.ActivityID = workType, "a"
	w.decide(w.pollDecision(), &a)
	return run, w.pollActivity()
}

func (w *world) describe(e swf.WorkflowExecution) *swf.DescribeWorkflowExecutionOutput {
	w.t.Helper()
	return must(w, w.calls().DescribeWorkflowExecution)(swf.NewDescribeWorkflowExecutionInput("d", e))
}

func (w *world) history(e swf.WorkflowExecution) []swf.HistoryEvent {
	w.t.Helper()
	out := must(w, w.calls().GetWorkflowExecutionHistory)(swf.NewGetWorkflowExecutionHistoryInput("d", e))
	return events(w.t, out.EncodedEvents)
}

func events(t *testing.T, joined []byte) []swf.HistoryEvent {
	t.Helper()
	var list []swf.HistoryEvent
	if err := json.Unmarshal([]byte("["+string(joined)+"]"), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// types writes a history as its event types without what all histories begin with.
func types(events []swf.HistoryEvent) string {
	var names []string
	for _, e := range events {
		names = append(names, string(e.Type()))
	}
	return strings.Join(names, " ")
}

// last returns the newest event of a type.
func last[A swf.EventAttributes](w *world, e swf.WorkflowExecution) (a A, at swf.Timestamp) {
	w.t.Helper()
	for _, event := range w.history(e) {
		if found, ok := event.Attributes.(A); ok {
			a, at = found, event.EventTimestamp
		}
	}
	if at == 0 {
		w.t.Fatalf("the history has no %T: %s", a, types(w.history(e)))
	}
	return a, at
}

func (w *world) now() swf.Timestamp { return w.engine.clock.Now() }

// heldStore is a store whose commits can be counted, held back and made to fail.
type heldStore struct {
	store.Store
	mu      sync.Mutex
	commits int
	gate    chan struct{}
	broken  error
	// full makes the store refuse writes.
	full error
	// forgetful drops what is committed lazily, as a crash may.
	forgetful bool
}

var errBroken = errors.New("the disk has gone")

// hold keeps commits from returning until the function that it returns is called.
func (s *heldStore) hold() (release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gate := make(chan struct{})
	s.gate = gate
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.gate = nil
		close(gate)
	}
}

func (s *heldStore) set(change func(*heldStore)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *heldStore) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commits
}

func (s *heldStore) Commit(b *store.Batch) error {
	s.mu.Lock()
	s.commits++
	gate, broken := s.gate, s.broken
	s.mu.Unlock()
	if broken != nil {
		return broken
	}
	// The batch is visible to reads before it is durable, as in a real store.
	err := s.Store.Commit(b)
	if gate != nil {
		<-gate
	}
	return err
}

// Barrier waits for the commits that are held back, as for all others.
func (s *heldStore) Barrier() error {
	s.mu.Lock()
	gate := s.gate
	s.mu.Unlock()
	if gate != nil {
		<-gate
	}
	return s.Store.Barrier()
}

func (s *heldStore) CommitLazily(b *store.Batch) error {
	s.mu.Lock()
	forgetful := s.forgetful
	s.mu.Unlock()
	if forgetful {
		return nil
	}
	return s.Store.CommitLazily(b)
}

func (s *heldStore) Writable() error {
	s.mu.Lock()
	full := s.full
	s.mu.Unlock()
	if full != nil {
		return full
	}
	return s.Store.Writable()
}

// later makes a call in its own goroutine; the function that it returns tells whether the call has come back, and with what.
func later(call func() error) (done func() (bool, error)) {
	result := make(chan error, 1)
	go func() { result <- call() }()
	finished, err := false, error(nil)
	return func() (bool, error) {
		synctest.Wait()
		select {
		case err = <-result:
			finished = true
		default:
		}
		return finished, err
	}
}

func expectDone(t *testing.T, what string, done func() (bool, error)) {
	t.Helper()
	finished, err := done()
	if !finished {
		t.Fatalf("%s has not come back", what)
	}
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func expectHeld(t *testing.T, what string, done func() (bool, error)) {
	t.Helper()
	if finished, err := done(); finished {
		t.Fatalf("%s was answered before what it saw was durable (error %v)", what, err)
	}
}

func text(format string, args ...any) string { return fmt.Sprintf(format, args...) }
