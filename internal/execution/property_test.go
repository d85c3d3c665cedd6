package execution_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// TestAnyCommands lets random commands loose on a few workflowIds that are each other's parents, children and targets. It
// holds after each command what must always be so (see machine.check), and at the end what must be so of all histories
// together. Ids are few, so that they collide; time jumps to deadlines and past them; everything in memory is lost now and
// then.
//
// A failure prints the commands that lead to it, shortened. To search longer:
//
//	go test ./internal/execution -run TestAnyCommands -rapid.checks=20000 -rapid.steps=60
func TestAnyCommands(t *testing.T) {
	seen, checks := map[swf.EventType]bool{}, 0
	rapid.Check(t, func(t *rapid.T) {
		checks++
		m := newMachine(t)
		m.start(t)
		// A round is -rapid.steps actions long on average.
		for range 3 {
			t.Repeat(map[string]func(*rapid.T){"": func(*rapid.T) {}, "step": m.step})
		}
		m.settle(t)
		report := historycheck.CheckSet(m.set(), m.log, historycheck.Settled)
		if len(report.Violations) > 0 || report.Lost+report.Duplicated > 0 {
			t.Fatalf("the histories together are unlawful: %s", report)
		}
		for _, l := range m.lives {
			for _, e := range l.history {
				seen[e.Type()] = true
			}
		}
	})
	if checks >= 100 && len(seen) < 50 {
		t.Errorf("the commands reached only %d of SWF's 54 event types", len(seen))
	}
}

// step does any one thing that can be done now. What happens often in life is more likely.
func (m *machine) step(t *rapid.T) {
	var steps []func(*rapid.T)
	for _, s := range []struct {
		likely   int
		possible bool
		do       func(*rapid.T)
	}{
		{1, len(m.open) < 3, m.start},
		{8, m.offered(execution.OfferDecision), m.pollDecision},
		{12, len(m.running(true)) > 0, m.decide},
		{4, m.offered(execution.OfferActivity), m.pollActivity},
		{2, len(m.running(false)) > 0, m.answerActivity},
		{4, len(m.running(false)) > 0, m.heartbeat},
		{1, true, m.signal},
		{1, true, m.requestCancel},
		{1, true, m.terminate},
		{3, m.offered(execution.OfferLambda), m.startLambda},
		{2, m.called(), m.answerLambda},
		{6, len(m.channels) > 0, m.deliver},
		{3, true, m.expire},
		{4, true, m.pass},
		{1, true, m.restart},
		{1, true, m.read},
	} {
		for range s.likely {
			if s.possible {
				steps = append(steps, s.do)
			}
		}
	}
	choose(t, "step", steps...)(t)
}

// settle lets everything happen that happens by itself at this instant.
func (m *machine) settle(t *rapid.T) {
	for range 10_000 {
		if m.settleOne(t) {
			continue
		}
		return
	}
	t.Fatal("it never comes to rest")
}

func (m *machine) settleOne(t *rapid.T) bool {
	for _, l := range m.lives {
		if l.state != nil && l.state.NextDeadline() <= m.now {
			_ = m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
				return s.Expire(now, f), nil
			})
			return true
		}
	}
	if len(m.channels) == 0 {
		return false
	}
	m.deliverFrom(t, 0)
	return true
}

// set are all histories as the checker wants them.
func (m *machine) set() []historycheck.Run {
	var runs []historycheck.Run
	for _, l := range m.lives {
		r := l.record
		runs = append(runs, historycheck.Run{Domain: "D", WorkflowID: r.WorkflowID, RunID: r.RunID, Events: l.history})
	}
	return runs
}
