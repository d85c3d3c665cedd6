package bench

import (
	"context"

	"github.com/swfd/swfd/swf"
)

// signals lets all clients signal one run, until it has N of them: commands for one run come one after the other, but may share commits.
func (r *Run) signals(ctx context.Context) (*Result, error) {
	run, err := r.start(ctx, r.workflowID(0))
	if err != nil {
		return nil, err
	}
	w, err := r.each(ctx, r.N, func(ctx context.Context, _ int) error { return r.signal(ctx, run) })
	if err := r.leave(ctx, err, run); err != nil {
		return nil, err
	}
	return r.result("signals of one run", w), nil
}

func (r *Run) signal(ctx context.Context, run swf.WorkflowExecution) error {
	in := swf.NewSignalWorkflowExecutionInput(Domain, run.WorkflowID, "s")
	in.RunID = &run.RunID
	in.Input = &details
	_, err := r.Service.SignalWorkflowExecution(ctx, in)
	return err
}
