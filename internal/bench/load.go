package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Load is how hard a scenario drives an endpoint, and for how long.
type Load struct {
	// Clients is how many callers there are; each waits for an answer before it calls again.
	Clients int
	// InFlight is how many workflows are under way at once, where workflows are started. 0 means Clients.
	InFlight int
	// WarmUp is how long the endpoint is driven before anything counts, and Duration for how long it counts then.
	WarmUp, Duration time.Duration
}

// Usage is what a server process has used.
type Usage struct {
	// CPU is the processor time of the process since its start, Resident its memory in bytes.
	CPU      time.Duration
	Resident int64
}

// window is what happened while it counted.
type window struct {
	latencies Latencies
	elapsed   time.Duration
	// cpu is the processor time that the server has used meanwhile, 0 if that is not known.
	cpu time.Duration
	// steady tells how it was from part to part, nil if it was too short to tell.
	steady *steadiness
}

func (w *window) rate() float64 { return float64(w.latencies.Count()) / w.elapsed.Seconds() }

// drive lets so many clients repeat something until the time of the load is over. What ends while it counts is counted. The first
// error ends it.
func (r *Run) drive(ctx context.Context, clients int, do func(ctx context.Context, client int) error) (*window, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	d := &drive{begin: time.Now().Add(r.WarmUp), parts: make([]Latencies, clients), do: do, stop: stop}
	d.end = d.begin.Add(r.Duration)
	if r.Duration >= steadyTime {
		d.steady = newSteadiness(d.begin, d.end)
		if r.Pulse != nil {
			r.Pulse.watch(d.begin, d.end)
		}
	}
	late := time.AfterFunc(time.Until(d.end)+r.patience, func() { stop(fmt.Errorf("%w in %v after the others", errNoEnd, r.patience)) })
	defer late.Stop()
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() { d.client(ctx, i) })
	}
	w, err := d.watch(ctx, r)
	if err != nil {
		stop(err)
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	for i := range d.parts {
		w.latencies.Merge(&d.parts[i])
	}
	w.steady = d.steady
	if w.latencies.Count() == 0 {
		return nil, fmt.Errorf("nothing came to an end in %v; measure for longer", r.Duration)
	}
	return w, nil
}

// errNoEnd ends a drive in which something is under way for too long when its time is over.
var errNoEnd = errors.New("what was begun has not come to an end")

// drive is the state of Run.drive.
type drive struct {
	begin, end time.Time
	parts      []Latencies
	done       atomic.Int64
	do         func(ctx context.Context, client int) error
	stop       context.CancelCauseFunc
	steady     *steadiness
}

func (d *drive) client(ctx context.Context, i int) {
	for ctx.Err() == nil {
		start := time.Now()
		if !start.Before(d.end) {
			return
		}
		if err := d.do(ctx, i); err != nil {
			d.stop(err)
			return
		}
		d.done.Add(1)
		if now := time.Now(); now.After(d.begin) && now.Before(d.end) {
			d.parts[i].Add(now.Sub(start))
			if d.steady != nil {
				d.steady.add(now, now.Sub(start))
			}
		}
	}
}

// watch looks at the server's usage when counting begins and ends, and tells how far it is.
func (d *drive) watch(ctx context.Context, r *Run) (*window, error) {
	if err := d.await(ctx, r, "warming up", d.begin); err != nil {
		return nil, err
	}
	began := time.Now()
	before, err := r.usage()
	if err != nil {
		return nil, err
	}
	if err := d.await(ctx, r, "measuring", d.end); err != nil {
		return nil, err
	}
	w := &window{elapsed: time.Since(began)}
	return w, r.used(w, before)
}

func (d *drive) await(ctx context.Context, r *Run, what string, until time.Time) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	over := time.NewTimer(time.Until(until))
	defer over.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-over.C:
			return nil
		case <-tick.C:
			r.tell("%s: %.0f s to go, %d done", what, time.Until(until).Seconds(), d.done.Load())
		}
	}
}

// each lets the clients do n things, each once, as fast as they can.
func (r *Run) each(ctx context.Context, n int, do func(ctx context.Context, i int) error) (*window, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	before, err := r.usage()
	if err != nil {
		return nil, err
	}
	parts := make([]Latencies, r.Clients)
	var next atomic.Int64
	var group sync.WaitGroup
	begin := time.Now()
	for client := range r.Clients {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				start := time.Now()
				if err := do(ctx, i); err != nil {
					stop(err)
					return
				}
				parts[client].Add(time.Since(start))
				if client == 0 {
					r.tell("%d of %d done", i, n)
				}
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	w := &window{elapsed: time.Since(begin)}
	for i := range parts {
		w.latencies.Merge(&parts[i])
	}
	return w, r.used(w, before)
}

// usage is what the server has used so far, nothing if that cannot be known.
func (r *Run) usage() (Usage, error) {
	if r.Usage == nil {
		return Usage{}, nil
	}
	return r.Usage()
}

// used notes the processor time that the server has used since an earlier look.
func (r *Run) used(w *window, before Usage) error {
	after, err := r.usage()
	w.cpu = after.CPU - before.CPU
	return err
}
