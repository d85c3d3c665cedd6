package sim

import (
	"fmt"
	"iter"
	"runtime/debug"
	"slices"
	"time"
)

// thread is a call of a client, or a step of what the engine does by itself, as a coroutine: it runs until it waits, and goes on when
// the world wants it to.
type thread struct {
	number int
	what   string
	do     func(*thread)
	server *server
	line   line
	// begun is the step at which the thread began.
	begun int
	// ready tells whether what the thread waits for has come.
	ready func() bool
	// polls is true while the thread waits for a task, runs while its Lambda function is running, and over once that is to end.
	polls, runs, over bool
	// called is true if a client waits for the answer.
	called bool
	// commits is true while the thread waits for the disk, and broken what its commit is to return instead of success.
	commits bool
	broken  error
	*coroutine
}

// line is a client's connection. It is the context of its call.
type line struct{ gone error }

// Deadline is part of context.Context.
func (*line) Deadline() (time.Time, bool) { return time.Time{}, false }

// Done is part of context.Context. Nobody waits for it: see World.Claim.
func (*line) Done() <-chan struct{} { return nil }

// Err is part of context.Context.
func (l *line) Err() error { return l.gone }

// Value is part of context.Context.
func (*line) Value(any) any { return nil }

// coroutine carries threads out, one after the other: a stack that has grown once is too good for one call.
type coroutine struct {
	thread *thread
	// next goes on with the thread until it waits, or has ended and there is no thread any more.
	next func() (struct{}, bool)
	stop func()
	wait func(struct{}) bool
}

// stopped is the panic that ends a thread whose world has ended.
type stopped struct{}

func newCoroutine() *coroutine {
	c := &coroutine{}
	c.next, c.stop = iter.Pull(func(yield func(struct{}) bool) {
		defer endCoroutine()
		c.wait = yield
		for {
			c.thread.do(c.thread)
			if c.thread = nil; !yield(struct{}{}) {
				return
			}
		}
	})
	return c
}

// endCoroutine lets a coroutine end quietly whose world has ended, and tells of any other panic with its stack: whoever runs it sees
// only his own.
func endCoroutine() {
	switch p := recover().(type) {
	case nil, stopped:
	case *Violation:
		panic(p)
	default:
		panic(&Violation{Text: fmt.Sprintf("panic: %v\n%s", p, debug.Stack())})
	}
}

// spawn makes a thread, which does nothing before it is its turn.
func (w *World) spawn(what string, do func(t *thread)) *thread {
	w.spawned++
	t := &thread{number: w.spawned, what: what, do: do, server: w.server, ready: always, begun: w.step}
	if n := len(w.idle); n > 0 {
		t.coroutine, w.idle = w.idle[n-1], w.idle[:n-1]
	} else {
		t.coroutine = newCoroutine()
	}
	t.coroutine.thread = t
	w.threads = append(w.threads, t)
	return t
}

func always() bool { return true }

// run lets a thread go on until it waits again or has ended.
func (w *World) run(t *thread) {
	w.current = t
	t.next()
	w.current = nil
	if t.coroutine.thread == nil {
		w.threads = slices.DeleteFunc(w.threads, func(other *thread) bool { return other == t })
		w.idle = append(w.idle, t.coroutine)
	}
}

// park lets others go on until the current thread is ready and its turn comes.
func (w *World) park(ready func() bool) {
	t := w.current
	t.ready = ready
	if !t.wait(struct{}{}) {
		panic(stopped{})
	}
}

// abandon ends all threads at once.
func (w *World) abandon() {
	for _, t := range w.threads {
		t.stop()
	}
	w.threads = nil
}
