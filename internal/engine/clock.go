package engine

import (
	"time"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// Clock is the service time: it stamps events and decides deadlines. It never runs backwards.
type Clock interface {
	// Now is the service time.
	Now() swf.Timestamp
	// Wake returns a channel that receives once when the service time has reached at, and a function that gives it up.
	Wake(at swf.Timestamp) (<-chan time.Time, func())
}

// NewSystemClock returns a clock that starts at the machine's wall time and then runs by its monotonic clock, so that
// a step of the wall clock neither fires nor delays a deadline.
func NewSystemClock() Clock { return systemClock{start: time.Now()} }

type systemClock struct{ start time.Time }

func (c systemClock) Now() swf.Timestamp {
	return swf.TimestampOf(c.start.Add(time.Since(c.start)))
}

func (c systemClock) Wake(at swf.Timestamp) (<-chan time.Time, func()) {
	// A millisecond more, for Now cuts off what is finer.
	t := time.NewTimer(at.Sub(c.Now()) + time.Millisecond)
	return t.C, func() { t.Stop() }
}

// setForward is a clock that is a while ahead of another.
type setForward struct {
	Clock
	by time.Duration
}

func (c setForward) Now() swf.Timestamp { return c.Clock.Now().Add(c.by) }

func (c setForward) Wake(at swf.Timestamp) (<-chan time.Time, func()) {
	return c.Clock.Wake(at.Add(-c.by))
}

// notBefore sets the service time forward if it is earlier than what the store has seen: the machine's clock was set back while the
// server was down. Else the runs of one workflowId could overlap, and timers would wait for the clock to catch up.
func (e *Engine) notBefore(seen swf.Timestamp) {
	behind := seen.Sub(e.clock.Now())
	if behind <= 0 || mutant.Is(mutant.ClockBack) {
		return
	}
	e.log.Warn("the clock was set back; the service time goes on from where it was", "behind", behind)
	e.clock = setForward{e.clock, behind}
	e.behind += behind
}

// ClockSetBack is by how much the machine's clock was behind the service time when the engine was opened; 0 if it was not.
func (e *Engine) ClockSetBack() time.Duration { return e.behind }

// keepTime notes how late it is, for the next start. That it fails does not matter: then the open runs tell.
func (e *Engine) keepTime() {
	if e.writable() != nil {
		return
	}
	var b store.Batch
	if err := putRecord(&b, store.ServiceTimeKey(), &store.ServiceTime{At: e.clock.Now()}); err != nil {
		return
	}
	if err := e.store.CommitLazily(&b); err != nil {
		e.fail(err)
	}
}
