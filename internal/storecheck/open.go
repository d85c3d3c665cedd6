package storecheck

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
)

// checkOpen holds the rows of an open run against what its history says.
func (s *shard) checkOpen(r *record, fold *historycheck.State, o *openRun) {
	complain := func(rule Rule, format string, args ...any) {
		s.complain(rule, store.FamilyOpen, r.place(), r.RunID, format, args...)
	}
	want := map[execution.RowKey]execution.Row{}
	for _, row := range Rows(r.WorkflowID, r.RunID, fold) {
		want[row.RowKey()] = row
	}
	for _, row := range o.rows {
		s.noteWait(r, row)
		k := row.RowKey()
		if want[k] == nil {
			complain(Orphan, "the row of %s belongs to nothing that is open", rowText(k))
			continue
		}
		for _, d := range []string{untoldBreach(row), difference(Untold(row), Untold(want[k]))} {
			if d != "" {
				complain(State, "the row of %s: %s", rowText(k), d)
			}
		}
		delete(want, k)
	}
	if o.broken || s.unread[store.FamilyOpen] {
		// Some of what is missing stands in the rows that cannot be read.
		return
	}
	for _, k := range slices.SortedFunc(maps.Keys(want), compareRowKeys) {
		complain(Missing, "there is no row of %s, which is open", rowText(k))
	}
}

func compareRowKeys(a, b execution.RowKey) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

func rowText(k execution.RowKey) string {
	kinds := map[execution.Kind]string{
		execution.KindActivity: "the activity task", execution.KindTimer: "the timer", execution.KindChild: "the child execution",
		execution.KindExternal: "the request to another execution", execution.KindLambda: "the Lambda task",
	}
	if k.Kind == execution.KindHeader {
		return "the run itself"
	}
	return fmt.Sprintf("%s of event %d", kinds[k.Kind], k.ID)
}

// untoldBreach says what cannot be in what no history tells: an attempt's nonce and heartbeats belong to a started task.
func untoldBreach(r execution.Row) string {
	a, ok := r.(*execution.Activity)
	switch {
	case !ok:
	case a.StartedID == 0 && (a.Nonce != 0 || a.BeatAt != 0):
		return "the task has not started, and has an attempt or a heartbeat"
	case a.BeatAt == 0 && a.BeatDetails != nil:
		return "it has the details of a heartbeat without its time"
	case a.BeatAt != 0 && a.BeatAt < a.StartedAt:
		return fmt.Sprintf("its heartbeat at %s is before its start at %s", a.BeatAt, a.StartedAt)
	}
	return ""
}
