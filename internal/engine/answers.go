package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// A client that hears no answer cannot know whether its call took effect; its SDK makes another attempt all the same. So that the call
// takes effect once for all that, its answer is remembered for a while, in the very batch that holds the effect: either both are
// durable or neither is. Another attempt gets the same answer, and nothing else happens.
//
// Only successes are remembered. What was refused has no effect, and SDKs do not ask twice.
//
// All of this runs by the wall clock. The service time may be driven, and stand still or pass a year in a moment; the clients who try
// again live by another one.

// answerLife is for how long an answer is remembered: much longer than SDKs try. It is no longer than a period, so that an answer lies
// in the present period or in the one before.
const answerLife = store.AnswerPeriod

// answers is the account of the answers that are remembered. The answers themselves are rows of the store; here it is known how many
// there are, and of nearly every call that it is not among them, so that a call's first attempt need not read. It is a passive structure.
type answers struct {
	// limit is how many answers are remembered at most.
	limit int
	// wall is the wall clock, and began what it was at the beginning: from there it is followed by its steady part, if it has one, so
	// that a step of the machine's clock makes no answer older or younger.
	wall  func() time.Time
	began time.Time
	// begun receives when the first answer of a period is remembered.
	begun chan struct{}

	mu      sync.Mutex
	periods map[uint32]*answerPeriod
	// total is how many answers there are. full is true from when one had to be turned away until others are forgotten.
	total int
	full  bool
}

// answerPeriod is the answers of one period.
type answerPeriod struct {
	count int
	calls filter
}

func newAnswers(limit int, wall func() time.Time) *answers {
	return &answers{
		limit: limit, wall: wall, began: wall(), begun: make(chan struct{}, 1), periods: map[uint32]*answerPeriod{},
	}
}

func (a *answers) now() swf.Timestamp { return swf.TimestampOf(a.began.Add(a.wall().Sub(a.began))) }

// admit counts one more answer, or reports that there are enough, and whether that has just become so.
func (a *answers) admit(at store.AnswerPlace) (ok, filled bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.total >= a.limit {
		filled, a.full = !a.full, true
		return false, filled
	}
	a.count(at)
	return true, false
}

// restore counts an answer that is in the store.
func (a *answers) restore(at store.AnswerPlace) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.count(at)
}

func (a *answers) count(at store.AnswerPlace) {
	p := a.periods[at.Period]
	if p == nil {
		p = &answerPeriod{calls: newFilter(a.limit)}
		a.periods[at.Period] = p
		select {
		case a.begun <- struct{}{}:
		default:
		}
	}
	p.count++
	p.calls.add(at.Call)
	a.total++
}

// search tells in which periods the answer to a call may lie, if it is still remembered: the present one and the one before, and nearly
// always neither if there is no answer.
func (a *answers) search(call access.CallID, now swf.Timestamp) (found []uint32) {
	present := store.AnswerPeriodOf(now)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, number := range [...]uint32{present, present - 1} {
		if p := a.periods[number]; p != nil && p.calls.mayHave(call) {
			found = append(found, number)
		}
	}
	return found
}

// forget takes the periods out of the account of which nothing is remembered any more: those that are over, and those to come, in which
// the clock was once before it was set right. It tells how long it is until the next one is over; 0 if there are no answers.
func (a *answers) forget(now swf.Timestamp) (forgotten []uint32, next time.Duration) {
	present := store.AnswerPeriodOf(now)
	a.mu.Lock()
	defer a.mu.Unlock()
	for number, p := range a.periods {
		if number == present || number+1 == present {
			over := swf.Timestamp((int64(number) + 2) * store.AnswerPeriod.Milliseconds())
			if wait := over.Sub(now); next == 0 || wait < next {
				next = wait
			}
			continue
		}
		forgotten = append(forgotten, number)
		delete(a.periods, number)
		a.total -= p.count
		a.full = false
	}
	slices.Sort(forgotten)
	return forgotten, next
}

// answered is an answer that a batch holds.
type answered struct {
	call  access.CallID
	runID string
}

// once makes of a command one that takes effect once, in however many attempts the caller makes the call. runID, if not nil, is what
// the call is answered with.
func (c *Calls) once(runID *string, do command) command {
	if !c.isNamed() || mutant.Is(mutant.TakeTwice) {
		return do
	}
	return func(l *lane, now swf.Timestamp, b *commit) error {
		earlier, found, err := c.answerOn(l)
		switch {
		case err != nil:
			return err
		case !found:
			return c.remember(l, now, b, runID, do)
		case runID != nil:
			*runID = earlier
		}
		c.observer.AnsweredAgain()
		return nil
	}
}

// isNamed reports whether other attempts at the call can be told from other calls, and are to be.
func (c *Calls) isNamed() bool { return c.caller.Call != access.CallID{} && c.answers.limit > 0 }

// remember runs a command, and writes what it is answered into its batch.
func (c *Calls) remember(l *lane, now swf.Timestamp, b *commit, runID *string, do command) error {
	if err := do(l, now, b); err != nil {
		return err
	}
	answer := store.Answer{At: c.answers.now()}
	if runID != nil {
		answer.RunID = *runID
	}
	at := store.AnswerPlace{Period: store.AnswerPeriodOf(answer.At), Shard: l.shard, Call: c.caller.Call}
	ok, filled := c.answers.admit(at)
	if filled {
		c.log.Warn("too many answers are to be remembered; until others are forgotten, a call that is tried again may take effect twice",
			"limit", c.answers.limit)
	}
	if ok {
		b.put(at.Key(), store.AppendAnswer(nil, &answer))
		b.answers = append(b.answers, answered{c.caller.Call, answer.RunID})
	}
	return nil
}

// answerOn finds what an earlier attempt of the call was answered, or is about to be: the runId of a start. All attempts of a call concern
// one lane, so whoever waits for the lane's batches waits for the answer's, too. The caller holds l.mu.
func (c *Calls) answerOn(l *lane) (runID string, found bool, err error) {
	now := c.answers.now()
	periods := c.answers.search(c.caller.Call, now)
	if len(periods) == 0 {
		return "", false, nil
	}
	for _, batch := range [...]*commit{l.pending, l.writing} {
		if batch == nil {
			continue
		}
		for _, a := range batch.answers {
			if a.call == c.caller.Call {
				return a.runID, true, nil
			}
		}
	}
	return c.storedAnswer(l.shard, periods, now)
}

// storedAnswer looks for the answer among the rows of some periods.
func (c *Calls) storedAnswer(shard uint16, periods []uint32, now swf.Timestamp) (runID string, found bool, err error) {
	for _, period := range periods {
		at := store.AnswerPlace{Period: period, Shard: shard, Call: c.caller.Call}
		value, err := c.store.Get(at.Key())
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return "", false, fmt.Errorf("look for the answer to an earlier attempt: %w", err)
		}
		answer, err := at.Read(value)
		if err != nil {
			return "", false, err
		}
		if now.Sub(answer.At) < answerLife {
			return answer.RunID, true, nil
		}
	}
	return "", false, nil
}

// unlessAnswered is for a task of which nothing is found any more: the refusal, unless an earlier attempt of the call was answered. In
// a domain that keeps no closed runs, the answer to a task may be the last that is heard of its run; by the time that the run is gone,
// everything that was done to it is durable.
func (c *Calls) unlessAnswered(refusal error) error {
	if c.caller.Task == nil || !c.isNamed() {
		return refusal
	}
	now := c.answers.now()
	switch _, found, err := c.storedAnswer(c.caller.Task.Shard, c.answers.search(c.caller.Call, now), now); {
	case err != nil:
		return err
	case !found:
		return refusal
	}
	c.observer.AnsweredAgain()
	return nil
}

// rebuildAnswers enters the answers that are in the store into the account.
func (e *Engine) rebuildAnswers() error {
	for row, err := range e.store.ScanFamily(store.FamilyAnswer) {
		if err != nil {
			return err
		}
		at, err := store.ParseAnswerKey(row.Key)
		if err != nil {
			e.log.Error("an answer cannot be read; it is left alone", "error", err)
			continue
		}
		if !mutant.Is(mutant.ForgetAnswers) {
			e.answers.restore(at)
		}
	}
	return nil
}

// runForgetting deletes the answers that are no longer remembered, until ctx ends.
func (e *Engine) runForgetting(ctx context.Context) {
	for ctx.Err() == nil {
		e.awaitForgetting(ctx, e.ForgetAnswers())
	}
}

// ForgetAnswers deletes the answers of periods that are over, and tells how long it is until the next one is; 0 if there is none. What
// a crash brings back is found by the next start, and deleted again.
func (e *Engine) ForgetAnswers() (next time.Duration) {
	forgotten, next := e.answers.forget(e.answers.now())
	var b store.Batch
	for _, period := range forgotten {
		store.DeleteAnswers(&b, period)
	}
	if len(b.Ops) > 0 {
		if err := e.commitForgotten(&b); err != nil {
			e.log.Error("answers that are over cannot be deleted; it is tried again at the next start", "error", err)
		}
	}
	return next
}

func (e *Engine) awaitForgetting(ctx context.Context, wait time.Duration) {
	var over <-chan time.Time
	if wait > 0 {
		// A millisecond more, for the account cuts off what is finer.
		timer := time.NewTimer(wait + time.Millisecond)
		defer timer.Stop()
		over = timer.C
	}
	select {
	case <-ctx.Done():
	case <-over:
	case <-e.answers.begun:
	}
}
