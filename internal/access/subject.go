package access

import "github.com/swfd/swfd/swf"

// subject is what a call or a decision is about, as far as policies can tell: the resource, and the parameters that are condition
// keys. What is nil was not given.
type subject struct {
	// domain is the resource: a name in the caller's scope, unless arn says otherwise.
	domain string
	arn    *string

	activityType *swf.ActivityType
	workflowType *swf.WorkflowType
	taskList     *swf.TaskList
	tagList      []string
	// isStart means that without a task list the default of the workflow type counts.
	isStart bool
	// version is the one that a run continues with.
	version *string

	registration *registration
	typeFilter   *swf.WorkflowTypeFilter
	tagFilter    *swf.TagFilter

	// tags are to be given to the domain, the tags of tagKeys to be taken from it.
	tags    []swf.ResourceTag
	tagKeys []string
	// isNew means that the domain is to be registered: it has no tags yet.
	isNew bool

	// role is one that the caller passes on to the service.
	role *string
}

// registration are the parameters of registering a type.
type registration struct {
	name, version string
	taskList      *swf.TaskList
}

// everyDomain is what ListDomains is about, literally.
const everyDomain = "*"

// subjectOf tells what a call is about, but for calls that carry a task token: these are about the token's own domain.
func subjectOf(input any) subject {
	switch in := input.(type) {
	case *swf.CountClosedWorkflowExecutionsInput:
		return subject{domain: in.Domain, typeFilter: in.TypeFilter, tagFilter: in.TagFilter}
	case *swf.CountOpenWorkflowExecutionsInput:
		return subject{domain: in.Domain, typeFilter: in.TypeFilter, tagFilter: in.TagFilter}
	case *swf.ListClosedWorkflowExecutionsInput:
		return subject{domain: in.Domain, typeFilter: in.TypeFilter, tagFilter: in.TagFilter}
	case *swf.ListOpenWorkflowExecutionsInput:
		return subject{domain: in.Domain, typeFilter: in.TypeFilter, tagFilter: in.TagFilter}

	case *swf.CountPendingActivityTasksInput:
		return subject{domain: in.Domain, taskList: &in.TaskList}
	case *swf.CountPendingDecisionTasksInput:
		return subject{domain: in.Domain, taskList: &in.TaskList}
	case *swf.PollForActivityTaskInput:
		return subject{domain: in.Domain, taskList: &in.TaskList}
	case *swf.PollForDecisionTaskInput:
		return subject{domain: in.Domain, taskList: &in.TaskList}

	case *swf.RegisterActivityTypeInput:
		return subject{domain: in.Domain, registration: &registration{in.Name, in.Version, in.DefaultTaskList}}
	case *swf.DescribeActivityTypeInput:
		return subject{domain: in.Domain, activityType: &in.ActivityType}
	case *swf.DeprecateActivityTypeInput:
		return subject{domain: in.Domain, activityType: &in.ActivityType}
	case *swf.UndeprecateActivityTypeInput:
		return subject{domain: in.Domain, activityType: &in.ActivityType}
	case *swf.DeleteActivityTypeInput:
		return subject{domain: in.Domain, activityType: &in.ActivityType}

	case *swf.RegisterWorkflowTypeInput:
		return subject{
			domain: in.Domain, registration: &registration{in.Name, in.Version, in.DefaultTaskList}, role: in.DefaultLambdaRole,
		}
	case *swf.DescribeWorkflowTypeInput:
		return subject{domain: in.Domain, workflowType: &in.WorkflowType}
	case *swf.DeprecateWorkflowTypeInput:
		return subject{domain: in.Domain, workflowType: &in.WorkflowType}
	case *swf.UndeprecateWorkflowTypeInput:
		return subject{domain: in.Domain, workflowType: &in.WorkflowType}
	case *swf.DeleteWorkflowTypeInput:
		return subject{domain: in.Domain, workflowType: &in.WorkflowType}

	case *swf.StartWorkflowExecutionInput:
		return subject{
			domain: in.Domain, workflowType: &in.WorkflowType, taskList: in.TaskList, isStart: true, tagList: in.TagList, role: in.LambdaRole,
		}
	case *swf.SignalWorkflowExecutionInput:
		return subject{domain: in.Domain}
	case *swf.RequestCancelWorkflowExecutionInput:
		return subject{domain: in.Domain}
	case *swf.TerminateWorkflowExecutionInput:
		return subject{domain: in.Domain}
	case *swf.DescribeWorkflowExecutionInput:
		return subject{domain: in.Domain}
	case *swf.GetWorkflowExecutionHistoryInput:
		return subject{domain: in.Domain}
	case *swf.ListActivityTypesInput:
		return subject{domain: in.Domain}
	case *swf.ListWorkflowTypesInput:
		return subject{domain: in.Domain}

	case *swf.ListDomainsInput:
		return subject{domain: everyDomain}
	case *swf.RegisterDomainInput:
		return subject{domain: in.Name, isNew: true, tags: in.Tags}
	case *swf.DescribeDomainInput:
		return subject{domain: in.Name}
	case *swf.DeprecateDomainInput:
		return subject{domain: in.Name}
	case *swf.UndeprecateDomainInput:
		return subject{domain: in.Name}
	case *swf.TagResourceInput:
		return subject{arn: &in.ResourceARN, tags: in.Tags}
	case *swf.UntagResourceInput:
		return subject{arn: &in.ResourceARN, tagKeys: in.TagKeys}
	case *swf.ListTagsForResourceInput:
		return subject{arn: &in.ResourceARN}
	}
	return subject{}
}

// subjectOfDecision tells what a decision is about. Without a task list, the type's default counts.
func subjectOfDecision(d *Decision) subject {
	or := func(list *swf.TaskList) *swf.TaskList {
		if list == nil {
			return d.DefaultTaskList
		}
		return list
	}
	s := subject{domain: d.Domain.Name}
	switch a := d.Attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		s.activityType, s.taskList = &a.ActivityType, or(a.TaskList)
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		s.workflowType, s.taskList, s.tagList, s.role = &a.WorkflowType, or(a.TaskList), a.TagList, a.LambdaRole
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		s.version, s.taskList, s.tagList, s.role = given(a.WorkflowTypeVersion), or(a.TaskList), a.TagList, a.LambdaRole
	}
	return s
}
