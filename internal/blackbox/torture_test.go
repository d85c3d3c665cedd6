package blackbox

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/faults"
)

var (
	troublesFlag = flag.Int("troubles", number("SWFD_TROUBLES", 4),
		"how many troubles the torture test makes, of eight sorts; also SWFD_TROUBLES")
	tortureSeed = flag.Uint64("torture-seed", uint64(number("SWFD_TORTURE_SEED", 0)),
		"what the torture test draws its choices from, 0 for a new one; also SWFD_TORTURE_SEED")
)

// Sixty-four clients use every operation while everything goes wrong that can, again and again: the server is killed, also while it starts,
// and frozen; its disk is slow, full, and fails; the machine's clock is stepped. Nothing that was acknowledged is lost, nothing has
// happened twice, and no run is stuck; and of each trouble the log, the readiness and the status of the process tell what it is.
func TestTorture(t *testing.T) {
	if testing.Short() {
		t.Skip("the torture takes some seconds")
	}
	seed := seedOf(t, *tortureSeed)
	f := newFleet(t, newTroubledProcess(t, "--poll-hold", "500ms"), seed, time.Duration(*troublesFlag)*30*time.Second)
	a := &adversary{fleet: f, rand: rand.New(rand.NewPCG(seed, 1)), done: map[string]int{}}
	v := f.work64(func() { a.run(*troublesFlag) })
	if v == nil {
		return
	}
	t.Logf("%s; %v", a, v)
	for _, trouble := range adversities {
		if a.done[trouble.name] == 0 && *troublesFlag >= len(adversities) {
			t.Errorf("there was no trouble of the sort %q", trouble.name)
		}
	}
	if len(a.done) == 0 || f.journal.unknown.Load() == 0 {
		t.Error("too little has happened to tell")
	}
	prove(t, proof{
		demand:   "every operation by 64 clients, with every trouble at random: nothing is lost, doubled or stuck",
		injected: a.String(), toll: v.toll(),
	})
}

// adversary makes trouble for the server that a fleet works on.
type adversary struct {
	*fleet
	rand *rand.Rand
	// done counts the troubles that came about, by their sort.
	done map[string]int
	// ahead is how far the wall clock is ahead.
	ahead time.Duration
}

// String counts the troubles.
func (a *adversary) String() string {
	var parts []string
	for _, trouble := range adversities {
		if n := a.done[trouble.name]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d times %s", n, trouble.name))
		}
	}
	return strings.Join(parts, ", ")
}

// adversities are the sorts of trouble. Each returns an error if it did not come about, or if the server did not do what it should.
var adversities = []struct {
	name string
	make func(*adversary) error
}{
	{"killed", (*adversary).kill},
	{"killed while starting", (*adversary).killEarly},
	{"frozen", (*adversary).freeze},
	{"a slow disk", (*adversary).slowDisk},
	{"a full disk", (*adversary).fullDisk},
	{"a failed write or sync of the log", (*adversary).failLog},
	{"a stepped clock", (*adversary).stepClock},
}

// A start on a disk that fails is a trouble of its own, and is not among the others: Pebble may panic in a goroutine of its own then, where
// nobody can turn that into a line. Nothing was served before, so nothing is lost.
var failingStarts = flag.Bool("failing-starts", false, "let the disk fail while the server starts, too")

// run makes so many troubles, each sort as often as the others, in random order.
func (a *adversary) run(n int) {
	var next []int
	for range n {
		if len(next) == 0 {
			next = a.rand.Perm(len(adversities))
		}
		trouble := adversities[next[0]]
		next = next[1:]
		a.awaitWork()
		if *failingStarts {
			if err := a.failStart(); err != nil {
				a.x.t.Errorf("a disk that fails at the start: %v", err)
			}
		}
		if err := trouble.make(a); err != nil {
			a.x.t.Errorf("%s: %v", trouble.name, err)
		}
		if a.x.t.Failed() || a.x.ctx.Err() != nil {
			return
		}
		a.done[trouble.name]++
	}
}

// awaitWork lets the fleet work for a moment: trouble for a server that nobody uses proves nothing.
func (a *adversary) awaitWork() {
	before := a.journal.acknowledged.Load()
	pause(a.x.ctx, time.Duration(100+a.rand.IntN(500))*time.Millisecond)
	for a.journal.acknowledged.Load() < before+50 && pause(a.x.ctx, breath) {
		continue
	}
}

// revive starts the server again, on a disk that works, and has what it left looked at before.
func (a *adversary) revive() error {
	p := a.x.server
	p.troubles.ended()
	p.troubles.plan.Fail = ""
	p.checkStore(a.x.t)
	return p.start()
}

func (a *adversary) kill() error {
	a.x.server.kill()
	return a.revive()
}

func (a *adversary) killEarly() error {
	a.x.server.kill()
	if _, err := a.x.server.launch(); err != nil {
		return err
	}
	pause(a.x.ctx, time.Duration(a.rand.IntN(200))*time.Millisecond)
	a.x.server.kill()
	return a.revive()
}

func (a *adversary) freeze() error {
	return a.x.server.freeze(a.x.ctx, time.Duration(100+a.rand.IntN(3400))*time.Millisecond)
}

// slowDisk lets each sync take 200 ms longer for a while.
func (a *adversary) slowDisk() error {
	b := a.x.server.troubles
	before := b.last.Delayed
	err := b.set(func(p *faults.Plan) { p.SyncDelay = 200 * time.Millisecond })
	pause(a.x.ctx, time.Duration(500+a.rand.IntN(1000))*time.Millisecond)
	if err := errors.Join(err, b.set(func(p *faults.Plan) { p.SyncDelay = 0 })); err != nil {
		return err
	}
	if b.last.Delayed == before {
		return errors.New("no sync was slow")
	}
	return nil
}

// fullDisk lets a neighbour fill the disk to the last byte. Writes are refused, with a reason, and reads go on; when there is room again,
// the server goes on by itself.
func (a *adversary) fullDisk() error {
	p := a.x.server
	return a.x.fillAndFree(p.fill, func() error { return p.troubles.set(func(p *faults.Plan) { p.Limited = false }) })
}

// fill makes the disk as small as what the store takes on it.
func (p *process) fill() error {
	var taken int64
	err := filepath.WalkDir(p.dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			// What has just been deleted takes nothing.
			return nil
		}
		if info, err := e.Info(); err == nil {
			taken += info.Size()
		}
		return nil
	})
	return errors.Join(err, p.troubles.set(func(f *faults.Plan) { f.Limited, f.Room = true, taken }))
}

// storeFailed is the status with which the process ends if its store fails.
const storeFailed = 2

// failLog lets a write or a sync of the write-ahead log fail. The process must end at once, with the status and the line for it.
func (a *adversary) failLog() error {
	sorts := []faults.Failure{faults.LogWrite, faults.LogShortWrite, faults.LogSync}
	sort := sorts[a.rand.IntN(len(sorts))]
	return a.failAndDie(sort, a.rand.IntN(50))
}

func (a *adversary) failAndDie(sort faults.Failure, after int) error {
	p := a.x.server
	if err := p.troubles.set(func(f *faults.Plan) { f.Fail, f.After = sort, after }); err != nil {
		return err
	}
	status, err := p.awaitDeath(10 * time.Second)
	if err != nil || status != storeFailed {
		return fmt.Errorf("after a failed %s, the process ended with status %d (%w)", sort, status, err)
	}
	p.troubles.last.Failed++
	p.expectLogged(a.x.t, "level=ERROR", "the server has failed; nothing can be acknowledged any more")
	if last := lastOf(p.lines(), 1)[0]; !containsAll(last, []string{"swfd: the server has failed and ends now", "write-ahead log", "input/output error"}) {
		return fmt.Errorf("after a failed %s, the last line is %q", sort, last)
	}
	return a.revive()
}

// failStart lets an operation fail on which a start depends. The process ends with a line that says why, or starts all the same.
func (a *adversary) failStart() error {
	p := a.x.server
	p.kill()
	p.troubles.ended()
	sorts := slices.Clone(faults.Failures)
	a.rand.Shuffle(len(sorts), func(i, k int) { sorts[i], sorts[k] = sorts[k], sorts[i] })
	for _, sort := range sorts {
		p.troubles.plan.Fail, p.troubles.plan.After = sort, a.rand.IntN(2)
		serving, err := p.launch()
		if err != nil {
			return err
		}
		select {
		case <-serving:
			err := p.troubles.look()
			if err == nil && p.troubles.last.Failed == 0 {
				// It did not come to that.
				p.kill()
				continue
			}
			p.kill()
			return a.revive()
		case <-p.exited:
		}
		status, last := p.command.ProcessState.ExitCode(), lastOf(p.lines(), 1)[0]
		if status != 1 && status != storeFailed || !strings.HasPrefix(last, "swfd: ") || !strings.Contains(last, "input/output error") {
			return fmt.Errorf("a failed %s at the start ended with status %d and the line %q", sort, status, last)
		}
		p.troubles.last.Failed++
		return a.revive()
	}
	return errors.New("nothing failed")
}

// stepClock steps the machine's wall clock by some seconds, and half of the time lets the server meet it at its start. The clock is never
// far from the true one: orders live for an hour, and should not be over by belief.
func (a *adversary) stepClock() error {
	a.ahead = time.Duration(a.rand.IntN(21)-10) * time.Second
	if err := a.x.server.troubles.set(func(p *faults.Plan) { p.ClockAhead = a.ahead }); err != nil {
		return err
	}
	date, err := a.x.server.date()
	if err != nil {
		return err
	}
	if off := time.Until(date) - a.ahead; off < -3*time.Second || off > 3*time.Second {
		return fmt.Errorf("the server dates its replies %v, %v off what was meant", date, off)
	}
	if a.rand.IntN(2) == 0 {
		return a.kill()
	}
	return nil
}

// date is the time that the server's replies bear.
func (p *process) date() (time.Time, error) {
	reply, err := http.Get("http://" + p.address + "/livez")
	if err != nil {
		return time.Time{}, err
	}
	if err := reply.Body.Close(); err != nil {
		return time.Time{}, err
	}
	return http.ParseTime(reply.Header.Get("Date"))
}

// The usual program has no ears for plans of trouble, and no disk that is full because somebody says so.
func TestTheUsualProgramTakesNoPlans(t *testing.T) {
	p, err := serve(t.TempDir(), steadyAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(t.TempDir(), "faults")
	p.kill()
	p.troubles = &troubles{socket: socket, client: http.DefaultClient, plan: faults.Plan{Limited: true, Room: 1}}
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	x := newAccountOn(t, p)
	x.registerDomain()
	x.registerTypes()
	x.start("w").terminate()
	if err := p.terminate(); err != nil {
		t.Error(err)
	}
	if files, err := filepath.Glob(socket); err != nil || len(files) > 0 {
		t.Errorf("there is a socket: %q, %v", files, err)
	}
}
