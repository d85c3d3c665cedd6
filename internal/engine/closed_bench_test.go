package engine

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/swf"
)

var closedRuns = flag.Int("closed-runs", 2_000,
	"how many closed runs the benchmarks of lists and of retention make; docs/performance.md has the figures of 1,000,000 and of 100,000")

// closedHistory is the closed runs that a time of work has left behind: of five types in three versions each, with one of ten tags, one
// in three with a status that is not COMPLETED. Of every thousand runs one is of the workflowId "nightly", and ten of all have
// the tag "rare".
type closedHistory struct {
	*shop
	domain      *domain
	from, until swf.Timestamp
	random      *rand.Rand
	batch       store.Batch
}

// closed writes n closed runs into the store, each with the history of one activity. They closed evenly between two times.
func (s *shop) closed(n int, from, until swf.Timestamp) *closedHistory {
	d, err := s.calls().domain("d")
	s.check(err)
	h := &closedHistory{shop: s, domain: d, from: from, until: until, random: rand.New(rand.NewPCG(1, 2))}
	for i := range n {
		run := h.run(i, n)
		if i%(n/10) == n/20 {
			run.TagList = append(run.TagList, "rare")
		}
		h.put(run)
		if len(h.batch.Ops) > 3000 {
			s.check(s.store.CommitLazily(&h.batch))
			h.batch = store.Batch{}
		}
	}
	s.check(s.store.Commit(&h.batch))
	return h
}

// settle waits until the store has brought what was written into order, but three minutes at most: no server writes a million runs at once.
func (h *closedHistory) settle() {
	for range 180 {
		if h.store.Figures().CompactionDebt == 0 {
			return
		}
		time.Sleep(time.Second)
	}
}

// run is the i-th of n runs.
func (h *closedHistory) run(i, n int) *execution.Run {
	statuses := []swf.CloseStatus{swf.CloseStatusCompleted, swf.CloseStatusFailed, swf.CloseStatusCompleted}
	workflowID := fmt.Sprint("order-", h.random.IntN(n))
	if i%1000 == 0 {
		workflowID = "nightly"
	}
	closed := h.from.Add(time.Duration(float64(h.until.Sub(h.from)) * float64(i) / float64(n)))
	return &execution.Run{
		Domain: h.domain.number, WorkflowID: workflowID, RunID: h.engine.newRunID(),
		Type:      swf.WorkflowType{Name: fmt.Sprint("order", i%5), Version: fmt.Sprint(i % 3)},
		StartedAt: closed.Add(-time.Duration(h.random.IntN(3600)) * time.Second),
		Settings:  execution.Settings{TaskList: "deciders", ExecutionTimeout: "3600", TaskTimeout: "NONE", ChildPolicy: swf.ChildPolicyTerminate},
		TagList:   []string{fmt.Sprint("tag", i%10)},
		Closing:   &execution.Closing{At: closed, Status: statuses[i/15%len(statuses)], LastEventID: 11},
	}
}

// put adds a run to the batch with all its rows: its record, its places in lists, and the events of seven commits.
func (h *closedHistory) put(run *execution.Run) {
	shard := h.engine.shardOf(laneKey{run.Domain, run.WorkflowID})
	h.batch.Put(store.RunKey(shard, run.RunID), store.AppendRun(nil, run))
	store.PutDone(&h.batch, run.Domain, store.DoneOf(shard, run), true)
	first := int64(1)
	for _, n := range []int{2, 1, 2, 1, 2, 1, 2} {
		lines := make([][]byte, n)
		for i := range lines {
			lines[i] = h.event(first + int64(i))
		}
		store.AppendHistory(&h.batch, shard, run.RunID, first, lines)
		first += int64(n)
	}
}

// event is about as long as an event is, and about as hard to compress.
func (h *closedHistory) event(id int64) []byte {
	return fmt.Appendf(nil, `{"activityTaskCompletedEventAttributes":{"result":"%x%x%x%x","scheduledEventId":5,"startedEventId":6},`+
		`"eventId":%d,"eventTimestamp":%d.123,"eventType":"ActivityTaskCompleted"}`,
		h.random.Uint64(), h.random.Uint64(), h.random.Uint64(), h.random.Uint64(), id, 1_700_000_000+h.random.IntN(1_000_000_000))
}

// closedFilters are the filters of lists of closed runs. Of a million runs they fit all, a thousand, 200,000, 66,667,
// 100,000, ten and 333,333.
var closedFilters = []struct {
	name string
	runFilter
}{
	{"all", runFilter{}},
	{"workflowId", runFilter{execution: &swf.WorkflowExecutionFilter{WorkflowID: "nightly"}}},
	{"name", runFilter{workflowType: &swf.WorkflowTypeFilter{Name: "order1"}}},
	{"type", runFilter{workflowType: &swf.WorkflowTypeFilter{Name: "order1", Version: new("1")}}},
	{"tag", runFilter{tag: &swf.TagFilter{Tag: "tag1"}}},
	{"rare tag", runFilter{tag: &swf.TagFilter{Tag: "rare"}}},
	{"status", runFilter{closeStatus: &swf.CloseStatusFilter{Status: swf.CloseStatusFailed}}},
}

// A page of 100 runs of each list of closed runs, and a count of each: by the time of the close and of the start; from the newest run
// on, from the oldest on, and from anywhere.
func BenchmarkClosedRuns(b *testing.B) {
	s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
	now := s.engine.clock.Now()
	h := s.closed(*closedRuns, now.Add(-6*24*time.Hour), now)
	h.settle()
	for _, f := range closedFilters {
		for _, order := range []string{"close", "start"} {
			name := fmt.Sprintf("%s/by %s", f.name, order)
			for _, place := range []string{"newest", "deep", "oldest"} {
				b.Run("list/"+name+"/"+place, func(b *testing.B) { h.benchmarkPage(b, f.runFilter, order == "start", place) })
			}
			b.Run("count/"+name, func(b *testing.B) { h.benchmarkCount(b, f.runFilter, order == "start") })
		}
	}
}

func (h *closedHistory) benchmarkPage(b *testing.B, f runFilter, byStart bool, place string) {
	in := swf.NewListClosedWorkflowExecutionsInput("d")
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = f.execution, f.workflowType, f.tag, f.closeStatus
	in.StartTimeFilter, in.CloseTimeFilter = timeFilters(byStart)
	in.MaximumPageSize, in.ReverseOrder = 100, place == "oldest"
	items := 0
	measure(b, func() {
		if place == "deep" {
			in.NextPageToken = h.pageAnywhere(in)
		}
	}, func() { items += len(done(h.shop, h.calls().ListClosedWorkflowExecutions, in).ExecutionInfos) })
	b.ReportMetric(float64(items)/float64(b.N), "items")
}

func (h *closedHistory) benchmarkCount(b *testing.B, f runFilter, byStart bool) {
	in := swf.NewCountClosedWorkflowExecutionsInput("d")
	in.ExecutionFilter, in.TypeFilter, in.TagFilter, in.CloseStatusFilter = f.execution, f.workflowType, f.tag, f.closeStatus
	in.StartTimeFilter, in.CloseTimeFilter = timeFilters(byStart)
	var counted int32
	measure(b, func() {}, func() { counted = done(h.shop, h.calls().CountClosedWorkflowExecutions, in).Count })
	b.ReportMetric(float64(counted), "runs")
}

func timeFilters(byStart bool) (start, closed *swf.ExecutionTimeFilter) {
	if byStart {
		return &swf.ExecutionTimeFilter{}, nil
	}
	return nil, &swf.ExecutionTimeFilter{}
}

// pageAnywhere is a token of a page that begins at any time, as if the pages before it had been read.
func (h *closedHistory) pageAnywhere(in *swf.ListClosedWorkflowExecutionsInput) *string {
	at := runPlace{at: h.from.Add(time.Duration(h.random.Int64N(int64(h.until.Sub(h.from)))))}
	return h.calls().sealPage("ListClosedWorkflowExecutions", at.position(), *in)
}

// measure times an operation as often as the benchmark wants, and reports the times that half of them and 99 of 100 stay under; and the
// same of a yardstick, in turns: what that takes longer at its worst is what others do to this machine.
func measure(b *testing.B, prepare, do func()) {
	var times, yard []time.Duration
	for b.Loop() {
		prepare()
		times = append(times, timed(do))
		b.StopTimer()
		yard = append(yard, timed(yardstick))
		b.StartTimer()
	}
	for _, p := range []int{50, 99} {
		b.ReportMetric(millis(percentile(times, p)), fmt.Sprintf("p%d-ms", p))
		b.ReportMetric(millis(percentile(yard, p)), fmt.Sprintf("p%d-yard-ms", p))
	}
}

func timed(do func()) time.Duration {
	began := time.Now()
	do()
	return time.Since(began)
}

var yards uint64

// yardstick keeps the processor busy for about as long as a page does, and needs nothing else.
func yardstick() {
	for range 200_000 {
		yards = yards*6364136223846793005 + 1442695040888963407
	}
}

// percentile is the time that p of 100 times stay under. It brings them into order.
func percentile(times []time.Duration, p int) time.Duration {
	slices.Sort(times)
	return times[(len(times)*p-1)/100]
}

func millis(d time.Duration) float64 { return d.Seconds() * 1000 }
