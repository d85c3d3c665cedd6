package engine

import (
	"context"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// RegisterWorkflowType creates a workflow type.
func (c *Calls) RegisterWorkflowType(_ context.Context, in *swf.RegisterWorkflowTypeInput) (*swf.RegisterWorkflowTypeOutput, error) {
	t := swf.WorkflowType{Name: in.Name, Version: in.Version}
	if err := checkWorkflowDefaults(t, in); err != nil {
		return nil, err
	}
	err := workflowKind.register(c, in.Domain, t, in.Description, swf.WorkflowTypeConfiguration{
		DefaultTaskStartToCloseTimeout:      in.DefaultTaskStartToCloseTimeout,
		DefaultExecutionStartToCloseTimeout: in.DefaultExecutionStartToCloseTimeout,
		DefaultTaskList:                     in.DefaultTaskList,
		DefaultTaskPriority:                 in.DefaultTaskPriority,
		DefaultChildPolicy:                  in.DefaultChildPolicy,
		DefaultLambdaRole:                   in.DefaultLambdaRole,
	})
	if err != nil {
		return nil, err
	}
	return &swf.RegisterWorkflowTypeOutput{}, nil
}

func checkWorkflowDefaults(t swf.WorkflowType, in *swf.RegisterWorkflowTypeInput) error {
	return firstError(
		execution.CheckName(t.Name),
		execution.CheckName(t.Version),
		execution.CheckTaskList(in.DefaultTaskList),
		execution.CheckDuration(in.DefaultTaskStartToCloseTimeout),
		execution.CheckSeconds(in.DefaultExecutionStartToCloseTimeout),
		execution.CheckPriority(in.DefaultTaskPriority),
	)
}

// DescribeWorkflowType returns the state and the defaults of a workflow type.
func (c *Calls) DescribeWorkflowType(_ context.Context, in *swf.DescribeWorkflowTypeInput) (*swf.DescribeWorkflowTypeOutput, error) {
	_, record, err := workflowKind.find(c, in.Domain, in.WorkflowType)
	if err != nil {
		return nil, err
	}
	return &swf.DescribeWorkflowTypeOutput{TypeInfo: workflowTypeInfo(record), Configuration: record.Defaults}, nil
}

func workflowTypeInfo(r *workflowType) swf.WorkflowTypeInfo {
	return swf.WorkflowTypeInfo{
		WorkflowType: r.Type, Status: status(r.DeprecatedAt != nil), Description: r.Description,
		CreationDate: r.CreatedAt, DeprecationDate: r.DeprecatedAt,
	}
}

// ListWorkflowTypes lists the workflow types of a domain in one state.
func (c *Calls) ListWorkflowTypes(_ context.Context, in *swf.ListWorkflowTypesInput) (*swf.ListWorkflowTypesOutput, error) {
	at, err := c.openPage("ListWorkflowTypes", in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	place := func(r *workflowType) string { return workflowKind.place(r.Type) }
	records, next := cut(workflowKind.list(d, in.Name, in.RegistrationStatus), place, at, in.MaximumPageSize, in.ReverseOrder)
	out := &swf.ListWorkflowTypesOutput{NextPageToken: c.sealPage("ListWorkflowTypes", next, *in)}
	for _, r := range records {
		out.TypeInfos = append(out.TypeInfos, workflowTypeInfo(r))
	}
	return out, nil
}

// DeprecateWorkflowType closes a workflow type for new runs.
func (c *Calls) DeprecateWorkflowType(_ context.Context, in *swf.DeprecateWorkflowTypeInput) (*swf.DeprecateWorkflowTypeOutput, error) {
	if err := workflowKind.deprecate(c, in.Domain, in.WorkflowType); err != nil {
		return nil, err
	}
	return &swf.DeprecateWorkflowTypeOutput{}, nil
}

// UndeprecateWorkflowType makes a deprecated workflow type usable again.
func (c *Calls) UndeprecateWorkflowType(_ context.Context, in *swf.UndeprecateWorkflowTypeInput) (*swf.UndeprecateWorkflowTypeOutput, error) {
	if err := workflowKind.undeprecate(c, in.Domain, in.WorkflowType); err != nil {
		return nil, err
	}
	return &swf.UndeprecateWorkflowTypeOutput{}, nil
}

// DeleteWorkflowType removes a deprecated workflow type for good.
func (c *Calls) DeleteWorkflowType(_ context.Context, in *swf.DeleteWorkflowTypeInput) (*swf.DeleteWorkflowTypeOutput, error) {
	if err := workflowKind.remove(c, in.Domain, in.WorkflowType); err != nil {
		return nil, err
	}
	return &swf.DeleteWorkflowTypeOutput{}, nil
}
