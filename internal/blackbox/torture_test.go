package blackbox

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/faults"
)

var (
	troublesFlag = flag.Int("troubles", number("SWFD_TROUBLES", 4),
		"how many troubles the torture test makes, of seven sorts; also SWFD_TROUBLES")
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
	a := newAdversary(f)
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
	// neighbour is another account, which has much written if need be, and has sent so many signals.
	neighbour *tenant
	filled    int
}

func newAdversary(f *fleet) *adversary {
	x := newTenantFor(f.x.t, f.x.server, testTime)
	x.ctx = f.x.ctx
	return &adversary{fleet: f, rand: rand.New(rand.NewPCG(f.seed, 1)), done: map[string]int{}, neighbour: x}
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
	{"a failing disk", (*adversary).failDisk},
	{"a stepped clock", (*adversary).stepClock},
}

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
	pause(a.x.ctx, time.Duration(100+a.rand.IntN(500))*time.Millisecond)
	a.awaitAnswers(50)
}

// awaitAnswers lets so many calls be answered.
func (f *fleet) awaitAnswers(n int64) {
	before := f.journal.acknowledged.Load()
	for f.journal.acknowledged.Load() < before+n && pause(f.x.ctx, breath) {
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
	x := newTenantFor(t, p, testTime)
	x.start("w").terminate()
	if err := p.terminate(); err != nil {
		t.Error(err)
	}
	if files, err := filepath.Glob(socket); err != nil || len(files) > 0 {
		t.Errorf("there is a socket: %q, %v", files, err)
	}
}
