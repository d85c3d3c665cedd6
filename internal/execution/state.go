package execution

import (
	"errors"
	"slices"

	"github.com/swfd/swfd/swf"
)

// ErrClosed refuses a command on a run that has closed, perhaps just now by a deadline that was due before it.
var ErrClosed = errors.New("the execution is closed")

// ErrStale refuses to start a task that is no longer waiting: the offer was old. It is never a fault of a caller.
var ErrStale = errors.New("the task is not waiting any more")

// State is one open run. It is not safe for concurrent use.
//
// Each command is a method that takes the service time and the Facts, changes the state, and returns the
// Change. A refused command returns an error that callers may show (a swf.Fault, or ErrClosed) and leaves the
// state as it was; its Change is not always empty, for deadlines that were due before the command are
// expired first.
type State struct {
	domain uint32
	h      Header

	// What is open. Most runs have nothing of most kinds, so a map is made with its first thing.
	activities map[int64]*Activity
	timers     map[int64]*Timer
	children   map[int64]*Child
	externals  map[int64]*External
	lambdas    map[int64]*Lambda
	// The decider's names of what is open.
	activityIDs, timerIDs, lambdaIDs map[string]int64

	// resumed is when the process became ready; see Resume.
	resumed swf.Timestamp
	due     dueHeap
	closed  bool
	// orphaned is true if the parent's policy ended the run: the parent has closed and need not be told.
	orphaned bool

	// What follows belongs to the command under way.
	now           swf.Timestamp
	change        Change
	touched       []RowKey
	headerTouched bool
	// inBatch is true while decisions are applied: triggers then wait for the end of the batch.
	inBatch, triggered bool
}

// Load makes the state of an open run from its rows, and resumes it: see Resume. It keeps the rows.
func Load(domain uint32, rows []Row, resumed swf.Timestamp) (*State, error) {
	s := &State{}
	if err := s.Reload(domain, rows, resumed); err != nil {
		return nil, err
	}
	return s, nil
}

// Reload makes of s what Load returns, for whoever looks at the states of many runs and keeps none. After an error s is of no use but to
// be loaded again.
func (s *State) Reload(domain uint32, rows []Row, resumed swf.Timestamp) error {
	*s = State{
		domain: domain, resumed: resumed, due: s.due[:0],
		activities: emptied(s.activities), activityIDs: emptied(s.activityIDs), timers: emptied(s.timers), timerIDs: emptied(s.timerIDs),
		children: emptied(s.children), externals: emptied(s.externals), lambdas: emptied(s.lambdas), lambdaIDs: emptied(s.lambdaIDs),
	}
	found := false
	for _, r := range rows {
		if h, ok := r.(*Header); ok {
			s.h, found = *h, true
		}
	}
	if !found {
		return errors.New("an open run has rows but no header")
	}
	for _, r := range rows {
		s.add(r)
	}
	return nil
}

func emptied[M ~map[K]V, K comparable, V any](m M) M {
	clear(m)
	return m
}

// Resume is the restart of a run: at is when the process became ready to serve, and no deadline treats the time before it as a
// worker's silence. Heartbeat clocks start again then, and the close time-outs of tasks that were started before fire no earlier than
// GraceAfterRestart after it, so that workers that wait to report get their chance. It changes nothing that is stored.
func (s *State) Resume(at swf.Timestamp) {
	// Deadlines only become later, and entries that are early are put right when they are looked at.
	s.resumed = max(s.resumed, at)
}

// add takes an open thing into the state and arms its deadline.
func (s *State) add(r Row) {
	switch r := r.(type) {
	case *Activity:
		insert(&s.activities, r.ScheduledID, r)
		insert(&s.activityIDs, r.ActivityID, r.ScheduledID)
	case *Timer:
		insert(&s.timers, r.StartedID, r)
		insert(&s.timerIDs, r.TimerID, r.StartedID)
	case *Child:
		insert(&s.children, r.InitiatedID, r)
	case *External:
		insert(&s.externals, r.InitiatedID, r)
	case *Lambda:
		insert(&s.lambdas, r.ScheduledID, r)
		insert(&s.lambdaIDs, r.ID, r.ScheduledID)
	}
	s.arm(r)
}

func insert[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}

// remove takes an open thing out of the state.
func (s *State) remove(r Row) {
	switch r := r.(type) {
	case *Activity:
		delete(s.activities, r.ScheduledID)
		delete(s.activityIDs, r.ActivityID)
	case *Timer:
		delete(s.timers, r.StartedID)
		delete(s.timerIDs, r.TimerID)
	case *Child:
		delete(s.children, r.InitiatedID)
	case *External:
		delete(s.externals, r.InitiatedID)
	case *Lambda:
		delete(s.lambdas, r.ScheduledID)
		delete(s.lambdaIDs, r.ID)
	}
	s.touch(r)
}

// row returns the row with a key, nil if it is not open.
func (s *State) row(k RowKey) Row {
	switch k.Kind {
	case KindHeader:
		return &s.h
	case KindActivity:
		return orNil(s.activities[k.ID])
	case KindTimer:
		return orNil(s.timers[k.ID])
	case KindChild:
		return orNil(s.children[k.ID])
	case KindExternal:
		return orNil(s.externals[k.ID])
	case KindLambda:
		return orNil(s.lambdas[k.ID])
	}
	return nil
}

func orNil[T any, R interface {
	*T
	Row
}](r R) Row {
	if r == nil {
		return nil
	}
	return r
}

// enter begins a command at a time: what fell due before it happens first, and a history that has reached its
// limit ends the run. Time never runs backwards within a run.
func (s *State) enter(now swf.Timestamp, f *Facts) error {
	if s.visit(now) == nil && s.h.LastEventID >= f.Limits.HistoryEvents {
		s.terminate(swf.WorkflowExecutionTerminatedCauseEventLimitExceeded, s.h.Settings.ChildPolicy, nil, nil)
	}
	if s.closed {
		return ErrClosed
	}
	return nil
}

// visit is enter for whoever only looks: it adds nothing but what was due before.
func (s *State) visit(now swf.Timestamp) error {
	if s.closed {
		return ErrClosed
	}
	s.now = max(now, s.h.LastEventAt)
	s.expire()
	if s.closed {
		return ErrClosed
	}
	return nil
}

// Execution names the run.
func (s *State) Execution() swf.WorkflowExecution {
	return swf.WorkflowExecution{WorkflowID: s.h.WorkflowID, RunID: s.h.RunID}
}

// Header returns a copy of the run's header.
func (s *State) Header() Header { return s.h }

// Record is the run's record, which never changes while it is open.
func (s *State) Record() *Run { return s.h.Record(s.domain) }

// Closed reports whether the run has closed; no command is accepted then.
func (s *State) Closed() bool { return s.closed }

// Rows returns all rows of the run: the header and then the open things in order.
func (s *State) Rows() []Row {
	rows := []Row{&s.h}
	rows = appendSorted(rows, s.activities)
	rows = appendSorted(rows, s.timers)
	rows = appendSorted(rows, s.children)
	rows = appendSorted(rows, s.externals)
	return appendSorted(rows, s.lambdas)
}

func appendSorted[R Row](rows []Row, m map[int64]R) []Row {
	for _, id := range sortedKeys(m) {
		rows = append(rows, m[id])
	}
	return rows
}

func sortedKeys[V any](m map[int64]V) []int64 {
	ids := make([]int64, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// OpenCounts counts what is open, as DescribeWorkflowExecution shows it. Of decision tasks only a waiting one
// counts, not one that a decider works on.
func (s *State) OpenCounts() swf.WorkflowExecutionOpenCounts {
	c := swf.WorkflowExecutionOpenCounts{
		OpenActivityTasks:           int32(len(s.activities)),
		OpenTimers:                  int32(len(s.timers)),
		OpenChildWorkflowExecutions: int32(len(s.children)),
		OpenLambdaFunctions:         int32(len(s.lambdas)),
	}
	if s.h.Waiting != nil {
		c.OpenDecisionTasks = 1
	}
	return c
}

// Offers returns every task of the run that may be started: what the task lists hold of it after a restart.
func (s *State) Offers() []Offer {
	var offers []Offer
	if o, ok := s.decisionOffer(); ok {
		offers = append(offers, o)
	}
	for _, id := range sortedKeys(s.activities) {
		if o, ok := s.activityOffer(id); ok {
			offers = append(offers, o)
		}
	}
	for _, id := range sortedKeys(s.lambdas) {
		if o, ok := s.lambdaOffer(id); ok {
			offers = append(offers, o)
		}
	}
	return offers
}

// pollable reports whether an offered task still waits.
func (s *State) pollable(o Offer) bool {
	if s.closed {
		return false
	}
	var now Offer
	var ok bool
	switch o.Kind {
	case OfferDecision:
		now, ok = s.decisionOffer()
	case OfferActivity:
		now, ok = s.activityOffer(o.ScheduledID)
	case OfferLambda:
		now, ok = s.lambdaOffer(o.ScheduledID)
	}
	return ok && now.ScheduledID == o.ScheduledID
}

func priority(text *string) int32 {
	if text == nil {
		return 0
	}
	n, err := ParsePriority(*text)
	if err != nil {
		return 0
	}
	return n
}
