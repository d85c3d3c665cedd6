package engine

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// Permissions says whether a caller may make a decision; package access implements it. A refusal becomes an event with the
// cause OPERATION_NOT_PERMITTED, not a fault.
type Permissions interface {
	MayDecide(access.Caller, access.Decision) bool
}

// Config is what an Engine is made of. Store and Permissions are required; zero values elsewhere mean the default.
type Config struct {
	Store       store.Store
	Permissions Permissions
	// Clock is the service time; the default is the system's clock.
	Clock Clock
	// Wall is the wall clock, which dates page tokens, and from which the system's clock starts; the default is time.Now.
	Wall func() time.Time
	Log  *slog.Logger
	// PollHold is how long a poll waits for a task; the default is SWF's 60 seconds.
	PollHold time.Duration
	// Limits are the quotas; the default is SWF's.
	Limits Limits
	// IdleStates is how many states of open runs stay in memory when nothing happens to them; the default is DefaultIdleStates.
	IdleStates int
	// Throttle keeps the rates of decisions; the default is none. It runs by the wall time.
	Throttle *throttle.Throttle
	// Lambda calls the functions of Lambda tasks, LambdaWorkers of them at once; the default is DefaultLambdaWorkers. Without it
	// there is no Lambda service here, and no Lambda task can be scheduled.
	Lambda        Lambda
	LambdaWorkers int
	// Observer is told what has become durable; the default is nobody.
	Observer Observer
	// Fatal is called once when the store has failed: nothing can be acknowledged any more, and the process should end.
	Fatal func(error)
	// Waits is how calls wait; by default each holds up its goroutine.
	Waits Waits
	// Random is where runIds, the numbers of attempts and the keys of a new store come from; the default is crypto/rand.
	Random io.Reader
}

// Limits are the quotas that the engine keeps. See SWF's "Amazon SWF quotas".
type Limits struct {
	// Execution are the limits of a run.
	Execution execution.Limits
	// HistoryWarning is the part of Execution.HistoryEvents, in hundredths, from which the log warns of a run; 0 warns of none.
	HistoryWarning int
	// Domains is the number of domains of an account and Region, deprecated ones included.
	Domains int
	// Types is the number of activity types, and of workflow types, in a domain.
	Types int
	// Pollers is the number of polls that may wait on one task list.
	Pollers int
	// RetentionDays is the longest retention period that a domain can be registered with.
	RetentionDays int
	// Tags is the number of resource tags of a domain.
	Tags int
	// Counted is the number of runs that a count goes through before it ends as truncated.
	Counted int
	// Answers is the number of calls whose answers are remembered for a while, so that a call which its client tries again takes effect
	// once. With 0 none is.
	Answers int
}

// DefaultIdleStates suits a machine with some gigabytes of memory: a state takes a few kilobytes.
const DefaultIdleStates = 10_000

// DefaultLimits are SWF's own.
var DefaultLimits = Limits{
	Execution:      execution.DefaultLimits,
	HistoryWarning: 80,
	Domains:        100,
	Types:          10_000,
	Pollers:        1_000,
	RetentionDays:  90,
	Tags:           50,
	Counted:        100_000,
	Answers:        1_000_000,
}

// Engine carries out the operations. Make one with Open, start its shell with Serve, end it with Close.
type Engine struct {
	store       store.Store
	permissions Permissions
	clock       Clock
	wall        func() time.Time
	// driven tells that the service time is not the machine's.
	driven bool
	// served tells that deadlines are being looked at.
	served atomic.Bool
	// behind is by how much the wall clock was behind the service time at the opening.
	behind   time.Duration
	log      *slog.Logger
	pollHold time.Duration
	limits   Limits
	throttle *throttle.Throttle
	observer Observer
	fatal    func(error)
	waits    Waits
	random   io.Reader

	registry  *registry
	keys      tokenKeys
	lanes     *lanes
	lists     *tasklist.Lists
	lambdas   lambdas
	deadlines *deadlines
	outbox    *outbox
	open      *openRuns
	progress  *progress
	fullest   *fullest
	answers   *answers

	// ready is the service time from which on the server was ready, or took writes again; see execution.Resume.
	ready atomic.Int64
	// closing is how many runs have closed whose batches are not durable yet.
	closing atomic.Int64
	// unread is true once rows of a run could not be read: then the list of open runs may not have all of them.
	unread atomic.Bool
	// refused is true while callers have been refused because the store takes no writes.
	refused atomic.Bool
	// failed holds the error that ended the store.
	failed    atomic.Pointer[error]
	failOnce  sync.Once
	shell     sync.WaitGroup
	stopShell context.CancelFunc
}

// Open makes an engine on a store, creating what an empty store lacks, and rebuilds everything that memory holds: the registry, the
// waiting tasks, the deadlines and the undelivered messages. Nothing happens by itself until Serve.
func Open(c Config) (*Engine, error) {
	e := &Engine{
		store: c.Store, permissions: c.Permissions, clock: c.Clock, wall: c.Wall, log: c.Log,
		pollHold: c.PollHold, limits: c.Limits, throttle: c.Throttle, observer: c.Observer, fatal: c.Fatal,
		waits: c.Waits, random: c.Random,
		lists: tasklist.New(), deadlines: newDeadlines(), outbox: newOutbox(), progress: newProgress(),
		open: newOpenRuns(), fullest: newFullest(), lambdas: lambdas{
			backend: c.Lambda, workers: c.LambdaWorkers, waiting: tasklist.New(), calls: map[taskID]*lambdaCall{},
		},
	}
	e.setDefaults(c)
	if err := e.openRegistry(); err != nil {
		return nil, fmt.Errorf("open engine: %w", err)
	}
	if err := e.rebuild(); err != nil {
		return nil, fmt.Errorf("open engine: %w", err)
	}
	e.ready.Store(int64(e.clock.Now()))
	return e, nil
}

func (e *Engine) setDefaults(c Config) {
	if e.wall == nil {
		e.wall = time.Now
	}
	e.driven = e.clock != nil
	if e.clock == nil {
		e.clock = systemClock{start: e.wall()}
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.pollHold == 0 {
		e.pollHold = 60 * time.Second
	}
	if e.limits == (Limits{}) {
		e.limits = DefaultLimits
	}
	if e.observer == nil {
		e.observer = unobserved{}
	}
	if e.fatal == nil {
		e.fatal = func(error) {}
	}
	if e.waits == nil {
		e.waits = blocking{}
	}
	if e.random == nil {
		e.random = rand.Reader
	}
	if e.lambdas.workers == 0 {
		e.lambdas.workers = DefaultLambdaWorkers
	}
	idle := c.IdleStates
	if idle == 0 {
		idle = DefaultIdleStates
	}
	e.lanes = newLanes(idle)
	e.answers = newAnswers(e.limits.Answers, e.wall)
	e.ready.Store(int64(e.clock.Now()))
}

// Serve declares the server ready and starts what happens by itself: deadlines, the delivery of messages, the calls of Lambda functions,
// and the deletion of closed runs that are past their retention, and of answers that need not be remembered any more. Call it when
// requests are being answered, so that workers have the time after a restart that they are promised.
func (e *Engine) Serve() {
	ctx, stop := context.WithCancel(context.Background())
	e.stopShell = stop
	e.Ready()
	e.served.Store(true)
	e.shell.Go(func() { e.runDeadlines(ctx) })
	e.shell.Go(func() { e.runOutbox(ctx) })
	e.shell.Go(func() { e.runRetention(ctx) })
	e.shell.Go(func() { e.runForgetting(ctx) })
	e.serveLambdas(ctx)
}

// Drain answers all held polls empty, and starts no Lambda tasks any more, now and from now on. Other calls are still carried out.
func (e *Engine) Drain() {
	e.lists.Close()
	e.lambdas.waiting.Close()
}

// Close ends the shell and waits for it. Lambda functions that are running are given up: see FinishLambdas. All calls must have returned.
// It does not close the store.
func (e *Engine) Close() {
	e.Drain()
	if e.stopShell != nil {
		e.stopShell()
	}
	e.lambdas.working.Wait()
	e.shell.Wait()
	e.keepTime()
}

// Failed returns the error that ended the store, nil while it works.
func (e *Engine) Failed() error {
	if err := e.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// fail notes that the store has failed: its outcome is unknown, so nothing may be acknowledged from now on.
func (e *Engine) fail(err error) {
	e.failOnce.Do(func() {
		e.failed.Store(&err)
		e.log.Error("the store has failed; nothing can be acknowledged any more", "error", err)
		e.fatal(err)
	})
}

// failure is what callers are told once the store has failed.
func (e *Engine) failure() error {
	if err := e.failed.Load(); err != nil {
		return &swf.InternalFailure{}
	}
	return nil
}

// writable refuses commands while the store takes no writes. When it takes them again it is as after a restart: workers who were
// refused were not silent.
func (e *Engine) writable() error {
	if err := e.failure(); err != nil {
		return err
	}
	if err := e.store.Writable(); err != nil {
		e.refused.Store(true)
		return &swf.ServiceUnavailable{FaultDetail: swf.FaultDetail{Message: err.Error()}}
	}
	if e.refused.Load() && e.refused.CompareAndSwap(true, false) {
		e.ready.Store(int64(e.clock.Now()))
	}
	return nil
}

// Calls is the SWF API on behalf of one caller.
type Calls struct {
	*Engine
	caller access.Caller
}

// For returns the API on behalf of a caller. The caller's task token, if the call carries one, has been opened.
func (e *Engine) For(caller access.Caller) *Calls { return &Calls{Engine: e, caller: caller} }

var _ swf.Service = (*Calls)(nil)
