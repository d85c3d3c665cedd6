package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/swfd/swfd/swf"
)

// Own is a server that belongs to whoever measures.
type Own interface {
	// Kill ends the server at once, as a failure does.
	Kill() error
	// Start starts it again on the same data and address, and returns when it serves.
	Start(ctx context.Context) error
}

// mostTimed is how many runs have a timer that falls due while the server is down.
const mostTimed = 1000

// restart kills a server that has N open runs, starts it again when timers of some have fallen due, and looks how long it takes until it
// serves, and from then on until those timers have fired.
func (r *Run) restart(ctx context.Context) (*Result, error) {
	starts, err := r.each(ctx, r.N, func(ctx context.Context, i int) error {
		_, err := r.start(ctx, r.workflowID(int64(i)))
		return err
	})
	if err != nil {
		return nil, err
	}
	timed, due, err := r.startOneTimerEach(ctx, min(r.N, mostTimed))
	if err != nil {
		return nil, err
	}
	if err := r.Own.Kill(); err != nil {
		return nil, err
	}
	// The last of the timers falls due a second after the first.
	if err := r.stayDown(ctx, due.Add(time.Second)); err != nil {
		return nil, err
	}
	began := time.Now()
	if err := r.Own.Start(ctx); err != nil {
		return nil, err
	}
	served := time.Now()
	result := &Result{}
	result.add("from the start of the server until it serves", served.Sub(began).Seconds(), "s")
	if err := r.addOpening(result); err != nil {
		return nil, err
	}
	late := &Latencies{}
	if err := r.awaitTimers(ctx, timed, due); err != nil {
		return nil, err
	}
	for _, run := range timed {
		if err := r.lateness(ctx, run, swf.TimestampOf(served), late); err != nil {
			return nil, err
		}
	}
	if err := expectFired(late, len(timed)); err != nil {
		return nil, err
	}
	if err := r.expectOpen(ctx, r.N); err != nil {
		return nil, err
	}
	result.addLatency("a timer that fell due meanwhile, from then on", late)
	result.addLatency("a start of a run, before", &starts.latencies)
	return result, nil
}

// startOneTimerEach starts a timer in each of so many runs, some of those that wait for a decider. None falls due before the instant that it
// returns, and all within a second from then on.
func (r *Run) startOneTimerEach(ctx context.Context, n int) ([]swf.WorkflowExecution, time.Time, error) {
	// To start a timer takes a fraction of a millisecond, on a slow machine a few.
	due := time.Now().Add(5*time.Second + time.Duration(n)*5*time.Millisecond)
	runs := make([]swf.WorkflowExecution, n)
	_, err := r.each(ctx, n, func(ctx context.Context, i int) error {
		task, err := r.decision(ctx)
		if err != nil {
			return err
		}
		runs[i] = *task.WorkflowExecution
		return r.decide(ctx, task.TaskToken, startTimers(i, 1, due)...)
	})
	if err == nil && time.Now().After(due) {
		err = fmt.Errorf("%d timers took too long to start on a server with %d open runs", n, r.N)
	}
	return runs, due, err
}

func (r *Run) stayDown(ctx context.Context, until time.Time) error {
	r.tell("the server is down until timers have fallen due")
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// addOpening adds what the server has used to open, if that can be known.
func (r *Run) addOpening(result *Result) error {
	if r.Usage == nil {
		return nil
	}
	u, err := r.Usage()
	if err != nil {
		return err
	}
	result.add("processor time of the server until then, for each open run", float64(u.CPU.Microseconds())/float64(r.N), "us")
	result.add("memory of the server then", float64(u.Resident)/(1<<20), "MiB")
	return nil
}

// expectOpen expects so many open runs, or at least as many as the server counts.
func (r *Run) expectOpen(ctx context.Context, n int) error {
	out, err := r.Service.CountOpenWorkflowExecutions(ctx, swf.NewCountOpenWorkflowExecutionsInput(Domain, swf.ExecutionTimeFilter{}))
	if err != nil {
		return err
	}
	if found := int(out.Count); found > n || found < n && !out.Truncated {
		return fmt.Errorf("%d runs were open, and %d are after the restart", n, out.Count)
	}
	return nil
}
