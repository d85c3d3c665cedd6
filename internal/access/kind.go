package access

import (
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/swf"
)

// The condition keys that requests can have. What request.Lookup answers is in one of these.
var (
	keysOfAll = []string{
		"aws:username", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalTag/",
		"aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion", "aws:MultiFactorAuthPresent",
	}
	keysOfCalls = []string{"aws:SourceIp", "aws:UserAgent", "aws:SecureTransport"}
	keysOfTags  = []string{"aws:RequestTag/", "aws:TagKeys"}

	keysOfTaskList     = []string{"swf:taskList.name"}
	keysOfActivityType = []string{"swf:activityType.name", "swf:activityType.version"}
	keysOfWorkflowType = []string{"swf:workflowType.name", "swf:workflowType.version"}
	keysOfRegistration = []string{"swf:name", "swf:version", "swf:defaultTaskList.name"}
	keysOfFilters      = []string{"swf:typeFilter.name", "swf:typeFilter.version", "swf:tagFilter.tag"}
	keysOfTagList      = []string{
		"swf:tagList.member.0", "swf:tagList.member.1", "swf:tagList.member.2", "swf:tagList.member.3", "swf:tagList.member.4",
	}
)

// parametersOf are the condition keys of the parameters of operations and decisions, for those that have any.
var parametersOf = map[string][]string{
	"CountClosedWorkflowExecutions": keysOfFilters,
	"CountOpenWorkflowExecutions":   keysOfFilters,
	"ListClosedWorkflowExecutions":  keysOfFilters,
	"ListOpenWorkflowExecutions":    keysOfFilters,

	"CountPendingActivityTasks": keysOfTaskList,
	"CountPendingDecisionTasks": keysOfTaskList,
	"PollForActivityTask":       keysOfTaskList,
	"PollForDecisionTask":       keysOfTaskList,

	"RegisterActivityType":    keysOfRegistration,
	"DescribeActivityType":    keysOfActivityType,
	"DeprecateActivityType":   keysOfActivityType,
	"UndeprecateActivityType": keysOfActivityType,
	"DeleteActivityType":      keysOfActivityType,

	"RegisterWorkflowType":    keysOfRegistration,
	"DescribeWorkflowType":    keysOfWorkflowType,
	"DeprecateWorkflowType":   keysOfWorkflowType,
	"UndeprecateWorkflowType": keysOfWorkflowType,
	"DeleteWorkflowType":      keysOfWorkflowType,

	"RegisterDomain": keysOfTags,
	"TagResource":    keysOfTags,
	"UntagResource":  {"aws:TagKeys"},

	"StartWorkflowExecution":      slices.Concat(keysOfWorkflowType, keysOfTaskList, keysOfTagList),
	"ScheduleActivityTask":        slices.Concat(keysOfActivityType, keysOfTaskList),
	"StartChildWorkflowExecution": slices.Concat(keysOfWorkflowType, keysOfTaskList, keysOfTagList),
	"ContinueAsNewWorkflowExecution": slices.Concat(
		[]string{"swf:workflowTypeVersion", "swf:workflowType.version"}, keysOfTaskList, keysOfTagList),
}

// vocabularies are the condition keys of each action, by its name.
var vocabularies = func() map[string]policy.Vocabulary {
	decisions := swf.DecisionType("").Values()
	known := map[string]policy.Vocabulary{
		actionPassRole.name: policy.VocabularyOf(slices.Concat(keysOfAll, keysOfCalls, []string{"iam:PassedToService"})...),
	}
	for name, a := range actions {
		keys := slices.Concat(keysOfAll, parametersOf[name])
		if !slices.Contains(decisions, name) {
			keys = append(keys, keysOfCalls...)
		}
		// These are about no domain that is there.
		if name != "RegisterDomain" && name != "ListDomains" {
			keys = append(keys, "aws:ResourceTag/")
		}
		known[a.name] = policy.VocabularyOf(keys...)
	}
	return known
}()

// anyRegion is all Regions, as names of resources have them: those of each partition.
var anyRegion = []string{"<Region>", "cn-<Region>", "us-gov-<Region>"}

// kindsIn are the kinds of requests that there can be in some accounts and Regions; no Regions are all of them.
func kindsIn(accounts, regions []string) []policy.Kind {
	if len(regions) == 0 {
		regions = anyRegion
	}
	var one, every, roles []*policy.Form
	for _, account := range accounts {
		for _, region := range regions {
			one = append(one, policy.FormOf(Domain{account, region, "<name>"}.ARN(), "/"))
			every = append(every, policy.FormOf(Domain{account, region, everyDomain}.ARN(), "/"))
		}
	}
	for _, p := range partitions {
		roles = append(roles, policy.FormOf("arn:"+p.name+":iam::<account>:role/<name>", ""))
	}
	// The most usual one is the example in messages.
	slices.Reverse(roles)
	var kinds []policy.Kind
	for _, name := range Actions() {
		k := policy.Kind{Action: name, Keys: vocabularies[name], Resources: one}
		if strings.HasSuffix(name, ":ListDomains") {
			k.Resources = every
		}
		kinds = append(kinds, k)
	}
	return append(kinds, policy.Kind{Action: actionPassRole.name, Keys: vocabularies[actionPassRole.name], Resources: roles})
}
