package engine

import (
	"bytes"
	"fmt"
	"math"
	"sync"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// fold adds a change of the lane's run to the batch: rows, events, messages, and what is to be published. It must be called
// before the next command touches the state, for it encodes the rows as they are now.
func (e *Engine) fold(l *lane, b *commit, c execution.Change) {
	if c.Opened != nil {
		e.foldOpening(l, b, c.Opened)
		b.put(store.RunKey(l.shard, c.RunID), store.AppendRun(nil, c.Opened))
	}
	for _, r := range c.Puts {
		b.putRow(l, r)
	}
	for _, k := range c.Deletes {
		b.batch.Delete(store.OpenKey(l.shard, l.key.domain, l.key.workflowID, k))
	}
	if added := b.addEvents(c); len(added.lines) > 0 {
		l.tail.add(added)
	}
	if isCancelRequested(c.Events) {
		b.open = append(b.open, openChange{cancelRequested: true})
	}
	b.addNews(l, c)
	e.foldMessages(l, b, c.Messages)
	for _, o := range c.Withdrawals {
		b.offers = append(b.offers, offer{runID: c.RunID, withdraw: true, Offer: o})
	}
	for _, o := range c.Offers {
		b.offers = append(b.offers, offer{runID: c.RunID, Offer: o})
	}
	if c.Closed != nil {
		e.foldClose(l, b, c)
	}
	b.deadline = execution.Never
	if l.state != nil {
		b.deadline = l.state.NextDeadline()
	}
	if l.state != nil && len(c.Events) > 0 {
		// Without an event no run becomes greater.
		b.size = b.size.or(sizeOf(l.state))
	}
}

// foldOpening lists a run that starts. Only a start that was asked for has been counted before.
func (e *Engine) foldOpening(l *lane, b *commit, r *execution.Run) {
	if !b.admitted {
		e.open.domain(l.key.domain).admit(math.MaxInt)
	}
	b.admitted = false
	b.open = append(b.open, openChange{opened: r})
}

// isCancelRequested reports whether a cancel request is among new events.
func isCancelRequested(events []swf.HistoryEvent) bool {
	for i := range events {
		if _, ok := events[i].Attributes.(*swf.WorkflowExecutionCancelRequestedEventAttributes); ok {
			return true
		}
	}
	return false
}

// foldClose completes the run's record, lists it among the closed ones, and goes on to the run that continues it.
func (e *Engine) foldClose(l *lane, b *commit, c execution.Change) {
	b.header = -1
	b.open = append(b.open, openChange{closed: true})
	b.closes++
	e.closing.Add(1)
	record := l.state.Record()
	record.Closing = c.Closed
	b.put(store.RunKey(l.shard, c.RunID), store.AppendRun(nil, record))
	listed := e.keepsClosed(l.key.domain)
	done := store.DoneOf(l.shard, record)
	store.PutDone(&b.batch, l.key.domain, done, listed)
	if !listed {
		b.forgotten = append(b.forgotten, done)
	}
	l.state, l.tail = nil, tail{}
	if c.Next != nil {
		l.state = c.Next.State
		e.fold(l, b, c.Next.Change)
	}
}

func (e *Engine) foldMessages(l *lane, b *commit, messages []execution.Message) {
	for _, m := range messages {
		to := e.shardOf(laneKey{m.Domain, m.To})
		s := sequenced{channel: channel{l.shard, to}, message: m}
		s.seq = e.outbox.reserve(s.channel)
		b.put(store.OutKey(l.shard, to, s.seq), store.AppendMessage(nil, &m))
		b.messages = append(b.messages, s)
	}
}

func (c *commit) put(k store.Key, value []byte) { c.batch.Put(k, value) }

// putRow adds a row of the open run. A later version of its header replaces an earlier one in the same batch.
func (c *commit) putRow(l *lane, r execution.Row) {
	k := store.OpenKey(l.shard, l.key.domain, l.key.workflowID, r.RowKey())
	value := store.AppendRow(nil, r)
	if _, ok := r.(*execution.Header); !ok {
		c.batch.Put(k, value)
		return
	}
	if c.header >= 0 && mutant.Is(mutant.OldHeader) {
		return
	}
	if c.header >= 0 {
		c.batch.Ops[c.header].Value = value
		return
	}
	c.header = len(c.batch.Ops)
	c.batch.Put(k, value)
}

// addEvents encodes the new events as they will be served, and returns them.
func (c *commit) addEvents(change execution.Change) eventLines {
	if len(change.Events) == 0 {
		return eventLines{}
	}
	added := eventLines{runID: change.RunID, firstID: change.Events[0].EventID, lines: encodeEvents(change.Events)}
	if n := len(c.events); n > 0 && c.events[n-1].runID == change.RunID {
		c.events[n-1].lines = append(c.events[n-1].lines, added.lines...)
	} else {
		c.events = append(c.events, added)
	}
	return added
}

// encodeBuffers are for the encoding of events.
var encodeBuffers = sync.Pool{New: func() any { return new(encodeBuffer) }}

type encodeBuffer struct {
	bytes []byte
	ends  []int
}

// encodeEvents encodes events, each a line. Lines that are short together share one piece of memory; of longer ones each has its own, for a lane's
// tail may keep the last of them for long.
func encodeEvents(events []swf.HistoryEvent) [][]byte {
	b := encodeBuffers.Get().(*encodeBuffer)
	defer encodeBuffers.Put(b)
	b.bytes, b.ends = b.bytes[:0], b.ends[:0]
	for i := range events {
		b.bytes = awsjson.AppendEvent(b.bytes, &events[i])
		b.ends = append(b.ends, len(b.bytes))
	}
	var shared []byte
	if len(b.bytes) <= tailSize {
		shared = bytes.Clone(b.bytes)
	}
	lines := make([][]byte, len(events))
	begin := 0
	for i, end := range b.ends {
		if shared != nil {
			lines[i] = shared[begin:end:end]
		} else {
			lines[i] = bytes.Clone(b.bytes[begin:end])
		}
		begin = end
	}
	if cap(b.bytes) > largestEncodeBuffer {
		*b = encodeBuffer{}
	}
	return lines
}

// largestEncodeBuffer bounds what is kept for the next events: those of a decision may take megabytes.
const largestEncodeBuffer = 64 << 10

// commit writes the batch. An error means that the outcome is unknown, and ends the engine.
func (e *Engine) commit(l *lane, c *commit) error {
	for _, part := range c.events {
		store.AppendHistory(&c.batch, l.shard, part.runID, part.firstID, part.lines)
	}
	if err := e.failure(); err != nil {
		return err
	}
	if mutant.Is(mutant.AckBeforeSync) {
		return e.store.CommitLazily(&c.batch)
	}
	begin := e.wall()
	if err := e.store.Commit(&c.batch); err != nil && !mutant.Is(mutant.SwallowFailure) {
		e.fail(fmt.Errorf("commit of a run in shard %d: %w", l.shard, err))
		return e.failure()
	}
	c.took, c.bytes = e.wall().Sub(begin), c.batch.Size()
	return nil
}

// publish lets the world know of a durable batch: pollers, deadlines, other executions.
func (e *Engine) publish(l *lane, c *commit) {
	e.open.publish(l.key, c.open)
	for _, done := range c.forgotten {
		e.forget(l.key.domain, done)
	}
	e.deadlines.arm(l.key, c.deadline)
	if len(c.events) > 0 {
		e.fullest.note(l.key.domain, c.size, e.clock.Now())
	}
	e.outbox.durable(c.messages)
	e.tell(c)
	e.warnOfHistories(l.key, c.news)
	for _, o := range c.offers {
		e.publishOffer(l, o)
	}
}

func (e *Engine) publishOffer(l *lane, o offer) {
	lists, key := e.listOf(l.key.domain, o.Offer)
	if o.withdraw {
		lists.Withdraw(key, o.runID, o.ScheduledID)
		return
	}
	lists.Offer(key, o.task(l.key, l.shard))
}

// task is the task that is offered.
func (o offer) task(key laneKey, shard uint16) tasklist.Task {
	return tasklist.Task{
		Domain: key.domain, Shard: shard, WorkflowID: key.workflowID, RunID: o.runID,
		ScheduledID: o.ScheduledID, Priority: o.Priority, Since: o.Since,
	}
}

// listOf is the list on which an offered task waits.
func (e *Engine) listOf(domain uint32, o execution.Offer) (*tasklist.Lists, tasklist.Key) {
	switch o.Kind {
	case execution.OfferLambda:
		return e.lambdas.waiting, lambdaList
	case execution.OfferDecision:
		return e.lists, tasklist.Key{Domain: domain, Kind: token.Decision, Name: o.TaskList}
	}
	return e.lists, tasklist.Key{Domain: domain, Kind: token.Activity, Name: o.TaskList}
}
