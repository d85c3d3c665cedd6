package blackbox

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"

	"github.com/swfd/swfd/internal/faults"
)

var failures = flag.Int("disk-failures", number("SWFD_DISK_FAILURES", 1),
	"at how many points the disk fails, under load and at starts; also SWFD_DISK_FAILURES")

// The disk fails at some operation, and only then, of a server that starts and then works for 64 clients. Unless the server can do without what
// has failed, it ends with a line that says why; and the next one has everything that was acknowledged.
func TestFailingDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("to fail takes some seconds")
	}
	f := newFleet(t, newTroubledProcess(t, "--poll-hold", "500ms"), seedOf(t, *tortureSeed), time.Duration(*failures)*30*time.Second)
	a := newAdversary(f)
	v := f.work64(func() {
		a.awaitWork()
		f.x.server.kill()
		var next []int
		for n := range *failures {
			if len(next) == 0 {
				next = a.rand.Perm(len(faults.Failures))
			}
			sort := faults.Failures[next[0]]
			next = next[1:]
			if err := a.failOnce(sort); err != nil {
				t.Errorf("%s, point %d: %v", sort, n, err)
				return
			}
			a.done[string(sort)]++
		}
		if err := a.revive(); err != nil {
			t.Error(err)
		}
		a.awaitWork()
	})
	if v == nil {
		return
	}
	injected := fmt.Sprintf("%d failures at starts, %d under load", a.done[atStart], a.done[underLoad])
	for _, sort := range faults.Failures {
		injected += fmt.Sprintf("; %d times %s", a.done[string(sort)], sort)
		if a.done[string(sort)] == 0 && *failures >= len(faults.Failures) {
			t.Errorf("there was no failed %s", sort)
		}
	}
	t.Logf("%s; %v", injected, v)
	if *failures >= enoughFailures && (a.done[atStart] == 0 || a.done[underLoad] == 0) {
		t.Error("too little has happened to tell")
	}
	prove(t, proof{
		demand:   "A13: a disk that fails at any point ends the process with a clear line, and nothing acknowledged is lost",
		injected: injected, toll: v.toll(),
	})
}

const (
	// couldNotStart is the status with which the process ends if it could not start, and storeFailed if its store fails.
	couldNotStart = 1
	storeFailed   = 2
	// failureTime is how long an operation may be in coming, and mournTime how long the process may live after one that it cannot do
	// without.
	failureTime = 30 * time.Second
	mournTime   = 10 * time.Second
	// enoughFailures are so many that some come at a start, and some under load.
	enoughFailures = 40
)

// When a disk has failed, for the count.
const (
	atStart   = "at the start"
	underLoad = "under load"
)

// ways are how many operations of a sort may succeed before one fails, so that about half of the failures come at the start; and what the
// last line says if one comes under load that the server cannot do without, "" if it can.
var ways = map[faults.Failure]struct {
	after int
	says  string
}{
	faults.LogWrite:      {20, "write the write-ahead log"},
	faults.LogShortWrite: {20, "write the write-ahead log"},
	faults.LogSync:       {20, "sync the write-ahead log"},
	faults.LogCreation:   {3, "create a file"},
	faults.TableWrite:    {40, ""},
	faults.TableSync:     {10, ""},
	faults.TableRead:     {100, ""},
	faults.TableDamage:   {100, ""},
	faults.DirectorySync: {12, "sync the directory"},
}

// failDisk lets the server come to an operation on the disk that fails.
func (a *adversary) failDisk() error {
	a.x.server.kill()
	sort := faults.Failures[a.rand.IntN(len(faults.Failures))]
	if err := a.failOnce(sort); err != nil {
		return fmt.Errorf("%s: %w", sort, err)
	}
	return a.revive()
}

// failOnce starts the server, and lets it come to an operation that fails. Afterwards no server runs.
func (a *adversary) failOnce(sort faults.Failure) error {
	p := a.x.server
	p.troubles.ended()
	p.troubles.plan.Fail, p.troubles.plan.After = sort, a.rand.IntN(ways[sort].after)
	serving, err := p.launch()
	if err != nil {
		return err
	}
	select {
	case <-serving:
	case <-p.exited:
		p.troubles.last.Failed++
		a.done[atStart]++
		return p.expectEnd([]int{couldNotStart, storeFailed}, "swfd: ")
	}
	if err := a.awaitFailure(); err != nil {
		return err
	}
	a.done[underLoad]++
	if ways[sort].says == "" {
		return a.goOn()
	}
	if err := p.awaitDeath(mournTime); err != nil {
		return err
	}
	p.expectLogged(a.x.t, "level=ERROR", "the server has failed; nothing can be acknowledged any more")
	return p.expectEnd([]int{storeFailed}, "swfd: the server has failed and ends now: ", ways[sort].says)
}

// expectEnd checks with which status a process has ended, and that its last line begins as it should and tells what is wrong.
func (p *process) expectEnd(statuses []int, begins string, parts ...string) error {
	status, last := p.command.ProcessState.ExitCode(), lastOf(p.lines(), 1)[0]
	saysWhy := strings.Contains(last, "input/output error") || strings.Contains(last, "damaged")
	if !slices.Contains(statuses, status) || !strings.HasPrefix(last, begins) || !containsAll(last, parts) || !saysWhy {
		return fmt.Errorf("the process has ended with status %d and the line %q", status, last)
	}
	return nil
}

// awaitFailure waits until an operation has failed, and has the server do much so that it comes to it. If that takes long, the next one will
// do.
func (a *adversary) awaitFailure() error {
	b, begin := a.x.server.troubles, time.Now()
	for b.look() == nil && b.last.Failed == 0 {
		if time.Since(begin) > failureTime || !pause(a.x.ctx, breath) {
			return fmt.Errorf("nothing has failed in %v", failureTime)
		}
		if time.Since(begin) > failureTime/10 && b.plan.After > 0 {
			// It may fail while it is asked.
			_ = b.set(func(p *faults.Plan) { p.After = 0 })
		}
		a.fillLog()
	}
	b.last.Failed = 1
	return nil
}

// fillLog has a megabyte written, for another account: soon the log has another file, and the store another table. Whether the server takes it
// is of no interest.
func (a *adversary) fillLog() {
	const signals, mostSignals = 32, 20_000
	x := a.neighbour
	workflowID := fmt.Sprint("neighbour ", a.filled/mostSignals)
	a.filled += signals
	_, _ = x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &workflowID, WorkflowType: workflowType, ExecutionStartToCloseTimeout: new(orderTime),
	})
	var crew sync.WaitGroup
	for range signals {
		crew.Go(func() {
			_, _ = x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
				Domain: new(domain), WorkflowId: &workflowID, SignalName: new("s"), Input: &longNoise,
			})
		})
	}
	crew.Wait()
}

var longNoise = noise(longestText)

// goOn sees that the server goes on after a failure, unless it was the list of tables that could not be written.
func (a *adversary) goOn() error {
	p := a.x.server
	before := a.journal.acknowledged.Load()
	for begin := time.Now(); time.Since(begin) < mournTime; pause(a.x.ctx, breath) {
		select {
		case <-p.exited:
			return p.expectEnd([]int{storeFailed}, "swfd: the server has failed and ends now: ")
		default:
		}
		if a.journal.acknowledged.Load() >= before+20 {
			p.kill()
			return nil
		}
	}
	return fmt.Errorf("in %v the server has answered %d calls", mournTime, a.journal.acknowledged.Load()-before)
}
