package engine

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
)

// Figures are what an engine holds at a moment. Each part is true by itself; they are not of one instant.
type Figures struct {
	// Open tells of each domain with open runs, and TaskLists of each list in use; neither is in order.
	Open      []OpenFigures
	TaskLists []TaskListFigures
	// Messages is the number of messages between executions that wait for delivery.
	Messages int
	Lambda   LambdaFigures
}

// Scope names a domain as everybody sees it.
type Scope struct{ Account, Region, Domain string }

// Compare orders scopes by account, Region and domain.
func (s Scope) Compare(other Scope) int {
	return cmp.Or(
		strings.Compare(s.Account, other.Account), strings.Compare(s.Region, other.Region), strings.Compare(s.Domain, other.Domain))
}

// OpenFigures tells how many runs of a domain are open.
type OpenFigures struct {
	Scope
	Runs int
}

// TaskListFigures tells what a task list holds.
type TaskListFigures struct {
	Scope
	Kind token.Kind
	Name string
	// Backlog is the number of tasks that wait, and OldestAge how long the one among them that has waited longest has done so.
	Backlog   int
	OldestAge time.Duration
	// Pollers is the number of polls that wait, and InProgress that of the tasks that were started and have not ended.
	Pollers, InProgress int
}

// LambdaFigures tells of the Lambda tasks of all domains.
type LambdaFigures struct {
	// Waiting is the number of tasks that wait for a worker, and OldestAge how long the one that has waited longest has done so.
	Waiting   int
	OldestAge time.Duration
	// Running is the number of workers that are calling a function, of Workers; both are 0 where no functions can be called.
	Running, Workers int
}

// Figures counts what the engine holds. It takes a microsecond or less for each task list in use, during which no task of any list is
// offered or taken.
func (e *Engine) Figures() Figures {
	f := Figures{TaskLists: e.taskListFigures(), Messages: e.outbox.waiting(), Lambda: e.lambdaFigures()}
	for number, runs := range e.open.counts() {
		if runs > 0 {
			f.Open = append(f.Open, OpenFigures{e.scopeOf(number), runs})
		}
	}
	return f
}

// Domains names all domains there are, in no order.
func (e *Engine) Domains() []Scope {
	e.registry.mu.RLock()
	defer e.registry.mu.RUnlock()
	all := make([]Scope, 0, len(e.registry.byName))
	for n := range e.registry.byName {
		all = append(all, Scope{n.Account, n.Region, n.Name})
	}
	return all
}

// scopeOf names a domain. It is there: domains are never removed.
func (e *Engine) scopeOf(number uint32) Scope {
	d := e.registry.number(number)
	return Scope{d.account, d.region, d.name}
}

func (e *Engine) taskListFigures() []TaskListFigures {
	lists, working := e.lists.Figures(), e.progress.counts()
	now := e.clock.Now()
	all := make([]TaskListFigures, 0, len(lists))
	for _, l := range lists {
		f := e.nameList(l.Key)
		f.Backlog, f.Pollers, f.InProgress = l.Backlog, l.Pollers, working[l.Key]
		if l.Backlog > 0 {
			f.OldestAge = max(0, now.Sub(l.Oldest))
		}
		delete(working, l.Key)
		all = append(all, f)
	}
	for key, n := range working {
		f := e.nameList(key)
		f.InProgress = n
		all = append(all, f)
	}
	return all
}

func (e *Engine) lambdaFigures() LambdaFigures {
	var f LambdaFigures
	if e.lambdas.backend != nil {
		f.Running, f.Workers = e.lambdas.running(), e.lambdas.workers
	}
	// One list, if any: see lambdaList.
	for _, l := range e.lambdas.waiting.Figures() {
		if f.Waiting = l.Backlog; f.Waiting > 0 {
			f.OldestAge = max(0, e.clock.Now().Sub(l.Oldest))
		}
	}
	return f
}

func (e *Engine) nameList(key tasklist.Key) TaskListFigures {
	return TaskListFigures{Scope: e.scopeOf(key.Domain), Kind: key.Kind, Name: key.Name}
}

// RankTaskLists puts those lists first in which most waits, then those with the most tasks in progress, then those with the most
// polls; equal ones by name.
func RankTaskLists(all []TaskListFigures) {
	slices.SortFunc(all, func(a, b TaskListFigures) int {
		return cmp.Or(
			cmp.Compare(b.Backlog, a.Backlog), cmp.Compare(b.InProgress, a.InProgress), cmp.Compare(b.Pollers, a.Pollers),
			a.Scope.Compare(b.Scope), cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
	})
}
