package execution_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"pgregory.net/rapid"

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
	// calls are the Lambda tasks that were started.
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

// take takes a task off its list: somebody has it.
func (l *life) take(kind execution.OfferKind, scheduledID int64) {
	l.offers = slices.DeleteFunc(l.offers, func(o execution.Offer) bool {
		return o.Kind == kind && o.ScheduledID == scheduledID
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

// offered reports whether a task of a kind is on a list.
func (m *machine) offered(kind execution.OfferKind) bool { return len(m.listed(kind)) > 0 }

func (m *machine) listed(kind execution.OfferKind) []handle {
	var tasks []handle
	for _, l := range m.lives {
		for _, o := range l.offers {
			if o.Kind == kind {
				tasks = append(tasks, handle{l, execution.Attempt{ScheduledID: o.ScheduledID}})
			}
		}
	}
	return tasks
}

// anyTask chooses a task that somebody could think it may have: mostly one that is on a list.
func (m *machine) anyTask(t *rapid.T, kind execution.OfferKind) (*life, int64) {
	if rare(t, "old offer", 20) {
		l := m.anyLife(t)
		return l, int64(dice(t, "scheduledEventId", len(l.history)+2))
	}
	task := choose(t, "task", m.listed(kind)...)
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

// called reports whether a Lambda task was ever started.
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
func (l *life) knows(decision bool, at execution.Attempt) bool {
	return slices.Contains(l.attempts(decision), at)
}

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
		l.take(o.Kind, o.ScheduledID)
	}
	for _, o := range c.Offers {
		l.take(o.Kind, o.ScheduledID)
		l.offers = append(l.offers, o)
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
		l.take(execution.OfferDecision, a.ScheduledEventID)
	case *swf.ActivityTaskStartedEventAttributes:
		l.take(execution.OfferActivity, a.ScheduledEventID)
	case *swf.LambdaFunctionStartedEventAttributes:
		l.take(execution.OfferLambda, a.ScheduledEventID)
	case *swf.ActivityTaskTimedOutEventAttributes:
		if a.StartedEventID != 0 {
			l.checkTimeout(t, m, e, a)
		}
	}
	l.history = append(l.history, e)
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

// call logs what a client was told. Now and then the answer does not reach it.
func (m *machine) call(t *rapid.T, l *life, c historycheck.Call, err error) {
	c.Domain, c.WorkflowID, c.RunID = "D", l.record.WorkflowID, l.record.RunID
	c.Client = fmt.Sprintf("client %d", len(m.log))
	c.Outcome = historycheck.Acknowledged
	switch {
	case rare(t, "answer lost", 10):
		c.Outcome = historycheck.Unknown
	case err != nil:
		c.Outcome = historycheck.Refused
	}
	m.log = append(m.log, c)
}
