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

// DefaultLambdaWorkers is how many Lambda functions are called at once.
const DefaultLambdaWorkers = 64

// lambdas is where Lambda tasks wait, and who calls their functions. A task that waits is a row of its run and an entry here, as with other
// tasks; the server's own workers are its pollers. So however much waits, only so many functions run at once, and what waits outlives
// a crash.
type lambdas struct {
	backend Lambda
	workers int
	waiting *tasklist.Lists
	// working are the workers.
	working sync.WaitGroup

	mu sync.Mutex
	// calls are those that workers are about to make, make, or report, by their tasks.
	calls map[taskID]*lambdaCall
}

// lambdaCall is what a worker does; giveUp ends the call itself.
type lambdaCall struct{ giveUp context.CancelFunc }

// begin notes that a worker has a task. The context ends when the task's run closes; done must be called when the worker is done.
func (ls *lambdas) begin(ctx context.Context, id taskID) (calling context.Context, done func()) {
	calling, giveUp := context.WithCancel(ctx)
	call := &lambdaCall{giveUp}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.calls[id] = call
	return calling, func() {
		giveUp()
		ls.mu.Lock()
		defer ls.mu.Unlock()
		if ls.calls[id] == call {
			delete(ls.calls, id)
		}
	}
}

// giveUp ends the call of a task that has ended with its run: nobody waits for its outcome.
func (ls *lambdas) giveUp(id taskID) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if call := ls.calls[id]; call != nil {
		call.giveUp()
	}
}

func (ls *lambdas) running() int {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	return len(ls.calls)
}

// lambdaList is the one list on which Lambda tasks wait.
var lambdaList = tasklist.Key{}

// serveLambdas starts the workers. Where no function can be called, what waits goes on waiting.
func (e *Engine) serveLambdas(ctx context.Context) {
	if e.lambdas.backend == nil {
		if n := e.lambdas.waiting.Count(lambdaList); n > 0 {
			e.log.Warn("Lambda tasks wait, and there is no endpoint to call their functions at", "tasks", n)
		}
		return
	}
	for range e.lambdas.workers {
		e.lambdas.working.Go(func() { e.runLambdas(ctx) })
	}
}

// FinishLambdas waits until the Lambda functions that are running have answered and their outcomes are durable, or until ctx ends. It is
// for after Drain. Functions that are still running then are left to themselves, as after a crash: their tasks time out.
func (e *Engine) FinishLambdas(ctx context.Context) {
	finished := make(chan struct{})
	e.shell.Go(func() {
		e.lambdas.working.Wait()
		close(finished)
	})
	select {
	case <-finished:
	case <-ctx.Done():
		e.log.Warn("Lambda functions are still running; what they answer will not be known", "calls", e.lambdas.running())
	}
}

// runLambdas is one worker: it takes Lambda tasks and calls their functions, one after the other, until Drain.
func (e *Engine) runLambdas(ctx context.Context) {
	for {
		w, err := e.lambdas.waiting.Poll(lambdaList, e.lambdas.workers)
		if err != nil {
			return // There are not more workers than that.
		}
		claim, ok := <-w.C
		if !ok {
			return
		}
		e.runLambda(ctx, claim)
	}
}

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
		e.pause(ctx, retryAfter)
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
		e.pause(ctx, retryAfter)
	}
}

// optional is nil for an empty text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
