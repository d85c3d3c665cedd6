package fairshare

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// ErrFull is what callers of a party are told of which as many wait as may.
var ErrFull = errors.New("too many wait already")

// Pool is what is divided. It is safe for concurrent use.
type Pool[Party, Part comparable] struct {
	// share is the most that a party may hold, and queue how many of its callers may wait.
	share int64
	queue int

	mu sync.Mutex
	// size is all there is, and free what nobody holds.
	size, free int64
	waiting    int
	// parties are those who hold something or wait, and turns those who wait, in the order of their turns.
	parties map[Party]*party[Part]
	turns   []*party[Part]
	// spare are parties that have gone, to be used again.
	spare []*party[Part]
}

// party is who holds something or waits.
type party[Part comparable] struct {
	held int64
	// lines are the parts that wait, in the order of their turns.
	lines   []*line[Part]
	waiting int
}

// line are the callers of a part, in the order of their coming.
type line[Part comparable] struct {
	part    Part
	callers []*caller
}

// caller waits for n. It is let in when in is closed.
type caller struct {
	n  int64
	in chan struct{}
}

// mostSpare is how many parties are kept to be used again.
const mostSpare = 64

// New makes a pool of a size, of which no party holds more than its share, which is at least 1. Of each party a queue of callers may wait.
func New[Party, Part comparable](size, share int64, queue int) *Pool[Party, Part] {
	return &Pool[Party, Part]{
		size: size, free: size, share: share, queue: queue, parties: map[Party]*party[Part]{},
	}
}

// Acquire takes n for a party, and waits for it if need be. N is at most the share. Whoever gets nil gives it back by Release. Otherwise
// nothing was taken, and the error is that of ctx, or ErrFull.
func (p *Pool[Party, Part]) Acquire(ctx context.Context, of Party, part Part, n int64) error {
	c, err := p.ask(of, part, n)
	if c == nil || err != nil {
		return err
	}
	select {
	case <-c.in:
		return nil
	case <-ctx.Done():
		return p.giveUp(ctx, of, part, c)
	}
}

// ask takes n at once, or returns the caller who waits for it.
func (p *Pool[Party, Part]) ask(of Party, part Part, n int64) (*caller, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.enter(of)
	switch {
	case len(p.turns) == 0 && n <= p.free && who.held+n <= p.share:
		p.free -= n
		who.held += n
		return nil, nil
	case who.waiting >= p.queue:
		p.leave(of, who)
		return nil, ErrFull
	}
	if who.waiting == 0 {
		p.turns = append(p.turns, who)
	}
	c := &caller{n, make(chan struct{})}
	who.add(part, c)
	p.waiting++
	p.admit()
	return c, nil
}

// giveUp takes a caller out of its line. If it has been let in at this very moment, it is in.
func (p *Pool[Party, Part]) giveUp(ctx context.Context, of Party, part Part, c *caller) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-c.in:
		return nil
	default:
	}
	who := p.parties[of]
	who.remove(part, c)
	p.waiting--
	if who.waiting == 0 {
		p.turns = slices.DeleteFunc(p.turns, func(w *party[Part]) bool { return w == who })
		p.leave(of, who)
	}
	// Whoever stood behind may fit where it did not.
	p.admit()
	return ctx.Err()
}

// Release gives back n that a party has acquired.
func (p *Pool[Party, Part]) Release(of Party, n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	who := p.parties[of]
	who.held -= n
	p.free += n
	p.leave(of, who)
	p.admit()
}

// InUse is how much is held, and how many callers wait.
func (p *Pool[Party, Part]) InUse() (held int64, waiting int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.size - p.free, p.waiting
}

// admit lets in those whose turn it is, as long as there is enough. Who has a share already is passed over and keeps its turn.
func (p *Pool[Party, Part]) admit() {
	for i := 0; i < len(p.turns); {
		who := p.turns[i]
		n := who.lines[0].callers[0].n
		switch {
		case who.held+n > p.share:
			i++
			continue
		case n > p.free:
			return
		}
		p.free -= n
		who.held += n
		p.waiting--
		close(who.next().in)
		p.turns = slices.Delete(p.turns, i, i+1)
		if who.waiting > 0 {
			p.turns = append(p.turns, who)
		}
	}
}

// enter returns a party, and remembers it until it leaves.
func (p *Pool[Party, Part]) enter(of Party) *party[Part] {
	who := p.parties[of]
	if who != nil {
		return who
	}
	if n := len(p.spare); n > 0 {
		who, p.spare = p.spare[n-1], p.spare[:n-1]
	} else {
		who = &party[Part]{}
	}
	p.parties[of] = who
	return who
}

// leave forgets a party that holds nothing and does not wait.
func (p *Pool[Party, Part]) leave(of Party, who *party[Part]) {
	if who.held > 0 || who.waiting > 0 {
		return
	}
	delete(p.parties, of)
	if len(p.spare) < mostSpare {
		p.spare = append(p.spare, who)
	}
}

func (w *party[Part]) add(part Part, c *caller) {
	w.waiting++
	for _, l := range w.lines {
		if l.part == part {
			l.callers = append(l.callers, c)
			return
		}
	}
	w.lines = append(w.lines, &line[Part]{part, []*caller{c}})
}

// next takes the caller whose turn it is; its part's next turn comes after the others'.
func (w *party[Part]) next() *caller {
	w.waiting--
	l := w.lines[0]
	w.lines = w.lines[1:]
	c := l.callers[0]
	if l.callers = l.callers[1:]; len(l.callers) > 0 {
		w.lines = append(w.lines, l)
	}
	return c
}

func (w *party[Part]) remove(part Part, c *caller) {
	w.waiting--
	for _, l := range w.lines {
		if l.part == part {
			l.callers = slices.DeleteFunc(l.callers, func(other *caller) bool { return other == c })
		}
	}
	w.lines = slices.DeleteFunc(w.lines, func(l *line[Part]) bool { return len(l.callers) == 0 })
}
