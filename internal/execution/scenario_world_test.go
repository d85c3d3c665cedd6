package execution_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// world is what stands round the core in a story: a clock, a registry of types, task lists, an outbox, and the stored rows.
// It does what the engine does, in one goroutine and in memory.
type world struct {
	// reloaded is a state that is loaded again and again.
	reloaded   execution.State
	t          *testing.T
	began, now swf.Timestamp
	// resumed is when the world last came up.
	resumed swf.Timestamp

	limits execution.Limits
	// lambda is true if Lambda functions can be called, and busy while no worker takes a task by itself.
	lambda, busy  bool
	activityTypes map[swf.ActivityType]*execution.ActivityTypeFacts
	workflowTypes map[swf.WorkflowType]*execution.WorkflowTypeFacts

	runs []*run
	// rows are the stored rows of each workflowId's open run, as text.
	rows map[string]map[execution.RowKey]string
	// lists holds the offered tasks, in the order of the offers.
	lists  []listed
	outbox []execution.Message
	// held stops everything that happens by itself: deadlines, follow-ups and messages.
	held bool

	nonce    uint64
	allotted map[string]int
	happened []outcome
	// broken is the first thing that no change may do.
	broken error
}

// run is a run with all that the core does not keep of it.
type run struct {
	record  execution.Run
	state   *execution.State // nil once closed
	history []swf.HistoryEvent
	commits int
	// attempts are the tasks ever handed out, by their ...Scheduled event.
	attempts map[int64]execution.Attempt
	// decision is the latest decision task that was handed out.
	decision execution.Attempt
}

type listed struct {
	run *run
	execution.Offer
}

func (l listed) before(other listed) bool {
	if l.Priority != other.Priority {
		return l.Priority > other.Priority
	}
	return l.Since < other.Since
}

const domain = 7

func newWorld(t *testing.T) *world {
	w := &world{
		t:             t,
		began:         1_700_000_000_000,
		limits:        execution.DefaultLimits,
		activityTypes: map[swf.ActivityType]*execution.ActivityTypeFacts{},
		workflowTypes: map[swf.WorkflowType]*execution.WorkflowTypeFacts{},
		rows:          map[string]map[execution.RowKey]string{},
		allotted:      map[string]int{},
	}
	w.now = w.began
	w.activityTypes[swf.ActivityType{Name: "work", Version: "1"}] = &execution.ActivityTypeFacts{
		Defaults: swf.ActivityTypeConfiguration{
			DefaultTaskList:                   &swf.TaskList{Name: "main"},
			DefaultTaskHeartbeatTimeout:       new("300"),
			DefaultTaskScheduleToCloseTimeout: new("300"),
			DefaultTaskScheduleToStartTimeout: new("300"),
			DefaultTaskStartToCloseTimeout:    new("300"),
		},
	}
	w.workflowTypes[swf.WorkflowType{Name: "order", Version: "1"}] = &execution.WorkflowTypeFacts{
		Defaults: swf.WorkflowTypeConfiguration{
			DefaultTaskList:                     &swf.TaskList{Name: "main"},
			DefaultExecutionStartToCloseTimeout: new("3600"),
			DefaultTaskStartToCloseTimeout:      new("60"),
			DefaultChildPolicy:                  swf.ChildPolicyTerminate,
		},
	}
	return w
}

func (w *world) facts() *execution.Facts {
	w.nonce++
	open := 0
	for _, r := range w.runs {
		if r.state != nil {
			open++
		}
	}
	return &execution.Facts{Limits: w.limits, Nonce: w.nonce, OpenWorkflows: open, LambdaAvailable: w.lambda}
}

// runID gives out the runIds of a workflowId in turn: W.1, W.2 and so on.
func (w *world) runID(workflowID string) string {
	w.allotted[workflowID]++
	return workflowID + "." + strconv.Itoa(w.allotted[workflowID])
}

// first is the run that expectations mean if they name none.
func (w *world) first() string {
	if len(w.runs) == 0 {
		return ""
	}
	return w.runs[0].record.RunID
}

// openRun is the open run of a workflowId, nil if there is none.
func (w *world) openRun(workflowID string) *run {
	for _, r := range w.runs {
		if r.record.WorkflowID == workflowID && r.state != nil {
			return r
		}
	}
	return nil
}

// named finds a run by its runId, or a workflowId's open run, or else its latest; nil if there is none.
func (w *world) named(name string) *run {
	found := w.openRun(name)
	for _, r := range w.runs {
		if r.record.RunID == name {
			return r
		}
		if r.record.WorkflowID == name && r.state == nil && (found == nil || found.state == nil) {
			found = r
		}
	}
	return found
}

// try runs a command on an open run, and takes its change.
func (w *world) try(r *run, do command) error {
	due := trueDue(w.storedRows(r.record.WorkflowID), w.resumed)
	f := w.facts()
	full := r.state.Header().LastEventID >= f.Limits.HistoryEvents
	change, err := do(r.state, f)
	if err != nil && !change.Empty() && due > w.now && !full {
		w.complain("the refused command (%v) changed something: %+v", err, change)
	}
	w.commit(r, change)
	return err
}

// on runs a command on a run, as the engine does. If the run is closed, unknown is what the caller is told.
func (w *world) on(r *run, unknown error, do command) bool {
	if r.state == nil {
		w.refuse(unknown)
		return false
	}
	err := w.try(r, do)
	if errors.Is(err, execution.ErrClosed) {
		err = unknown
	}
	if err != nil {
		w.refuse(err)
	}
	return err == nil
}

// onTask is on for calls with a task token.
func (w *world) onTask(r *run, do command) bool {
	return w.on(r, execution.UnknownExecution(executionOf(r)), do)
}

// commit takes a change: into the store, the task lists, the outbox and the histories.
func (w *world) commit(r *run, c execution.Change) {
	if c.RunID != r.record.RunID {
		w.complain("a change of %s says that it is of %s", r.record.RunID, c.RunID)
	}
	w.record(r, c.Events)
	w.store(r.record.WorkflowID, c)
	w.outbox = append(w.outbox, c.Messages...)
	for _, o := range c.Withdrawals {
		w.unlist(r, o)
	}
	for _, o := range c.Offers {
		w.unlist(r, o)
		w.lists = append(w.lists, listed{r, o})
	}
	if c.Closed == nil {
		return
	}
	if !r.state.Closed() || len(c.Puts) > 0 {
		w.complain("a closing change puts rows, or leaves the state open")
	}
	r.record.Closing, r.state = c.Closed, nil
	if c.Next != nil {
		w.open(c.Next.State, c.Next.Change)
	}
}

// open takes a run that has just begun.
func (w *world) open(s *execution.State, c execution.Change) {
	r := &run{record: *c.Opened, state: s, attempts: map[int64]execution.Attempt{}}
	w.runs = append(w.runs, r)
	w.commit(r, c)
}

// record appends the events to the history and to what happened. They share one transaction.
func (w *world) record(r *run, events []swf.HistoryEvent) {
	if len(events) == 0 {
		return
	}
	transaction := letter(r.commits)
	r.commits++
	for _, e := range events {
		if e.EventTimestamp != events[0].EventTimestamp {
			w.complain("events %d and %d of one change have different times", events[0].EventID, e.EventID)
		}
		if n := len(r.history); int64(n+1) != e.EventID || n > 0 && r.history[n-1].EventTimestamp > e.EventTimestamp {
			w.complain("event %d does not follow the %d events before it", e.EventID, n)
		}
		r.history = append(r.history, e)
		w.happened = append(w.happened, outcome{
			kind: 'e', run: r.record.RunID, id: e.EventID, transaction: transaction, at: w.since(e.EventTimestamp),
			eventType: string(e.Type()), members: w.eventMembers(e),
		})
	}
}

// letter names the n-th transaction: a to z, then aa, ab and so on.
func letter(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return letter(n/26-1) + letter(n%26)
}

// since writes an instant as the time since the story began.
func (w *world) since(at swf.Timestamp) string {
	return "@" + strconv.FormatFloat(at.Sub(w.began).Seconds(), 'f', -1, 64) + "s"
}

// eventMembers reads the event as it is served, and adds the members that it lacks as nil.
func (w *world) eventMembers(e swf.HistoryEvent) map[string]any {
	var served map[string]any
	if err := json.Unmarshal(awsjson.AppendEvent(nil, &e), &served); err != nil {
		w.complain("event %d is not JSON: %v", e.EventID, err)
	}
	members, _ := served[swf.EventAttributesMember(e.Type())].(map[string]any)
	attributes := reflect.TypeOf(e.Attributes).Elem()
	for i := range attributes.NumField() {
		name, _, _ := strings.Cut(attributes.Field(i).Tag.Get("json"), ",")
		if _, present := members[name]; !present {
			members[name] = nil
		}
	}
	return members
}

func (w *world) answer(members map[string]any) {
	text, err := json.Marshal(members)
	if err == nil {
		members = nil
		err = json.Unmarshal(text, &members)
	}
	if err != nil {
		w.complain("the answer is not JSON: %v", err)
	}
	w.happened = append(w.happened, outcome{kind: '>', members: members})
}

func (w *world) refuse(err error) {
	w.happened = append(w.happened, outcome{kind: '!', text: err.Error()})
}

// outcomes returns what has happened since the last call.
func (w *world) outcomes() []outcome {
	happened := w.happened
	w.happened = nil
	return happened
}

func (w *world) format(outcomes []outcome) string {
	var b strings.Builder
	for _, o := range outcomes {
		text := o.String()
		if len(w.runs) == 1 {
			text = strings.TrimPrefix(text, w.first()+" ")
		}
		b.WriteString("  " + text + "\n")
	}
	return b.String()
}

func (w *world) unlist(r *run, o execution.Offer) {
	w.lists = slices.DeleteFunc(w.lists, func(l listed) bool {
		return l.run == r && l.Kind == o.Kind && l.ScheduledID == o.ScheduledID
	})
}

// claim takes the first task of a list: the highest priority, and of equal ones the oldest. Of is a run whose task is
// wanted, nil for any.
func (w *world) claim(kind execution.OfferKind, list string, of *run) (listed, bool) {
	best := -1
	for i, l := range w.lists {
		if l.Kind != kind || l.TaskList != list || of != nil && l.run != of {
			continue
		}
		if best < 0 || l.before(w.lists[best]) {
			best = i
		}
	}
	if best < 0 {
		return listed{}, false
	}
	task := w.lists[best]
	w.lists = slices.Delete(w.lists, best, best+1)
	return task, true
}

// settle lets happen what happens by itself at this instant: due deadlines and follow-ups first, then calls of Lambda functions, then
// messages in order.
func (w *world) settle() {
	for !w.held && (w.expireOne(w.now) || w.lambda && !w.busy && w.callOne() || w.deliverOne()) {
	}
}

// expireOne looks at the run with the earliest deadline, if that is not after an instant, and moves the clock there.
func (w *world) expireOne(until swf.Timestamp) bool {
	var next *run
	at := execution.Never
	for _, r := range w.runs {
		if r.state != nil && r.state.NextDeadline() < at {
			next, at = r, r.state.NextDeadline()
		}
	}
	if next == nil || at > until {
		return false
	}
	w.now = max(w.now, at)
	w.commit(next, next.state.Expire(w.now, w.facts()))
	return true
}

// callOne starts the Lambda task that has waited longest, and answers with the call.
func (w *world) callOne() bool {
	claim, ok := w.claim(execution.OfferLambda, "", nil)
	if !ok {
		return false
	}
	var task execution.LambdaTask
	err := w.try(claim.run, func(s *execution.State, f *execution.Facts) (c execution.Change, err error) {
		task, c, err = s.StartLambda(w.now, f, claim.ScheduledID)
		return c, err
	})
	if err == nil {
		w.answer(map[string]any{
			"invoke": task.Name, "role": task.Role, "input": task.Input, "deadline": w.since(task.Deadline),
		})
	}
	return true
}

// deliverOne delivers the first message of the outbox.
func (w *world) deliverOne() bool {
	if len(w.outbox) == 0 {
		return false
	}
	m := w.outbox[0]
	w.outbox = w.outbox[1:]
	to := w.openRun(m.To)
	var state *execution.State
	if to != nil {
		state = to.state
	}
	after, changes := execution.Deliver(state, m, w.now, w.facts())
	for _, c := range changes {
		switch {
		case c.Opened != nil:
			w.open(after, c)
		case to != nil && c.RunID == to.record.RunID:
			w.commit(to, c)
		default:
			if !c.Empty() {
				w.complain("a message to nobody changed something: %+v", c)
			}
			w.outbox = append(w.outbox, c.Messages...)
		}
	}
	return true
}

// pass moves the clock, stopping at each deadline on the way.
func (w *world) pass(until swf.Timestamp) {
	for !w.held && w.expireOne(until) {
		w.settle()
	}
	w.now = until
	w.settle()
}

// restart forgets everything but the store and the outbox, and comes up again.
func (w *world) restart() error {
	w.resumed, w.lists = w.now, nil
	for _, r := range w.runs {
		if r.state == nil {
			continue
		}
		s, err := execution.Load(domain, w.storedRows(r.record.WorkflowID), w.resumed)
		if err != nil {
			return fmt.Errorf("load %s: %w", r.record.RunID, err)
		}
		r.state = s
		for _, o := range s.Offers() {
			w.lists = append(w.lists, listed{r, o})
		}
	}
	return nil
}

// describe answers what DescribeWorkflowExecution would.
func (w *world) describe(r *run) {
	closing := r.record.Closing
	d := map[string]any{
		"executionStatus": "OPEN", "closeStatus": nil, "closeTimestamp": nil, "cancelRequested": false, "parent": nil,
		"latestActivityTaskTimestamp": nil, "latestExecutionContext": nil,
		"startTimestamp": w.since(r.record.StartedAt), "taskList": r.record.Settings.TaskList, "tagList": r.record.TagList,
	}
	if closing == nil {
		h := r.state.Header()
		d["cancelRequested"] = h.CancelRequested
		closing = &execution.Closing{
			OpenCounts: r.state.OpenCounts(), LatestActivityAt: h.LatestActivityAt, ContextEventID: h.ContextEventID,
		}
	} else {
		d["executionStatus"], d["closeStatus"], d["closeTimestamp"] = "CLOSED", closing.Status, w.since(closing.At)
	}
	if p := r.record.Parent; p != nil {
		d["parent"] = p.Execution
	}
	if closing.LatestActivityAt != 0 {
		d["latestActivityTaskTimestamp"] = w.since(closing.LatestActivityAt)
	}
	if id := closing.ContextEventID; id != 0 {
		d["latestExecutionContext"] = w.eventMembers(r.history[id-1])["executionContext"]
	}
	d["openActivityTasks"] = closing.OpenCounts.OpenActivityTasks
	d["openDecisionTasks"] = closing.OpenCounts.OpenDecisionTasks
	d["openTimers"] = closing.OpenCounts.OpenTimers
	d["openChildWorkflowExecutions"] = closing.OpenCounts.OpenChildWorkflowExecutions
	d["openLambdaFunctions"] = closing.OpenCounts.OpenLambdaFunctions
	w.answer(d)
}

func (w *world) complain(format string, args ...any) {
	if w.broken == nil {
		w.broken = fmt.Errorf(format, args...)
	}
}

func executionOf(r *run) swf.WorkflowExecution {
	return swf.WorkflowExecution{WorkflowID: r.record.WorkflowID, RunID: r.record.RunID}
}
