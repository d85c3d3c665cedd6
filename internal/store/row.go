package store

import (
	"errors"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
)

// openVersion is the version of the format of open rows.
const openVersion = 1

// AppendRow appends the value of an open row; the place is [OpenKey] of its row key. It allocates at most once.
func AppendRow(b []byte, r execution.Row) []byte { return appendValue(b, openVersion, r) }

// Open is a row of an open run, read from key and value.
type Open struct {
	// Shard, Domain and WorkflowID say whose row it is.
	Shard      uint16
	Domain     uint32
	WorkflowID string
	Row        execution.Row
}

// DecodeOpen reads a row of the open family. If only the value is unreadable, the error comes with Shard, Domain and
// WorkflowID, so that the harm can be held to that run.
func DecodeOpen(row Row) (Open, error) { return (*Decoder)(nil).Open(row) }

// Open is like [DecodeOpen].
func (d *Decoder) Open(row Row) (Open, error) {
	p, err := d.parseOpenKey(row.Key.Rest)
	if err != nil {
		return Open{Shard: row.Key.Shard}, err
	}
	open := Open{Shard: row.Key.Shard, Domain: p.domain, WorkflowID: p.workflowID}
	r, err := d.readRow(p, row.Value)
	if err != nil {
		return open, fmt.Errorf("open row of kind %d and event %d: %w", p.row.Kind, p.row.ID, err)
	}
	open.Row = r
	return open, nil
}

func (d *Decoder) readRow(p openPlace, value []byte) (execution.Row, error) {
	r := d.newRow(p)
	if r == nil {
		return nil, errors.New("unknown kind")
	}
	if r.RowKey() != p.row {
		return nil, errors.New("a header belongs to no event")
	}
	return r, d.readValue(value, openVersion, r)
}

// newRow is a row with the fields that its key tells; nil for an unknown kind.
func (d *Decoder) newRow(p openPlace) execution.Row {
	switch p.row.Kind {
	case execution.KindHeader:
		h := d.newHeader()
		h.WorkflowID = p.workflowID
		return h
	case execution.KindActivity:
		return &execution.Activity{ScheduledID: p.row.ID}
	case execution.KindTimer:
		return &execution.Timer{StartedID: p.row.ID}
	case execution.KindChild:
		return &execution.Child{InitiatedID: p.row.ID}
	case execution.KindExternal:
		return &execution.External{InitiatedID: p.row.ID}
	case execution.KindLambda:
		return &execution.Lambda{ScheduledID: p.row.ID}
	}
	return nil
}

func header(f *fields, h *execution.Header) {
	f.text(&h.RunID)
	workflowType(f, &h.Type)
	f.time(&h.StartedAt)
	f.varint(&h.LastEventID)
	f.time(&h.LastEventAt)
	settings(f, &h.Settings)
	if present(f, &h.Parent) {
		parentLink(f, h.Parent)
	}
	f.texts(&h.TagList)
	f.bool(&h.CancelRequested)
	if present(f, &h.Override) {
		override(f, h.Override)
	}
	if present(f, &h.Waiting) {
		waitingDecision(f, h.Waiting)
	}
	if present(f, &h.Running) {
		runningDecision(f, h.Running)
	}
	f.varint(&h.PreviousStartedID)
	f.varint(&h.ContextEventID)
	f.time(&h.LatestActivityAt)
}

func override(f *fields, o *execution.Override) {
	f.text(&o.TaskList)
	f.optional(&o.ScheduleToStart)
}

func waitingDecision(f *fields, w *execution.WaitingDecision) {
	f.varint(&w.ScheduledID)
	f.text(&w.TaskList)
	f.time(&w.PollableAt)
	f.varint(&w.ScheduleToStart)
}

func runningDecision(f *fields, r *execution.RunningDecision) {
	f.varint(&r.ScheduledID)
	f.varint(&r.StartedID)
	f.time(&r.StartedAt)
	f.fixed(&r.Nonce)
}

func activity(f *fields, a *execution.Activity) {
	f.text(&a.ActivityID)
	f.text(&a.Type.Name)
	f.text(&a.Type.Version)
	f.text(&a.TaskList)
	f.int32(&a.TaskPriority)
	f.time(&a.ScheduledAt)
	f.varint(&a.ScheduleToStart)
	f.varint(&a.ScheduleToClose)
	f.varint(&a.StartToClose)
	f.varint(&a.Heartbeat)
	f.optional(&a.Input)
	f.varint(&a.StartedID)
	f.time(&a.StartedAt)
	f.fixed(&a.Nonce)
	f.varint(&a.CancelRequestedID)
	f.time(&a.BeatAt)
	f.optional(&a.BeatDetails)
}

func timer(f *fields, t *execution.Timer) {
	f.text(&t.TimerID)
	f.time(&t.FiresAt)
}

func child(f *fields, c *execution.Child) {
	f.text(&c.WorkflowID)
	workflowType(f, &c.Type)
	f.varint(&c.StartedID)
	f.text(&c.RunID)
	f.optional(&c.Control)
	f.varint(&c.DecisionCompletedID)
}

func external(f *fields, x *execution.External) {
	f.bool(&x.Cancel)
	f.text(&x.WorkflowID)
	f.optional(&x.RunID)
	f.optional(&x.Control)
	f.varint(&x.DecisionCompletedID)
}

func lambda(f *fields, l *execution.Lambda) {
	f.text(&l.ID)
	f.text(&l.Name)
	f.optional(&l.Input)
	f.time(&l.ScheduledAt)
	f.varint(&l.StartToClose)
	f.varint(&l.StartedID)
	f.time(&l.StartedAt)
}
