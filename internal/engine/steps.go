package engine

import (
	"context"

	"github.com/swfd/swfd/swf"
)

// What happens by itself happens in steps. The goroutines of the shell take them when they are due; whoever drives an engine
// without Serve takes them when it wants.

// Now is the service time.
func (e *Engine) Now() swf.Timestamp { return e.clock.Now() }

// Ready declares the server ready, now: workers have the time after a restart that they are promised. Serve does so.
func (e *Engine) Ready() { e.ready.Store(int64(e.clock.Now())) }

// Due takes out the open runs whose deadline has come, up to a bound. Each of the functions lets happen what is due in one of them
// and must be called once. Next is the instant of the next deadline, execution.Never if there is none.
func (e *Engine) Due() (expiries []func(), next swf.Timestamp) {
	keys, next := e.deadlines.due(e.clock.Now(), shellWidth)
	for _, key := range keys {
		expiries = append(expiries, func() { e.expire(key) })
	}
	return expiries, next
}

// Delivery is a message between executions that somebody delivers. Its channel stays with it until Done.
type Delivery struct {
	engine  *Engine
	message sequenced
}

// NextDelivery takes up the delivery of a message, if one waits that may go.
func (e *Engine) NextDelivery() (Delivery, bool) {
	m, ok := e.outbox.next()
	return Delivery{e, m}, ok
}

// Try lets the message take effect. It reports false if that is to be tried again after a while.
func (d Delivery) Try() bool { return d.engine.deliver(d.message) }

// Done ends the delivery: what Try has reported goes in.
func (d Delivery) Done(delivered bool) { d.engine.outbox.done(d.message, delivered) }

// NextLambda takes up a Lambda task, if one waits. What it returns starts the task, calls the function and reports the outcome; it is
// to be called once.
func (e *Engine) NextLambda() (call func(ctx context.Context), ok bool) {
	w, err := e.lambdas.waiting.Poll(lambdaList, 1)
	if err != nil {
		return nil, false
	}
	claim, ok := e.lambdas.waiting.Leave(w)
	return func(ctx context.Context) { e.runLambda(ctx, claim) }, ok
}

// Sweeper returns a function that deletes, at each call, a few of the closed runs of each domain that are past their retention.
func (e *Engine) Sweeper() func() error {
	s := newSweep(e)
	return func() error {
		for _, d := range e.registry.all() {
			if _, err := s.step(d); err != nil {
				return err
			}
		}
		return nil
	}
}
