package sim

import (
	"context"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// poll lets a poll wait. Whoever tries a poll again begins a new one.
func poll[In, Out any](w *World, r request[In, Out]) {
	w.clients.polls++
	w.clients.calls--
	method := r.method
	r.method = func(calls *engine.Calls, ctx context.Context, in *In) (*Out, error) {
		out, err := method(calls, ctx, in)
		w.clients.polls--
		w.clients.calls++
		return out, err
	}
	r.as, r.attempts = caller, mostAttempts
	send(w, r)
}

func (w *World) pollDecision() {
	in := swf.NewPollForDecisionTaskInput(domain, swf.TaskList{Name: choose(w, "deciders", "deciders", "deciders", "host")})
	heard := func(c *historycheck.Call, out *swf.PollForDecisionTaskOutput) bool {
		if out.TaskToken == "" {
			return false
		}
		t := w.handed(c, out.TaskToken, *out.WorkflowExecution)
		c.Events = w.oracle.served(w.oracle.byRunID[t.opened.RunID], out.EncodedEvents)
		w.clients.decisions.add(t)
		return true
	}
	poll(w, request[swf.PollForDecisionTaskInput, swf.PollForDecisionTaskOutput]{
		method: (*engine.Calls).PollForDecisionTask, in: in, call: historycheck.Call{Operation: "PollForDecisionTask"}, heard: heard,
	})
}

func (w *World) pollActivity() {
	in := swf.NewPollForActivityTaskInput(domain, swf.TaskList{Name: choose(w, "workers", "workers", "other")})
	heard := func(c *historycheck.Call, out *swf.PollForActivityTaskOutput) bool {
		if out.TaskToken == "" {
			return false
		}
		t := w.handed(c, out.TaskToken, *out.WorkflowExecution)
		w.clients.activities.add(t)
		w.judgeInput(t, out)
		return true
	}
	poll(w, request[swf.PollForActivityTaskInput, swf.PollForActivityTaskOutput]{
		method: (*engine.Calls).PollForActivityTask, in: in, call: historycheck.Call{Operation: "PollForActivityTask"}, heard: heard,
	})
}

// handed opens the token of a task that was handed out.
func (w *World) handed(c *historycheck.Call, text string, e swf.WorkflowExecution) *task {
	t := &task{token: text, workflowID: e.WorkflowID, opened: w.openToken(text)}
	if t.opened.RunID != e.RunID {
		w.violate("a task of %s has the token of one of %s", e.RunID, t.opened.RunID)
	}
	c.WorkflowID, c.RunID, c.ScheduledID, c.StartedID = e.WorkflowID, e.RunID, t.opened.ScheduledID, t.opened.StartedID
	return t
}

// judgeInput judges that a worker is given what the decider has sent.
func (w *World) judgeInput(t *task, out *swf.PollForActivityTaskOutput) {
	l := w.oracle.byRunID[t.opened.RunID]
	if l == nil || int(t.opened.ScheduledID) > len(l.lines) {
		w.violate("an activity task of no event: %+v", t.opened)
	}
	a, ok := l.judge.Events()[t.opened.ScheduledID-1].Attributes.(*swf.ActivityTaskScheduledEventAttributes)
	if !ok || a.ActivityID != out.ActivityID || !sameText(a.Input, out.Input) {
		w.violate("a worker is given %+v for event %d of %v", out, t.opened.ScheduledID, l)
	}
}

// taskCall is what the log says of a call for a task.
func taskCall(operation string, t *task) historycheck.Call {
	return historycheck.Call{
		Operation: operation, WorkflowID: t.workflowID, RunID: t.opened.RunID, ScheduledID: t.opened.ScheduledID, StartedID: t.opened.StartedID,
	}
}

// with is the caller with a task's token. Now and then it is another's token, or another's account; then the call is forged.
func (w *World) with(t *task) (as access.Caller, forged bool) {
	as = caller
	opened := w.openToken(t.token)
	switch {
	case w.rare(30):
		opened.Nonce++
		forged = true
	case w.rare(60):
		as, forged = stranger, true
	}
	if forged {
		w.faults.Forgeries++
	}
	as.Task = &opened
	return as, forged
}

func (w *World) openToken(text string) (opened token.Task) {
	opened, err := w.server.engine.OpenTask(text)
	if err != nil {
		w.violate("the token of a task does not open: %v", err)
	}
	return opened
}

// answerActivity answers an activity task, perhaps a second time, or late.
func (w *World) answerActivity() {
	t := w.clients.activities.choose(w)
	w.clients.activities.answered(w, t)
	as, forged := w.with(t)
	marker := w.marker()
	switch w.rand.IntN(4) {
	case 0:
		in := swf.NewRespondActivityTaskFailedInput(t.token)
		in.Reason = marker
		answer(w, as, forged, (*engine.Calls).RespondActivityTaskFailed, in, t, "RespondActivityTaskFailed", *marker)
	case 1:
		in := swf.NewRespondActivityTaskCanceledInput(t.token)
		in.Details = marker
		answer(w, as, forged, (*engine.Calls).RespondActivityTaskCanceled, in, t, "RespondActivityTaskCanceled", *marker)
	default:
		in := swf.NewRespondActivityTaskCompletedInput(t.token)
		in.Result = marker
		answer(w, as, forged, (*engine.Calls).RespondActivityTaskCompleted, in, t, "RespondActivityTaskCompleted", *marker)
	}
}

// answer sends the answer to a task.
func answer[In, Out any](
	w *World, as access.Caller, forged bool, method func(*engine.Calls, context.Context, *In) (*Out, error), in *In,
	t *task, operation, marker string,
) {
	c := taskCall(operation, t)
	c.Marker = marker
	heard := func(*historycheck.Call, *Out) bool {
		if forged {
			w.violate("%s is accepted with a forged token", operation)
		}
		return true
	}
	send(w, request[In, Out]{as: as, method: method, in: in, call: c, heard: heard, refused: w.onTask(t, forged)})
}

// beat sends a heartbeat.
func (w *World) beat() {
	t := w.clients.activities.choose(w)
	as, forged := w.with(t)
	in := swf.NewRecordActivityTaskHeartbeatInput(t.token)
	in.Details = w.marker()
	c := taskCall("RecordActivityTaskHeartbeat", t)
	c.Marker = *in.Details
	l := w.oracle.byRunID[t.opened.RunID]
	if l == nil {
		return
	}
	b := &beat{details: *in.Details, begun: w.step}
	beats := l.beatsOf(t.opened.ScheduledID)
	method := func(calls *engine.Calls, ctx context.Context, in *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
		beats.sent = append(beats.sent, b)
		out, err := calls.RecordActivityTaskHeartbeat(ctx, in)
		b.ended = w.step
		return out, err
	}
	heard := func(_ *historycheck.Call, out *swf.RecordActivityTaskHeartbeatOutput) bool {
		if forged {
			w.violate("a heartbeat is accepted with a forged token")
		}
		w.oracle.beatHeard(l, t.opened.ScheduledID, b, out.CancelRequested)
		return true
	}
	send(w, request[swf.RecordActivityTaskHeartbeatInput, swf.RecordActivityTaskHeartbeatOutput]{
		as: as, method: method, in: in, call: c, heard: heard, refused: w.onTask(t, forged), attempts: mostAttempts,
	})
}

// onTask judges the refusal of a call for a task.
func (w *World) onTask(t *task, forged bool) func(since int, err error) {
	return func(_ int, err error) {
		if !forged {
			w.oracle.refusedAnswer(&t.opened, err)
		}
	}
}
