package sim

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// Oracle knows what every batch has said, and what clients were told, and judges both. It reads what is written, as anybody would who
// looks at the disk, and shares no code with what it judges but the formats.
type Oracle struct {
	world *World
	// lives are all runs there ever were, in the order of their starts, also those that retention has deleted.
	lives   []*life
	byRunID map[string]*life
	// open leads from a workflowId to its open run.
	open map[string]*life
	// channels are the ways of messages between executions.
	channels map[channel]*channelState
	// notes tell of the batches that are not durable, oldest first; those before them are counted by durable.
	notes   []*note
	durable int
	// started is when the server was last started, and ready when it became ready, or took writes again after it had refused them.
	// A batch may hold what was decided before that.
	started, ready swf.Timestamp
	log            []historycheck.Call
	judge          *historycheck.Judge
	runs           int
	// inputs counts the calls of Lambda functions, by their inputs.
	inputs map[string]int
}

// life is a run.
type life struct {
	number            int
	workflowID, runID string
	judge             *historycheck.Judge
	// lines are the events as they are stored, of which so many are durable.
	lines   [][]byte
	durable int
	// begunAt and endedAt are the steps at which the run's beginning and its end became durable, 0 before.
	begunAt, endedAt int
	// deleted is true once retention has deleted the run.
	deleted bool
	// beats are the heartbeats of the run's activity tasks, by their ActivityTaskScheduled event.
	beats map[int64]*beats
}

func (l *life) String() string { return fmt.Sprintf("run %d of %s", l.number, l.workflowID) }

func (l *life) state() *historycheck.State { return l.judge.State() }

// note is what a batch has changed, for the case that it is lost.
type note struct {
	grown     []growth
	deleted   []*life
	sent      []place
	delivered []delivered
	// forgotten counts the delivered messages whose rows were deleted.
	forgotten int
}

// growth is a run that got new events, and how many it had before and after.
type growth struct {
	life          *life
	before, after int
}

func newOracle(w *World, judge *historycheck.Judge) *Oracle {
	return &Oracle{
		world: w, byRunID: map[string]*life{}, open: map[string]*life{}, channels: map[channel]*channelState{}, judge: judge.Next(),
		inputs: map[string]int{},
	}
}

// written judges a batch, whose number is n.
func (o *Oracle) written(b *store.Batch, n int) {
	v := &verdict{Oracle: o, n: n, note: &note{}}
	for i := range b.Ops {
		v.op(&b.Ops[i])
	}
	for _, g := range v.note.grown {
		v.judgeGrowth(g)
	}
	for _, workflowID := range v.touched {
		v.judgeRows(workflowID)
	}
	for _, runID := range v.cut {
		if l := o.byRunID[runID]; l == nil || !l.deleted {
			v.violate("the history of %v is deleted, and the run is not", l)
		}
	}
	o.notes = append(o.notes, v.note)
}

// synced takes down that the first n batches are durable.
func (o *Oracle) synced(n int) {
	for o.durable < n {
		for _, g := range o.notes[0].grown {
			g.life.keep(g.after, o.world.step)
		}
		o.notes = o.notes[1:]
		o.durable++
	}
}

// keep takes down that so many events of the run are durable since a step.
func (l *life) keep(events, step int) {
	l.durable = events
	if l.begunAt == 0 {
		l.begunAt = step
	}
	if l.state().Closed && events == len(l.lines) {
		l.endedAt = step
	}
}

// crashed takes down that only the first n batches are left, and judges what is missing.
func (o *Oracle) crashed(n int) {
	lost := o.notes[n-o.durable:]
	o.notes = o.notes[:n-o.durable]
	o.world.faults.LostBatches += len(lost)
	cut := map[*life]bool{}
	for _, note := range slices.Backward(lost) {
		o.world.faults.Redeliveries += note.forgotten
		o.takeBack(note)
		for _, g := range note.grown {
			cut[g.life] = true
		}
	}
	clear(o.open)
	o.lives = slices.DeleteFunc(o.lives, func(l *life) bool {
		if cut[l] {
			l.rejudge(o.judge)
		}
		if len(l.lines) == 0 {
			delete(o.byRunID, l.runID)
			return true
		}
		l.forgetBeats(n)
		if !l.state().Closed {
			o.open[l.workflowID] = l
		}
		return false
	})
	o.synced(n)
	o.judgeSet()
	o.judgeBeats()
}

func (o *Oracle) takeBack(n *note) {
	for _, g := range slices.Backward(n.grown) {
		g.life.lines = g.life.lines[:g.before]
	}
	for _, l := range n.deleted {
		l.deleted = false
	}
	for _, d := range slices.Backward(n.delivered) {
		o.channels[d.channel].takeBack(d)
	}
	for _, p := range n.sent {
		o.channels[p.channel].unsend(p.seq)
	}
}

// rejudge judges anew what is left of a history.
func (l *life) rejudge(judge *historycheck.Judge) {
	events := l.judge.Events()[:len(l.lines)]
	l.judge = judge.Next()
	l.judge.Add(events)
}

// judgeSet holds all histories against each other, and against what clients were told.
func (o *Oracle) judgeSet(options ...historycheck.Option) {
	runs := make([]historycheck.Run, len(o.lives))
	for i, l := range o.lives {
		runs[i] = historycheck.Run{Domain: domain, WorkflowID: l.workflowID, RunID: l.runID, Events: l.judge.Events()}
	}
	report := o.judge.CheckSet(runs, o.log, options...)
	if len(report.Violations) > 0 {
		o.world.violate("the histories together: %s", report)
	}
}

// decodeEvents reads events as they are stored.
func (o *Oracle) decodeEvents(lines [][]byte) []swf.HistoryEvent {
	events := make([]swf.HistoryEvent, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal(line, &events[i]); err != nil {
			o.world.violate("an event cannot be read: %v: %s", err, line)
		}
	}
	return events
}

// opened takes down when a server was started.
func (o *Oracle) opened(at swf.Timestamp) { o.started, o.ready = at, at }
