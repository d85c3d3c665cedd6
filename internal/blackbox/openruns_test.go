package blackbox

import (
	"flag"
	"fmt"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

var openRuns = flag.Int("open-runs", number("SWFD_OPEN_RUNS", 500), "how many runs are open when a server is killed and started again; also SWFD_OPEN_RUNS")

const (
	// manyServingTime is how long a restart may take until requests are served, and manyBytes what the server's memory of open runs may
	// take, with a million of them or fewer.
	manyServingTime = 30 * time.Second
	manyBytes       = 1 << 30
	// manyRuns are so many that what one takes can be told from what the server takes without them.
	manyRuns = 50_000
)

// A server is killed while many runs are open, each with a decision task that waits. It serves again soon, knows all of them, and they take
// little memory.
func TestManyOpenRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("many starts take some seconds")
	}
	p := newMeasuredProcess(t, "--poll-hold", "1s", "--limit-open-executions", fmt.Sprint(max(100_000, *openRuns)))
	x := newTenantFor(t, p.process, testTime+time.Duration(*openRuns)*10*time.Millisecond)
	before := p.measure(t)
	x.startIdle(*openRuns)
	p.kill()
	begin := time.Now()
	p.restart(t)
	took := time.Since(begin)
	after := p.measure(t)
	list := &types.TaskList{Name: new("idle")}
	out, err := x.client.CountPendingDecisionTasks(x.ctx, &sdk.CountPendingDecisionTasksInput{Domain: new(domain), TaskList: list})
	x.must(err)
	if !out.Truncated && int(out.Count) != *openRuns {
		t.Errorf("%d decision tasks wait, and %d runs were started", out.Count, *openRuns)
	}
	x.respond(x.pollDecision("idle").TaskToken)
	index := after[heapBytes] + after[stackBytes] - before[heapBytes] - before[stackBytes]
	measured := fmt.Sprintf("serving after %v, %.0f MiB of memory for the open runs, %.0f MiB for the whole process",
		took.Round(time.Millisecond), index/(1<<20), after[residentBytes]/(1<<20))
	if *openRuns >= manyRuns {
		measured += fmt.Sprintf(", %.0f bytes a run", index/float64(*openRuns))
	}
	t.Logf("%d open runs: %s", *openRuns, measured)
	if took > manyServingTime || index > manyBytes {
		t.Error("that is too much")
	}
	prove(t, proof{
		demand:   "A17: a restart with up to a million open runs serves within 30 s and takes less than 1 GiB for them",
		injected: fmt.Sprintf("a kill with %d open runs", *openRuns), toll: uncounted, measured: measured,
	})
}

// startIdle starts runs on a list that nobody polls, and returns how many decision tasks wait on it.
func (x *tenant) startIdle(n int) int32 {
	x.t.Helper()
	const many = 32
	var crew sync.WaitGroup
	next := make(chan int)
	for range many {
		crew.Go(func() {
			for i := range next {
				_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
					Domain: new(domain), WorkflowId: new(fmt.Sprint("idle ", i)), WorkflowType: workflowType,
					TaskList: &types.TaskList{Name: new("idle")}, ExecutionStartToCloseTimeout: new(orderTime),
				})
				if err != nil {
					x.t.Errorf("start an idle run: %v", err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	crew.Wait()
	return int32(n)
}
