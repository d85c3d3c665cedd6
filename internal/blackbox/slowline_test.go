package blackbox

import (
	"context"
	"net"
	"net/http"
	"time"
)

// newSlowTransport makes connections over which bytes trickle, both ways.
func newSlowTransport() *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Client{Transport: wholeBodies{&http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return slowLine{c}, nil
		},
		DisableCompression: true,
	}}}
}

// slowLine is a connection that takes a moment for every few bytes.
type slowLine struct{ net.Conn }

const (
	trickle     = 512
	trickleTime = 2 * time.Millisecond
)

// Write sends little by little.
func (l slowLine) Write(b []byte) (sent int, err error) {
	for sent < len(b) && err == nil {
		var n int
		pause(context.Background(), trickleTime)
		n, err = l.Conn.Write(b[sent:min(len(b), sent+trickle)])
		sent += n
	}
	return sent, err
}

// Read receives little by little.
func (l slowLine) Read(b []byte) (int, error) {
	pause(context.Background(), trickleTime)
	return l.Conn.Read(b[:min(len(b), 8*trickle)])
}
