package execution_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/storecheck"
	"github.com/swfd/swfd/swf"
)

// checkToken expects that no token is accepted that was never given out.
func (m *machine) checkToken(t *rapid.T, l *life, decision bool, at execution.Attempt, err error) {
	if err == nil && !l.knows(decision, at) {
		t.Fatalf("%s accepted a forged token: %+v", l.record.RunID, at)
	}
}

// verb is a command on a run.
type verb func(*execution.State, swf.Timestamp, *execution.Facts) (execution.Change, error)

// checkPunctual expects that nothing is left that was due before the last command. (Decisions open things that are due at
// once; those follow.)
func (m *machine) checkPunctual(t *rapid.T, l *life) {
	if l.state == nil {
		return
	}
	if due := trueDue(l.decoded(t), m.resumed); due < m.commandAt {
		t.Fatalf("%s: something was due at %s and did not happen at %s", l.record.RunID, due, m.commandAt)
	}
}

// checkDead expects nothing from a run that has closed.
func (m *machine) checkDead(t *rapid.T, l *life, do verb, now swf.Timestamp, f *execution.Facts) {
	c, err := do(l.ended, now, f)
	if !c.Empty() || len(c.Messages)+len(c.Offers) > 0 {
		t.Fatalf("closed run %s has changed: %s", l.record.RunID, shown(c))
	}
	if err != nil && !errors.Is(err, execution.ErrClosed) {
		t.Fatalf("closed run %s said %v", l.record.RunID, err)
	}
}

// checkTwin gives the same command to the run as it stands in the store. Half of the twins let happen first what is due, in
// a change of its own: that must make no difference to the history either.
func (m *machine) checkTwin(t *rapid.T, l *life, do verb, now swf.Timestamp, f *execution.Facts, want string, wantErr error) {
	twin, err := execution.Load(propertyDomain, l.decoded(t), m.resumed)
	if err != nil {
		t.Fatal(err)
	}
	apart := rare(t, "twin expires first", 2)
	var due execution.Change
	if apart {
		due = twin.Expire(now, f)
	}
	dueText := shown(due)
	change, err := do(twin, now, f)
	got := shown(change)
	if apart {
		want, got = eventsOf(want), eventsOf(dueText)+eventsOf(got)
	}
	if got != want || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("made again from its rows, run %s does otherwise (%v, not %v):\n%s\nnot\n%s",
			l.record.RunID, err, wantErr, got, want)
	}
	m.sameRows(t, l, twin)
}

// sameRows expects a twin to be in the same state.
func (m *machine) sameRows(t *rapid.T, l *life, twin *execution.State) {
	if got, want := encodeRows(twin.Rows()), encodeRows(l.state.Rows()); !reflect.DeepEqual(got, want) {
		t.Fatalf("made again from its rows, run %s comes to other rows:\n%v\nnot\n%v", l.record.RunID, got, want)
	}
}

func (m *machine) same(t *rapid.T, twin *execution.State, a, b string) {
	if a != b {
		t.Fatalf("the same call twice: %s\nand %s", a, b)
	}
	if twin.Closed() {
		t.Fatal("a run that has just begun is closed")
	}
}

// checkRefusal expects that a refused command changed nothing but what was due anyway.
func (m *machine) checkRefusal(t *rapid.T, l *life, now swf.Timestamp, f *execution.Facts, change execution.Change) {
	idle, err := execution.Load(propertyDomain, l.decoded(t), m.resumed)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(change), shown(idle.Expire(now, f)); got != want {
		t.Fatalf("a refused command has changed\n%s\nnot only\n%s", got, want)
	}
	m.sameRows(t, l, idle)
}

func (l *life) checkTimeout(t *rapid.T, m *machine, e swf.HistoryEvent, a *swf.ActivityTaskTimedOutEventAttributes) {
	last := l.beats[a.ScheduledEventID]
	if !equalText(a.Details, last.details) {
		t.Fatalf("%s: event %d does not give the details of the last heartbeat", l.record.RunID, e.EventID)
	}
	started := l.history[a.StartedEventID-1].EventTimestamp
	heartbeat := *l.history[a.ScheduledEventID-1].Attributes.(*swf.ActivityTaskScheduledEventAttributes).HeartbeatTimeout
	switch {
	case a.TimeoutType == swf.ActivityTaskTimeoutTypeHeartbeat:
		if e.EventTimestamp < later(max(started, last.at, m.resumed), textSeconds(heartbeat)) {
			t.Fatalf("%s: event %d times out a task that has sent a heartbeat", l.record.RunID, e.EventID)
		}
	case started < m.resumed && e.EventTimestamp < m.resumed.Add(execution.GraceAfterRestart):
		t.Fatalf("%s: event %d gives the worker no time after the restart", l.record.RunID, e.EventID)
	}
}

// checkClosing holds what a run leaves behind against its history.
func (m *machine) checkClosing(t *rapid.T, l *life, c execution.Change) {
	fold := historycheck.Fold(l.history)
	want := execution.Closing{
		At: fold.LastEventAt, Status: fold.Status, LastEventID: fold.LastEventID, OpenCounts: fold.OpenCounts(),
		LatestActivityAt: fold.LatestActivityAt, ContextEventID: fold.ContextEventID,
	}
	if *c.Closed != want {
		t.Fatalf("%s closed as %+v, but its history says %+v", l.record.RunID, *c.Closed, want)
	}
	if len(l.rows) > 0 || len(l.offers) > 0 {
		t.Fatalf("closed run %s leaves rows %v and offers %v", l.record.RunID, l.rows, l.offers)
	}
	if (c.Next != nil) != (fold.Status == swf.CloseStatusContinuedAsNew) {
		t.Fatalf("%s closed as %s, and the run that continues it is %v", l.record.RunID, fold.Status, c.Next)
	}
}

// check holds what must be so of a run after every command.
func (m *machine) check(t *rapid.T, l *life) {
	for _, v := range historycheck.Check(l.history) {
		t.Fatalf("the history of %s is unlawful: %v\n%s", l.record.RunID, v, historyOf(l))
	}
	if l.state == nil {
		return
	}
	if live := encodeRows(l.state.Rows()); !reflect.DeepEqual(l.rows, live) {
		t.Fatalf("the changes of %s made the rows\n%v\nbut the state says\n%v", l.record.RunID, l.rows, live)
	}
	fold := historycheck.Fold(l.history)
	rows := l.decoded(t)
	for _, r := range rows {
		storecheck.Untold(r)
	}
	told := encodeRows(rows)
	if folded := encodeRows(storecheck.Rows(l.record.WorkflowID, l.record.RunID, fold)); !reflect.DeepEqual(told, folded) {
		t.Fatalf("%s has the rows\n%v\nbut its history says\n%v\n%s", l.record.RunID, told, folded, historyOf(l))
	}
	if got, want := l.state.OpenCounts(), fold.OpenCounts(); got != want {
		t.Fatalf("%s counts %+v, but its history says %+v", l.record.RunID, got, want)
	}
	c := fold.OpenCounts()
	if max(c.OpenActivityTasks, c.OpenTimers, c.OpenChildWorkflowExecutions, c.OpenLambdaFunctions) > 2 {
		t.Fatalf("%s has more open than the limits allow: %+v", l.record.RunID, c)
	}
	if due, next := trueDue(l.decoded(t), m.resumed), l.state.NextDeadline(); next > due {
		t.Fatalf("%s: NextDeadline says %s, but something is due at %s", l.record.RunID, next, due)
	}
	if listed, offered := inOrder(l.offers), inOrder(l.state.Offers()); !slices.Equal(listed, offered) {
		t.Fatalf("the lists hold %+v of %s, but the state offers %+v", listed, l.record.RunID, offered)
	}
}

// shown writes all of a change as text.
func shown(c execution.Change) string {
	var b strings.Builder
	for _, e := range c.Events {
		b.WriteString("event " + string(awsjson.AppendEvent(nil, &e)) + "\n")
	}
	for _, r := range c.Puts {
		fmt.Fprintf(&b, "put %v %s\n", r.RowKey(), encodeRow(r))
	}
	for _, k := range c.Deletes {
		fmt.Fprintf(&b, "delete %v\n", k)
	}
	for _, part := range []any{c.Offers, c.Withdrawals, c.Messages, c.Opened, c.Closed} {
		text, err := json.Marshal(part)
		fmt.Fprintf(&b, "%T %s %v\n", part, text, err)
	}
	if c.Next != nil {
		b.WriteString("next " + shown(c.Next.Change))
	}
	return b.String()
}

// eventsOf are the lines of a change that tell of events.
func eventsOf(change string) string {
	var b strings.Builder
	for line := range strings.Lines(change) {
		if strings.HasPrefix(line, "event ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func equalText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func historyOf(l *life) string {
	var b strings.Builder
	for _, e := range l.history {
		fmt.Fprintf(&b, "%s\n", awsjson.AppendEvent(nil, &e))
	}
	return b.String()
}
