package engine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

const week = 7 * 24 * time.Hour

// closed starts a run with so many signals, each of which is a row of its history, and closes it.
func (w *world) closed(id string, signals int) {
	w.t.Helper()
	w.start(id)
	w.signals(id, signals, 10)
	must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", id))
}

// rowsOf tells how many rows of a family a store has.
func rowsOf(t *testing.T, s store.Store, f store.Family) (n int) {
	t.Helper()
	for _, err := range s.ScanFamily(f) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// expectRowsOfRuns wants so many records of runs, rows of their histories, and places in lists.
func (w *world) expectRowsOfRuns(when string, records, histories, places int) {
	w.t.Helper()
	s := w.store.Store
	got := [3]int{rowsOf(w.t, s, store.FamilyRun), rowsOf(w.t, s, store.FamilyHistory), rowsOf(w.t, s, store.FamilyDone)}
	if want := [3]int{records, histories, places}; got != want {
		w.t.Errorf("%s there are %d records, %d rows of histories and %d places in lists, want %d", when, got[0], got[1], got[2], want)
	}
}

// The rows of a run go soon after it has vanished, be its history short or long, and nobody else's do.
func TestTheSweepDeletesWhatHasExpired(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		later := func(d time.Duration) {
			again(d - time.Second)
			w.sleep(1)
		}
		w.closed("short", 0)
		w.closed("as many rows as are deleted one by one", historyRange-2)
		w.closed("long", historyRange)
		later(24 * time.Hour)
		w.closed("a day younger", 0)
		w.start("open")
		w.expectRowsOfRuns("after a day", 5, 2+historyRange+historyRange+2+2+1, 4*6)
		later(week - 24*time.Hour - 2*time.Second)
		w.expectRowsOfRuns("a moment before", 5, 2+historyRange+historyRange+2+2+1, 4*6)
		later(sweepPause + 4*time.Second)
		w.expectRowsOfRuns("soon after", 2, 2+1, 6)
		later(24 * time.Hour)
		w.expectRowsOfRuns("a day later", 1, 1, 0)
	})
}

// A domain that keeps no closed run has no rows of it once its close is answered. If a crash comes between, the next start deletes them.
func TestWhatIsNotKeptIsDeletedAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("none", "0"))
		must(w, w.calls().RegisterWorkflowType)(swf.NewRegisterWorkflowTypeInput("none", "order", "1"))
		closeOne := func(id string) {
			in := swf.NewStartWorkflowExecutionInput("none", id, orderType)
			in.TaskList, in.ChildPolicy = &swf.TaskList{Name: id}, swf.ChildPolicyTerminate
			in.ExecutionStartToCloseTimeout, in.TaskStartToCloseTimeout = new("60"), new("60")
			must(w, w.calls().StartWorkflowExecution)(in)
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("none", id))
		}
		closeOne("w")
		w.expectRowsOfRuns("after the close", 0, 0, 0)
		w.store.set(func(s *heldStore) { s.forgetful = true })
		closeOne("w")
		w.expectRowsOfRuns("before the deletion", 1, 2, 1)
		w.crash(0)
		w.sleep(1)
		w.expectRowsOfRuns("after the next start", 0, 0, 0)
	})
}

// While the store takes no writes it takes deletions, for they free space.
func TestTheSweepGoesOnWhileWritesAreRefused(t *testing.T) {
	inWorld(t, func(w *world) {
		w.closed("w", 0)
		w.store.set(func(s *heldStore) { s.full = errBroken })
		time.Sleep(week)
		w.sleep(60)
		w.expectRowsOfRuns("on a full disk", 0, 0, 0)
	})
}

// What could not be read just now is deleted a minute later.
func TestTheSweepOutlastsAFailedRead(t *testing.T) {
	inWorld(t, func(w *world) {
		w.closed("w", 0)
		d := w.deafen()
		w.engine.Serve()
		w.sleep(1)
		d.broken.Store(true)
		time.Sleep(week)
		w.sleep(60)
		w.expectRowsOfRuns("while nothing can be read", 1, 2, 6)
		d.broken.Store(false)
		w.sleep(61)
		w.expectRowsOfRuns("a minute later", 0, 0, 0)
	})
}

// A row that makes no sense is left alone, and keeps no other from being deleted.
func TestTheSweepPassesByWhatCannotBeRead(t *testing.T) {
	inWorld(t, func(w *world) {
		w.closed("before", 0)
		w.sleep(1)
		w.closed("ruined", 0)
		at := w.now()
		w.sleep(1)
		w.closed("behind", 0)
		var b store.Batch
		for row, err := range w.engine.closedRows(allClosed(w.engine.registry.number(w.lane("ruined").domain)), window{oldest: at, latest: at}) {
			if err != nil {
				t.Fatal(err)
			}
			b.Put(store.Key{Family: row.Key.Family, Shard: row.Key.Shard, Rest: slices.Clone(row.Key.Rest)}, []byte("ruined"))
		}
		if err := w.store.Commit(&b); err != nil || len(b.Ops) != 1 {
			t.Fatalf("%d rows were ruined: %v", len(b.Ops), err)
		}
		w.ruined = true
		in := swf.NewListClosedWorkflowExecutionsInput("d")
		in.CloseTimeFilter = &swf.ExecutionTimeFilter{}
		if n := len(must(w, w.calls().ListClosedWorkflowExecutions)(in).ExecutionInfos); n != 2 {
			t.Errorf("%d runs are listed, want the two that can be read", n)
		}
		time.Sleep(week)
		w.sleep(60)
		w.expectRowsOfRuns("afterwards", 1, 2, 6)
	})
}

// While one domain has much to delete, the others have their turns.
func TestDomainsAreSweptInTurns(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		for i := range 50 {
			w.closed(fmt.Sprint("w", i), 0)
		}
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "7"))
		must(w, w.calls().RegisterWorkflowType)(swf.NewRegisterWorkflowTypeInput("e", "order", "1"))
		in := swf.NewStartWorkflowExecutionInput("e", "w", orderType)
		in.TaskList, in.ChildPolicy = &swf.TaskList{Name: "w"}, swf.ChildPolicyTerminate
		in.ExecutionStartToCloseTimeout, in.TaskStartToCloseTimeout = new("60"), new("60")
		must(w, w.calls().StartWorkflowExecution)(in)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("e", "w"))
		time.Sleep(week)
		ctx, stop := context.WithCancel(context.Background())
		swept := later(func() error { newSweep(w.engine).run(ctx); return nil })
		synctest.Wait()
		time.Sleep(2 * leastRest)
		synctest.Wait()
		for _, name := range []string{"d", "e"} {
			d, err := w.calls().domain(name)
			if err != nil {
				t.Fatal(err)
			}
			left := 0
			for range w.engine.closedRows(allClosed(d), window{latest: w.now()}) {
				left++
			}
			if (left > 0) != (name == "d") {
				t.Errorf("%d runs of %s are left after the first turns", left, name)
			}
		}
		stop()
		expectDone(t, "the sweep", swept)
	})
}

// Runs that have expired are not shown while their rows are still there; a page that has gone through many of them ends, and the next goes
// on.
func TestWhatHasExpiredIsHiddenBeforeItIsDeleted(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		w.listOnly(goneThrough + 1)
		w.sleep(1)
		w.closed("young", 0)
		w.start("open")
		w.sleepUntil(w.now().Add(week - time.Second))
		for _, c := range []struct {
			byStart, reverse bool
			pages            int
		}{{false, false, 1}, {false, true, 1}, {true, false, 2}, {true, true, 2}} {
			q := &question{closed: true, byStart: c.byStart, reverse: c.reverse}
			var ids []string
			var token *string
			pages := 0
			table := &listTable{play: &play{w: w}}
			for pages == 0 || token != nil {
				var page []swf.WorkflowExecutionInfo
				page, token = table.page(q, swf.ExecutionTimeFilter{}, token)
				pages++
				for _, run := range page {
					ids = append(ids, run.Execution.WorkflowID)
				}
			}
			if strings.Join(ids, " ") != "young" || pages != c.pages {
				t.Errorf("%+v: %d pages with %v, want %d with the young run", *q, pages, ids, c.pages)
			}
			if n := table.count(q, swf.ExecutionTimeFilter{}); n != 1 {
				t.Errorf("%+v: %d runs are counted", *q, n)
			}
		}
	})
}

// listOnly lists many runs that have closed now, and of which there is nothing else.
func (w *world) listOnly(n int) {
	w.t.Helper()
	var b store.Batch
	for i := range n {
		run := &execution.Run{
			Domain: w.lane("w").domain, WorkflowID: fmt.Sprint("old", i), RunID: w.engine.newRunID(), Type: orderType, StartedAt: w.now(),
			Closing: &execution.Closing{At: w.now(), Status: swf.CloseStatusCompleted},
		}
		store.PutDone(&b, run.Domain, store.DoneOf(0, run), true)
	}
	if err := w.store.Commit(&b); err != nil {
		w.t.Fatal(err)
	}
	w.ruined = true
}

// A crash at any moment of a sweep leaves each run whole or not at all, and those that are gone are the oldest: a run goes in one batch, and
// what the disk has is what was written first. The next start goes on. So much of what was not synced is on the disk as the percentage says.
func TestACrashInTheMiddleOfASweep(t *testing.T) {
	for _, percent := range []int{0, 50, 100} {
		t.Run(fmt.Sprint(percent, "%"), func(t *testing.T) {
			inWorld(t, func(w *world) { w.sweepWithCrashes(percent) })
		})
	}
}

func (w *world) sweepWithCrashes(percent int) {
	w.asleep = true
	w.restart(0)
	var ids []string
	for i := range 24 {
		ids = append(ids, fmt.Sprint("w", i))
		w.closed(ids[i], []int{0, 3, historyRange, 1, 3 * historyRange, 0}[i%6])
		w.sleep(1)
	}
	w.start("open")
	w.sleepUntil(w.now().Add(week))
	d := w.engine.registry.number(w.lane("open").domain)
	swept, random := &sweptDomain{}, rand.New(rand.NewPCG(1, uint64(percent)))
	s := newSweep(w.engine)
	batches, crashes := 0, 0
	for due := true; due; batches++ {
		next, err := s.batch(d, swept)
		if due = next <= w.now(); err == nil && !due {
			err = s.clear(d, swept)
		}
		if err != nil {
			w.t.Fatal(err)
		}
		synctest.Wait()
		for range 5 {
			crashes += w.expectWholeAfterACrash(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: random}, ids)
		}
		// Something else syncs now and then, and grows the log.
		if batches%2 == 1 {
			w.signals("open", 1, 30_000)
		}
	}
	if batches < 4 || crashes == 0 {
		w.t.Errorf("%d batches, with %d crashes in the middle, show nothing", batches, crashes)
	}
}

// expectWholeAfterACrash looks at what a crash would leave behind now, and lets a server go on from there. It returns 1 if some
// of the runs were gone and some were not.
func (w *world) expectWholeAfterACrash(cfg vfs.CrashCloneCfg, ids []string) (between int) {
	w.t.Helper()
	after := &world{t: w.t, fs: w.fs.CrashClone(cfg), caller: w.caller, asleep: true}
	after.open()
	after.checkStore()
	left := after.idsInStore()
	if !slices.Equal(left, ids[len(ids)-len(left):]) {
		w.t.Errorf("the runs that are left are %v", left)
	}
	after.engine.Serve()
	after.sleep(1)
	after.expectRowsOfRuns("after the next start", 1, rowsOf(w.t, after.store.Store, store.FamilyHistory), 0)
	after.close()
	if 0 < len(left) && len(left) < len(ids) {
		return 1
	}
	return 0
}

// idsInStore are the workflowIds of all closed runs, expired or not, the oldest first.
func (w *world) idsInStore() (ids []string) {
	w.t.Helper()
	for row, err := range w.engine.closedRows(allClosed(w.engine.registry.number(w.lane("open").domain)), window{latest: w.now(), reverse: true}) {
		if err != nil {
			w.t.Fatal(err)
		}
		run, err := row.list.Read(row.Row)
		if err != nil {
			w.t.Fatal(err)
		}
		ids = append(ids, run.Execution.WorkflowID)
	}
	return ids
}

// What is deleted leaves the disk soon, also if nothing else is written.
func TestDeletedBytesLeaveTheDisk(t *testing.T) {
	inWorld(t, func(w *world) {
		random := rand.New(rand.NewPCG(1, 2))
		for i := range 40 {
			in := swf.NewSignalWorkflowExecutionInput("d", fmt.Sprint("w", i), "s")
			w.start(in.WorkflowID)
			for range 4 {
				in.Input = new(incompressible(random, 30_000))
				must(w, w.calls().SignalWorkflowExecution)(in)
			}
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", in.WorkflowID))
		}
		w.restart(0)
		before := w.tableBytes()
		if before < 40*4*20_000 {
			t.Fatalf("only %d bytes are in tables", before)
		}
		time.Sleep(week)
		w.sleep(120)
		if after := w.tableBytes(); after > before/100 {
			t.Errorf("of %d bytes %d are left", before, after)
		}
	})
}

// incompressible is a text of which no byte follows from others.
func incompressible(random *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = ' ' + byte(random.IntN('~'-' '))
	}
	return string(b)
}

// tableBytes is what the store's tables take on the disk.
func (w *world) tableBytes() (sum int64) {
	w.t.Helper()
	names, err := w.fs.List("data")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, name := range names {
		if path.Ext(name) != ".sst" {
			continue
		}
		info, err := w.fs.Stat(path.Join("data", name))
		if err != nil {
			w.t.Fatal(err)
		}
		sum += info.Size()
	}
	return sum
}
