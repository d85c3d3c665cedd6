package server

import (
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Remarks are what people should know of a server that is ready all the same: /readyz?verbose tells them, and each was a line of the log.
//
// One of them is about the machine's wall clock. The service time follows the steady clock, so a step of the wall clock fires nothing and
// delays nothing; but events are stamped with a time that the wall clock no longer shows, until the next start.

// lookAtClock is how often the wall clock is compared with the steady one; a step of less than leastStep is none.
const (
	lookAtClock = time.Minute
	leastStep   = time.Second
)

// remarks gathers remarks.
type remarks struct {
	log *slog.Logger
	// now is the wall clock, with the steady clock beside it; began what it said at the beginning.
	now   func() time.Time
	began time.Time

	mu    sync.Mutex
	lines []string
	// stepped is by how much the wall clock has been stepped since the beginning, as far as it was told.
	stepped time.Duration

	stop     chan struct{}
	stopOnce sync.Once
	watcher  sync.WaitGroup
}

func newRemarks(log *slog.Logger, now func() time.Time) *remarks {
	return &remarks{log: log, now: now, began: now(), stop: make(chan struct{})}
}

// begin remarks on what the server found when it was opened. What the clock has to do with it, the engine has told the log.
func (r *remarks) begin(abandoned bool, behind time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if abandoned {
		r.log.Warn("the last server on this data did not end in good order; what it had acknowledged is there")
		r.lines = append(r.lines, "the last server on this data did not end in good order (it was killed, or the machine stopped)")
	}
	if behind > 0 {
		r.lines = append(r.lines, fmt.Sprintf("the machine's clock was set back while no server ran; the service time is %v ahead of it", behind.Round(time.Second)))
	}
}

// serve looks at the clock now and then, until close.
func (r *remarks) serve() {
	r.watcher.Go(func() {
		tick := time.NewTicker(lookAtClock)
		defer tick.Stop()
		for {
			select {
			case <-r.stop:
				return
			case <-tick.C:
				r.look()
			}
		}
	})
}

func (r *remarks) close() {
	r.stopOnce.Do(func() { close(r.stop) })
	r.watcher.Wait()
}

// look compares the wall clock with the steady one, and tells of a step once. It returns by how much the wall clock has been stepped.
func (r *remarks) look() time.Duration {
	now := r.now()
	stepped := now.Round(0).Sub(r.began.Round(0)) - now.Sub(r.began)
	r.mu.Lock()
	defer r.mu.Unlock()
	if by := stepped - r.stepped; by <= -leastStep || by >= leastStep {
		r.log.Warn("the machine's clock was stepped; the service time goes on as before, until the next start", "by", by.Round(time.Millisecond))
		r.stepped = stepped
	}
	return r.stepped
}

// all are the remarks of this moment.
func (r *remarks) all() []string {
	stepped := r.look()
	r.mu.Lock()
	defer r.mu.Unlock()
	if stepped == 0 {
		return slices.Clone(r.lines)
	}
	return append(slices.Clone(r.lines), fmt.Sprintf(
		"the machine's clock was stepped by %v since the start; the service time goes on as before", stepped.Round(time.Second)))
}
