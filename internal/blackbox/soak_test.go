package blackbox

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

var soakTime = flag.Duration("soak", duration("SWFD_SOAK", 3*time.Second), "how long the soak lasts; also SWFD_SOAK")

const (
	// soakWarm is how much of a soak goes by before anything is measured, and soakLooks how often it is measured then.
	soakWarm    = 4
	soakLooks   = 8
	soakClients = 8
	// longSoak is one in which a trend can be told from chance.
	longSoak = time.Minute
	// soakGrowth is by how much memory may be larger in the second half than in the first, and soakDisk how many bytes the store may take
	// though no closed run is kept: six files of the log, which are used again and again and grow to 32 MiB each within minutes, and
	// tables with the answers that are remembered, for at most twenty minutes and at most a million of them.
	soakGrowth = 1.10
	soakDisk   = 256 << 20
)

// Workflows come and go for a while in a domain that keeps no closed runs. In the end the server has no more goroutines and descriptors than at
// the beginning, and takes no more memory and disk.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("a soak takes some seconds")
	}
	p := newMeasuredProcess(t, "--poll-hold", "1s")
	x := newAccountFor(t, p.process, *soakTime+testTime)
	ctx := x.ctx
	_, err := x.client.RegisterDomain(ctx, &sdk.RegisterDomainInput{Name: new(domain), WorkflowExecutionRetentionPeriodInDays: new("0")})
	x.must(err)
	x.registerTypes()
	var done atomic.Int64
	working, enough := context.WithCancel(ctx)
	var crew sync.WaitGroup
	for i := range soakClients {
		crew.Go(func() {
			for n := 0; working.Err() == nil; n++ {
				if err := x.wholeWorkflow(fmt.Sprintf("client %d", i)); err != nil {
					t.Errorf("client %d, workflow %d: %v", i, n, err)
					return
				}
				done.Add(1)
			}
		})
	}
	pause(ctx, *soakTime/soakWarm)
	var looks []gauges
	for range soakLooks {
		looks = append(looks, p.look(t))
		pause(ctx, (*soakTime-*soakTime/soakWarm)/soakLooks)
	}
	enough()
	crew.Wait()
	first, last := mean(looks[:soakLooks/2]), mean(looks[soakLooks/2:])
	measured := fmt.Sprintf("memory %.1f to %.1f MiB, goroutines %.0f to %.0f, descriptors %.0f to %.0f, disk %.1f to %.1f MiB, of which tables %.1f to %.1f MiB",
		first[memory]/(1<<20), last[memory]/(1<<20), first[goroutines], last[goroutines], first[openDescriptors], last[openDescriptors],
		first[disk]/(1<<20), last[disk]/(1<<20), first[tables]/(1<<20), last[tables]/(1<<20))
	t.Logf("%d workflows in %v: %s", done.Load(), *soakTime, measured)
	if done.Load() == 0 {
		t.Error("too little has happened to tell")
	}
	const slack = 16
	if last[goroutines] > first[goroutines]+slack || last[openDescriptors] > first[openDescriptors]+slack {
		t.Error("goroutines or descriptors become more and more")
	}
	if last[disk] > soakDisk {
		t.Error("the disk fills, though nothing is kept")
	}
	if *soakTime >= longSoak && last[memory] > first[memory]*soakGrowth {
		t.Error("memory becomes more and more")
	}
	prove(t, proof{
		demand:   "A25: memory, goroutines, descriptors and disk are flat",
		injected: fmt.Sprintf("%d workflows in %v", done.Load(), *soakTime), toll: uncounted, measured: measured,
	})
}

// What is looked at besides the process's own metrics: heap and stacks after a collection, what lies in the data directory, and how much of it
// is tables.
const (
	memory = "memory"
	disk   = "disk"
	tables = "tables"
)

func (p *measuredProcess) look(t *testing.T) gauges {
	t.Helper()
	g := p.measure(t)
	g[memory] = g[heapBytes] + g[stackBytes]
	err := filepath.WalkDir(p.dir, func(_ string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && e.Name() == "BALLAST" {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		if info, err := e.Info(); err == nil {
			g[disk] += float64(info.Size())
			if filepath.Ext(e.Name()) == ".sst" {
				g[tables] += float64(info.Size())
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return g
}

func mean(looks []gauges) gauges {
	m := gauges{}
	for _, g := range looks {
		for name, v := range g {
			m[name] += v / float64(len(looks))
		}
	}
	return m
}

// wholeWorkflow carries out a workflow with one activity, on task lists of its own.
func (x *tenant) wholeWorkflow(name string) error {
	list := &types.TaskList{Name: &name}
	_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &name, WorkflowType: workflowType, TaskList: list, Input: new(planted),
	})
	if err != nil {
		return err
	}
	a := types.ScheduleActivityTaskDecisionAttributes{TaskList: list, Input: new(planted), HeartbeatTimeout: new("30")}
	if err := x.answerDecision(list, schedule("a", a)); err != nil {
		return err
	}
	work, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{Domain: new(domain), TaskList: list})
	if err != nil {
		return err
	}
	if _, err := x.client.RecordActivityTaskHeartbeat(x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: work.TaskToken}); err != nil {
		return err
	}
	if _, err := x.client.RespondActivityTaskCompleted(x.ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: work.TaskToken}); err != nil {
		return err
	}
	return x.answerDecision(list, completeWorkflow())
}

func (x *tenant) answerDecision(list *types.TaskList, d types.Decision) error {
	task, err := x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: list})
	if err != nil {
		return err
	}
	_, err = x.client.RespondDecisionTaskCompleted(x.ctx, &sdk.RespondDecisionTaskCompletedInput{TaskToken: task.TaskToken, Decisions: []types.Decision{d}})
	return err
}
