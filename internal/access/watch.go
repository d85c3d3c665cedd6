package access

import (
	"context"
	"crypto/subtle"
	"sync"

	"github.com/swfd/swfd/internal/sigv4"
)

// watchers are told when another access file has come into force.
type watchers struct {
	mu  sync.Mutex
	all map[*watcher]struct{}
}

type watcher struct{ changed func() }

// add tells a watcher of changes until stop is called.
func (w *watchers) add(changed func()) (stop func()) {
	this := &watcher{changed}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[*watcher]struct{}{}
	}
	w.all[this] = struct{}{}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, this)
	}
}

// tell tells all of them. While it does none is added, and none has gone.
func (w *watchers) tell() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for this := range w.all {
		this.changed()
	}
}

// WhileAllowed gives a context that ends when the access file no longer lets the caller do what was let in, with the refusal as its cause. The
// caller's key must still be good, and allowed is asked about the caller as the file in force knows it. Stop must be called; it
// ends the context, too.
func (g *Guard) WhileAllowed(ctx context.Context, c Caller, allowed func(Caller) error) (while context.Context, stop func()) {
	ctx, end := context.WithCancelCause(ctx)
	judge := func() {
		if err := g.stillAllowed(c, allowed); err != nil {
			end(err)
		}
	}
	unwatch := g.watchers.add(judge)
	// The file may have changed since the caller was let in.
	judge()
	return ctx, func() {
		unwatch()
		end(nil)
	}
}

func (g *Guard) stillAllowed(c Caller, allowed func(Caller) error) error {
	key := g.current.Load().keys[c.key.id]
	switch {
	case key == c.key:
		return nil
	case key == nil || key.user.ARN != c.User.ARN || !key.active || !key.isAs(c.key):
		return sigv4.InvalidKey()
	}
	c.key, c.User = key, key.user
	return allowed(c)
}

// isAs reports whether two keys have the same secret and token.
func (k *accessKey) isAs(other *accessKey) bool {
	same := func(a, b Secret) bool { return subtle.ConstantTimeCompare([]byte(a.Reveal()), []byte(b.Reveal())) == 1 }
	return same(k.secret, other.secret) && same(k.token, other.token)
}
