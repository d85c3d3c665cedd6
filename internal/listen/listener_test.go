package listen_test

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/listen"
)

var errDown = errors.New("the network is down")

// arrivals is a listener whose connections come from given addresses.
type arrivals struct {
	from []net.Addr
	all  []*arrival
}

type arrival struct {
	net.Conn
	from               net.Addr
	closed, halfClosed bool
}

func (a *arrival) RemoteAddr() net.Addr { return a.from }

func (a *arrival) Close() error {
	a.closed = true
	return nil
}

func (a *arrival) CloseWrite() error {
	a.halfClosed = true
	return io.ErrClosedPipe
}

func (a *arrivals) Accept() (net.Conn, error) {
	if len(a.from) == 0 {
		return nil, errDown
	}
	c := &arrival{from: a.from[0]}
	a.from = a.from[1:]
	a.all = append(a.all, c)
	return c, nil
}

func (a *arrivals) Close() error   { return nil }
func (a *arrivals) Addr() net.Addr { return &net.TCPAddr{} }

// come lets connections come from addresses.
func (a *arrivals) come(addresses ...string) {
	for _, s := range addresses {
		if s == "pipe" {
			a.from = append(a.from, &net.UnixAddr{Name: "pipe"})
			continue
		}
		a.from = append(a.from, &net.TCPAddr{IP: net.ParseIP(s), Port: 9})
	}
}

// accept takes connections until there are none, and tells where they come from.
func accept(t *testing.T, l *listen.Listener) (taken []net.Conn, from []string) {
	t.Helper()
	for {
		c, err := l.Accept()
		if errors.Is(err, errDown) {
			return taken, from
		}
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, c)
		switch a := c.RemoteAddr().(type) {
		case *net.TCPAddr:
			from = append(from, a.IP.String())
		default:
			from = append(from, a.String())
		}
	}
}

func TestBounds(t *testing.T) {
	for name, test := range map[string]struct {
		bounds     listen.Bounds
		come, want string
	}{
		"as many as there may be":           {listen.Bounds{Total: 3, PerAddress: 3}, "1.1.1.1 1.1.1.2 1.1.1.1 1.1.1.3", "1.1.1.1 1.1.1.2 1.1.1.1"},
		"as many of an address":             {listen.Bounds{Total: 9, PerAddress: 2}, "1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.2 1.1.1.1", "1.1.1.1 1.1.1.1 1.1.1.2"},
		"half of all for one address":       {listen.Bounds{Total: 4}, "1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.2 1.1.1.3", "1.1.1.1 1.1.1.1 1.1.1.2 1.1.1.3"},
		"at least one for one address":      {listen.Bounds{Total: 1}, "1.1.1.1 1.1.1.1", "1.1.1.1"},
		"one address, in two forms":         {listen.Bounds{Total: 9, PerAddress: 1}, "1.1.1.1 ::ffff:1.1.1.1", "1.1.1.1"},
		"a network of IPv6 is an address":   {listen.Bounds{Total: 9, PerAddress: 1}, "2001:db8::1 2001:db8::2 2001:db8:0:1::1", "2001:db8::1 2001:db8:0:1::1"},
		"this machine has many connections": {listen.Bounds{Total: 5, PerAddress: 1}, "127.0.0.1 127.0.0.1 ::1 ::1 pipe pipe", "127.0.0.1 127.0.0.1 ::1 ::1 pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &arrivals{}
			l := listen.Bound(a, test.bounds, slog.New(slog.DiscardHandler))
			a.come(strings.Fields(test.come)...)
			taken, from := accept(t, l)
			if got := strings.Join(from, " "); got != test.want {
				t.Errorf("taken were %s\nwant %s", got, test.want)
			}
			open := 0
			for _, c := range a.all {
				if !c.closed {
					open++
				}
			}
			now := l.Figures()
			refused := int(now.TooMany + now.TooManyOfAddress)
			if open != len(taken) || now.Open != open || refused != len(a.all)-open {
				t.Errorf("%d of %d are open, and it says %+v", open, len(a.all), now)
			}
			for _, c := range taken {
				// Whoever closes one twice makes room for one.
				_ = c.Close()
				_ = c.Close()
			}
			if n := l.Figures().Open; n != 0 {
				t.Errorf("%d are said to be open", n)
			}
			a.come(strings.Fields(test.come)...)
			if _, again := accept(t, l); strings.Join(again, " ") != test.want {
				t.Errorf("then %v are taken", again)
			}
		})
	}
}

// When all connections are taken, the one that has been silent longest makes room, whoever comes; those with a request under way stay, and
// if there are none but these, the new one is refused.
func TestTheSilentMakeRoom(t *testing.T) {
	a := &arrivals{}
	l := listen.Bound(a, listen.Bounds{Total: 4, PerAddress: 4}, slog.New(slog.DiscardHandler))
	open := func() (text string) {
		for i, c := range a.all {
			if !c.closed {
				text += string(rune('a' + i))
			}
		}
		return text
	}
	come := func(want string) net.Conn {
		t.Helper()
		a.come("1.1.1.1")
		taken, _ := accept(t, l)
		if got := open(); got != want || l.Figures().Open != len(want) {
			t.Errorf("open are %s, and %d are said to be; want %s", got, l.Figures().Open, want)
		}
		if len(taken) == 0 {
			return nil
		}
		l.Changed(taken[0], http.StateNew)
		return taken[0]
	}
	conns := map[string]net.Conn{"a": come("a"), "b": come("ab"), "c": tls.Server(come("abc"), &tls.Config{}), "d": come("abcd")}
	l.Changed(conns["a"], http.StateActive)
	conns["e"] = come("acde")
	l.Changed(conns["a"], http.StateIdle)
	l.Changed(conns["a"], http.StateIdle)
	conns["f"] = come("adef")
	l.Changed(conns["d"], http.StateActive)
	l.Changed(conns["d"], http.StateIdle)
	conns["g"] = come("adfg")
	for _, name := range []string{"a", "d", "f", "g"} {
		l.Changed(conns[name], http.StateActive)
	}
	if come("adfg") != nil || l.Figures().TooMany != 1 {
		t.Errorf("one more is taken, and it says %+v", l.Figures())
	}
	_ = conns["d"].Close()
	l.Changed(conns["d"], http.StateIdle)
	l.Changed(conns["f"], http.StateIdle)
	come("afgi")
	come("agij")
}

// By itself a listener has room for the 15,000 polls of a large fleet on a machine with 20,000 descriptors.
func TestTheBoundIsChosen(t *testing.T) {
	for descriptors, want := range map[int]int{256: 128, 1_024: 512, 4_000: 2_000, 20_000: 18_000, 1_000_000: 50_000} {
		if got := listen.Affordable(descriptors); got != want {
			t.Errorf("with %d descriptors there may be %d connections, want %d", descriptors, got, want)
		}
	}
	if most := listen.Bound(&arrivals{}, listen.Bounds{}, nil).Figures().Most; most < 100 {
		t.Errorf("there may be %d connections", most)
	}
}

// The log is told of refusals, but not of each.
func TestRefusalsAreLoggedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		a := &arrivals{}
		l := listen.Bound(a, listen.Bounds{Total: 9, PerAddress: 1}, slog.New(slog.NewTextHandler(&log, nil)))
		for range 600 {
			a.come("1.1.1.1")
			accept(t, l)
			time.Sleep(time.Second)
		}
		if n := strings.Count(log.String(), "from=1.1.1.1/32"); n != 10 {
			t.Errorf("in ten minutes the log was told %d times: %s", n, log.String())
		}
	})
}

// An HTTP server closes the half it writes to first; that must come through.
func TestHalfOfAConnectionIsClosed(t *testing.T) {
	a := &arrivals{}
	a.come("1.1.1.1")
	taken, _ := accept(t, listen.Bound(a, listen.Bounds{Total: 1}, slog.New(slog.DiscardHandler)))
	err := taken[0].(interface{ CloseWrite() error }).CloseWrite()
	if err != io.ErrClosedPipe || !a.all[0].halfClosed {
		t.Errorf("closed: %v, with %v", a.all[0].halfClosed, err)
	}
}
