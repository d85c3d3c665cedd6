package access

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/swfd/swfd/internal/sigv4"
)

// DefaultSkew is how far a client's clock may be off: as far as for SWF.
const DefaultSkew = 15 * time.Minute

// Config is what a Guard is made of. File is required.
type Config struct {
	// File is the path of the access file.
	File string
	// Skew is how far the instant of a request may be from ours, either way; the default is DefaultSkew.
	Skew time.Duration
	// Now is the wall time; the default is time.Now.
	Now func() time.Time
	// Log tells when the file was loaded, or refused. The default discards it.
	Log *slog.Logger
}

// Guard lets those in whom an access file knows. The file is loaded anew when it changes (see [Guard.Follow]); one that is refused changes
// nothing. It is safe for concurrent use.
type Guard struct {
	Config
	current atomic.Pointer[loaded]
	// watchers are told when current has changed.
	watchers watchers
	// loading lets one load at a time, and guards sources.
	loading sync.Mutex
	// sources are the files of the last load, also if it was refused.
	sources *sources
}

// loaded is what a file says, and what it asks of signatures.
type loaded struct {
	*Directory
	rules sigv4.Rules
}

// NewGuard loads an access file. An error is of type *Mistake.
func NewGuard(c Config) (*Guard, error) {
	if c.Skew == 0 {
		c.Skew = DefaultSkew
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	g := &Guard{Config: c}
	return g, g.load()
}

// Identify names the caller of a request by its signature, and refuses whom it does not know. The body must be whole.
func (g *Guard) Identify(r *http.Request, body []byte) (Caller, error) {
	now, known := g.Now(), g.current.Load()
	s, err := known.rules.Read(&sigv4.Request{
		Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Host: r.Host, Header: r.Header, Body: body,
	}, now)
	if err != nil {
		return Caller{}, err
	}
	key := known.key(s.KeyID)
	if err := key.admit(&s, now); err != nil {
		return Caller{}, err
	}
	via := ViaOf(r, now)
	via.Temporary = key.isTemporary()
	return Caller{Account: key.user.Account, Region: s.Scope.Region, Principal: key.user.ARN, User: key.user, key: key, Via: via}, nil
}

// load loads the file, and puts what it says into force. If it is refused, what was in force stays.
func (g *Guard) load() error {
	g.loading.Lock()
	defer g.loading.Unlock()
	g.sources = newSources()
	d, err := load(g.File, g.sources)
	if err != nil {
		return fmt.Errorf("the access file: %w", err)
	}
	g.current.Store(&loaded{d, sigv4.Rules{Skew: g.Skew, Region: d.serves}})
	g.watchers.tell()
	accounts, users, keys := d.Counts()
	g.Log.Info("the access file is in force", "file", g.File, "accounts", accounts, "users", users, "keys", keys)
	g.logDoubts(d.Doubts())
	return nil
}

// mostDoubts is how many doubts the log is told of.
const mostDoubts = 20

func (g *Guard) logDoubts(doubts []*Mistake) {
	for _, m := range doubts[:min(len(doubts), mostDoubts)] {
		g.Log.Warn("a policy says what can hardly be meant", "doubt", m)
	}
	if more := len(doubts) - mostDoubts; more > 0 {
		g.Log.Warn("policies say more that can hardly be meant: swfd access check "+g.File+" tells all of it", "more", more)
	}
}
