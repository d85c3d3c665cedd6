package engine

import (
	"maps"
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// progress is the account of the tasks that somebody is working on, by task list: those that were started and have not ended. It is a
// passive structure.
type progress struct {
	mu    sync.Mutex
	tasks map[taskID]working
	lists map[tasklist.Key]int
}

// taskID names a task: the run, and the event that scheduled it.
type taskID struct {
	runID       string
	scheduledID int64
}

// working is a task that somebody is working on: the list that it came from, when it began to wait there, and when it was started.
type working struct {
	list           tasklist.Key
	since, started swf.Timestamp
}

func newProgress() *progress {
	return &progress{tasks: map[taskID]working{}, lists: map[tasklist.Key]int{}}
}

func (p *progress) start(id taskID, w working) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, twice := p.tasks[id]; twice {
		return
	}
	p.tasks[id] = w
	p.lists[w.list]++
}

// end takes a task out. It reports false for a task that was never started.
func (p *progress) end(id taskID) (working, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	w, ok := p.tasks[id]
	if !ok {
		return working{}, false
	}
	delete(p.tasks, id)
	if p.lists[w.list]--; p.lists[w.list] == 0 {
		delete(p.lists, w.list)
	}
	return w, true
}

// counts tells how many tasks of each list are being worked on.
func (p *progress) counts() map[tasklist.Key]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.lists)
}

// restore enters the tasks of an open run that were started before the engine was. Which list a decision task came from is not
// stored: it is taken to be the one that the next would go to.
func (p *progress) restore(domain uint32, runID string, rows []execution.Row) {
	for _, r := range rows {
		switch r := r.(type) {
		case *execution.Activity:
			if r.StartedID != 0 {
				list := tasklist.Key{Domain: domain, Kind: token.Activity, Name: r.TaskList}
				p.start(taskID{runID, r.ScheduledID}, working{list, r.ScheduledAt, r.StartedAt})
			}
		case *execution.Header:
			if d := r.Running; d != nil {
				list := tasklist.Key{Domain: domain, Kind: token.Decision, Name: r.Settings.TaskList}
				if r.Override != nil {
					list.Name = r.Override.TaskList
				}
				p.start(taskID{runID, d.ScheduledID}, working{list, d.StartedAt, d.StartedAt})
			}
		}
	}
}

// startedTasks are the scheduled events of the tasks in a run's rows that somebody is working on.
func startedTasks(rows []execution.Row) (ids []int64) {
	for _, r := range rows {
		switch r := r.(type) {
		case *execution.Activity:
			if r.StartedID != 0 {
				ids = append(ids, r.ScheduledID)
			}
		case *execution.Lambda:
			if r.StartedID != 0 {
				ids = append(ids, r.ScheduledID)
			}
		case *execution.Header:
			if r.Running != nil {
				ids = append(ids, r.Running.ScheduledID)
			}
		}
	}
	return ids
}
