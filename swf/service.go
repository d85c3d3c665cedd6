package swf

import "context"

// Service is the SWF API: its 39 operations as one interface. The client implements it over HTTP, the
// server behind its wire door; what is written against it works with either.
//
// Errors that the service answers are Faults; see the fault types for when each is given.
type Service interface {
	// CountClosedWorkflowExecutions: counts the closed runs of a domain that match the filters.
	CountClosedWorkflowExecutions(ctx context.Context, in *CountClosedWorkflowExecutionsInput) (*CountClosedWorkflowExecutionsOutput, error)
	// CountOpenWorkflowExecutions: counts the open runs of a domain that match the filters.
	CountOpenWorkflowExecutions(ctx context.Context, in *CountOpenWorkflowExecutionsInput) (*CountOpenWorkflowExecutionsOutput, error)
	// CountPendingActivityTasks: estimates how many activity tasks wait in a task list.
	CountPendingActivityTasks(ctx context.Context, in *CountPendingActivityTasksInput) (*CountPendingActivityTasksOutput, error)
	// CountPendingDecisionTasks: estimates how many decision tasks wait in a task list.
	CountPendingDecisionTasks(ctx context.Context, in *CountPendingDecisionTasksInput) (*CountPendingDecisionTasksOutput, error)
	// DeleteActivityType: removes a deprecated activity type for good.
	DeleteActivityType(ctx context.Context, in *DeleteActivityTypeInput) (*DeleteActivityTypeOutput, error)
	// DeleteWorkflowType: removes a deprecated workflow type for good.
	DeleteWorkflowType(ctx context.Context, in *DeleteWorkflowTypeInput) (*DeleteWorkflowTypeOutput, error)
	// DeprecateActivityType: marks an activity type as not to be used for new tasks.
	DeprecateActivityType(ctx context.Context, in *DeprecateActivityTypeInput) (*DeprecateActivityTypeOutput, error)
	// DeprecateDomain: closes a domain for new types and runs, and deprecates its types.
	DeprecateDomain(ctx context.Context, in *DeprecateDomainInput) (*DeprecateDomainOutput, error)
	// DeprecateWorkflowType: marks a workflow type as not to be used for new runs.
	DeprecateWorkflowType(ctx context.Context, in *DeprecateWorkflowTypeInput) (*DeprecateWorkflowTypeOutput, error)
	// DescribeActivityType: returns the state and the registered defaults of an activity type.
	DescribeActivityType(ctx context.Context, in *DescribeActivityTypeInput) (*DescribeActivityTypeOutput, error)
	// DescribeDomain: returns the state, description, ARN and retention of a domain.
	DescribeDomain(ctx context.Context, in *DescribeDomainInput) (*DescribeDomainOutput, error)
	// DescribeWorkflowExecution: returns the state, settings and open counts of one run.
	DescribeWorkflowExecution(ctx context.Context, in *DescribeWorkflowExecutionInput) (*DescribeWorkflowExecutionOutput, error)
	// DescribeWorkflowType: returns the state and the registered defaults of a workflow type.
	DescribeWorkflowType(ctx context.Context, in *DescribeWorkflowTypeInput) (*DescribeWorkflowTypeOutput, error)
	// GetWorkflowExecutionHistory: returns the events of one run, page by page.
	GetWorkflowExecutionHistory(ctx context.Context, in *GetWorkflowExecutionHistoryInput) (*GetWorkflowExecutionHistoryOutput, error)
	// ListActivityTypes: lists the activity types of a domain in one registration state.
	ListActivityTypes(ctx context.Context, in *ListActivityTypesInput) (*ListActivityTypesOutput, error)
	// ListClosedWorkflowExecutions: lists closed runs within a time range.
	ListClosedWorkflowExecutions(ctx context.Context, in *ListClosedWorkflowExecutionsInput) (*ListClosedWorkflowExecutionsOutput, error)
	// ListDomains: lists the domains of the account and Region in one registration state.
	ListDomains(ctx context.Context, in *ListDomainsInput) (*ListDomainsOutput, error)
	// ListOpenWorkflowExecutions: lists open runs within a range of start times.
	ListOpenWorkflowExecutions(ctx context.Context, in *ListOpenWorkflowExecutionsInput) (*ListOpenWorkflowExecutionsOutput, error)
	// ListTagsForResource: lists the resource tags of a domain.
	ListTagsForResource(ctx context.Context, in *ListTagsForResourceInput) (*ListTagsForResourceOutput, error)
	// ListWorkflowTypes: lists the workflow types of a domain in one registration state.
	ListWorkflowTypes(ctx context.Context, in *ListWorkflowTypesInput) (*ListWorkflowTypesOutput, error)
	// PollForActivityTask: waits up to 60 seconds for an activity task of a task list.
	PollForActivityTask(ctx context.Context, in *PollForActivityTaskInput) (*PollForActivityTaskOutput, error)
	// PollForDecisionTask: waits up to 60 seconds for a decision task of a task list, and returns it with the history of its run.
	PollForDecisionTask(ctx context.Context, in *PollForDecisionTaskInput) (*PollForDecisionTaskOutput, error)
	// RecordActivityTaskHeartbeat: tells the service that an activity task is still being worked on, stores progress text, and learns whether the task was asked to cancel. It resets only the heartbeat clock and writes no event.
	RecordActivityTaskHeartbeat(ctx context.Context, in *RecordActivityTaskHeartbeatInput) (*RecordActivityTaskHeartbeatOutput, error)
	// RegisterActivityType: creates an activity type with its defaults.
	RegisterActivityType(ctx context.Context, in *RegisterActivityTypeInput) (*RegisterActivityTypeOutput, error)
	// RegisterDomain: creates a domain.
	RegisterDomain(ctx context.Context, in *RegisterDomainInput) (*RegisterDomainOutput, error)
	// RegisterWorkflowType: creates a workflow type with its defaults.
	RegisterWorkflowType(ctx context.Context, in *RegisterWorkflowTypeInput) (*RegisterWorkflowTypeOutput, error)
	// RequestCancelWorkflowExecution: asks an open run to cancel itself.
	RequestCancelWorkflowExecution(ctx context.Context, in *RequestCancelWorkflowExecutionInput) (*RequestCancelWorkflowExecutionOutput, error)
	// RespondActivityTaskCanceled: reports that an activity task was canceled.
	RespondActivityTaskCanceled(ctx context.Context, in *RespondActivityTaskCanceledInput) (*RespondActivityTaskCanceledOutput, error)
	// RespondActivityTaskCompleted: reports that an activity task is done.
	RespondActivityTaskCompleted(ctx context.Context, in *RespondActivityTaskCompletedInput) (*RespondActivityTaskCompletedOutput, error)
	// RespondActivityTaskFailed: reports that an activity task failed.
	RespondActivityTaskFailed(ctx context.Context, in *RespondActivityTaskFailedInput) (*RespondActivityTaskFailedOutput, error)
	// RespondDecisionTaskCompleted: answers a decision task with a list of decisions.
	RespondDecisionTaskCompleted(ctx context.Context, in *RespondDecisionTaskCompletedInput) (*RespondDecisionTaskCompletedOutput, error)
	// SignalWorkflowExecution: delivers a named message to an open run.
	SignalWorkflowExecution(ctx context.Context, in *SignalWorkflowExecutionInput) (*SignalWorkflowExecutionOutput, error)
	// StartWorkflowExecution: starts a run and returns its runId.
	StartWorkflowExecution(ctx context.Context, in *StartWorkflowExecutionInput) (*StartWorkflowExecutionOutput, error)
	// TagResource: adds or overwrites resource tags of a domain.
	TagResource(ctx context.Context, in *TagResourceInput) (*TagResourceOutput, error)
	// TerminateWorkflowExecution: closes a run by force.
	TerminateWorkflowExecution(ctx context.Context, in *TerminateWorkflowExecutionInput) (*TerminateWorkflowExecutionOutput, error)
	// UndeprecateActivityType: makes a deprecated activity type usable again.
	UndeprecateActivityType(ctx context.Context, in *UndeprecateActivityTypeInput) (*UndeprecateActivityTypeOutput, error)
	// UndeprecateDomain: makes a deprecated domain usable again.
	UndeprecateDomain(ctx context.Context, in *UndeprecateDomainInput) (*UndeprecateDomainOutput, error)
	// UndeprecateWorkflowType: makes a deprecated workflow type usable again.
	UndeprecateWorkflowType(ctx context.Context, in *UndeprecateWorkflowTypeInput) (*UndeprecateWorkflowTypeOutput, error)
	// UntagResource: removes resource tags of a domain.
	UntagResource(ctx context.Context, in *UntagResourceInput) (*UntagResourceOutput, error)
}
