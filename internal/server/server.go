package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/faults"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/lambda"
	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/throttle"
)

// drainTime is how long calls under way, Lambda functions among them, may take when the server is asked to end, and hangUpTime how long
// those that are left then have to notice that their connections are closed.
const (
	drainTime  = 10 * time.Second
	hangUpTime = time.Second
)

// Server is a running swfd. Start makes one; Close ends it.
type Server struct {
	store    *pebblestore.Store
	engine   *engine.Engine
	lambda   *lambda.Client // nil if there is no endpoint
	http     *http.Server
	api      *httpapi.Handler
	handler  http.Handler
	calls    *gate
	listener net.Listener
	// connections is the listener beneath the encryption.
	connections *listen.Listener
	// certificate is nil if nothing is encrypted, throttle if there are no rates, audit if nothing is written down.
	certificate *listen.Certificate
	throttle    *throttle.Throttle
	audit       *audit.Log
	watch       *watch
	control     *sideDoor
	remarks     *remarks
	log         *slog.Logger
	// guard knows who calls; nil is open mode, in which nobody is identified.
	guard    *access.Guard
	draining atomic.Bool
	serving  sync.WaitGroup
	// unfollow ends the look-out for changes of the access file.
	unfollow context.CancelFunc
	failing  sync.Once
	// failed receives the error that ended the store or the listener, at most one.
	failed chan error
}

// Start opens a server and lets it serve. Errors say what was wrong with the configuration, the directory or the address.
func Start(c Config) (*Server, error) {
	c, err := c.check()
	if err != nil {
		return nil, &ConfigError{err}
	}
	begin := time.Now()
	s := &Server{log: c.Log, calls: newGate(), watch: newWatch(c), remarks: newRemarks(c.Log, faults.Now), failed: make(chan error, 1)}
	if err := s.open(c); err != nil {
		return nil, errors.Join(err, s.closeSideDoors(context.Background()), s.closeStore(), s.audit.Close())
	}
	s.watch.door.serve(s.fail)
	s.control.serve(s.fail)
	s.serving.Go(func() {
		if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
			s.fail(fmt.Errorf("serve on %s: %w", s.listener.Addr(), err))
		}
	})
	s.engine.Serve()
	s.follow()
	s.remarks.serve()
	s.log.Info("serving", "address", s.Addr().String(), "operators", s.AdminURL(), "data", c.Data, "version", ReadBuild().Version, "openedInSeconds", time.Since(begin).Seconds())
	return s, nil
}

func (s *Server) open(c Config) error {
	err := s.admit(c)
	if err != nil {
		return err
	}
	if err := s.openLambda(c); err != nil {
		return err
	}
	if s.store, err = pebblestore.Open(s.storeOptions(c)); err != nil {
		return err
	}
	s.engine, err = engine.Open(engine.Config{
		Store: s.store, Permissions: s.permissions(), Clock: c.Clock, Log: c.Log, PollHold: c.PollHold, Limits: c.Limits,
		Wall:       faults.Now,
		IdleStates: c.IdleStates, Lambda: s.functions(), LambdaWorkers: c.LambdaWorkers, Throttle: s.throttle,
		Observer: s.watch.engineObserver(), Fatal: s.fail,
	})
	if err != nil {
		return err
	}
	s.remarks.begin(s.store.WasAbandoned(), s.engine.ClockSetBack())
	s.api = s.newHandler(c)
	s.handler = s.calls.guard(s.api)
	s.http = httpapi.NewServer(s.handler, c.Bounds, c.Log)
	if err := s.watch.listen(c, s); err != nil {
		return err
	}
	if s.control, err = s.openControl(c); err != nil {
		return err
	}
	return s.listen(c)
}

func (s *Server) storeOptions(c Config) pebblestore.Options {
	o := pebblestore.Options{
		Dir: c.Data, MinFree: c.MinFree, Ballast: int64(c.Ballast), Log: c.Log, Fatal: s.fail,
	}
	if c.Memory {
		o.Dir, o.FS = "memory", vfs.NewMem()
	}
	if c.files != nil {
		o.FS, o.NoPeriodicWork = c.files, true
	}
	return o
}

// ready tells why the server should get no requests.
func (s *Server) ready() error {
	switch {
	case s.engine.Failed() != nil:
		return s.engine.Failed()
	case s.draining.Load():
		return errors.New("the server is ending")
	}
	return s.store.Writable()
}

// fail notes what ended the server; only the first matters. The log has it before the process can end.
func (s *Server) fail(err error) {
	s.failing.Do(func() {
		s.log.Error("the server has failed; nothing can be acknowledged any more", "error", err)
		s.failed <- err
	})
}

// Addr is the address that the server listens on, with its true port.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// URL is the endpoint for clients.
func (s *Server) URL() string {
	if s.certificate != nil {
		return "https://" + s.Addr().String()
	}
	return "http://" + s.Addr().String()
}

// AdminURL is where the operator's door is, "" if there is none.
func (s *Server) AdminURL() string {
	if s.watch.door == nil {
		return ""
	}
	return "http://" + s.watch.door.listener.Addr().String()
}

// Handler is the wire door, for clients in the same process.
func (s *Server) Handler() http.Handler { return s.handler }

// Failed receives the error that ended the store or the listener. Nothing can be acknowledged any more then: the process should end,
// without waiting for anybody.
func (s *Server) Failed() <-chan error { return s.failed }

// Close ends the server: held polls are answered empty at once, calls under way and running Lambda functions are finished (for a while,
// or until ctx ends), and everything is taken down in the reverse order of its opening. If a call will not end, the store stays open,
// for the call may be at work on it; then the process may end, which loses nothing, or Close be called again.
func (s *Server) Close(ctx context.Context) error {
	s.draining.Store(true)
	s.engine.Drain()
	s.remarks.close()
	drain, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	err := s.finishCalls(drain)
	s.unfollow()
	s.serving.Wait()
	if !s.calls.isShut() {
		return err
	}
	s.engine.FinishLambdas(drain)
	s.engine.Close()
	s.closeLambda()
	return errors.Join(err, s.closeSideDoors(ctx), s.closeStore(), s.audit.Close())
}

func (s *Server) closeSideDoors(ctx context.Context) error {
	return errors.Join(s.control.close(ctx), s.watch.close(ctx))
}

// finishCalls waits for the calls under way until ctx ends, and then closes the connections of those that are left. Afterwards no call is
// under way if the gate is shut.
func (s *Server) finishCalls(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	if err == nil {
		err = s.calls.close(ctx)
	}
	if err == nil {
		return nil
	}
	err = errors.Join(fmt.Errorf("calls were still under way: %w", err), s.http.Close())
	hangUp, cancel := context.WithTimeout(context.WithoutCancel(ctx), hangUpTime)
	defer cancel()
	// Whether they have noticed, the gate tells.
	_ = s.calls.close(hangUp)
	return err
}

func (s *Server) closeStore() error {
	if s.store == nil {
		return nil
	}
	if err := s.store.Close(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}
