package engine

import (
	"context"
	"sync"

	"github.com/swfd/swfd/internal/tasklist"
)

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
