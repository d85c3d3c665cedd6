package execution_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// poll takes the next task of a list, "main" if none is named.
func (w *world) poll(target string, a *arguments) error {
	kind, list := a.next(), a.next()
	if list == "" {
		list = "main"
	}
	var in swf.PollForDecisionTaskInput
	if err := a.into(&in); err != nil {
		return err
	}
	offer, ok := map[string]execution.OfferKind{"decision": execution.OfferDecision, "activity": execution.OfferActivity}[kind]
	if !ok {
		return fmt.Errorf("nobody polls for %s tasks", kind)
	}
	var of *run
	if target != "" {
		of = w.named(target)
	}
	for {
		task, ok := w.claim(offer, list, of)
		switch {
		case !ok && kind == "decision":
			w.answer(map[string]any{"startedEventId": 0, "previousStartedEventId": 0})
		case !ok:
			w.answer(map[string]any{"startedEventId": 0})
		case w.startTask(task, in.Identity) != nil:
			continue // the offer was old, or the run has just closed: the poller takes the next
		}
		w.settle()
		return nil
	}
}

// startTask assigns a claimed task to the poller.
func (w *world) startTask(task listed, identity *string) error {
	r := task.run
	at := execution.Attempt{ScheduledID: task.ScheduledID, Nonce: w.nonce + 1}
	var reply map[string]any
	err := w.try(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		if task.Kind == execution.OfferDecision {
			d, c, err := s.StartDecisionTask(w.now, f, task.ScheduledID, identity)
			at.StartedID = d.StartedID
			reply = map[string]any{
				"startedEventId": d.StartedID, "previousStartedEventId": d.PreviousStartedID,
				"workflowExecution": d.Execution, "workflowType": d.Type,
			}
			return c, err
		}
		a, c, err := s.StartActivityTask(w.now, f, task.ScheduledID, identity)
		at.StartedID = a.StartedID
		reply = map[string]any{
			"startedEventId": a.StartedID, "activityId": a.ActivityID, "activityType": a.Type, "input": a.Input,
			"workflowExecution": a.Execution,
		}
		return c, err
	})
	if err != nil {
		return err
	}
	r.attempts[task.ScheduledID] = at
	if task.Kind == execution.OfferDecision {
		r.decision = at
	}
	w.answer(reply)
	return nil
}

// nextPage asks for more of the history of a decision task.
func (w *world) nextPage(r *run, a *arguments) error {
	at := r.decision
	if name := a.next(); name != "" {
		var err error
		if at, err = r.attempt(name); err != nil {
			return err
		}
	}
	var previous int64
	if w.onTask(r, func(s *execution.State, _ *execution.Facts) (c execution.Change, err error) {
		previous, c, err = s.CheckDecisionTask(w.now, at)
		return c, err
	}) {
		w.answer(map[string]any{"startedEventId": at.StartedID, "previousStartedEventId": previous})
	}
	return nil
}

func (w *world) heartbeat(r *run, a *arguments) error {
	at, err := r.attempt(a.next())
	if err != nil {
		return err
	}
	var details *string
	if a.more() {
		details = new(a.next())
	}
	cancel := false
	if w.onTask(r, func(s *execution.State, f *execution.Facts) (c execution.Change, err error) {
		cancel, c, err = s.RecordHeartbeat(w.now, f, at, details)
		if err == nil && len(c.Events) == 0 && (len(c.Puts) != 1 || c.Puts[0].RowKey().ID != at.ScheduledID) {
			w.complain("a heartbeat writes more than the row of its activity")
		}
		return c, err
	}) {
		w.answer(map[string]any{"cancelRequested": cancel})
	}
	return nil
}

func (w *world) complete(r *run, a *arguments) error {
	var in swf.RespondActivityTaskCompletedInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CompleteActivityTask(w.now, f, at, in.Result)
	})
}

func (w *world) fail(r *run, a *arguments) error {
	var in swf.RespondActivityTaskFailedInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.FailActivityTask(w.now, f, at, in.Reason, in.Details)
	})
}

func (w *world) canceled(r *run, a *arguments) error {
	var in swf.RespondActivityTaskCanceledInput
	return w.onAttempt(r, a, &in, func(s *execution.State, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CancelActivityTask(w.now, f, at, in.Details)
	})
}

func (w *world) onAttempt(r *run, a *arguments, in any,
	command func(*execution.State, *execution.Facts, execution.Attempt) (execution.Change, error)) error {
	at, err := r.attempt(a.next())
	if err != nil {
		return err
	}
	if err := a.into(in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) { return command(s, f, at) })
	return nil
}

func (w *world) completeLambda(r *run, a *arguments) error {
	id, err := r.lambda(a.next())
	if err != nil {
		return err
	}
	var in swf.RespondActivityTaskCompletedInput
	if err := a.into(&in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.CompleteLambda(w.now, f, id, in.Result)
	})
	return nil
}

func (w *world) failLambda(r *run, a *arguments) error {
	id, err := r.lambda(a.next())
	if err != nil {
		return err
	}
	var in swf.RespondActivityTaskFailedInput
	if err := a.into(&in); err != nil {
		return err
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		return s.FailLambda(w.now, f, id, in.Reason, in.Details)
	})
	return nil
}

// attempt finds the token of a task: "@5" by its ...Scheduled event, another name by activityId, the latest one handed out.
// "forged" after either spoils the token.
func (r *run) attempt(name string) (execution.Attempt, error) {
	name, forged := strings.CutSuffix(name, "(forged)")
	var at execution.Attempt
	found := false
	if number, ok := strings.CutPrefix(name, "@"); ok {
		id, _ := strconv.ParseInt(number, 10, 64)
		at, found = r.attempts[id]
	} else {
		for _, e := range r.history {
			a, ok := e.Attributes.(*swf.ActivityTaskScheduledEventAttributes)
			if token, handedOut := r.attempts[e.EventID]; ok && a.ActivityID == name && handedOut {
				at, found = token, true
			}
		}
	}
	if !found {
		return at, fmt.Errorf("no task %q was handed out", name)
	}
	if forged {
		at.Nonce++
	}
	return at, nil
}

// lambda finds the latest Lambda task of an id.
func (r *run) lambda(name string) (scheduledID int64, err error) {
	for _, e := range r.history {
		if a, ok := e.Attributes.(*swf.LambdaFunctionScheduledEventAttributes); ok && a.ID == name {
			scheduledID = e.EventID
		}
	}
	if scheduledID == 0 {
		return 0, fmt.Errorf("no Lambda task %q was scheduled", name)
	}
	return scheduledID, nil
}
