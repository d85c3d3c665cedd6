package execution

import (
	"cmp"
	"slices"

	"github.com/swfd/swfd/swf"
)

// Change is everything that one command caused: the unit of commit. Nobody may hear of any part of it before
// all of it is durable.
type Change struct {
	// RunID is the run that changed.
	RunID string
	// Events are to be appended to the history; their ids continue it.
	Events []swf.HistoryEvent
	// Puts are rows to write and Deletes rows to remove. Puts point into the live state: encode them before
	// the next command.
	Puts    []Row
	Deletes []RowKey
	// Offers are tasks that may be started from now on, Withdrawals tasks that no longer may.
	Offers      []Offer
	Withdrawals []Offer
	// Messages go to other executions, in this order.
	Messages []Message
	// Opened is the record of a run that this change began.
	Opened *Run
	// Closed is set if the run closed; then Deletes names all rows of the run but its record and history.
	Closed *Closing
	// Next is the run that continues this one, opened in the same commit.
	Next *Continuation
}

// Continuation is the run that a ContinueAsNewWorkflowExecution decision opened.
type Continuation struct {
	State  *State
	Change Change
}

// Empty reports whether the change writes nothing.
func (c *Change) Empty() bool {
	return len(c.Events) == 0 && len(c.Puts) == 0 && len(c.Deletes) == 0 && c.Closed == nil && c.Opened == nil
}

// OfferKind is what kind of task is offered, and so to whom.
type OfferKind byte

// The kinds of offers. Decision and activity tasks are for pollers of their lists, a Lambda task is for the server itself: any of its
// workers may start it and call the function.
const (
	OfferDecision OfferKind = iota + 1
	OfferActivity
	OfferLambda
)

// Offer is a task that waits for somebody to start it.
type Offer struct {
	Kind OfferKind
	// TaskList is empty for Lambda tasks, which have none.
	TaskList    string
	ScheduledID int64
	// Priority orders tasks on a list, higher first; Since (when it became pollable) orders equal ones.
	Priority int32
	Since    swf.Timestamp
}

// event appends an event at the time of the command and returns its id.
func (s *State) event(a swf.EventAttributes) int64 {
	s.h.LastEventID++
	s.h.LastEventAt = s.now
	s.change.Events = append(s.change.Events, swf.HistoryEvent{
		EventID: s.h.LastEventID, EventTimestamp: s.now, Attributes: a,
	})
	return s.h.LastEventID
}

// touch notes that a row must be written, or deleted if it is gone when the change is taken.
func (s *State) touch(r Row) { s.touched = append(s.touched, r.RowKey()) }

func (s *State) send(to string, body MessageBody) {
	s.change.Messages = append(s.change.Messages, Message{
		Domain: s.domain, From: s.Execution(), To: to, Body: body,
	})
}

// take returns the change so far and begins a new one.
func (s *State) take() Change {
	if s.change.Closed == nil {
		s.collectRows()
	} else {
		s.dropRows()
	}
	s.change.RunID = s.h.RunID
	s.change.Offers = slices.DeleteFunc(s.change.Offers, func(o Offer) bool { return !s.pollable(o) })
	c := s.change
	s.change = Change{}
	return c
}

// collectRows turns the touched keys into puts and deletes, each key once and in order.
func (s *State) collectRows() {
	if len(s.change.Events) > 0 || s.headerTouched {
		s.change.Puts = append(s.change.Puts, &s.h)
		s.headerTouched = false
	}
	slices.SortFunc(s.touched, compareRowKeys)
	for _, k := range slices.Compact(s.touched) {
		if r := s.row(k); r != nil {
			s.change.Puts = append(s.change.Puts, r)
		} else {
			s.change.Deletes = append(s.change.Deletes, k)
		}
	}
	s.touched = s.touched[:0]
}

// dropRows deletes every row that the run may have: what is open, and what this change has taken out.
func (s *State) dropRows() {
	keys := s.touched
	for _, r := range s.Rows() {
		keys = append(keys, r.RowKey())
	}
	slices.SortFunc(keys, compareRowKeys)
	s.change.Deletes = slices.Clone(slices.Compact(keys))
	s.touched = s.touched[:0]
	s.headerTouched = false
}

func compareRowKeys(a, b RowKey) int {
	if a.Kind != b.Kind {
		return cmp.Compare(a.Kind, b.Kind)
	}
	return cmp.Compare(a.ID, b.ID)
}
