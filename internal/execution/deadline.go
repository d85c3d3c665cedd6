package execution

import (
	"container/heap"
	"time"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/swf"
)

// GraceAfterRestart is how long after a restart the workers and deciders of tasks started before it have to
// report, even if the task's close time-out passed while the server was down.
const GraceAfterRestart = 2 * time.Second

// Never is the deadline of a run that has none.
const Never = swf.Timestamp(1<<63 - 1)

// dueEntry is an instant at which an open thing should be looked at. It may be too early (a heartbeat has
// moved the deadline since) or point at nothing (the thing has gone): what is due is decided when it is looked at.
// That is what keeps a heartbeat cheap: it moves no entry.
type dueEntry struct {
	at  swf.Timestamp
	key RowKey
}

type dueHeap []dueEntry

func (h dueHeap) Len() int { return len(h) }
func (h dueHeap) Less(i, j int) bool {
	if h[i].at != h[j].at {
		return h[i].at < h[j].at
	}
	return h[i].key.ID < h[j].key.ID
}
func (h dueHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *dueHeap) Push(x any)   { *h = append(*h, x.(dueEntry)) }
func (h *dueHeap) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	*h = (*h)[:last]
	return e
}

// arm enters the thing's present deadline, if it has one.
func (s *State) arm(r Row) {
	if len(s.due) > 64 && len(s.due) > 4*s.openThings() {
		s.rebuildDue()
		return
	}
	if at := s.dueOf(r); at != Never {
		heap.Push(&s.due, dueEntry{at, r.RowKey()})
	}
}

func (s *State) openThings() int {
	return len(s.activities) + len(s.timers) + len(s.lambdas)
}

// rebuildDue enters every open thing anew, and once, so that timers set and cancelled for ever take no memory.
func (s *State) rebuildDue() {
	s.due = s.due[:0]
	enterDue(s, s.activities)
	enterDue(s, s.timers)
	enterDue(s, s.lambdas)
	heap.Init(&s.due)
}

func enterDue[R Row](s *State, things map[int64]R) {
	for _, r := range things {
		if at := s.dueOf(r); at != Never {
			s.due = append(s.due, dueEntry{at, r.RowKey()})
		}
	}
}

// dueOf is the next instant at which something happens to an open thing by itself.
func (s *State) dueOf(r Row) swf.Timestamp {
	switch r := r.(type) {
	case *Activity:
		at, _ := s.activityDue(r)
		return at
	case *Timer:
		return r.FiresAt
	case *Lambda:
		return s.lambdaDue(r)
	}
	return Never
}

// after is the instant some seconds after at, or Never for None.
func after(at swf.Timestamp, seconds int64) swf.Timestamp {
	if seconds == None {
		return Never
	}
	return at + swf.Timestamp(seconds*1000)
}

// afterRestart moves the close deadline of a task that was started before a restart behind the grace period.
func (s *State) afterRestart(due, startedAt swf.Timestamp) swf.Timestamp {
	if startedAt >= s.resumed || mutant.Is(mutant.NoGrace) {
		return due
	}
	return max(due, s.resumed.Add(GraceAfterRestart))
}

// NextDeadline is the next instant at which Expire should be called, or Never. It may be early: then Expire
// does nothing but learn the next one.
func (s *State) NextDeadline() swf.Timestamp {
	if s.closed {
		return Never
	}
	next := min(s.executionDue(), s.decisionDue())
	for len(s.due) > 0 && s.row(s.due[0].key) == nil {
		heap.Pop(&s.due)
	}
	if len(s.due) > 0 {
		next = min(next, s.due[0].at)
	}
	return next
}

func (s *State) executionDue() swf.Timestamp {
	seconds, err := ParseDuration(s.h.Settings.ExecutionTimeout)
	if err != nil {
		return Never
	}
	return after(s.h.StartedAt, seconds)
}

// Expire lets happen what is due at a time: time-outs, timers and the follow-ups of earlier decisions.
func (s *State) Expire(now swf.Timestamp, f *Facts) Change {
	// A run that has closed has nothing left to expire, and one that closes now says so in its Change.
	_ = s.enter(now, f)
	return s.take()
}

// expire handles every due deadline in order of its instant. An execution time-out wins over anything else that is due at
// the same instant (lifecycle Q7), then decision tasks, then things in order of the event that opened them.
func (s *State) expire() {
	for !s.closed {
		execution, decision, thing := s.executionDue(), s.decisionDue(), s.thingDue()
		switch first := min(execution, decision, thing); {
		case first > s.now:
			return
		case execution == first:
			s.timeOut()
		case decision == first:
			s.decisionTimedOut()
		default:
			s.expireThing()
		}
	}
}

// thingDue returns the true instant of the earliest deadline in the heap, correcting entries that were early.
func (s *State) thingDue() swf.Timestamp {
	for len(s.due) > 0 {
		top := s.due[0]
		if top.at > s.now {
			return top.at
		}
		r := s.row(top.key)
		if r == nil {
			heap.Pop(&s.due)
			continue
		}
		at := s.dueOf(r)
		if at == top.at {
			return at
		}
		heap.Pop(&s.due)
		if at != Never {
			heap.Push(&s.due, dueEntry{at, top.key})
		}
	}
	return Never
}

// expireThing handles the deadline that thingDue has found.
func (s *State) expireThing() {
	e := heap.Pop(&s.due).(dueEntry)
	switch r := s.row(e.key).(type) {
	case *Activity:
		s.expireActivity(r)
	case *Timer:
		s.fire(r)
	case *Lambda:
		s.expireLambda(r)
	}
}
