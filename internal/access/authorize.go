package access

import (
	"github.com/swfd/swfd/swf"
)

// Registry is what policies may ask of domains and types; the engine implements it.
type Registry interface {
	// TaskDomain names the domain that a task token knows by its number, and reports whether there is one.
	TaskDomain(number uint32) (Domain, bool)
	// ResourceTags are the tags of a domain, nil if there is no such domain.
	ResourceTags(Domain) []swf.ResourceTag
	// DefaultTaskList is the one that a workflow type was registered with, nil if there is none, or no such type.
	DefaultTaskList(Domain, swf.WorkflowType) *swf.TaskList
}

// Policies answers by the policies of the user who calls: what they do not allow is refused. Whoever has not been identified may do
// nothing.
type Policies struct {
	// Registry is what Authorize asks; MayDecide does not.
	Registry Registry
}

// Decision is a decision of a caller's, with what its verdict depends on.
type Decision struct {
	swf.Decision
	// Domain is that of the run, and ResourceTags are its tags.
	Domain       Domain
	ResourceTags []swf.ResourceTag
	// DefaultTaskList is the one of the type of activity or workflow that the decision names or continues with, nil if it has none.
	DefaultTaskList *swf.TaskList
}

// Authorize refuses with an AccessDeniedException what the policies of the caller do not allow. It knows of a domain that is
// not there no more than of one that is: the refusal is the same.
func (p Policies) Authorize(caller Caller, operation string, input any) error {
	r := request{Caller: caller, registry: p.Registry, subject: subjectOf(input)}
	if caller.Task != nil {
		d, ok := p.Registry.TaskDomain(caller.Task.Domain)
		if !ok || !d.isOf(&caller) {
			// A token of another scope is no better than one that nobody made.
			return &swf.ValidationException{FaultDetail: swf.FaultDetail{Message: "Invalid token"}}
		}
		r.domain = d.Name
	}
	arn := r.resource()
	err := r.require(actions[operation], arn)
	if err == nil && r.isNew && len(r.tags) > 0 {
		err = r.require(actionTagResource, arn)
	}
	if err == nil && r.role != nil {
		err = r.passing().require(actionPassRole, *r.role)
	}
	return err
}

// MayDecide reports whether the policies of the caller allow a decision as if it were a call of its own. To schedule a Lambda task
// is not among the actions of IAM: the run's role says whether it may.
func (p Policies) MayDecide(caller Caller, d Decision) bool {
	if d.Type() == swf.DecisionTypeScheduleLambdaFunction {
		return true
	}
	r := request{Caller: caller, isDecision: true, resourceTags: d.ResourceTags, subject: subjectOfDecision(&d)}
	r.Task = nil
	if r.require(actions[string(d.Type())], d.Domain.ARN()) != nil {
		return false
	}
	return r.role == nil || r.passing().require(actionPassRole, *r.role) == nil
}
