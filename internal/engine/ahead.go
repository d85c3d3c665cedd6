package engine

import (
	"iter"
	"sync"
)

// ahead yields what the workers make of what a sequence yields, in the order of the sequence. The workers go on while what they have made
// waits to be taken, but not far: there are never more than four things under way for each. Without workers everything happens in the
// caller's goroutine. All goroutines have ended when the sequence has, also if the caller leaves early.
func ahead[In, Out any](things iter.Seq[In], workers int, newWorker func() func(In) Out) iter.Seq[Out] {
	return func(yield func(Out) bool) {
		if workers == 0 {
			work := newWorker()
			things(func(in In) bool { return yield(work(in)) })
			return
		}
		p := &pipeline[In, Out]{todo: make(chan *job[In, Out], workers), order: make(chan *job[In, Out], 2*workers), left: make(chan struct{})}
		defer p.group.Wait()
		defer close(p.left)
		p.group.Go(func() { p.feed(things) })
		for range workers {
			p.group.Go(func() { p.work(newWorker()) })
		}
		for j := range p.order {
			<-j.done
			if !yield(j.out) {
				return
			}
		}
	}
}

// pipeline is the state of ahead.
type pipeline[In, Out any] struct {
	// todo has the jobs that no worker has taken; order those that were not yielded yet.
	todo, order chan *job[In, Out]
	// left is closed when nobody wants any more.
	left  chan struct{}
	group sync.WaitGroup
}

type job[In, Out any] struct {
	in   In
	out  Out
	done chan struct{}
}

func (p *pipeline[In, Out]) feed(things iter.Seq[In]) {
	defer close(p.todo)
	defer close(p.order)
	for in := range things {
		j := &job[In, Out]{in: in, done: make(chan struct{})}
		for _, to := range []chan *job[In, Out]{p.order, p.todo} {
			select {
			case to <- j:
			case <-p.left:
				return
			}
		}
	}
}

func (p *pipeline[In, Out]) work(do func(In) Out) {
	for j := range p.todo {
		j.out = do(j.in)
		close(j.done)
	}
}
