package server

import (
	"context"
	"net/http"
	"sync"
)

// gate lets calls in and counts them, and shuts when the last has left: nobody may be at work on a store that is closed.
type gate struct {
	mu     sync.Mutex
	inside int
	shut   bool
	// empty has a token when the last call has left.
	empty chan struct{}
}

func newGate() *gate { return &gate{empty: make(chan struct{}, 1)} }

// enter reports false if the gate is shut.
func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.shut {
		g.inside++
	}
	return !g.shut
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	if g.inside > 0 {
		return
	}
	select {
	case g.empty <- struct{}{}:
	default:
	}
}

// close shuts the gate at the first moment at which nobody is inside, or gives up when ctx ends.
func (g *gate) close(ctx context.Context) error {
	for !g.tryClose() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-g.empty:
		}
	}
	return nil
}

func (g *gate) isShut() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shut
}

func (g *gate) tryClose() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = g.shut || g.inside == 0
	return g.shut
}

// guard lets the calls of a handler through the gate.
func (g *gate) guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.enter() {
			http.Error(w, "the server has ended", http.StatusServiceUnavailable)
			return
		}
		defer g.leave()
		h.ServeHTTP(w, r)
	})
}
