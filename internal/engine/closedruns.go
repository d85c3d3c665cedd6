package engine

import (
	"iter"
	"math"
	"time"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// goneThrough is how many rows of a list a page goes through at most to find its runs. More are only needed where many
// runs are past their retention and not deleted yet; then a page may be short, or empty, and the next one goes on.
const goneThrough = 10_000

// hasExpired reports whether a run of the domain that closed at a time is past its retention.
func (d *domain) hasExpired(closedAt, now swf.Timestamp) bool {
	if mutant.Is(mutant.ShortRetention) {
		return now > closedAt
	}
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

// closedRows yields the rows of a list of closed runs that stand in a window, in the order that it asks for. Rows of runs
// past their retention are among them.
func (e *Engine) closedRows(l store.DoneList, w window) iter.Seq2[store.Row, error] {
	from, to := l.Range(w.oldest, w.latest)
	if w.after != nil {
		at := l.Key(w.after.at, w.after.runID).Rest
		if w.reverse {
			to = at
		} else {
			from = append(at, 0)
		}
	}
	return e.store.Scan(store.FamilyDone, store.DoneShard, from, to, w.reverse)
}

// closedPage returns up to limit runs of a list, and the place behind which the next page begins, if there may be one. All
// of it is durable.
func (e *Engine) closedPage(d *domain, l store.DoneList, w window, limit int) ([]swf.WorkflowExecutionInfo, *runPlace, error) {
	infos, next, err := e.findClosed(d, l, w, limit)
	if err != nil {
		return nil, nil, err
	}
	return infos, next, e.durable()
}

func (e *Engine) findClosed(d *domain, l store.DoneList, w window, limit int) (infos []swf.WorkflowExecutionInfo, next *runPlace, err error) {
	infos = []swf.WorkflowExecutionInfo{}
	now, seen := e.clock.Now(), 0
	for row, err := range e.closedRows(l, d.kept(l, w, now)) {
		if err != nil {
			return nil, nil, err
		}
		if len(infos) == limit || seen == goneThrough {
			return infos, next, nil
		}
		seen++
		at, runID, err := l.Place(row)
		if err != nil {
			return nil, nil, err
		}
		next = &runPlace{at, runID}
		run, err := d.readKept(l, row, now)
		switch {
		case err != nil:
			_ = e.unreadable(laneKey{domain: d.number}, err)
		case run != nil:
			infos = append(infos, closedInfo(run))
		}
	}
	return infos, nil, nil
}

// readKept reads a row of a list; nil if its run is past its retention. Of such runs there may be many, so no more is read than it takes.
func (d *domain) readKept(l store.DoneList, row store.Row, now swf.Timestamp) (*store.Done, error) {
	closedAt, err := l.ReadClosedAt(row)
	if err != nil || d.hasExpired(closedAt, now) {
		return nil, err
	}
	return l.Read(row)
}

// countClosed counts the runs of a list, and goes through as many rows as the limit allows.
func (e *Engine) countClosed(d *domain, l store.DoneList, w window) (n int, truncated bool, err error) {
	now, seen := e.clock.Now(), 0
	for row, err := range e.closedRows(l, d.kept(l, w, now)) {
		if err != nil {
			return 0, false, err
		}
		if seen == e.limits.Counted {
			truncated = true
			break
		}
		seen++
		closedAt, err := l.ReadClosedAt(row)
		switch {
		case err != nil:
			_ = e.unreadable(laneKey{domain: d.number}, err)
		case !d.hasExpired(closedAt, now):
			n++
		}
	}
	return n, truncated, e.durable()
}

// kept narrows a window to the runs that are not past their retention. In a list by start time they lie scattered.
func (d *domain) kept(l store.DoneList, w window, now swf.Timestamp) window {
	if l.Order == store.ByClose {
		w.oldest = max(w.oldest, now.Add(time.Millisecond-d.retention))
	}
	return w
}

// newestClose is when the newest closed run of all domains closed, 0 if there is none.
func (e *Engine) newestClose() (newest swf.Timestamp, err error) {
	for _, d := range e.registry.all() {
		l := allClosed(d)
		for row, err := range e.closedRows(l, window{oldest: math.MinInt64, latest: math.MaxInt64}) {
			if err != nil {
				return 0, err
			}
			at, _, err := l.Place(row)
			if err != nil {
				return 0, err
			}
			newest = max(newest, at)
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
