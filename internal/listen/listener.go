package listen

import (
	"container/list"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// Bounds are how many connections may be open at once.
type Bounds struct {
	// Total is for all together; 0 chooses by how many descriptors the process may have.
	Total int
	// PerAddress is for each address that they come from; 0 chooses half of Total. Of IPv6, which is given out by the network, a /64
	// counts as one address. Connections of this machine are not counted so: all of them have one address, and so
	// have those that a proxy passes on.
	PerAddress int
}

// Chosen are the bounds with numbers in place of those that are 0.
func (b Bounds) Chosen() Bounds {
	if b.Total == 0 {
		b.Total = affordable(descriptors())
	}
	if b.PerAddress == 0 {
		b.PerAddress = (b.Total + 1) / 2
	}
	return b
}

// Figures are what a Listener holds, and what it has refused since it was made.
type Figures struct {
	// Open is the number of open connections, of the Most that there may be.
	Open, Most int
	// TooMany were refused because all connections were taken, TooManyOfAddress because those of their address were.
	TooMany, TooManyOfAddress uint64
}

// Listener passes on the connections of another listener, within bounds.
type Listener struct {
	net.Listener
	bounds Bounds
	log    *slog.Logger

	mu        sync.Mutex
	figures   Figures
	byAddress map[netip.Prefix]int
	silent    silent
	// warned is when the log was last told that there are not enough.
	warned time.Time
}

// Bound keeps a listener within bounds.
func Bound(l net.Listener, b Bounds, log *slog.Logger) *Listener {
	b = b.Chosen()
	return &Listener{
		Listener: l, bounds: b, log: log, byAddress: map[netip.Prefix]int{}, figures: Figures{Most: b.Total},
	}
}

// What descriptors are kept for other things than connections, and what is the most that is chosen.
const (
	spareDescriptors = 2_000
	mostConnections  = 50_000
)

// affordable is how many connections there may be at so many descriptors.
func affordable(descriptors int) int {
	return min(max(descriptors-spareDescriptors, descriptors/2), mostConnections)
}

// warnEvery is how often the log is told that connections are refused.
const warnEvery = time.Minute

// Accept waits for a connection that is within the bounds. The others are closed. If all connections are taken, and one of them is silent, it
// is closed in place of the new one.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		address := counted(c.RemoteAddr())
		if l.isFull() && l.makeRoom() {
			l.warn("all connections are taken, so the one that has been silent longest was closed for another", address)
		}
		if reason := l.enter(address); reason != "" {
			// It was never used.
			_ = c.Close()
			l.warn("a connection was refused: "+reason, address)
			continue
		}
		entered := &connection{Conn: c}
		entered.leave = sync.OnceFunc(func() { l.leave(entered, address) })
		return entered, nil
	}
}

// Figures tells what the listener holds.
func (l *Listener) Figures() Figures {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.figures
}

func (l *Listener) isFull() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.figures.Open >= l.bounds.Total
}

// enter counts a connection, or says why there may not be another.
func (l *Listener) enter(from netip.Prefix) (refused string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.figures.Open >= l.bounds.Total:
		l.figures.TooMany++
		return "all connections are taken"
	case from.IsValid() && l.byAddress[from] >= l.bounds.PerAddress:
		l.figures.TooManyOfAddress++
		return "all connections of the address are taken"
	}
	l.figures.Open++
	if from.IsValid() {
		l.byAddress[from]++
	}
	return ""
}

func (l *Listener) leave(c *connection, from netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.left = true
	l.silent.remove(c)
	l.figures.Open--
	if !from.IsValid() {
		return
	}
	if l.byAddress[from]--; l.byAddress[from] == 0 {
		delete(l.byAddress, from)
	}
}

func (l *Listener) warn(what string, from netip.Prefix) {
	l.mu.Lock()
	now := time.Now()
	silent := now.Sub(l.warned) < warnEvery
	if !silent {
		l.warned = now
	}
	l.mu.Unlock()
	if !silent {
		l.log.Warn(what+"; for a minute no others will be told of", "from", from.String())
	}
}

// Network is what counts as one address: the address, and of IPv6 its /64.
func Network(a netip.Addr) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	// The number of bits is one that an address has.
	p, _ := a.Prefix(bits)
	return p
}

// counted is the network of an address whose connections are counted, and nothing valid for others.
func counted(a net.Addr) netip.Prefix {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() {
		return netip.Prefix{}
	}
	return Network(tcp.AddrPort().Addr())
}

// connection is one that was counted.
type connection struct {
	net.Conn
	leave func()
	// silent is its place among those that are, nil if it is not; left is true when it is no longer counted. The listener's lock guards both.
	silent *list.Element
	left   bool
}

// Close closes it, and makes room for another.
func (c *connection) Close() error {
	defer c.leave()
	return c.Conn.Close()
}

// CloseWrite ends what is sent, so that who still sends can read the answer. An HTTP server asks for it.
func (c *connection) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
