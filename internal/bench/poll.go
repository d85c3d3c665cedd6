package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/swfd/swfd/swf"
)

// pollDecision polls for a decision task, and returns nil if none came. Like a decider that remembers what it has seen, it asks for what is new
// only.
func (r *Run) pollDecision(ctx context.Context) (*swf.PollForDecisionTaskOutput, error) {
	in := swf.NewPollForDecisionTaskInput(Domain, r.deciders())
	in.StartAtPreviousStartedEvent = true
	task, err := r.Service.PollForDecisionTask(ctx, in)
	switch {
	case err != nil || task.TaskToken == "":
		return nil, err
	case task.WorkflowExecution == nil:
		return nil, fmt.Errorf("%w: a decision task without a run", errStrange)
	}
	return task, nil
}

// pollActivity polls for an activity task, and returns nil if none came.
func (r *Run) pollActivity(ctx context.Context) (*swf.PollForActivityTaskOutput, error) {
	task, err := r.Service.PollForActivityTask(ctx, swf.NewPollForActivityTaskInput(Domain, r.workers()))
	switch {
	case err != nil || task.TaskToken == "":
		return nil, err
	case task.WorkflowExecution == nil:
		return nil, fmt.Errorf("%w: an activity task without a run", errStrange)
	}
	return task, nil
}

// decision and activity poll until the task is there that has to come.
func (r *Run) decision(ctx context.Context) (*swf.PollForDecisionTaskOutput, error) {
	return awaitTask(ctx, r.patience, r.pollDecision)
}

func (r *Run) activity(ctx context.Context) (*swf.PollForActivityTaskOutput, error) {
	return awaitTask(ctx, r.patience, r.pollActivity)
}

// longestWait is how long a task is waited for that has to come: more than the longest poll.
const longestWait = 90 * time.Second

// errNoTask ends a scenario that waits for a task that does not come.
var errNoTask = errors.New("a task that had to come has not come")

// awaitTask polls until there is a task. One that does not come in so long is an error.
func awaitTask[Task any](ctx context.Context, patience time.Duration, poll func(context.Context) (*Task, error)) (*Task, error) {
	ctx, stop := context.WithTimeoutCause(ctx, patience, fmt.Errorf("%w in %v", errNoTask, patience))
	defer stop()
	for {
		task, err := poll(ctx)
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err != nil || task != nil:
			return task, err
		}
	}
}
