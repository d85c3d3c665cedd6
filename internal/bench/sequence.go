package bench

import (
	"context"
	"time"
)

// sequence does N activities one after the other in one run, as a decider does that asks only for what is new: each step is a decision task,
// an activity and their answers. It compares the last tenth of the steps with the first.
func (r *Run) sequence(ctx context.Context) (*Result, error) {
	run, err := r.start(ctx, r.workflowID(0))
	if err != nil {
		return nil, err
	}
	steps := make([]time.Duration, r.N)
	for i := range steps {
		begin := time.Now()
		if err := r.step(ctx); err != nil {
			return nil, err
		}
		steps[i] = time.Since(begin)
		r.tell("%d of %d activities", i+1, r.N)
	}
	result := &Result{}
	tenth := max(1, r.N/10)
	first, last, all := latenciesOf(steps[:tenth]), latenciesOf(steps[r.N-tenth:]), latenciesOf(steps)
	result.add("the last tenth of the steps, in times of the first (medians)", last.Quantile(0.5).Seconds()/first.Quantile(0.5).Seconds(), "")
	result.addLatency("the first tenth", first)
	result.addLatency("the last tenth", last)
	result.addLatency("all steps", all)
	return result, r.terminate(ctx, run)
}

// step lets one activity be scheduled and done.
func (r *Run) step(ctx context.Context) error {
	decision, err := r.decision(ctx)
	if err != nil {
		return err
	}
	if err := r.decide(ctx, decision.TaskToken, r.schedule("a")); err != nil {
		return err
	}
	task, err := r.activity(ctx)
	if err != nil {
		return err
	}
	return r.complete(ctx, task.TaskToken)
}

func latenciesOf(durations []time.Duration) *Latencies {
	l := &Latencies{}
	for _, d := range durations {
		l.Add(d)
	}
	return l
}
