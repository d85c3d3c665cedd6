package access

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/swf"
)

// request is a call or a decision, as the condition keys of policies see it. It looks up what it is asked for, and nothing else: most
// policies ask for little.
type request struct {
	Caller
	subject
	registry Registry
	// isDecision means that it is a decision, of whose domain resourceTags are the tags.
	isDecision   bool
	resourceTags []swf.ResourceTag
	// isPassing means that it is about a role that is passed on.
	isPassing bool
	// unclear is a tag that a policy has asked for, and that is there in several cases with different values; "" if there is none.
	unclear string
}

// passing is the request that the role of this one makes.
func (r *request) passing() *request {
	return &request{Caller: r.Caller, isDecision: r.isDecision, isPassing: true}
}

// resource is the ARN that the request is about. An ARN of a domain is written as the domain's own, so that no other
// way of writing it slips past a policy.
func (r *request) resource() string {
	if r.arn == nil {
		return r.fullName().ARN()
	}
	if d, ok := ParseDomainARN(*r.arn); ok {
		return d.ARN()
	}
	return *r.arn
}

// fullName is the domain that the request is about.
func (r *request) fullName() Domain {
	if r.arn != nil {
		d, _ := ParseDomainARN(*r.arn)
		return d
	}
	return Domain{Account: r.Account, Region: r.Region, Name: r.domain}
}

// require refuses the request if the caller's policies do not allow an action on a resource.
func (r *request) require(a action, arn string) error {
	var documents []*policy.Document
	if r.User != nil {
		documents = r.User.Policies
	}
	v := policy.Evaluate(documents, &policy.Request{Action: a.Action, Resource: policy.ResourceOf(arn), Context: r})
	if v.Allowed && r.unclear == "" {
		return nil
	}
	why := " because no identity-based policy allows the " + a.name + " action"
	switch {
	case v.Allowed:
		why = " because the tag " + r.unclear + " is there more than once, in different cases"
	case v.IsExplicit():
		why = " with an explicit deny in an identity-based policy"
	}
	return &swf.AccessDeniedException{FaultDetail: swf.FaultDetail{
		Message: "User: " + r.Principal + " is not authorized to perform: " + a.name + " on resource: " + arn + why,
	}}
}

// Lookup gives the value of a condition key.
func (r *request) Lookup(key string) policy.Value {
	service, name, _ := strings.Cut(key, ":")
	switch {
	case service == "aws":
		return r.lookupGlobal(name)
	case service == "swf":
		return r.lookupParameter(name)
	case key == "iam:passedtoservice" && r.isPassing:
		return policy.Text("swf.amazonaws.com")
	}
	return policy.Value{}
}

// lookupParameter gives the value of one of SWF's own keys.
func (r *request) lookupParameter(name string) policy.Value {
	switch name {
	case "activitytype.name":
		return valueIn(r.activityType, func(t *swf.ActivityType) *string { return &t.Name })
	case "activitytype.version":
		return valueIn(r.activityType, func(t *swf.ActivityType) *string { return &t.Version })
	case "workflowtype.name":
		return valueIn(r.workflowType, func(t *swf.WorkflowType) *string { return &t.Name })
	case "workflowtype.version":
		// For a run that continues with another version, SWF's guide and its API's model name different keys; both are there.
		if r.version != nil {
			return valueOf(r.version)
		}
		return valueIn(r.workflowType, func(t *swf.WorkflowType) *string { return &t.Version })
	case "workflowtypeversion":
		return valueOf(r.version)
	case "tasklist.name":
		return valueIn(r.effectiveTaskList(), func(l *swf.TaskList) *string { return &l.Name })
	case "typefilter.name":
		return valueIn(r.typeFilter, func(f *swf.WorkflowTypeFilter) *string { return &f.Name })
	case "typefilter.version":
		return valueIn(r.typeFilter, versionOf)
	case "tagfilter.tag":
		return valueIn(r.tagFilter, func(f *swf.TagFilter) *string { return &f.Tag })
	case "name":
		return valueIn(r.registration, func(t *registration) *string { return &t.name })
	case "version":
		return valueIn(r.registration, func(t *registration) *string { return &t.version })
	case "defaulttasklist.name":
		if r.registration == nil {
			return policy.Value{}
		}
		return valueIn(r.registration.taskList, func(l *swf.TaskList) *string { return &l.Name })
	}
	return r.lookupTag(name)
}

// versionOf is the version that a filter asks for.
func versionOf(f *swf.WorkflowTypeFilter) *string { return given(f.Version) }

// given is an optional parameter; an empty one was not given.
func given(text *string) *string {
	if text != nil && *text == "" {
		return nil
	}
	return text
}

// lookupTag gives the value of taglist.member.N, a tag of the run by its place.
func (r *request) lookupTag(name string) policy.Value {
	number, ok := strings.CutPrefix(name, "taglist.member.")
	if !ok || len(number) != 1 {
		return policy.Value{}
	}
	place := int(number[0]) - '0'
	if place < 0 || place >= len(r.tagList) {
		return policy.Value{}
	}
	return policy.Text(r.tagList[place])
}

// effectiveTaskList is the task list that is given, or else the one that counts instead.
func (r *request) effectiveTaskList() *swf.TaskList {
	if r.taskList == nil && r.isStart {
		return r.registry.DefaultTaskList(r.fullName(), *r.workflowType)
	}
	return r.taskList
}

// valueOf is the value of a parameter.
func valueOf(text *string) policy.Value {
	if text == nil {
		return policy.Value{}
	}
	return policy.Text(*text)
}

// valueIn is the value of a parameter of a structure that may not be there.
func valueIn[T any](in *T, text func(*T) *string) policy.Value {
	if in == nil {
		return policy.Value{}
	}
	return valueOf(text(in))
}

// lookupGlobal gives the value of a key that all services know.
func (r *request) lookupGlobal(name string) policy.Value {
	if kind, key, ok := strings.Cut(name, "/"); ok {
		return r.lookupTagged(kind, key)
	}
	switch name {
	case "requestedregion":
		return policy.Text(r.Region)
	case "currenttime":
		return policy.Text(r.Via.At.UTC().Format(time.RFC3339))
	case "epochtime":
		return policy.Text(strconv.FormatInt(r.Via.At.Unix(), 10))
	case "tagkeys":
		return policy.Texts(r.namesOfTags())
	case "sourceip", "useragent", "securetransport":
		// A decision did not come by a connection of its own.
		if r.isDecision {
			return policy.Value{}
		}
		return r.Via.lookup(name)
	case "multifactorauthpresent":
		return r.Via.lookup(name)
	}
	return r.User.lookup(name)
}

// lookupTagged gives the value of a tag: of the domain, of the request or of the user. Its key is in lower case, and case does not matter.
func (r *request) lookupTagged(kind, key string) policy.Value {
	switch {
	case kind == "resourcetag" && !r.isPassing:
		return r.tagIn(r.tagsOfDomain(), key)
	case kind == "requesttag":
		return r.tagIn(r.tags, key)
	case kind == "principaltag":
		return r.User.tag(key)
	}
	return policy.Value{}
}

// tagIn gives the value of a tag. The keys of tags may differ by their case alone, and those of conditions cannot. Whoever may give a tag could
// so hide another one from what denies, or pretend to one that allows; a request that depends on such a tag is not allowed.
func (r *request) tagIn(tags []swf.ResourceTag, key string) policy.Value {
	var found *swf.ResourceTag
	for i := range tags {
		t := &tags[i]
		switch {
		case !strings.EqualFold(t.Key, key):
		case found == nil:
			found = t
		case textOf(found) != textOf(t):
			r.unclear = key
		}
	}
	if found == nil {
		return policy.Value{}
	}
	return policy.Text(textOf(found))
}

// textOf is a tag's value; without one it is empty.
func textOf(t *swf.ResourceTag) string {
	if t.Value == nil {
		return ""
	}
	return *t.Value
}

// tagsOfDomain are those that the domain has already. Of domains of other scopes nothing is known.
func (r *request) tagsOfDomain() []swf.ResourceTag {
	d := r.fullName()
	switch {
	case r.isDecision:
		return r.resourceTags
	case r.isNew || !d.isOf(&r.Caller):
		return nil
	}
	return r.registry.ResourceTags(d)
}

// namesOfTags are the keys of the tags that are to be given or taken away.
func (r *request) namesOfTags() []string {
	names := slices.Clone(r.tagKeys)
	for _, t := range r.tags {
		names = append(names, t.Key)
	}
	return names
}
