package engine

import (
	"cmp"
	"container/heap"
	"sync"
	"sync/atomic"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// deadlines knows for every open run the next instant at which it should be looked at: one small entry a run.
//
// It is a passive structure: due tells which lanes to look at, and changed wakes the shell when the earliest instant
// has become earlier.
type deadlines struct {
	mu   sync.Mutex
	heap deadlineHeap
	// next is the earliest instant in the heap, for those who only ask for it.
	next    atomic.Int64
	entries map[laneKey]*deadline
	changed chan struct{}
}

type deadline struct {
	key   laneKey
	at    swf.Timestamp
	place int
}

func newDeadlines() *deadlines {
	d := &deadlines{entries: map[laneKey]*deadline{}, changed: make(chan struct{}, 1)}
	d.noteNext()
	return d
}

// earliest is the earliest deadline that nobody has taken out, execution.Never if there is none.
func (d *deadlines) earliest() swf.Timestamp { return swf.Timestamp(d.next.Load()) }

func (d *deadlines) noteNext() {
	next := execution.Never
	if len(d.heap) > 0 {
		next = d.heap[0].at
	}
	d.next.Store(int64(next))
}

// arm sets the lane's next deadline, in place of an earlier setting; execution.Never forgets it.
func (d *deadlines) arm(key laneKey, at swf.Timestamp) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.noteNext()
	entry := d.entries[key]
	switch {
	case entry == nil && at == execution.Never:
		return
	case entry == nil:
		entry = &deadline{key: key, at: at}
		d.entries[key] = entry
		heap.Push(&d.heap, entry)
	case at == execution.Never:
		heap.Remove(&d.heap, entry.place)
		delete(d.entries, key)
		return
	case entry.at == at:
		return
	default:
		entry.at = at
		heap.Fix(&d.heap, entry.place)
	}
	if d.heap[0] == entry {
		select {
		case d.changed <- struct{}{}:
		default:
		}
	}
}

// restore takes a lane's deadline when the server opens; execution.Never is none. It counts when restored has been called.
func (d *deadlines) restore(key laneKey, at swf.Timestamp) {
	if at == execution.Never {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heap = append(d.heap, &deadline{key: key, at: at, place: len(d.heap)})
}

// restored enters the restored deadlines, which are all now. Nobody sleeps yet who would have to be woken.
func (d *deadlines) restored() {
	d.mu.Lock()
	defer d.mu.Unlock()
	heap.Init(&d.heap)
	d.entries = make(map[laneKey]*deadline, len(d.heap))
	for _, entry := range d.heap {
		d.entries[entry.key] = entry
	}
	d.noteNext()
}

// due takes out up to limit lanes whose deadline has come, and tells the next instant at which there will be one.
func (d *deadlines) due(now swf.Timestamp, limit int) (keys []laneKey, next swf.Timestamp) {
	d.mu.Lock()
	defer d.mu.Unlock()
	defer d.noteNext()
	for len(d.heap) > 0 && d.heap[0].at <= now && len(keys) < limit {
		entry := heap.Pop(&d.heap).(*deadline)
		delete(d.entries, entry.key)
		keys = append(keys, entry.key)
	}
	if len(d.heap) == 0 {
		return keys, execution.Never
	}
	return keys, d.heap[0].at
}

type deadlineHeap []*deadline

func (h deadlineHeap) Len() int { return len(h) }

// Less orders runs that are due at one instant by their names, so that a restart does not change their order.
func (h deadlineHeap) Less(i, j int) bool {
	a, b := h[i], h[j]
	if a.at != b.at {
		return a.at < b.at
	}
	return cmp.Or(cmp.Compare(a.key.domain, b.key.domain), cmp.Compare(a.key.workflowID, b.key.workflowID)) < 0
}
func (h deadlineHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *deadlineHeap) Push(x any) {
	entry := x.(*deadline)
	entry.place = len(*h)
	*h = append(*h, entry)
}
func (h *deadlineHeap) Pop() any {
	last := len(*h) - 1
	entry := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return entry
}
