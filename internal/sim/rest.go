package sim

import (
	"context"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/storecheck"
)

// rest lets the world come to rest: nothing goes wrong any more, what is under way ends, messages arrive, and in the end time is up
// for everything that was left behind.
func (w *World) rest() {
	if w.server.failed != nil {
		w.crashAndOpen()
	}
	w.server.store.full = nil
	w.plan.likely = likely{}
	for w.calm(); len(w.later) > 0; w.calm() {
		w.retry()
	}
	w.judgeRest()
	for range 10_000 {
		w.due()
		if w.server.nextDue == execution.Never {
			break
		}
		w.now += max(0, int64(w.server.nextDue-w.server.engine.Now()))
		w.calm()
	}
	w.judgeRest()
	if w.rare(3) {
		w.judgeStore()
	}
	if n := len(w.oracle.open); n > 0 {
		w.violate("%d runs never end", n)
	}
}

// calm lets everything happen that happens at this instant by itself.
func (w *World) calm() {
	for range 100_000 {
		for _, t := range w.threads {
			t.over = true
		}
		if !w.goOn() && !w.sync() && !w.deliver() && !w.lambda() && !w.due() {
			if len(w.threads) == 0 {
				return
			}
			// A delivery that was refused waits a second.
			w.now += 1000
		}
	}
	w.violate("the world never comes to rest: %s", w.underWay())
}

func (w *World) underWay() string {
	var names []string
	for _, t := range w.threads {
		names = append(names, fmt.Sprintf("#%d %s", t.number, t.what))
	}
	return fmt.Sprint(names)
}

// judgeRest judges a world at rest.
func (w *World) judgeRest() {
	w.tell("the world is at rest")
	w.oracle.judgeSet(historycheck.Settled)
	w.oracle.judgeBeats()
	w.judgeFigures()
	if n := w.server.engine.Figures().Messages; n > 0 {
		w.violate("%d messages never arrive", n)
	}
	for c, s := range w.oracle.channels {
		if len(s.waiting) > 0 {
			w.violate("messages of channel %v never arrive: %v", c, s.waiting)
		}
	}
	w.judgeLists()
	for _, l := range w.oracle.lives {
		w.judgeRun(l)
	}
}

// reopened judges a server that has just been started.
func (w *World) reopened() {
	w.judgeFigures()
	if w.rare(8) {
		w.judgeStore()
	}
}

// judgeStore looks at every row.
func (w *World) judgeStore() {
	report, err := storecheck.Check(context.Background(), w.server.store, nil)
	if err != nil {
		w.violate("the store cannot be checked: %v", err)
	}
	if len(report.Violations) > 0 {
		w.violate("what stands in the store: %s", report)
	}
}
