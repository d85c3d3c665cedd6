package storecheck

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// shard is the runs of a shard under judgement.
type shard struct {
	findings
	number uint16
	names  *names
	// records are the run records by runId, and open the rows of open runs.
	records map[string]*record
	open    map[place]*openRun
	// unread is true of a family whose rows could not all be read from the disk: what seems to be missing may be there.
	unread map[store.Family]bool
	// listed is what the closed runs of the shard should have in lists.
	listed tally
	// waits is what open runs expect from other runs, and children whose child each open run is, by its workflowId.
	waits    []wait
	children map[place]childOf
}

// place is a workflowId of a domain.
type place struct {
	domain     uint32
	workflowID string
}

// record is a run's record, of which only the runId is known if it is unreadable. It is judged once its history was found.
type record struct {
	*execution.Run
	unreadable, judged bool
}

// openRun is the rows under one workflowId.
type openRun struct {
	rows []execution.Row
	// broken is true if there are rows that cannot be read, besides.
	broken bool
	// claimed is true once a run's record says that these rows are its own.
	claimed bool
}

func (o *openRun) header() *execution.Header {
	for _, r := range o.rows {
		if h, ok := r.(*execution.Header); ok {
			return h
		}
	}
	return nil
}

func newShard(number uint16, names *names) *shard {
	return &shard{number: number, names: names}
}

// complain notes a violation of a run's.
func (s *shard) complain(rule Rule, f store.Family, p place, runID, format string, args ...any) {
	v := Violation{Rule: rule, Family: f, Shard: s.number, WorkflowID: p.workflowID, RunID: runID, Text: fmt.Sprintf(format, args...)}
	if p.domain != 0 {
		v.Domain = s.names.of(p.domain)
	}
	s.add(v)
}

// cannotRead notes that the disk does not give the rows of a family.
func (s *shard) cannotRead(f store.Family, err error) {
	s.unread[f] = true
	s.complain(Unreadable, f, place{}, "", "%v", err)
}

func (s *shard) check(ctx context.Context, r Reader) {
	s.records, s.open, s.children = map[string]*record{}, map[place]*openRun{}, map[place]childOf{}
	s.unread = map[store.Family]bool{}
	s.readRecords(r)
	s.readOpen(r)
	s.noteChildren()
	s.checkHistories(ctx, r)
	if ctx.Err() != nil {
		return
	}
	for _, runID := range slices.Sorted(maps.Keys(s.records)) {
		record := s.records[runID]
		if record.judged || record.unreadable {
			continue
		}
		s.claim(record)
		if !s.unread[store.FamilyHistory] {
			s.complain(Missing, store.FamilyHistory, record.place(), runID, "the run has a record and no history")
		}
	}
	for _, p := range s.places() {
		o := s.open[p]
		if r := s.records[runIDOf(o)]; o.claimed || r != nil && r.unreadable || s.unread[store.FamilyRun] {
			continue
		}
		s.complain(Orphan, store.FamilyOpen, p, runIDOf(o), "its rows, %d of them, belong to no open run", len(o.rows))
	}
	// The rows of all shards together may be more than fits in memory.
	s.records, s.open = nil, nil
}

// places are the workflowIds with open rows, in order.
func (s *shard) places() []place {
	return slices.SortedFunc(maps.Keys(s.open), func(a, b place) int {
		if a.domain != b.domain {
			return int(int64(a.domain) - int64(b.domain))
		}
		return strings.Compare(a.workflowID, b.workflowID)
	})
}

func runIDOf(o *openRun) string {
	if h := o.header(); h != nil {
		return h.RunID
	}
	return ""
}

func (r *record) place() place { return place{r.Domain, r.WorkflowID} }

func (s *shard) readRecords(r Reader) {
	for row, err := range r.Scan(store.FamilyRun, s.number, nil, nil, false) {
		if err != nil {
			s.cannotRead(store.FamilyRun, err)
			return
		}
		s.counts.Rows++
		runID := string(row.Key.Rest)
		run, err := store.DecodeRun(row.Value)
		if err != nil {
			s.complain(Unreadable, store.FamilyRun, place{}, runID, "%v", err)
			// Its history and its rows are no orphans for all that.
			s.records[runID] = &record{Run: &execution.Run{RunID: runID}, unreadable: true}
			continue
		}
		s.counts.Runs++
		s.records[runID] = &record{Run: run}
		if run.Closing != nil {
			for _, op := range s.names.listed(s.number, run) {
				s.listed.add(op.Key.Rest, op.Value)
			}
		}
		p := place{run.Domain, run.WorkflowID}
		if run.RunID != runID {
			s.complain(Record, store.FamilyRun, p, runID, "the record under this key is of run %s", run.RunID)
		}
		if at := store.ShardOf(run.Domain, run.WorkflowID); at != s.number {
			s.complain(Place, store.FamilyRun, p, runID, "the workflowId belongs in shard %d", at)
		}
		if !s.names.knows(run.Domain) {
			s.complain(Orphan, store.FamilyRun, p, runID, "the run's domain does not exist")
		}
	}
}

func (s *shard) readOpen(r Reader) {
	for row, err := range r.Scan(store.FamilyOpen, s.number, nil, nil, false) {
		if err != nil {
			s.cannotRead(store.FamilyOpen, err)
			return
		}
		s.counts.Rows++
		open, err := store.DecodeOpen(row)
		p := place{open.Domain, open.WorkflowID}
		if err != nil && p == (place{}) {
			s.complain(Unreadable, store.FamilyOpen, p, "", "%v: %x", err, row.Key.Rest)
			continue
		}
		o := s.open[p]
		if o == nil {
			o = &openRun{}
			s.open[p] = o
			if at := store.ShardOf(p.domain, p.workflowID); at != s.number {
				s.complain(Place, store.FamilyOpen, p, "", "the workflowId belongs in shard %d", at)
			}
		}
		if err != nil {
			o.broken = true
			s.complain(Unreadable, store.FamilyOpen, p, runIDOf(o), "%v", err)
			continue
		}
		o.rows = append(o.rows, open.Row)
	}
}

// checkHistories reads the histories of the shard, one at a time, and judges each run by its own.
func (s *shard) checkHistories(ctx context.Context, r Reader) {
	h := &history{}
	for row, err := range r.Scan(store.FamilyHistory, s.number, nil, nil, false) {
		if err != nil {
			s.cannotRead(store.FamilyHistory, err)
			h.broken = true
			break
		}
		s.counts.Rows++
		part, err := store.DecodeHistory(row)
		if err != nil && part.RunID == "" {
			s.complain(Unreadable, store.FamilyHistory, place{}, "", "%v: %x", err, row.Key.Rest)
			continue
		}
		if part.RunID != h.runID {
			s.judge(h)
			if ctx.Err() != nil {
				return
			}
			h = &history{runID: part.RunID}
		}
		if err != nil {
			s.complainOf(h, "%v", err)
			h.broken = true
			continue
		}
		s.addEvents(h, part)
	}
	s.judge(h)
}

// history is a history as it is being read.
type history struct {
	runID  string
	events []swf.HistoryEvent
	// broken is true if there are rows or events that cannot be read, besides.
	broken bool
}

func (s *shard) complainOf(h *history, format string, args ...any) {
	p := place{}
	if r := s.records[h.runID]; r != nil {
		p = r.place()
	}
	s.complain(Unreadable, store.FamilyHistory, p, h.runID, format, args...)
}

func (s *shard) addEvents(h *history, part store.History) {
	for i, line := range part.Lines {
		id := part.First + int64(i)
		var e swf.HistoryEvent
		if err := json.Unmarshal(line, &e); err != nil {
			s.complainOf(h, "event %d: %v", id, err)
			h.broken = true
			continue
		}
		if e.EventID != id {
			s.complainOf(h, "the row that begins with event %d has event %d in the place of event %d", part.First, e.EventID, id)
			h.broken = true
		}
		s.counts.Events++
		h.events = append(h.events, e)
	}
}

// judge holds a run's record and rows against its history.
func (s *shard) judge(h *history) {
	if h.runID == "" {
		return
	}
	record := s.records[h.runID]
	switch {
	case record == nil && s.unread[store.FamilyRun]:
		return
	case record == nil:
		s.complain(Orphan, store.FamilyHistory, place{}, h.runID, "a history of %d events belongs to no run", len(h.events))
		return
	case record.unreadable:
		return
	}
	record.judged = true
	open := s.claim(record)
	if h.broken {
		// What can be read of it would be judged by what cannot.
		return
	}
	for _, v := range historycheck.Check(h.events) {
		s.complain(History, store.FamilyHistory, record.place(), h.runID, "%s", v)
	}
	fold := historycheck.Fold(h.events)
	s.checkRecord(record, fold)
	if open != nil && record.Closing == nil && !fold.Closed && fold.Started != nil {
		s.checkOpen(record, fold, open)
	}
}

// claim takes the open rows for a run whose record is open, and returns them; nil if they are another's, or not there.
func (s *shard) claim(r *record) *openRun {
	if r.Closing != nil {
		return nil
	}
	s.counts.OpenRuns++
	o := s.open[r.place()]
	switch {
	case o == nil && s.unread[store.FamilyOpen]:
		return nil
	case o == nil:
		s.complain(Missing, store.FamilyOpen, r.place(), r.RunID, "the run is open by its record and has no rows")
		return nil
	case o.claimed:
		s.complain(State, store.FamilyOpen, r.place(), r.RunID, "two runs of the workflowId are open by their records")
		return nil
	}
	if h := o.header(); h != nil && h.RunID != r.RunID {
		s.complain(Missing, store.FamilyOpen, r.place(), r.RunID, "the run is open by its record, and the rows are those of run %s", h.RunID)
		return nil
	}
	o.claimed = true
	return o
}
