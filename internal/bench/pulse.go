package bench

import (
	"net/http"
	"sync"
	"time"
)

// Pulse notes when an endpoint answers, whatever it answers. From it a run knows whether the endpoint has ever stood still: when things that take
// many calls end tells less, for they move in waves.
type Pulse struct{ silence }

// Of returns a transport that notes every answer which next gets.
func (p *Pulse) Of(next http.RoundTripper) http.RoundTripper { return pulsing{next, p} }

type pulsing struct {
	http.RoundTripper
	pulse *Pulse
}

// RoundTrip makes a call.
func (t pulsing) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.RoundTripper.RoundTrip(r)
	if err == nil {
		t.pulse.note(time.Now())
	}
	return response, err
}

// silence is the longest time of a window in which nothing came.
type silence struct {
	mu         sync.Mutex
	begin, end time.Time
	// last is when something came last.
	last time.Time
	// longest is the longest silence, and over is when it was over, since the beginning of the window.
	longest, over time.Duration
}

// watch begins a window, which is the only one from now on.
func (s *silence) watch(begin, end time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin, s.end, s.last, s.longest, s.over = begin, end, begin, 0, 0
}

// note notes that something came.
func (s *silence) note(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.After(s.end) {
		now = s.end
	}
	if !now.After(s.last) {
		return
	}
	if lasted := now.Sub(s.last); lasted > s.longest {
		s.longest, s.over = lasted, now.Sub(s.begin)
	}
	s.last = now
}

// finish ends the window, and what silence there is with it.
func (s *silence) finish() (longest, over time.Duration) {
	s.note(s.end)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.longest, s.over
}
