package engine

import (
	"context"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// StartWorkflowExecution starts a run.
func (c *Calls) StartWorkflowExecution(_ context.Context, in *swf.StartWorkflowExecutionInput) (*swf.StartWorkflowExecutionOutput, error) {
	if err := checkStart(in); err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	runID := c.newRunID()
	err = c.update(laneKey{d.number, in.WorkflowID}, c.once(&runID, func(l *lane, now swf.Timestamp, b *commit) error {
		return c.start(d, in, runID, l, now, b)
	}))
	if err != nil {
		return nil, err
	}
	return &swf.StartWorkflowExecutionOutput{RunID: &runID}, nil
}

// start starts a run on its lane. What the domain and its types say is asked for here, for they may have changed since a first
// attempt that was not refused.
func (c *Calls) start(d *domain, in *swf.StartWorkflowExecutionInput, runID string, l *lane, now swf.Timestamp, b *commit) error {
	settings, err := startSettings(d, in)
	if err != nil {
		return err
	}
	c.expireFirst(l, now, b)
	if l.state != nil {
		return &swf.WorkflowExecutionAlreadyStartedFault{FaultDetail: swf.FaultDetail{Message: "Already Started"}}
	}
	if !c.open.domain(d.number).admit(c.limits.Execution.OpenWorkflows) {
		return limitExceeded("Limit on open workflow executions per domain reached")
	}
	b.admitted = true
	state, change := execution.Begin(d.number, runID, execution.Start{
		WorkflowID: in.WorkflowID, Type: in.WorkflowType, Settings: settings, Input: in.Input, TagList: in.TagList,
	}, now)
	l.state = state
	c.fold(l, b, change)
	return nil
}

func checkStart(in *swf.StartWorkflowExecutionInput) error {
	return firstError(
		execution.CheckName(in.WorkflowID),
		execution.CheckTaskList(in.TaskList),
		execution.CheckSeconds(in.ExecutionStartToCloseTimeout),
		execution.CheckDuration(in.TaskStartToCloseTimeout),
		execution.CheckPriority(in.TaskPriority),
	)
}

// startSettings resolves the settings of a start, or says in SWF's order what refuses it.
func startSettings(d *domain, in *swf.StartWorkflowExecutionInput) (execution.Settings, error) {
	if err := d.checkRegistered(); err != nil {
		return execution.Settings{}, err
	}
	t := d.workflowType(in.WorkflowType)
	if t == nil {
		return execution.Settings{}, unknownWorkflowType(in.WorkflowType)
	}
	if t.DeprecatedAt != nil {
		return execution.Settings{}, &swf.TypeDeprecatedFault{FaultDetail: swf.FaultDetail{Message: workflowTypeText(in.WorkflowType)}}
	}
	settings, missing := execution.Resolve(execution.Wanted{
		TaskList: in.TaskList, TaskPriority: in.TaskPriority,
		ExecutionTimeout: in.ExecutionStartToCloseTimeout, TaskTimeout: in.TaskStartToCloseTimeout,
		ChildPolicy: in.ChildPolicy, LambdaRole: in.LambdaRole,
	}, t.Defaults)
	if missing != execution.MissingNone {
		return execution.Settings{}, &swf.DefaultUndefinedFault{FaultDetail: swf.FaultDetail{Message: string(missing)}}
	}
	return settings, nil
}

// expireFirst lets happen what is due in the open run, so that a run whose time is over does not stand in the way of a start.
func (e *Engine) expireFirst(l *lane, now swf.Timestamp, b *commit) {
	if l.state == nil {
		return
	}
	f := e.facts(l.key.domain)
	if change := l.state.Expire(now, &f); !change.Empty() {
		e.fold(l, b, change)
	}
}

// SignalWorkflowExecution delivers a signal to an open run.
func (c *Calls) SignalWorkflowExecution(_ context.Context, in *swf.SignalWorkflowExecutionInput) (*swf.SignalWorkflowExecutionOutput, error) {
	err := c.onOpenRun(in.Domain, in.WorkflowID, in.RunID, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.Signal(now, f, in.SignalName, in.Input)
	})
	if err != nil {
		return nil, err
	}
	return &swf.SignalWorkflowExecutionOutput{}, nil
}

// RequestCancelWorkflowExecution asks an open run to cancel itself.
func (c *Calls) RequestCancelWorkflowExecution(_ context.Context, in *swf.RequestCancelWorkflowExecutionInput) (*swf.RequestCancelWorkflowExecutionOutput, error) {
	err := c.onOpenRun(in.Domain, in.WorkflowID, in.RunID, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.RequestCancel(now, f)
	})
	if err != nil {
		return nil, err
	}
	return &swf.RequestCancelWorkflowExecutionOutput{}, nil
}

// TerminateWorkflowExecution closes an open run by force.
func (c *Calls) TerminateWorkflowExecution(_ context.Context, in *swf.TerminateWorkflowExecutionInput) (*swf.TerminateWorkflowExecutionOutput, error) {
	err := c.onOpenRun(in.Domain, in.WorkflowID, in.RunID, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.Terminate(now, f, in.ChildPolicy, in.Reason, in.Details)
	})
	if err != nil {
		return nil, err
	}
	return &swf.TerminateWorkflowExecutionOutput{}, nil
}

// onOpenRun runs a command on the open run of a workflowId; if a runId is given, it must be that run.
func (c *Calls) onOpenRun(domainName, workflowID string, runID *string, do func(*execution.State, swf.Timestamp, *execution.Facts) (execution.Change, error)) error {
	d, err := c.domain(domainName)
	if err != nil {
		return err
	}
	unknown := execution.NoOpenExecution(workflowID)
	wanted := ""
	if runID != nil && *runID != "" {
		wanted = *runID
		unknown = execution.UnknownExecution(swf.WorkflowExecution{WorkflowID: workflowID, RunID: wanted})
	}
	return c.update(laneKey{d.number, workflowID}, c.once(nil, func(l *lane, now swf.Timestamp, b *commit) error {
		if l.state == nil || (wanted != "" && l.state.Execution().RunID != wanted) {
			return unknown
		}
		f := c.facts(d.number)
		change, err := do(l.state, now, &f)
		c.fold(l, b, change)
		if err == execution.ErrClosed {
			return unknown
		}
		return err
	}))
}
