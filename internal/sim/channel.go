package sim

import (
	"slices"

	"github.com/swfd/swfd/internal/store"
)

// channel is the way of messages from one shard to another.
type channel struct{ from, to uint16 }

// channelState is what the rows of a channel say: which places were sent and not delivered, in order, and which was delivered last.
type channelState struct {
	waiting []sent
	applied uint64
}

// sent is a message's place in its channel, and the batch that it stands in.
type sent struct {
	seq uint64
	n   int
}

// place is a place in a channel.
type place struct {
	channel channel
	seq     uint64
}

// delivered is a place whose message has taken effect, and which one had before.
type delivered struct {
	channel channel
	sent    sent
	before  uint64
}

func (o *Oracle) channel(c channel) *channelState {
	s := o.channels[c]
	if s == nil {
		s = &channelState{}
		o.channels[c] = s
	}
	return s
}

// box judges a message that is sent, delivered or forgotten: each exactly once, in order, and none before its sender's batch is durable.
func (v *verdict) box(row store.Row) {
	b, err := store.DecodeBox(row)
	if err != nil && row.Value != nil {
		v.violate("a row of a message cannot be read: %v", err)
	}
	c := channel{b.From, b.To}
	s := v.channel(c)
	switch {
	case row.Value == nil:
		if b.Seq > s.applied {
			v.violate("message %d of channel %v is forgotten before it has taken effect", b.Seq, c)
		}
		v.note.forgotten++
	case b.Message == nil:
		v.deliver(c, s, b.Seq)
	default:
		v.send(c, s, b.Seq)
	}
}

func (v *verdict) send(c channel, s *channelState, seq uint64) {
	i, twice := slices.BinarySearchFunc(s.waiting, seq, func(w sent, seq uint64) int { return int(int64(w.seq - seq)) })
	if twice || seq <= s.applied {
		v.violate("place %d of channel %v is given a second time", seq, c)
	}
	s.waiting = slices.Insert(s.waiting, i, sent{seq, v.n})
	v.note.sent = append(v.note.sent, place{c, seq})
}

func (v *verdict) deliver(c channel, s *channelState, seq uint64) {
	switch {
	case seq <= s.applied:
		v.violate("message %d of channel %v takes effect a second time", seq, c)
	case len(s.waiting) == 0 || s.waiting[0].seq != seq:
		v.violate("message %d of channel %v takes effect, and %v are waiting", seq, c, s.waiting)
	case s.waiting[0].n > v.durable:
		v.violate("message %d of channel %v takes effect before it is durable", seq, c)
	}
	v.note.delivered = append(v.note.delivered, delivered{c, s.waiting[0], s.applied})
	s.waiting, s.applied = s.waiting[1:], seq
}

// takeBack undoes a delivery.
func (s *channelState) takeBack(d delivered) {
	s.waiting = slices.Insert(s.waiting, 0, d.sent)
	s.applied = d.before
}

// unsend undoes the sending of a message.
func (s *channelState) unsend(seq uint64) {
	s.waiting = slices.DeleteFunc(s.waiting, func(w sent) bool { return w.seq == seq })
}
