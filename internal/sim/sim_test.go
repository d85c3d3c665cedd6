package sim

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

var (
	histories = flag.Int("sim.histories", 2000, "how many histories to simulate")
	span      = flag.Duration("sim.time", 0, "simulate for so long, whatever the number of histories")
	firstSeed = flag.Uint64("sim.from", 1, "the seed of the first world; 0 takes one that was never used before")
	oneSeed   = flag.Uint64("sim.seed", 0, "simulate only the world of this seed, and tell its story")
)

// Nothing that can go wrong in a simulated world makes the service break its word.
//
// A failure tells the story of its world, and the command that tells it again. To look longer:
//
//	go test ./internal/sim -run TestHistories -sim.time 1h -sim.from 0 -timeout 0 -v
func TestHistories(t *testing.T) {
	if *oneSeed != 0 {
		tell(t, *oneSeed)
		return
	}
	if *span < 0 || *histories < 1 {
		t.Fatalf("%d histories, or a time of %v, cannot be meant", *histories, *span)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	s := &sum{begin: time.Now(), next: *firstSeed, events: map[swf.EventType]int{}}
	if s.next == 0 {
		s.next = uint64(s.begin.UnixNano())
	}
	from := s.next
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(s.work)
	}
	workers.Wait()
	t.Logf("worlds %d to %d: %s", from, from+uint64(s.worlds)-1, s)
	if s.failed.Load() != 0 {
		tell(t, s.failed.Load())
		return
	}
	s.checkEnough(t)
}

// Worlds in which a defect was found. A seed makes the same world as long as nothing else changes in how worlds are drawn; afterwards it is a
// world like any other.
func TestWorldsThatFoundDefects(t *testing.T) {
	for defect, seed := range map[string]uint64{
		"a run whose close took longer than its retention lost its place in a list, for the sweep had gone by": 33246,
	} {
		t.Run(defect, func(t *testing.T) { tell(t, seed) })
	}
}

// tell simulates the world of a seed and tells its story.
func tell(t *testing.T, seed uint64) {
	t.Helper()
	s := New()
	defer s.Close()
	r := s.Run(seed, true)
	t.Logf("the story of world %d:\n%s", seed, r.Story)
	if r.Violation != nil {
		t.Errorf("in world %d: %s\nTo see it again: go test ./internal/sim -run TestHistories -sim.seed %d -v", seed, r.Violation.Text, seed)
	}
}

// sum is what many worlds come to.
type sum struct {
	begin  time.Time
	failed atomic.Uint64

	mu                       sync.Mutex
	next                     uint64
	worlds, histories, calls int
	events                   map[swf.EventType]int
	faults                   Faults
}

// work simulates world after world until there are enough, or one is not as it should be.
func (s *sum) work() {
	simulator := New()
	defer simulator.Close()
	for seed, ok := s.take(); ok; seed, ok = s.take() {
		r := simulator.Run(seed, false)
		if r.Violation != nil {
			s.failed.CompareAndSwap(0, seed)
			return
		}
		s.add(r)
	}
}

func (s *sum) take() (seed uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	enough := s.histories >= *histories
	if *span > 0 {
		enough = time.Since(s.begin) >= *span
	}
	if enough || s.failed.Load() != 0 {
		return 0, false
	}
	s.next++
	return s.next - 1, true
}

func (s *sum) add(r Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.worlds++
	s.histories += r.Histories
	s.calls += r.Calls
	s.faults.Add(r.Faults)
	for event, n := range r.Events {
		s.events[event] += n
	}
}

func (s *sum) String() string {
	events, took := 0, time.Since(s.begin)
	for _, n := range s.events {
		events += n
	}
	return fmt.Sprintf("%d histories with %d events of %d types, %d calls, in %v, %v each; survived: %s",
		s.histories, events, len(s.events), s.calls, took.Round(time.Millisecond), (took / time.Duration(max(1, s.histories))).Round(time.Microsecond), s.faults)
}

// How many histories tell something about what they have come to, and how many come to everything that there is.
const (
	someHistories = 2000
	manyHistories = 20_000
)

// checkEnough judges whether the worlds were bad enough: what has not happened has not been survived. Some events are so rare that a few
// thousand histories may do without four of them.
func (s *sum) checkEnough(t *testing.T) {
	if s.histories < someHistories {
		return
	}
	if missing := s.faults.Missing(); len(missing) > 0 {
		t.Errorf("it never came to these: %v", missing)
	}
	var missing []string
	for _, event := range swf.EventType("").Values() {
		if s.events[swf.EventType(event)] == 0 {
			missing = append(missing, event)
		}
	}
	if len(missing) > 4 || len(missing) > 0 && s.histories >= manyHistories {
		t.Errorf("the worlds never came to these events: %v; but to %v", missing, s.events)
	}
}

// One seed is one history of the world, to the last byte, told or not.
func TestSameSeedSameStory(t *testing.T) {
	one, other := New(), New()
	defer one.Close()
	defer other.Close()
	hashes := map[uint64]uint64{}
	seeds := uint64(100)
	if testing.Short() {
		seeds = 10
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		a, b := one.Run(seed, false), other.Run(seed, true)
		if a.Hash != b.Hash || a.Calls != b.Calls || a.Faults != b.Faults {
			t.Errorf("world %d was another one the second time: %+v, and then %+v", seed, a, b)
		}
		if twin, ok := hashes[a.Hash]; ok {
			t.Errorf("worlds %d and %d are the same", seed, twin)
		}
		hashes[a.Hash] = seed
	}
}
