package manifest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/swfd/swfd/swf"
)

// Action is what is to be done with a domain or a type.
type Action string

// The actions.
const (
	Keep        Action = "keep"
	Register    Action = "register"
	Deprecate   Action = "deprecate"
	Undeprecate Action = "undeprecate"
	Tag         Action = "tag"
	// Conflict cannot be done: the service never changes what the file wants otherwise.
	Conflict Action = "conflict"
)

// Step is one thing to do, or to leave as it is.
type Step struct {
	Action Action `json:"action"`
	// Domain is the domain; Kind is "domain", "workflow type" or "activity type", and Name what it is called.
	Domain string `json:"domain"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	// Why says what a conflict is about, or what else one should know; it may be empty.
	Why string `json:"why,omitempty"`

	do func(ctx context.Context, s swf.Service) error
}

// Plan is what is to be done, in this order.
type Plan struct {
	Steps []Step `json:"steps"`
}

// Count is how many steps have an action.
func (p *Plan) Count(a Action) int {
	n := 0
	for i := range p.Steps {
		if p.Steps[i].Action == a {
			n++
		}
	}
	return n
}

// Todo is how many steps change something.
func (p *Plan) Todo() int { return len(p.Steps) - p.Count(Keep) - p.Count(Conflict) }

// Plan compares the manifest with what a service has. It changes nothing.
func (m *Manifest) Plan(ctx context.Context, s swf.Service) (*Plan, error) {
	p := &planner{ctx: ctx, service: s, Plan: &Plan{}}
	for i := range m.Domains {
		if err := p.domain(&m.Domains[i]); err != nil {
			return nil, fmt.Errorf("compare domain %s: %w", m.Domains[i].Name, err)
		}
	}
	return p.Plan, nil
}

// Apply carries out a plan without conflicts, and tells of each step that is done. It ends at the first that fails.
func (p *Plan) Apply(ctx context.Context, s swf.Service, done func(Step)) error {
	if p.Count(Conflict) > 0 {
		return errors.New("the plan has conflicts: nothing was done")
	}
	for _, step := range p.Steps {
		if step.do == nil {
			continue
		}
		if err := step.do(ctx, s); err != nil {
			return fmt.Errorf("%s %s %s: %w", step.Action, step.Kind, step.Name, err)
		}
		done(step)
	}
	return nil
}

// planner makes a plan.
type planner struct {
	*Plan
	ctx     context.Context
	service swf.Service
}

// state is what a service has of a domain.
type state struct {
	there, deprecated bool
}

func (p *planner) add(d *Domain, kind, name string, a Action, why string, do func(ctx context.Context, s swf.Service) error) {
	p.Steps = append(p.Steps, Step{Action: a, Domain: d.Name, Kind: kind, Name: name, Why: why, do: do})
}

func (p *planner) domain(d *Domain) error {
	now, err := p.service.DescribeDomain(p.ctx, swf.NewDescribeDomainInput(d.Name))
	there, err := found(err)
	if err != nil {
		return err
	}
	has := state{there: there}
	if there {
		has.deprecated = now.DomainInfo.Status == swf.RegistrationStatusDeprecated
		if err := p.existingDomain(d, now, has); err != nil {
			return err
		}
	} else {
		p.newDomain(d)
	}
	for i := range d.WorkflowTypes {
		if err := p.workflowType(d, &d.WorkflowTypes[i], has); err != nil {
			return err
		}
	}
	for i := range d.ActivityTypes {
		if err := p.activityType(d, &d.ActivityTypes[i], has); err != nil {
			return err
		}
	}
	if d.Deprecated && !has.deprecated {
		p.add(d, kindDomain, d.Name, Deprecate, "with its types", func(ctx context.Context, s swf.Service) error {
			_, err := s.DeprecateDomain(ctx, swf.NewDeprecateDomainInput(d.Name))
			return err
		})
	}
	return nil
}

const (
	kindDomain   = "domain"
	kindWorkflow = "workflow type"
	kindActivity = "activity type"
)

// found tells a thing that is not there from another failure.
func found(err error) (bool, error) {
	var unknown *swf.UnknownResourceFault
	if errors.As(err, &unknown) {
		return false, nil
	}
	return err == nil, err
}

func (p *planner) newDomain(d *Domain) {
	if d.WorkflowExecutionRetentionPeriodInDays == "" {
		p.add(d, kindDomain, d.Name, Conflict, "it is not there, and the file has no workflowExecutionRetentionPeriodInDays to register it with", nil)
		return
	}
	p.add(d, kindDomain, d.Name, Register, "", func(ctx context.Context, s swf.Service) error {
		_, err := s.RegisterDomain(ctx, &d.RegisterDomainInput)
		return err
	})
}

func (p *planner) existingDomain(d *Domain, now *swf.DescribeDomainOutput, has state) error {
	period := now.Configuration.WorkflowExecutionRetentionPeriodInDays
	var wrong []string
	if want := d.WorkflowExecutionRetentionPeriodInDays; want != "" && want != period {
		wrong = append(wrong, contradiction("workflowExecutionRetentionPeriodInDays", &period, &want))
	}
	if d.Description != nil && !equal(d.Description, now.DomainInfo.Description) {
		wrong = append(wrong, contradiction("description", now.DomainInfo.Description, d.Description))
	}
	switch {
	case len(wrong) > 0:
		p.add(d, kindDomain, d.Name, Conflict, strings.Join(wrong, "; ")+": SWF never changes that", nil)
	case has.deprecated && !d.Deprecated:
		p.add(d, kindDomain, d.Name, Undeprecate, "", func(ctx context.Context, s swf.Service) error {
			_, err := s.UndeprecateDomain(ctx, swf.NewUndeprecateDomainInput(d.Name))
			return err
		})
	default:
		p.add(d, kindDomain, d.Name, Keep, "", nil)
	}
	return p.tags(d, now.DomainInfo.ARN)
}

// tags adds the tags of the file that the domain lacks, or has with other values. Others are left alone.
func (p *planner) tags(d *Domain, arn *string) error {
	if len(d.Tags) == 0 || arn == nil {
		return nil
	}
	now, err := p.service.ListTagsForResource(p.ctx, swf.NewListTagsForResourceInput(*arn))
	if err != nil {
		return err
	}
	values := map[string]string{}
	for _, t := range now.Tags {
		values[t.Key] = textOf(t.Value)
	}
	var missing []swf.ResourceTag
	var names []string
	for _, t := range d.Tags {
		if value, there := values[t.Key]; !there || value != textOf(t.Value) {
			missing = append(missing, t)
			names = append(names, t.Key+"="+textOf(t.Value))
		}
	}
	if len(missing) > 0 {
		p.add(d, kindDomain, d.Name, Tag, strings.Join(names, ", "), func(ctx context.Context, s swf.Service) error {
			_, err := s.TagResource(ctx, swf.NewTagResourceInput(*arn, missing))
			return err
		})
	}
	return nil
}

func (p *planner) workflowType(d *Domain, t *WorkflowType, domain state) error {
	name := versioned(t.Name, t.Version)
	id := swf.WorkflowType{Name: t.Name, Version: t.Version}
	var now *swf.DescribeWorkflowTypeOutput
	there, err := false, error(nil)
	if domain.there {
		now, err = p.service.DescribeWorkflowType(p.ctx, swf.NewDescribeWorkflowTypeInput(d.Name, id))
		if there, err = found(err); err != nil {
			return err
		}
	}
	steps := typeSteps{
		register: func(ctx context.Context, s swf.Service) error {
			_, err := s.RegisterWorkflowType(ctx, &t.RegisterWorkflowTypeInput)
			return err
		},
		deprecate: func(ctx context.Context, s swf.Service) error {
			_, err := s.DeprecateWorkflowType(ctx, &swf.DeprecateWorkflowTypeInput{Domain: d.Name, WorkflowType: id})
			return err
		},
		undeprecate: func(ctx context.Context, s swf.Service) error {
			_, err := s.UndeprecateWorkflowType(ctx, &swf.UndeprecateWorkflowTypeInput{Domain: d.Name, WorkflowType: id})
			return err
		},
		wanted: t.Deprecated, there: there,
	}
	if there {
		steps.deprecated = now.TypeInfo.Status == swf.RegistrationStatusDeprecated
		steps.wrong = difference(now.Configuration, swf.WorkflowTypeConfiguration{
			DefaultTaskStartToCloseTimeout:      t.DefaultTaskStartToCloseTimeout,
			DefaultExecutionStartToCloseTimeout: t.DefaultExecutionStartToCloseTimeout,
			DefaultTaskList:                     t.DefaultTaskList,
			DefaultTaskPriority:                 t.DefaultTaskPriority,
			DefaultChildPolicy:                  t.DefaultChildPolicy,
			DefaultLambdaRole:                   t.DefaultLambdaRole,
		}, now.TypeInfo.Description, t.Description)
	}
	p.typeSteps(d, kindWorkflow, name, domain, steps)
	return nil
}

func (p *planner) activityType(d *Domain, t *ActivityType, domain state) error {
	name := versioned(t.Name, t.Version)
	id := swf.ActivityType{Name: t.Name, Version: t.Version}
	var now *swf.DescribeActivityTypeOutput
	there, err := false, error(nil)
	if domain.there {
		now, err = p.service.DescribeActivityType(p.ctx, swf.NewDescribeActivityTypeInput(d.Name, id))
		if there, err = found(err); err != nil {
			return err
		}
	}
	steps := typeSteps{
		register: func(ctx context.Context, s swf.Service) error {
			_, err := s.RegisterActivityType(ctx, &t.RegisterActivityTypeInput)
			return err
		},
		deprecate: func(ctx context.Context, s swf.Service) error {
			_, err := s.DeprecateActivityType(ctx, &swf.DeprecateActivityTypeInput{Domain: d.Name, ActivityType: id})
			return err
		},
		undeprecate: func(ctx context.Context, s swf.Service) error {
			_, err := s.UndeprecateActivityType(ctx, &swf.UndeprecateActivityTypeInput{Domain: d.Name, ActivityType: id})
			return err
		},
		wanted: t.Deprecated, there: there,
	}
	if there {
		steps.deprecated = now.TypeInfo.Status == swf.RegistrationStatusDeprecated
		steps.wrong = difference(now.Configuration, swf.ActivityTypeConfiguration{
			DefaultTaskStartToCloseTimeout:    t.DefaultTaskStartToCloseTimeout,
			DefaultTaskHeartbeatTimeout:       t.DefaultTaskHeartbeatTimeout,
			DefaultTaskList:                   t.DefaultTaskList,
			DefaultTaskPriority:               t.DefaultTaskPriority,
			DefaultTaskScheduleToStartTimeout: t.DefaultTaskScheduleToStartTimeout,
			DefaultTaskScheduleToCloseTimeout: t.DefaultTaskScheduleToCloseTimeout,
		}, now.TypeInfo.Description, t.Description)
	}
	p.typeSteps(d, kindActivity, name, domain, steps)
	return nil
}

// typeSteps is a type as it is, and what can be done to it.
type typeSteps struct {
	register, deprecate, undeprecate func(ctx context.Context, s swf.Service) error
	// wanted and deprecated are whether the type should be deprecated, and whether it is.
	wanted, there, deprecated bool
	// wrong says in what the type is otherwise than the file wants it.
	wrong []string
}

func (p *planner) typeSteps(d *Domain, kind, name string, domain state, t typeSteps) {
	switch {
	case !t.there && domain.deprecated && d.Deprecated:
		p.add(d, kind, name, Conflict, "it is not there, and nothing is registered in a deprecated domain", nil)
	case !t.there:
		p.add(d, kind, name, Register, "", t.register)
		if t.wanted {
			p.add(d, kind, name, Deprecate, "", t.deprecate)
		}
	case len(t.wrong) > 0:
		p.add(d, kind, name, Conflict, strings.Join(t.wrong, "; ")+": SWF never changes that; register another version", nil)
	case d.Deprecated:
		// The domain's deprecation is that of its types.
		p.add(d, kind, name, Keep, "", nil)
	case t.wanted && !t.deprecated:
		p.add(d, kind, name, Deprecate, "", t.deprecate)
	case !t.wanted && t.deprecated:
		p.add(d, kind, name, Undeprecate, "", t.undeprecate)
	default:
		p.add(d, kind, name, Keep, "", nil)
	}
}

// difference names the defaults, and the description, in which a type is otherwise than the file says.
func difference[C any](now, want C, nowText, wantText *string) []string {
	var wrong []string
	if wantText != nil && !equal(nowText, wantText) {
		wrong = append(wrong, contradiction("description", nowText, wantText))
	}
	n, w := reflect.ValueOf(now), reflect.ValueOf(want)
	for i := range n.NumField() {
		name, _, _ := strings.Cut(n.Type().Field(i).Tag.Get("json"), ",")
		is, should := shown(n.Field(i)), shown(w.Field(i))
		if !equal(is, should) {
			wrong = append(wrong, contradiction(name, is, should))
		}
	}
	return wrong
}

// shown is a default as text, nil if there is none.
func shown(v reflect.Value) *string {
	switch v := v.Interface().(type) {
	case *string:
		return v
	case *swf.TaskList:
		if v != nil {
			return &v.Name
		}
	case swf.ChildPolicy:
		if v != "" {
			return new(string(v))
		}
	}
	return nil
}

func contradiction(name string, is, should *string) string {
	return fmt.Sprintf("%s is %s, and the file says %s", name, quoted(is), quoted(should))
}

func quoted(s *string) string {
	if s == nil {
		return "not set"
	}
	return strconv.Quote(*s)
}

func equal(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
