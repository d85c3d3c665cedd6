package blackbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

// seedOf is the seed of a test, a new one unless one is given. The log tells it.
func seedOf(t *testing.T, given uint64) uint64 {
	t.Helper()
	if given == 0 {
		given = rand.Uint64N(1 << 32)
	}
	t.Logf("seed %d", given)
	return given
}

// newFleet makes a fleet with an account, a domain and types on a server; it may work for so long, and then come to rest.
func newFleet(t *testing.T, server *process, seed uint64, work time.Duration) *fleet {
	t.Helper()
	x := newTenantFor(t, server, work+3*drainTime)
	_, err := x.client.RegisterWorkflowType(x.ctx, &sdk.RegisterWorkflowTypeInput{
		Domain: new(domain), Name: childType.Name, Version: childType.Version,
		DefaultTaskList: &types.TaskList{Name: new(workflowList)}, DefaultChildPolicy: types.ChildPolicyTerminate,
	})
	x.must(err)
	return &fleet{x: x, journal: newJournal(), seed: seed}
}

// verdict is what the checker says of a fleet's work.
type verdict struct {
	*historycheck.Report
	journal *journal
	stuck   int
	set     []historycheck.Run
	log     []historycheck.Call
}

func (v *verdict) String() string {
	j := v.journal
	return fmt.Sprintf("%d calls acknowledged, %d refused, %d without an answer; %d lost, %d duplicated, %d stuck; %d runs with %d events",
		j.acknowledged.Load(), j.refused.Load(), j.unknown.Load(), v.Lost, v.Duplicated, v.stuck, v.Runs, v.Events)
}

// work64 lets the fleet's clients work while trouble does what it does, waits until all runs have closed, ends the server, and judges the
// histories, the lists and the store. It returns nil if the test has failed before anything could be judged.
func (f *fleet) work64(trouble func()) *verdict {
	t := f.x.t
	t.Helper()
	all, stopAll := context.WithCancel(f.x.ctx)
	defer stopAll()
	ordering, stopOrders := context.WithCancel(all)
	defer stopOrders()
	f.start(ordering, all)
	trouble()
	if t.Failed() {
		stopAll()
		f.crew.Wait()
		return nil
	}
	f.draining.Store(true)
	stopOrders()
	stuck := f.drain(drainTime)
	stopAll()
	f.crew.Wait()
	runs := f.gather(stuck)
	f.checkLists(runs)
	if err := f.x.server.terminate(); err != nil {
		t.Error(err)
	}
	f.x.server.checkStore(t)
	if t.Failed() {
		return nil
	}
	v := &verdict{journal: f.journal, stuck: len(stuck), log: f.journal.resolve(t, runs)}
	for _, r := range runs {
		v.set = append(v.set, r.Run)
	}
	v.Report = historycheck.CheckSet(v.set, v.log, historycheck.Settled)
	for _, violation := range v.Violations {
		t.Error(violation)
	}
	if f.journal.acknowledged.Load() == 0 || v.Runs == 0 {
		t.Error("too little has happened to tell")
	}
	f.journal.checkHealthy(t, runs)
	return v
}

// toll is the verdict for the table of proofs.
func (v *verdict) toll() toll {
	return toll{v.Lost, v.Duplicated, v.stuck}
}
