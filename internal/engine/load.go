package engine

import (
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// load reads the lane's open run from the store, if it is not in memory. The caller holds l.mu. Any error but errUnreadable
// may pass.
func (e *Engine) load(l *lane) error {
	if l.lost {
		return errLost
	}
	if l.loaded {
		return nil
	}
	if e.isIdle(l) {
		l.loaded = true
		return nil
	}
	rows, err := e.openRows(l)
	if err != nil {
		return err
	}
	if len(rows) > 0 {
		state, err := execution.Load(l.key.domain, rows, swf.Timestamp(e.ready.Load()))
		if err != nil {
			return e.unreadable(l.key, err)
		}
		if l.run, err = e.openRecord(l, state.Execution().RunID); err != nil {
			return err
		}
		l.state = state
	}
	l.loaded = true
	return nil
}

// isIdle reports that the lane, which is not in memory, has no open run. Then all that was written on it has been published, so the list of
// open runs knows, unless some of the store could not be read.
func (e *Engine) isIdle(l *lane) bool {
	return !e.unread.Load() && !e.open.domain(l.key.domain).has(l.key.workflowID)
}

// errUnreadable marks rows of a run that make no sense. To read them again does not help.
var errUnreadable = errors.New("the rows of the run cannot be read")

// unreadable reports rows that cannot be read, and what callers are told. Only this run is affected.
func (e *Engine) unreadable(key laneKey, err error) error {
	e.unread.Store(true)
	e.log.Error("the rows of a run cannot be read; it is left alone", "domain", key.domain, "error", err)
	return fmt.Errorf("%w: %w", errUnreadable, err)
}

func (e *Engine) openRows(l *lane) ([]execution.Row, error) {
	from, to := store.OpenRange(l.key.domain, l.key.workflowID)
	var rows []execution.Row
	for row, err := range e.store.Scan(store.FamilyOpen, l.shard, from, to, false) {
		if err != nil {
			return nil, fmt.Errorf("read the rows of a run: %w", err)
		}
		open, err := store.DecodeOpen(row)
		if err != nil {
			return nil, e.unreadable(l.key, err)
		}
		rows = append(rows, open.Row)
	}
	return rows, nil
}

// openRecord reads the record of the lane's open run, which has one.
func (e *Engine) openRecord(l *lane, runID string) (*execution.Run, error) {
	value, err := e.store.Get(store.RunKey(l.shard, runID))
	if err != nil && !isGone(err) {
		return nil, fmt.Errorf("read the record of a run: %w", err)
	}
	if err != nil {
		return nil, e.unreadable(l.key, err)
	}
	run, err := store.DecodeRun(value)
	if err != nil {
		return nil, e.unreadable(l.key, err)
	}
	return run, nil
}

// readRun reads a run's record; it returns store.ErrNotFound if there is none.
func (e *Engine) readRun(shard uint16, runID string) (*execution.Run, error) {
	value, err := e.store.Get(store.RunKey(shard, runID))
	if err != nil {
		return nil, err
	}
	return store.DecodeRun(value)
}

// rebuild fills memory from the store: what is waiting, what falls due, what is to be delivered, what is remembered.
func (e *Engine) rebuild() error {
	if err := e.rebuildOutbox(); err != nil {
		return fmt.Errorf("rebuild the outbox: %w", err)
	}
	if err := e.rebuildOpen(); err != nil {
		return fmt.Errorf("rebuild the open runs: %w", err)
	}
	if err := e.rebuildAnswers(); err != nil {
		return fmt.Errorf("count the answers: %w", err)
	}
	return nil
}

// rebuildOpen visits every open run once. A run whose rows cannot be read is reported and left alone.
func (e *Engine) rebuildOpen() error {
	var key laneKey
	var rows []execution.Row
	broken := false
	flush := func() {
		if len(rows) > 0 && !broken {
			e.rebuildRun(key, rows)
		}
		rows, broken = nil, false
	}
	seen := swf.Timestamp(0)
	for row, err := range e.store.ScanFamily(store.FamilyOpen) {
		if err != nil {
			return err
		}
		open, err := store.DecodeOpen(row)
		if next := (laneKey{open.Domain, open.WorkflowID}); next != key {
			flush()
			key = next
		}
		if err != nil {
			broken = true
			_ = e.unreadable(key, err)
			continue
		}
		if h, ok := open.Row.(*execution.Header); ok {
			seen = max(seen, h.LastEventAt)
		}
		rows = append(rows, open.Row)
	}
	flush()
	e.open.sort()
	closed, err := e.newestClose()
	if err != nil {
		return err
	}
	e.notBefore(max(seen, closed))
	return nil
}

func (e *Engine) rebuildRun(key laneKey, rows []execution.Row) {
	state, err := execution.Load(key.domain, rows, swf.Timestamp(e.ready.Load()))
	if err != nil {
		_ = e.unreadable(key, err)
		return
	}
	l := &lane{key: key, shard: e.shardOf(key)}
	run, err := e.readRun(l.shard, state.Execution().RunID)
	if err != nil {
		_ = e.unreadable(key, err)
		return
	}
	e.open.restore(run, state.Header().CancelRequested)
	if !mutant.Is(mutant.ForgetDeadlines) {
		e.deadlines.arm(key, state.NextDeadline())
	}
	e.progress.restore(key.domain, state.Execution().RunID, rows)
	if mutant.Is(mutant.ForgetOffers) {
		return
	}
	for _, o := range state.Offers() {
		e.publishOffer(l, offer{runID: state.Execution().RunID, Offer: o})
	}
}

func (e *Engine) rebuildOutbox() error {
	for row, err := range e.store.ScanFamily(store.FamilyBox) {
		if err != nil {
			return err
		}
		box, err := store.DecodeBox(row)
		if err != nil {
			return err
		}
		if box.Message != nil && mutant.Is(mutant.ForgetMessages) {
			continue
		}
		if box.Message == nil {
			e.outbox.restoreApplied(channel{box.From, box.To}, box.Seq)
			continue
		}
		e.outbox.restore(sequenced{channel{box.From, box.To}, box.Seq, *box.Message})
	}
	return nil
}

// isGone reports that a run's record is not there: unknown, or past its retention.
func isGone(err error) bool { return errors.Is(err, store.ErrNotFound) }
