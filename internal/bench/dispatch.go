package bench

import (
	"context"
	"fmt"
	"time"
)

// dispatch schedules one activity after the other on a server that has nothing else to do, while a worker polls. What is timed is from the
// decision that schedules until the worker has the task.
func (r *Run) dispatch(ctx context.Context) (*Result, error) {
	run, err := r.start(ctx, r.workflowID(0))
	if err != nil {
		return nil, err
	}
	delivered, c := make(chan string), newCrew(ctx)
	c.repeat(func(ctx context.Context) error {
		task, err := r.pollActivity(ctx)
		if err != nil || task == nil {
			return err
		}
		select {
		case delivered <- task.TaskToken:
		case <-ctx.Done():
		}
		return nil
	})
	var all Latencies
	begin := time.Now()
	for n := int64(0); err == nil && n < int64(r.N); n++ {
		var took time.Duration
		if took, err = r.dispatchOne(c.ctx, delivered); err == nil {
			all.Add(took)
		}
		r.tell("%d of %d activities", n+1, r.N)
	}
	elapsed := time.Since(begin)
	if err := c.dismiss(err); err != nil {
		return nil, err
	}
	result := &Result{}
	result.add("activities, one after the other", float64(all.Count())/elapsed.Seconds(), "/s")
	result.addLatency("from schedule to start", &all)
	return result, r.terminate(ctx, run)
}

// dispatchOne lets one activity be scheduled and done.
func (r *Run) dispatchOne(ctx context.Context, delivered <-chan string) (time.Duration, error) {
	decision, err := r.decision(ctx)
	if err != nil {
		return 0, err
	}
	begin := time.Now()
	if err := r.decide(ctx, decision.TaskToken, r.schedule("a")); err != nil {
		return 0, err
	}
	limit := time.NewTimer(r.patience)
	defer limit.Stop()
	select {
	case <-limit.C:
		return 0, fmt.Errorf("%w in %v", errNoTask, r.patience)
	case token := <-delivered:
		took := time.Since(begin)
		return took, r.complete(ctx, token)
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}
