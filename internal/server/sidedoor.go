package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
)

// sideDoor is a listener beside that of the API, and who serves on it. A nil one is none.
type sideDoor struct {
	listener net.Listener
	http     *http.Server
	serving  sync.WaitGroup
	// requests are those under way: nobody may be at work on a store that is closed.
	requests *gate
}

func newSideDoor(l net.Listener, s *http.Server) *sideDoor {
	d := &sideDoor{listener: l, http: s, requests: newGate()}
	s.Handler = d.requests.guard(s.Handler)
	return d
}

func (d *sideDoor) serve(failed func(error)) {
	if d == nil {
		return
	}
	d.serving.Go(func() {
		if err := d.http.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
			failed(fmt.Errorf("serve on %s: %w", d.listener.Addr(), err))
		}
	})
}

// close does not wait for what takes long, such as profiles: connections are closed, and with them their requests end. Those that do
// not look at their connections are waited for.
func (d *sideDoor) close(ctx context.Context) error {
	if d == nil {
		return nil
	}
	err := d.http.Close()
	// If it was never served on, nobody else closes it; otherwise it is closed already.
	_ = d.listener.Close()
	d.serving.Wait()
	return errors.Join(err, d.requests.close(context.WithoutCancel(ctx)))
}
