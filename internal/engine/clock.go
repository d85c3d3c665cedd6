package engine

import (
	"time"

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
