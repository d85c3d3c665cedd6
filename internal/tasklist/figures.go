package tasklist

import "github.com/swfd/swfd/swf"

// Figures are what a task list holds at a moment.
type Figures struct {
	Key Key
	// Backlog is the number of tasks that wait, and Oldest when the one that has waited longest became pollable; zero
	// if none waits.
	Backlog int
	Oldest  swf.Timestamp
	// Pollers is the number of polls that wait.
	Pollers int
}

// Figures tells of every list that is in use, in no order.
func (ls *Lists) Figures() []Figures {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	all := make([]Figures, 0, len(ls.lists))
	for key, l := range ls.lists {
		f := Figures{Key: key, Backlog: len(l.backlog), Pollers: l.polls.Len()}
		if oldest := l.ages.oldest(); oldest != nil {
			f.Oldest = oldest.task.Since
		}
		all = append(all, f)
	}
	return all
}
