package sim

import (
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/token"
)

// listed names a task list.
type listed struct {
	kind token.Kind
	name string
}

// expected is what the histories say of the engine's figures.
type expected struct {
	waiting map[listed]int
	working int
}

// judgeFigures holds what the engine counts against what the histories say. Nothing may be under way.
func (w *World) judgeFigures() {
	want := expected{waiting: map[listed]int{}}
	for _, l := range w.oracle.open {
		want.add(l.state())
	}
	figures := w.server.engine.Figures()
	inProgress, open := 0, 0
	for _, f := range figures.TaskLists {
		list := listed{f.Kind, f.Name}
		if f.Backlog != want.waiting[list] {
			w.violate("%d tasks wait on the list %v, and %d should", f.Backlog, list, want.waiting[list])
		}
		delete(want.waiting, list)
		inProgress += f.InProgress
	}
	for list, n := range want.waiting {
		w.violate("%d tasks should wait on the list %v, and none does", n, list)
	}
	if inProgress != want.working {
		w.violate("%d tasks are in progress, and %d should be", inProgress, want.working)
	}
	for _, f := range figures.Open {
		open += f.Runs
	}
	if open != len(w.oracle.open) {
		w.violate("%d runs count as open, and %d should", open, len(w.oracle.open))
	}
}

// waits reports whether a decision task, or an activity task, waits for a poller.
func (o *Oracle) waits(decision bool) bool {
	for _, l := range o.open {
		s := l.state()
		if decision && s.Waiting != nil && s.Running == nil {
			return true
		}
		for _, a := range s.Activities {
			if !decision && a.StartedID == 0 && a.CancelRequestedID == 0 {
				return true
			}
		}
	}
	return false
}

// add counts the tasks of a run. A task that was asked to cancel before anybody took it is on no list any more, nor is a decision task
// that waits for another one to end.
func (e *expected) add(s *historycheck.State) {
	if s.Running != nil {
		e.working++
	} else if s.Waiting != nil {
		e.waiting[listed{token.Decision, s.Waiting.Scheduled.TaskList.Name}]++
	}
	for _, a := range s.Activities {
		switch {
		case a.StartedID != 0:
			e.working++
		case a.CancelRequestedID == 0:
			e.waiting[listed{token.Activity, a.Scheduled.TaskList.Name}]++
		}
	}
}
