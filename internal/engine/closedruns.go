package engine

import (
	"iter"
	"math"
	"time"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// goneThrough is how many rows of a list a page goes through at most to find its runs. More are only needed where many
// runs are past their retention and not deleted yet; then a page may be short, or empty, and the next one goes on.
const goneThrough = 10_000

// hasExpired reports whether a run of the domain that closed at a time is past its retention.
func (d *domain) hasExpired(closedAt, now swf.Timestamp) bool {
	return now.Sub(closedAt) >= d.retention
}

// retentionOf is how long closed runs are kept. The text was checked when the domain was registered.
func retentionOf(text string) time.Duration {
	days, err := retentionDays(text, maxRetention)
	if err != nil {
		// Rather for ever than not at all.
		days = maxRetention
	}
	return time.Duration(days) * 24 * time.Hour
}

// closedRows yields the rows of a list of closed runs that stand in a window, in the order that it asks for. Runs past their
// retention are among them.
func (e *Engine) closedRows(l store.DoneList, w window) iter.Seq2[store.Done, error] {
	from, to := l.Range(w.oldest, w.latest)
	if w.after != nil {
		at := l.Key(w.after.at, w.after.runID).Rest
		if w.reverse {
			to = at
		} else {
			from = append(at, 0)
		}
	}
	return func(yield func(store.Done, error) bool) {
		for row, err := range e.store.Scan(store.FamilyDone, store.DoneShard, from, to, w.reverse) {
			var d store.Done
			if err == nil {
				d, err = l.Read(row)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

// closedPage returns up to limit runs of a list, and the place that the next page begins behind, if there may be one. All of
// it is durable.
func (e *Engine) closedPage(d *domain, order store.DoneOrder, f runFilter, w window, limit int) ([]swf.WorkflowExecutionInfo, *runPlace, error) {
	l := store.DoneList{Domain: d.number, Order: order, Filter: f.done()}
	found, next, err := e.findClosed(d, l, w, limit)
	if err != nil {
		return nil, nil, err
	}
	infos := make([]swf.WorkflowExecutionInfo, 0, len(found))
	for _, row := range found {
		run, err := e.readRun(row.Shard, row.RunID)
		if isGone(err) {
			// It was forgotten just now.
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		infos = append(infos, executionInfo(&look{run: *run}))
	}
	return infos, next, e.durable()
}

// findClosed collects the rows of a page.
func (e *Engine) findClosed(d *domain, l store.DoneList, w window, limit int) (found []store.Done, next *runPlace, err error) {
	now, seen := e.clock.Now(), 0
	for row, err := range e.closedRows(l, w) {
		if err != nil {
			return nil, nil, err
		}
		if len(found) == limit || seen == goneThrough {
			return found, next, nil
		}
		seen++
		next = &runPlace{row.At(), row.RunID}
		if !d.hasExpired(row.ClosedAt, now) {
			found = append(found, row)
		}
	}
	return found, nil, nil
}

// countClosed counts the runs of a list, and goes through as many rows as the limit allows.
func (e *Engine) countClosed(d *domain, order store.DoneOrder, f runFilter, w window) (n int, truncated bool, err error) {
	l := store.DoneList{Domain: d.number, Order: order, Filter: f.done()}
	now, seen := e.clock.Now(), 0
	for row, err := range e.closedRows(l, w) {
		if err != nil {
			return 0, false, err
		}
		if seen == e.limits.Counted {
			truncated = true
			break
		}
		seen++
		if !d.hasExpired(row.ClosedAt, now) {
			n++
		}
	}
	return n, truncated, e.durable()
}

// newestClose is when the newest closed run of all domains closed, 0 if there is none.
func (e *Engine) newestClose() (newest swf.Timestamp, err error) {
	for _, d := range e.registry.all() {
		l := store.DoneList{Domain: d.number, Order: store.ByClose, Filter: store.AllDone()}
		for row, err := range e.closedRows(l, window{oldest: math.MinInt64, latest: math.MaxInt64}) {
			if err != nil {
				return 0, err
			}
			newest = max(newest, row.ClosedAt)
			break
		}
	}
	return newest, nil
}

// durable returns when everything that was read before is on the disk.
func (e *Engine) durable() error {
	if err := e.store.Barrier(); err != nil {
		e.fail(err)
	}
	return e.failure()
}
