package engine

import (
	"cmp"
	"iter"
	"math"
	"strings"
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

// closedLists are the lists of closed runs that together hold what a filter asks for, each run once.
func (e *Engine) closedLists(d *domain, o store.DoneOrder, f runFilter) ([]store.DoneList, error) {
	filters, err := e.closedFilters(d, o, f)
	lists := make([]store.DoneList, len(filters))
	for i, filter := range filters {
		lists[i] = store.DoneList{Domain: d.number, Order: o, Filter: filter}
	}
	return lists, err
}

func (e *Engine) closedFilters(d *domain, o store.DoneOrder, f runFilter) ([]store.DoneFilter, error) {
	switch {
	case f.execution != nil:
		return []store.DoneFilter{store.DoneOfWorkflow(f.execution.WorkflowID)}, nil
	case f.workflowType != nil && f.version() == "":
		return store.DoneVersions(e.store, d.number, o, f.workflowType.Name)
	case f.workflowType != nil:
		return []store.DoneFilter{store.DoneOfType(swf.WorkflowType{Name: f.workflowType.Name, Version: f.version()})}, nil
	case f.tag != nil:
		return []store.DoneFilter{store.DoneWithTag(f.tag.Tag)}, nil
	case f.closeStatus != nil:
		return []store.DoneFilter{store.DoneWithStatus(f.closeStatus.Status)}, nil
	}
	return store.AllDone(), nil
}

// allClosed are the lists that together hold all closed runs of a domain, by close time.
func allClosed(d *domain) []store.DoneList {
	var lists []store.DoneList
	for _, filter := range store.AllDone() {
		lists = append(lists, store.DoneList{Domain: d.number, Order: store.ByClose, Filter: filter})
	}
	return lists
}

// closedRow is a row of a list of closed runs, and where in the list it stands.
type closedRow struct {
	store.Row
	list  store.DoneList
	place runPlace
}

// closedRows yields the rows of lists of closed runs that stand in a window, as if they were one list, in the order that the window asks for. Rows of
// runs past their retention are among them. A row is good until the next one.
func (e *Engine) closedRows(lists []store.DoneList, w window) iter.Seq2[closedRow, error] {
	if len(lists) == 1 {
		return e.placedRows(lists[0], w)
	}
	return func(yield func(closedRow, error) bool) {
		fronts := make([]*closedFront, len(lists))
		for i, l := range lists {
			fronts[i] = &closedFront{engine: e, list: l, window: w, size: firstRows, most: max(1, mostRows/len(lists))}
		}
		for {
			next, err := foremost(fronts)
			if err != nil {
				yield(closedRow{}, err)
				return
			}
			if next == nil || !yield(next.take(), nil) {
				return
			}
		}
	}
}

// placedRows are the rows of one list.
func (e *Engine) placedRows(l store.DoneList, w window) iter.Seq2[closedRow, error] {
	return func(yield func(closedRow, error) bool) {
		for row, err := range e.listRows(l, w) {
			r := closedRow{Row: row, list: l}
			if err == nil {
				r.place.at, r.place.runID, err = l.Place(row)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// listRows are the rows of one list as the store has them.
func (e *Engine) listRows(l store.DoneList, w window) iter.Seq2[store.Row, error] {
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

// newestFirst compares places as lists of closed runs have them: the newest run comes first, and runs of one time in the order of their ids.
func newestFirst(a, b runPlace) int {
	return cmp.Or(cmp.Compare(b.at, a.at), strings.Compare(a.runID, b.runID))
}

// closedPage returns up to limit runs that a filter asks for, and the place behind which the next page begins, if there may be one.
// All of it is durable.
func (e *Engine) closedPage(d *domain, o store.DoneOrder, f runFilter, w window, limit int) ([]swf.WorkflowExecutionInfo, *runPlace, error) {
	lists, err := e.closedLists(d, o, f)
	if err != nil {
		return nil, nil, err
	}
	infos, next, err := e.findClosed(d, lists, d.kept(o, w, e.clock.Now()), limit)
	if err != nil {
		return nil, nil, err
	}
	return infos, next, e.durable()
}

func (e *Engine) findClosed(d *domain, lists []store.DoneList, w window, limit int) (infos []swf.WorkflowExecutionInfo, next *runPlace, err error) {
	infos = []swf.WorkflowExecutionInfo{}
	var last runPlace
	now, seen := e.clock.Now(), 0
	for row, err := range e.closedRows(lists, w) {
		if err != nil {
			return nil, nil, err
		}
		if len(infos) == limit || seen == goneThrough {
			return infos, &last, nil
		}
		seen++
		last = row.place
		run, err := d.readKept(row, now)
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
func (d *domain) readKept(row closedRow, now swf.Timestamp) (*store.Done, error) {
	closedAt, err := row.list.ReadClosedAt(row.Row)
	if err != nil || d.hasExpired(closedAt, now) {
		return nil, err
	}
	return row.list.Read(row.Row)
}

// countClosed counts the runs that a filter asks for, and goes through as many rows as the limit allows, list by list.
func (e *Engine) countClosed(d *domain, o store.DoneOrder, f runFilter, w window) (n int, truncated bool, err error) {
	lists, err := e.closedLists(d, o, f)
	if err != nil {
		return 0, false, err
	}
	c := closedCount{engine: e, domain: d, now: e.clock.Now()}
	w = d.kept(o, w, c.now)
	for _, l := range lists {
		if err := c.add(l, w); err != nil {
			return 0, false, err
		}
	}
	return c.n, c.truncated, e.durable()
}

// closedCount is a count that goes on.
type closedCount struct {
	engine *Engine
	domain *domain
	now    swf.Timestamp
	// seen is how many rows were gone through, and n how many of their runs are kept.
	seen, n   int
	truncated bool
}

func (c *closedCount) add(l store.DoneList, w window) error {
	for row, err := range c.engine.listRows(l, w) {
		if err != nil {
			return err
		}
		if c.seen == c.engine.limits.Counted {
			c.truncated = true
			return nil
		}
		c.seen++
		closedAt, err := l.ReadClosedAt(row)
		switch {
		case err != nil:
			_ = c.engine.unreadable(laneKey{domain: c.domain.number}, err)
		case !c.domain.hasExpired(closedAt, c.now):
			c.n++
		}
	}
	return nil
}

// kept narrows a window to the runs that are not past their retention. In a list by start time they lie scattered.
func (d *domain) kept(o store.DoneOrder, w window, now swf.Timestamp) window {
	if o == store.ByClose {
		w.oldest = max(w.oldest, now.Add(time.Millisecond-d.retention))
	}
	return w
}

// newestClose is when the newest closed run of all domains closed, 0 if there is none.
func (e *Engine) newestClose() (newest swf.Timestamp, err error) {
	for _, d := range e.registry.all() {
		for row, err := range e.closedRows(allClosed(d), window{oldest: math.MinInt64, latest: math.MaxInt64}) {
			if err != nil {
				return 0, err
			}
			newest = max(newest, row.place.at)
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
