package execution_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

const propertyDomain = 3

// machine is what stands round the core when any commands come: clock, rows, task lists, the messages under way, and the
// logs of clients.
type machine struct {
	now, resumed swf.Timestamp
	// commandAt is the time that the last command was given.
	commandAt swf.Timestamp
	limits    execution.Limits
	lambda    bool

	// lives are all runs there ever were, in order; open the open ones by workflowId.
	lives []*life
	open  map[string]*life
	// channels hold the messages from one workflowId to another, in order; none is empty.
	channels [][]execution.Message

	nonce   uint64
	runIDs  int
	markers int
	log     []historycheck.Call
}

// life is a run, with all that the core does not keep of it.
type life struct {
	record  *execution.Run
	state   *execution.State // nil once closed
	ended   *execution.State // the state of a closed run
	history []swf.HistoryEvent
	rows    map[execution.RowKey]string
	// offers are the run's tasks on the task lists.
	offers []execution.Offer
	// decisions and activities are the attempts ever handed out.
	decisions, activities []execution.Attempt
	// calls are the Lambda tasks whose functions were called.
	calls []int64
	// beats are the last heartbeats of activity tasks.
	beats map[int64]beat
}

type beat struct {
	at      swf.Timestamp
	details *string
}

func newMachine(t *rapid.T) *machine {
	m := &machine{now: 1_700_000_000_000, open: map[string]*life{}}
	m.lambda = !rare(t, "no Lambda", 8)
	m.limits = execution.Limits{
		HistoryEvents:  choose[int64](t, "limit of events", 25_000, 25_000, 25_000, 60),
		OpenActivities: 2, OpenTimers: 2, OpenChildren: 2, OpenLambdas: 2, OpenWorkflows: 6,
	}
	return m
}

func (l *life) execution() swf.WorkflowExecution {
	return swf.WorkflowExecution{WorkflowID: l.record.WorkflowID, RunID: l.record.RunID}
}

func (l *life) lastEventAt() swf.Timestamp { return l.history[len(l.history)-1].EventTimestamp }

// take takes a task off its list: its poller has it.
func (l *life) take(decision bool, scheduledID int64) {
	l.offers = slices.DeleteFunc(l.offers, func(o execution.Offer) bool {
		return o.Decision == decision && o.ScheduledID == scheduledID
	})
}

// decoded reads the stored rows.
func (l *life) decoded(t *rapid.T) []execution.Row { return decodeRows(t, l.rows) }

func decodeRows(t *rapid.T, rows map[execution.RowKey]string) []execution.Row {
	var decoded []execution.Row
	for _, k := range sortedRowKeys(rows) {
		r := newRow(k.Kind)
		if err := json.Unmarshal([]byte(rows[k]), r); err != nil {
			t.Fatalf("row %v: %v", k, err)
		}
		decoded = append(decoded, r)
	}
	return decoded
}

func (m *machine) marker() string {
	m.markers++
	return "m" + strconv.Itoa(m.markers)
}

func (m *machine) newRunID() string {
	m.runIDs++
	return "run" + strconv.Itoa(m.runIDs)
}

func (m *machine) facts() *execution.Facts {
	m.nonce++
	return &execution.Facts{Limits: m.limits, Nonce: m.nonce, OpenWorkflows: len(m.open), LambdaAvailable: m.lambda}
}

// anyLife chooses a run: mostly an open one.
func (m *machine) anyLife(t *rapid.T) *life {
	var open []*life
	for _, l := range m.lives {
		if l.state != nil {
			open = append(open, l)
		}
	}
	if len(open) == 0 || rare(t, "any run", 20) {
		return choose(t, "run", m.lives...)
	}
	return choose(t, "open run", open...)
}

// handle is what somebody outside knows of a task.
type handle struct {
	life *life
	execution.Attempt
}

// offered reports whether a decision task, or an activity task, is on a list.
func (m *machine) offered(decision bool) bool { return len(m.listed(decision)) > 0 }

func (m *machine) listed(decision bool) []handle {
	var tasks []handle
	for _, l := range m.lives {
		for _, o := range l.offers {
			if o.Decision == decision {
				tasks = append(tasks, handle{l, execution.Attempt{ScheduledID: o.ScheduledID}})
			}
		}
	}
	return tasks
}

// anyTask chooses a task that a poller could think it may have: mostly one that is on a list.
func (m *machine) anyTask(t *rapid.T, decision bool) (*life, int64) {
	if rare(t, "old offer", 20) {
		l := m.anyLife(t)
		return l, int64(dice(t, "scheduledEventId", len(l.history)+2))
	}
	task := choose(t, "task", m.listed(decision)...)
	return task.life, task.ScheduledID
}

// running are the tasks that are being worked on.
func (m *machine) running(decision bool) []handle {
	return slices.DeleteFunc(m.attempts(decision), func(h handle) bool { return !h.life.worksOn(decision, h.Attempt) })
}

// attempts are the tasks ever handed out.
func (m *machine) attempts(decision bool) []handle {
	var all []handle
	for _, l := range m.lives {
		for _, at := range l.attempts(decision) {
			all = append(all, handle{l, at})
		}
	}
	return all
}

// called reports whether a Lambda function was ever called.
func (m *machine) called() bool {
	return slices.ContainsFunc(m.lives, func(l *life) bool { return len(l.calls) > 0 })
}

// anyAttempt chooses the token of a task: mostly one that is being worked on.
func (m *machine) anyAttempt(t *rapid.T, decision bool) (*life, execution.Attempt) {
	handles := m.running(decision)
	if rare(t, "old token", 10) {
		handles = m.attempts(decision)
	}
	h := choose(t, "token", handles...)
	if rare(t, "other nonce", 30) {
		h.Nonce++
	}
	return h.life, h.Attempt
}

func (l *life) attempts(decision bool) []execution.Attempt {
	if decision {
		return l.decisions
	}
	return l.activities
}

// knows reports whether a token was ever given out.
func (l *life) knows(decision bool, at execution.Attempt) bool { return slices.Contains(l.attempts(decision), at) }

// worksOn reports whether an attempt is under way.
func (l *life) worksOn(decision bool, at execution.Attempt) bool {
	if l.state == nil {
		return false
	}
	if decision {
		r := l.state.Header().Running
		return r != nil && r.StartedID == at.StartedID
	}
	_, open := l.rows[execution.RowKey{Kind: execution.KindActivity, ID: at.ScheduledID}]
	return open
}

// verb is a command on a run.
type verb func(*execution.State, swf.Timestamp, *execution.Facts) (execution.Change, error)

// command gives a command to a run, as the engine does, and to a twin that was made from the stored rows: both must do the
// same, byte for byte.
func (m *machine) command(t *rapid.T, l *life, do verb) error {
	now, f := m.now, m.facts()
	if rare(t, "clock was behind", 20) {
		now -= swf.Timestamp(dice(t, "by", 5000))
	}
	m.commandAt = now
	if l.state == nil {
		m.checkDead(t, l, do, now, f)
		return execution.ErrClosed
	}
	before := l.decoded(t)
	overdue := trueDue(before, m.resumed) <= max(now, l.lastEventAt())
	full := int64(len(l.history)) >= m.limits.HistoryEvents
	change, err := do(l.state, now, f)
	text := shown(change)
	m.checkTwin(t, l, do, now, f, text, err)
	if err != nil {
		m.checkRefusal(t, l, now, f, change)
		if !overdue && !full && !change.Empty() {
			t.Fatalf("a refused command (%v) has changed something: %s", err, text)
		}
	}
	m.commit(t, l, change)
	m.check(t, l)
	if f.Decisions == nil {
		m.checkPunctual(t, l)
	}
	return err
}

// checkPunctual expects that nothing is left that was due before the last command. (Decisions open things that are due at once;
// those follow.)
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
	if !c.Empty() || len(c.Messages)+len(c.Offers)+len(c.Calls) > 0 {
		t.Fatalf("closed run %s has changed: %s", l.record.RunID, shown(c))
	}
	if err != nil && !errors.Is(err, execution.ErrClosed) {
		t.Fatalf("closed run %s said %v", l.record.RunID, err)
	}
}

// checkTwin gives the same command to the run as it stands in the store. Half of the twins let happen first what is due, in a
// change of its own: that must make no difference to the history either.
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
		t.Fatalf("made again from its rows, run %s does otherwise (%v, not %v):\n%s\nnot\n%s", l.record.RunID, err, wantErr, got, want)
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

// commit takes a change into rows, histories, lists and channels.
func (m *machine) commit(t *rapid.T, l *life, c execution.Change) {
	if c.RunID != l.record.RunID {
		t.Fatalf("a change of %s says that it is of %s", l.record.RunID, c.RunID)
	}
	for _, e := range c.Events {
		l.append(t, m, e)
	}
	if !increasing(c.Deletes) || !increasing(keysOf(c.Puts)) {
		t.Fatalf("a change of %s does not give each row once and in order: %s", l.record.RunID, shown(c))
	}
	for _, r := range c.Puts {
		l.rows[r.RowKey()] = encodeRow(r)
	}
	for _, k := range c.Deletes {
		delete(l.rows, k)
	}
	for _, o := range c.Withdrawals {
		l.take(o.Decision, o.ScheduledID)
	}
	for _, o := range c.Offers {
		l.take(o.Decision, o.ScheduledID)
		l.offers = append(l.offers, o)
	}
	for _, call := range c.Calls {
		l.calls = append(l.calls, call.ScheduledID)
	}
	m.send(c.Messages)
	if c.Closed == nil {
		return
	}
	m.checkClosing(t, l, c)
	l.ended, l.state = l.state, nil
	delete(m.open, l.record.WorkflowID)
	if c.Next != nil {
		m.begin(t, c.Next.State, c.Next.Change)
	}
}

// begin takes a run that has just begun.
func (m *machine) begin(t *rapid.T, s *execution.State, c execution.Change) {
	l := &life{record: c.Opened, state: s, rows: map[execution.RowKey]string{}, beats: map[int64]beat{}}
	m.lives = append(m.lives, l)
	if m.open[l.record.WorkflowID] != nil {
		t.Fatalf("%s has two open runs", l.record.WorkflowID)
	}
	m.open[l.record.WorkflowID] = l
	m.commit(t, l, c)
	m.check(t, l)
}

// append adds an event to the history. A task that is started is off its list; a time-out is held against what the history
// does not tell, heartbeats and restarts.
func (l *life) append(t *rapid.T, m *machine, e swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.DecisionTaskStartedEventAttributes:
		l.take(true, a.ScheduledEventID)
	case *swf.ActivityTaskStartedEventAttributes:
		l.take(false, a.ScheduledEventID)
	case *swf.ActivityTaskTimedOutEventAttributes:
		if a.StartedEventID != 0 {
			l.checkTimeout(t, m, e, a)
		}
	}
	l.history = append(l.history, e)
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
	told := encodeRows(untold(l.decoded(t)))
	if folded := encodeRows(foldedRows(l.record, fold)); !reflect.DeepEqual(told, folded) {
		t.Fatalf("%s has the rows\n%v\nbut its history says\n%v\n%s", l.record.RunID, told, folded, historyOf(l))
	}
	if got, want := l.state.OpenCounts(), fold.OpenCounts(); got != want {
		t.Fatalf("%s counts %+v, but its history says %+v", l.record.RunID, got, want)
	}
	if c := fold.OpenCounts(); max(c.OpenActivityTasks, c.OpenTimers, c.OpenChildWorkflowExecutions, c.OpenLambdaFunctions) > 2 {
		t.Fatalf("%s has more open than the limits allow: %+v", l.record.RunID, c)
	}
	if due, next := trueDue(l.decoded(t), m.resumed), l.state.NextDeadline(); next > due {
		t.Fatalf("%s: NextDeadline says %s, but something is due at %s", l.record.RunID, next, due)
	}
	if listed, offered := inOrder(l.offers), inOrder(l.state.Offers()); !slices.Equal(listed, offered) {
		t.Fatalf("the lists hold %+v of %s, but the state offers %+v", listed, l.record.RunID, offered)
	}
}

// send puts messages into their channels.
func (m *machine) send(messages []execution.Message) {
	for _, message := range messages {
		i := slices.IndexFunc(m.channels, func(c []execution.Message) bool {
			return c[0].From.WorkflowID == message.From.WorkflowID && c[0].To == message.To
		})
		if i < 0 {
			m.channels = append(m.channels, []execution.Message{message})
			continue
		}
		m.channels[i] = append(m.channels[i], message)
	}
}

// deliverFrom delivers the first message of a channel, once, to the run and to its twin.
func (m *machine) deliverFrom(t *rapid.T, i int) {
	m.commandAt = m.now
	message := m.channels[i][0]
	if m.channels[i] = m.channels[i][1:]; len(m.channels[i]) == 0 {
		m.channels = slices.Delete(m.channels, i, i+1)
	}
	f := m.facts()
	l := m.open[message.To]
	var state, twin *execution.State
	if l != nil {
		var err error
		state = l.state
		if twin, err = execution.Load(propertyDomain, l.decoded(t), m.resumed); err != nil {
			t.Fatal(err)
		}
	}
	after, changes := execution.Deliver(state, message, m.now, f)
	var want []string
	for _, c := range changes {
		want = append(want, shown(c))
		m.take(t, l, after, c)
	}
	_, again := execution.Deliver(twin, message, m.now, f)
	var got []string
	for _, c := range again {
		got = append(got, shown(c))
	}
	if !slices.Equal(got, want) {
		t.Fatalf("made again from its rows, %s takes a message otherwise: %q, not %q", message.To, got, want)
	}
	if (m.open[message.To] != nil) != (after != nil) {
		t.Fatalf("after a message to %s the open run is %v", message.To, after)
	}
}

// take takes a change that a message has made.
func (m *machine) take(t *rapid.T, l *life, after *execution.State, c execution.Change) {
	switch {
	case c.Opened != nil:
		m.begin(t, after, c)
	case l != nil && c.RunID == l.record.RunID:
		m.commit(t, l, c)
		m.check(t, l)
		m.checkPunctual(t, l)
	case !c.Empty():
		t.Fatalf("a message to nobody has changed %s", shown(c))
	default:
		m.send(c.Messages)
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
	for _, part := range []any{c.Offers, c.Withdrawals, c.Messages, c.Calls, c.Opened, c.Closed} {
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
