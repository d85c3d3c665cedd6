package swf

import "context"

// Service is the SWF API: its 39 operations as one interface. The client implements it over HTTP, the
// server behind its wire door; what is written against it works with either.
//
// Errors that the service answers are Faults; see the fault types for when each is given.
type Service interface {
	// CountClosedWorkflowExecutions counts the closed runs of a domain that match the filters.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	CountClosedWorkflowExecutions(ctx context.Context, in *CountClosedWorkflowExecutionsInput) (*CountClosedWorkflowExecutionsOutput, error)
	// CountOpenWorkflowExecutions counts the open runs of a domain that match the filters.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	CountOpenWorkflowExecutions(ctx context.Context, in *CountOpenWorkflowExecutionsInput) (*CountOpenWorkflowExecutionsOutput, error)
	// CountPendingActivityTasks estimates how many activity tasks wait in a task list.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	CountPendingActivityTasks(ctx context.Context, in *CountPendingActivityTasksInput) (*CountPendingActivityTasksOutput, error)
	// CountPendingDecisionTasks estimates how many decision tasks wait in a task list.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	CountPendingDecisionTasks(ctx context.Context, in *CountPendingDecisionTasksInput) (*CountPendingDecisionTasksOutput, error)
	// DeleteActivityType removes a deprecated activity type for good.
	// Faults: OperationNotPermittedFault, TypeNotDeprecatedFault, UnknownResourceFault.
	DeleteActivityType(ctx context.Context, in *DeleteActivityTypeInput) (*DeleteActivityTypeOutput, error)
	// DeleteWorkflowType removes a deprecated workflow type for good.
	// Faults: OperationNotPermittedFault, TypeNotDeprecatedFault, UnknownResourceFault.
	DeleteWorkflowType(ctx context.Context, in *DeleteWorkflowTypeInput) (*DeleteWorkflowTypeOutput, error)
	// DeprecateActivityType closes an activity type for new tasks; those already scheduled go on.
	// Faults: OperationNotPermittedFault, TypeDeprecatedFault, UnknownResourceFault.
	DeprecateActivityType(ctx context.Context, in *DeprecateActivityTypeInput) (*DeprecateActivityTypeOutput, error)
	// DeprecateDomain closes a domain for new types and runs, and deprecates its types; open runs go on.
	// Faults: DomainDeprecatedFault, OperationNotPermittedFault, UnknownResourceFault.
	DeprecateDomain(ctx context.Context, in *DeprecateDomainInput) (*DeprecateDomainOutput, error)
	// DeprecateWorkflowType closes a workflow type for new runs; open ones go on.
	// Faults: OperationNotPermittedFault, TypeDeprecatedFault, UnknownResourceFault.
	DeprecateWorkflowType(ctx context.Context, in *DeprecateWorkflowTypeInput) (*DeprecateWorkflowTypeOutput, error)
	// DescribeActivityType returns the state and the defaults of an activity type.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	DescribeActivityType(ctx context.Context, in *DescribeActivityTypeInput) (*DescribeActivityTypeOutput, error)
	// DescribeDomain returns the state, description, ARN and retention of a domain.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	DescribeDomain(ctx context.Context, in *DescribeDomainInput) (*DescribeDomainOutput, error)
	// DescribeWorkflowExecution returns the state, settings and open counts of one run.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	DescribeWorkflowExecution(ctx context.Context, in *DescribeWorkflowExecutionInput) (*DescribeWorkflowExecutionOutput, error)
	// DescribeWorkflowType returns the state and the defaults of a workflow type.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	DescribeWorkflowType(ctx context.Context, in *DescribeWorkflowTypeInput) (*DescribeWorkflowTypeOutput, error)
	// GetWorkflowExecutionHistory returns the events of one run, page by page.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	GetWorkflowExecutionHistory(ctx context.Context, in *GetWorkflowExecutionHistoryInput) (*GetWorkflowExecutionHistoryOutput, error)
	// ListActivityTypes lists the activity types of a domain that are in one registration state.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	ListActivityTypes(ctx context.Context, in *ListActivityTypesInput) (*ListActivityTypesOutput, error)
	// ListClosedWorkflowExecutions lists the closed runs of a domain within a range of start or close times.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	ListClosedWorkflowExecutions(ctx context.Context, in *ListClosedWorkflowExecutionsInput) (*ListClosedWorkflowExecutionsOutput, error)
	// ListDomains lists the domains of the account and Region that are in one registration state.
	// Faults: OperationNotPermittedFault.
	ListDomains(ctx context.Context, in *ListDomainsInput) (*ListDomainsOutput, error)
	// ListOpenWorkflowExecutions lists the open runs of a domain within a range of start times.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	ListOpenWorkflowExecutions(ctx context.Context, in *ListOpenWorkflowExecutionsInput) (*ListOpenWorkflowExecutionsOutput, error)
	// ListTagsForResource lists the resource tags of a domain.
	// Faults: LimitExceededFault, OperationNotPermittedFault, UnknownResourceFault.
	ListTagsForResource(ctx context.Context, in *ListTagsForResourceInput) (*ListTagsForResourceOutput, error)
	// ListWorkflowTypes lists the workflow types of a domain that are in one registration state.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	ListWorkflowTypes(ctx context.Context, in *ListWorkflowTypesInput) (*ListWorkflowTypesOutput, error)
	// PollForActivityTask waits up to 60 seconds for an activity task of a task list, and starts it.
	// Faults: LimitExceededFault, OperationNotPermittedFault, UnknownResourceFault.
	PollForActivityTask(ctx context.Context, in *PollForActivityTaskInput) (*PollForActivityTaskOutput, error)
	// PollForDecisionTask waits up to 60 seconds for a decision task of a task list, starts it, and returns it
	// with the history of its run, page by page.
	// Faults: LimitExceededFault, OperationNotPermittedFault, UnknownResourceFault.
	PollForDecisionTask(ctx context.Context, in *PollForDecisionTaskInput) (*PollForDecisionTaskOutput, error)
	// RecordActivityTaskHeartbeat tells the service that an activity task is still being worked on, stores its
	// progress, and learns whether its cancellation was requested.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RecordActivityTaskHeartbeat(ctx context.Context, in *RecordActivityTaskHeartbeatInput) (*RecordActivityTaskHeartbeatOutput, error)
	// RegisterActivityType creates an activity type with its defaults, which never change.
	// Faults: LimitExceededFault, OperationNotPermittedFault, TypeAlreadyExistsFault, UnknownResourceFault.
	RegisterActivityType(ctx context.Context, in *RegisterActivityTypeInput) (*RegisterActivityTypeOutput, error)
	// RegisterDomain creates a domain.
	// Faults: DomainAlreadyExistsFault, LimitExceededFault, OperationNotPermittedFault, TooManyTagsFault.
	RegisterDomain(ctx context.Context, in *RegisterDomainInput) (*RegisterDomainOutput, error)
	// RegisterWorkflowType creates a workflow type with its defaults, which never change.
	// Faults: LimitExceededFault, OperationNotPermittedFault, TypeAlreadyExistsFault, UnknownResourceFault.
	RegisterWorkflowType(ctx context.Context, in *RegisterWorkflowTypeInput) (*RegisterWorkflowTypeOutput, error)
	// RequestCancelWorkflowExecution asks an open run to cancel itself; what follows is up to its decider.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RequestCancelWorkflowExecution(ctx context.Context, in *RequestCancelWorkflowExecutionInput) (*RequestCancelWorkflowExecutionOutput, error)
	// RespondActivityTaskCanceled reports that an activity task was canceled.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RespondActivityTaskCanceled(ctx context.Context, in *RespondActivityTaskCanceledInput) (*RespondActivityTaskCanceledOutput, error)
	// RespondActivityTaskCompleted reports that an activity task is done.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RespondActivityTaskCompleted(ctx context.Context, in *RespondActivityTaskCompletedInput) (*RespondActivityTaskCompletedOutput, error)
	// RespondActivityTaskFailed reports that an activity task failed.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RespondActivityTaskFailed(ctx context.Context, in *RespondActivityTaskFailedInput) (*RespondActivityTaskFailedOutput, error)
	// RespondDecisionTaskCompleted answers a decision task with a list of decisions. They are carried out all
	// together, or the list is refused.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	RespondDecisionTaskCompleted(ctx context.Context, in *RespondDecisionTaskCompletedInput) (*RespondDecisionTaskCompletedOutput, error)
	// SignalWorkflowExecution delivers a named message to an open run.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	SignalWorkflowExecution(ctx context.Context, in *SignalWorkflowExecutionInput) (*SignalWorkflowExecutionOutput, error)
	// StartWorkflowExecution starts a run and returns its runId.
	// Faults: DefaultUndefinedFault, LimitExceededFault, OperationNotPermittedFault, TypeDeprecatedFault,
	// UnknownResourceFault, WorkflowExecutionAlreadyStartedFault.
	StartWorkflowExecution(ctx context.Context, in *StartWorkflowExecutionInput) (*StartWorkflowExecutionOutput, error)
	// TagResource adds resource tags to a domain, or gives them new values.
	// Faults: LimitExceededFault, OperationNotPermittedFault, TooManyTagsFault, UnknownResourceFault.
	TagResource(ctx context.Context, in *TagResourceInput) (*TagResourceOutput, error)
	// TerminateWorkflowExecution closes an open run by force, without asking its decider.
	// Faults: OperationNotPermittedFault, UnknownResourceFault.
	TerminateWorkflowExecution(ctx context.Context, in *TerminateWorkflowExecutionInput) (*TerminateWorkflowExecutionOutput, error)
	// UndeprecateActivityType opens a deprecated activity type for new tasks again.
	// Faults: OperationNotPermittedFault, TypeAlreadyExistsFault, UnknownResourceFault.
	UndeprecateActivityType(ctx context.Context, in *UndeprecateActivityTypeInput) (*UndeprecateActivityTypeOutput, error)
	// UndeprecateDomain opens a deprecated domain for new types and runs again.
	// Faults: DomainAlreadyExistsFault, OperationNotPermittedFault, UnknownResourceFault.
	UndeprecateDomain(ctx context.Context, in *UndeprecateDomainInput) (*UndeprecateDomainOutput, error)
	// UndeprecateWorkflowType opens a deprecated workflow type for new runs again.
	// Faults: OperationNotPermittedFault, TypeAlreadyExistsFault, UnknownResourceFault.
	UndeprecateWorkflowType(ctx context.Context, in *UndeprecateWorkflowTypeInput) (*UndeprecateWorkflowTypeOutput, error)
	// UntagResource removes resource tags of a domain.
	// Faults: LimitExceededFault, OperationNotPermittedFault, UnknownResourceFault.
	UntagResource(ctx context.Context, in *UntagResourceInput) (*UntagResourceOutput, error)
}
