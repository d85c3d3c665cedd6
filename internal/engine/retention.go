package engine

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
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
	sweepOps = 60
	// Between two batches the sweep rests for so many times as long as the last one took, and at least for a moment.
	sweepRest = 4
	leastRest = 2 * time.Millisecond
	// A sweep that is so far behind hurries: it rests only as long as it works. Else runs that close faster than the
	// sweep deletes others would fill the disk.
	sweepHurry = 24 * time.Hour
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
	s := newSweep(e)
	for ctx.Err() == nil {
		next := s.run(ctx)
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
	engine  *Engine
	domains map[uint32]*sweptDomain
}

// sweptDomain is how far a domain was swept.
type sweptDomain struct {
	// newest is the newest closed run that was swept, nil before the first. What is older need not be looked at again: it
	// is deleted, and only the store may not have forgotten it yet.
	newest *runPlace
	// dirty are the lists of which rows were deleted since they were last cleared. left is true if rows were left behind that
	// cannot be read.
	dirty map[store.DoneList]bool
	left  bool
}

func (d *sweptDomain) soil(l store.DoneList) {
	if d.dirty == nil {
		d.dirty = map[store.DoneList]bool{}
	}
	d.dirty[l] = true
}

func newSweep(e *Engine) *sweep { return &sweep{engine: e, domains: map[uint32]*sweptDomain{}} }

// run sweeps all domains and returns when to sweep again. They take turns batch by batch, so that one with much to delete keeps no other
// waiting.
func (s *sweep) run(ctx context.Context) (next swf.Timestamp) {
	next = s.engine.clock.Now().Add(sweepInterval)
	for waiting := s.engine.registry.all(); len(waiting) > 0 && ctx.Err() == nil; {
		waiting = slices.DeleteFunc(waiting, func(d *domain) bool {
			at, swept := s.turn(ctx, d)
			if swept {
				next = min(next, at)
			}
			return swept
		})
	}
	return max(next, s.engine.clock.Now().Add(sweepPause))
}

// turn deletes a batch of a domain's runs and rests. When nothing is left to delete it tells so, and when to look again.
func (s *sweep) turn(ctx context.Context, d *domain) (again swf.Timestamp, swept bool) {
	if ctx.Err() != nil {
		return 0, false
	}
	began := time.Now()
	next, err := s.step(d)
	behind := s.engine.clock.Now().Sub(next)
	switch {
	case err != nil:
		s.engine.log.Error("closed runs cannot be deleted; it is tried again later", "domain", d.number, "error", err)
		return s.engine.clock.Now(), true
	case behind < 0:
		return next, true
	}
	s.rest(ctx, time.Since(began), behind)
	return 0, false
}

// rest lets others work after a batch that took so long.
func (s *sweep) rest(ctx context.Context, took, behind time.Duration) {
	if behind < sweepHurry {
		took *= sweepRest
	}
	s.engine.waits.Pause(ctx, max(leastRest, took))
}

// step deletes a few of the oldest runs of a domain, and tells when the next one expires. If that is still to come it cleans up, too.
func (s *sweep) step(d *domain) (next swf.Timestamp, err error) {
	swept := s.domains[d.number]
	if swept == nil {
		swept = &sweptDomain{}
		s.domains[d.number] = swept
	}
	next, err = s.batch(d, swept)
	if err != nil || next <= s.engine.clock.Now() {
		return next, err
	}
	return next, s.clear(d, swept)
}

// batch deletes a few of the oldest runs of a domain, and tells when the next one expires, which may be long ago. A row that
// cannot be read is reported and left alone.
func (s *sweep) batch(d *domain, swept *sweptDomain) (next swf.Timestamp, err error) {
	e, now := s.engine, s.engine.clock.Now()
	next = now.Add(sweepInterval)
	w := window{oldest: math.MinInt64, latest: math.MaxInt64, reverse: true, after: swept.newest}
	var b store.Batch
	newest := swept.newest
	for row, err := range e.closedRows(allClosed(d), w) {
		if err != nil {
			return 0, err
		}
		if !d.hasExpired(row.place.at, now) || len(b.Ops) >= sweepOps {
			next = row.place.at.Add(d.retention)
			break
		}
		newest = new(row.place)
		run, err := row.list.Read(row.Row)
		if err != nil {
			swept.left = true
			_ = e.unreadable(laneKey{domain: d.number}, err)
			continue
		}
		if err := e.addDeletions(&b, d.number, run); err != nil {
			return 0, err
		}
		swept.soil(row.list)
	}
	if len(b.Ops) > 0 {
		if err := e.commitForgotten(&b); err != nil {
			return 0, err
		}
	}
	swept.newest = newest
	return next, nil
}

// clear deletes once more, each as one range, what the sweep has deleted from the lists that it goes through. A store writes its
// deletions to the disk when it has gathered many; only a range it does not keep waiting. So space becomes free also when
// nothing else happens.
func (s *sweep) clear(d *domain, swept *sweptDomain) error {
	if len(swept.dirty) == 0 || swept.newest == nil || swept.left || d.retention == 0 {
		// Without a retention, what closes in this moment may stand among the rows that were swept.
		return nil
	}
	if s.engine.closing.Load() != 0 {
		// One of them may have closed so long ago that it comes among the rows that were swept.
		return nil
	}
	late, err := s.late(d, swept)
	if err != nil {
		return err
	}
	if late {
		swept.newest = nil
		return nil
	}
	var b store.Batch
	for l := range swept.dirty {
		_, to := l.Range(math.MinInt64, swept.newest.at)
		b.DeleteRange(l.Key(swept.newest.at, swept.newest.runID), to)
	}
	clear(swept.dirty)
	return s.engine.commitForgotten(&b)
}

// late reports whether a run stands among those that were swept. Its close was so long on its way to the disk that it had expired by then: the
// machine slept meanwhile. One that is still on its way is counted in closing.
func (s *sweep) late(d *domain, swept *sweptDomain) (bool, error) {
	w := window{oldest: math.MinInt64, latest: swept.newest.at, reverse: true}
	for row, err := range s.engine.closedRows(allClosed(d), w) {
		return err == nil && newestFirst(row.place, *swept.newest) >= 0, err
	}
	return false, nil
}

// addDeletions adds the deletion of all rows of a closed run.
func (e *Engine) addDeletions(b *store.Batch, domain uint32, run *store.Done) error {
	runID := run.Execution.RunID
	store.DeleteDone(b, domain, run, e.keepsClosed(domain))
	b.Delete(store.RunKey(run.Shard, runID))
	if mutant.Is(mutant.DeleteOpenRun) {
		b.Delete(store.OpenKey(run.Shard, domain, run.Execution.WorkflowID, execution.RowKey{Kind: execution.KindHeader}))
	}
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
