package engine

import (
	"testing"
	"time"

	"github.com/swfd/swfd/swf"
)

// setBack is the system's clock after somebody has set it back.
type setBack struct {
	Clock
	by time.Duration
}

func (c setBack) Now() swf.Timestamp { return c.Clock.Now().Add(-c.by) }

func (c setBack) Wake(at swf.Timestamp) (<-chan time.Time, func()) { return c.Clock.Wake(at.Add(c.by)) }

// The service time never goes back: if the machine's clock was set back while the server was down, it goes on from where it was, and
// durations are what they always are.
func TestTheServiceTimeNeverGoesBack(t *testing.T) {
	bothWays(t, func(w *world, again func(time.Duration)) {
		w.sleep(100)
		first := w.start("w")
		w.signal("w", "s")
		before := w.now()
		w.config = func(c *Config) { c.Clock = setBack{NewSystemClock(), time.Hour} }
		again(0)
		if w.now() < before {
			t.Fatalf("it was %v, and now it is %v", before, w.now())
		}
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		second := w.start("w")
		if closed := *w.describe(first).ExecutionInfo.CloseTimestamp; w.describe(second).ExecutionInfo.StartTimestamp < closed {
			t.Error("the second run began before the first ended")
		}
		started := w.now()
		w.decide(w.pollDecision(), &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "10"})
		w.sleep(11)
		if _, at := last[*swf.TimerFiredEventAttributes](w, second); at.Sub(started) < 10*time.Second || at.Sub(started) > 10*time.Second+10*time.Millisecond {
			t.Errorf("a timer of 10 s fired after %v", at.Sub(started))
		}
	})
}

// A server that ended in good order remembers how late it was even when no run is open.
func TestTheServiceTimeIsKept(t *testing.T) {
	inWorld(t, func(w *world) {
		before := w.now()
		w.config = func(c *Config) { c.Clock = setBack{NewSystemClock(), time.Hour} }
		w.restart(0)
		if w.now() < before {
			t.Errorf("it was %v, and now it is %v", before, w.now())
		}
	})
}
