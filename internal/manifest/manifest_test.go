package manifest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/manifest"
	"github.com/swfd/swfd/swf"
)

// The two forms of a file say the same.
func TestForms(t *testing.T) {
	const asTOML = `
[[domains]]
name = "hello"
workflowExecutionRetentionPeriodInDays = "7"
tags = [{ key = "team", value = "friends" }]

  [[domains.workflowTypes]]
  name = "greeting"
  version = "1"
  defaultTaskList = { name = "deciders" }
  defaultChildPolicy = "TERMINATE"
  deprecated = true
`
	const asJSON = `{"domains": [{"name": "hello", "workflowExecutionRetentionPeriodInDays": "7", "tags": [{"key": "team", "value": "friends"}],
	"workflowTypes": [{"name": "greeting", "version": "1", "defaultTaskList": {"name": "deciders"}, "defaultChildPolicy": "TERMINATE",
	"deprecated": true}]}]}`
	for _, c := range []struct{ name, text string }{
		{"domains.toml", asTOML}, {"domains.json", asJSON}, {"-", asTOML}, {"-", asJSON},
	} {
		m, err := manifest.Read(c.name, []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		d := m.Domains[0]
		w := d.WorkflowTypes[0]
		if d.Name != "hello" || *d.Tags[0].Value != "friends" || w.Domain != "hello" || w.DefaultTaskList.Name != "deciders" || !w.Deprecated {
			t.Errorf("%s: got %+v", c.name, m)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	const domain = "[[domains]]\nname = \"d\"\nworkflowExecutionRetentionPeriodInDays = \"7\"\n"
	for _, c := range []struct{ name, text, want string }{
		{"f.toml", "", "the file names no domains"},
		{"f.json", "", "line 1: the file is empty"},
		{"f.json", "{", "line 1: the file ends in the middle of the JSON"},
		{"f.json", "{\n\"domain\": []}", `line 2: unknown field "domain"`},
		{"f.json", `{"domains": [{"name": 5}]}`, "line 1: domains.name cannot be a number"},
		{"f.json", `{"domains": [{"name": "d"}]} {}`, "the file is more than one JSON document"},
		{"f.toml", "domains = 5", "line 1: domains is of another type: write a list"},
		{"f.toml", "[[domains]]\nname = \"d\"\nworkflowExecutionRetentionPeriodInDays = 7", "line 3: domains.workflowExecutionRetentionPeriodInDays is of another type: write a text in quotes"},
		{"f.toml", "[[domains]]\nname = \"d\"\ndeprecated = \"yes\"", "line 3: domains.deprecated is of another type: write true or false"},
		{"f.toml", domain + "[[domains.workflowTypes]]\nname = \"w\"\ndefaultTaskList = \"l\"", "line 6: domains.workflowTypes.defaultTaskList is of another type: write a table"},
		{"f.toml", "[[domains]\n", "line 2: this is not TOML: expected end of table array name delimiter ']', but got '\\n' instead"},
		{"f.toml", domain + "colour = \"blue\"", "there is no member domains.colour"},
		{"f.toml", "[[domains]]\n", "domain number 1 has no name"},
		{"f.toml", domain + domain, "domain d is there twice"},
		{"f.toml", "[[domains]]\nname = \"a:b\"\n", "domain a:b: ValidationException: Invalid name: a:b"},
		{"f.toml", domain + "[[domains.workflowTypes]]\nname = \"w\"\n", "domain d: workflow type w:: ValidationException: 1 validation error detected: Value '' at 'version' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"f.toml", domain + "[[domains.activityTypes]]\nname = \"a\"\nversion = \"1\"\ndefaultTaskHeartbeatTimeout = \"1h\"\n", "domain d: activity type a:1: ValidationException: Invalid duration: 1h"},
		{"f.toml", domain + "[[domains.workflowTypes]]\nname = \"w\"\nversion = \"1\"\ndefaultExecutionStartToCloseTimeout = \"NONE\"\n", "domain d: workflow type w:1: ValidationException: Invalid duration: NONE"},
		{"f.toml", domain + "[[domains.workflowTypes]]\nname = \"w\"\nversion = \"1\"\ndefaultTaskPriority = \"high\"\n", "domain d: workflow type w:1: ValidationException: Invalid task priority: high"},
		{"f.toml", domain + strings.Repeat("[[domains.activityTypes]]\nname = \"a\"\nversion = \"1\"\n", 2), "domain d: activity type a:1: it is there twice"},
		{"f.toml", domain + "[[domains.activityTypes]]\nname = \"a\"\nversion = \"1\"\ndomain = \"other\"\n", "domain d: activity type a:1: it stands in domain d and names domain other"},
	} {
		_, err := manifest.Read(c.name, []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}

// service is one with a domain and two types, which notes what is done to it.
type service struct {
	swf.Service
	deprecated bool
	tags       []swf.ResourceTag
	did        []string
	// fails is an operation that the service refuses.
	fails string
}

var errRefused = errors.New("no")

func (s *service) do(format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if s.fails != "" && strings.HasPrefix(text, s.fails) {
		return errRefused
	}
	s.did = append(s.did, text)
	return nil
}

func registration(deprecated bool) swf.RegistrationStatus {
	if deprecated {
		return swf.RegistrationStatusDeprecated
	}
	return swf.RegistrationStatusRegistered
}

func (s *service) DescribeDomain(_ context.Context, in *swf.DescribeDomainInput) (*swf.DescribeDomainOutput, error) {
	if s.fails == "DescribeDomain" {
		return nil, errRefused
	}
	if in.Name != "d" {
		return nil, &swf.UnknownResourceFault{}
	}
	return &swf.DescribeDomainOutput{
		DomainInfo:    swf.DomainInfo{Name: "d", Status: registration(s.deprecated), ARN: new("arn:d"), Description: new("a domain")},
		Configuration: swf.DomainConfiguration{WorkflowExecutionRetentionPeriodInDays: "7"},
	}, nil
}

func (s *service) DescribeWorkflowType(_ context.Context, in *swf.DescribeWorkflowTypeInput) (*swf.DescribeWorkflowTypeOutput, error) {
	if in.WorkflowType.Name != "w" {
		return nil, &swf.UnknownResourceFault{}
	}
	return &swf.DescribeWorkflowTypeOutput{
		TypeInfo:      swf.WorkflowTypeInfo{WorkflowType: in.WorkflowType, Status: registration(s.deprecated)},
		Configuration: swf.WorkflowTypeConfiguration{DefaultTaskList: &swf.TaskList{Name: "l"}, DefaultTaskPriority: new("3")},
	}, nil
}

func (s *service) DescribeActivityType(_ context.Context, in *swf.DescribeActivityTypeInput) (*swf.DescribeActivityTypeOutput, error) {
	if in.ActivityType.Name != "a" {
		return nil, &swf.UnknownResourceFault{}
	}
	return &swf.DescribeActivityTypeOutput{TypeInfo: swf.ActivityTypeInfo{ActivityType: in.ActivityType, Status: swf.RegistrationStatusDeprecated}}, nil
}

func (s *service) ListTagsForResource(context.Context, *swf.ListTagsForResourceInput) (*swf.ListTagsForResourceOutput, error) {
	return &swf.ListTagsForResourceOutput{Tags: s.tags}, nil
}

func (s *service) RegisterDomain(_ context.Context, in *swf.RegisterDomainInput) (*swf.RegisterDomainOutput, error) {
	return &swf.RegisterDomainOutput{}, s.do("RegisterDomain %s", in.Name)
}

func (s *service) DeprecateDomain(_ context.Context, in *swf.DeprecateDomainInput) (*swf.DeprecateDomainOutput, error) {
	return &swf.DeprecateDomainOutput{}, s.do("DeprecateDomain %s", in.Name)
}

func (s *service) UndeprecateDomain(_ context.Context, in *swf.UndeprecateDomainInput) (*swf.UndeprecateDomainOutput, error) {
	return &swf.UndeprecateDomainOutput{}, s.do("UndeprecateDomain %s", in.Name)
}

func (s *service) RegisterWorkflowType(_ context.Context, in *swf.RegisterWorkflowTypeInput) (*swf.RegisterWorkflowTypeOutput, error) {
	return &swf.RegisterWorkflowTypeOutput{}, s.do("RegisterWorkflowType %s %s", in.Domain, in.Name)
}

func (s *service) DeprecateWorkflowType(_ context.Context, in *swf.DeprecateWorkflowTypeInput) (*swf.DeprecateWorkflowTypeOutput, error) {
	return &swf.DeprecateWorkflowTypeOutput{}, s.do("DeprecateWorkflowType %s", in.WorkflowType.Name)
}

func (s *service) UndeprecateWorkflowType(_ context.Context, in *swf.UndeprecateWorkflowTypeInput) (*swf.UndeprecateWorkflowTypeOutput, error) {
	return &swf.UndeprecateWorkflowTypeOutput{}, s.do("UndeprecateWorkflowType %s", in.WorkflowType.Name)
}

func (s *service) RegisterActivityType(_ context.Context, in *swf.RegisterActivityTypeInput) (*swf.RegisterActivityTypeOutput, error) {
	return &swf.RegisterActivityTypeOutput{}, s.do("RegisterActivityType %s %s", in.Domain, in.Name)
}

func (s *service) DeprecateActivityType(_ context.Context, in *swf.DeprecateActivityTypeInput) (*swf.DeprecateActivityTypeOutput, error) {
	return &swf.DeprecateActivityTypeOutput{}, s.do("DeprecateActivityType %s", in.ActivityType.Name)
}

func (s *service) UndeprecateActivityType(_ context.Context, in *swf.UndeprecateActivityTypeInput) (*swf.UndeprecateActivityTypeOutput, error) {
	return &swf.UndeprecateActivityTypeOutput{}, s.do("UndeprecateActivityType %s", in.ActivityType.Name)
}

func (s *service) TagResource(_ context.Context, in *swf.TagResourceInput) (*swf.TagResourceOutput, error) {
	return &swf.TagResourceOutput{}, s.do("TagResource %s %d", in.ResourceARN, len(in.Tags))
}

// What a file asks of a service with the domain d (7 days, tag team=a), its workflow type w:1 (list l, priority 3) and its deprecated
// activity type a:1.
func TestPlans(t *testing.T) {
	const d = "[[domains]]\nname = \"d\"\n"
	const w = "[[domains.workflowTypes]]\nname = \"w\"\nversion = \"1\"\ndefaultTaskList = { name = \"l\" }\ndefaultTaskPriority = \"3\"\n"
	const a = "[[domains.activityTypes]]\nname = \"a\"\nversion = \"1\"\n"
	for _, c := range []struct {
		name, file string
		deprecated bool
		plan, did  string
	}{
		{"all is well", d + w + a + "deprecated = true\n", false, "keep d; keep w:1; keep a:1", ""},
		{"a type comes back", d + a, false, "keep d; undeprecate a:1", "UndeprecateActivityType a"},
		{"a type goes", d + w + "deprecated = true\n", false, "keep d; deprecate w:1", "DeprecateWorkflowType w"},
		{"the domain goes", d + "deprecated = true\n" + w, false, "keep d; keep w:1; deprecate d (with its types)", "DeprecateDomain d"},
		{"the domain comes back", d + w, true, "undeprecate d; undeprecate w:1", "UndeprecateDomain d, UndeprecateWorkflowType w"},
		{"the domain has gone", d + "deprecated = true\n" + w + a, true, "keep d; keep w:1; keep a:1", ""},
		{
			"another domain", "[[domains]]\nname = \"e\"\nworkflowExecutionRetentionPeriodInDays = \"NONE\"\n" + w, false,
			"register e; register w:1", "RegisterDomain e, RegisterWorkflowType e w",
		},
		{
			"another domain, and no period", "[[domains]]\nname = \"e\"\n", false,
			"conflict e (it is not there, and the file has no workflowExecutionRetentionPeriodInDays to register it with)", "",
		},
		{
			"another period", d + "workflowExecutionRetentionPeriodInDays = \"8\"\n", false,
			`conflict d (workflowExecutionRetentionPeriodInDays is "7", and the file says "8": SWF never changes that)`, "",
		},
		{
			"another description", d + "description = \"mine\"\n", false,
			`conflict d (description is "a domain", and the file says "mine": SWF never changes that)`, "",
		},
		{
			"other defaults", d + strings.Replace(w, `"3"`, `"4"`, 1) + "defaultChildPolicy = \"ABANDON\"\n", false,
			`keep d; conflict w:1 (defaultTaskPriority is "3", and the file says "4"; defaultChildPolicy is not set, and the file says "ABANDON": SWF never changes that; register another version)`, "",
		},
		{
			"a new type in a deprecated domain", d + "deprecated = true\n[[domains.activityTypes]]\nname = \"b\"\nversion = \"1\"\n", true,
			"keep d; conflict b:1 (it is not there, and nothing is registered in a deprecated domain)", "",
		},
		{
			"a new type that is to be deprecated", d + "[[domains.activityTypes]]\nname = \"b\"\nversion = \"1\"\ndeprecated = true\n", false,
			"keep d; register b:1; deprecate b:1", "RegisterActivityType d b, DeprecateActivityType b",
		},
		{"the same tags", d + "tags = [{ key = \"team\", value = \"a\" }]\n", false, "keep d", ""},
		{
			"other tags", d + "tags = [{ key = \"team\", value = \"b\" }, { key = \"cost\" }]\n", false,
			"keep d; tag d (team=b, cost=)", "TagResource arn:d 2",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &service{deprecated: c.deprecated, tags: []swf.ResourceTag{{Key: "team", Value: new("a")}}}
			m, err := manifest.Read("f.toml", []byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			p, err := m.Plan(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, step := range p.Steps {
				text := string(step.Action) + " " + step.Name
				if step.Why != "" {
					text += " (" + step.Why + ")"
				}
				steps = append(steps, text)
			}
			if got := strings.Join(steps, "; "); got != c.plan {
				t.Errorf("got  %s\nwant %s", got, c.plan)
			}
			done := 0
			err = p.Apply(t.Context(), s, func(manifest.Step) { done++ })
			if conflict := p.Count(manifest.Conflict) > 0; conflict != (err != nil) {
				t.Errorf("to apply it gave %v", err)
			}
			if got := strings.Join(s.did, ", "); got != c.did || done != len(s.did) || err == nil && done != p.Todo() {
				t.Errorf("%d of %d steps: %s\nwant %s", done, p.Todo(), got, c.did)
			}
		})
	}
}

// A service that refuses ends the work, and says at what.
func TestARefusal(t *testing.T) {
	m, err := manifest.Read("f.toml", []byte("[[domains]]\nname = \"e\"\nworkflowExecutionRetentionPeriodInDays = \"1\"\n[[domains.activityTypes]]\nname = \"b\"\nversion = \"1\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{fails: "DescribeDomain"}
	if _, err := m.Plan(t.Context(), s); !errors.Is(err, errRefused) || !strings.HasPrefix(err.Error(), "compare domain e: ") {
		t.Errorf("got %v", err)
	}
	s.fails = "RegisterActivityType"
	p, err := m.Plan(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Apply(t.Context(), s, func(manifest.Step) {})
	if !errors.Is(err, errRefused) || !strings.HasPrefix(err.Error(), "register activity type b:1: ") {
		t.Errorf("got %v", err)
	}
}
