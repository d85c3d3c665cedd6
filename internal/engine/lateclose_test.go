package engine

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// delayedStore is a store to which one commit is long on its way, as when the machine falls asleep in the middle of it.
type delayedStore struct {
	store.Store
	mu sync.Mutex
	// delay keeps the next commit from the store until it is closed, nil if none is to be delayed.
	delay chan struct{}
	// clearing, if it is not nil, is called once, before a range of a list of closed runs is deleted.
	clearing func()
}

// delayNext delays the next commit until the function that it returns is called.
func (s *delayedStore) delayNext() (arrive func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delay := make(chan struct{})
	s.delay = delay
	return sync.OnceFunc(func() { close(delay) })
}

// whenClearing has something done once, before a range of a list is deleted.
func (s *delayedStore) whenClearing(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clearing = do
}

func (s *delayedStore) Commit(b *store.Batch) error {
	s.mu.Lock()
	delay := s.delay
	s.delay = nil
	s.mu.Unlock()
	if delay != nil {
		<-delay
	}
	return s.Store.Commit(b)
}

func (s *delayedStore) CommitLazily(b *store.Batch) error {
	s.mu.Lock()
	var clearing func()
	if clearsClosed(b) {
		clearing, s.clearing = s.clearing, nil
	}
	s.mu.Unlock()
	if clearing != nil {
		clearing()
	}
	return s.Store.CommitLazily(b)
}

// clearsClosed reports whether a batch deletes a range of a list of closed runs.
func clearsClosed(b *store.Batch) bool {
	return slices.ContainsFunc(b.Ops, func(op store.Op) bool { return op.Key.Family == store.FamilyDone && op.End != nil })
}

// A close may be on its way to the disk for longer than its run is kept. Then its rows come where the sweep has been, perhaps in the very moment
// in which it clears what it has gone through. No row is lost of them: the sweep comes back, and deletes the run as a whole.
func TestACloseThatTakesLongerThanItsRetention(t *testing.T) {
	for name, whileClearing := range map[string]bool{"and arrives after the sweep": false, "and arrives while the sweep clears": true} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) { w.closeLate(whileClearing) })
		})
	}
}

func (w *world) closeLate(whileClearing bool) {
	// The store comes before those who use it by themselves.
	w.asleep = true
	w.restart(0)
	s := &delayedStore{Store: w.store.Store}
	w.store.Store = s
	w.engine.Serve()
	w.start("late")
	arrive := s.delayNext()
	if whileClearing {
		s.whenClearing(func() {
			arrive()
			synctest.Wait()
		})
	}
	closed := later(func() error {
		_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "late"))
		return err
	})
	w.sleep(1)
	w.closed("a second younger", 0)
	w.sleep(3600)
	w.closed("an hour younger", 0)

	time.Sleep(week - 3600*time.Second)
	w.sleep(60)
	w.expectRowsOfRuns("after the first sweep", 2, 1+2, 6)
	arrive()
	expectDone(w.t, "the close", closed)
	w.expectRowsOfRuns("when the close has arrived", 2, 2+2, 2*6)
	w.checkStore()

	time.Sleep(3600 * time.Second)
	w.sleep(60)
	w.checkStore()
	time.Sleep(24 * time.Hour)
	w.sleep(60)
	w.expectRowsOfRuns("a day later", 0, 0, 0)
}

// Of runs that closed in the same millisecond the sweep takes the one with the largest id first. So one with a larger id than the last that was
// swept is late, in whatever list it stands, and one with a smaller id is still to come.
func TestLateIsWhatStandsAmongTheSwept(t *testing.T) {
	inWorld(t, func(w *world) {
		d := w.engine.registry.number(w.lane("w").domain)
		at := w.now()
		for _, c := range []struct {
			at    swf.Timestamp
			runID string
			late  bool
		}{
			{at, "22a", false}, {at, "22m", true}, {at, "22z", true}, {at - 1, "22a", true}, {at - 1, "22z", true}, {at + 1, "22z", false},
		} {
			for _, status := range []swf.CloseStatus{swf.CloseStatusCompleted, swf.CloseStatusTimedOut} {
				run := &store.Done{Execution: swf.WorkflowExecution{WorkflowID: "old", RunID: c.runID}, ClosedAt: c.at, Status: status}
				var b, undo store.Batch
				store.PutDone(&b, d.number, run, true)
				store.DeleteDone(&undo, d.number, run, true)
				if err := w.store.Commit(&b); err != nil {
					t.Fatal(err)
				}
				late, err := newSweep(w.engine).late(d, &sweptDomain{newest: &runPlace{at, "22m"}})
				if err != nil || late != c.late {
					t.Errorf("%s at %d, %s: late is %t, %v", c.runID, c.at-at, status, late, err)
				}
				if err := w.store.Commit(&undo); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
