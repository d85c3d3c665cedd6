package sim

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/swf"
)

// World is a server and its clients on a disk whose power can fail.
type World struct {
	seed uint64
	// rand chooses what happens, and random is where the engine's random bytes come from.
	rand   *rand.Rand
	random *rand.ChaCha8
	plan   plan
	disk   *Disk
	server *server
	// now is how many milliseconds have passed by a steady clock, and ahead how much further the wall clock has come.
	now, ahead int64
	// threads are the calls and steps under way, ready those that may go on, and current the one that does.
	threads, ready []*thread
	current        *thread
	spawned        int
	// later are calls that clients are about to try again.
	later []func()
	// idle are coroutines without a thread.
	idle []*coroutine
	// step counts what has happened.
	step    int
	faults  Faults
	clients clients
	oracle  *Oracle
	story   *story
}

// server is one life of the server's process.
type server struct {
	store  *Store
	engine *engine.Engine
	sweep  func() error
	clock  *clock
	// nextDue is the instant of the next deadline, as far as the shell has looked.
	nextDue swf.Timestamp
	// gone is true once the power has failed: nothing is written any more, and nobody hears anything.
	gone bool
	// failed is the error that a commit was made to return, after which the process must end.
	failed error
	// drained is true once held polls are ended; closing while the server is ended in good order.
	drained, closing bool
	// refused is true if the last who asked was told that the disk is full.
	refused bool
}

// begin is when every world begins.
const begin = 1_700_000_000_000

// clock is what one life of the server knows of the time: it begins with the wall clock, and then runs by the steady one. So a jump of the
// wall clock is felt at the next start.
type clock struct {
	world *World
	start int64
}

// Now is part of engine.Clock.
func (c *clock) Now() swf.Timestamp { return swf.Timestamp(c.start + c.world.now) }

func (c *clock) wall() time.Time { return time.UnixMilli(int64(c.Now())) }

// Wake is part of engine.Clock. Only the shell's goroutines would sleep.
func (c *clock) Wake(swf.Timestamp) (<-chan time.Time, func()) { return nil, func() {} }

var (
	errPower = errors.New("the power has failed")
	errEnded = errors.New("the server has ended")
	errDisk  = errors.New("input/output error")
	errFull  = errors.New("the disk is full")
)

// open starts the server on the disk as it is.
func (w *World) open() {
	s := &server{
		store: w.disk.Open(), clock: &clock{w, begin + w.ahead}, nextDue: execution.Never,
	}
	s.store.fate = w
	w.server = s
	e, err := engine.Open(engine.Config{
		Store: s.store, Permissions: w, Clock: s.clock, Wall: s.clock.wall, Waits: w, Random: w.random, Lambda: w,
		Limits: w.plan.limits, IdleStates: w.plan.idle,
		Fatal: func(err error) {
			if !s.gone && s.failed == nil {
				w.violate("the engine says that the store has failed, and it has not: %v", err)
			}
		},
	})
	if err != nil {
		w.violate("the server does not start: %v", err)
	}
	s.engine, s.sweep = e, e.Sweeper()
	e.Ready()
	w.oracle.opened(e.Now())
	w.tell("the server is open, and its service time is %s", e.Now())
}

// crash takes the power away: of what was not synced any part is lost, and nobody hears any more of what was under way.
func (w *World) crash() {
	w.server.gone = true
	w.finish()
	left := w.disk.Synced()
	if written := w.disk.Written(); written > left {
		left += w.rand.IntN(written - left + 1)
	}
	w.tell("the power fails: of %d batches %d are left, %d were synced", w.disk.Written(), left, w.disk.Synced())
	w.mix(uint64(left))
	w.disk = w.disk.Crash(left)
	w.oracle.crashed(left)
}

// end ends the server in good order.
func (w *World) end() {
	w.tell("the server is ended")
	w.server.closing = true
	w.finish()
	w.server.engine.Close()
	if err := w.server.store.Close(); err != nil {
		w.violate("the store does not close: %v", err)
	}
	w.oracle.synced(w.disk.Synced())
}

// finish ends all polls, and what happens by itself, and lets all threads come to their ends.
func (w *World) finish() {
	w.server.drained = true
	w.server.engine.Drain()
	for _, t := range w.threads {
		if !t.called {
			t.line.gone = errEnded
		}
	}
	for len(w.threads) > 0 {
		if !w.goOn() {
			if w.server.gone || !w.sync() {
				w.violate("these will never end: %s", w.underWay())
			}
		}
	}
}

// Begin is part of Fate: before a batch is written anything may happen.
func (w *World) Begin(*store.Batch) error {
	if w.current != nil && w.rand.IntN(4) == 0 {
		w.park(always)
	}
	switch {
	case w.server.gone:
		return errPower
	case w.current != nil && w.current.broken != nil:
		return w.current.broken
	}
	return nil
}

// Written is part of Fate.
func (w *World) Written(b *store.Batch, n int) {
	w.mixBatch(b)
	w.oracle.written(b, n)
}

// Asked is part of Fate. Who was refused was not silent: when the store takes writes again, it is as after a restart.
func (w *World) Asked(full error) {
	s := w.server
	if full == nil && s.refused {
		w.oracle.ready = s.engine.Now()
	}
	s.refused = full != nil
}

// Settle is part of Fate: a commit returns after the sync, or with an error.
func (w *World) Settle(n int) error {
	t := w.current
	if t == nil {
		w.disk.Sync(n)
		w.oracle.synced(n)
		return nil
	}
	t.commits = true
	w.park(func() bool { return w.server.gone || t.broken != nil || w.disk.Synced() >= n })
	t.commits = false
	if w.server.gone {
		return errPower
	}
	return t.broken
}

// Commit is part of engine.Waits.
func (w *World) Commit(done, lead <-chan struct{}) bool {
	w.park(func() bool { return len(lead) > 0 || isClosed(done) })
	if len(lead) > 0 && !(isClosed(done) && w.rand.IntN(2) == 0) {
		<-lead
		return true
	}
	return false
}

func isClosed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// Claim is part of engine.Waits. That the time is over, and the server drained, the world itself knows.
func (w *World) Claim(ctx context.Context, claims <-chan tasklist.Task, _ <-chan time.Time) *tasklist.Task {
	t, s := w.current, w.server
	ended := func() bool { return t.over || s.drained || ctx.Err() != nil }
	t.polls = true
	w.park(func() bool { return len(claims) > 0 || ended() })
	t.polls = false
	if len(claims) == 0 || ended() && w.rand.IntN(2) == 0 {
		return nil
	}
	claim := <-claims
	return &claim
}

// Violation is what the oracle has found.
type Violation struct {
	// Text says what is wrong.
	Text string
}

func (w *World) violate(format string, args ...any) {
	panic(&Violation{fmt.Sprintf(format, args...)})
}
