package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/swfd/swfd/swf"
)

// workflow lets clients start workflows of one activity that does nothing, and deciders and workers see them through: seven calls and
// eleven events each. What is timed is a workflow from the call that starts it until the one that completes it has been answered.
func (r *Run) workflow(ctx context.Context) (*Result, error) {
	f := &flow{Run: r, starting: make(chan struct{}, r.Clients), closed: map[string]chan struct{}{}}
	crew, err := f.hire(ctx)
	if err != nil {
		return nil, err
	}
	w, err := r.drive(crew.ctx, r.InFlight, f.one)
	if err := crew.dismiss(err); err != nil {
		return nil, err
	}
	return r.result("workflows", w), nil
}

// flow is the workflows under way.
type flow struct {
	*Run
	// starting has room for as many starts as there are clients.
	starting chan struct{}
	started  atomic.Int64
	mu       sync.Mutex
	// closed has a channel for each workflow under way, which is closed when the workflow is.
	closed map[string]chan struct{}
}

// one starts a workflow and waits until it has closed.
func (f *flow) one(ctx context.Context, _ int) error {
	id := f.workflowID(f.started.Add(1))
	done := make(chan struct{})
	f.mu.Lock()
	f.closed[id] = done
	f.mu.Unlock()
	f.starting <- struct{}{}
	_, err := f.start(ctx, id)
	<-f.starting
	if err != nil {
		return err
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// hire lets deciders and workers work.
func (f *flow) hire(ctx context.Context) (*crew, error) {
	c := newCrew(ctx)
	for range max(2, min(f.InFlight, 64)) {
		c.repeat(f.decideOne)
		c.repeat(f.workOne)
	}
	return c, nil
}

// decideOne schedules the activity, and completes the workflow when it was done.
func (f *flow) decideOne(ctx context.Context) error {
	task, err := f.pollDecision(ctx)
	if err != nil || task == nil {
		return err
	}
	if task.PreviousStartedEventID == 0 {
		return f.decide(ctx, task.TaskToken, f.schedule("a"))
	}
	if !slices.ContainsFunc(task.Events, isDone) {
		return errors.New("the activity of a workflow was not done: the service has not scheduled it, or has timed it out")
	}
	if err := f.decide(ctx, task.TaskToken, &swf.CompleteWorkflowExecutionDecisionAttributes{}); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id := task.WorkflowExecution.WorkflowID
	done, ok := f.closed[id]
	if !ok {
		return fmt.Errorf("%w: a decision task of %s, which is not under way", errStrange, id)
	}
	close(done)
	delete(f.closed, id)
	return nil
}

func isDone(e swf.HistoryEvent) bool {
	_, ok := e.Attributes.(*swf.ActivityTaskCompletedEventAttributes)
	return ok
}

func (f *flow) workOne(ctx context.Context) error {
	task, err := f.pollActivity(ctx)
	if err != nil || task == nil {
		return err
	}
	return f.complete(ctx, task.TaskToken)
}
