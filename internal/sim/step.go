package sim

import (
	"time"

	"github.com/swfd/swfd/internal/execution"
)

// thing is what can happen.
type thing struct {
	likely int
	do     func(*World)
}

// stepOnce lets one thing happen.
func (w *World) stepOnce() {
	w.step++
	l := &w.plan.likely
	things := [...]thing{
		{l.call, (*World).call},
		{possible(l.call, len(w.later) > 0), (*World).retry},
		{possible(l.goOn, w.anyReady()), func(w *World) { w.goOn() }},
		{possible(l.sync, w.disk.Written() > w.disk.Synced()), func(w *World) { w.sync() }},
		{l.deliver, func(w *World) { w.deliver() }},
		{l.due, func(w *World) { w.due() }},
		{l.lambda, func(w *World) { w.lambda() }},
		{l.lambda, (*World).endFunction},
		{l.sweep, (*World).retain},
		{l.pass, (*World).pass},
		{l.pollOver, (*World).endPoll},
		{l.hangUp, (*World).hangUp},
		{l.crash, (*World).crashAndOpen},
		{possible(1000, w.server.failed != nil), (*World).crashAndOpen},
		{l.end, (*World).restart},
		{possible(l.failedCommit, w.server.failed == nil), (*World).failCommit},
		{l.full, (*World).fill},
		{possible(20, w.server.store.full != nil), (*World).fill},
		{l.wallJump, (*World).jump},
	}
	w.oneOf(things[:])
}

// oneOf lets one of several things happen.
func (w *World) oneOf(things []thing) {
	sum := 0
	for i := range things {
		sum += things[i].likely
	}
	n := w.rand.IntN(sum)
	for i := range things {
		if n -= things[i].likely; n < 0 {
			w.mix(uint64(i))
			things[i].do(w)
			return
		}
	}
}

func possible(likely int, is bool) int {
	if is {
		return likely
	}
	return 0
}

// anyReady finds the threads that may go on.
func (w *World) anyReady() bool {
	w.ready = w.ready[:0]
	for _, t := range w.threads {
		if t.ready() {
			w.ready = append(w.ready, t)
		}
	}
	return len(w.ready) > 0
}

// goOn lets a thread go on, if one is ready.
func (w *World) goOn() bool {
	if !w.anyReady() {
		return false
	}
	t := w.ready[w.rand.IntN(len(w.ready))]
	w.mix(uint64(t.number))
	w.run(t)
	return true
}

// sync makes durable what was written; now and then only a part of it.
func (w *World) sync() bool {
	from, to := w.disk.Synced(), w.disk.Written()
	if from == to {
		return false
	}
	if w.rare(4) {
		to = from + 1 + w.rand.IntN(to-from)
	}
	w.disk.Sync(to)
	w.oracle.synced(to)
	w.tell("the disk has synced %d batches", to)
	return true
}

// deliver begins to deliver a message.
func (w *World) deliver() bool {
	d, ok := w.server.engine.NextDelivery()
	if !ok {
		return false
	}
	w.spawn("the delivery of a message", func(t *thread) {
		delivered := d.Try()
		if !delivered {
			w.Pause(&t.line, time.Second)
		}
		d.Done(delivered)
	})
	return true
}

// due begins to look at the runs whose deadline has come.
func (w *World) due() bool {
	expiries, next := w.server.engine.Due()
	w.server.nextDue = next
	for _, expire := range expiries {
		w.spawn("a look at a deadline", func(*thread) { expire() })
	}
	return len(expiries) > 0
}

// retain begins to delete closed runs that are past their retention.
func (w *World) retain() {
	w.spawn("a sweep of closed runs", func(t *thread) {
		t.server.engine.ForgetAnswers()
		if err := t.server.sweep(); err != nil && !t.server.gone && t.server.failed == nil {
			w.violate("closed runs cannot be deleted: %v", err)
		}
	})
}

// pass lets time pass: a moment, up to about the next deadline, or, if the plan has it, long.
func (w *World) pass() {
	by := int64(w.rand.IntN(300))
	left := int64(w.server.nextDue - w.server.engine.Now())
	switch {
	case w.plan.likely.wait > 0 && w.rare(1000/w.plan.likely.wait):
		by = w.rand.Int64N(2 * 24 * 3600 * 1000)
	case left < 10_000 && w.rare(2), w.server.nextDue != execution.Never && w.rare(30):
		by = max(0, left+int64(w.rand.IntN(3))-1)
	case w.rare(20):
		by *= 100
	}
	w.now += by
	w.mix(uint64(by))
	w.tell("%d.%03d s pass", by/1000, by%1000)
}

// endPoll ends the time of a poll that waits.
func (w *World) endPoll() {
	if t := w.anyThread(func(t *thread) bool { return t.polls && !t.over }); t != nil {
		w.tell("the time of #%d %s is over", t.number, t.what)
		t.over = true
	}
}

// hangUp lets a client give up its call.
func (w *World) hangUp() {
	if t := w.anyThread(func(t *thread) bool { return t.called && t.line.gone == nil }); t != nil {
		w.tell("the client of #%d %s hangs up", t.number, t.what)
		t.line.gone = errHungUp
		w.faults.HangUps++
	}
}

// anyThread chooses one of the threads of which something is true, nil if there is none.
func (w *World) anyThread(is func(*thread) bool) *thread {
	n := 0
	var found *thread
	for _, t := range w.threads {
		if is(t) {
			n++
			if w.rand.IntN(n) == 0 {
				found = t
			}
		}
	}
	return found
}

// crashAndOpen takes the power away and starts the server again, after a while.
func (w *World) crashAndOpen() {
	w.faults.Crashes++
	w.crash()
	w.down()
	w.open()
	w.reopened()
}

// restart ends the server in good order and starts it again.
func (w *World) restart() {
	w.faults.Restarts++
	w.end()
	w.down()
	w.open()
	w.reopened()
}

// down is the time until the server is started again. Somebody may set the clock meanwhile.
func (w *World) down() {
	by := int64(w.rand.IntN(2000))
	if w.rare(8) {
		by *= 100
	}
	w.now += by
	if w.plan.likely.wallJump > 0 && w.rare(3) {
		w.jump()
	}
	w.tell("the server is started again after %d.%03d s", by/1000, by%1000)
}

// failCommit lets the commit of a thread return an error, whether its batch is on the disk or not.
func (w *World) failCommit() {
	t := w.anyThread(func(t *thread) bool { return t.commits })
	if t == nil {
		return
	}
	w.faults.FailedCommits++
	w.tell("the disk fails the commit of #%d %s", t.number, t.what)
	t.broken, w.server.failed = errDisk, errDisk
}

// fill makes the disk full, or gives space again.
func (w *World) fill() {
	s := w.server.store
	if s.full != nil {
		s.full = nil
		w.tell("there is space again")
		return
	}
	s.full = errFull
	w.faults.FullDisks++
	w.tell("the disk is full")
}

// jump sets the wall clock.
func (w *World) jump() {
	by := choose[int64](w, 1000, 60_000, 3_600_000, 24*3_600_000)
	by = w.rand.Int64N(2*by) - by
	w.ahead += by
	w.faults.WallJumps++
	w.tell("the wall clock jumps by %d s", by/1000)
}
