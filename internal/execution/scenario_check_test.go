package execution_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// check holds, after each command of each story, what must always be so.
func (w *world) check() error {
	if w.broken != nil {
		return w.broken
	}
	open := map[string]bool{}
	for _, r := range w.runs {
		if r.state == nil {
			continue
		}
		open[r.record.WorkflowID] = true
		if err := w.checkRun(r); err != nil {
			return fmt.Errorf("%s: %w", r.record.RunID, err)
		}
	}
	for workflowID, rows := range w.rows {
		if !open[workflowID] && len(rows) > 0 {
			return fmt.Errorf("%s has no open run, but rows: %v", workflowID, rows)
		}
	}
	return nil
}

func (w *world) checkRun(r *run) error {
	stored, live := w.rows[r.record.WorkflowID], encodeRows(r.state.Rows())
	if !reflect.DeepEqual(stored, live) {
		return fmt.Errorf("the changes made the rows\n%v\nbut the state says\n%v", stored, live)
	}
	if err := w.checkRows(r.state.Rows()); err != nil {
		return err
	}
	due, next := trueDue(w.storedRows(r.record.WorkflowID), w.resumed), r.state.NextDeadline()
	if next > due {
		return fmt.Errorf("NextDeadline says %s, but something is due at %s", w.since(next), w.since(due))
	}
	if !w.held && due <= w.now {
		return fmt.Errorf("something was due at %s and did not happen", w.since(due))
	}
	if listed, offered := w.listedOf(r), inOrder(r.state.Offers()); !reflect.DeepEqual(listed, offered) {
		return fmt.Errorf("the task lists hold %+v, but the state offers %+v", listed, offered)
	}
	return w.checkReload(r, due)
}

// checkRows looks for what should have gone: texts that nobody needs any more, and what waits for a message if none is under
// way.
func (w *world) checkRows(rows []execution.Row) error {
	delivered := len(w.outbox) == 0
	for _, r := range rows {
		switch r := r.(type) {
		case *execution.Activity:
			if r.StartedID != 0 && r.Input != nil {
				return fmt.Errorf("activity %d has started, but keeps its input", r.ScheduledID)
			}
		case *execution.Lambda:
			if r.StartedID != 0 && r.Input != nil {
				return fmt.Errorf("Lambda task %d has started, but keeps its input", r.ScheduledID)
			}
		case *execution.Child:
			if r.StartedID != 0 && r.Control != nil {
				return fmt.Errorf("child %d has started, but keeps its control", r.InitiatedID)
			}
			if r.StartedID == 0 && delivered {
				return fmt.Errorf("child %d waits for an answer that will not come", r.InitiatedID)
			}
		case *execution.External:
			if delivered {
				return fmt.Errorf("external request %d waits for an answer that will not come", r.InitiatedID)
			}
		}
	}
	return nil
}

// checkReload makes the state again from its rows, in what was another state before, and expects the same of it.
func (w *world) checkReload(r *run, due swf.Timestamp) error {
	again := &w.reloaded
	if err := again.Reload(domain, w.storedRows(r.record.WorkflowID), w.resumed); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	if rows, live := encodeRows(again.Rows()), encodeRows(r.state.Rows()); !reflect.DeepEqual(rows, live) {
		return fmt.Errorf("loaded again, the rows are\n%v\nnot\n%v", rows, live)
	}
	if offers := inOrder(again.Offers()); !reflect.DeepEqual(offers, inOrder(r.state.Offers())) {
		return fmt.Errorf("loaded again, the state offers %+v", offers)
	}
	if next := again.NextDeadline(); next != due {
		return fmt.Errorf("loaded again, NextDeadline is %s, not %s", w.since(next), w.since(due))
	}
	return nil
}

func (w *world) listedOf(r *run) []execution.Offer {
	var offers []execution.Offer
	for _, l := range w.lists {
		if l.run == r {
			offers = append(offers, l.Offer)
		}
	}
	return inOrder(offers)
}

func inOrder(offers []execution.Offer) []execution.Offer {
	slices.SortFunc(offers, func(a, b execution.Offer) int { return cmp.Compare(a.ScheduledID, b.ScheduledID) })
	return offers
}

// store applies a change to the stored rows. Rows are kept as text, so that what changes in memory only does not show.
func (w *world) store(workflowID string, c execution.Change) {
	if w.rows[workflowID] == nil {
		w.rows[workflowID] = map[execution.RowKey]string{}
	}
	for _, r := range c.Puts {
		w.rows[workflowID][r.RowKey()] = encodeRow(r)
	}
	for _, k := range c.Deletes {
		delete(w.rows[workflowID], k)
	}
}

func encodeRows(rows []execution.Row) map[execution.RowKey]string {
	encoded := map[execution.RowKey]string{}
	for _, r := range rows {
		encoded[r.RowKey()] = encodeRow(r)
	}
	return encoded
}

func encodeRow(r execution.Row) string {
	text, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// storedRows decodes the stored rows of a workflowId's open run.
func (w *world) storedRows(workflowID string) []execution.Row {
	var rows []execution.Row
	for k, text := range w.rows[workflowID] {
		r := map[execution.Kind]execution.Row{
			execution.KindHeader:   &execution.Header{},
			execution.KindActivity: &execution.Activity{},
			execution.KindTimer:    &execution.Timer{},
			execution.KindChild:    &execution.Child{},
			execution.KindExternal: &execution.External{},
			execution.KindLambda:   &execution.Lambda{},
		}[k.Kind]
		if err := json.Unmarshal([]byte(text), r); err != nil {
			w.complain("row %v: %v", k, err)
		}
		rows = append(rows, r)
	}
	return rows
}

// trueDue works out from nothing but the rows when the next thing happens by itself: SWF's table of time-outs, read a second
// time, plainly.
func trueDue(rows []execution.Row, resumed swf.Timestamp) swf.Timestamp {
	due := execution.Never
	hasRole := false
	for _, r := range rows {
		if h, ok := r.(*execution.Header); ok {
			hasRole = h.Settings.LambdaRole != nil
		}
	}
	for _, r := range rows {
		switch r := r.(type) {
		case *execution.Header:
			due = min(due, headerDue(r, resumed))
		case *execution.Activity:
			due = min(due, activityDue(r, resumed))
		case *execution.Timer:
			due = min(due, r.FiresAt)
		case *execution.Lambda:
			due = min(due, lambdaDue(r, hasRole))
		}
	}
	return due
}

func headerDue(h *execution.Header, resumed swf.Timestamp) swf.Timestamp {
	due := later(h.StartedAt, textSeconds(h.Settings.ExecutionTimeout))
	switch {
	case h.Running != nil:
		return min(due, graced(later(h.Running.StartedAt, textSeconds(h.Settings.TaskTimeout)), h.Running.StartedAt, resumed))
	case h.Waiting != nil:
		return min(due, later(h.Waiting.PollableAt, h.Waiting.ScheduleToStart))
	}
	return due
}

func activityDue(a *execution.Activity, resumed swf.Timestamp) swf.Timestamp {
	toClose := later(a.ScheduledAt, a.ScheduleToClose)
	switch {
	case a.StartedID == 0 && a.CancelRequestedID != 0:
		return a.ScheduledAt // a follow-up, due at once
	case a.StartedID == 0:
		return min(toClose, later(a.ScheduledAt, a.ScheduleToStart))
	}
	return min(
		graced(toClose, a.StartedAt, resumed),
		graced(later(a.StartedAt, a.StartToClose), a.StartedAt, resumed),
		later(max(a.StartedAt, a.BeatAt, resumed), a.Heartbeat),
	)
}

func lambdaDue(l *execution.Lambda, hasRole bool) swf.Timestamp {
	switch {
	case l.StartedID == 0 && hasRole:
		return execution.Never // it waits for a worker
	case l.StartedID == 0:
		return l.ScheduledAt // a follow-up, due at once: it cannot be started
	}
	return later(l.StartedAt, l.StartToClose)
}

func later(at swf.Timestamp, seconds int64) swf.Timestamp {
	if seconds == execution.None {
		return execution.Never
	}
	return at + swf.Timestamp(seconds)*1000
}

// graced gives the worker of a task that was started before a restart its chance to report.
func graced(due, startedAt, resumed swf.Timestamp) swf.Timestamp {
	if startedAt < resumed {
		return max(due, resumed+2000)
	}
	return due
}

func textSeconds(text string) int64 {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return execution.None
	}
	return seconds
}
