package blackbox

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// The largest requests there are, two hundred at once, each of them a decider's answer that is all written to the disk: every one is taken,
// and the server stays small.
func TestLargestRequests(t *testing.T) {
	if testing.Short() {
		t.Skip("two hundred megabytes take some seconds")
	}
	requests := 200
	if raceEnabled {
		// The detector takes many times the memory and the time: what is left is a look at the races.
		requests = 40
	}
	// largest is the server's memory at its largest, in bytes.
	const largest = 512 << 20
	x := newTenant(t, newGuarded(t, "--log-level", "WARN"))
	var tasks []*decisionTask
	for i := range requests {
		tasks = append(tasks, x.start(fmt.Sprint("w", i)).pollDecision())
	}
	decisions := megabyte()
	before := peakMemory(t, x.server)
	var deciders sync.WaitGroup
	for _, task := range tasks {
		deciders.Go(func() {
			if err := task.tryAnswer(decisions...); err != nil {
				t.Error(err)
			}
		})
	}
	deciders.Wait()
	t.Logf("at most it took %d MiB, and %d MiB before", peakMemory(t, x.server)>>20, before>>20)
	if peak := peakMemory(t, x.server); peak > largest && !raceEnabled {
		t.Errorf("at most it took %d MiB", peak>>20)
	}
	counted, err := x.client.CountOpenWorkflowExecutions(x.ctx, &sdk.CountOpenWorkflowExecutionsInput{
		Domain: new(domain), StartTimeFilter: &types.ExecutionTimeFilter{OldestDate: new(startOfTests)},
	})
	x.must(err)
	if counted.Count != 0 {
		t.Errorf("%d runs are still open", counted.Count)
	}
	// Each of the histories has the megabyte; one is enough to see.
	r := tasks[requests-1].r
	if events := r.history(); len(events) != 4+len(decisions) {
		t.Errorf("the history has %d events", len(events))
	}
	x.runs = []*run{r}
}

// megabyte are decisions that take nearly a megabyte in a request: markers with as many details as there may be, and the end.
func megabyte() []types.Decision {
	var decisions []types.Decision
	for i := range 31 {
		decisions = append(decisions, types.Decision{
			DecisionType: types.DecisionTypeRecordMarker,
			RecordMarkerDecisionAttributes: &types.RecordMarkerDecisionAttributes{
				MarkerName: new(fmt.Sprint(i)), Details: new(planted + strings.Repeat("x", 32_768-len(planted))),
			},
		})
	}
	return append(decisions, completeWorkflow())
}

// peakMemory is the most memory that a server has had so far.
func peakMemory(t *testing.T, p *process) int64 {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells how much memory another process has had")
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	t.Fatal("the system does not tell how much memory the server has had")
	return 0
}

// A request of a megabyte is taken, and one with a byte more is refused before it is sent; so is whatever is compressed.
func TestTheSizeOfRequests(t *testing.T) {
	x := onShared(t)
	const largest = 1 << 20
	body := `{"domain":"orders","workflowId":"none","signalName":"s","x":"` + strings.Repeat("x", largest)
	body = body[:largest-2] + `"}`
	none := `{"__type":"` + base + `UnknownResourceFault","message":"Unknown execution, workflowId = none"}`
	x.call("SignalWorkflowExecution", body).expect(t, 400, none)
	x.call("SignalWorkflowExecution", body+" ").expect(t, 413, "")
	for _, encoding := range []string{"gzip", "deflate", "br", "x-gzip"} {
		r := x.send(request{target: prefix + "SignalWorkflowExecution", body: body[:100], header: map[string]string{"Content-Encoding": encoding}})
		r.expect(t, 404, "<UnknownOperationException/>\n")
	}
}
