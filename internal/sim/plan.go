package sim

import (
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/swf"
)

// plan is what kind of world a seed makes: how crowded it is, and which things happen in it how often. A world in which not
// everything can go wrong at once comes to places where one that suffers from all of it never does.
type plan struct {
	// steps is how many things happen before the world comes to rest.
	steps int
	// names is how many workflowIds there are, width how many calls are under way at a time, beside polls.
	names, width int
	// retention is how many days closed runs are kept.
	retention string
	limits    engine.Limits
	idle      int
	// forbidden are the decisions that nobody may make.
	forbidden map[swf.DecisionType]bool
	// likely are the weights of things, by the name of what happens.
	likely likely
}

// likely are weights: nothing of weight 0 happens.
type likely struct {
	call, goOn, sync, deliver, due, lambda, sweep, pass int
	pollOver, hangUp, lostAnswer                        int
	crash, end, failedCommit, full, wallJump, wait      int
}

// draw makes the plan of a world.
func (w *World) drawPlan() plan {
	p := plan{
		steps: 400 + w.rand.IntN(400), names: 2 + w.rand.IntN(5), width: 2 + w.rand.IntN(6),
		retention: choose(w, "7", "7", "1", "0"), idle: choose(w, 1, 64, 10_000),
		limits: engine.DefaultLimits,
	}
	p.limits.Execution.OpenActivities, p.limits.Execution.OpenTimers = 4, 4
	p.limits.Execution.OpenChildren, p.limits.Execution.OpenLambdas = 4, 4
	p.limits.Answers = 1000
	p.limits.Execution.OpenWorkflows = choose(w, 100_000, 100_000, 4)
	p.limits.Execution.HistoryEvents = choose[int64](w, 25_000, 25_000, 25_000, 60)
	p.limits.Pollers = choose(w, 1000, 1000, 2)
	p.forbidden = w.drawForbidden()
	p.likely = likely{
		call: 100, goOn: choose(w, 300, 150), sync: choose(w, 100, 50, 20), deliver: choose(w, 80, 30), due: choose(w, 40, 10), lambda: w.some(10), pass: choose(w, 5, 15, 30),
		pollOver: 10, sweep: w.some(4), hangUp: w.some(4), lostAnswer: w.some(10),
		crash: w.some(1), end: w.some(1), failedCommit: w.some(1), full: w.some(1), wallJump: w.some(2), wait: w.some(3),
	}
	if p.retention == "0" {
		// What has closed is forgotten at once, and with it how late it was: a clock that is set back while the server is down is not
		// noticed then.
		p.likely.wallJump = 0
	}
	return p
}

// some is a weight of about so much, or none.
func (w *World) some(weight int) int {
	switch w.rand.IntN(4) {
	case 0:
		return 0
	case 1:
		return 3 * weight
	}
	return weight
}

// choose takes one of several things.
func choose[T any](w *World, from ...T) T { return from[w.rand.IntN(len(from))] }

// rare is true once in so many times.
func (w *World) rare(times int) bool { return w.rand.IntN(times) == 0 }
