package server

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"slices"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/audit"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/faults"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// identified is the door where everybody is identified, and may do what policies allow.
type identified struct {
	*access.Guard
	access.Policies
}

// While is the context as long as the caller may make the call.
func (i identified) While(ctx context.Context, c access.Caller, operation string, input any) (context.Context, func()) {
	return i.WhileAllowed(ctx, c, func(c access.Caller) error { return i.Authorize(c, operation, input) })
}

// door says who calls and what they may do; without an access file there is open mode.
func (s *Server) door() httpapi.Door {
	if s.guard == nil {
		return access.Open{}
	}
	return identified{s.guard, access.Policies{Registry: s.engine}}
}

// permissions judges the decisions of those who came through the door.
func (s *Server) permissions() engine.Permissions {
	if s.guard == nil {
		return access.Open{}
	}
	return access.Policies{}
}

// loopback are the names of this machine to itself.
var loopback = []string{"localhost", "127.0.0.1", "::1"}

// admit opens what says who is let in and what is written down of them, as far as there is any: the access file, the certificate, the
// audit log.
func (s *Server) admit(c Config) (err error) {
	if c.Access != "" {
		if s.guard, err = access.NewGuard(access.Config{File: c.Access, Skew: c.AccessSkew, Now: faults.Now, Log: c.Log}); err != nil {
			return err
		}
	}
	if c.TLSCert != "" {
		if s.certificate, err = listen.OpenCertificate(c.TLSCert, c.TLSKey, c.Log); err != nil {
			return err
		}
	}
	s.throttle = throttle.New(c.Rates, faults.Now)
	s.audit, err = audit.Open(c.AuditLog, c.Log)
	return err
}

// hosts are the names under which the server answers, nil for any. A web page can reach an open server through a name of its own,
// but it cannot sign.
func (s *Server) hosts(c Config) []string {
	if s.guard != nil {
		return nil
	}
	return slices.Concat(loopback, c.Hosts)
}

// bounds are those of the configuration. Callers who are identified leave connections to each other, also behind a proxy, where all come
// from one address.
func (s *Server) bounds(c Config) httpapi.Bounds {
	b := c.Bounds
	if b.Polls == 0 && s.guard != nil {
		b.Polls = max(1, c.Connections.Chosen().Total/2)
	}
	return b
}

// newHandler makes what answers the API.
func (s *Server) newHandler(c Config) *httpapi.Handler {
	h := httpapi.Config{
		Service:      func(caller access.Caller) swf.Service { return s.engine.For(caller) },
		OpenTask:     s.engine.OpenTask,
		DomainName:   s.domainName,
		Door:         s.door(),
		Throttle:     s.throttle,
		Bounds:       s.bounds(c),
		Log:          s.log,
		Now:          faults.Now,
		NewRequestID: httpapi.NewRequestID,
		Hosts:        s.hosts(c),
		MaxBody:      int64(c.RequestSize),
		Ready:        s.ready,
		Remarks:      s.remarks.all,
		AwaitBody:    s.awaitBody,
		Observe:      s.watch.observe(),
	}
	if s.audit != nil {
		h.Audit = s.audit.Write
	}
	return httpapi.NewHandler(h)
}

func (s *Server) domainName(number uint32) string {
	d, _ := s.engine.TaskDomain(number)
	return d.Name
}

// listen opens the listener of the API: within bounds, and encrypted if there is a certificate.
func (s *Server) listen(c Config) error {
	l := c.listener
	if l == nil {
		var err error
		if l, err = net.Listen("tcp", c.Listen); err != nil {
			return fmt.Errorf("listen on %s: %w", c.Listen, err)
		}
	}
	s.connections = listen.Bound(l, c.Connections, c.Log)
	s.http.ConnState = s.connections.Changed
	s.http.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, ofConnection{}, c)
	}
	s.listener = s.connections
	if s.certificate != nil {
		s.listener = tls.NewListener(s.connections, s.certificate.TLS())
	}
	s.warn(c)
	return nil
}

// ofConnection is the key under which a request's context has its connection.
type ofConnection struct{}

// awaitBody lets the listener know that a request's connection is silent as long as its body does not come.
func (s *Server) awaitBody(r *http.Request, waits bool) {
	state := http.StateActive
	if waits {
		state = http.StateIdle
	}
	if c, ok := r.Context().Value(ofConnection{}).(net.Conn); ok {
		s.connections.Changed(c, state)
	}
}

// warn tells what protection was given up.
func (s *Server) warn(c Config) {
	loopback, _ := isLoopback("listen address", c.Listen)
	if !loopback && s.guard == nil {
		s.log.Warn("nobody is identified, and others can reach the server: they may do anything", "address", c.Listen)
	}
	if !loopback && s.certificate == nil {
		s.log.Warn("nothing is encrypted, and others can reach the server: who is on the way may read and change everything", "address", c.Listen)
	}
}

// follow keeps up with changes of the access file.
func (s *Server) follow() {
	var ctx context.Context
	ctx, s.unfollow = context.WithCancel(context.Background())
	if s.guard != nil {
		s.serving.Go(func() { s.guard.Follow(ctx) })
	}
}

// ReloadAccess loads the access file anew, whether or not it has changed. What is wrong with it is told in the log, and then the one before
// stays in force. Without an access file nothing happens.
func (s *Server) ReloadAccess() {
	if s.guard != nil {
		s.guard.Reload()
	}
}
