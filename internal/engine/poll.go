package engine

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// PollForActivityTask waits for an activity task and assigns it to the caller.
func (c *Calls) PollForActivityTask(ctx context.Context, in *swf.PollForActivityTaskInput) (*swf.PollForActivityTaskOutput, error) {
	if err := execution.CheckTrimmedName(in.TaskList.Name); err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	out := &swf.PollForActivityTaskOutput{}
	key := tasklist.Key{Domain: d.number, Kind: token.Activity, Name: in.TaskList.Name}
	err = c.poll(ctx, key, func(claim *tasklist.Task) error {
		return c.startTask(key, claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
			task, change, err := s.StartActivityTask(now, f, claim.ScheduledID, in.Identity)
			if err != nil {
				return change, err
			}
			*out = swf.PollForActivityTaskOutput{
				TaskToken:         c.seal(token.Activity, claim, task.StartedID, f.Nonce),
				ActivityID:        task.ActivityID,
				StartedEventID:    task.StartedID,
				WorkflowExecution: &task.Execution,
				ActivityType:      &task.Type,
				Input:             task.Input,
			}
			return change, nil
		})
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// PollForDecisionTask waits for a decision task, assigns it to the caller and returns it with its history; with a page
// token it returns the next page of a task that the caller has.
func (c *Calls) PollForDecisionTask(ctx context.Context, in *swf.PollForDecisionTaskInput) (*swf.PollForDecisionTaskOutput, error) {
	if err := execution.CheckName(in.TaskList.Name); err != nil {
		return nil, err
	}
	if in.NextPageToken != nil && *in.NextPageToken != "" {
		return c.nextDecisionPage(in)
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	var assigned *assignedDecision
	key := tasklist.Key{Domain: d.number, Kind: token.Decision, Name: in.TaskList.Name}
	err = c.poll(ctx, key, func(claim *tasklist.Task) error {
		return c.startTask(key, claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
			task, change, err := s.StartDecisionTask(now, f, claim.ScheduledID, in.Identity)
			if err == nil {
				assigned = &assignedDecision{claim: claim, task: task, nonce: f.Nonce}
			}
			return change, err
		})
	})
	if err != nil {
		return nil, err
	}
	if assigned == nil {
		return &swf.PollForDecisionTaskOutput{}, nil
	}
	return c.firstDecisionPage(in, assigned)
}

func (c *Calls) seal(kind token.Kind, claim *tasklist.Task, startedID int64, nonce uint64) string {
	return c.sealer().SealTask(token.Task{
		Kind: kind, Domain: claim.Domain, Shard: claim.Shard, RunID: claim.RunID,
		ScheduledID: claim.ScheduledID, StartedID: startedID, Nonce: nonce,
	})
}

// poll waits on a task list and calls start with each claim, until one is started (nil), the time is over or the server
// shuts down (nil as well: the answer stays empty), the caller has gone, or start fails.
//
// A claim that turns out to be stale, or of a run that is left alone, is dropped, and the poller goes on with its remaining
// time. A claim for a caller who has gone returns to its place in the list: real SWF would lose the task to a time-out.
func (c *Calls) poll(ctx context.Context, key tasklist.Key, start func(*tasklist.Task) error) error {
	hold := time.NewTimer(c.pollHold)
	defer hold.Stop()
	for {
		w, err := c.lists.Poll(key, c.limits.Pollers)
		if err != nil {
			return limitExceeded("Limit on maximum concurrent poll requests per task list reached")
		}
		claim := c.await(ctx, hold.C, key, w)
		if claim == nil {
			// Nil, and so an empty answer, unless it is the caller who has gone.
			return ctx.Err()
		}
		// The last look before the assignment becomes a fact.
		if ctx.Err() != nil {
			c.giveBack(key, claim)
			return ctx.Err()
		}
		err = start(claim)
		switch {
		case errors.Is(err, execution.ErrStale), errors.Is(err, errUnreadable):
			continue
		case err != nil:
			c.giveBack(key, claim)
			return err
		}
		return nil
	}
}

// await waits for a claim. It returns nil when there will be none: time over, caller gone, or server shutting down.
func (c *Calls) await(ctx context.Context, over <-chan time.Time, key tasklist.Key, w *tasklist.Wait) *tasklist.Task {
	if claim := c.waits.Claim(ctx, w.C, over); claim != nil {
		return claim
	}
	if claim, ok := c.lists.Leave(w); ok {
		c.giveBack(key, &claim)
	}
	return nil
}

// giveBack returns a claimed task to its place in the list. If the task has gone meanwhile, its withdrawal did not find it there: it is
// withdrawn once more, or it would count as waiting until somebody polls.
func (e *Engine) giveBack(key tasklist.Key, claim *tasklist.Task) {
	if mutant.Is(mutant.LoseClaim) {
		return
	}
	e.lists.Return(key, *claim)
	gone := false
	err := e.view(laneKey{claim.Domain, claim.WorkflowID}, func(l *lane) { gone = !l.offers(key.Kind, claim) })
	if err == nil && gone && !mutant.Is(mutant.ReturnGone) {
		e.lists.Withdraw(key, claim.RunID, claim.ScheduledID)
	}
}

// offers reports whether a task of the lane's open run waits. The caller holds l.mu.
func (l *lane) offers(kind token.Kind, t *tasklist.Task) bool {
	return l.state != nil && l.state.Execution().RunID == t.RunID &&
		slices.ContainsFunc(l.state.Offers(), func(o execution.Offer) bool {
			return (o.Kind == execution.OfferDecision) == (kind == token.Decision) && o.ScheduledID == t.ScheduledID
		})
}

// startTask runs the command that assigns a claimed task to a poller of its list.
func (c *Calls) startTask(list tasklist.Key, claim *tasklist.Task, do func(*execution.State, swf.Timestamp, *execution.Facts) (execution.Change, error)) error {
	return c.onClaimed(claim, func(s *execution.State, now swf.Timestamp, f *execution.Facts, b *commit) (execution.Change, error) {
		f.Nonce = c.newNonce()
		change, err := do(s, now, f)
		if err == nil {
			b.claimed = append(b.claimed, claimed{list, claim})
		}
		return change, err
	})
}

// onClaim is a command on the run of a claimed task; b is the batch that its change goes into.
type onClaim func(s *execution.State, now swf.Timestamp, f *execution.Facts, b *commit) (execution.Change, error)

// onClaimed runs a command on the run of a claimed task. It returns execution.ErrStale if the claim was old.
func (e *Engine) onClaimed(claim *tasklist.Task, do onClaim) error {
	key := laneKey{claim.Domain, claim.WorkflowID}
	return e.update(key, func(l *lane, now swf.Timestamp, b *commit) error {
		if l.state == nil || l.state.Execution().RunID != claim.RunID {
			return execution.ErrStale
		}
		f := e.facts(key.domain)
		change, err := do(l.state, now, &f, b)
		e.fold(l, b, change)
		if err == execution.ErrClosed {
			return execution.ErrStale
		}
		return err
	})
}

// CountPendingActivityTasks counts the activity tasks that wait on a list.
func (c *Calls) CountPendingActivityTasks(_ context.Context, in *swf.CountPendingActivityTasksInput) (*swf.CountPendingActivityTasksOutput, error) {
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	n := c.lists.Count(tasklist.Key{Domain: d.number, Kind: token.Activity, Name: in.TaskList.Name})
	return &swf.CountPendingActivityTasksOutput{Count: int32(n)}, nil
}

// CountPendingDecisionTasks counts the decision tasks that wait on a list.
func (c *Calls) CountPendingDecisionTasks(_ context.Context, in *swf.CountPendingDecisionTasksInput) (*swf.CountPendingDecisionTasksOutput, error) {
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	n := c.lists.Count(tasklist.Key{Domain: d.number, Kind: token.Decision, Name: in.TaskList.Name})
	return &swf.CountPendingDecisionTasksOutput{Count: int32(n)}, nil
}
