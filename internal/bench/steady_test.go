package bench

import (
	"testing"
	"time"
)

func TestSteadiness(t *testing.T) {
	begin := time.Now()
	s := newSteadiness(begin, begin.Add(10*time.Second))
	for ms := 10; ms <= 10_000; ms += 10 {
		took := 5 * time.Millisecond
		if ms > 6000 && ms <= 7000 {
			took = 15 * time.Millisecond
		}
		if ms > 3000 && ms < 3300 {
			continue
		}
		s.add(begin.Add(time.Duration(ms)*time.Millisecond), took)
	}
	if lasted, over := s.ends.longest, s.ends.over; lasted != 300*time.Millisecond || over != 3300*time.Millisecond {
		t.Errorf("nothing ended for %v until %v; it was 300ms until 3.3s", lasted, over)
	}
	if got := s.spread(); got < 2.9 || got > 3.1 {
		t.Errorf("the slowest part takes %.2f times as long as the fastest, and took 3 times", got)
	}
	// What ends at the very end, or too late, belongs to the last part.
	for range 5 {
		s.add(begin.Add(11*time.Second), time.Second)
	}
	if got := s.spread(); got < 150 {
		t.Errorf("what ended late is not counted: the spread is %.2f", got)
	}
}
