package engine

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/swf"
)

// memory is what the engine's memory has of the open runs.
func (w *world) memory() string {
	w.t.Helper()
	var b strings.Builder
	e, all := w.engine, window{oldest: math.MinInt64, latest: math.MaxInt64}
	d := e.open.domain(1)
	for _, f := range []runFilter{
		{}, {workflowType: &swf.WorkflowTypeFilter{Name: "order"}}, {workflowType: &swf.WorkflowTypeFilter{Name: "order", Version: new("1")}},
		{tag: &swf.TagFilter{Tag: "even"}}, {tag: &swf.TagFilter{Tag: "of four"}}, {tag: &swf.TagFilter{Tag: "of nobody"}},
	} {
		infos, _ := d.page(f, all, math.MaxInt)
		for _, info := range infos {
			fmt.Fprintf(&b, "%+v %v %v %v\n", info.Execution, info.StartTimestamp, info.TagList, info.CancelRequested)
			if workflowID, _ := d.workflowOf(info.Execution.RunID); workflowID != info.Execution.WorkflowID || !d.has(workflowID) {
				w.t.Errorf("%v is listed, and not found", info.Execution)
			}
		}
		fmt.Fprintln(&b)
	}
	deadlines := slices.SortedFunc(slices.Values(slices.Clone(e.deadlines.heap)), func(a, b *deadline) int {
		return cmp.Or(cmp.Compare(a.at, b.at), strings.Compare(a.key.workflowID, b.key.workflowID))
	})
	for _, entry := range deadlines {
		fmt.Fprintln(&b, entry.key, entry.at)
	}
	lists := slices.SortedFunc(slices.Values(e.lists.Figures()), func(a, b tasklist.Figures) int { return cmp.Compare(a.Key.Name, b.Key.Name) })
	fmt.Fprintln(&b, lists, e.progress.counts())
	return b.String()
}

// differing are the lines of two texts that only one of them has.
func differing(before, after string) string {
	var b strings.Builder
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, line := range was {
		if !slices.Contains(is, line) {
			fmt.Fprintln(&b, "before:", line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			fmt.Fprintln(&b, "after: ", line)
		}
	}
	return cmp.Or(b.String(), "the order has changed")
}

// fill starts runs in many shards, of which some have closed, and some wait for a timer or a worker, or were cancelled.
func (w *world) fill(n int) {
	w.t.Helper()
	for i := range n {
		in := swf.NewStartWorkflowExecutionInput("d", text("w%d", i), orderType)
		if i%2 == 0 {
			in.TagList = append(in.TagList, "even")
		}
		if i%4 == 0 {
			in.TagList = append(in.TagList, "of four", "even")
		}
		must(w, w.calls().StartWorkflowExecution)(in)
		switch i % 7 {
		case 1:
			w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
			w.start(in.WorkflowID + " again")
		case 2:
			w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: text("%d", 1000+i)})
		case 3:
			w.decide(w.pollDecision(), &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a", Input: new("i")})
			if i%2 == 0 {
				w.pollActivity()
			}
		case 4:
			w.pollDecision()
			must(w, w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", in.WorkflowID))
		case 5:
			w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
		}
		time.Sleep(time.Millisecond)
	}
}

// unhurried waits as the engine's own waiting does, and is not the engine's own.
type unhurried struct{ blocking }

// What memory has of the open runs, an opening finds again: with and without goroutines of its own.
func TestARebuildFindsWhatWasThere(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		w.fill(300)
		before := w.memory()
		for what, waits := range map[string]Waits{"by itself": nil, "driven": unhurried{}} {
			w.config = func(c *Config) { c.Waits = waits }
			w.restart(0)
			if after := w.memory(); after != before {
				t.Errorf("%s: %s", what, differing(before, after))
			}
			if w.engine.unread.Load() {
				t.Errorf("%s: something was unreadable", what)
			}
		}
	})
}

// put writes a row while the server is down, which the end of the test finds damaged.
func (w *world) put(k store.Key, value string) {
	w.t.Helper()
	var b store.Batch
	b.Put(k, []byte(value))
	if err := w.store.Commit(&b); err != nil {
		w.t.Fatal(err)
	}
	w.ruined = true
}

// Rows that cannot be read, wherever they lie, hide no run but their own.
func TestDamagedRowsHideNoOtherRun(t *testing.T) {
	header := execution.RowKey{Kind: execution.KindHeader}
	for what, damage := range map[string]func(w *world, key laneKey){
		"a header": func(w *world, key laneKey) {
			w.put(store.OpenKey(w.engine.shardOf(key), key.domain, key.workflowID, header), "damaged")
		},
		"another row": func(w *world, key laneKey) {
			w.put(store.OpenKey(w.engine.shardOf(key), key.domain, key.workflowID, execution.RowKey{Kind: execution.KindTimer, ID: 99}), "damaged")
		},
		"a row of a kind that is not known": func(w *world, key laneKey) {
			w.put(store.OpenKey(w.engine.shardOf(key), key.domain, key.workflowID, execution.RowKey{Kind: 77, ID: 99}), "damaged")
		},
	} {
		t.Run(what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.asleep = true
				w.restart(0)
				w.fill(300)
				w.start("ruined")
				n := w.engine.open.count(1)
				damage(w, w.lane("ruined"))
				w.restart(0)
				if after := w.engine.open.count(1); after != n-1 || w.engine.open.domain(1).has("ruined") {
					t.Errorf("%d runs were open, and %d are found", n, after)
				}
				if !w.engine.unread.Load() {
					t.Error("the list of open runs is said to be whole")
				}
			})
		})
	}
}

// The rows of an open run tell all that its record does. So one that cannot be read, or is not there, harms nobody, and the close writes it
// anew.
func TestADamagedRecordOfAnOpenRun(t *testing.T) {
	for what, damage := range map[string]func(b *store.Batch, record store.Key){
		"damaged": func(b *store.Batch, record store.Key) { b.Put(record, []byte("damaged")) },
		"gone":    func(b *store.Batch, record store.Key) { b.Delete(record) },
	} {
		t.Run(what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				in := swf.NewStartWorkflowExecutionInput("d", "w", orderType)
				in.TagList = []string{"a", "b"}
				run := swf.WorkflowExecution{WorkflowID: "w", RunID: *must(w, w.calls().StartWorkflowExecution)(in).RunID}
				sound := w.describe(run)
				var b store.Batch
				damage(&b, store.RunKey(w.engine.shardOf(w.lane("w")), run.RunID))
				if err := w.store.Commit(&b); err != nil {
					t.Fatal(err)
				}
				w.ruined = true
				w.restart(0)
				if found := w.describe(run); !reflect.DeepEqual(found, sound) {
					t.Errorf("the run is %+v, and was %+v", found, sound)
				}
				w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
				closed := w.describe(run).ExecutionInfo
				if closed.CloseStatus != swf.CloseStatusCompleted || !slices.Equal(closed.TagList, in.TagList) {
					t.Errorf("the closed run is %+v", closed)
				}
				w.ruined = false
			})
		})
	}
}

// A key that is no key of an open row belongs to nobody. Even between the rows of a run it takes nothing from it.
func TestADamagedKeyHidesNoRun(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		w.start("timed")
		w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "10"})
		w.fill(100)
		before, key := w.memory(), w.lane("timed")
		from, _ := store.OpenRange(key.domain, key.workflowID)
		shard := w.engine.shardOf(key)
		for _, rest := range [][]byte{
			{}, {0}, from, append(slices.Clone(from), byte(execution.KindHeader), 0xff), append(slices.Clone(from), 0xff), {0xff, 0xff, 0xff, 0xff, 0xff},
		} {
			w.put(store.Key{Family: store.FamilyOpen, Shard: shard, Rest: rest}, "damaged")
		}
		w.restart(0)
		if after := w.memory(); after != before {
			t.Error(differing(before, after))
		}
		if !w.engine.unread.Load() {
			t.Error("the list of open runs is said to be whole")
		}
	})
}

// torn is a store whose scans fail after some rows.
type torn struct {
	store.Store
	mu sync.Mutex
	// left is how many rows of open runs, and of records, can still be read.
	left map[store.Family]int
}

func (s *torn) tear(f store.Family, rows iter.Seq2[store.Row, error]) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for row, err := range rows {
			s.mu.Lock()
			left, counted := s.left[f]
			s.left[f]--
			if !counted {
				left = 1
				delete(s.left, f)
			}
			s.mu.Unlock()
			if left <= 0 {
				yield(store.Row{}, errBroken)
				return
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

func (s *torn) ScanFamily(f store.Family) iter.Seq2[store.Row, error] {
	return s.tear(f, s.Store.ScanFamily(f))
}

// A store that cannot be read opens no engine, wherever it fails; and nobody is left who goes on reading, which the bubble would tell.
func TestAFailedReadEndsTheOpening(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		w.fill(300)
		for _, f := range []store.Family{store.FamilyOpen} {
			for _, rows := range []int{0, 1, 100, 200} {
				for _, waits := range []Waits{nil, unhurried{}} {
					c := Config{Store: &torn{Store: w.store, left: map[store.Family]int{f: rows}}, Permissions: access.Open{}, Waits: waits}
					if _, err := Open(c); !errors.Is(err, errBroken) {
						t.Errorf("after %d rows of the family %c: %v", rows, f, err)
					}
				}
			}
		}
	})
}

// Restored runs stand in the order of their places, whatever their ids are.
func TestRestoredRunsAreInOrder(t *testing.T) {
	ids := rapid.OneOf(rapid.SampledFrom([]string{"", "\x00", "a", "a\x00", "aaaaaaaa", "aaaaaaaa\x00", "aaaaaaaab", "aaaaaaab"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		o := newOpenRuns()
		for _, id := range rapid.SliceOfDistinct(ids, rapid.ID).Draw(t, "runIds") {
			at := swf.Timestamp(rapid.Int64Range(-1, 2).Draw(t, "at"))
			o.restore(1, &execution.Header{WorkflowID: "w" + id, RunID: id, StartedAt: at})
		}
		together(true, o.restored())
		for _, l := range []*openList{&o.domain(1).all, o.domain(1).find(runFilter{workflowType: &swf.WorkflowTypeFilter{}})} {
			if len(l.runs) != len(o.domain(1).byRun) || len(l.runs) != len(o.domain(1).byWorkflow) {
				t.Fatalf("%d runs are listed", len(l.runs))
			}
			if !slices.IsSortedFunc(l.runs, func(a, b *openRun) int { return a.place.compare(b.place) }) {
				t.Fatalf("the order is %v", l.runs)
			}
		}
	})
}
