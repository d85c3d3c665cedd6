package tasklist

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/swfd/swfd/swf"
)

func BenchmarkOfferAndPoll(b *testing.B) {
	for _, backlog := range []int{0, 1, 100_000} {
		b.Run(fmt.Sprintf("backlog of %d", backlog), func(b *testing.B) {
			ls := filled(backlog)
			next := Task{WorkflowID: "w", RunID: "next", Since: swf.Timestamp(backlog)}
			b.ReportAllocs()
			for b.Loop() {
				ls.Offer(activities, next)
				w, err := ls.Poll(activities, 1)
				if err != nil {
					b.Fatal(err)
				}
				next = <-w.C
				next.Since += swf.Timestamp(backlog)
				next.order = 0
			}
		})
	}
}

func BenchmarkPollAndOffer(b *testing.B) {
	ls := New()
	b.ReportAllocs()
	for b.Loop() {
		w, err := ls.Poll(activities, 1)
		if err != nil {
			b.Fatal(err)
		}
		ls.Offer(activities, named("a"))
		<-w.C
	}
}

// filled makes lists with so many tasks in one of them.
func filled(backlog int) *Lists {
	ls := New()
	for i := range backlog {
		ls.Offer(activities, Task{Domain: 1, WorkflowID: "w", RunID: runs[i], ScheduledID: 2, Since: swf.Timestamp(i)})
	}
	return ls
}

// runs are the runIds of tasks: they belong to the runs, and a list only refers to them.
var runs = func() []string {
	names := make([]string, 100_000)
	for i := range names {
		names[i] = fmt.Sprintf("22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/%06d=", i)
	}
	return names
}()

// TestAWaitingTaskCostsLittle: at the quota of 100,000 open runs a full backlog must stay small beside everything else.
func TestAWaitingTaskCostsLittle(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ls := filled(len(runs))
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / float64(len(runs))
	runtime.KeepAlive(ls)
	t.Logf("%.0f bytes for each waiting task", each)
	if each > 200 {
		t.Errorf("%.0f bytes for each waiting task", each)
	}
}

// BenchmarkFigures is a look at ten thousand lists, during which all of them stand still.
func BenchmarkFigures(b *testing.B) {
	const many = 10_000
	ls := New()
	for i := range many {
		key := activities
		key.Name = runs[i]
		ls.Offer(key, Task{WorkflowID: "w", RunID: runs[i], Since: swf.Timestamp(i)})
	}
	for b.Loop() {
		ls.Figures()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/many, "ns/list")
}
