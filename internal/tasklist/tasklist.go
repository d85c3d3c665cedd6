package tasklist

import (
	"container/heap"
	"container/list"
	"errors"
	"slices"
	"sync"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// ErrTooManyPollers refuses a poll on a list on which as many polls wait as may.
var ErrTooManyPollers = errors.New("too many polls wait on the task list")

// Key names a task list.
type Key struct {
	Domain uint32
	Kind   token.Kind
	Name   string
}

// Task is a waiting task: where to find it, and its place in the order.
type Task struct {
	Domain      uint32
	Shard       uint16
	WorkflowID  string
	RunID       string
	ScheduledID int64
	// Priority puts higher ones first; Since, when the task became pollable, older ones among equals.
	Priority int32
	Since    swf.Timestamp
	// order is the order of arrival, which decides among tasks of one priority and instant. The list gives it when the task is
	// offered, and a claimed task keeps it, so that it can return to its place.
	order uint64
}

// Wait is a poll that waits. C receives the task that was claimed for it, at most one, and is closed when the lists close.
type Wait struct {
	C    <-chan Task
	c    chan Task
	list *taskList
	key  Key
	// place is the poll's place among the waiting; nil once it was served or has left.
	place *list.Element
}

// Lists holds all task lists. It is safe for concurrent use.
type Lists struct {
	mu     sync.Mutex
	lists  map[Key]*taskList
	order  uint64
	closed bool
}

type taskList struct {
	backlog backlog
	ages    ages
	// waiting tells whether a task is in the backlog, and where.
	waiting map[taskID]*entry
	// polls are the waiting polls, the longest-waiting first.
	polls list.List
}

type taskID struct {
	runID       string
	scheduledID int64
}

func (t *Task) id() taskID { return taskID{t.RunID, t.ScheduledID} }

// New makes empty lists.
func New() *Lists { return &Lists{lists: map[Key]*taskList{}} }

func (ls *Lists) list(key Key) *taskList {
	l := ls.lists[key]
	if l == nil {
		l = &taskList{waiting: map[taskID]*entry{}}
		ls.lists[key] = l
	}
	return l
}

// forget drops a list that nobody uses.
func (ls *Lists) forget(key Key, l *taskList) {
	if len(l.backlog) == 0 && l.polls.Len() == 0 {
		delete(ls.lists, key)
	}
}

// Offer hands a task to the longest-waiting poll, or puts it into the backlog. An offer of a task that is in the backlog
// already does nothing.
func (ls *Lists) Offer(key Key, t Task) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.list(key)
	if t.order == 0 {
		ls.order++
		t.order = ls.order
	}
	if first := l.polls.Front(); first != nil {
		w := l.polls.Remove(first).(*Wait)
		w.place = nil
		w.c <- t
		ls.forget(key, l)
		return
	}
	if _, ok := l.waiting[t.id()]; ok {
		return
	}
	e := &entry{task: t}
	l.waiting[t.id()] = e
	heap.Push(&l.backlog, e)
	l.ages.enter(e)
}

// Restore takes a task that waited before the server was started. It is in the backlog when Restored has been called; until then the lists are
// of no use for anything else. A task must not come twice.
func (ls *Lists) Restore(key Key, t Task) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.list(key)
	ls.order++
	t.order = ls.order
	l.backlog = append(l.backlog, &entry{task: t, place: len(l.backlog)})
}

// Restored puts the restored tasks in their places, which are all now, so that nothing has to grow or to be moved.
func (ls *Lists) Restored() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for _, l := range ls.lists {
		l.waiting = make(map[taskID]*entry, len(l.backlog))
		for _, e := range l.backlog {
			l.waiting[e.task.id()] = e
		}
		l.ages = ages(slices.Clone(l.backlog))
		heap.Init(&l.backlog)
		heap.Init(&l.ages)
	}
}

// Return gives a claimed task back, as it was received: to a waiting poll, or to its old place in the backlog, in front of all that
// came later.
func (ls *Lists) Return(key Key, t Task) { ls.Offer(key, t) }

// Withdraw takes a task that is gone out of the backlog, if it is there.
func (ls *Lists) Withdraw(key Key, runID string, scheduledID int64) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.lists[key]
	if l == nil {
		return
	}
	e := l.waiting[taskID{runID, scheduledID}]
	if e == nil {
		return
	}
	heap.Remove(&l.backlog, e.place)
	delete(l.waiting, e.task.id())
	l.ages.left(len(l.backlog))
	ls.forget(key, l)
}

// Poll claims the first task of the backlog, or waits for one. At most maxPollers polls wait on a list.
func (ls *Lists) Poll(key Key, maxPollers int) (*Wait, error) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	c := make(chan Task, 1)
	w := &Wait{C: c, c: c, key: key}
	if ls.closed {
		close(c)
		return w, nil
	}
	l := ls.list(key)
	w.list = l
	if len(l.backlog) > 0 {
		e := heap.Pop(&l.backlog).(*entry)
		delete(l.waiting, e.task.id())
		l.ages.left(len(l.backlog))
		c <- e.task
		ls.forget(key, l)
		return w, nil
	}
	if l.polls.Len() >= maxPollers {
		ls.forget(key, l)
		return nil, ErrTooManyPollers
	}
	w.place = l.polls.PushBack(w)
	return w, nil
}

// Leave ends a wait. If a task was claimed for it that it has not received, the task comes back: the caller returns it to its
// list. To leave twice does nothing.
func (ls *Lists) Leave(w *Wait) (Task, bool) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if w.place != nil {
		w.list.polls.Remove(w.place)
		w.place = nil
		ls.forget(w.key, w.list)
		return Task{}, false
	}
	select {
	case t, ok := <-w.c:
		return t, ok
	default:
		return Task{}, false
	}
}

// Count is the number of tasks in the backlog.
func (ls *Lists) Count(key Key) int {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.lists[key]; l != nil {
		return len(l.backlog)
	}
	return 0
}

// Pollers is the number of polls that wait.
func (ls *Lists) Pollers(key Key) int {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.lists[key]; l != nil {
		return l.polls.Len()
	}
	return 0
}

// Close ends all waits, now and from now on, without a task. Tasks may still be offered and withdrawn.
func (ls *Lists) Close() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.closed = true
	for key, l := range ls.lists {
		for l.polls.Len() > 0 {
			w := l.polls.Remove(l.polls.Front()).(*Wait)
			w.place = nil
			close(w.c)
		}
		ls.forget(key, l)
	}
}
