package engine

import (
	"context"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// attempt finds the task that the caller's token names: the lane of its run, and the attempt. Kind is what the
// operation is for; a token of the other kind, or of another account or Region, is no better than garbage.
func (c *Calls) attempt(kind token.Kind) (laneKey, execution.Attempt, error) {
	t := c.caller.Task
	if t == nil || t.Kind != kind {
		return laneKey{}, execution.Attempt{}, invalidToken()
	}
	d := c.registry.number(t.Domain)
	if d == nil || !d.isOf(c.caller) && !mutant.Is(mutant.AnyAccount) {
		return laneKey{}, execution.Attempt{}, invalidToken()
	}
	workflowID, err := c.workflowOf(t)
	if err != nil {
		return laneKey{}, execution.Attempt{}, err
	}
	at := execution.Attempt{ScheduledID: t.ScheduledID, StartedID: t.StartedID, Nonce: t.Nonce}
	return laneKey{t.Domain, workflowID}, at, nil
}

// workflowOf finds the workflowId of the token's run. Of an open one it is in memory: no heartbeat waits for a read of the disk.
func (c *Calls) workflowOf(t *token.Task) (string, error) {
	if workflowID, open := c.open.domain(t.Domain).workflowOf(t.RunID); open {
		return workflowID, nil
	}
	run, err := c.readRun(t.Shard, t.RunID)
	if isGone(err) {
		// It was deleted, perhaps in this moment, and its end may still be on its way to the disk.
		if err := c.durable(); err != nil {
			return "", err
		}
		return "", execution.UnknownExecution(swf.WorkflowExecution{RunID: t.RunID})
	}
	if err != nil {
		return "", err
	}
	return run.WorkflowID, nil
}

// onTask runs a command on the run and attempt that the caller's token names.
func (c *Calls) onTask(kind token.Kind, do func(*execution.State, swf.Timestamp, *execution.Facts, execution.Attempt) (execution.Change, error)) error {
	key, at, err := c.attempt(kind)
	if err != nil {
		return c.unlessAnswered(err)
	}
	unknown := func() error {
		return execution.UnknownExecution(swf.WorkflowExecution{WorkflowID: key.workflowID, RunID: c.caller.Task.RunID})
	}
	return c.update(key, c.once(nil, func(l *lane, now swf.Timestamp, b *commit) error {
		if l.state == nil || l.state.Execution().RunID != c.caller.Task.RunID {
			return unknown()
		}
		f := c.facts(key.domain)
		change, err := do(l.state, now, &f, at)
		c.fold(l, b, change)
		if err == execution.ErrClosed {
			return unknown()
		}
		return err
	}))
}

// RecordActivityTaskHeartbeat notes that a worker still works on its task, durably, and tells it whether the task was
// asked to cancel.
func (c *Calls) RecordActivityTaskHeartbeat(_ context.Context, in *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	out := &swf.RecordActivityTaskHeartbeatOutput{}
	err := c.onTask(token.Activity, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (change execution.Change, err error) {
		out.CancelRequested, change, err = s.RecordHeartbeat(now, f, at, in.Details)
		return change, err
	})
	if err != nil {
		return nil, err
	}
	c.observer.HeartbeatRecorded(out.CancelRequested)
	return out, nil
}

// RespondActivityTaskCompleted takes a worker's result.
func (c *Calls) RespondActivityTaskCompleted(_ context.Context, in *swf.RespondActivityTaskCompletedInput) (*swf.RespondActivityTaskCompletedOutput, error) {
	err := c.onTask(token.Activity, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CompleteActivityTask(now, f, at, in.Result)
	})
	if err != nil {
		return nil, err
	}
	return &swf.RespondActivityTaskCompletedOutput{}, nil
}

// RespondActivityTaskFailed takes a worker's failure.
func (c *Calls) RespondActivityTaskFailed(_ context.Context, in *swf.RespondActivityTaskFailedInput) (*swf.RespondActivityTaskFailedOutput, error) {
	err := c.onTask(token.Activity, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.FailActivityTask(now, f, at, in.Reason, in.Details)
	})
	if err != nil {
		return nil, err
	}
	return &swf.RespondActivityTaskFailedOutput{}, nil
}

// RespondActivityTaskCanceled takes a worker's word that it has canceled its task.
func (c *Calls) RespondActivityTaskCanceled(_ context.Context, in *swf.RespondActivityTaskCanceledInput) (*swf.RespondActivityTaskCanceledOutput, error) {
	err := c.onTask(token.Activity, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		return s.CancelActivityTask(now, f, at, in.Details)
	})
	if err != nil {
		return nil, err
	}
	return &swf.RespondActivityTaskCanceledOutput{}, nil
}

// RespondDecisionTaskCompleted takes a decider's decisions.
func (c *Calls) RespondDecisionTaskCompleted(_ context.Context, in *swf.RespondDecisionTaskCompletedInput) (*swf.RespondDecisionTaskCompletedOutput, error) {
	if err := execution.CheckDecisions(in); err != nil {
		return nil, err
	}
	// None are made if this is another attempt at a call that has made them.
	var made []swf.Decision
	err := c.onTask(token.Decision, func(s *execution.State, now swf.Timestamp, f *execution.Facts, at execution.Attempt) (execution.Change, error) {
		made = in.Decisions
		f.Decisions = c.decisionFacts(s, in.Decisions)
		return s.CompleteDecisionTask(now, f, at, in)
	})
	if err != nil {
		return nil, err
	}
	for _, d := range made {
		c.observer.Decided(d.Type())
	}
	return &swf.RespondDecisionTaskCompletedOutput{}, nil
}
