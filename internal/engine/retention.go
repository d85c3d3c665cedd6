package engine

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// A closed run vanishes from all answers in the instant in which its retention is over, for readers compare the times. Its
// rows are deleted afterwards, by the sweep: a goroutine of the shell that goes through the closed runs of each domain from
// the oldest on, in small batches with pauses between them. What it does needs no haste, no sync and no memory of where
// it was: a batch that a crash undoes is found again by the next sweep.
//
// In a domain that keeps no closed runs, whoever closed a run deletes it after the close is durable; the sweep only finds
// what a crash left behind.

const (
	// A batch of the sweep ends when it has so many operations: while it is written, other commits wait behind it.
	sweepOps = 200
	// sweepRest is how long the sweep rests between two batches, as a multiple of the time that the last one took.
	sweepRest = 4
	// A history of more rows than this is deleted as a range: the many short ones row by row, for each range that was
	// deleted is something that every reader has to look at until the store has cleaned up.
	historyRange = 32
	// sweepPause is the least service time between two sweeps. Runs that expire meanwhile are swept together.
	sweepPause = time.Minute
	// sweepInterval is the most: no retention period but 0 is shorter, so whatever closes after a sweep does not expire
	// before the next.
	sweepInterval = 24 * time.Hour
)

// runRetention deletes what is past its retention, until ctx ends.
func (e *Engine) runRetention(ctx context.Context) {
	s := sweep{engine: e, ctx: ctx, swept: map[uint32]runPlace{}}
	for ctx.Err() == nil {
		next := s.run()
		wake, stop := e.clock.Wake(next)
		select {
		case <-ctx.Done():
		case <-wake:
		}
		stop()
	}
}

// sweep goes through the closed runs that are past their retention.
type sweep struct {
	engine *Engine
	ctx    context.Context
	// swept is, for each domain, the newest closed run that was swept. What is older need not be looked at again: it
	// is deleted, and the store may not have forgotten it yet.
	swept map[uint32]runPlace
}

// run sweeps every domain and returns when to sweep again.
func (s *sweep) run() (next swf.Timestamp) {
	next = s.engine.clock.Now().Add(sweepInterval)
	for _, d := range s.engine.registry.all() {
		at, err := s.domain(d)
		if err != nil {
			s.engine.log.Error("closed runs cannot be deleted; it is tried again later", "domain", d.number, "error", err)
			continue
		}
		next = min(next, at)
	}
	return max(next, s.engine.clock.Now().Add(sweepPause))
}

// domain sweeps a domain, and tells when its next run expires.
func (s *sweep) domain(d *domain) (next swf.Timestamp, err error) {
	for s.ctx.Err() == nil {
		began := time.Now()
		more, next, err := s.batch(d)
		if err != nil || !more {
			return next, err
		}
		s.engine.pause(s.ctx, max(time.Millisecond, sweepRest*time.Since(began)))
	}
	return math.MaxInt64, nil
}

// batch deletes a few of the oldest runs of a domain. It reports whether there are more, and if not, when the next one
// expires.
func (s *sweep) batch(d *domain) (more bool, next swf.Timestamp, err error) {
	e, now := s.engine, s.engine.clock.Now()
	w := window{oldest: math.MinInt64, latest: math.MaxInt64, reverse: true}
	if place, ok := s.swept[d.number]; ok {
		w.after = &place
	}
	var b store.Batch
	var last *runPlace
	next = math.MaxInt64
	l := store.DoneList{Domain: d.number, Order: store.ByClose, Filter: store.AllDone()}
	for row, err := range e.closedRows(l, w) {
		if err != nil {
			return false, 0, err
		}
		run, err := l.Read(row)
		if err != nil {
			return false, 0, err
		}
		if !d.hasExpired(run.ClosedAt, now) {
			next = run.ClosedAt.Add(d.retention)
			break
		}
		if len(b.Ops) >= sweepOps {
			more = true
			break
		}
		if err := e.addDeletions(&b, d.number, run); err != nil {
			return false, 0, err
		}
		last = &runPlace{run.ClosedAt, run.Execution.RunID}
	}
	if last == nil {
		return false, next, nil
	}
	if err := e.commitForgotten(&b); err != nil {
		return false, 0, err
	}
	s.swept[d.number] = *last
	return more, next, nil
}

// addDeletions adds the deletion of all rows of a closed run.
func (e *Engine) addDeletions(b *store.Batch, domain uint32, run *store.Done) error {
	runID := run.Execution.RunID
	store.DeleteDone(b, domain, run, e.keepsClosed(domain))
	b.Delete(store.RunKey(run.Shard, runID))
	from, to := store.HistoryRange(runID)
	whole := len(b.Ops)
	for row, err := range e.store.Scan(store.FamilyHistory, run.Shard, from, to, false) {
		if err != nil {
			return fmt.Errorf("look for the history of run %s: %w", runID, err)
		}
		if len(b.Ops)-whole == historyRange {
			b.Ops = b.Ops[:whole]
			b.DeleteRange(store.Key{Family: store.FamilyHistory, Shard: run.Shard, Rest: from}, to)
			break
		}
		row.Key.Rest = bytes.Clone(row.Key.Rest)
		b.Delete(row.Key)
	}
	return nil
}

// keepsClosed reports whether a domain keeps closed runs at all.
func (e *Engine) keepsClosed(number uint32) bool {
	d := e.registry.number(number)
	return d == nil || d.retention > 0
}

// forget deletes a run that has just closed in a domain that keeps none.
func (e *Engine) forget(domain uint32, run *store.Done) {
	var b store.Batch
	err := e.addDeletions(&b, domain, run)
	if err == nil {
		err = e.commitForgotten(&b)
	}
	if err != nil {
		e.log.Error("a closed run cannot be deleted; it is tried again at the next start", "domain", domain, "error", err)
	}
}

// commitForgotten writes deletions. It does so also while the store takes no other writes, for it frees space, and without
// waiting for the disk, for what a crash undoes is deleted again.
func (e *Engine) commitForgotten(b *store.Batch) error {
	if err := e.failure(); err != nil {
		return err
	}
	if err := e.store.CommitLazily(b); err != nil {
		e.fail(fmt.Errorf("delete closed runs: %w", err))
		return e.failure()
	}
	return nil
}
