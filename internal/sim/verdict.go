package sim

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/storecheck"
	"github.com/swfd/swfd/swf"
)

// verdict is the judgement of one batch.
type verdict struct {
	*Oracle
	n    int
	note *note
	// touched are the workflowIds whose rows have changed, cut the runs of which history was deleted.
	touched, cut []string
}

func (v *verdict) violate(format string, args ...any) { v.world.violate(format, args...) }

func (v *verdict) op(op *store.Op) {
	row := store.Row{Key: op.Key, Value: op.Value}
	switch op.Key.Family {
	case store.FamilyRun:
		v.record(row)
	case store.FamilyHistory:
		v.history(row)
	case store.FamilyOpen:
		// Of a row that is deleted the key tells enough.
		o, err := store.DecodeOpen(row)
		if err != nil && op.Value != nil {
			v.violate("a row of an open run cannot be read: %v", err)
		}
		v.checkPlace(op.Key, o.WorkflowID)
		if !slices.Contains(v.touched, o.WorkflowID) {
			v.touched = append(v.touched, o.WorkflowID)
		}
		// A heartbeat may share its batch with the end of its task.
		if a, ok := o.Row.(*execution.Activity); ok && op.Value != nil {
			v.noteBeat(o.WorkflowID, a)
		}
	case store.FamilyBox:
		v.box(row)
	}
}

// checkPlace judges that a row lies in the shard of its workflowId.
func (v *verdict) checkPlace(k store.Key, workflowID string) {
	if want := store.ShardOf(domainNumber, workflowID); k.Shard != want {
		v.violate("a row of %s lies in shard %d and not in %d", workflowID, k.Shard, want)
	}
}

// record judges the record of a run: at its start, at its end, or its deletion.
func (v *verdict) record(row store.Row) {
	if row.Value == nil {
		v.delete(string(row.Key.Rest))
		return
	}
	run, err := store.DecodeRun(row.Value)
	if err != nil {
		v.violate("the record of a run cannot be read: %v", err)
	}
	v.checkPlace(row.Key, run.WorkflowID)
	if v.byRunID[run.RunID] != nil {
		return
	}
	v.runs++
	l := &life{number: v.runs, workflowID: run.WorkflowID, runID: run.RunID, judge: v.judge.Next(), beats: map[int64]*beats{}}
	v.lives = append(v.lives, l)
	v.byRunID[run.RunID] = l
}

// delete judges that a run that is deleted has closed so long ago.
func (v *verdict) delete(runID string) {
	l := v.byRunID[runID]
	switch {
	case l == nil:
		v.violate("a run is deleted that never was: %s", runID)
	case l.deleted:
		return
	case !l.state().Closed:
		v.violate("%v is deleted, and is open", l)
	}
	if kept := v.world.server.engine.Now().Sub(l.state().LastEventAt); kept < v.world.plan.kept() {
		v.violate("%v is deleted %v after its end", l, kept.Round(time.Second))
	}
	l.deleted = true
	v.note.deleted = append(v.note.deleted, l)
}

// history takes new events into a run's history.
func (v *verdict) history(row store.Row) {
	h, err := store.DecodeHistory(row)
	if row.Value == nil && h.RunID != "" {
		v.cut = append(v.cut, h.RunID)
		return
	}
	if row.Value == nil {
		// A whole history, as a range.
		return
	}
	l := v.byRunID[h.RunID]
	switch {
	case err != nil:
		v.violate("events cannot be read: %v", err)
	case l == nil:
		v.violate("events of a run that has no record: %s", h.RunID)
	case h.First != int64(len(l.lines))+1:
		v.violate("%v has %d events, and now gets number %d", l, len(l.lines), h.First)
	}
	v.checkPlace(row.Key, l.workflowID)
	if i := len(v.note.grown) - 1; i < 0 || v.note.grown[i].life != l {
		v.note.grown = append(v.note.grown, growth{life: l, before: len(l.lines)})
	}
	l.lines = append(l.lines, h.Lines...)
	v.note.grown[len(v.note.grown)-1].after = len(l.lines)
}

// judgeGrowth judges the new events of a run.
func (v *verdict) judgeGrowth(g growth) {
	l := g.life
	events := v.decodeEvents(l.lines[g.before:])
	v.world.tellEvents(l, events)
	for i := range events {
		v.judgeTimeout(l, &events[i])
		v.judgeAnswer(l, &events[i])
		v.judgePermission(l, &events[i], l.lines[g.before+i])
	}
	if found := l.judge.Add(events); len(found) > 0 {
		v.violate("the history of %v is unlawful: %v", l, found)
	}
	v.judgePunctual(l)
	switch before := v.open[l.workflowID]; {
	case l.state().Closed && before == l:
		delete(v.open, l.workflowID)
	case l.state().Closed, before == l:
	case before != nil:
		v.violate("%v begins while %v is open", l, before)
	default:
		v.open[l.workflowID] = l
	}
}

// judgeTimeout holds the time-out of a task that was started against what the history does not tell: heartbeats and restarts. No restart
// times out a healthy worker.
func (v *verdict) judgeTimeout(l *life, e *swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskTimedOutEventAttributes:
		if a.StartedEventID != 0 {
			v.judgeGrace(l, e, a.StartedEventID)
		}
	case *swf.ActivityTaskTimedOutEventAttributes:
		if a.StartedEventID == 0 {
			return
		}
		details, at := l.beatsOf(a.ScheduledEventID).last()
		if !sameText(details, a.Details) {
			v.violate("event %d of %v tells other details than the last heartbeat", e.EventID, l)
		}
		if a.TimeoutType != swf.ActivityTaskTimeoutTypeHeartbeat {
			v.judgeGrace(l, e, a.StartedEventID)
			return
		}
		task := l.state().Activities[a.ScheduledEventID]
		if task == nil {
			return
		}
		since := max(task.StartedAt, at, v.started)
		if e.EventTimestamp < after(since, task.Scheduled.HeartbeatTimeout) {
			v.violate("event %d of %v times out a task whose worker was silent for %v only", e.EventID, l, e.EventTimestamp.Sub(since))
		}
	}
}

// judgeGrace judges that whoever worked on a task during a restart had a moment to report.
func (v *verdict) judgeGrace(l *life, e *swf.HistoryEvent, startedID int64) {
	events := l.judge.Events()
	if startedID < 1 || startedID > int64(len(events)) || events[startedID-1].EventTimestamp >= v.started {
		return
	}
	if since := e.EventTimestamp.Sub(v.started); since < execution.GraceAfterRestart {
		v.violate("event %d of %v times out a task %v after a restart", e.EventID, l, since)
	}
}

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// judgeRows holds the rows of a workflowId's open run against what its history says.
func (v *verdict) judgeRows(workflowID string) {
	shard := store.ShardOf(domainNumber, workflowID)
	from, to := store.OpenRange(domainNumber, workflowID)
	rows := v.world.disk.rows.between(placeOf(store.FamilyOpen, shard, from), placeOf(store.FamilyOpen, shard, to))
	l := v.open[workflowID]
	if l == nil {
		if len(rows) > 0 {
			v.violate("%s has %d rows and no open run", workflowID, len(rows))
		}
		return
	}
	want := map[execution.RowKey]execution.Row{}
	for _, r := range storecheck.Rows(workflowID, l.runID, l.state()) {
		want[r.RowKey()] = r
	}
	for _, r := range rows {
		o, err := store.DecodeOpen(store.Row{Key: r.key, Value: r.value})
		if err != nil {
			v.violate("a row of %v cannot be read: %v", l, err)
		}
		v.judgeRow(l, o.Row, want[o.Row.RowKey()])
		delete(want, o.Row.RowKey())
	}
	for k := range want {
		v.violate("%v has no row of kind %d of event %d", l, k.Kind, k.ID)
	}
}

func (v *verdict) judgeRow(l *life, got, want execution.Row) {
	if want == nil {
		v.violate("%v has a row of something that is not open: %s", l, rowText(got))
	}
	got = storecheck.Untold(got)
	if !bytes.Equal(store.AppendRow(nil, got), store.AppendRow(nil, want)) {
		v.violate("%v has the row\n\t%s\nand its history says\n\t%s", l, rowText(got), rowText(want))
	}
}

func rowText(r execution.Row) string {
	text, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
