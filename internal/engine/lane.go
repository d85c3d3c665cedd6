package engine

import (
	"container/list"
	"errors"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// laneKey names what a lane orders: all runs of one workflowId. At most one of them is open.
type laneKey struct {
	domain     uint32
	workflowID string
}

// lane is the right to change the open run of a workflowId, in order. Its state is speculative: it includes changes
// whose batch is still being written, so whoever answers from it waits for that batch.
type lane struct {
	key   laneKey
	shard uint16

	mu     sync.Mutex
	loaded bool
	// lost is true once a command has panicked: what memory holds is worth nothing then, and what is durable counts. The
	// lane is forgotten as soon as nobody uses it, and the next one reads the run anew.
	lost bool
	// state is the open run; nil if none is open.
	state *execution.State
	// tail is the newest events of the open run that came while the lane was in memory.
	tail tail
	// pending gathers the changes for the next batch; writing is the batch on its way to the disk.
	pending, writing *commit

	// users and idle belong to the lanes' own lock.
	users int
	idle  *list.Element
}

// shardOf is where the rows of a workflowId lie.
func (e *Engine) shardOf(key laneKey) uint16 { return store.ShardOf(key.domain, key.workflowID) }

const laneStripes = 64

// lanes holds the lanes in use, and of the idle ones the most recently used.
type lanes struct {
	stripes [laneStripes]laneStripe
	// idleBound is how many idle lanes a stripe keeps.
	idleBound int
}

type laneStripe struct {
	mu    sync.Mutex
	lanes map[laneKey]*lane
	idle  list.List
}

func newLanes(idleBound int) *lanes {
	ls := &lanes{idleBound: max(1, idleBound/laneStripes)}
	for i := range ls.stripes {
		ls.stripes[i].lanes = map[laneKey]*lane{}
	}
	return ls
}

// acquire returns the lane and keeps it from being forgotten until release.
func (ls *lanes) acquire(key laneKey, shard uint16) *lane {
	s := &ls.stripes[shard%laneStripes]
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[key]
	if l == nil {
		l = &lane{key: key, shard: shard}
		s.lanes[key] = l
	}
	if l.idle != nil {
		s.idle.Remove(l.idle)
		l.idle = nil
	}
	l.users++
	return l
}

// find returns the lane if it is in memory, and does not keep it there.
func (ls *lanes) find(key laneKey, shard uint16) *lane {
	s := &ls.stripes[shard%laneStripes]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[key]
}

// release gives the lane back. Its state stays in memory until more recently used ones crowd it out.
func (ls *lanes) release(l *lane) {
	s := &ls.stripes[l.shard%laneStripes]
	s.mu.Lock()
	defer s.mu.Unlock()
	l.users--
	if l.users > 0 {
		return
	}
	if l.lost {
		delete(s.lanes, l.key)
		return
	}
	l.idle = s.idle.PushBack(l)
	if s.idle.Len() > ls.idleBound {
		oldest := s.idle.Remove(s.idle.Front()).(*lane)
		oldest.idle = nil
		delete(s.lanes, oldest.key)
	}
}

// command is what is done to a lane: it runs the core on l.state and returns what changed. It may replace l.state,
// and may add rows of its own to the batch.
type command func(l *lane, now swf.Timestamp, b *commit) error

// update is the one write path. It runs the command on the lane's newest state, and returns when everything that the
// command did or saw is durable; the command's own error is returned then, too, for a refusal must not be
// answered from a state that a crash could undo.
//
// The write does not depend on the caller staying on the line: no context goes in.
func (e *Engine) update(key laneKey, do command) error {
	if err := e.writable(); err != nil {
		return err
	}
	e.noticeFreeze()
	l := e.lanes.acquire(key, e.shardOf(key))
	defer e.lanes.release(l)

	l.mu.Lock()
	if err := e.load(l); err != nil {
		l.mu.Unlock()
		return err
	}
	if l.state != nil {
		l.state.Resume(swf.Timestamp(e.ready.Load()))
	}
	if l.pending == nil {
		l.pending = newCommit()
	}
	c := l.pending
	refusal := e.run(l, c, do)
	if c.empty() {
		l.pending, c = nil, l.writing
		if mutant.Is(mutant.RefuseBeforeSync) {
			c = nil
		}
	} else {
		c.commands++
	}
	if err := e.settle(l, c); err != nil {
		return err
	}
	return refusal
}

// run runs a command on the lane. The caller holds l.mu, which run gives up only if the command panics: then what of it is in
// memory and in the pending commit nobody knows, and both are given up, too.
func (e *Engine) run(l *lane, c *commit, do command) error {
	returned := false
	defer func() {
		if returned {
			return
		}
		l.lost, l.state, l.tail, l.pending = true, nil, tail{}, nil
		e.outbox.giveUp(c.messages)
		e.closing.Add(-c.closes)
		c.err = errLost
		close(c.done)
		l.mu.Unlock()
	}()
	refusal := do(l, e.clock.Now(), c)
	returned = true
	return refusal
}

// errLost is what callers are told whose commands shared a batch with one that panicked, or came right after it: none of them has
// happened.
var errLost = errors.New("a command on the run panicked, and what was not durable is given up")

// view runs look on the lane's newest state and returns when all that it saw is durable.
func (e *Engine) view(key laneKey, look func(l *lane)) error {
	l := e.lanes.acquire(key, e.shardOf(key))
	defer e.lanes.release(l)

	l.mu.Lock()
	if err := e.load(l); err != nil {
		l.mu.Unlock()
		return err
	}
	look(l)
	c := l.pending
	if c == nil {
		c = l.writing
	}
	if mutant.Is(mutant.ReadBeforeSync) {
		c = nil
	}
	return e.settle(l, c)
}

// settle waits until the commit c of the lane (nil: nothing to wait for) is durable and published. The caller holds l.mu, which
// settle gives up. The first waiter of a pending commit becomes its writer as soon as no other batch of the lane is
// being written.
func (e *Engine) settle(l *lane, c *commit) error {
	if c == nil {
		l.mu.Unlock()
		return e.failure()
	}
	if c == l.pending && l.writing == nil {
		e.write(l, c)
		return c.err
	}
	l.mu.Unlock()
	if e.waits.Commit(c.done, c.lead) {
		l.mu.Lock()
		if l.pending == c && l.writing == nil {
			e.write(l, c)
			return c.err
		}
		// A command that came between has taken the pen.
		l.mu.Unlock()
		e.waits.Commit(c.done, nil)
	}
	return c.err
}

// write makes the lane's pending commit durable, publishes it, and passes the pen to a waiter of the next one. The
// caller holds l.mu, which write gives up.
func (e *Engine) write(l *lane, c *commit) {
	l.pending, l.writing = nil, c
	l.mu.Unlock()

	if mutant.Is(mutant.SendBeforeSync) {
		e.outbox.durable(c.messages)
		c.messages = nil
	}
	c.err = e.commit(l, c)
	if c.err == nil {
		e.publish(l, c)
	}
	e.closing.Add(-c.closes)

	l.mu.Lock()
	l.writing = nil
	next := l.pending
	l.mu.Unlock()
	close(c.done)
	if next != nil {
		next.lead <- struct{}{}
	}
}

// commit is one batch of a lane: the changes of one or more commands.
type commit struct {
	batch store.Batch
	// ops are the first operations of the batch. A heartbeat has one, and no other call of a worker more than four.
	ops [4]store.Op
	// header is the place of the open run's header in the batch, -1 if it is not there: later versions replace it.
	header int
	// events are the new events as the batch will hold them, one part for each run.
	events []eventLines
	// What is to be published when the batch is durable, in order.
	offers   []offer
	messages []sequenced
	open     []openChange
	// forgotten are runs that closed in a domain that keeps no closed runs.
	forgotten []*store.Done
	// closes is how many runs close in the batch.
	closes int64
	// admitted is true if the next run that opens has been counted already.
	admitted bool
	news     []news
	// size is the greatest that the run was after any of the commands.
	size size
	// answers are what calls were answered for which the batch holds the effect.
	answers []answered
	claimed []claimed
	// deadline is the open run's next one after the last command.
	deadline swf.Timestamp

	// What is measured: the commands that share the batch, its keys and values, and the time in the store.
	commands, bytes int
	took            time.Duration

	// done is closed when the batch is durable and published, or has failed with err. One waiter receives from lead and writes
	// the batch.
	done chan struct{}
	lead chan struct{}
	err  error
}

// eventLines are consecutive events of one run as JSON, one a line.
type eventLines struct {
	runID   string
	firstID int64
	lines   [][]byte
}

// offer is a task to offer to its list, or to withdraw from it.
type offer struct {
	runID    string
	withdraw bool
	execution.Offer
}

func newCommit() *commit {
	c := &commit{
		header: -1, deadline: execution.Never,
		done: make(chan struct{}), lead: make(chan struct{}, 1),
	}
	c.batch.Ops = c.ops[:0]
	return c
}

func (c *commit) empty() bool { return len(c.batch.Ops) == 0 && len(c.events) == 0 }
