package sim

import (
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// story is what happens in a world: as text, if somebody wants to read it, and as one number.
type story struct {
	hash uint64
	// text is nil if nobody wants to read.
	text *strings.Builder
}

// mix takes a number into the hash of the story.
func (w *World) mix(x uint64) {
	h := w.story.hash ^ x
	h *= 0x9e3779b97f4a7c15
	w.story.hash = h ^ h>>29
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (w *World) mixBytes(b []byte) { w.mix(uint64(crc32.Checksum(b, castagnoli))) }

// mixBatch takes every byte that is written into the hash.
func (w *World) mixBatch(b *store.Batch) {
	for i := range b.Ops {
		op := &b.Ops[i]
		w.mix(uint64(op.Key.Family)<<16 | uint64(op.Key.Shard))
		w.mixBytes(op.Key.Rest)
		w.mixBytes(op.Value)
		w.mixBytes(op.End)
	}
}

// tell adds a line to the story.
func (w *World) tell(format string, args ...any) {
	if w.story.text == nil {
		return
	}
	fmt.Fprintf(w.story.text, "%5d %9d.%03d  ", w.step, w.now/1000, w.now%1000)
	if t := w.current; t != nil {
		fmt.Fprintf(w.story.text, "#%d %s: ", t.number, t.what)
	}
	fmt.Fprintf(w.story.text, format+"\n", args...)
}

// tellEvents adds new events to the story.
func (w *World) tellEvents(l *life, events []swf.HistoryEvent) {
	if w.story.text == nil {
		return
	}
	for _, e := range events {
		w.tell("%v: event %d %s at %s", l, e.EventID, e.Type(), e.EventTimestamp)
	}
}
