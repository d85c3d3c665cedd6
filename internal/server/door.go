package server

import (
	"context"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
)

// identified is the door where everybody is identified, and may do what policies allow.
type identified struct {
	*access.Guard
	access.Policies
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

// admit opens the access file, if there is one.
func (s *Server) admit(c Config) (err error) {
	if c.Access != "" {
		s.guard, err = access.NewGuard(access.Config{File: c.Access, Skew: c.AccessSkew, Log: c.Log})
	}
	return err
}

// hosts are the names under which the server answers, nil for any. A web page can reach an open server through a name of its own,
// but it cannot sign.
func (s *Server) hosts() []string {
	if s.guard != nil {
		return nil
	}
	return loopback
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
