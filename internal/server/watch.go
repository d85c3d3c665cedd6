package server

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/swfd/swfd/internal/admin"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/metrics"
	"github.com/swfd/swfd/internal/trace"
)

// lastSpans is how long the end of a server waits for the collector of its traces.
const lastSpans = 2 * time.Second

// watch is what looks at a server itself: metrics and the operator's door if it has an address, traces if they have one. What is not
// configured costs nothing.
type watch struct {
	metrics *metrics.Metrics
	traces  *trace.Exporter
	door    *sideDoor
}

func newWatch(c Config) *watch {
	w := &watch{}
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
	w.metrics.WatchDoor(metrics.Door{
		Connections: func() listen.Figures { return s.connections.Figures() }, Calls: s.api.Figures,
		Quotas: s.engine.Quotas, Refused: s.throttle.Refused,
	})
	l, err := net.Listen("tcp", c.AdminListen)
	if err != nil {
		return fmt.Errorf("listen on %s for operators: %w", c.AdminListen, err)
	}
	w.door = newSideDoor(l, admin.NewServer(admin.Config{
		Metrics: w.metrics.Handler(c.Log), Figures: s.engine.Figures, Domains: s.engine.Domains, Quotas: s.engine.Quotas, Ready: s.ready,
		Remarks: s.remarks.all,
		Level:   c.Level, Log: c.Log, Hosts: loopback,
	}))
	return nil
}

// close ends both, without waiting for profiles that are being taken: their connections are closed.
func (w *watch) close(ctx context.Context) error {
	err := w.door.close(ctx)
	if w.traces != nil {
		ctx, cancel := context.WithTimeout(ctx, lastSpans)
		defer cancel()
		w.traces.Close(ctx)
	}
	return err
}
