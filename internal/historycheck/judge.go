package historycheck

import "github.com/swfd/swfd/swf"

// Judge judges a history while it grows: what Check and Fold would say of it after each transaction, at the cost of the new events
// only. It is not safe for concurrent use.
type Judge struct{ w *walk }

// NewJudge returns the judge of a history without events.
func NewJudge() *Judge { return &Judge{newWalk(nil, options{}, shapes{})} }

// Next returns a judge of another history, which starts without events, too. That it knows already what events look like makes it
// cheaper than a new one; so the two are not for different goroutines.
func (j *Judge) Next() *Judge { return &Judge{newWalk(nil, options{}, j.w.shapes)} }

// CheckSet is the package's CheckSet, and cheaper, as Next is.
func (j *Judge) CheckSet(runs []Run, log []Call, list ...Option) *Report {
	return checkSet(runs, log, optionsOf(list), j.w.shapes)
}

// Add takes in the events of one or more whole transactions, and returns the breaches among them.
func (j *Judge) Add(events []swf.HistoryEvent) []Violation {
	first := len(j.w.events)
	j.w.events = append(j.w.events, events...)
	j.w.runFrom(first)
	if !j.w.s.Closed {
		j.w.settleTrigger()
	}
	found := j.w.found
	j.w.found = nil
	return found
}

// Events are all events so far.
func (j *Judge) Events() []swf.HistoryEvent { return j.w.events }

// State is what the history says about its run so far. It changes with the next events.
func (j *Judge) State() *State { return j.w.s }
