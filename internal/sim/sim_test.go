package sim

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

var (
	histories = flag.Int("sim.histories", 2000, "how many histories to simulate")
	firstSeed = flag.Uint64("sim.from", 1, "the first seed")
	oneSeed   = flag.Uint64("sim.seed", 0, "simulate only this seed, and tell its story")
)

func TestHistories(t *testing.T) {
	if *oneSeed != 0 {
		s := New()
		defer s.Close()
		r := s.Run(*oneSeed, true)
		t.Logf("\n%s", r.Story)
		if r.Violation != nil {
			t.Error(r.Violation.Text)
		}
		return
	}
	begin := time.Now()
	s := New()
	defer s.Close()
	var faults Faults
	ops := map[string]int{}
	defer func() {
		for _, k := range slices.Sorted(maps.Keys(ops)) {
			fmt.Println(k, ops[k])
		}
	}()
	done, events, steps, calls, worlds := 0, 0, 0, 0, 0
	for seed := *firstSeed; done < *histories; seed++ {
		r := s.Run(seed, false)
		if r.Violation != nil {
			t.Fatal(seed, r.Violation.Text)
		}
		worlds++
		for _, c := range s.last.oracle.log {
			ops[fmt.Sprint(c.Operation, " ", c.Outcome)]++
		}
		done += r.Histories
		events += r.Events
		steps += r.Steps
		calls += r.Calls
		faults.add(r.Faults)
	}
	took := time.Since(begin)
	fmt.Printf("%d worlds, %d histories, %d events, %d steps, %d calls in %v, %v a history, %v a world\n%+v\n", worlds, done, events, steps, calls, took, took/time.Duration(done), took/time.Duration(worlds), faults)
}

func TestSameSeedSameStory(t *testing.T) {
	s, o := New(), New()
	defer s.Close()
	defer o.Close()
	for seed := uint64(1); seed <= 200; seed++ {
		a, b := s.Run(seed, false), o.Run(seed, true)
		if a.Hash != b.Hash || a.Steps != b.Steps {
			t.Fatalf("seed %d: %x %x", seed, a.Hash, b.Hash)
		}
	}
}
