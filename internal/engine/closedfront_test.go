package engine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// The runs of a name lie in as many lists as it has versions, and all runs in as many as there are statuses. Pages of them have every run once, in
// order, whether there are few lists or more than rows may be in memory.
func TestPagesOfSeveralLists(t *testing.T) {
	for _, versions := range []int{2, 30, mostRows + 100} {
		t.Run(fmt.Sprint(versions, " versions"), func(t *testing.T) {
			inWorld(t, func(w *world) {
				d := w.engine.registry.number(w.lane("w").domain)
				named := w.listVersions(d, versions)
				filters := map[string]runFilter{"all": {}, "name": {workflowType: &swf.WorkflowTypeFilter{Name: "of many versions"}}}
				for name, f := range filters {
					for _, order := range []store.DoneOrder{store.ByClose, store.ByStart} {
						for _, reverse := range []bool{false, true} {
							got := w.pagesOf(d, order, f, reverse)
							if want := inOrder(named, order, reverse); !slices.Equal(got, want) {
								t.Errorf("%s by %c, reverse %t: %d runs in another order or number than the %d there are", name, order, reverse, len(got), len(want))
							}
						}
					}
					n, truncated, err := w.engine.countClosed(d, store.ByStart, f, window{oldest: math.MinInt64, latest: math.MaxInt64})
					if n != len(named) || truncated || err != nil {
						t.Errorf("%s: %d runs are counted, truncated %t, %v; there are %d", name, n, truncated, err, len(named))
					}
				}
			})
		})
	}
}

// listVersions lists runs of one name in many versions, of which most have one run and one has more than are read at once. Many close at one time.
func (w *world) listVersions(d *domain, versions int) []*store.Done {
	w.t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	var runs []*store.Done
	var b store.Batch
	for i := range versions + 200 {
		version := max(0, i-200)
		run := &store.Done{
			Execution: swf.WorkflowExecution{WorkflowID: "w", RunID: w.engine.newRunID()},
			Type:      swf.WorkflowType{Name: "of many versions", Version: fmt.Sprint(version)},
			StartedAt: w.now().Add(-time.Duration(random.IntN(100)) * time.Millisecond), ClosedAt: w.now().Add(-time.Duration(random.IntN(20)) * time.Millisecond),
			Status: swf.CloseStatus(swf.CloseStatus("").Values()[random.IntN(6)]),
		}
		runs = append(runs, run)
		store.PutDone(&b, d.number, run, true)
	}
	if err := w.store.Commit(&b); err != nil {
		w.t.Fatal(err)
	}
	w.ruined = true
	return runs
}

// pagesOf are the runIds of all pages.
func (w *world) pagesOf(d *domain, o store.DoneOrder, f runFilter, reverse bool) (runIDs []string) {
	w.t.Helper()
	at := window{oldest: math.MinInt64, latest: math.MaxInt64, reverse: reverse}
	for {
		infos, next, err := w.engine.closedPage(d, o, f, at, 37)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, info := range infos {
			runIDs = append(runIDs, info.Execution.RunID)
		}
		if next == nil {
			return runIDs
		}
		at.after = next
	}
}

func inOrder(runs []*store.Done, o store.DoneOrder, reverse bool) (runIDs []string) {
	runs = slices.SortedFunc(slices.Values(runs), func(a, b *store.Done) int {
		return newestFirst(runPlace{a.At(o), a.Execution.RunID}, runPlace{b.At(o), b.Execution.RunID})
	})
	if reverse {
		slices.Reverse(runs)
	}
	for _, run := range runs {
		runIDs = append(runIDs, run.Execution.RunID)
	}
	return runIDs
}
