package httpapi

import (
	"bufio"
	"net"
	"net/http"
	"net/netip"
	"testing"
)

// pipes is a listener in memory, for bubbles: its connections have deadlines, and no kernel behind them.
type pipes struct {
	accept chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.closed)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// line is a client's end of a connection.
type line struct {
	net.Conn
	*bufio.Reader
}

func (p *pipes) dial() line {
	client, server := net.Pipe()
	p.accept <- server
	return line{client, bufio.NewReader(client)}
}

// dialFrom dials as if from another address.
func (p *pipes) dialFrom(address string) line {
	client, server := net.Pipe()
	p.accept <- elsewhere{server, net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))}
	return line{client, bufio.NewReader(client)}
}

// elsewhere is a connection that comes from an address.
type elsewhere struct {
	net.Conn
	from net.Addr
}

func (e elsewhere) RemoteAddr() net.Addr { return e.from }

// serve serves a door over pipes, until stop is called.
func serve(t *testing.T, d *door) (p *pipes, stop func()) {
	p = &pipes{accept: make(chan net.Conn), closed: make(chan struct{})}
	server := NewServer(NewHandler(d.Config), d.Bounds, d.Log)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := server.Serve(p); err != http.ErrServerClosed {
			t.Errorf("serve: %v", err)
		}
	}()
	return p, func() {
		_ = server.Close()
		<-done
	}
}

// say sends text, with LF for CR LF.
func (l line) say(t *testing.T, text string) {
	t.Helper()
	if _, err := l.Conn.Write(crlf(text)); err != nil {
		t.Errorf("say %.100q: %v", text, err)
	}
}

func crlf(text string) []byte {
	var b []byte
	for _, c := range []byte(text) {
		if c == '\n' {
			b = append(b, '\r')
		}
		b = append(b, c)
	}
	return b
}

// hear takes a reply, with LF for CR LF in its head, and whether the connection ends with it.
func (l line) hear(t *testing.T) (reply string, closed bool) {
	t.Helper()
	reply, closed, err := readReply(l.Reader, false)
	if err != nil {
		t.Errorf("hear: %v", err)
	}
	return reply, closed
}
