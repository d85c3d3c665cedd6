package engine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// look is what a reader learns of one run, open or closed: all of it is durable.
type look struct {
	shard uint16
	run   execution.Run
	// header and counts are the present ones of an open run, and the last ones of a closed run, of whose header only
	// LastEventID, LatestActivityAt and ContextEventID are set.
	header execution.Header
	counts swf.WorkflowExecutionOpenCounts
}

// look finds a run by both its ids, or gives the fault that there is none.
func (c *Calls) look(d *domain, e swf.WorkflowExecution) (*look, error) {
	key := laneKey{d.number, e.WorkflowID}
	r := &look{shard: c.shardOf(key)}
	err := c.view(key, func(l *lane) {
		if l.state != nil && l.state.Execution().RunID == e.RunID {
			r.run, r.header, r.counts = *l.state.Record(), l.state.Header(), l.state.OpenCounts()
		}
	})
	if err != nil || r.run.RunID != "" {
		return r, err
	}
	// If the run is there at all, it closed before view looked, and its record is durable now that view has returned.
	closed, err := c.readRun(r.shard, e.RunID)
	if err != nil && !isGone(err) {
		return nil, err
	}
	if closed == nil || closed.Closing == nil || closed.Domain != d.number || closed.WorkflowID != e.WorkflowID ||
		d.hasExpired(closed.Closing.At, c.clock.Now()) {
		return nil, execution.UnknownExecution(e)
	}
	r.run, r.counts = *closed, closed.Closing.OpenCounts
	r.header.LastEventID = closed.Closing.LastEventID
	r.header.LatestActivityAt = closed.Closing.LatestActivityAt
	r.header.ContextEventID = closed.Closing.ContextEventID
	return r, nil
}

// orForgotten makes of the failure to read a run's history the fault that there is no such run, if its retention has ended
// meanwhile.
func (c *Calls) orForgotten(d *domain, e swf.WorkflowExecution, err error) error {
	if _, unknown := c.look(d, e); unknown != nil {
		return unknown
	}
	return err
}

// DescribeWorkflowExecution returns the state, settings and open counts of one run.
func (c *Calls) DescribeWorkflowExecution(_ context.Context, in *swf.DescribeWorkflowExecutionInput) (*swf.DescribeWorkflowExecutionOutput, error) {
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	r, err := c.look(d, in.Execution)
	if err != nil {
		return nil, err
	}
	out := &swf.DescribeWorkflowExecutionOutput{
		ExecutionInfo:          executionInfo(r),
		ExecutionConfiguration: executionConfiguration(r.run.Settings),
		OpenCounts:             r.counts,
	}
	if at := r.header.LatestActivityAt; at != 0 {
		out.LatestActivityTaskTimestamp = &at
	}
	if r.header.ContextEventID != 0 {
		if out.LatestExecutionContext, err = c.executionContext(r); err != nil {
			return nil, c.orForgotten(d, in.Execution, err)
		}
	}
	return out, nil
}

// executionInfo is what Describe shows of a run. Of a cancel request only an open run tells.
func executionInfo(r *look) swf.WorkflowExecutionInfo {
	if r.run.Closing != nil {
		return closedInfo(store.DoneOf(r.shard, &r.run))
	}
	info := swf.WorkflowExecutionInfo{
		Execution:       swf.WorkflowExecution{WorkflowID: r.run.WorkflowID, RunID: r.run.RunID},
		WorkflowType:    r.run.Type,
		StartTimestamp:  r.run.StartedAt,
		ExecutionStatus: swf.ExecutionStatusOpen,
		TagList:         r.run.TagList,
		CancelRequested: r.header.CancelRequested,
	}
	if p := r.run.Parent; p != nil {
		info.Parent = &p.Execution
	}
	return info
}

// closedInfo is what lists and Describe show of a closed run.
func closedInfo(d *store.Done) swf.WorkflowExecutionInfo {
	return swf.WorkflowExecutionInfo{
		Execution:       d.Execution,
		WorkflowType:    d.Type,
		StartTimestamp:  d.StartedAt,
		CloseTimestamp:  &d.ClosedAt,
		ExecutionStatus: swf.ExecutionStatusClosed,
		CloseStatus:     d.Status,
		Parent:          d.Parent,
		TagList:         d.TagList,
	}
}

func executionConfiguration(s execution.Settings) swf.WorkflowExecutionConfiguration {
	return swf.WorkflowExecutionConfiguration{
		TaskStartToCloseTimeout:      s.TaskTimeout,
		ExecutionStartToCloseTimeout: s.ExecutionTimeout,
		TaskList:                     swf.TaskList{Name: s.TaskList},
		TaskPriority:                 s.TaskPriority,
		ChildPolicy:                  s.ChildPolicy,
		LambdaRole:                   s.LambdaRole,
	}
}

// executionContext reads the latest context that a decider gave: it stands in the history, in the DecisionTaskCompleted event that
// brought it.
func (c *Calls) executionContext(r *look) (*string, error) {
	id := r.header.ContextEventID
	line, _, err := store.ReadHistory(nil, c.store, store.HistoryPage{
		Shard: r.shard, RunID: r.run.RunID, First: id, Last: id, MaxEvents: 1, MaxBytes: pageBytes,
	})
	if err != nil {
		return nil, err
	}
	var event swf.HistoryEvent
	if err := json.Unmarshal(line, &event); err != nil {
		return nil, fmt.Errorf("read the event with the execution context: %w", err)
	}
	a, ok := event.Attributes.(*swf.DecisionTaskCompletedEventAttributes)
	if !ok {
		return nil, fmt.Errorf("event %d should hold an execution context and is a %s", id, event.Type())
	}
	return a.ExecutionContext, nil
}
