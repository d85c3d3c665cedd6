package engine

import (
	"context"
	"errors"
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/swf"
)

// Lambda calls Lambda functions; package lambda implements it.
type Lambda interface {
	// Invoke calls a function and waits for its answer. It calls the function at most once. A *LambdaFailure is how the call has
	// failed; any other error means that ctx has ended and that nobody knows what became of the call. It returns soon after
	// ctx has ended.
	Invoke(ctx context.Context, function string, input *string) (result string, err error)
}

// LambdaFailure is what the history tells of a call that has failed.
type LambdaFailure struct {
	// Reason says in a word what has failed: up to 256 characters. Details, up to 32768, may be empty.
	Reason, Details string
}

// Error is the reason and the details.
func (f *LambdaFailure) Error() string { return f.Reason + ": " + f.Details }

// runLambda starts a claimed task, calls its function, and reports the outcome. The claim returns to its place if the task could not be
// started for a reason that passes.
func (e *Engine) runLambda(ctx context.Context, claim tasklist.Task) {
	calling, done := e.lambdas.begin(ctx, taskID{claim.RunID, claim.ScheduledID})
	defer done()
	task, err := e.startLambda(&claim)
	switch {
	case errors.Is(err, execution.ErrStale), errors.Is(err, errUnreadable):
		return
	case err != nil:
		e.postpone("a Lambda task", err)
		e.lambdas.waiting.Return(lambdaList, claim)
		e.waits.Pause(ctx, retryAfter)
		return
	}
	result, err := e.invoke(calling, task)
	var failure *LambdaFailure
	switch {
	case err == nil:
		e.endLambda(ctx, &claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts, _ *commit) (execution.Change, error) {
			return s.CompleteLambda(now, f, task.ScheduledID, &result)
		})
	case errors.As(err, &failure):
		e.endLambda(ctx, &claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts, _ *commit) (execution.Change, error) {
			return s.FailLambda(now, f, task.ScheduledID, &failure.Reason, optional(failure.Details))
		})
	}
	// Else the task has ended, or will time out: the function may have run, so it is not called again.
}

// startLambda makes the start of a task durable. Only then may its function be called: after a crash, a task that was started
// is left to its time-out, and one that was not is started.
func (e *Engine) startLambda(claim *tasklist.Task) (execution.LambdaTask, error) {
	var task execution.LambdaTask
	err := e.onClaimed(claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts, _ *commit) (c execution.Change, err error) {
		task, c, err = s.StartLambda(now, f, claim.ScheduledID)
		return c, err
	})
	return task, err
}

// invoke calls a function, and gives it up when its task times out.
func (e *Engine) invoke(ctx context.Context, task execution.LambdaTask) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	wake, stop := e.clock.Wake(task.Deadline)
	var alarm sync.WaitGroup
	alarm.Go(func() {
		select {
		case <-wake:
			cancel()
		case <-ctx.Done():
		}
	})
	defer alarm.Wait()
	defer stop()
	defer cancel()
	return e.lambdas.backend.Invoke(ctx, task.Name, task.Input)
}

// endLambda reports an outcome, again and again while the store takes no writes; the last time when the server ends.
func (e *Engine) endLambda(ctx context.Context, claim *tasklist.Task, do onClaim) {
	for {
		err := e.onClaimed(claim, do)
		if err == nil || errors.Is(err, execution.ErrStale) || errors.Is(err, errUnreadable) {
			return
		}
		e.postpone("the outcome of a Lambda function", err)
		if ctx.Err() != nil {
			return
		}
		e.waits.Pause(ctx, retryAfter)
	}
}

// optional is nil for an empty text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
