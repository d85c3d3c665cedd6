package bench

import (
	"testing"
	"time"
)

func TestSteadiness(t *testing.T) {
	begin := time.Now()
	s := &steadiness{begin: begin, section: time.Second}
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
	if got := s.longestPause(); got != 300*time.Millisecond {
		t.Errorf("the longest pause is %v, and was 300ms", got)
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
