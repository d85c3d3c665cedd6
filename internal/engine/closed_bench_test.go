package engine

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/swf"
)

var closedRuns = flag.Int("closed-runs", 20_000, "how many closed runs the benchmarks of lists and of retention go through; the figures in docs are of 1,000,000")

// closedHistory is so many closed runs as a week would have left them behind: a run every half second or so, of a few types, with a tag
// of ten, and ten of them with a rare one.
type closedHistory struct {
	*shop
	number      uint32
	from, until swf.Timestamp
}

// closeMany writes closed runs into the store, each with the history of a run of one activity. The last of them
// closed so long ago, the first a span of time before it.
func (s *shop) closeMany(n int, ago, span time.Duration) *closedHistory {
	d, err := s.calls().domain("d")
	s.check(err)
	until := s.engine.clock.Now().Add(-ago)
	h := &closedHistory{shop: s, number: d.number, from: until.Add(-span), until: until}
	random := rand.New(rand.NewPCG(1, 2))
	lines := make([][]byte, 11)
	for i := range lines {
		lines[i] = fmt.Appendf(nil, `{"eventId":%d,"eventTimestamp":1735689600.123,"eventType":"ActivityTaskScheduled","activityTaskScheduledEventAttributes":{"activityId":"%x"}}`, i+1, random.Uint64())
	}
	statuses := []swf.CloseStatus{swf.CloseStatusCompleted, swf.CloseStatusCompleted, swf.CloseStatusCompleted, swf.CloseStatusFailed, swf.CloseStatusTimedOut}
	var batch store.Batch
	for i := range n {
		closed := h.from.Add(time.Duration(float64(span) * float64(i) / float64(n)))
		run := &execution.Run{
			Domain: d.number, WorkflowID: fmt.Sprint("order-", random.IntN(n)), RunID: s.engine.newRunID(),
			Type:      swf.WorkflowType{Name: fmt.Sprint("order", i%5), Version: fmt.Sprint(i % 3)},
			StartedAt: closed.Add(-time.Duration(random.IntN(3600)) * time.Second),
			Settings:  execution.Settings{TaskList: "deciders", ExecutionTimeout: "3600", TaskTimeout: "NONE", ChildPolicy: swf.ChildPolicyTerminate},
			TagList:   []string{fmt.Sprint("tag", i%10)},
			Closing:   &execution.Closing{At: closed, Status: statuses[i%len(statuses)], LastEventID: 11},
		}
		if i%(n/10) == n/20 {
			run.TagList = append(run.TagList, "rare")
		}
		shard := s.engine.shardOf(laneKey{d.number, run.WorkflowID})
		batch.Put(store.RunKey(shard, run.RunID), store.AppendRun(nil, run))
		store.PutDone(&batch, d.number, store.DoneOf(shard, run), true)
		for first := 0; first < len(lines); first += 2 {
			store.AppendHistory(&batch, shard, run.RunID, int64(first+1), lines[first:min(first+2, len(lines))])
		}
		if len(batch.Ops) > 3000 || i == n-1 {
			s.check(s.store.CommitLazily(&batch))
			batch = store.Batch{}
		}
	}
	s.check(s.store.Commit(&batch))
	return h
}

// percentile reports the time that so many of a hundred iterations stay under.
func percentile(b *testing.B, times []time.Duration, p int) {
	b.ReportMetric(float64(percentileOf(times, p).Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
}

// A page of 100 of each list of closed runs, at its beginning and in its middle, from the newest and from the oldest on, and a
// count of each.
func BenchmarkClosedRuns(b *testing.B) {
	s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
	h := s.closeMany(*closedRuns, 0, 6*24*time.Hour)
	filters := []struct {
		name string
		set  func(*swf.ListClosedWorkflowExecutionsInput)
	}{
		{"all", func(*swf.ListClosedWorkflowExecutionsInput) {}},
		{"workflowId", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.ExecutionFilter = &swf.WorkflowExecutionFilter{WorkflowID: "order-1"}
		}},
		{"name", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.TypeFilter = &swf.WorkflowTypeFilter{Name: "order1"}
		}},
		{"type", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.TypeFilter = &swf.WorkflowTypeFilter{Name: "order1", Version: new("1")}
		}},
		{"tag", func(in *swf.ListClosedWorkflowExecutionsInput) { in.TagFilter = &swf.TagFilter{Tag: "tag1"} }},
		{"rare tag", func(in *swf.ListClosedWorkflowExecutionsInput) { in.TagFilter = &swf.TagFilter{Tag: "rare"} }},
		{"status", func(in *swf.ListClosedWorkflowExecutionsInput) {
			in.CloseStatusFilter = &swf.CloseStatusFilter{Status: swf.CloseStatusFailed}
		}},
	}
	for _, f := range filters {
		for _, byStart := range []bool{false, true} {
			for _, place := range []string{"first", "deep", "oldest"} {
				name := fmt.Sprintf("list/%s/by close/%s", f.name, place)
				if byStart {
					name = fmt.Sprintf("list/%s/by start/%s", f.name, place)
				}
				b.Run(name, func(b *testing.B) {
					in := swf.NewListClosedWorkflowExecutionsInput("d")
					f.set(in)
					in.MaximumPageSize, in.ReverseOrder = 100, place == "oldest"
					if byStart {
						in.StartTimeFilter = &swf.ExecutionTimeFilter{}
					} else {
						in.CloseTimeFilter = &swf.ExecutionTimeFilter{}
					}
					random := rand.New(rand.NewPCG(3, 4))
					var times []time.Duration
					items := 0
					for b.Loop() {
						if place == "deep" {
							at := runPlace{h.from.Add(time.Duration(random.Int64N(int64(h.until.Sub(h.from))))), ""}
							in.NextPageToken = s.calls().sealPage("ListClosedWorkflowExecutions", at.position(), *in)
						}
						began := time.Now()
						items += len(done(s, s.calls().ListClosedWorkflowExecutions, in).ExecutionInfos)
						times = append(times, time.Since(began))
					}
					percentile(b, times, 50)
					percentile(b, times, 99)
					b.ReportMetric(float64(items)/float64(b.N), "items")
				})
			}
			name := fmt.Sprintf("count/%s/by close", f.name)
			if byStart {
				name = fmt.Sprintf("count/%s/by start", f.name)
			}
			b.Run(name, func(b *testing.B) {
				list := swf.NewListClosedWorkflowExecutionsInput("d")
				f.set(list)
				in := swf.NewCountClosedWorkflowExecutionsInput("d")
				in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = list.ExecutionFilter, list.TypeFilter, list.TagFilter, list.CloseStatusFilter
				if byStart {
					in.StartTimeFilter = &swf.ExecutionTimeFilter{}
				} else {
					in.CloseTimeFilter = &swf.ExecutionTimeFilter{}
				}
				var times []time.Duration
				counted := 0
				for b.Loop() {
					began := time.Now()
					counted += int(done(s, s.calls().CountClosedWorkflowExecutions, in).Count)
					times = append(times, time.Since(began))
				}
				percentile(b, times, 50)
				percentile(b, times, 99)
				b.ReportMetric(float64(counted)/float64(b.N), "runs")
			})
		}
	}
}

// The p99 of a durable heartbeat while the sweep deletes closed runs, against what it is without. Both are measured in turns of
// two seconds, for the machine has other cares, too. One operation is to delete all of them.
func BenchmarkRetention(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
		h := s.closeMany(*closedRuns, 8*24*time.Hour, 24*time.Hour)
		var tokens []string
		for i := range 64 {
			tokens = append(tokens, s.worked(fmt.Sprint("beating", i), 1))
		}
		sweep := newSweep(s.engine)
		var without, during []time.Duration
		var swept time.Duration
		b.StartTimer()
		for h.rows() > 0 {
			without = append(without, s.beatFor(tokens, 2*time.Second)...)
			began := time.Now()
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			sweeping := make(chan struct{})
			go func() {
				defer close(sweeping)
				_, err := sweep.domain(ctx, s.engine.registry.number(h.number))
				s.check(err)
				swept += time.Since(began)
			}()
			during = append(during, s.beatFor(tokens, 2*time.Second)...)
			<-sweeping
			cancel()
		}
		b.ReportMetric(float64(*closedRuns)/swept.Seconds(), "runs/s")
		for _, p := range []int{50, 99} {
			before, then := percentileOf(without, p), percentileOf(during, p)
			b.ReportMetric(float64(before.Microseconds())/1000, fmt.Sprintf("p%d-without-ms", p))
			b.ReportMetric(float64(then)/float64(before), fmt.Sprintf("p%d-ratio", p))
		}
	}
}

func percentileOf(times []time.Duration, p int) time.Duration {
	slices.Sort(times)
	return times[(len(times)*p-1)/100]
}

func (h *closedHistory) rows() (n int) {
	for _, err := range h.engine.closedRows(allClosed(h.engine.registry.number(h.number)), window{oldest: h.from, latest: h.until}) {
		h.check(err)
		n++
		break
	}
	return n
}

// beatFor lets each worker beat 50 times a second for a while, and returns how long each beat took.
func (s *shop) beatFor(tokens []string, d time.Duration) (all []time.Duration) {
	var group sync.WaitGroup
	var mu sync.Mutex
	end := time.Now().Add(d)
	for _, token := range tokens {
		group.Go(func() {
			var times []time.Duration
			for time.Now().Before(end) {
				time.Sleep(20 * time.Millisecond)
				began := time.Now()
				s.beat(token)
				times = append(times, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, times...)
		})
	}
	group.Wait()
	return all
}
