package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/admin"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/metrics"
	"github.com/swfd/swfd/internal/trace"
)

// lastSpans is how long the end of a server waits for the collector of its traces.
const lastSpans = 2 * time.Second

// watch is what looks at a server itself: metrics and the operator's door if it has an address, traces if they have one. What is not
// configured costs nothing.
type watch struct {
	metrics  *metrics.Metrics
	traces   *trace.Exporter
	listener net.Listener
	http     *http.Server
	serving  sync.WaitGroup
	// looks are the requests under way: nobody may look at a store that is closed.
	looks *gate
}

func newWatch(c Config) *watch {
	w := &watch{looks: newGate()}
	build := ReadBuild()
	if c.AdminListen != "" {
		w.metrics = metrics.New(metrics.Build{Version: build.Version, Revision: build.Revision, GoVersion: build.Go})
	}
	if c.Trace.Endpoint != "" {
		w.traces = trace.Start(c.Trace, build.Version, c.Log)
	}
	return w
}

// engineObserver is whom the engine tells, nil for nobody.
func (w *watch) engineObserver() engine.Observer {
	if w.metrics == nil {
		return nil
	}
	return w.metrics
}

// observe is whom the wire door tells, nil for nobody.
func (w *watch) observe() func(httpapi.Call) {
	switch {
	case w.metrics != nil && w.traces != nil:
		return func(c httpapi.Call) {
			w.metrics.Call(c)
			w.traces.Call(c)
		}
	case w.metrics != nil:
		return w.metrics.Call
	case w.traces != nil:
		return w.traces.Call
	}
	return nil
}

// listen opens the operator's door of a server whose engine and store are open.
func (w *watch) listen(c Config, s *Server) error {
	if c.AdminListen == "" {
		return nil
	}
	w.metrics.Watch(s.engine.Figures, s.store.Figures)
	w.http = admin.NewServer(admin.Config{
		Metrics: w.metrics.Handler(c.Log), Figures: s.engine.Figures, Domains: s.engine.Domains, Ready: s.ready,
		Keys: s.engine, Level: c.Level, Log: c.Log, Hosts: hosts,
	})
	w.http.Handler = w.looks.guard(w.http.Handler)
	var err error
	if w.listener, err = net.Listen("tcp", c.AdminListen); err != nil {
		return fmt.Errorf("listen on %s for operators: %w", c.AdminListen, err)
	}
	return nil
}

func (w *watch) serve(failed func(error)) {
	if w.listener == nil {
		return
	}
	w.serving.Go(func() {
		if err := w.http.Serve(w.listener); !errors.Is(err, http.ErrServerClosed) {
			failed(fmt.Errorf("serve operators on %s: %w", w.listener.Addr(), err))
		}
	})
}

// close ends both, without waiting for profiles that are being taken: their connections are closed.
func (w *watch) close(ctx context.Context) error {
	var err error
	if w.listener != nil {
		err = w.http.Close()
		// If it was never served on, nobody else closes it; otherwise it is closed already.
		_ = w.listener.Close()
	}
	w.serving.Wait()
	// All of them end when their connections do.
	err = errors.Join(err, w.looks.close(context.WithoutCancel(ctx)))
	if w.traces != nil {
		ctx, cancel := context.WithTimeout(ctx, lastSpans)
		defer cancel()
		w.traces.Close(ctx)
	}
	return err
}
