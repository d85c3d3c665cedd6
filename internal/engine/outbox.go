package engine

import (
	"container/heap"
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
)

// channel is the way of messages from one shard to another: exactly once, in order.
type channel struct{ from, to uint16 }

// sequenced is a message with its place in its channel.
type sequenced struct {
	channel channel
	seq     uint64
	message execution.Message
}

// outbox holds the messages that wait for delivery. A message's place in its channel is reserved when its sender's
// change is folded; it may be delivered once the sender's commit is durable and every earlier place is known: durable, or
// given up.
//
// It is a passive structure: next tells what to deliver, and ready wakes the shell.
type outbox struct {
	mu       sync.Mutex
	channels map[channel]*outgoing
	// queue holds the channels with something to deliver that nobody delivers from.
	queue []channel
	// ready has a token while the queue may not be empty.
	ready chan struct{}
	// applied is the last place applied of each channel that has ever carried a message to this store.
	applied map[channel]uint64
}

// outgoing is one channel's waiting messages.
type outgoing struct {
	last uint64
	// open are the reserved places whose commits have not returned, the smallest first.
	open seqHeap
	// durable are the messages that may go once nothing open stands before them, the smallest place first.
	durable messageHeap
	busy    bool
}

func newOutbox() *outbox {
	return &outbox{
		channels: map[channel]*outgoing{}, applied: map[channel]uint64{}, ready: make(chan struct{}, 1),
	}
}

func (o *outbox) channel(ch channel) *outgoing {
	out := o.channels[ch]
	if out == nil {
		out = &outgoing{}
		o.channels[ch] = out
	}
	return out
}

// reserve gives a message its place in its channel.
func (o *outbox) reserve(ch channel) uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.channel(ch)
	out.last++
	heap.Push(&out.open, out.last)
	return out.last
}

// restore takes a message that a scan of the store has found.
func (o *outbox) restore(m sequenced) {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.channel(m.channel)
	out.last = max(out.last, m.seq)
	heap.Push(&out.durable, m)
	o.enqueue(m.channel, out)
}

// restoreApplied takes the last place applied of an incoming channel. Where both ends are in this store, it is also a lower
// bound of the places used, for delivered messages leave no row.
func (o *outbox) restoreApplied(ch channel, seq uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !mutant.Is(mutant.ForgetCursor) {
		o.applied[ch] = seq
	}
	out := o.channel(ch)
	if !mutant.Is(mutant.ReuseSequence) {
		out.last = max(out.last, seq)
	}
}

// durable notes that the commits holding these messages are on the disk.
func (o *outbox) durable(messages []sequenced) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range messages {
		out := o.channel(m.channel)
		out.open.remove(m.seq)
		heap.Push(&out.durable, m)
		o.enqueue(m.channel, out)
	}
}

// giveUp frees the places of messages whose commits will never be: what comes behind them need not wait.
func (o *outbox) giveUp(messages []sequenced) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range messages {
		out := o.channel(m.channel)
		out.open.remove(m.seq)
		o.enqueue(m.channel, out)
	}
}

// enqueue puts a channel into the queue if its first message may go. The caller holds o.mu.
func (o *outbox) enqueue(ch channel, out *outgoing) {
	if out.busy || len(out.durable) == 0 {
		return
	}
	if len(out.open) > 0 && out.open[0] < out.durable[0].seq && !mutant.Is(mutant.Overtake) {
		return
	}
	out.busy = true
	o.queue = append(o.queue, ch)
	o.wake()
}

func (o *outbox) wake() {
	select {
	case o.ready <- struct{}{}:
	default:
	}
}

// next returns a message to deliver; its channel stays with the caller until done.
func (o *outbox) next() (sequenced, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return sequenced{}, false
	}
	ch := o.queue[0]
	o.queue = o.queue[1:]
	if len(o.queue) > 0 {
		o.wake()
	}
	return o.channels[ch].durable[0], true
}

// isApplied reports whether a message took effect before.
func (o *outbox) isApplied(m sequenced) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return m.seq <= o.applied[m.channel]
}

// done gives a channel back: after its first message has taken effect, or, if delivered is false, to try it again.
func (o *outbox) done(m sequenced, delivered bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.channels[m.channel]
	out.busy = false
	if delivered {
		heap.Pop(&out.durable)
		o.applied[m.channel] = max(o.applied[m.channel], m.seq)
	}
	o.enqueue(m.channel, out)
}

// waiting counts the messages not yet delivered.
func (o *outbox) waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, out := range o.channels {
		n += len(out.durable) + len(out.open)
	}
	return n
}

type seqHeap []uint64

func (h seqHeap) Len() int           { return len(h) }
func (h seqHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h seqHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *seqHeap) Push(x any)        { *h = append(*h, x.(uint64)) }
func (h *seqHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

func (h *seqHeap) remove(seq uint64) {
	for i, s := range *h {
		if s == seq {
			heap.Remove(h, i)
			return
		}
	}
}

type messageHeap []sequenced

func (h messageHeap) Len() int           { return len(h) }
func (h messageHeap) Less(i, j int) bool { return h[i].seq < h[j].seq }
func (h messageHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *messageHeap) Push(x any)        { *h = append(*h, x.(sequenced)) }
func (h *messageHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	(*h)[last] = sequenced{}
	*h = (*h)[:last]
	return x
}
