package server

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/storecheck"
	"github.com/swfd/swfd/swf"
)

var (
	crashes   = flag.Int("crashes", 60, "how many times the power fails")
	crashSeed = flag.Uint64("crashes.seed", 1, "what chooses when the power fails, and what the clients do; goroutines run as they like all the same")
)

// The real server, over HTTP, on a store in memory whose power fails while clients do all sorts of things, again and again: at any moment,
// with none, half or all of what was not synced still there; and also when the disk was slow, or has just failed. Each time the server is
// opened on what is left. Nothing that was acknowledged before is missing or there twice, no task has two workers, every history is
// lawful, and every row of the store is as it should be.
//
// Longer:
//
//	go test ./internal/server -run TestLossesOfPower -crashes 2000 -v
func TestLossesOfPower(t *testing.T) {
	total := losses{}
	for n := 0; total.crashes < *crashes; n++ {
		synctest.Test(t, func(t *testing.T) {
			h := &house{t: t, rand: rand.New(rand.NewPCG(*crashSeed, uint64(n))), crowd: newCrowd(), files: vfs.NewCrashableMem()}
			h.live(min(*crashes-total.crashes, 40))
			total.add(h.losses)
			for _, text := range h.wrong {
				t.Errorf("in life %d of seed %d, round %d: %s", n, *crashSeed, h.round, text)
			}
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%s", &total)
	if *crashes >= 60 && (total.failed == 0 || total.short == 0 || total.slow == 0 || total.unknown == 0 || total.refused == 0) {
		t.Errorf("not everything went wrong that should: %s", &total)
	}
}

// losses count what was survived.
type losses struct {
	crashes, slow, failed, short                 int
	runs, events, acknowledged, refused, unknown int
}

func (l *losses) add(o losses) {
	l.crashes += o.crashes
	l.slow += o.slow
	l.failed += o.failed
	l.short += o.short
	l.runs += o.runs
	l.events += o.events
	l.acknowledged += o.acknowledged
	l.refused += o.refused
	l.unknown += o.unknown
}

func (l *losses) String() string {
	return fmt.Sprintf("the power failed %d times; the disk was slow %d times, failed %d times, and wrote a part only %d times; "+
		"%d runs with %d events; calls: %d acknowledged, %d refused, %d unknown",
		l.crashes, l.slow, l.failed, l.short, l.runs, l.events, l.acknowledged, l.refused, l.unknown)
}

// house is where a server stands whose power fails.
type house struct {
	losses
	t     *testing.T
	rand  *rand.Rand
	crowd *crowd
	// files are what is on the disk.
	files *vfs.MemFS
	round int
	// wrong is what was found.
	wrong []string
}

func (h *house) complain(format string, args ...any) {
	h.wrong = append(h.wrong, fmt.Sprintf(format, args...))
}

// running is a server and the way to it.
type running struct {
	*Server
	pipes     *pipes
	transport *http.Transport
}

// open starts a server on files.
func (h *house) open(files vfs.FS) *running {
	h.t.Helper()
	p := newPipes()
	s, err := Start(Config{Memory: true, PollHold: time.Second, files: files, listener: p})
	if err != nil {
		h.t.Fatal(err)
	}
	return &running{s, p, &http.Transport{DialContext: p.dial, MaxIdleConnsPerHost: members}}
}

// close ends a server. If the disk under it has failed, it says so, and that is all right; bad is nil for a good disk.
func (h *house) close(s *running, bad *badFiles) {
	h.t.Helper()
	s.transport.CloseIdleConnections()
	err := s.Close(context.Background())
	if failed := bad != nil && bad.failed.Load(); (err != nil) != failed {
		h.complain("the server has ended with %v", err)
	}
}

// service is the API as a client of its own sees it.
func (s *running) service(t *testing.T) swf.Service {
	t.Helper()
	c, err := client.New(context.Background(), client.WithEndpoint("http://localhost"), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}), client.WithRetry(1), client.WithRoundTripper(s.transport))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	members = 8
	// callsOfRound is how many calls there are between two losses that the server itself suffers.
	callsOfRound = 120
	// lossesOfRound is how many times the power fails, as seen from the outside, meanwhile.
	lossesOfRound = 5
)

// live lets the power fail so many times.
func (h *house) live(crashes int) {
	s := h.open(h.files)
	if err := register(s.service(h.t)); err != nil {
		h.t.Fatal(err)
	}
	h.close(s, nil)
	for ; h.crashes < crashes && len(h.wrong) == 0; h.round++ {
		h.work()
	}
	if len(h.wrong) == 0 {
		h.rest()
	}
}

// loss is a failure of the power: what it has left, and what clients had been told before.
type loss struct {
	percent int
	files   *vfs.MemFS
	log     []historycheck.Call
}

// work lets the crowd work on a server while the power fails, and goes on with what is left at the last time.
func (h *house) work() {
	bad := &badFiles{FS: h.files}
	s := h.open(bad)
	h.spoil(bad)
	var group sync.WaitGroup
	var enough atomic.Bool
	ctx, hangUp := context.WithCancel(context.Background())
	for i := range members {
		m := &member{
			crowd: h.crowd, Service: s.service(h.t), name: fmt.Sprintf("%d.%d", h.round, i), open: s.engine.OpenTask,
			rand: rand.New(rand.NewPCG(h.rand.Uint64(), uint64(i))),
		}
		group.Go(func() {
			for !enough.Load() {
				m.call(ctx)
			}
		})
	}
	var found []loss
	calls := len(h.crowd.snapshot(func() {}))
	for range lossesOfRound {
		calls += 1 + h.rand.IntN(2*callsOfRound/lossesOfRound)
		h.crowd.await(calls)
		found = append(found, h.lose())
	}
	enough.Store(true)
	hangUp()
	group.Wait()
	h.close(s, bad)
	h.count(bad)
	for _, l := range found {
		if h.judge(l); len(h.wrong) > 0 {
			return
		}
	}
	last := found[len(found)-1]
	h.files = last.files
	h.crowd.goBack(last.log)
	for _, err := range h.crowd.wrong {
		h.complain("%v", err)
	}
	// While the server is down, or when it is up again, deadlines pass.
	time.Sleep(time.Duration(h.rand.IntN(20)) * time.Second)
}

// spoil chooses what is the matter with the disk: in half of the rounds nothing.
func (h *house) spoil(bad *badFiles) {
	switch (h.round + h.rand.IntN(2)) % 6 {
	case 1:
		bad.delay.Store(int64(200 * time.Millisecond))
	case 3:
		bad.left.Store(int64(1 + h.rand.IntN(callsOfRound/2)))
	case 5:
		bad.left.Store(int64(1 + h.rand.IntN(callsOfRound/2)))
		bad.short.Store(true)
	}
}

// count takes down what was the matter.
func (h *house) count(bad *badFiles) {
	switch {
	case bad.delay.Load() > 0:
		h.slow++
	case bad.failed.Load() && bad.short.Load():
		h.short++
	case bad.failed.Load():
		h.failed++
	}
}

// lose takes the power away in this moment: of what was not synced, none, half or all is left.
func (h *house) lose() loss {
	l := loss{percent: []int{0, 50, 100}[h.rand.IntN(3)]}
	l.log = h.crowd.snapshot(func() {
		l.files = h.files.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: l.percent, RNG: rand.New(rand.NewPCG(h.rand.Uint64(), 0))})
	})
	h.crashes++
	return l
}

// judge looks at what a loss has left, and opens a server on it.
func (h *house) judge(l loss) {
	h.t.Helper()
	report, err := check(l.files)
	if err != nil || len(report.Violations) > 0 {
		h.complain("a loss of power with %d %% of what was not synced left: %v %v", l.percent, err, report)
		return
	}
	s := h.open(l.files)
	defer h.close(s, nil)
	// What was under way between executions arrives first.
	synctest.Wait()
	if set := historycheck.CheckSet(h.histories(s), l.log); len(set.Violations) > 0 {
		h.complain("a loss of power with %d %% of what was not synced left: %s", l.percent, set)
	}
}

// check looks at every row, as swfd check does.
func check(files vfs.FS) (*storecheck.Report, error) {
	r, err := pebblestore.OpenReader(pebblestore.Options{Dir: "memory", FS: files, NoPeriodicWork: true})
	if err != nil {
		return nil, err
	}
	report, err := storecheck.Check(context.Background(), r, nil)
	return report, errors.Join(err, r.Close())
}

// histories are all runs that the server knows, open and closed, with their histories, as they are read over HTTP.
func (h *house) histories(s *running) (all []historycheck.Run) {
	h.t.Helper()
	service := s.service(h.t)
	for row, err := range s.store.ScanFamily(store.FamilyRun) {
		if err != nil {
			h.t.Fatal(err)
		}
		run, err := store.DecodeRun(row.Value)
		if err != nil {
			h.t.Fatal(err)
		}
		e := swf.WorkflowExecution{WorkflowID: run.WorkflowID, RunID: run.RunID}
		out, err := service.GetWorkflowExecutionHistory(context.Background(), swf.NewGetWorkflowExecutionHistoryInput(domain, e))
		if err != nil {
			h.t.Fatalf("the history of %v: %v", e, err)
		}
		all = append(all, historycheck.Run{Domain: domain, WorkflowID: e.WorkflowID, RunID: e.RunID, Events: out.Events})
	}
	return all
}

// rest lets everything come to its end that was left behind, and judges what is left.
func (h *house) rest() {
	h.t.Helper()
	s := h.open(h.files)
	defer h.close(s, nil)
	time.Sleep(2000 * time.Second)
	synctest.Wait()
	in := swf.NewCountOpenWorkflowExecutionsInput(domain, swf.ExecutionTimeFilter{})
	if out, err := s.service(h.t).CountOpenWorkflowExecutions(context.Background(), in); err != nil || out.Count != 0 {
		h.complain("runs never end: %+v, %v", out, err)
	}
	report := historycheck.CheckSet(h.histories(s), h.crowd.snapshot(func() {}), historycheck.Settled)
	if len(report.Violations) > 0 {
		h.complain("in the end: %s", report)
	}
	h.runs, h.events = report.Runs, report.Events
	h.acknowledged, h.refused, h.unknown = report.Acknowledged, report.Refused, report.Unknown
}
