package bench

import (
	"sync"
	"time"
)

// sections is how many parts the time that counts is cut into, to see whether a server keeps what it begins with.
const sections = 10

// steadyTime is the shortest time of which a run tells how steady it was: a part of less holds too little.
const steadyTime = time.Minute

// steadiness is what a window was like from part to part.
type steadiness struct {
	begin   time.Time
	section time.Duration
	parts   [sections]struct {
		mu        sync.Mutex
		latencies Latencies
	}
	// ends are those of what is timed.
	ends silence
}

func newSteadiness(begin, end time.Time) *steadiness {
	s := &steadiness{begin: begin, section: end.Sub(begin) / sections}
	s.ends.watch(begin, end)
	return s
}

// add counts something that took a while and ended now.
func (s *steadiness) add(now time.Time, took time.Duration) {
	at := now.Sub(s.begin)
	p := &s.parts[min(max(int(at/s.section), 0), sections-1)]
	p.mu.Lock()
	p.latencies.Add(took)
	p.mu.Unlock()
	s.ends.note(now)
}

// spread is the 99th percentile of the slowest part, in times of the fastest. Nobody may add any more.
func (s *steadiness) spread() float64 {
	fastest, slowest := time.Duration(0), time.Duration(0)
	for i := range s.parts {
		p99 := s.parts[i].latencies.Quantile(0.99)
		if fastest == 0 || p99 < fastest {
			fastest = p99
		}
		slowest = max(slowest, p99)
	}
	if fastest == 0 {
		return 0
	}
	return slowest.Seconds() / fastest.Seconds()
}
