package sim

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// The same calls at the same times come to the same rows, to the last byte, whatever store they are kept in, however often the server is
// started again or the power fails between two of them, and whatever memory keeps of runs that are not in use.
func TestSameCallsSameRows(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		want := play(t, seed, &script{ground: onSimulatedDisk{&Disk{}}})
		if len(want) < 100 {
			t.Errorf("the calls of seed %d came to %d rows only", seed, len(want))
		}
		for name, s := range map[string]*script{
			"again":                                 {ground: onSimulatedDisk{&Disk{}}},
			"in memory":                             {ground: &onPebble{t: t, files: vfs.NewCrashableMem(), dir: "data"}},
			"on the disk":                           {ground: &onPebble{t: t, dir: t.TempDir()}},
			"with restarts":                         {ground: onSimulatedDisk{&Disk{}}, restarts: 7},
			"in memory, with losses of power":       {ground: &onPebble{t: t, files: vfs.NewCrashableMem(), dir: "data"}, restarts: 5, crashes: true},
			"on the disk, with restarts":            {ground: &onPebble{t: t, dir: t.TempDir()}, restarts: 40},
			"with one run in memory":                {ground: onSimulatedDisk{&Disk{}}, idle: 1},
			"with one run in memory, with restarts": {ground: onSimulatedDisk{&Disk{}}, idle: 1, restarts: 3},
		} {
			if got := play(t, seed, s); !sameRows(t, got, want) {
				t.Errorf("seed %d comes to other rows %s", seed, name)
			}
		}
	}
}

// sameRows compares the rows of two stores and tells of the first that differ.
func sameRows(t *testing.T, got, want []store.Row) bool {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got), i >= len(want):
			t.Errorf("there are %d rows, and not %d", len(got), len(want))
			return false
		case !bytes.Equal(got[i].Key.Rest, want[i].Key.Rest) || !bytes.Equal(got[i].Value, want[i].Value):
			t.Errorf("row %d is\n%q %q\nand not\n%q %q", i, got[i].Key.Rest, got[i].Value, want[i].Key.Rest, want[i].Value)
			return false
		}
	}
	return true
}

// ground is where a store is kept.
type ground interface {
	open() store.Store
	// crash takes the power away from the store that is open: what was not synced is lost.
	crash()
}

type onSimulatedDisk struct{ disk *Disk }

func (d onSimulatedDisk) open() store.Store { return d.disk.Open() }

func (d onSimulatedDisk) crash() {}

// onPebble is a directory of a file system: that of the machine, or one in memory.
type onPebble struct {
	t     *testing.T
	files *vfs.MemFS
	dir   string
}

func (p *onPebble) open() store.Store {
	o := pebblestore.Options{Dir: p.dir, MinFree: 1, NoPeriodicWork: true, Fatal: func(err error) { p.t.Error(err) }}
	if p.files != nil {
		o.FS = p.files
	}
	s, err := pebblestore.Open(o)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

func (p *onPebble) crash() { p.files = p.files.CrashClone(vfs.CrashCloneCfg{}) }

// script is a server on some ground, and one client who calls it, one call after the other. No task that was started ever times out, for
// a restart would move that. What happens by itself happens right after each call.
type script struct {
	ground ground
	// restarts is after how many calls on average the server is started again, 0 for never; crashes lets it lose its power.
	restarts int
	crashes  bool
	idle     int

	t      *testing.T
	now    int64
	random *rand.ChaCha8
	// dice chooses the calls, and chance when the server is started again.
	dice                  *World
	chance                *rand.Rand
	store                 store.Store
	engine                *engine.Engine
	decisions, activities []token.Task
}

// play lets a script run, and returns all rows that it has come to but those of meta, in order.
func play(t *testing.T, seed uint64, s *script) (rows []store.Row) {
	t.Helper()
	s.t, s.random, s.chance = t, rand.NewChaCha8([32]byte{byte(seed)}), rand.New(rand.NewPCG(seed, 1))
	s.dice = &World{rand: rand.New(rand.NewPCG(seed, 0)), plan: plan{names: 4, retention: "7"}, story: &story{}}
	s.dice.oracle = newOracle(s.dice, New().judge)
	s.open()
	s.register()
	for range 300 {
		s.step()
		s.pass(s.now + 1 + 1000*int64(s.dice.rand.IntN(5)))
		if s.restarts > 0 && s.chance.IntN(s.restarts) == 0 {
			s.restart()
		}
	}
	s.close()
	s.store = s.ground.open()
	for _, f := range []store.Family{store.FamilyOpen, store.FamilyRun, store.FamilyHistory, store.FamilyDone, store.FamilyBox, store.FamilyAnswer} {
		for row, err := range s.store.ScanFamily(f) {
			if err != nil {
				t.Fatal(err)
			}
			row.Key.Rest, row.Value = bytes.Clone(row.Key.Rest), bytes.Clone(row.Value)
			rows = append(rows, row)
		}
	}
	s.closeStore()
	return rows
}

// Now is part of engine.Clock.
func (s *script) Now() swf.Timestamp { return swf.Timestamp(begin + s.now) }

// Wake is part of engine.Clock.
func (s *script) Wake(swf.Timestamp) (<-chan time.Time, func()) { return nil, func() {} }

// Commit is part of engine.Waits. Who calls alone always writes himself.
func (s *script) Commit(done, _ <-chan struct{}) bool {
	<-done
	return false
}

// Claim is part of engine.Waits: a poll that finds nothing is over.
func (s *script) Claim(_ context.Context, claims <-chan tasklist.Task, _ <-chan time.Time) *tasklist.Task {
	select {
	case claim := <-claims:
		return &claim
	default:
		return nil
	}
}

// Pause is part of engine.Waits.
func (s *script) Pause(context.Context, time.Duration) {}

func (s *script) open() {
	s.store = s.ground.open()
	e, err := engine.Open(engine.Config{
		Store: s.store, Permissions: access.Open{}, Clock: s, Wall: func() time.Time { return time.UnixMilli(int64(s.Now())) },
		Waits: s, Random: s.random, IdleStates: s.idle, Fatal: func(err error) { s.t.Error(err) },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.engine = e
	e.Ready()
}

func (s *script) close() {
	s.engine.Close()
	s.closeStore()
}

func (s *script) closeStore() {
	if err := s.store.Close(); err != nil {
		s.t.Error(err)
	}
}

// restart ends the server, in good order or by a loss of power, and starts it again.
func (s *script) restart() {
	if s.crashes {
		s.ground.crash()
	}
	s.close()
	s.open()
	// After a loss of power, messages come again that have taken effect already.
	for s.deliver(0) {
	}
}

// pass lets time pass, and what happens by itself meanwhile happen at its own instants: what happens at one instant would have an order
// that nobody promises.
func (s *script) pass(until int64) {
	for range 10_000 {
		before := s.now
		for s.deliver(time.Millisecond) {
		}
		if s.now > before {
			s.now++
		}
		expiries, next := s.engine.Due()
		for _, expire := range expiries {
			expire()
		}
		due := int64(next) - begin
		switch {
		case len(expiries) > 0:
		case next == execution.Never || due > until:
			s.now = max(s.now, until)
			return
		default:
			s.now = max(s.now, due)
		}
	}
	s.t.Fatal("it never comes to rest")
}

// deliver delivers a message, if there is one, after a moment.
func (s *script) deliver(moment time.Duration) bool {
	d, ok := s.engine.NextDelivery()
	if ok {
		s.now += moment.Milliseconds()
		d.Done(d.Try())
	}
	return ok
}

// as is the API for a caller, perhaps with a task's token. Each call is named, so that its answer is remembered.
func (s *script) as(task *token.Task) *engine.Calls {
	c := caller
	c.Task, c.Call = task, s.dice.callID()
	return s.engine.For(c)
}

func (s *script) register() {
	ctx := context.Background()
	orders := swf.NewRegisterWorkflowTypeInput(domain, order.Name, order.Version)
	orders.DefaultTaskList, orders.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyTerminate
	orders.DefaultTaskStartToCloseTimeout = new("NONE")
	works := swf.NewRegisterActivityTypeInput(domain, work.Name, work.Version)
	works.DefaultTaskList = &swf.TaskList{Name: "workers"}
	works.DefaultTaskScheduleToStartTimeout, works.DefaultTaskScheduleToCloseTimeout = new("100"), new("NONE")
	works.DefaultTaskStartToCloseTimeout, works.DefaultTaskHeartbeatTimeout = new("NONE"), new("NONE")
	c := s.as(nil)
	_, err := c.RegisterDomain(ctx, swf.NewRegisterDomainInput(domain, s.dice.plan.retention))
	_, errOrders := c.RegisterWorkflowType(ctx, orders)
	_, errWorks := c.RegisterActivityType(ctx, works)
	if err != nil || errOrders != nil || errWorks != nil {
		s.t.Fatal(err, errOrders, errWorks)
	}
}

// step makes one call. That some are refused belongs to it.
func (s *script) step() {
	w, ctx := s.dice, context.Background()
	switch w.rand.IntN(12) {
	case 0, 1:
		in := swf.NewStartWorkflowExecutionInput(domain, w.workflowID(), order)
		in.ExecutionStartToCloseTimeout, in.Input, in.TagList = new("600"), w.marker(), []string{"a"}
		_, _ = s.as(nil).StartWorkflowExecution(ctx, in)
	case 2:
		in := swf.NewSignalWorkflowExecutionInput(domain, w.workflowID(), "s")
		in.Input = w.marker()
		_, _ = s.as(nil).SignalWorkflowExecution(ctx, in)
	case 3:
		_, _ = s.as(nil).RequestCancelWorkflowExecution(ctx, swf.NewRequestCancelWorkflowExecutionInput(domain, w.workflowID()))
	case 4, 5, 6:
		s.pollDecision()
	case 7, 8:
		s.decide()
	case 9:
		s.pollActivity()
	default:
		s.work()
	}
}

func (s *script) pollDecision() {
	list := swf.TaskList{Name: choose(s.dice, "deciders", "deciders", "host")}
	out, err := s.as(nil).PollForDecisionTask(context.Background(), swf.NewPollForDecisionTaskInput(domain, list))
	if err == nil && out.TaskToken != "" {
		s.decisions = append(s.decisions, s.opened(out.TaskToken))
	}
}

func (s *script) pollActivity() {
	list := swf.TaskList{Name: choose(s.dice, "workers", "workers", "other")}
	out, err := s.as(nil).PollForActivityTask(context.Background(), swf.NewPollForActivityTaskInput(domain, list))
	if err == nil && out.TaskToken != "" {
		s.activities = append(s.activities, s.opened(out.TaskToken))
	}
}

func (s *script) opened(text string) token.Task {
	task, err := s.engine.OpenTask(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return task
}

// decide answers the newest decision task.
func (s *script) decide() {
	if len(s.decisions) == 0 {
		return
	}
	w, task := s.dice, s.decisions[len(s.decisions)-1]
	s.decisions = s.decisions[:len(s.decisions)-1]
	in := swf.NewRespondDecisionTaskCompletedInput("a token")
	in.ExecutionContext = w.marker()
	for range w.rand.IntN(5) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: neverLate(w.decision())})
	}
	if w.rare(6) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: neverLate(w.closingDecision())})
	}
	_, _ = s.as(&task).RespondDecisionTaskCompleted(context.Background(), in)
}

// neverLate keeps what was started from timing out.
func neverLate(a swf.DecisionAttributes) swf.DecisionAttributes {
	none := new("NONE")
	switch a := a.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		a.ScheduleToCloseTimeout, a.StartToCloseTimeout, a.HeartbeatTimeout = none, none, none
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		a.TaskStartToCloseTimeout = none
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		a.TaskStartToCloseTimeout = none
	}
	return a
}

// work beats for an activity task, or answers it.
func (s *script) work() {
	if len(s.activities) == 0 {
		return
	}
	w, task, ctx := s.dice, choose(s.dice, s.activities...), context.Background()
	switch w.rand.IntN(4) {
	case 0:
		in := swf.NewRespondActivityTaskCompletedInput("a token")
		in.Result = w.marker()
		_, _ = s.as(&task).RespondActivityTaskCompleted(ctx, in)
	case 1:
		in := swf.NewRespondActivityTaskFailedInput("a token")
		in.Reason = w.marker()
		_, _ = s.as(&task).RespondActivityTaskFailed(ctx, in)
	default:
		in := swf.NewRecordActivityTaskHeartbeatInput("a token")
		in.Details = w.marker()
		_, _ = s.as(&task).RecordActivityTaskHeartbeat(ctx, in)
	}
}
