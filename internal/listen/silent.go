package listen

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
)

// silent are the connections over which nothing is under way, in the order in which they became so. When all connections are taken,
// the one that has been silent longest makes room for the next: so nobody keeps others out who only holds connections.
type silent struct{ order list.List }

func (s *silent) add(c *connection) {
	if c.silent == nil {
		c.silent = s.order.PushBack(c)
	}
}

func (s *silent) remove(c *connection) {
	if c.silent != nil {
		s.order.Remove(c.silent)
		c.silent = nil
	}
}

// take takes the connection out that has been silent longest, nil if there is none.
func (s *silent) take() *connection {
	first := s.order.Front()
	if first == nil {
		return nil
	}
	c := first.Value.(*connection)
	s.remove(c)
	return c
}

// Changed tells what an HTTP server does with a connection of the listener, encrypted or not; it is the server's ConnState. A connection is
// silent before the head of its first request has come, and between two. Whoever waits for the body of one may say that it is idle, too.
func (l *Listener) Changed(conn net.Conn, state http.ConnState) {
	if encrypted, ok := conn.(*tls.Conn); ok {
		conn = encrypted.NetConn()
	}
	c, ok := conn.(*connection)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !c.left && (state == http.StateNew || state == http.StateIdle) {
		l.silent.add(c)
	} else {
		l.silent.remove(c)
	}
}

// makeRoom closes the connection that has been silent longest, and reports false if there is none. Its client finds it closed
// as if it had been silent for too long, and opens another.
func (l *Listener) makeRoom() bool {
	l.mu.Lock()
	c := l.silent.take()
	l.mu.Unlock()
	if c == nil {
		return false
	}
	// Nobody waits for what it would say.
	_ = c.Close()
	return true
}
