package bench

import (
	"context"
	"time"
)

// idleRuns starts N runs that nobody cares for, and looks at what they cost. They are open when it ends.
func (r *Run) idleRuns(ctx context.Context) (*Result, error) {
	before, err := r.settle(ctx)
	if err != nil {
		return nil, err
	}
	w, err := r.each(ctx, r.N, func(ctx context.Context, i int) error {
		_, err := r.start(ctx, r.workflowID(int64(i)))
		return err
	})
	if err != nil {
		return nil, err
	}
	after, err := r.settle(ctx)
	if err != nil {
		return nil, err
	}
	result := r.result("starts", w)
	result.add("memory of the server, for each open run", float64(after.Resident-before.Resident)/float64(r.N), "bytes")
	result.add("memory of the server in all", float64(after.Resident)/(1<<20), "MiB")
	return result, nil
}

// settle leaves the server alone for a while: what it holds only for work in hand, it gives back.
func (r *Run) settle(ctx context.Context) (Usage, error) {
	r.tell("letting the server settle for %v", r.Settle)
	timer := time.NewTimer(r.Settle)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return Usage{}, context.Cause(ctx)
	case <-timer.C:
	}
	return r.Usage()
}
