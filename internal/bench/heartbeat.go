package bench

import (
	"context"
	"fmt"

	"github.com/swfd/swfd/swf"
)

// heartbeat lets each client beat for an activity of a run of its own, as fast as it gets answers.
func (r *Run) heartbeat(ctx context.Context) (*Result, error) {
	tokens, err := r.startBeating(ctx)
	if err != nil {
		return nil, err
	}
	w, err := r.drive(ctx, r.Clients, func(ctx context.Context, client int) error {
		in := swf.NewRecordActivityTaskHeartbeatInput(tokens[client].token)
		in.Details = &details
		_, err := r.Service.RecordActivityTaskHeartbeat(ctx, in)
		return err
	})
	var runs []swf.WorkflowExecution
	for _, t := range tokens {
		runs = append(runs, t.run)
	}
	if err := r.leave(ctx, err, runs...); err != nil {
		return nil, err
	}
	return r.result("heartbeats", w), nil
}

// details are what a worker may want to say of its progress.
var details = `{"step":"packing","done":17,"of":42}`

// beating is an activity that a worker has begun.
type beating struct {
	run   swf.WorkflowExecution
	token string
}

// startBeating starts as many runs as there are clients, and the activity of each.
func (r *Run) startBeating(ctx context.Context) ([]beating, error) {
	tokens := make([]beating, r.Clients)
	for i := range tokens {
		run, err := r.start(ctx, r.workflowID(int64(i)))
		if err != nil {
			return nil, err
		}
		decision, err := r.decision(ctx)
		if err != nil {
			return nil, err
		}
		if err := r.decide(ctx, decision.TaskToken, r.schedule("a")); err != nil {
			return nil, err
		}
		task, err := r.activity(ctx)
		if err != nil {
			return nil, err
		}
		if *task.WorkflowExecution != run {
			return nil, fmt.Errorf("a task of %s was given out in place of one of %s", task.WorkflowExecution.WorkflowID, run.WorkflowID)
		}
		tokens[i] = beating{run, task.TaskToken}
		r.tell("%d of %d activities have begun", i+1, len(tokens))
	}
	return tokens, nil
}
