package storecheck

import (
	"fmt"
	"strings"

	"github.com/swfd/swfd/internal/store"
)

// checkDone holds the lists of closed runs against the runs' records: each row says what its run's record says and stands in a list that
// the run belongs to, and each closed run has all its rows.
func checkDone(r Reader, names *names, shards []*shard, found *findings) {
	c := &doneCheck{findings: found, names: names, shards: shards, rows: map[string]int{}, wrong: map[string]bool{}}
	for row, err := range r.ScanFamily(store.FamilyDone) {
		if err != nil {
			c.add(Violation{Rule: Unreadable, Family: store.FamilyDone, Text: err.Error()})
			return
		}
		c.counts.Rows++
		c.row(row)
	}
	for _, s := range shards {
		for _, record := range s.records {
			c.record(s.number, record)
		}
	}
}

type doneCheck struct {
	*findings
	names  *names
	shards []*shard
	// rows counts the sound rows of each run, and wrong names the runs with others: one complaint tells of all rows of a run.
	rows  map[string]int
	wrong map[string]bool
}

func (c *doneCheck) row(row store.Row) {
	list, d, err := store.DecodeDone(row)
	if err != nil {
		c.add(Violation{Rule: Unreadable, Family: store.FamilyDone, Shard: row.Key.Shard, Text: fmt.Sprintf("key %x: %v", row.Key.Rest, err)})
		return
	}
	complain := func(rule Rule, text string) {
		if c.wrong[d.Execution.RunID] {
			return
		}
		c.wrong[d.Execution.RunID] = true
		c.add(Violation{
			Rule: rule, Family: store.FamilyDone, Shard: row.Key.Shard, Domain: c.names.of(list.Domain),
			WorkflowID: d.Execution.WorkflowID, RunID: d.Execution.RunID, Text: text,
		})
	}
	if row.Key.Shard != store.DoneShard {
		complain(Place, fmt.Sprintf("rows of this family lie in shard %d", store.DoneShard))
		return
	}
	record := c.find(d)
	switch {
	case record == nil:
		complain(Orphan, "a list has a run that has no record")
	case record.unreadable:
		// That is told, and nothing can be said of its rows.
	case record.Closing == nil:
		complain(Index, "a list of closed runs has a run that is open")
	case record.Domain != list.Domain:
		complain(Index, fmt.Sprintf("a list of domain %q has a run of domain %q", c.names.of(list.Domain), c.names.of(record.Domain)))
	case !list.Holds(d):
		complain(Index, fmt.Sprintf("the run stands in a list that it does not belong to: %v", list.Filter))
	default:
		if text := difference(d, store.DoneOf(d.Shard, record.Run)); text != "" {
			complain(Index, strings.Replace(text, "the history says", "its record says", 1))
			return
		}
		c.rows[d.Execution.RunID]++
	}
}

// find returns the record that a row is about, nil if there is none.
func (c *doneCheck) find(d *store.Done) *record {
	if int(d.Shard) >= len(c.shards) {
		return nil
	}
	return c.shards[d.Shard].records[d.Execution.RunID]
}

// record notices rows that a closed run lacks.
func (c *doneCheck) record(number uint16, r *record) {
	if r.unreadable || r.Closing == nil || c.wrong[r.RunID] || c.shards[number].unread[store.FamilyRun] {
		return
	}
	domain := c.names.domains[r.Domain]
	if domain == nil {
		return
	}
	listed := domain.Retention != "0" && domain.Retention != "NONE"
	if want, got := store.CountDone(store.DoneOf(number, r.Run), listed), c.rows[r.RunID]; got != want {
		c.add(Violation{
			Rule: Index, Family: store.FamilyDone, Shard: store.DoneShard, Domain: c.names.of(r.Domain), WorkflowID: r.WorkflowID, RunID: r.RunID,
			Text: fmt.Sprintf("the run stands in %d lists of closed runs, and belongs to %d", got, want),
		})
	}
}
