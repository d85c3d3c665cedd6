package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/swfd/swfd/swf"
)

// few is the number of open activities that a run with many is compared with.
const few = 10

// fanout completes activities of a run that has N of them open, and of one that has ten, and compares them: what a completion costs
// should not depend on what else is open.
func (r *Run) fanout(ctx context.Context) (*Result, error) {
	result := &Result{}
	var medians []float64
	for i, open := range []int{few, r.N} {
		all := &Latencies{}
		// A run with few is made again and again, until as many were completed.
		for n := int64(0); all.Count() < int64(r.N); n++ {
			if err := r.fanOne(ctx, r.workflowID(int64(i)<<32+n), open, all); err != nil {
				return nil, err
			}
		}
		medians = append(medians, all.Quantile(0.5).Seconds())
		result.addLatency(fmt.Sprintf("a completion in a run of %d activities", open), all)
	}
	result.add(fmt.Sprintf("a completion among %d, in times of one among %d (medians)", r.N, few), medians[1]/medians[0], "")
	return result, nil
}

// mostDecisions is how many decisions one answer has.
const mostDecisions = 100

// fanOne starts a run with so many activities, and completes all of them.
func (r *Run) fanOne(ctx context.Context, workflowID string, open int, all *Latencies) error {
	run, err := r.start(ctx, workflowID)
	if err != nil {
		return err
	}
	if err := r.fanOut(ctx, run, open); err != nil {
		return err
	}
	if err := r.expectScheduled(ctx, run, open); err != nil {
		return r.leave(ctx, err, run)
	}
	tokens := make([]string, open)
	for i := range tokens {
		task, err := r.activity(ctx)
		if err != nil {
			return err
		}
		tokens[i] = task.TaskToken
	}
	for _, token := range tokens {
		begin := time.Now()
		if err := r.complete(ctx, token); err != nil {
			return err
		}
		all.Add(time.Since(begin))
		r.tell("%d completions", all.Count())
	}
	return r.terminate(ctx, run)
}

// expectScheduled expects so many open activities: a service that allows fewer schedules no more, and their tasks would never come.
func (r *Run) expectScheduled(ctx context.Context, run swf.WorkflowExecution, open int) error {
	out, err := r.Service.DescribeWorkflowExecution(ctx, swf.NewDescribeWorkflowExecutionInput(Domain, run))
	switch {
	case err != nil:
		return err
	case int(out.OpenCounts.OpenActivityTasks) != open:
		return fmt.Errorf("%d of %d activities could be scheduled: does the service allow a run so many (limit-open-activities)?",
			out.OpenCounts.OpenActivityTasks, open)
	}
	return nil
}

// fanOut schedules activities, as many in one answer as one may have, and signals the run for the next answer.
func (r *Run) fanOut(ctx context.Context, run swf.WorkflowExecution, open int) error {
	for done := 0; done < open; done += mostDecisions {
		task, err := r.decision(ctx)
		if err != nil {
			return err
		}
		var decisions []swf.DecisionAttributes
		for i := done; i < min(open, done+mostDecisions); i++ {
			decisions = append(decisions, r.schedule(fmt.Sprint("a", i)))
		}
		if err := r.decide(ctx, task.TaskToken, decisions...); err != nil {
			return err
		}
		if done+mostDecisions < open {
			if err := r.signal(ctx, run); err != nil {
				return err
			}
		}
	}
	return nil
}
