package engine

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/swf"
)

// What others notice of the sweep, at both of its paces: how long heartbeats take while it deletes closed runs, against how long they
// take while it does not. The two take turns, for the machine has other cares, too; and after each turn of the sweep some pages are
// read that have to go past what is being deleted. Besides, how many runs a second are deleted, and what the store's tables take on the
// disk before and after. One operation is to delete a tenth of the runs that -closed-runs says.
func BenchmarkRetention(b *testing.B) {
	for _, pace := range []struct {
		name   string
		behind time.Duration
	}{{"in time", time.Hour}, {"far behind", sweepHurry + time.Hour}} {
		b.Run(pace.name, func(b *testing.B) {
			for b.Loop() {
				benchmarkSweep(b, *closedRuns/10, pace.behind)
			}
		})
	}
}

func benchmarkSweep(b *testing.B, runs int, behind time.Duration) {
	dir := b.TempDir()
	s := openShop(b, pebblestore.Options{Dir: dir})
	over := s.engine.clock.Now().Add(-7*24*time.Hour - behind)
	h := s.closed(runs, over.Add(-time.Hour), over)
	before := tableBytes(b, dir)
	team := newTeam(s)
	turn := min(max(200*time.Millisecond, time.Duration(runs)*20*time.Microsecond), 2*time.Second)
	sweep := newSweep(s.engine)
	var without, during, pages []time.Duration
	var swept time.Duration
	for h.remain() {
		without = append(without, team.beatDuring(func() { time.Sleep(turn) })...)
		during = append(during, team.beatDuring(func() { swept += h.sweepFor(sweep, turn) })...)
		pages = append(pages, h.oldestPages()...)
	}
	b.ReportMetric(float64(runs)/swept.Seconds(), "runs/s")
	for _, p := range []int{50, 99} {
		b.ReportMetric(millis(percentile(without, p)), fmt.Sprintf("p%d-without-ms", p))
		b.ReportMetric(float64(percentile(during, p))/float64(percentile(without, p)), fmt.Sprintf("p%d-ratio", p))
	}
	b.ReportMetric(millis(percentile(pages, 50)), "page-p50-ms")
	b.ReportMetric(millis(percentile(pages, 99)), "page-p99-ms")
	b.ReportMetric(float64(before)/1e6, "MB-before")
	b.ReportMetric(float64(afterCompactions(b, dir, before))/1e6, "MB-after")
}

// sweepFor sweeps for a turn, or until nothing is left, and returns how long that took.
func (h *closedHistory) sweepFor(s *sweep, d time.Duration) time.Duration {
	began := time.Now()
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	s.run(ctx)
	return time.Since(began)
}

// remain reports whether runs are left.
func (h *closedHistory) remain() bool {
	for _, err := range h.engine.closedRows(allClosed(h.domain), window{oldest: math.MinInt64, latest: math.MaxInt64}) {
		h.check(err)
		return true
	}
	return false
}

// oldestPages reads the page of the runs that started first, a few times.
func (h *closedHistory) oldestPages() (times []time.Duration) {
	in := swf.NewListClosedWorkflowExecutionsInput("d")
	in.StartTimeFilter, in.ReverseOrder, in.MaximumPageSize = &swf.ExecutionTimeFilter{}, true, 100
	for range 5 {
		began := time.Now()
		done(h.shop, h.calls().ListClosedWorkflowExecutions, in)
		times = append(times, time.Since(began))
	}
	return times
}

// team is 64 workers who have a task each.
type team struct {
	*shop
	tokens []string
}

func newTeam(s *shop) *team {
	t := &team{shop: s}
	for i := range 64 {
		t.tokens = append(t.tokens, s.worked(fmt.Sprint("beating", i), 1))
	}
	return t
}

// beatDuring lets each worker beat up to 50 times a second while something happens, and returns how long each beat took.
func (t *team) beatDuring(do func()) (all []time.Duration) {
	ctx, stop := context.WithCancel(context.Background())
	times := make([][]time.Duration, len(t.tokens))
	var group sync.WaitGroup
	for i, token := range t.tokens {
		group.Go(func() {
			for ctx.Err() == nil {
				time.Sleep(20 * time.Millisecond)
				began := time.Now()
				t.beat(token)
				times[i] = append(times[i], time.Since(began))
			}
		})
	}
	do()
	stop()
	group.Wait()
	return slices.Concat(times...)
}

// tableBytes is what the tables of a store take on the disk. The files of its log are left out: they are used again and again.
func tableBytes(b *testing.B, dir string) (sum int64) {
	names, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range names {
		// A table may be deleted in this moment.
		if info, err := vfs.Default.Stat(name); err == nil {
			sum += info.Size()
		}
	}
	return sum
}

// afterCompactions waits until the tables have shrunk to a tenth, but a minute at most, and returns what they take then.
func afterCompactions(b *testing.B, dir string, before int64) int64 {
	for range 60 {
		if tableBytes(b, dir) <= before/10 {
			break
		}
		time.Sleep(time.Second)
	}
	return tableBytes(b, dir)
}
