package sim

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// Result is what became of a world.
type Result struct {
	// Seed is the number that the world was made from, Hash the number that all that happened in it comes to.
	Seed, Hash uint64
	// Histories and Calls count the runs that began, also those that a crash has undone, and the calls that were answered, or not.
	Histories, Calls int
	// Events counts what stands in histories, by type.
	Events map[swf.EventType]int
	Faults Faults
	// Violation is what was found, nil if nothing is wrong.
	Violation *Violation
	// Story tells what happened, if it was asked for.
	Story string
}

// Simulator makes worlds, one after the other. What each needs anew it keeps for the next. It is not safe for concurrent use.
type Simulator struct {
	judge *historycheck.Judge
	idle  []*coroutine
}

// New returns a simulator. Close ends it.
func New() *Simulator { return &Simulator{judge: historycheck.NewJudge()} }

// Close ends the coroutines that the simulator has kept.
func (s *Simulator) Close() {
	for _, c := range s.idle {
		c.stop()
	}
	s.idle = nil
}

// Run makes the world of a seed and lets it live to its end. With told it tells its story, which makes it slower and changes nothing.
func (s *Simulator) Run(seed uint64, told bool) (r Result) {
	w := &World{seed: seed, rand: rand.New(rand.NewPCG(seed, 0)), disk: &Disk{}, story: &story{}, idle: s.idle}
	if told {
		w.story.text = &strings.Builder{}
	}
	w.oracle = newOracle(w, s.judge)
	defer func() {
		p := recover()
		w.abandon()
		r, s.idle = w.result(), w.idle
		switch v := p.(type) {
		case nil:
		case *Violation:
			r.Violation = v
		default:
			panic(p)
		}
	}()
	w.live()
	return r
}

// live is the life of a world.
func (w *World) live() {
	w.plan = w.drawPlan()
	var random [32]byte
	binary.LittleEndian.PutUint64(random[:], w.seed)
	w.random = rand.NewChaCha8(random)
	w.open()
	w.register()
	for range w.plan.steps {
		w.stepOnce()
	}
	w.rest()
}

func (w *World) result() Result {
	r := Result{
		Seed: w.seed, Hash: w.story.hash, Faults: w.faults, Histories: w.oracle.runs, Calls: len(w.oracle.log),
		Events: map[swf.EventType]int{},
	}
	for _, l := range w.oracle.lives {
		for i := range l.judge.Events() {
			r.Events[l.judge.Events()[i].Type()]++
		}
	}
	if w.story.text != nil {
		r.Story = w.story.text.String()
	}
	return r
}
