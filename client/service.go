package client

import (
	"context"

	"github.com/swfd/swfd/swf"
)

// The operations of SWF, one function each. What they do, and with which faults they answer, stands with [swf.Service].

// CountClosedWorkflowExecutions counts the closed runs of a domain that match the filters.
func (c *Client) CountClosedWorkflowExecutions(ctx context.Context, in *swf.CountClosedWorkflowExecutionsInput) (*swf.CountClosedWorkflowExecutionsOutput, error) {
	return invoke[swf.CountClosedWorkflowExecutionsOutput](ctx, c, "CountClosedWorkflowExecutions", in)
}

// CountOpenWorkflowExecutions counts the open runs of a domain that match the filters.
func (c *Client) CountOpenWorkflowExecutions(ctx context.Context, in *swf.CountOpenWorkflowExecutionsInput) (*swf.CountOpenWorkflowExecutionsOutput, error) {
	return invoke[swf.CountOpenWorkflowExecutionsOutput](ctx, c, "CountOpenWorkflowExecutions", in)
}

// CountPendingActivityTasks estimates how many activity tasks wait in a task list.
func (c *Client) CountPendingActivityTasks(ctx context.Context, in *swf.CountPendingActivityTasksInput) (*swf.CountPendingActivityTasksOutput, error) {
	return invoke[swf.CountPendingActivityTasksOutput](ctx, c, "CountPendingActivityTasks", in)
}

// CountPendingDecisionTasks estimates how many decision tasks wait in a task list.
func (c *Client) CountPendingDecisionTasks(ctx context.Context, in *swf.CountPendingDecisionTasksInput) (*swf.CountPendingDecisionTasksOutput, error) {
	return invoke[swf.CountPendingDecisionTasksOutput](ctx, c, "CountPendingDecisionTasks", in)
}

// DeleteActivityType removes a deprecated activity type for good.
func (c *Client) DeleteActivityType(ctx context.Context, in *swf.DeleteActivityTypeInput) (*swf.DeleteActivityTypeOutput, error) {
	return invoke[swf.DeleteActivityTypeOutput](ctx, c, "DeleteActivityType", in)
}

// DeleteWorkflowType removes a deprecated workflow type for good.
func (c *Client) DeleteWorkflowType(ctx context.Context, in *swf.DeleteWorkflowTypeInput) (*swf.DeleteWorkflowTypeOutput, error) {
	return invoke[swf.DeleteWorkflowTypeOutput](ctx, c, "DeleteWorkflowType", in)
}

// DeprecateActivityType closes an activity type for new tasks; those already scheduled go on.
func (c *Client) DeprecateActivityType(ctx context.Context, in *swf.DeprecateActivityTypeInput) (*swf.DeprecateActivityTypeOutput, error) {
	return invoke[swf.DeprecateActivityTypeOutput](ctx, c, "DeprecateActivityType", in)
}

// DeprecateDomain closes a domain for new types and runs, and deprecates its types; open runs go on.
func (c *Client) DeprecateDomain(ctx context.Context, in *swf.DeprecateDomainInput) (*swf.DeprecateDomainOutput, error) {
	return invoke[swf.DeprecateDomainOutput](ctx, c, "DeprecateDomain", in)
}

// DeprecateWorkflowType closes a workflow type for new runs; open ones go on.
func (c *Client) DeprecateWorkflowType(ctx context.Context, in *swf.DeprecateWorkflowTypeInput) (*swf.DeprecateWorkflowTypeOutput, error) {
	return invoke[swf.DeprecateWorkflowTypeOutput](ctx, c, "DeprecateWorkflowType", in)
}

// DescribeActivityType returns the state and the defaults of an activity type.
func (c *Client) DescribeActivityType(ctx context.Context, in *swf.DescribeActivityTypeInput) (*swf.DescribeActivityTypeOutput, error) {
	return invoke[swf.DescribeActivityTypeOutput](ctx, c, "DescribeActivityType", in)
}

// DescribeDomain returns the state, description, ARN and retention of a domain.
func (c *Client) DescribeDomain(ctx context.Context, in *swf.DescribeDomainInput) (*swf.DescribeDomainOutput, error) {
	return invoke[swf.DescribeDomainOutput](ctx, c, "DescribeDomain", in)
}

// DescribeWorkflowExecution returns the state, settings and open counts of one run.
func (c *Client) DescribeWorkflowExecution(ctx context.Context, in *swf.DescribeWorkflowExecutionInput) (*swf.DescribeWorkflowExecutionOutput, error) {
	return invoke[swf.DescribeWorkflowExecutionOutput](ctx, c, "DescribeWorkflowExecution", in)
}

// DescribeWorkflowType returns the state and the defaults of a workflow type.
func (c *Client) DescribeWorkflowType(ctx context.Context, in *swf.DescribeWorkflowTypeInput) (*swf.DescribeWorkflowTypeOutput, error) {
	return invoke[swf.DescribeWorkflowTypeOutput](ctx, c, "DescribeWorkflowType", in)
}

// GetWorkflowExecutionHistory returns the events of one run, page by page.
func (c *Client) GetWorkflowExecutionHistory(ctx context.Context, in *swf.GetWorkflowExecutionHistoryInput) (*swf.GetWorkflowExecutionHistoryOutput, error) {
	return invoke[swf.GetWorkflowExecutionHistoryOutput](ctx, c, "GetWorkflowExecutionHistory", in)
}

// ListActivityTypes lists the activity types of a domain that are in one registration state.
func (c *Client) ListActivityTypes(ctx context.Context, in *swf.ListActivityTypesInput) (*swf.ListActivityTypesOutput, error) {
	return invoke[swf.ListActivityTypesOutput](ctx, c, "ListActivityTypes", in)
}

// ListClosedWorkflowExecutions lists the closed runs of a domain within a range of start or close times.
func (c *Client) ListClosedWorkflowExecutions(ctx context.Context, in *swf.ListClosedWorkflowExecutionsInput) (*swf.ListClosedWorkflowExecutionsOutput, error) {
	return invoke[swf.ListClosedWorkflowExecutionsOutput](ctx, c, "ListClosedWorkflowExecutions", in)
}

// ListDomains lists the domains of the account and Region that are in one registration state.
func (c *Client) ListDomains(ctx context.Context, in *swf.ListDomainsInput) (*swf.ListDomainsOutput, error) {
	return invoke[swf.ListDomainsOutput](ctx, c, "ListDomains", in)
}

// ListOpenWorkflowExecutions lists the open runs of a domain within a range of start times.
func (c *Client) ListOpenWorkflowExecutions(ctx context.Context, in *swf.ListOpenWorkflowExecutionsInput) (*swf.ListOpenWorkflowExecutionsOutput, error) {
	return invoke[swf.ListOpenWorkflowExecutionsOutput](ctx, c, "ListOpenWorkflowExecutions", in)
}

// ListTagsForResource lists the resource tags of a domain.
func (c *Client) ListTagsForResource(ctx context.Context, in *swf.ListTagsForResourceInput) (*swf.ListTagsForResourceOutput, error) {
	return invoke[swf.ListTagsForResourceOutput](ctx, c, "ListTagsForResource", in)
}

// ListWorkflowTypes lists the workflow types of a domain that are in one registration state.
func (c *Client) ListWorkflowTypes(ctx context.Context, in *swf.ListWorkflowTypesInput) (*swf.ListWorkflowTypesOutput, error) {
	return invoke[swf.ListWorkflowTypesOutput](ctx, c, "ListWorkflowTypes", in)
}

// PollForActivityTask waits up to 60 seconds for an activity task of a task list, and starts it.
func (c *Client) PollForActivityTask(ctx context.Context, in *swf.PollForActivityTaskInput) (*swf.PollForActivityTaskOutput, error) {
	return invoke[swf.PollForActivityTaskOutput](ctx, c, "PollForActivityTask", in)
}

// PollForDecisionTask waits up to 60 seconds for a decision task of a task list, starts it, and returns it with the
// history of its run, page by page.
func (c *Client) PollForDecisionTask(ctx context.Context, in *swf.PollForDecisionTaskInput) (*swf.PollForDecisionTaskOutput, error) {
	return invoke[swf.PollForDecisionTaskOutput](ctx, c, "PollForDecisionTask", in)
}

// RecordActivityTaskHeartbeat tells the service that an activity task is still being worked on, stores its progress, and
// learns whether its cancellation was requested.
func (c *Client) RecordActivityTaskHeartbeat(ctx context.Context, in *swf.RecordActivityTaskHeartbeatInput) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return invoke[swf.RecordActivityTaskHeartbeatOutput](ctx, c, "RecordActivityTaskHeartbeat", in)
}

// RegisterActivityType creates an activity type with its defaults, which never change.
func (c *Client) RegisterActivityType(ctx context.Context, in *swf.RegisterActivityTypeInput) (*swf.RegisterActivityTypeOutput, error) {
	return invoke[swf.RegisterActivityTypeOutput](ctx, c, "RegisterActivityType", in)
}

// RegisterDomain creates a domain.
func (c *Client) RegisterDomain(ctx context.Context, in *swf.RegisterDomainInput) (*swf.RegisterDomainOutput, error) {
	return invoke[swf.RegisterDomainOutput](ctx, c, "RegisterDomain", in)
}

// RegisterWorkflowType creates a workflow type with its defaults, which never change.
func (c *Client) RegisterWorkflowType(ctx context.Context, in *swf.RegisterWorkflowTypeInput) (*swf.RegisterWorkflowTypeOutput, error) {
	return invoke[swf.RegisterWorkflowTypeOutput](ctx, c, "RegisterWorkflowType", in)
}

// RequestCancelWorkflowExecution asks an open run to cancel itself; what follows is up to its decider.
func (c *Client) RequestCancelWorkflowExecution(ctx context.Context, in *swf.RequestCancelWorkflowExecutionInput) (*swf.RequestCancelWorkflowExecutionOutput, error) {
	return invoke[swf.RequestCancelWorkflowExecutionOutput](ctx, c, "RequestCancelWorkflowExecution", in)
}

// RespondActivityTaskCanceled reports that an activity task was canceled.
func (c *Client) RespondActivityTaskCanceled(ctx context.Context, in *swf.RespondActivityTaskCanceledInput) (*swf.RespondActivityTaskCanceledOutput, error) {
	return invoke[swf.RespondActivityTaskCanceledOutput](ctx, c, "RespondActivityTaskCanceled", in)
}

// RespondActivityTaskCompleted reports that an activity task is done.
func (c *Client) RespondActivityTaskCompleted(ctx context.Context, in *swf.RespondActivityTaskCompletedInput) (*swf.RespondActivityTaskCompletedOutput, error) {
	return invoke[swf.RespondActivityTaskCompletedOutput](ctx, c, "RespondActivityTaskCompleted", in)
}

// RespondActivityTaskFailed reports that an activity task failed.
func (c *Client) RespondActivityTaskFailed(ctx context.Context, in *swf.RespondActivityTaskFailedInput) (*swf.RespondActivityTaskFailedOutput, error) {
	return invoke[swf.RespondActivityTaskFailedOutput](ctx, c, "RespondActivityTaskFailed", in)
}

// RespondDecisionTaskCompleted answers a decision task with a list of decisions. They are carried out all together, or the
// list is refused.
func (c *Client) RespondDecisionTaskCompleted(ctx context.Context, in *swf.RespondDecisionTaskCompletedInput) (*swf.RespondDecisionTaskCompletedOutput, error) {
	return invoke[swf.RespondDecisionTaskCompletedOutput](ctx, c, "RespondDecisionTaskCompleted", in)
}

// SignalWorkflowExecution delivers a named message to an open run.
func (c *Client) SignalWorkflowExecution(ctx context.Context, in *swf.SignalWorkflowExecutionInput) (*swf.SignalWorkflowExecutionOutput, error) {
	return invoke[swf.SignalWorkflowExecutionOutput](ctx, c, "SignalWorkflowExecution", in)
}

// StartWorkflowExecution starts a run and returns its runId.
func (c *Client) StartWorkflowExecution(ctx context.Context, in *swf.StartWorkflowExecutionInput) (*swf.StartWorkflowExecutionOutput, error) {
	return invoke[swf.StartWorkflowExecutionOutput](ctx, c, "StartWorkflowExecution", in)
}

// TagResource adds resource tags to a domain, or gives them new values.
func (c *Client) TagResource(ctx context.Context, in *swf.TagResourceInput) (*swf.TagResourceOutput, error) {
	return invoke[swf.TagResourceOutput](ctx, c, "TagResource", in)
}

// TerminateWorkflowExecution closes an open run by force, without asking its decider.
func (c *Client) TerminateWorkflowExecution(ctx context.Context, in *swf.TerminateWorkflowExecutionInput) (*swf.TerminateWorkflowExecutionOutput, error) {
	return invoke[swf.TerminateWorkflowExecutionOutput](ctx, c, "TerminateWorkflowExecution", in)
}

// UndeprecateActivityType opens a deprecated activity type for new tasks again.
func (c *Client) UndeprecateActivityType(ctx context.Context, in *swf.UndeprecateActivityTypeInput) (*swf.UndeprecateActivityTypeOutput, error) {
	return invoke[swf.UndeprecateActivityTypeOutput](ctx, c, "UndeprecateActivityType", in)
}

// UndeprecateDomain opens a deprecated domain for new types and runs again.
func (c *Client) UndeprecateDomain(ctx context.Context, in *swf.UndeprecateDomainInput) (*swf.UndeprecateDomainOutput, error) {
	return invoke[swf.UndeprecateDomainOutput](ctx, c, "UndeprecateDomain", in)
}

// UndeprecateWorkflowType opens a deprecated workflow type for new runs again.
func (c *Client) UndeprecateWorkflowType(ctx context.Context, in *swf.UndeprecateWorkflowTypeInput) (*swf.UndeprecateWorkflowTypeOutput, error) {
	return invoke[swf.UndeprecateWorkflowTypeOutput](ctx, c, "UndeprecateWorkflowType", in)
}

// UntagResource removes resource tags of a domain.
func (c *Client) UntagResource(ctx context.Context, in *swf.UntagResourceInput) (*swf.UntagResourceOutput, error) {
	return invoke[swf.UntagResourceOutput](ctx, c, "UntagResource", in)
}
