package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// The deadlines behave like a table that is searched from front to back, and whoever sleeps until the next instant is woken when
// an earlier one comes.
func TestDeadlinesAgainstATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, table := newDeadlines(), map[laneKey]swf.Timestamp{}
		now := swf.Timestamp(0)
		// asleepUntil is what the sleeper was told last.
		asleepUntil := execution.Never
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0, 1:
				key := laneKey{uint32(rapid.IntRange(1, 2).Draw(t, "domain")), rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id")}
				at := swf.Timestamp(rapid.IntRange(0, 50).Draw(t, "at"))
				if at == 50 {
					at = execution.Never
					delete(table, key)
				} else {
					table[key] = at
				}
				d.arm(key, at)
				if at < asleepUntil && len(d.changed) == 0 {
					t.Fatalf("nobody wakes the sleeper for %d, who sleeps until %d", at, asleepUntil)
				}
			case 2:
				now += swf.Timestamp(rapid.IntRange(0, 10).Draw(t, "time"))
			case 3:
				limit := rapid.IntRange(1, 4).Draw(t, "limit")
				select {
				case <-d.changed:
				default:
				}
				keys, next := d.due(now, limit)
				if want := dueInTable(table, now); len(keys) != min(limit, len(want)) {
					t.Fatalf("%d lanes are due, want %d of %d", len(keys), limit, len(want))
				}
				latest := swf.Timestamp(-1)
				for _, key := range keys {
					at, ok := table[key]
					if !ok || at > now || at < latest {
						t.Fatalf("%v is due at %d (%v), after one at %d", key, at, ok, latest)
					}
					latest = at
					delete(table, key)
				}
				want := execution.Never
				for _, at := range table {
					want = min(want, at)
				}
				if next != want || latest > next {
					t.Fatalf("the next instant is %d, want %d", next, want)
				}
				asleepUntil = next
				if len(keys) > 0 {
					// Whoever got something looks again before it sleeps.
					asleepUntil = -1
				}
			}
			if len(d.entries) != len(table) || len(d.heap) != len(table) {
				t.Fatalf("%d entries for %d deadlines", len(d.entries), len(table))
			}
		}
	})
}

func dueInTable(table map[laneKey]swf.Timestamp, now swf.Timestamp) (keys []laneKey) {
	for key, at := range table {
		if at <= now {
			keys = append(keys, key)
		}
	}
	return keys
}

// The outbox over any course of events: senders whose commits return in any order, receivers that fail, crashes at any moment.
// Each message that became durable takes effect once, in the order of its channel, and nothing is kept of it afterwards.
func TestOutboxOverAnyCourse(t *testing.T) {
	channels := []channel{{1, 2}, {2, 1}, {1, 1}}
	rapid.Check(t, func(t *rapid.T) {
		o := newOutbox()
		// What the disk holds: undelivered messages, and the last place applied.
		rows, applied := map[channel]map[uint64]string{}, map[channel]uint64{}
		for _, ch := range channels {
			rows[ch] = map[uint64]string{}
		}
		var open, busy []sequenced
		effects := map[channel][]string{}
		var order []string
		message := 0
		durable := map[channel][]uint64{}
		name := func(m sequenced) string { return m.message.To }

		// effect is what the receiver's commit does, and what the sender's commit does after it, which a crash may undo.
		effect := func(m sequenced, forgotten bool) {
			if !o.isApplied(m) {
				effects[m.channel] = append(effects[m.channel], name(m))
				applied[m.channel] = m.seq
			}
			if !forgotten {
				delete(rows[m.channel], m.seq)
			}
		}
		restart := func() {
			o = newOutbox()
			for _, ch := range channels {
				for _, seq := range slices.Backward(slices.Sorted(maps.Keys(rows[ch]))) {
					o.restore(sequenced{ch, seq, execution.Message{To: rows[ch][seq]}})
				}
				if seq, ok := applied[ch]; ok {
					o.restoreApplied(ch, seq)
				}
			}
			open, busy = nil, nil
		}
		commit := func(i int) {
			m := open[i]
			open = slices.Delete(open, i, i+1)
			rows[m.channel][m.seq] = name(m)
			durable[m.channel] = append(durable[m.channel], m.seq)
			order = append(order, name(m))
			o.durable([]sequenced{m})
		}
		deliver := func(forgotten bool) bool {
			m, ok := o.next()
			if !ok {
				return false
			}
			for _, seq := range slices.Sorted(maps.Keys(rows[m.channel])) {
				if seq < m.seq && seq > applied[m.channel] {
					t.Fatalf("%d of %v goes before %d", m.seq, m.channel, seq)
				}
			}
			for _, other := range open {
				if other.channel == m.channel && other.seq < m.seq {
					t.Fatalf("%d of %v goes while the commit of %d is under way", m.seq, m.channel, other.seq)
				}
			}
			for _, other := range busy {
				if other.channel == m.channel {
					t.Fatalf("two of %v go at once", m.channel)
				}
			}
			effect(m, forgotten)
			o.done(m, true)
			return true
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0, 1:
				ch := rapid.SampledFrom(channels).Draw(t, "channel")
				message++
				open = append(open, sequenced{ch, o.reserve(ch), execution.Message{To: fmt.Sprint(message)}})
			case 2:
				if len(open) > 0 {
					commit(rapid.IntRange(0, len(open)-1).Draw(t, "commit"))
				}
			case 3:
				deliver(rapid.Bool().Draw(t, "forgotten"))
			case 4:
				if m, ok := o.next(); ok {
					busy = append(busy, m)
				}
			case 5:
				if len(busy) > 0 {
					o.done(busy[0], false)
					busy = busy[1:]
				}
			case 6:
				restart()
			}
		}
		for len(open) > 0 {
			commit(0)
		}
		for _, m := range busy {
			o.done(m, false)
		}
		busy = nil
		for deliver(false) {
		}
		if n := o.waiting(); n != 0 {
			t.Fatalf("%d messages are left", n)
		}
		for _, ch := range channels {
			var want []string
			for _, seq := range slices.Sorted(slices.Values(durable[ch])) {
				_ = seq
			}
			for _, n := range order {
				if slices.Contains(effects[ch], n) {
					want = append(want, n)
				}
			}
			if got := slices.Sorted(slices.Values(effects[ch])); !slices.Equal(got, slices.Sorted(slices.Values(want))) || len(got) != len(durable[ch]) {
				t.Fatalf("%v: %d of %d messages took effect: %v", ch, len(got), len(durable[ch]), got)
			}
		}
	})
}
