package engine

import (
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
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

// readRun reads a run's record; it returns store.ErrNotFound if there is none.
func (e *Engine) readRun(shard uint16, runID string) (*execution.Run, error) {
	value, err := e.store.Get(store.RunKey(shard, runID))
	if err != nil {
		return nil, err
	}
	return store.DecodeRun(value)
}

// isGone reports that a run's record is not there: unknown, or past its retention.
func isGone(err error) bool { return errors.Is(err, store.ErrNotFound) }
