package storecheck

import (
	"errors"
	"fmt"
	"hash/maphash"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
)

// The lists of closed runs follow from the records of the runs, row by row. That both say the same is told by tallies, which cost one
// look at each row; only if they differ is every row looked up that should be there, and the run of every row that is.

// tally is how many rows there are, and what all of them add up to, in whatever order.
type tally struct {
	rows int64
	sums [2]uint64
}

// seeds make the sums of rows that differ differ, too: by chance they would agree once in 2 to the 128th.
var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func (t *tally) add(key, value []byte) {
	t.rows++
	for i, seed := range seeds {
		var h maphash.Hash
		h.SetSeed(seed)
		// Writing to a hash never fails. The length keeps key and value apart.
		_, _ = h.Write(key)
		_ = h.WriteByte(byte(len(key)))
		_ = h.WriteByte(byte(len(key) >> 8))
		_, _ = h.Write(value)
		t.sums[i] += h.Sum64()
	}
}

func (t *tally) take(u tally) {
	t.rows += u.rows
	for i := range t.sums {
		t.sums[i] += u.sums[i]
	}
}

// listed are the rows that a closed run has in lists.
func (n *names) listed(shard uint16, run *execution.Run) []store.Op {
	var b store.Batch
	d := n.domains[run.Domain]
	// A domain that keeps no closed runs lists them for their deletion only.
	store.PutDone(&b, run.Domain, store.DoneOf(shard, run), d == nil || d.Retention != "0" && d.Retention != "NONE")
	return b.Ops
}

// checkDone holds the lists of closed runs against their records, of which the shards have made tallies.
func checkDone(r Reader, names *names, shards []*shard, found *findings) {
	var want, have tally
	unread := names.unread
	for _, s := range shards {
		want.take(s.listed)
		unread = unread || s.unread[store.FamilyRun]
	}
	for row, err := range r.ScanFamily(store.FamilyDone) {
		if err != nil {
			found.add(Violation{Rule: Unreadable, Family: store.FamilyDone, Text: err.Error()})
			return
		}
		found.counts.Rows++
		if row.Key.Shard != store.DoneShard {
			found.add(Violation{Rule: Place, Family: store.FamilyDone, Shard: row.Key.Shard, Text: fmt.Sprintf("the row with the key %x does not lie in shard %d", row.Key.Rest, store.DoneShard)})
			continue
		}
		have.add(row.Key.Rest, row.Value)
	}
	if have == want || unread {
		return
	}
	l := &lists{findings: found, names: names, r: r}
	l.checkRows()
	l.checkRuns()
}

// lists looks up row by row what tallies say is wrong somewhere.
type lists struct {
	*findings
	names *names
	r     Reader
}

func (l *lists) complain(rule Rule, run *execution.Run, runID, format string, args ...any) {
	v := Violation{Rule: rule, Family: store.FamilyDone, Shard: store.DoneShard, RunID: runID, Text: fmt.Sprintf(format, args...)}
	if run != nil {
		v.Domain, v.WorkflowID = l.names.of(run.Domain), run.WorkflowID
	}
	l.add(v)
}

// checkRows finds rows that cannot be read, and rows of runs that are not there or do not belong into the list.
func (l *lists) checkRows() {
	for row, err := range l.r.ScanFamily(store.FamilyDone) {
		if err != nil || row.Key.Shard != store.DoneShard {
			continue
		}
		list, done, err := store.DecodeDone(row)
		if err != nil {
			l.complain(Unreadable, nil, "", "%v: key %x", err, row.Key.Rest)
			continue
		}
		runID := done.Execution.RunID
		run := l.record(done.Shard, runID)
		if run == nil || run.Closing == nil || run.Domain != list.Domain {
			if !l.isToldBy(list, done) {
				l.complain(Orphan, nil, runID, "the list %c%s of domain number %d has a run that is not closed, or not there", list.Order, list.Filter, list.Domain)
			}
			continue
		}
		if !isListed(l.names.listed(done.Shard, run), row) {
			l.complain(Orphan, run, runID, "the run does not belong into the list %c%s", list.Order, list.Filter)
		}
	}
}

// isToldBy reports whether the list of its status has the same run, so that one line tells of it.
func (l *lists) isToldBy(list store.DoneList, done *store.Done) bool {
	first := store.DoneList{Domain: list.Domain, Order: store.ByClose, Filter: store.DoneWithStatus(done.Status)}
	if list == first {
		return false
	}
	_, err := l.r.Get(first.Key(done.ClosedAt, done.Execution.RunID))
	return err == nil
}

// record is a run's record, nil if there is none that can be read.
func (l *lists) record(shard uint16, runID string) *execution.Run {
	value, err := l.r.Get(store.RunKey(shard, runID))
	if err != nil {
		return nil
	}
	run, err := store.DecodeRun(value)
	if err != nil {
		return nil
	}
	return run
}

func isListed(rows []store.Op, row store.Row) bool {
	for _, op := range rows {
		if string(op.Key.Rest) == string(row.Key.Rest) {
			return true
		}
	}
	return false
}

// checkRuns finds runs that stand in fewer lists than they should, or otherwise.
func (l *lists) checkRuns() {
	for row, err := range l.r.ScanFamily(store.FamilyRun) {
		if err != nil {
			return
		}
		run, err := store.DecodeRun(row.Value)
		if err != nil || run.Closing == nil {
			continue
		}
		rows := l.names.listed(row.Key.Shard, run)
		if l.isIn(rows) == 0 {
			l.complain(Missing, run, run.RunID, "the closed run is in none of its %d lists", len(rows))
			continue
		}
		for _, want := range rows {
			l.checkListed(run, want)
		}
	}
}

// isIn counts the rows that are there.
func (l *lists) isIn(rows []store.Op) int {
	n := 0
	for _, op := range rows {
		if _, err := l.r.Get(op.Key); !errors.Is(err, store.ErrNotFound) {
			n++
		}
	}
	return n
}

func (l *lists) checkListed(run *execution.Run, want store.Op) {
	list, should, err := store.DecodeDone(store.Row{Key: want.Key, Value: want.Value})
	if err != nil {
		return
	}
	value, err := l.r.Get(want.Key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		l.complain(Missing, run, run.RunID, "the run is not in the list %c%s", list.Order, list.Filter)
		return
	case err != nil:
		l.complain(Unreadable, run, run.RunID, "%v", err)
		return
	}
	// What cannot be read was told of before.
	if _, is, err := store.DecodeDone(store.Row{Key: want.Key, Value: value}); err == nil {
		if d := difference(is, should); d != "" {
			l.complain(Record, run, run.RunID, "in the list %c%s, %s", list.Order, list.Filter, strings.ReplaceAll(d, "the history", "its record"))
		}
	}
}
