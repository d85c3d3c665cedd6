package storecheck

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/swfd/swfd/internal/store"
)

// Reader is what checking needs of a store. Every [store.Store] is one. If it can tell, by a method ScanFrom, what rows of a family
// lie in a shard or beyond it, shards without rows cost nothing, and rows in shards that are none are found.
type Reader interface {
	Get(k store.Key) ([]byte, error)
	Scan(f store.Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[store.Row, error]
	ScanFamily(f store.Family) iter.Seq2[store.Row, error]
}

// Rule names a law that the rows of a store can break.
type Rule string

// The laws.
const (
	// Unreadable: a row cannot be read from the disk, or its key or value is not of its format.
	Unreadable Rule = "unreadable"
	// Unknown: no such row is written by this version.
	Unknown Rule = "unknown"
	// Registry: domains, types and keys of tokens contradict each other or their keys.
	Registry Rule = "registry"
	// Place: a row lies in another shard than its workflowId says.
	Place Rule = "place"
	// Orphan: a row belongs to a run or a domain that is not there.
	Orphan Rule = "orphan"
	// Missing: a row, or an event, that must be there is not.
	Missing Rule = "missing"
	// History: a history is unlawful.
	History Rule = "history"
	// Record: the record of a run contradicts its history.
	Record Rule = "record"
	// State: a row of an open run contradicts its history.
	State Rule = "state"
	// Message: a message between executions, or its place in its channel, cannot be.
	Message Rule = "message"
	// Lost: a run waits for something from another run that nobody will send.
	Lost Rule = "lost"
)

// Violation is a law broken, and where.
type Violation struct {
	Rule   Rule
	Family store.Family
	Shard  uint16
	// Domain, WorkflowID and RunID name the run, as far as they are known; "" where they are not.
	Domain, WorkflowID, RunID string
	// Text says what is wrong.
	Text string
}

// MarshalJSON gives the violation with the family's name and SWF's names of the rest.
func (v Violation) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Rule       Rule   `json:"rule"`
		Family     string `json:"family"`
		Shard      uint16 `json:"shard"`
		Domain     string `json:"domain,omitempty"`
		WorkflowID string `json:"workflowId,omitempty"`
		RunID      string `json:"runId,omitempty"`
		Text       string `json:"text"`
	}{v.Rule, familyName(v.Family), v.Shard, v.Domain, v.WorkflowID, v.RunID, v.Text})
}

// String gives the violation on one line.
func (v Violation) String() string {
	text := fmt.Sprintf("%s: %s, shard %d", v.Rule, familyName(v.Family), v.Shard)
	if v.Domain != "" {
		text += fmt.Sprintf(", domain %q", v.Domain)
	}
	if v.WorkflowID != "" {
		text += fmt.Sprintf(", workflowId %q", v.WorkflowID)
	}
	if v.RunID != "" {
		text += ", runId " + v.RunID
	}
	return text + ": " + v.Text
}

func familyName(f store.Family) string {
	switch f {
	case store.FamilyOpen:
		return "open"
	case store.FamilyRun:
		return "run"
	case store.FamilyHistory:
		return "history"
	case store.FamilyDone:
		return "done"
	case store.FamilyBox:
		return "box"
	case store.FamilyAnswer:
		return "answer"
	case store.FamilyMeta:
		return "meta"
	}
	return fmt.Sprintf("family %d", byte(f))
}

// Counts is how much was looked at.
type Counts struct {
	Rows     int64 `json:"rows"`
	Domains  int64 `json:"domains"`
	Types    int64 `json:"types"`
	Runs     int64 `json:"runs"`
	OpenRuns int64 `json:"openRuns"`
	Events   int64 `json:"events"`
	Messages int64 `json:"messages"`
	Answers  int64 `json:"answers"`
}

func (c *Counts) add(d Counts) {
	c.Rows += d.Rows
	c.Domains += d.Domains
	c.Types += d.Types
	c.Runs += d.Runs
	c.OpenRuns += d.OpenRuns
	c.Events += d.Events
	c.Messages += d.Messages
	c.Answers += d.Answers
}

// String gives the counts on one line.
func (c Counts) String() string {
	return fmt.Sprintf("%d rows: %d domains, %d types, %d runs (%d open) with %d events, %d messages, %d answers",
		c.Rows, c.Domains, c.Types, c.Runs, c.OpenRuns, c.Events, c.Messages, c.Answers)
}

// Report is what Check found.
type Report struct {
	Counts
	// Violations are those of the registry and of messages first, then those of runs by shard. There are no more than mostViolations
	// of each shard.
	Violations []Violation `json:"violations"`
	// More is how many violations there are besides.
	More int `json:"more"`
}

// mostViolations bounds what is kept of a shard, and of what lies in no shard: a store with more is not in need of a longer list.
const mostViolations = 1000

// String gives the counts on one line, and then each violation on its own.
func (r *Report) String() string {
	var b strings.Builder
	b.WriteString(r.Counts.String() + "\n")
	for _, v := range r.Violations {
		b.WriteString(v.String() + "\n")
	}
	if r.More > 0 {
		fmt.Fprintf(&b, "and %d more\n", r.More)
	}
	return b.String()
}

// Check looks at every row of a store that nobody changes meanwhile. What is wrong stands in the report; the error is that of a
// context that has ended. After each shard, progress, if it is not nil, is told how many shards are done and what was seen so far;
// calls do not overlap.
func Check(ctx context.Context, r Reader, progress func(shards int, c Counts)) (*Report, error) {
	found := &findings{}
	names := checkRegistry(r, found)
	checkUnknown(r, found)
	report := &Report{Violations: []Violation{}}
	shards, err := checkShards(ctx, r, names, func(done int, c Counts) {
		c.add(found.counts)
		if progress != nil {
			progress(done, c)
		}
	})
	if err != nil {
		return nil, err
	}
	checkMessages(r, names, shards, found)
	checkDone(r, names, shards, found)
	checkAnswers(r, found)
	report.take(found)
	for _, s := range shards {
		report.take(&s.findings)
	}
	return report, nil
}

func (r *Report) take(f *findings) {
	r.Counts.add(f.counts)
	r.Violations = append(r.Violations, f.violations...)
	r.More += f.more
}

// findings is what one goroutine has found.
type findings struct {
	counts     Counts
	violations []Violation
	more       int
}

func (f *findings) add(v Violation) {
	if len(f.violations) >= mostViolations {
		f.more++
		return
	}
	f.violations = append(f.violations, v)
}

// checkShards looks at the runs of all shards, several shards at a time.
func checkShards(ctx context.Context, r Reader, names *names, progress func(done int, c Counts)) ([]*shard, error) {
	shards := make([]*shard, store.Shards)
	for number := range shards {
		shards[number] = newShard(uint16(number), names)
	}
	next := make(chan uint16)
	var mu sync.Mutex
	done, sum := 0, Counts{}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for number := range next {
				s := shards[number]
				s.check(ctx, r)
				mu.Lock()
				done++
				sum.add(s.counts)
				progress(done, sum)
				mu.Unlock()
			}
		})
	}
	for _, number := range populated(r) {
		if ctx.Err() != nil {
			break
		}
		next <- number
	}
	close(next)
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("the check was given up after %d shards: %w", done, err)
	}
	return shards, nil
}

type wide interface {
	ScanFrom(f store.Family, shard uint16) iter.Seq2[store.Row, error]
}

// populated are the shards with rows of runs, in order.
func populated(r Reader) []uint16 {
	beyond, ok := r.(wide)
	if !ok {
		return slices.Collect(numbers)
	}
	var found [store.Shards]bool
	for _, f := range []store.Family{store.FamilyOpen, store.FamilyRun, store.FamilyHistory} {
		for next := 0; next < store.Shards; next++ {
			// An error is met again, and told, when the shard is looked at.
			at := firstShard(beyond.ScanFrom(f, uint16(next)), next)
			if at < store.Shards {
				found[at] = true
			}
			next = at
		}
	}
	return slices.DeleteFunc(slices.Collect(numbers), func(number uint16) bool { return !found[number] })
}

// numbers are those of all shards.
func numbers(yield func(uint16) bool) {
	for number := range uint16(store.Shards) {
		if !yield(number) {
			return
		}
	}
}

// firstShard is the shard of the first of some rows, or the given one if that cannot be read; past the last shard if there is none.
func firstShard(rows iter.Seq2[store.Row, error], from int) int {
	for row, err := range rows {
		if err != nil {
			return from
		}
		return int(row.Key.Shard)
	}
	return store.Shards
}

// checkUnknown finds rows where this version writes none. Family 0 belongs to the store itself, and the rows of box, done,
// answer and meta are all looked at elsewhere. What is damaged on the disk may lie in the way of many families that have no rows: of
// those only the first is told.
func checkUnknown(r Reader, found *findings) {
	beyond, _ := r.(wide)
	unread := false
	for number := 1; number < 256; number++ {
		switch f := store.Family(number); f {
		case store.FamilyBox, store.FamilyDone, store.FamilyAnswer, store.FamilyMeta:
		case store.FamilyOpen, store.FamilyRun, store.FamilyHistory:
			if beyond != nil {
				unread = found.addUnknown(f, beyond.ScanFrom(f, store.Shards), unread) || unread
			}
		default:
			unread = found.addUnknown(f, r.ScanFamily(f), unread) || unread
		}
	}
}

// addUnknown adds rows that should not be there, and reports whether there was one that cannot be read. That is told unless it is known.
func (f *findings) addUnknown(family store.Family, rows iter.Seq2[store.Row, error], known bool) (unread bool) {
	for row, err := range rows {
		if err != nil {
			if !known {
				f.add(Violation{Rule: Unreadable, Family: family, Text: err.Error()})
			}
			return true
		}
		f.counts.Rows++
		f.add(Violation{Rule: Unknown, Family: family, Shard: row.Key.Shard, Text: fmt.Sprintf("this version writes no row with the key %x here", row.Key.Rest)})
	}
	return false
}
