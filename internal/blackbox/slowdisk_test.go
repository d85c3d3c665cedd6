package blackbox

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/faults"
	"github.com/swfd/swfd/swf"
)

const (
	slowSync = 200 * time.Millisecond
	// slowTime is how long a slow disk is worked on at full load, and then at half of it.
	slowTime    = 3 * time.Second
	slowClients = 64
	slowBeaters = 8
)

// Each sync takes 200 ms longer. Throughput falls, and that is all: at half of the load that the server can still bear, 99 of 100 calls are
// answered within two seconds, and no worker who beats is timed out.
func TestSlowDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("a slow disk takes some seconds")
	}
	t.Parallel()
	x := newTenant(t, newTroubledProcess(t, "--poll-hold", "1s"))
	runs := x.startMany("w", slowClients)
	beating := x.beatAll(slowBeaters)
	healthy := x.signalAll(runs, slowTime, 0)
	if err := x.server.troubles.set(func(p *faults.Plan) { p.SyncDelay = slowSync }); err != nil {
		t.Fatal(err)
	}
	slow := x.signalAll(runs, slowTime, 0)
	rate := float64(len(slow)) / slowTime.Seconds()
	half := x.signalAll(runs, slowTime, time.Duration(2*slowClients/rate*float64(time.Second)))
	if err := x.server.troubles.set(func(p *faults.Plan) { p.SyncDelay = 0 }); err != nil {
		t.Fatal(err)
	}
	delayed := x.server.troubles.last.Delayed
	for _, r := range beating() {
		for _, e := range r.history() {
			if _, timedOut := e.Attributes.(*swf.ActivityTaskTimedOutEventAttributes); timedOut {
				t.Errorf("%s: a worker who beat was timed out", r.workflowID)
			}
		}
	}
	p99 := half[len(half)*99/100]
	measured := fmt.Sprintf("%.0f calls/s, with a slow disk %.0f; p99 at half of that %v", float64(len(healthy))/slowTime.Seconds(), rate, p99.Round(time.Millisecond))
	t.Logf("%s; %d syncs took longer", measured, delayed)
	if delayed == 0 || len(slow) == 0 || half[0] < 0 {
		t.Error("too little has happened to tell")
	}
	if p99 > 2*time.Second {
		t.Errorf("at half load, one call in a hundred took %v", p99)
	}
	prove(t, proof{
		demand:   "A15: a disk whose syncs take 200 ms longer times out nobody, and p99 at half load is under 2 s",
		injected: fmt.Sprintf("%d slow syncs", delayed), toll: uncounted, measured: measured,
	})
}

func (x *tenant) startMany(name string, n int) (runs []*run) {
	for i := range n {
		runs = append(runs, x.start(fmt.Sprint(name, " ", i)))
	}
	return runs
}

// signalAll has one client for each run signal it again and again for a while, at the earliest so long after the signal before, and returns how
// long each call took, the shortest first.
func (x *tenant) signalAll(runs []*run, during, every time.Duration) (took []time.Duration) {
	ctx, stop := context.WithTimeout(x.ctx, during)
	defer stop()
	var mu sync.Mutex
	var crew sync.WaitGroup
	for i, r := range runs {
		crew.Go(func() {
			// Not all at the same instant.
			next := time.Now().Add(every * time.Duration(i) / time.Duration(len(runs)))
			for pause(ctx, time.Until(next)) {
				// A call counts from when it should have been made: a client that waits for an answer falls behind.
				begin := time.Now()
				if every > 0 {
					begin = next
				}
				_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
					Domain: new(domain), WorkflowId: &r.workflowID, SignalName: new("s"), Input: new(planted),
				})
				if err != nil {
					x.t.Errorf("signal: %v", err)
					return
				}
				mu.Lock()
				took = append(took, time.Since(begin))
				mu.Unlock()
				next = begin.Add(every)
			}
		})
	}
	crew.Wait()
	if len(took) == 0 {
		x.t.Fatal("no call was answered")
	}
	slices.Sort(took)
	return took
}

// beatAll has so many workers beat for activities whose workers may be silent for two seconds, until the function that it returns is called. That
// one returns their runs.
func (x *tenant) beatAll(n int) (end func() []*run) {
	ctx, stop := context.WithCancel(x.ctx)
	var crew sync.WaitGroup
	runs := x.startMany("beating", n)
	for _, r := range runs {
		r.decide(schedule("a", types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new(silenceTime), StartToCloseTimeout: new("NONE")}))
		task := x.pollActivity(workList)
		crew.Go(func() {
			for pause(ctx, 300*time.Millisecond) {
				task.beat(new(planted))
			}
		})
	}
	return func() []*run {
		stop()
		crew.Wait()
		return runs
	}
}
