package storecheck

import (
	"fmt"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
)

// wait is what an open run expects from another one.
type wait struct {
	runID string
	place place
	shard uint16
	// initiatedID is the event by which it asked.
	initiatedID int64
	// child is the workflowId of a child that has started; "" for a start, a signal or a cancel request without an answer.
	child string
}

// note keeps what the row of an open run says of other runs.
func (s *shard) note(r *record, row execution.Row) {
	w := wait{runID: r.RunID, place: r.place(), shard: s.number}
	switch row := row.(type) {
	case *execution.Header:
		if row.Parent != nil {
			s.links[r.place()] = *row.Parent
		}
		return
	case *execution.External:
		w.initiatedID = row.InitiatedID
	case *execution.Child:
		w.initiatedID = row.InitiatedID
		if row.StartedID != 0 {
			w.child = row.WorkflowID
		}
	default:
		return
	}
	s.waits = append(s.waits, w)
}

// request names what a run asked of another one, by the event that tells of it.
type request struct {
	domain      uint32
	runID       string
	initiatedID int64
}

// outbox is the box rows under judgement.
type outbox struct {
	*findings
	names *names
	// applied is how far each channel has come.
	applied map[channel]uint64
	waiting []store.Box
	// underWay are the requests whose message, or whose answer, is on its way; closings the news of children's ends.
	underWay, closings map[request]bool
}

type channel struct{ from, to uint16 }

// checkMessages looks at the messages between executions, and holds what the open runs wait for against them.
func checkMessages(r Reader, names *names, shards []*shard, found *findings) {
	o := &outbox{
		findings: found, names: names, applied: map[channel]uint64{},
		underWay: map[request]bool{}, closings: map[request]bool{},
	}
	broken := o.read(r)
	for _, box := range o.waiting {
		o.sort(box)
	}
	for _, s := range shards {
		broken = broken || s.unread[store.FamilyOpen]
	}
	if broken {
		// What seems lost may stand in the rows that cannot be read.
		return
	}
	links := func(p place) (execution.ParentLink, bool) {
		link, ok := shards[store.ShardOf(p.domain, p.workflowID)].links[p]
		return link, ok
	}
	for _, s := range shards {
		for _, w := range s.waits {
			o.checkWait(w, links)
		}
	}
}

// read reads the box rows and reports whether some cannot be read.
func (o *outbox) read(r Reader) (broken bool) {
	for row, err := range r.ScanFamily(store.FamilyBox) {
		if err != nil {
			o.add(Violation{Rule: Unreadable, Family: store.FamilyBox, Text: err.Error()})
			return true
		}
		o.counts.Rows++
		box, err := store.DecodeBox(row)
		if err != nil {
			o.add(Violation{Rule: Unreadable, Family: store.FamilyBox, Shard: row.Key.Shard, Text: fmt.Sprintf("%v: key %x", err, row.Key.Rest)})
			broken = true
			continue
		}
		o.box(row.Key.Shard, box)
	}
	return broken
}

func (o *outbox) box(shard uint16, b store.Box) {
	complain := func(format string, args ...any) {
		o.add(Violation{Rule: Message, Family: store.FamilyBox, Shard: shard, Text: fmt.Sprintf(format, args...)})
	}
	if b.From >= store.Shards || b.To >= store.Shards {
		complain("the channel from shard %d to %d cannot be: there are %d shards", b.From, b.To, store.Shards)
	}
	if b.Seq == 0 {
		complain("the channel from shard %d to %d has the sequence 0, which nothing has", b.From, b.To)
	}
	if b.Message == nil {
		o.applied[channel{b.From, b.To}] = b.Seq
		return
	}
	o.counts.Messages++
	o.checkMessage(shard, b)
	o.waiting = append(o.waiting, b)
}

// checkMessage holds a message against its key.
func (o *outbox) checkMessage(shard uint16, b store.Box) {
	m := b.Message
	v := Violation{
		Rule: Message, Family: store.FamilyBox, Shard: shard, Domain: o.names.of(m.Domain), WorkflowID: m.From.WorkflowID, RunID: m.From.RunID,
	}
	complain := func(format string, args ...any) {
		body := strings.TrimPrefix(fmt.Sprintf("%T", m.Body), "*execution.")
		v.Text = fmt.Sprintf("message %d to shard %d, %s: ", b.Seq, b.To, body) + fmt.Sprintf(format, args...)
		o.add(v)
	}
	if !o.names.knows(m.Domain) {
		complain("its domain does not exist")
	}
	if at := store.ShardOf(m.Domain, m.From.WorkflowID); at != b.From {
		complain("its sender belongs in shard %d", at)
	}
	if at := store.ShardOf(m.Domain, m.To); at != b.To {
		complain("its receiver %q belongs in shard %d", m.To, at)
	}
}

// sort notes for whom a message is that has not been applied yet.
func (o *outbox) sort(b store.Box) {
	if b.Seq <= o.applied[channel{b.From, b.To}] {
		return
	}
	m := b.Message
	switch body := m.Body.(type) {
	case *execution.StartChild:
		o.underWay[request{m.Domain, m.From.RunID, body.InitiatedID}] = true
	case *execution.SignalExternal:
		o.underWay[request{m.Domain, m.From.RunID, body.InitiatedID}] = true
	case *execution.CancelExternal:
		o.underWay[request{m.Domain, m.From.RunID, body.InitiatedID}] = true
	case *execution.ChildStarted:
		o.underWay[request{m.Domain, body.ParentRunID, body.InitiatedID}] = true
	case *execution.ChildStartFailed:
		o.underWay[request{m.Domain, body.ParentRunID, body.InitiatedID}] = true
	case *execution.ExternalDone:
		o.underWay[request{m.Domain, body.SenderRunID, body.InitiatedID}] = true
	case *execution.ChildClosed:
		o.closings[request{m.Domain, body.ParentRunID, body.InitiatedID}] = true
	}
}

// checkWait judges that what a run waits for will come: the message or its answer is on its way, or the child is open, or the news of
// its end is on its way.
func (o *outbox) checkWait(w wait, linkOf func(place) (execution.ParentLink, bool)) {
	asked := request{w.place.domain, w.runID, w.initiatedID}
	text := fmt.Sprintf("event %d has no answer, and neither it nor an answer is on its way", w.initiatedID)
	if w.child != "" {
		link, open := linkOf(place{w.place.domain, w.child})
		if open && link.Execution.RunID == w.runID && link.InitiatedID == w.initiatedID || o.closings[asked] {
			return
		}
		text = fmt.Sprintf("the child %q of event %d is not open, and no news of its end is on its way", w.child, w.initiatedID)
	} else if o.underWay[asked] {
		return
	}
	o.add(Violation{
		Rule: Lost, Family: store.FamilyBox, Shard: w.shard, Domain: o.names.of(w.place.domain), WorkflowID: w.place.workflowID,
		RunID: w.runID, Text: text,
	})
}
