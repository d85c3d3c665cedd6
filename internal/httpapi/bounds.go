package httpapi

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/netip"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/fairshare"
	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/swf"
)

// Bounds are what clients may take of time and memory. Zero values mean those of DefaultBounds.
type Bounds struct {
	// HeaderTimeout is how long a client may take for the head of a request, and for shaking hands before it. BodyTimeout is for the body,
	// and how long a large one may wait for memory; then it must come as fast as the largest that comes in time, but for a sixth of
	// that. ReplyTimeout is for taking the reply, once it is being sent. None of them cuts a poll that waits.
	HeaderTimeout, BodyTimeout, ReplyTimeout time.Duration
	// IdleTimeout is how long a connection may be silent between two requests.
	IdleTimeout time.Duration
	// HeaderBytes is the size of a request's head, a few kilobytes more or less.
	HeaderBytes uint64
	// BodyBytes is what the large bodies of all requests under way take together. A body is large from 4 KiB on. Those of one address take
	// at most half of it; who finds no room waits. It is at least twice the size of the largest request.
	BodyBytes uint64
	// Calls is how many calls are worked on at once, polls excepted. One principal has at most three quarters of them. Those that
	// come when all places are taken wait, and principals are served in turn, and so are the domains of each.
	Calls int
	// CallsWaiting is how many calls of one principal may wait. Who comes then is throttled.
	CallsWaiting int
	// Polls is how many polls of one principal may wait for a task. Who comes then is throttled: each holds a connection. 0 is any number.
	Polls int
}

// DefaultBounds suit a machine with a gigabyte of memory.
var DefaultBounds = Bounds{
	HeaderTimeout: 5 * time.Second,
	BodyTimeout:   30 * time.Second,
	ReplyTimeout:  30 * time.Second,
	IdleTimeout:   90 * time.Second,
	HeaderBytes:   16 << 10,
	BodyBytes:     32 << 20,
	Calls:         256,
	CallsWaiting:  1_000,
}

func (b Bounds) withDefaults() Bounds {
	d := DefaultBounds
	return Bounds{
		HeaderTimeout: cmp.Or(b.HeaderTimeout, d.HeaderTimeout), BodyTimeout: cmp.Or(b.BodyTimeout, d.BodyTimeout),
		ReplyTimeout: cmp.Or(b.ReplyTimeout, d.ReplyTimeout), IdleTimeout: cmp.Or(b.IdleTimeout, d.IdleTimeout),
		HeaderBytes: cmp.Or(b.HeaderBytes, d.HeaderBytes), BodyBytes: cmp.Or(b.BodyBytes, d.BodyBytes),
		Calls: cmp.Or(b.Calls, d.Calls), CallsWaiting: cmp.Or(b.CallsWaiting, d.CallsWaiting), Polls: b.Polls,
	}
}

// principal is who shares places with others.
type principal struct{ account, name string }

// shares are what callers divide among themselves.
type shares struct {
	places *fairshare.Pool[principal, string]
	bodies *fairshare.Pool[netip.Prefix, struct{}]
	polls  *fairshare.Pool[principal, struct{}]
}

func newShares(b Bounds) shares {
	return shares{
		places: fairshare.New[principal, string](int64(b.Calls), max(1, int64(b.Calls)*3/4), b.CallsWaiting),
		// Each of those who wait has a connection, and of these there are only so many.
		bodies: fairshare.New[netip.Prefix, struct{}](int64(b.BodyBytes), int64(b.BodyBytes/2), noBound),
		// Nobody waits to be let wait.
		polls: fairshare.New[principal, struct{}](noBound, int64(cmp.Or(b.Polls, noBound)), 0),
	}
}

const noBound = 1 << 30

// Figures are what the door's bounds are used for at a moment.
type Figures struct {
	// Calls are being worked on, of the MostCalls that may be; CallsWaiting wait for a place.
	Calls, MostCalls, CallsWaiting int
	// BodyBytes are taken by large bodies, of the MostBodyBytes that may be; BodiesWaiting wait for room.
	BodyBytes, MostBodyBytes int64
	BodiesWaiting            int
}

// Figures tells what the bounds are used for.
func (h *Handler) Figures() Figures {
	f := Figures{MostCalls: h.Bounds.Calls, MostBodyBytes: int64(h.Bounds.BodyBytes)}
	calls, waiting := h.shares.places.InUse()
	f.Calls, f.CallsWaiting = int(calls), waiting
	f.BodyBytes, f.BodiesWaiting = h.shares.bodies.InUse()
	return f
}

// smallBody is the size up to which bodies are not counted: as many of them as there are connections fit into memory.
const smallBody = 4 << 10

// held is what an exchange holds of the shares.
type held struct {
	from      netip.Prefix
	bodyBytes int64
	place     bool
	poll      bool
	principal principal
}

// reserveBody takes the memory for a body of a length, -1 if that is not known, and waits for it if need be.
func (e *exchange) reserveBody(length int64) error {
	if length < 0 {
		length = e.h.MaxBody
	}
	if length <= smallBody {
		return nil
	}
	timeout := e.h.Bounds.BodyTimeout
	ctx, cancel := context.WithTimeout(e.r.Context(), timeout)
	defer cancel()
	from := origin(e.r.RemoteAddr)
	if err := e.h.shares.bodies.Acquire(ctx, from, struct{}{}, length); err != nil {
		return &swf.ServiceUnavailable{FaultDetail: swf.FaultDetail{Message: "There is no room for the request's body at the moment"}}
	}
	e.held.from, e.held.bodyBytes = from, length
	if e.r.ContentLength > 0 {
		e.body.grow(int(length) + 1)
	}
	// The time that it has waited is not the client's.
	e.r.Body = &paced{
		ReadCloser: e.r.Body, control: http.NewResponseController(e.w), most: e.h.MaxBody, timeout: timeout, began: time.Now(),
	}
	return nil
}

// origin is where a request comes from; what is no address counts as one.
func origin(remote string) netip.Prefix {
	a, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	return listen.Network(a.Addr())
}

// releaseMemory gives back what was taken for the body. A call keeps it to its end, for what was decoded of it takes as much; a poll does
// not, for it has little of it and waits.
func (e *exchange) releaseMemory() {
	if e.held.bodyBytes > 0 {
		e.h.shares.bodies.Release(e.held.from, e.held.bodyBytes)
		e.held.bodyBytes = 0
	}
}

// takePlace waits until it is the caller's turn. The place is kept until the reply has been handed over: a large one that nobody
// takes is in memory, too.
func (e *exchange) takePlace(caller access.Caller) error {
	e.held.principal = principal{caller.Account, caller.Principal}
	err := e.h.shares.places.Acquire(e.r.Context(), e.held.principal, e.domain, 1)
	e.held.place = err == nil
	if errors.Is(err, fairshare.ErrFull) {
		return throttled()
	}
	return err
}

func (e *exchange) leavePlace() {
	if e.held.place {
		e.h.shares.places.Release(e.held.principal, 1)
		e.held.place = false
	}
	if e.held.poll {
		e.h.shares.polls.Release(e.held.principal, 1)
		e.held.poll = false
	}
}

// beginPoll counts a poll to those of its caller, unless there are enough.
func (e *exchange) beginPoll(caller access.Caller) error {
	e.held.principal = principal{caller.Account, caller.Principal}
	err := e.h.shares.polls.Acquire(e.r.Context(), e.held.principal, struct{}{}, 1)
	e.held.poll = err == nil
	if err != nil {
		return throttled()
	}
	return nil
}
