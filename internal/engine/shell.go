package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// shellWidth is how many deadlines, and how many messages, are handled at once.
const shellWidth = 64

// retryAfter is how long what happens by itself waits while the store takes no writes.
const retryAfter = time.Second

// runDeadlines looks at every open run when its deadline has come, until ctx ends.
func (e *Engine) runDeadlines(ctx context.Context) {
	var workers sync.WaitGroup
	defer workers.Wait()
	slots := make(chan struct{}, shellWidth)
	for ctx.Err() == nil {
		e.noticeFreeze()
		expiries, next := e.Due()
		for _, expire := range expiries {
			slots <- struct{}{}
			workers.Go(func() {
				defer func() { <-slots }()
				expire()
			})
		}
		if len(expiries) == 0 {
			e.waitDeadline(ctx, next)
		}
	}
}

// waitDeadline waits until the next deadline may have come, or ctx has ended.
func (e *Engine) waitDeadline(ctx context.Context, next swf.Timestamp) {
	var wake <-chan time.Time
	if next != execution.Never {
		var stop func()
		wake, stop = e.clock.Wake(next)
		defer stop()
	}
	select {
	case <-ctx.Done():
	case <-wake:
	case <-e.deadlines.changed:
	}
}

// expire lets happen what is due in a run. Where nothing was due after all (a heartbeat has moved it), only the next
// deadline is learned. If it cannot be handled now it is tried again, unless the run is left alone.
func (e *Engine) expire(key laneKey) {
	err := e.update(key, func(l *lane, now swf.Timestamp, b *commit) error {
		if l.state == nil {
			return nil
		}
		f := e.facts(key.domain)
		c := l.state.Expire(now, &f)
		if c.Empty() && mutant.Is(mutant.NoRearm) {
			return nil
		}
		if c.Empty() {
			e.deadlines.arm(key, l.state.NextDeadline())
			return nil
		}
		e.fold(l, b, c)
		return nil
	})
	if err != nil && !errors.Is(err, errUnreadable) {
		e.postpone("a deadline", err)
		e.deadlines.arm(key, e.clock.Now().Add(retryAfter))
	}
}

// postpone reports what kept something from happening by itself, and is to be tried again. Of a store that takes no writes, or
// has failed, everybody is told already.
func (e *Engine) postpone(what string, err error) {
	var refused *swf.ServiceUnavailable
	if !errors.As(err, &refused) && e.Failed() == nil {
		e.log.Error("what happens by itself failed, and is tried again", "what", what, "error", err)
	}
}

// runOutbox delivers messages until ctx ends.
func (e *Engine) runOutbox(ctx context.Context) {
	var workers sync.WaitGroup
	defer workers.Wait()
	for range shellWidth {
		workers.Go(func() { e.deliverAll(ctx) })
	}
}

func (e *Engine) deliverAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.outbox.ready:
		}
		for ctx.Err() == nil {
			d, ok := e.NextDelivery()
			if !ok {
				break
			}
			delivered := d.Try()
			if !delivered {
				e.waits.Pause(ctx, retryAfter)
			}
			d.Done(delivered)
		}
	}
}

// deliver applies a message to the execution it is addressed to, in one commit with its place in the channel, and then drops
// it from the outbox. It reports false if the message is to be tried again.
//
// A receiver whose rows cannot be read must not block the others behind it: the message is counted as delivered, and the
// loss is reported.
func (e *Engine) deliver(m sequenced) bool {
	if !e.outbox.isApplied(m) {
		if err := e.apply(m); err != nil {
			if !errors.Is(err, errUnreadable) {
				e.postpone("a message", err)
				return false
			}
			e.log.Error("a message to an unreadable run is dropped", "from", m.channel.from, "to", m.channel.to, "seq", m.seq, "error", err)
			var b store.Batch
			b.Put(store.InKey(m.channel.to, m.channel.from), store.AppendSeq(nil, m.seq))
			if err := e.store.Commit(&b); err != nil {
				e.fail(err)
				return false
			}
		}
	}
	var b store.Batch
	b.Delete(store.OutKey(m.channel.from, m.channel.to, m.seq))
	if err := e.store.CommitLazily(&b); err != nil {
		e.fail(err)
	}
	return true
}

func (e *Engine) apply(m sequenced) error {
	key := laneKey{m.message.Domain, m.message.To}
	return e.update(key, func(l *lane, now swf.Timestamp, b *commit) error {
		f := e.facts(key.domain)
		state, changes := execution.Deliver(l.state, m.message, now, &f)
		for _, c := range changes {
			if c.Opened != nil {
				l.state = state
			}
			e.fold(l, b, c)
		}
		if !mutant.Is(mutant.NoCursor) {
			b.put(store.InKey(m.channel.to, m.channel.from), store.AppendSeq(nil, m.seq))
		}
		return nil
	})
}
