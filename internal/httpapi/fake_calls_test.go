package httpapi

import (
	"context"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/swf"
)

// fakeCalls is the API on behalf of a caller. Each method notes the call and answers what was scripted for it.
type fakeCalls struct {
	*fakeService
	caller access.Caller
}

func (c fakeCalls) CountClosedWorkflowExecutions(ctx context.Context, in *swf.CountClosedWorkflowExecutionsInput) (*swf.CountClosedWorkflowExecutionsOutput, error) {
	return answer[swf.CountClosedWorkflowExecutionsOutput](ctx, c, "CountClosedWorkflowExecutions", in)
}

func (c fakeCalls) CountOpenWorkflowExecutions(ctx context.Context, in *swf.CountOpenWorkflowExecutionsInput) (*swf.CountOpenWorkflowExecutionsOutput, error) {
	return answer[swf.CountOpenWorkflowExecutionsOutput](ctx, c, "CountOpenWorkflowExecutions", in)
}

func (c fakeCalls) CountPendingActivityTasks(ctx context.Context, in *swf.CountPendingActivityTasksInput) (*swf.CountPendingActivityTasksOutput, error) {
	return answer[swf.CountPendingActivityTasksOutput](ctx, c, "CountPendingActivityTasks", in)
}

func (c fakeCalls) CountPendingDecisionTasks(ctx context.Context, in *swf.CountPendingDecisionTasksInput) (*swf.CountPendingDecisionTasksOutput, error) {
	return answer[swf.CountPendingDecisionTasksOutput](ctx, c, "CountPendingDecisionTasks", in)
}

func (c fakeCalls) DeleteActivityType(ctx context.Context, in *swf.DeleteActivityTypeInput) (*swf.DeleteActivityTypeOutput, error) {
	return answer[swf.DeleteActivityTypeOutput](ctx, c, "DeleteActivityType", in)
}

func (c fakeCalls) DeleteWorkflowType(ctx context.Context, in *swf.DeleteWorkflowTypeInput) (*swf.DeleteWorkflowTypeOutput, error) {
	return answer[swf.DeleteWorkflowTypeOutput](ctx, c, "DeleteWorkflowType", in)
}

func (c fakeCalls) DeprecateActivityType(ctx context.Context, in *swf.DeprecateActivityTypeInput) (*swf.DeprecateActivityTypeOutput, error) {
	return answer[swf.DeprecateActivityTypeOutput](ctx, c, "DeprecateActivityType", in)
}

func (c fakeCalls) DeprecateDomain(ctx context.Context, in *swf.DeprecateDomainInput) (*swf.DeprecateDomainOutput, error) {
	return answer[swf.DeprecateDomainOutput](ctx, c, "DeprecateDomain", in)
}

func (c fakeCalls) DeprecateWorkflowType(ctx context.Context, in *swf.DeprecateWorkflowTypeInput) (*swf.DeprecateWorkflowTypeOutput, error) {
	return answer[swf.DeprecateWorkflowTypeOutput](ctx, c, "DeprecateWorkflowType", in)
}

func (c fakeCalls) DescribeActivityType(ctx context.Context, in *swf.DescribeActivityTypeInput) (*swf.DescribeActivityTypeOutput, error) {
	return answer[swf.DescribeActivityTypeOutput](ctx, c, "DescribeActivityType", in)
}

func (c fakeCalls) DescribeDomain(ctx context.Context, in *swf.DescribeDomainInput) (*swf.DescribeDomainOutput, error) {
	return answer[swf.DescribeDomainOutput](ctx, c, "DescribeDomain", in)
}

func (c fakeCalls) DescribeWorkflowExecution(ctx context.Context, in *swf.DescribeWorkflowExecutionInput) (*swf.DescribeWorkflowExecutionOutput, error) {
	return answer[swf.DescribeWorkflowExecutionOutput](ctx, c, "DescribeWorkflowExecution", in)
}

func (c fakeCalls) DescribeWorkflowType(ctx context.Context, in *swf.DescribeWorkflowTypeInput) (*swf.DescribeWorkflowTypeOutput, error) {
	return answer[swf.DescribeWorkflowTypeOutput](ctx, c, "DescribeWorkflowType", in)
}

func (c fakeCalls) GetWorkflowExecutionHistory(ctx context.Context, in *swf.GetWorkflowExecutionHistoryInput) (*swf.GetWorkflowExecutionHistoryOutput, error) {
	return answer[swf.GetWorkflowExecutionHistoryOutput](ctx, c, "GetWorkflowExecutionHistory", in)
}

func (c fakeCalls) ListActivityTypes(ctx context.Context, in *swf.ListActivityTypesInput) (*swf.ListActivityTypesOutput, error) {
	return answer[swf.ListActivityTypesOutput](ctx, c, "ListActivityTypes", in)
}

func (c fakeCalls) ListClosedWorkflowExecutions(ctx context.Context, in *swf.ListClosedWorkflowExecutionsInput) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	return answer[swf.ListClosedWorkflowExecutionsOutput](ctx, c, "ListClosedWorkflowExecutions", in)
}

func (c fakeCalls) ListDomains(ctx context.Context, in *swf.ListDomainsInput) (*swf.ListDomainsOutput, error) {
	return answer[swf.ListDomainsOutput](ctx, c, "ListDomains", in)
}

func (c fakeCalls) ListOpenWorkflowExecutions(ctx context.Context, in *swf.ListOpenWorkflowExecutionsInput) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	return answer[swf.ListOpenWorkflowExecutionsOutput](ctx, c, "ListOpenWorkflowExecutions", in)
}

func (c fakeCalls) ListTagsForResource(ctx context.Context, in *swf.ListTagsForResourceInput) (*swf.ListTagsForResourceOutput, error) {
	return answer[swf.ListTagsForResourceOutput](ctx, c, "ListTagsForResource", in)
}

func (c fakeCalls) ListWorkflowTypes(ctx context.Context, in *swf.ListWorkflowTypesInput) (*swf.ListWorkflowTypesOutput, error) {
	return answer[swf.ListWorkflowTypesOutput](ctx, c, "ListWorkflowTypes", in)
}

func (c fakeCalls) PollForActivityTask(ctx context.Context, in *swf.PollForActivityTaskInput) (*swf.PollForActivityTaskOutput, error) {
	return answer[swf.PollForActivityTaskOutput](ctx, c, "PollForActivityTask", in)
}

func (c fakeCalls) PollForDecisionTask(ctx context.Context, in *swf.PollForDecisionTaskInput) (*swf.PollForDecisionTaskOutput, error) {
	return answer[swf.PollForDecisionTaskOutput](ctx, c, "PollForDecisionTask", in)
}

func (c fakeCalls) RecordActivityTaskHeartbeat(ctx context.Context, in *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return answer[swf.RecordActivityTaskHeartbeatOutput](ctx, c, "RecordActivityTaskHeartbeat", in)
}

func (c fakeCalls) RegisterActivityType(ctx context.Context, in *swf.RegisterActivityTypeInput) (*swf.RegisterActivityTypeOutput, error) {
	return answer[swf.RegisterActivityTypeOutput](ctx, c, "RegisterActivityType", in)
}

func (c fakeCalls) RegisterDomain(ctx context.Context, in *swf.RegisterDomainInput) (*swf.RegisterDomainOutput, error) {
	return answer[swf.RegisterDomainOutput](ctx, c, "RegisterDomain", in)
}

func (c fakeCalls) RegisterWorkflowType(ctx context.Context, in *swf.RegisterWorkflowTypeInput) (*swf.RegisterWorkflowTypeOutput, error) {
	return answer[swf.RegisterWorkflowTypeOutput](ctx, c, "RegisterWorkflowType", in)
}

func (c fakeCalls) RequestCancelWorkflowExecution(ctx context.Context, in *swf.RequestCancelWorkflowExecutionInput) (*swf.RequestCancelWorkflowExecutionOutput, error) {
	return answer[swf.RequestCancelWorkflowExecutionOutput](ctx, c, "RequestCancelWorkflowExecution", in)
}

func (c fakeCalls) RespondActivityTaskCanceled(ctx context.Context, in *swf.RespondActivityTaskCanceledInput) (*swf.RespondActivityTaskCanceledOutput, error) {
	return answer[swf.RespondActivityTaskCanceledOutput](ctx, c, "RespondActivityTaskCanceled", in)
}

func (c fakeCalls) RespondActivityTaskCompleted(ctx context.Context, in *swf.RespondActivityTaskCompletedInput) (*swf.RespondActivityTaskCompletedOutput, error) {
	return answer[swf.RespondActivityTaskCompletedOutput](ctx, c, "RespondActivityTaskCompleted", in)
}

func (c fakeCalls) RespondActivityTaskFailed(ctx context.Context, in *swf.RespondActivityTaskFailedInput) (*swf.RespondActivityTaskFailedOutput, error) {
	return answer[swf.RespondActivityTaskFailedOutput](ctx, c, "RespondActivityTaskFailed", in)
}

func (c fakeCalls) RespondDecisionTaskCompleted(ctx context.Context, in *swf.RespondDecisionTaskCompletedInput) (*swf.RespondDecisionTaskCompletedOutput, error) {
	return answer[swf.RespondDecisionTaskCompletedOutput](ctx, c, "RespondDecisionTaskCompleted", in)
}

func (c fakeCalls) SignalWorkflowExecution(ctx context.Context, in *swf.SignalWorkflowExecutionInput) (*swf.SignalWorkflowExecutionOutput, error) {
	return answer[swf.SignalWorkflowExecutionOutput](ctx, c, "SignalWorkflowExecution", in)
}

func (c fakeCalls) StartWorkflowExecution(ctx context.Context, in *swf.StartWorkflowExecutionInput) (*swf.StartWorkflowExecutionOutput, error) {
	return answer[swf.StartWorkflowExecutionOutput](ctx, c, "StartWorkflowExecution", in)
}

func (c fakeCalls) TagResource(ctx context.Context, in *swf.TagResourceInput) (*swf.TagResourceOutput, error) {
	return answer[swf.TagResourceOutput](ctx, c, "TagResource", in)
}

func (c fakeCalls) TerminateWorkflowExecution(ctx context.Context, in *swf.TerminateWorkflowExecutionInput) (*swf.TerminateWorkflowExecutionOutput, error) {
	return answer[swf.TerminateWorkflowExecutionOutput](ctx, c, "TerminateWorkflowExecution", in)
}

func (c fakeCalls) UndeprecateActivityType(ctx context.Context, in *swf.UndeprecateActivityTypeInput) (*swf.UndeprecateActivityTypeOutput, error) {
	return answer[swf.UndeprecateActivityTypeOutput](ctx, c, "UndeprecateActivityType", in)
}

func (c fakeCalls) UndeprecateDomain(ctx context.Context, in *swf.UndeprecateDomainInput) (*swf.UndeprecateDomainOutput, error) {
	return answer[swf.UndeprecateDomainOutput](ctx, c, "UndeprecateDomain", in)
}

func (c fakeCalls) UndeprecateWorkflowType(ctx context.Context, in *swf.UndeprecateWorkflowTypeInput) (*swf.UndeprecateWorkflowTypeOutput, error) {
	return answer[swf.UndeprecateWorkflowTypeOutput](ctx, c, "UndeprecateWorkflowType", in)
}

func (c fakeCalls) UntagResource(ctx context.Context, in *swf.UntagResourceInput) (*swf.UntagResourceOutput, error) {
	return answer[swf.UntagResourceOutput](ctx, c, "UntagResource", in)
}
