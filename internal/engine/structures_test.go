package engine

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// The deadlines behave like a table that is searched from front to back, and whoever sleeps until the next instant is woken when
// an earlier one comes.
func TestDeadlinesAgainstATable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, table := newDeadlines(), map[laneKey]swf.Timestamp{}
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 4, rapid.ID).Draw(t, "restored") {
			key := laneKey{1, id}
			table[key] = swf.Timestamp(rapid.IntRange(0, 50).Draw(t, "at"))
			d.restore(key, table[key])
		}
		d.restore(laneKey{1, "e"}, execution.Never)
		d.restored()
		now := swf.Timestamp(0)
		// asleepUntil is what the sleeper was told last; it is awake before its first look.
		asleepUntil := swf.Timestamp(-1)
		t.Repeat(map[string]func(*rapid.T){
			"arm": func(t *rapid.T) {
				key := laneKey{uint32(rapid.IntRange(1, 2).Draw(t, "domain")), rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "id")}
				at := swf.Timestamp(rapid.IntRange(0, 50).Draw(t, "at"))
				table[key] = at
				d.arm(key, at)
				if at < asleepUntil && len(d.changed) == 0 {
					t.Fatalf("nobody wakes the sleeper for %d, who sleeps until %d", at, asleepUntil)
				}
			},
			"forget": func(t *rapid.T) {
				for key := range table {
					delete(table, key)
					d.arm(key, execution.Never)
					return
				}
				d.arm(laneKey{9, "never armed"}, execution.Never)
			},
			"time passes": func(t *rapid.T) { now += swf.Timestamp(rapid.IntRange(0, 10).Draw(t, "time")) },
			"look": func(t *rapid.T) {
				limit := rapid.IntRange(1, 4).Draw(t, "limit")
				select {
				case <-d.changed:
				default:
				}
				due := dueInTable(table, now)
				keys, next := d.due(now, limit)
				if len(keys) != min(limit, len(due)) {
					t.Fatalf("%d lanes, want %d of %d that are due", len(keys), limit, len(due))
				}
				for i, key := range keys {
					if at, ok := table[key]; !ok || at != due[i] {
						t.Fatalf("%v comes in place %d with %d (%v), want one of %d", key, i, at, ok, due[i])
					}
					delete(table, key)
				}
				if want := earliest(table); next != want {
					t.Fatalf("the next instant is %d, want %d", next, want)
				}
				if asleepUntil = next; len(keys) > 0 {
					// Whoever got something looks again before it sleeps.
					asleepUntil = -1
				}
			},
			"": func(t *rapid.T) {
				if len(d.entries) != len(table) || len(d.heap) != len(table) {
					t.Fatalf("%d entries for %d deadlines", len(d.entries), len(table))
				}
			},
		})
	})
}

// dueInTable returns the instants that have come, the earliest first.
func dueInTable(table map[laneKey]swf.Timestamp, now swf.Timestamp) (due []swf.Timestamp) {
	for _, at := range table {
		if at <= now {
			due = append(due, at)
		}
	}
	slices.Sort(due)
	return due
}

func earliest(table map[laneKey]swf.Timestamp) swf.Timestamp {
	next := execution.Never
	for _, at := range table {
		next = min(next, at)
	}
	return next
}

// post is an outbox and the world around it: senders whose commits are under way, receivers that are at work, and the disk.
type post struct {
	*outbox
	// sending are messages whose commits have not returned, delivering those that somebody delivers.
	sending, delivering []sequenced
	// committed is every message that ever became durable, in its place; undelivered those that have a row, and applied the
	// last place that took effect, as the disk has them.
	committed, undelivered map[channel]map[uint64]string
	applied                map[channel]uint64
	// effects are the messages that took effect.
	effects map[channel][]string
}

func newPost() *post {
	return &post{
		outbox: newOutbox(), applied: map[channel]uint64{}, effects: map[channel][]string{},
		committed: map[channel]map[uint64]string{}, undelivered: map[channel]map[uint64]string{},
	}
}

func (p *post) send(t *rapid.T, ch channel, text string) {
	seq := p.reserve(ch)
	if old, ok := p.committed[ch][seq]; ok {
		t.Fatalf("the place %d of %v is given twice, to %s and %s", seq, ch, old, text)
	}
	p.sending = append(p.sending, sequenced{ch, seq, execution.Message{To: text}})
}

// commit lets the commit of a sender return.
func (p *post) commit(i int) {
	m := p.sending[i]
	p.sending = slices.Delete(p.sending, i, i+1)
	for _, rows := range []map[channel]map[uint64]string{p.committed, p.undelivered} {
		if rows[m.channel] == nil {
			rows[m.channel] = map[uint64]string{}
		}
		rows[m.channel][m.seq] = m.message.To
	}
	p.durable([]sequenced{m})
}

// take gives somebody a message to deliver, if there is one.
func (p *post) take(t *rapid.T) bool {
	m, ok := p.next()
	if !ok {
		return false
	}
	for _, other := range slices.Concat(p.sending, p.delivering) {
		if other.channel == m.channel && other.seq <= m.seq {
			t.Fatalf("%v goes before %v", m, other)
		}
	}
	p.delivering = append(p.delivering, m)
	return true
}

// apply lets a message take effect, if it has not before.
func (p *post) apply(m sequenced) {
	if !p.isApplied(m) {
		p.effects[m.channel] = append(p.effects[m.channel], m.message.To)
		p.applied[m.channel] = m.seq
	}
}

// finish ends the first delivery under way. The row of a delivered message goes lazily: a crash may bring it back.
func (p *post) finish(delivered, remembered bool) {
	if len(p.delivering) == 0 {
		return
	}
	m := p.delivering[0]
	p.delivering = p.delivering[1:]
	if delivered {
		p.apply(m)
		if !remembered {
			delete(p.undelivered[m.channel], m.seq)
		}
	}
	p.done(m, delivered)
}

// crash starts again with what the disk has.
func (p *post) crash() {
	p.outbox, p.sending, p.delivering = newOutbox(), nil, nil
	for ch, rows := range p.undelivered {
		for seq, text := range rows {
			p.restore(sequenced{ch, seq, execution.Message{To: text}})
		}
	}
	for ch, seq := range p.applied {
		p.restoreApplied(ch, seq)
	}
}

// The outbox over any course of events: commits that return in any order, deliveries that fail, crashes at any moment. Each message
// that became durable takes effect once, in the order of its channel, and nothing of it is kept.
func TestOutboxOverAnyCourse(t *testing.T) {
	channels := []channel{{1, 2}, {2, 1}, {1, 1}}
	rapid.Check(t, func(t *rapid.T) {
		p, n := newPost(), 0
		t.Repeat(map[string]func(*rapid.T){
			"send": func(t *rapid.T) {
				n++
				p.send(t, rapid.SampledFrom(channels).Draw(t, "channel"), fmt.Sprint(n))
			},
			"commit": func(t *rapid.T) {
				if len(p.sending) > 0 {
					p.commit(rapid.IntRange(0, len(p.sending)-1).Draw(t, "place"))
				}
			},
			"take":            func(t *rapid.T) { p.take(t) },
			"deliver":         func(t *rapid.T) { p.finish(true, rapid.Bool().Draw(t, "remembered")) },
			"fail to deliver": func(*rapid.T) { p.finish(false, false) },
			"crash":           func(*rapid.T) { p.crash() },
			"crash in delivery": func(*rapid.T) {
				if len(p.delivering) > 0 {
					p.apply(p.delivering[0])
				}
				p.crash()
			},
		})
		for len(p.sending) > 0 {
			p.commit(0)
		}
		for len(p.delivering) > 0 {
			p.finish(false, false)
		}
		for p.take(t) {
			p.finish(true, false)
		}
		if n := p.waiting(); n != 0 || len(p.queue) != 0 {
			t.Fatalf("%d messages are left, and %d channels in the queue", n, len(p.queue))
		}
		for ch, rows := range p.committed {
			var want []string
			for _, seq := range slices.Sorted(maps.Keys(rows)) {
				want = append(want, rows[seq])
			}
			if got := p.effects[ch]; !slices.Equal(got, want) {
				t.Fatalf("%v: %v took effect, want %v", ch, got, want)
			}
		}
	})
}

// While something may be delivered, ready has a token or somebody is at work who will look again.
func TestOutboxWakesTheShell(t *testing.T) {
	o := newOutbox()
	send := func(ch channel) sequenced {
		m := sequenced{ch, o.reserve(ch), execution.Message{}}
		o.durable([]sequenced{m})
		return m
	}
	send(channel{1, 2})
	send(channel{1, 3})
	for range 2 {
		select {
		case <-o.ready:
		default:
			t.Fatal("nobody is woken")
		}
		if _, ok := o.next(); !ok {
			t.Fatal("there is nothing to deliver")
		}
	}
	if len(o.ready) != 0 {
		t.Error("somebody is woken for nothing")
	}
	// A message behind one that is being delivered wakes nobody yet.
	second := send(channel{1, 2})
	if len(o.ready) != 0 {
		t.Error("somebody is woken for a channel that is busy")
	}
	o.done(sequenced{channel: channel{1, 2}, seq: 1}, true)
	if len(o.ready) != 1 {
		t.Error("nobody is woken when the channel is free")
	}
	if m, ok := o.next(); !ok || m.seq != second.seq {
		t.Errorf("got %v, want %v", m, second)
	}
}

// What the outbox holds is bounded by the pairs of shards that ever talked, not by what they said.
func TestOutboxKeepsNothingOfTheTraffic(t *testing.T) {
	o := newOutbox()
	ch := channel{1, 2}
	for range 10_000 {
		var batch []sequenced
		for range 3 {
			batch = append(batch, sequenced{ch, o.reserve(ch), execution.Message{To: strings.Repeat("x", 10), Body: &execution.SignalExternal{}}})
		}
		o.durable(batch)
		for m, ok := o.next(); ok; m, ok = o.next() {
			o.done(m, true)
		}
	}
	if len(o.channels) != 1 || len(o.applied) != 1 {
		t.Errorf("%d channels and %d cursors for one pair", len(o.channels), len(o.applied))
	}
	out := o.channels[ch]
	if cap(out.open) > 8 || cap(out.durable) > 8 || cap(o.queue) > 8 {
		t.Errorf("room for %d open, %d durable messages and %d channels is left", cap(out.open), cap(out.durable), cap(o.queue))
	}
	for _, m := range out.durable[:cap(out.durable)] {
		if !reflect.DeepEqual(m, sequenced{}) {
			t.Errorf("a delivered message is kept: %+v", m)
		}
	}
}

// As many idle lanes are kept as allowed, the most recently used ones; a lane in use is never forgotten.
func TestLanesForget(t *testing.T) {
	const bound = 3
	rapid.Check(t, func(t *rapid.T) {
		ls := newLanes(bound * laneStripes)
		// All of them meet in one stripe. idle holds the idle ones, the one longest idle first.
		held, idle := map[string][]*lane{}, []string{}
		known := map[string]*lane{}
		t.Repeat(map[string]func(*rapid.T){
			"acquire": func(t *rapid.T) {
				id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h"}).Draw(t, "id")
				l := ls.acquire(laneKey{1, id}, 7)
				if old := known[id]; old != nil && old != l {
					t.Fatalf("the lane %s was forgotten: it is in use, or was recently", id)
				}
				if known[id] == nil && l.loaded {
					t.Fatalf("the lane %s should have been forgotten", id)
				}
				known[id], l.loaded = l, true
				held[id] = append(held[id], l)
				idle = slices.DeleteFunc(idle, func(s string) bool { return s == id })
			},
			"release": func(t *rapid.T) {
				if len(held) == 0 {
					return
				}
				id := rapid.SampledFrom(slices.Sorted(maps.Keys(held))).Draw(t, "id")
				ls.release(held[id][0])
				if held[id] = held[id][1:]; len(held[id]) > 0 {
					return
				}
				delete(held, id)
				if idle = append(idle, id); len(idle) > bound {
					delete(known, idle[0])
					idle = idle[1:]
				}
			},
			"": func(t *rapid.T) {
				s := &ls.stripes[7]
				if len(s.lanes) != len(known) || s.idle.Len() != len(idle) {
					t.Fatalf("%d lanes, %d of them idle; want %d and %d", len(s.lanes), s.idle.Len(), len(known), len(idle))
				}
			},
		})
	})
}

// Lanes that nobody wants any more leave nothing behind, be they of runs that were open, are closed, or never were.
func TestIdleLanesAreBounded(t *testing.T) {
	inWorld(t, func(w *world) {
		w.reconfigure(func(c *Config) { c.IdleStates = 64 })
		for i := range 300 {
			id := text("w%d", i)
			w.start(id)
			if i%2 == 0 {
				must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", id))
			}
			refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "no "+id, "s"),
				"UnknownResourceFault: Unknown execution, workflowId = no "+id)
		}
		w.sleep(1)
		n := 0
		for i := range w.engine.lanes.stripes {
			s := &w.engine.lanes.stripes[i]
			n += len(s.lanes)
			for _, l := range s.lanes {
				if l.users != 0 || l.pending != nil || l.writing != nil {
					t.Errorf("the idle lane %v is in use", l.key)
				}
			}
		}
		if n > 64 {
			t.Errorf("%d lanes are in memory, want 64 at most", n)
		}
		// Closed runs have no deadline.
		if got := len(w.engine.deadlines.entries); got != 150 {
			t.Errorf("%d deadlines for 150 open runs", got)
		}
	})
}

// A state that is forgotten and loaded again behaves as if it had stayed: any course of events writes the same histories.
func TestForgettingChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		course := rapid.SliceOfN(rapid.Custom(drawMove), 1, 60).Draw(r, "course")
		kept, forgotten := played(t, course, 10_000), played(t, course, 1)
		if kept != forgotten {
			r.Fatalf("with its states in memory:\n%s\nwith states that are forgotten:\n%s", kept, forgotten)
		}
	})
}

// move is one step of a course: something that happens to one of a few runs.
type move struct {
	run  int
	what string
	n    int
}

func drawMove(t *rapid.T) move {
	return move{
		run: rapid.IntRange(0, 2).Draw(t, "run"),
		what: rapid.SampledFrom([]string{
			"start", "signal", "cancel", "schedule", "schedule", "start timer", "cancel timer", "cancel activity",
			"continue", "work", "work", "beat", "complete", "wait", "terminate",
		}).Draw(t, "what"),
		n: rapid.IntRange(1, 30).Draw(t, "n"),
	}
}

// played plays a course in a world of its own that keeps so many idle states, and returns all histories, without what differs
// from world to world.
func played(t *testing.T, course []move, idle int) string {
	var b strings.Builder
	inWorld(t, func(w *world) {
		w.reconfigure(func(c *Config) { c.IdleStates = idle })
		p := &player{world: w, tokens: map[int]string{}, forgetful: idle == 1}
		for _, m := range course {
			p.play(m)
			p.crowdOut()
		}
		w.sleep(100)
		for i, run := range p.runs {
			for _, line := range w.stored(run) {
				for j, other := range p.runs {
					line = strings.ReplaceAll(line, other.RunID, fmt.Sprint("run ", j))
				}
				fmt.Fprintf(&b, "run %d: %s\n", i, line)
			}
		}
	})
	return b.String()
}

// player makes the moves of a course: each run has task lists of its own, and what cannot be done is left undone.
type player struct {
	*world
	runs   []swf.WorkflowExecution
	tokens map[int]string
	// forgetful is true if the engine keeps few idle states.
	forgetful bool
	// others are lanes in the places of those of the runs.
	others []laneKey
}

func (p *player) play(m move) {
	id, ctx := fmt.Sprint("w", m.run), context.Background()
	// A refusal is an outcome like any other, and shows in the histories.
	switch m.what {
	case "start":
		in := swf.NewStartWorkflowExecutionInput("d", id, orderType)
		in.TaskList = &swf.TaskList{Name: id}
		in.ExecutionStartToCloseTimeout = new(fmt.Sprint(100 * m.n))
		in.TaskStartToCloseTimeout = new(fmt.Sprint(m.n))
		if out, err := p.calls().StartWorkflowExecution(ctx, in); err == nil {
			p.runs = append(p.runs, swf.WorkflowExecution{WorkflowID: id, RunID: *out.RunID})
		}
	case "signal":
		_, _ = p.calls().SignalWorkflowExecution(ctx, swf.NewSignalWorkflowExecutionInput("d", id, "s"))
	case "cancel":
		_, _ = p.calls().RequestCancelWorkflowExecution(ctx, swf.NewRequestCancelWorkflowExecutionInput("d", id))
	case "terminate":
		_, _ = p.calls().TerminateWorkflowExecution(ctx, swf.NewTerminateWorkflowExecutionInput("d", id))
	case "wait":
		p.sleep(m.n)
	case "work", "beat", "complete":
		p.work(m)
	default:
		p.decideOn(m)
	}
}

func (p *player) work(m move) {
	list := swf.TaskList{Name: fmt.Sprint("w", m.run)}
	token := p.tokens[m.run]
	switch {
	case m.what == "work":
		if must(p.world, p.calls().CountPendingActivityTasks)(swf.NewCountPendingActivityTasksInput("d", list)).Count > 0 {
			p.tokens[m.run] = must(p.world, p.calls().PollForActivityTask)(swf.NewPollForActivityTaskInput("d", list)).TaskToken
		}
	case token == "":
	case m.what == "beat":
		in := swf.NewRecordActivityTaskHeartbeatInput(token)
		in.Details = new(fmt.Sprint(m.n))
		_, _ = p.with(token).RecordActivityTaskHeartbeat(context.Background(), in)
	case m.what == "complete":
		_, _ = p.with(token).RespondActivityTaskCompleted(context.Background(), swf.NewRespondActivityTaskCompletedInput(token))
	}
}

// decideOn answers the run's decision task, if one waits.
func (p *player) decideOn(m move) {
	list := swf.TaskList{Name: fmt.Sprint("w", m.run)}
	if must(p.world, p.calls().CountPendingDecisionTasks)(swf.NewCountPendingDecisionTasksInput("d", list)).Count == 0 {
		return
	}
	task := must(p.world, p.calls().PollForDecisionTask)(swf.NewPollForDecisionTaskInput("d", list))
	id := fmt.Sprint(m.n % 3)
	var d swf.DecisionAttributes
	switch m.what {
	case "schedule":
		d = &swf.ScheduleActivityTaskDecisionAttributes{
			ActivityType: workType, ActivityID: id, TaskList: &list, HeartbeatTimeout: new(fmt.Sprint(m.n)),
			ScheduleToStartTimeout: new(fmt.Sprint(2 * m.n)), StartToCloseTimeout: new(fmt.Sprint(3 * m.n)),
		}
	case "start timer":
		d = &swf.StartTimerDecisionAttributes{TimerID: id, StartToFireTimeout: fmt.Sprint(m.n - 1)}
	case "cancel timer":
		d = &swf.CancelTimerDecisionAttributes{TimerID: id}
	case "cancel activity":
		d = &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: id}
	case "continue":
		d = &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{TaskList: &list}
	}
	p.decide(task, d)
	if e, ok := p.newest(*task.WorkflowExecution).(*swf.WorkflowExecutionContinuedAsNewEventAttributes); ok {
		p.runs = append(p.runs, swf.WorkflowExecution{WorkflowID: task.WorkflowExecution.WorkflowID, RunID: e.NewExecutionRunID})
	}
}

// newest is the last event of a run.
func (p *player) newest(e swf.WorkflowExecution) swf.EventAttributes {
	all := p.history(e)
	return all[len(all)-1].Attributes
}

// crowdOut looks at as many other workflowIds as it takes for an engine that keeps few states to keep none of ours.
func (p *player) crowdOut() {
	if p.others == nil {
		for i := range 3 {
			p.others = append(p.others, p.lane(p.neighbour(fmt.Sprint("w", i))))
		}
	}
	synctest.Wait()
	for _, key := range p.others {
		if err := p.engine.view(key, func(*lane) {}); err != nil {
			p.t.Fatal(err)
		}
	}
	for i := range 3 {
		if key := p.lane(fmt.Sprint("w", i)); p.forgetful && p.inMemory(key) {
			p.t.Fatalf("the lane of %s is still in memory", key.workflowID)
		}
	}
}

// inMemory reports whether a lane is in memory.
func (w *world) inMemory(key laneKey) bool {
	s := &w.engine.lanes.stripes[w.engine.shardOf(key)%laneStripes]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lanes[key] != nil
}
