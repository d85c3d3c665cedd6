package access

import (
	"context"
	"time"
)

// lookEvery is how often the access file is looked at. A change is in force after this and the time that loading takes.
const lookEvery = 2 * time.Second

// Follow loads the access file anew whenever it changes, or any of the files that it names, until ctx ends. A file that is refused is told of
// in the log, once, and looked at again when it has changed again.
func (g *Guard) Follow(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if g.changed() {
				g.Reload()
			}
		}
	}
}

// Reload loads the access file anew, changed or not. If it is refused, the log says why, and what was loaded
// before stays in force.
func (g *Guard) Reload() {
	if err := g.load(); err != nil {
		g.Log.Warn("the access file is refused, and the one before stays in force", "error", err)
	}
}

func (g *Guard) changed() bool {
	g.loading.Lock()
	defer g.loading.Unlock()
	return g.sources.changed()
}
