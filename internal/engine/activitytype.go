package engine

import (
	"context"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// RegisterActivityType creates an activity type.
func (c *Calls) RegisterActivityType(_ context.Context, in *swf.RegisterActivityTypeInput) (*swf.RegisterActivityTypeOutput, error) {
	t := swf.ActivityType{Name: in.Name, Version: in.Version}
	if err := checkActivityDefaults(t, in); err != nil {
		return nil, err
	}
	err := activityKind.register(c, in.Domain, t, in.Description, swf.ActivityTypeConfiguration{
		DefaultTaskStartToCloseTimeout:    in.DefaultTaskStartToCloseTimeout,
		DefaultTaskHeartbeatTimeout:       in.DefaultTaskHeartbeatTimeout,
		DefaultTaskList:                   in.DefaultTaskList,
		DefaultTaskPriority:               in.DefaultTaskPriority,
		DefaultTaskScheduleToStartTimeout: in.DefaultTaskScheduleToStartTimeout,
		DefaultTaskScheduleToCloseTimeout: in.DefaultTaskScheduleToCloseTimeout,
	})
	if err != nil {
		return nil, err
	}
	return &swf.RegisterActivityTypeOutput{}, nil
}

func checkActivityDefaults(t swf.ActivityType, in *swf.RegisterActivityTypeInput) error {
	return firstError(
		execution.CheckName(t.Name),
		execution.CheckName(t.Version),
		execution.CheckTaskList(in.DefaultTaskList),
		execution.CheckDuration(in.DefaultTaskStartToCloseTimeout),
		execution.CheckDuration(in.DefaultTaskHeartbeatTimeout),
		execution.CheckDuration(in.DefaultTaskScheduleToStartTimeout),
		execution.CheckDuration(in.DefaultTaskScheduleToCloseTimeout),
		execution.CheckPriority(in.DefaultTaskPriority),
	)
}

// DescribeActivityType returns the state and the defaults of an activity type.
func (c *Calls) DescribeActivityType(_ context.Context, in *swf.DescribeActivityTypeInput) (*swf.DescribeActivityTypeOutput, error) {
	_, record, err := activityKind.find(c, in.Domain, in.ActivityType)
	if err != nil {
		return nil, err
	}
	return &swf.DescribeActivityTypeOutput{TypeInfo: activityTypeInfo(record), Configuration: record.Defaults}, nil
}

func activityTypeInfo(r *activityType) swf.ActivityTypeInfo {
	return swf.ActivityTypeInfo{
		ActivityType: r.Type, Status: status(r.DeprecatedAt != nil), Description: r.Description,
		CreationDate: r.CreatedAt, DeprecationDate: r.DeprecatedAt,
	}
}

// ListActivityTypes lists the activity types of a domain in one state.
func (c *Calls) ListActivityTypes(_ context.Context, in *swf.ListActivityTypesInput) (*swf.ListActivityTypesOutput, error) {
	at, err := c.openPage("ListActivityTypes", in.NextPageToken, *in)
	if err != nil {
		return nil, err
	}
	d, err := c.domain(in.Domain)
	if err != nil {
		return nil, err
	}
	place := func(r *activityType) string { return activityKind.place(r.Type) }
	records, next := cut(activityKind.list(d, in.Name, in.RegistrationStatus), place, at, in.MaximumPageSize, in.ReverseOrder)
	out := &swf.ListActivityTypesOutput{NextPageToken: c.sealPage("ListActivityTypes", next, *in)}
	for _, r := range records {
		out.TypeInfos = append(out.TypeInfos, activityTypeInfo(r))
	}
	return out, nil
}

// DeprecateActivityType closes an activity type for new tasks.
func (c *Calls) DeprecateActivityType(_ context.Context, in *swf.DeprecateActivityTypeInput) (*swf.DeprecateActivityTypeOutput, error) {
	if err := activityKind.deprecate(c, in.Domain, in.ActivityType); err != nil {
		return nil, err
	}
	return &swf.DeprecateActivityTypeOutput{}, nil
}

// UndeprecateActivityType makes a deprecated activity type usable again.
func (c *Calls) UndeprecateActivityType(_ context.Context, in *swf.UndeprecateActivityTypeInput) (*swf.UndeprecateActivityTypeOutput, error) {
	if err := activityKind.undeprecate(c, in.Domain, in.ActivityType); err != nil {
		return nil, err
	}
	return &swf.UndeprecateActivityTypeOutput{}, nil
}

// DeleteActivityType removes a deprecated activity type for good.
func (c *Calls) DeleteActivityType(_ context.Context, in *swf.DeleteActivityTypeInput) (*swf.DeleteActivityTypeOutput, error) {
	if err := activityKind.remove(c, in.Domain, in.ActivityType); err != nil {
		return nil, err
	}
	return &swf.DeleteActivityTypeOutput{}, nil
}
