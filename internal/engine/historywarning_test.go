package engine

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/swfd/swfd/swf"
)

// logged is what an engine logs, line by line and without the time.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

// told takes the lines that were logged since the last time.
func (l *logged) told() string {
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.buf.Reset()
	return strings.TrimSpace(l.buf.String())
}

func (l *logged) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

// limited runs a test in a world whose runs may have 100 events, with its log and its witness.
func limited(t *testing.T, warning int, test func(w *world, l *logged, o *witness)) {
	inWorld(t, func(w *world) {
		l, o := &logged{}, &witness{}
		w.config = func(c *Config) {
			c.Limits, c.Log, c.Observer = DefaultLimits, l.logger(), o
			c.Limits.Execution.HistoryEvents, c.Limits.HistoryWarning = 100, warning
		}
		w.restart(0)
		test(w, l, o)
	})
}

// grow lets a history have so many events, by one command.
func (w *world) grow(run swf.WorkflowExecution, events int64) {
	w.t.Helper()
	var markers []swf.DecisionAttributes
	for n := w.events(run) + 2; n < events; n++ {
		markers = append(markers, &swf.RecordMarkerDecisionAttributes{MarkerName: "m"})
	}
	w.decide(w.pollDecision(), markers...)
	if n := w.events(run); n != events {
		w.t.Fatalf("the history has %d events, and should have %d", n, events)
	}
}

func (w *world) events(run swf.WorkflowExecution) int64 { return int64(len(w.history(run))) }

const (
	nearLimit = `level=WARN msg="a history comes near the limit, at which the run is terminated; its decider should continue as new soon" ` +
		`domain=d workflowId=w runId=%q events=%d limit=100`
	pastLimit = `level=WARN msg="a run was terminated: its history had reached the limit; its decider should continue as new long before that" ` +
		`domain=d workflowId=w runId=%q events=%d limit=100`
)

// The log warns of a run once, when its history reaches the place, and says so if it comes to the end all the same.
func TestAHistoryNearItsLimit(t *testing.T) {
	limited(t, 80, func(w *world, l *logged, o *witness) {
		run := w.start("w")
		w.grow(run, 78)
		w.signal("w", "the 79th event, and the 80th")
		if got, want := l.told(), text(nearLimit, run.RunID, 80); got != want {
			t.Errorf("the log has %s\nwant %s", got, want)
		}
		w.signal("w", "the 81st")
		w.restart(0)
		w.signal("w", "after a restart")
		if got := l.told(); got != "" {
			t.Errorf("the log warns again: %s", got)
		}
		if n := strings.Count(o.told(), "near its limit"); n != 1 {
			t.Errorf("the observer was told %d times", n)
		}
		w.grow(run, 103)
		refused(w, w.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", "w", "too late"), "UnknownResourceFault: Unknown execution, workflowId = w")
		if got, want := l.told(), text(pastLimit, run.RunID, 104); got != want {
			t.Errorf("the log has %s\nwant %s", got, want)
		}
	})
}

// One command may bring many events: it is the one that reaches the place which counts.
func TestAHistoryThatLeapsToItsLimit(t *testing.T) {
	limited(t, 80, func(w *world, l *logged, _ *witness) {
		run := w.start("w")
		w.grow(run, 95)
		if got, want := l.told(), text(nearLimit, run.RunID, 95); got != want {
			t.Errorf("the log has %s\nwant %s", got, want)
		}
	})
}

// A run that closes needs no warning, and one that continues it begins anew.
func TestAHistoryThatEndsNearItsLimit(t *testing.T) {
	limited(t, 80, func(w *world, l *logged, _ *witness) {
		run := w.start("w")
		w.grow(run, 75)
		w.signal("w", "go on")
		decisions := []swf.DecisionAttributes{}
		for range 10 {
			decisions = append(decisions, &swf.RecordMarkerDecisionAttributes{MarkerName: "m"})
		}
		w.decide(w.pollDecision(), append(decisions, &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})...)
		w.signal("w", "to the new run")
		if n := w.events(run); n < 80 {
			t.Fatalf("the history has only %d events", n)
		}
		if got := l.told(); got != "" {
			t.Errorf("the log has %s", got)
		}
	})
}

// Who wants no warnings gets none.
func TestNoWarningOfHistories(t *testing.T) {
	limited(t, 0, func(w *world, l *logged, o *witness) {
		w.grow(w.start("w"), 95)
		if got := l.told() + o.told(); strings.Contains(got, "limit") {
			t.Errorf("there are warnings: %s", got)
		}
	})
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		n       int64
		percent int
		want    int64
	}{{25_000, 80, 20_000}, {10, 80, 8}, {1<<63 - 1, 100, 1<<63 - 1}, {99, 50, 49}, {25_000, 0, 0}} {
		if got := share(c.n, c.percent); got != c.want {
			t.Errorf("%d hundredths of %d are %d, want %d", c.percent, c.n, got, c.want)
		}
	}
}
