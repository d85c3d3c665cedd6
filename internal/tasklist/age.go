package tasklist

import "container/heap"

// ages finds the task of a backlog that has waited longest. The backlog itself cannot tell where priorities differ.
//
// It is a heap that is put in order late: a task that leaves the backlog stays here until somebody asks, or until the
// absent are as many as the present. Tasks come in the order of their age, nearly, so entering one costs next to nothing.
type ages []*entry

// enter notes a task that has come into the backlog.
func (a *ages) enter(e *entry) { heap.Push(a, e) }

// left is told how many tasks are in the backlog when one has left it.
func (a *ages) left(backlog int) {
	if len(*a) > 64 && len(*a) > 2*backlog {
		a.dropAbsent()
	}
}

// oldest is the task that has waited longest, nil if none waits.
func (a *ages) oldest() *entry {
	for len(*a) > 0 && (*a)[0].place == absent {
		heap.Pop(a)
	}
	if len(*a) == 0 {
		return nil
	}
	return (*a)[0]
}

func (a *ages) dropAbsent() {
	var present ages
	for _, e := range *a {
		if e.place != absent {
			present = append(present, e)
		}
	}
	*a = present
	heap.Init(a)
}

func (a ages) Len() int           { return len(a) }
func (a ages) Less(i, j int) bool { return a[i].task.Since < a[j].task.Since }
func (a ages) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

func (a *ages) Push(x any) { *a = append(*a, x.(*entry)) }

func (a *ages) Pop() any {
	last := len(*a) - 1
	e := (*a)[last]
	(*a)[last] = nil
	*a = (*a)[:last]
	return e
}
