package access

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

const domainPrefix = "arn:aws:swf:us-east-1:123456789012:/domain/"

var orders = Domain{"123456789012", "us-east-1", "Orders"}

// fixed is a registry that knows the domain Orders of two accounts; see testdata/requests.txt.
type fixed struct{}

func (fixed) TaskDomain(number uint32) (Domain, bool) {
	switch number {
	case 1:
		return orders, true
	case 2:
		return Domain{"210987654321", "us-east-1", "Orders"}, true
	case 3:
		return Domain{"123456789012", "eu-west-1", "Orders"}, true
	}
	return Domain{}, false
}

func (fixed) ResourceTags(d Domain) []swf.ResourceTag {
	if d.Name != "Orders" {
		return nil
	}
	return []swf.ResourceTag{{Key: "stage", Value: new("prod")}, {Key: "Team"}}
}

func (fixed) DefaultTaskList(d Domain, t swf.WorkflowType) *swf.TaskList {
	if d == orders && t == (swf.WorkflowType{Name: "order", Version: "1"}) {
		return &swf.TaskList{Name: "deciders"}
	}
	return nil
}

// with is a caller who has policies.
func with(t testing.TB, documents ...string) Caller {
	t.Helper()
	u := &User{Account: "123456789012", Name: "alice", ARN: "arn:aws:iam::123456789012:user/alice", Tags: map[string]string{"Team": "video"}}
	for _, text := range documents {
		d, err := policy.Parse([]byte(text))
		if err != nil {
			t.Fatalf("%s\n%v", text, err)
		}
		u.Policies = append(u.Policies, d)
	}
	return Caller{
		Account: u.Account, Region: "us-east-1", Principal: u.ARN, User: u,
		Via: Via{At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), From: "10.1.2.3:4567", Agent: "sdk", Secure: true},
	}
}

// statements is a document of some statements.
func statements(of ...any) string {
	b, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": of})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// section is a part of a table: a heading, JSON, and what is expected.
type section struct {
	heading, input string
	want           []string
}

func readSections(t *testing.T, path string) []section {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var sections []section
	for _, part := range strings.Split(strings.ReplaceAll(string(text), "DOMAIN", domainPrefix), "\n== ")[1:] {
		heading, rest, _ := strings.Cut(part, "\n")
		input, want, ok := strings.Cut(rest, "\n--")
		if !ok {
			t.Fatalf("%s has no dashes", heading)
		}
		s := section{heading: heading, input: input}
		for line := range strings.Lines(want) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				s.want = append(s.want, line)
			}
		}
		sections = append(sections, s)
	}
	return sections
}

// parameterKeys are all keys of SWF's own, and those that depend on what is asked for.
var parameterKeys = []string{
	"swf:activityType.name", "swf:activityType.version", "swf:workflowType.name", "swf:workflowType.version", "swf:workflowTypeVersion",
	"swf:taskList.name", "swf:defaultTaskList.name", "swf:name", "swf:version", "swf:typeFilter.name", "swf:typeFilter.version",
	"swf:tagFilter.tag", "swf:tagList.member.0", "swf:tagList.member.1", "swf:tagList.member.2", "swf:tagList.member.3",
	"swf:tagList.member.4", "swf:tagList.member.5", "swf:tagList.member.00", "swf:tagList.member.", "aws:TagKeys",
	"aws:RequestTag/team", "aws:RequestTag/stage", "iam:PassedToService", "swf:none",
}

// exactly are the statements that allow a request with just the keys that a section expects. If any of them is not as expected, or
// another is there, they allow nothing.
func exactly(action, resource string, want []string) []any {
	absent := map[string]any{}
	for _, key := range parameterKeys {
		absent[key] = "true"
	}
	condition := map[string]map[string]any{"Null": absent, "StringEquals": {"aws:username": "alice"}, "ForAllValues:StringEquals": {"aws:username": "alice"}}
	all := []any{map[string]any{"Effect": "Allow", "Action": action, "Resource": resource, "Condition": condition}}
	for _, line := range want {
		if demand, ok := strings.CutPrefix(line, "also "); ok {
			action, resource, _ := strings.Cut(demand, " on ")
			all = append(all, map[string]any{"Effect": "Allow", "Action": action, "Resource": resource})
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if set, ok := strings.CutPrefix(value, "["); ok {
			condition["ForAllValues:StringEquals"][key] = strings.Split(strings.TrimSuffix(set, "]"), ",")
			absent[key] = "false"
			continue
		}
		condition["StringEquals"][key] = value
		delete(absent, key)
	}
	return all
}

func decode(t *testing.T, operation, body string) any {
	t.Helper()
	method, ok := reflect.TypeFor[swf.Service]().MethodByName(operation)
	if !ok {
		t.Fatalf("there is no operation %s", operation)
	}
	in := reflect.New(method.Type.In(1).Elem()).Interface()
	document, err := awsjson.Parse([]byte(body))
	if err == nil {
		err = document.Decode(in)
	}
	if err != nil {
		t.Fatalf("%s %s: %v", operation, body, err)
	}
	return in
}

// TestWhatCallsAreAbout holds every operation against the table. What it expects is written as a policy, in which nothing may be amiss.
func TestWhatCallsAreAbout(t *testing.T) {
	tried := map[string]bool{}
	for _, s := range readSections(t, "testdata/requests.txt") {
		operation, resource, keys := s.heading, s.want[0], s.want[1:]
		tried[operation] = true
		in := decode(t, operation, s.input)
		if !strings.HasPrefix(resource, "arn:") {
			// Only a policy for everything is about what is no ARN.
			resource = "*"
		}
		allow := exactly("swf:"+operation, resource, keys)
		authorize := func(of []any) error {
			caller := with(t, statements(of...))
			if strings.Contains(s.input, "taskToken") {
				caller.Task = &token.Task{Domain: 1}
			}
			return Policies{fixed{}}.Authorize(caller, operation, in)
		}
		if err := authorize(allow); err != nil {
			t.Errorf("%s %s\n%v\n%s", operation, s.input, err, statements(allow...))
		}
		for i := range allow {
			if authorize(slices.Delete(slices.Clone(allow), i, i+1)) == nil {
				t.Errorf("%s %s is allowed without %s", operation, s.input, statements(allow[i]))
			}
		}
		others := append(slices.Clone(allow), map[string]any{"Effect": "Deny", "Action": "*", "NotResource": []string{resource, "arn:aws:iam:*"}})
		if resource != "*" && authorize(others) != nil {
			t.Errorf("%s %s is about another resource, too", operation, s.input)
		}
	}
	service := reflect.TypeFor[swf.Service]()
	for i := range service.NumMethod() {
		if !tried[service.Method(i).Name] {
			t.Errorf("%s is not in the table", service.Method(i).Name)
		}
	}
}

// TestWhatDecisionsAreAbout holds every decision against the table.
func TestWhatDecisionsAreAbout(t *testing.T) {
	tried := map[string]bool{string(swf.DecisionTypeScheduleLambdaFunction): true}
	connection := map[string]any{"aws:SourceIp": "true", "aws:UserAgent": "true", "aws:SecureTransport": "true"}
	for _, s := range readSections(t, "testdata/decisions.txt") {
		name, list, _ := strings.Cut(s.heading, " ")
		tried[name] = true
		attributes := swf.NewDecisionAttributes(swf.DecisionType(name))
		if err := json.Unmarshal([]byte(s.input), attributes); err != nil {
			t.Fatal(err)
		}
		d := Decision{
			Decision: swf.Decision{Attributes: attributes}, Domain: orders, ResourceTags: []swf.ResourceTag{{Key: "stage", Value: new("prod")}},
		}
		if list != "" {
			d.DefaultTaskList = &swf.TaskList{Name: list}
		}
		allow := exactly("swf:"+name, domainPrefix+"Orders", s.want)
		mayDecide := func(of []any) bool {
			caller := with(t, statements(of...), statements(map[string]any{
				"Effect": "Deny", "Action": "swf:*", "Resource": "*", "Condition": map[string]any{"Null": map[string]any{"aws:CurrentTime": "true"}},
			}))
			caller.Task = &token.Task{Domain: 1}
			return Policies{}.MayDecide(caller, d)
		}
		if !mayDecide(allow) {
			t.Errorf("%s %s is refused\n%s", name, s.input, statements(allow...))
		}
		for key := range connection {
			deny := map[string]any{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": map[string]any{"Null": map[string]any{key: "false"}}}
			if !mayDecide(append(slices.Clone(allow), deny)) {
				t.Errorf("%s has the key %s", name, key)
			}
		}
		for i := range allow {
			if mayDecide(slices.Delete(slices.Clone(allow), i, i+1)) {
				t.Errorf("%s %s is allowed without %s", name, s.input, statements(allow[i]))
			}
		}
	}
	for _, name := range swf.DecisionType("").Values() {
		if !tried[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
}

// TestLambdaTasksAreNoActions: the run's role governs them, and policies say nothing of them, not even when they forbid everything.
func TestLambdaTasksAreNoActions(t *testing.T) {
	deny := with(t, statements(map[string]any{"Effect": "Deny", "Action": "*", "Resource": "*"}))
	lambda := Decision{Decision: swf.Decision{Attributes: &swf.ScheduleLambdaFunctionDecisionAttributes{}}, Domain: orders}
	if !(Policies{}).MayDecide(deny, lambda) {
		t.Error("refused")
	}
	if slices.Contains(Actions(), "swf:ScheduleLambdaFunction") || len(Actions()) != 39+12 {
		t.Errorf("the actions are %v", Actions())
	}
}

// TestRefusals are the words of the service.
func TestRefusals(t *testing.T) {
	const who = "AccessDeniedException: User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
	const implicit, explicit = " because no identity-based policy allows the %s action", " with an explicit deny in an identity-based policy"
	all := map[string]any{"Effect": "Allow", "Action": "swf:*", "Resource": "*"}
	deny := map[string]any{"Effect": "Deny", "Action": "swf:Describe*", "Resource": "*"}
	for _, c := range []struct {
		policies  []any
		operation string
		in        any
		want      string
	}{
		{nil, "DescribeDomain", swf.NewDescribeDomainInput("Orders"),
			who + "swf:DescribeDomain on resource: " + domainPrefix + "Orders" + fmt.Sprintf(implicit, "swf:DescribeDomain")},
		{nil, "DescribeDomain", swf.NewDescribeDomainInput("None"),
			who + "swf:DescribeDomain on resource: " + domainPrefix + "None" + fmt.Sprintf(implicit, "swf:DescribeDomain")},
		{[]any{all, deny}, "DescribeDomain", swf.NewDescribeDomainInput("Orders"),
			who + "swf:DescribeDomain on resource: " + domainPrefix + "Orders" + explicit},
		{nil, "ListDomains", swf.NewListDomainsInput(swf.RegistrationStatusRegistered),
			who + "swf:ListDomains on resource: " + domainPrefix + "*" + fmt.Sprintf(implicit, "swf:ListDomains")},
		{[]any{all}, "StartWorkflowExecution", &swf.StartWorkflowExecutionInput{Domain: "Orders", LambdaRole: new("arn:aws:iam::1:role/r")},
			who + "iam:PassRole on resource: arn:aws:iam::1:role/r" + fmt.Sprintf(implicit, "iam:PassRole")},
		{[]any{map[string]any{"Effect": "Allow", "Action": "swf:RegisterDomain", "Resource": "*"}}, "RegisterDomain",
			&swf.RegisterDomainInput{Name: "New", Tags: []swf.ResourceTag{{Key: "k"}}},
			who + "swf:TagResource on resource: " + domainPrefix + "New" + fmt.Sprintf(implicit, "swf:TagResource")},
	} {
		err := Policies{fixed{}}.Authorize(with(t, statements(append([]any{}, c.policies...)...)), c.operation, c.in)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s\n got %v\nwant %s", c.operation, err, c.want)
		}
	}
}

// TestStrangersMayDoNothing: whoever comes without a user has no policies, and nothing is allowed.
func TestStrangersMayDoNothing(t *testing.T) {
	stranger := Caller{Account: "123456789012", Region: "us-east-1", Principal: "anonymous"}
	var denied *swf.AccessDeniedException
	if err := (Policies{fixed{}}).Authorize(stranger, "DescribeDomain", swf.NewDescribeDomainInput("Orders")); !errors.As(err, &denied) {
		t.Errorf("a stranger is told %v", err)
	}
	if (Policies{}).MayDecide(stranger, Decision{Decision: swf.Decision{Attributes: &swf.StartTimerDecisionAttributes{}}, Domain: orders}) {
		t.Error("a stranger may decide")
	}
}

// TestTokensOfOtherScopes are no better than forged ones, whatever the policies say.
func TestTokensOfOtherScopes(t *testing.T) {
	caller := with(t, statements(map[string]any{"Effect": "Allow", "Action": "*", "Resource": "*"}))
	for number, want := range map[uint32]string{1: "<nil>", 2: "ValidationException: Invalid token", 3: "ValidationException: Invalid token", 9: "ValidationException: Invalid token"} {
		caller.Task = &token.Task{Domain: number}
		err := Policies{fixed{}}.Authorize(caller, "RecordActivityTaskHeartbeat", &swf.RecordActivityTaskHeartbeatInput{})
		if fmt.Sprint(err) != want {
			t.Errorf("domain %d: %v, want %s", number, err, want)
		}
	}
}

// tagged is a registry in which the domain Orders has other tags.
type tagged struct {
	fixed
	tags []swf.ResourceTag
}

func (r tagged) ResourceTags(Domain) []swf.ResourceTag { return r.tags }

// TestATagInTwoCases: conditions cannot tell tags whose keys differ by their case alone, but SWF can. Nobody gains by it: what depends
// on such a tag is not allowed, be it that the one denies or that the other allows. What does not depend on it is.
func TestATagInTwoCases(t *testing.T) {
	all := map[string]any{"Effect": "Allow", "Action": "swf:*", "Resource": "*"}
	when := func(effect, key string) any {
		return map[string]any{"Effect": effect, "Action": "swf:*", "Resource": "*", "Condition": map[string]any{"StringEquals": map[string]any{key: "production"}}}
	}
	tags := func(pairs ...string) (tags []swf.ResourceTag) {
		for i := 0; i < len(pairs); i += 2 {
			tags = append(tags, swf.ResourceTag{Key: pairs[i], Value: new(pairs[i+1])})
		}
		return tags
	}
	for _, c := range []struct {
		policies []any
		tags     []swf.ResourceTag
		ofDomain bool
		allowed  bool
	}{
		{[]any{all, when("Deny", "aws:ResourceTag/stage")}, tags("Stage", "test", "stage", "production"), true, false},
		{[]any{all, when("Deny", "aws:ResourceTag/stage")}, tags("stage", "production", "Stage", "test"), true, false},
		{[]any{all, when("Deny", "aws:ResourceTag/stage")}, tags("stage", "test"), true, true},
		{[]any{all, when("Deny", "aws:ResourceTag/stage")}, tags("stage", "test", "STAGE", "test"), true, true},
		{[]any{all, when("Deny", "aws:ResourceTag/other")}, tags("Stage", "test", "stage", "production"), true, true},
		{[]any{when("Allow", "aws:ResourceTag/stage")}, tags("stage", "production", "Stage", "test"), true, false},
		{[]any{when("Allow", "aws:ResourceTag/stage")}, tags("stage", "production"), true, true},
		{[]any{all}, tags("Stage", "test", "stage", "production"), true, true},
		{[]any{all, when("Deny", "aws:RequestTag/stage")}, tags("Stage", "test", "stage", "production"), false, false},
		{[]any{when("Allow", "aws:RequestTag/stage")}, tags("stage", "production", "Stage", "test"), false, false},
		{[]any{all}, tags("Stage", "test", "stage", "production"), false, true},
	} {
		caller := with(t, statements(c.policies...))
		in, registry := &swf.TagResourceInput{ResourceARN: orders.ARN(), Tags: c.tags}, tagged{}
		if c.ofDomain {
			in.Tags, registry.tags = nil, c.tags
		}
		err := Policies{registry}.Authorize(caller, "TagResource", in)
		if allowed := err == nil; allowed != c.allowed {
			t.Errorf("%v with %v: %v", c.policies, c.tags, err)
		}
		if !c.ofDomain {
			continue
		}
		may := Policies{}.MayDecide(caller, Decision{
			Decision: swf.Decision{Attributes: &swf.StartTimerDecisionAttributes{}}, Domain: orders, ResourceTags: c.tags,
		})
		if may != c.allowed {
			t.Errorf("%v with %v: a decision is allowed: %v", c.policies, c.tags, may)
		}
	}
}

// TestGlobalKeys are about the user, the connection and the time.
func TestGlobalKeys(t *testing.T) {
	type keys map[string]string
	for name, c := range map[string]struct {
		change func(*Caller)
		want   keys
	}{
		"as they come": {func(*Caller) {}, keys{
			"aws:username": "alice", "aws:PrincipalArn": "arn:aws:iam::123456789012:user/alice", "aws:PrincipalAccount": "123456789012",
			"aws:PrincipalType": "User", "aws:PrincipalTag/team": "video", "aws:PrincipalTag/TEAM": "video",
			"aws:RequestedRegion": "us-east-1", "aws:CurrentTime": "2026-01-02T03:04:05Z", "aws:EpochTime": "1767323045",
			"aws:SourceIp": "10.1.2.3", "aws:UserAgent": "sdk", "aws:SecureTransport": "true",
		}},
		"in the clothes of IPv6": {func(c *Caller) { c.Via.From = "[::ffff:10.1.2.3]:1" }, keys{"aws:SourceIp": "10.1.2.3"}},
		"from a zone":            {func(c *Caller) { c.Via.From = "[fe80::1%eth0]:1" }, keys{"aws:SourceIp": "fe80::1"}},
		"from within":            {func(c *Caller) { c.Via.From = "pipe" }, keys{"aws:SourceIp": "absent"}},
		"in the clear":           {func(c *Caller) { c.Via.Secure = false }, keys{"aws:SecureTransport": "false"}},
		"without a name":         {func(c *Caller) { c.Via.Agent = "" }, keys{"aws:UserAgent": "absent"}},
		"for a while":            {func(c *Caller) { c.Via.Temporary = true }, keys{"aws:MultiFactorAuthPresent": "false"}},
		"with twin tags": {func(c *Caller) { c.User.Tags = map[string]string{"team": "b", "TEAM": "a"} },
			keys{"aws:PrincipalTag/Team": "a"}},
		"what there is not": {func(*Caller) {}, keys{
			"aws:MultiFactorAuthPresent": "absent", "aws:PrincipalTag/none": "absent", "aws:PrincipalTag": "absent", "aws:none": "absent",
			"aws:userid": "absent", "aws:ResourceTag/none": "absent", "aws:NoneTag/stage": "absent", "ec2:none": "absent",
		}},
	} {
		caller := with(t)
		c.change(&caller)
		r := request{Caller: caller, registry: fixed{}, subject: subjectOf(swf.NewDescribeDomainInput("Orders"))}
		for key, want := range c.want {
			lookup, ok := policy.KeyOf(key)
			if got := fmt.Sprint(r.Lookup(lookup)); !ok || got != want {
				t.Errorf("%s: %s is %s, want %s", name, key, got, want)
			}
		}
	}
}
