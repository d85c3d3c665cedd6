package blackbox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

// registrar is one member of the fleet with things of his own in the registry: a domain, a type of each kind, and a tag. Nobody else
// touches them, so he knows what each of them may be, and every answer must agree with that.
type registrar struct {
	f *fleet
	*client
	things []*thing
	tag    *thing
	arn    string
}

// The states of what is registered.
const (
	missing    = ""
	registered = string(types.RegistrationStatusRegistered)
	deprecated = string(types.RegistrationStatusDeprecated)
)

// thing is something that one client changes and reads.
type thing struct {
	name string
	// may holds all states in which it may be: more than one after a call without an answer.
	may   map[string]bool
	moves []move
	// read tells its state.
	read func(context.Context) (string, error)
}

// move is a call that takes a thing from one state to another, and is refused in every other state.
type move struct {
	operation, from, to string
	call                func(context.Context) error
}

// make calls a move, and returns an error if the answer cannot be: for no state in which the thing may have been.
func (g *thing) make(ctx context.Context, f *fleet, c *client, m move) error {
	end := f.journal.note(m.call(ctx), entry{Call: historycheck.Call{Client: c.name, Operation: m.operation}})
	after := map[string]bool{}
	for s := range g.may {
		switch {
		case s == m.from && end == historycheck.Acknowledged:
			after[m.to] = true
		case s == m.from && end == historycheck.Unknown:
			after[m.from], after[m.to] = true, true
		case s != m.from && end != historycheck.Acknowledged:
			after[s] = true
		}
	}
	return g.narrow(after, fmt.Sprintf("%s had the outcome %d", m.operation, end))
}

// look reads the state.
func (g *thing) look(ctx context.Context, f *fleet, c *client, operation string) error {
	state, err := g.read(ctx)
	end := f.journal.note(err, entry{Call: historycheck.Call{Client: c.name, Operation: operation}})
	if end == historycheck.Unknown {
		return nil
	}
	after := map[string]bool{}
	if g.may[state] {
		after[state] = true
	}
	return g.narrow(after, fmt.Sprintf("it is read as %q", state))
}

func (g *thing) narrow(after map[string]bool, what string) error {
	if len(after) == 0 {
		return fmt.Errorf("%s can only be in a state of %q, and yet %s", g.name, slices.Sorted(maps.Keys(g.may)), what)
	}
	g.may = after
	return nil
}

func (f *fleet) registrar(c *client) *registrar {
	r := &registrar{f: f, client: c, arn: "arn:aws:swf:" + region + ":" + f.x.account + ":/domain/" + domain}
	r.things = []*thing{r.domain(), r.workflowType(), r.activityType()}
	r.tag = &thing{name: "the tag of " + c.name, may: map[string]bool{missing: true}, read: r.readTag}
	return r
}

// work makes a few moves, most of them possible ones, and looks at what has come of them.
func (r *registrar) work(ctx context.Context) {
	g := r.things[r.rand.IntN(len(r.things))]
	m := g.moves[r.rand.IntN(len(g.moves))]
	err := errors.Join(
		g.make(r.f.x.ctx, r.f, r.client, m), g.look(r.f.x.ctx, r.f, r.client, "Describe"),
		r.moveTag(), r.tag.look(r.f.x.ctx, r.f, r.client, "ListTagsForResource"),
	)
	if err != nil {
		r.f.x.t.Errorf("%s: %v", r.name, err)
	}
	pause(ctx, 3*breath)
}

// state makes a state of what a Describe call says.
func state(status types.RegistrationStatus, err error) (string, error) {
	var unknown *types.UnknownResourceFault
	if errors.As(err, &unknown) {
		return missing, nil
	}
	return string(status), err
}

func (r *registrar) domain() *thing {
	name := "domain of " + r.name
	return &thing{
		name: name, may: map[string]bool{missing: true},
		moves: []move{
			{"RegisterDomain", missing, registered, func(ctx context.Context) error {
				_, err := r.RegisterDomain(ctx, &sdk.RegisterDomainInput{Name: &name, WorkflowExecutionRetentionPeriodInDays: new("1")})
				return err
			}},
			{"DeprecateDomain", registered, deprecated, func(ctx context.Context) error {
				_, err := r.DeprecateDomain(ctx, &sdk.DeprecateDomainInput{Name: &name})
				return err
			}},
			{"UndeprecateDomain", deprecated, registered, func(ctx context.Context) error {
				_, err := r.UndeprecateDomain(ctx, &sdk.UndeprecateDomainInput{Name: &name})
				return err
			}},
		},
		read: func(ctx context.Context) (string, error) {
			out, err := r.DescribeDomain(ctx, &sdk.DescribeDomainInput{Name: &name})
			if err != nil {
				return state("", err)
			}
			return state(out.DomainInfo.Status, nil)
		},
	}
}

func (r *registrar) workflowType() *thing {
	w := &types.WorkflowType{Name: new("workflow of " + r.name), Version: new("1")}
	return &thing{
		name: *w.Name, may: map[string]bool{missing: true},
		moves: []move{
			{"RegisterWorkflowType", missing, registered, func(ctx context.Context) error {
				_, err := r.RegisterWorkflowType(ctx, &sdk.RegisterWorkflowTypeInput{Domain: new(domain), Name: w.Name, Version: w.Version})
				return err
			}},
			{"DeprecateWorkflowType", registered, deprecated, func(ctx context.Context) error {
				_, err := r.DeprecateWorkflowType(ctx, &sdk.DeprecateWorkflowTypeInput{Domain: new(domain), WorkflowType: w})
				return err
			}},
			{"UndeprecateWorkflowType", deprecated, registered, func(ctx context.Context) error {
				_, err := r.UndeprecateWorkflowType(ctx, &sdk.UndeprecateWorkflowTypeInput{Domain: new(domain), WorkflowType: w})
				return err
			}},
			{"DeleteWorkflowType", deprecated, missing, func(ctx context.Context) error {
				_, err := r.DeleteWorkflowType(ctx, &sdk.DeleteWorkflowTypeInput{Domain: new(domain), WorkflowType: w})
				return err
			}},
		},
		read: func(ctx context.Context) (string, error) {
			out, err := r.DescribeWorkflowType(ctx, &sdk.DescribeWorkflowTypeInput{Domain: new(domain), WorkflowType: w})
			if err != nil {
				return state("", err)
			}
			return state(out.TypeInfo.Status, nil)
		},
	}
}

func (r *registrar) activityType() *thing {
	a := &types.ActivityType{Name: new("activity of " + r.name), Version: new("1")}
	return &thing{
		name: *a.Name, may: map[string]bool{missing: true},
		moves: []move{
			{"RegisterActivityType", missing, registered, func(ctx context.Context) error {
				_, err := r.RegisterActivityType(ctx, &sdk.RegisterActivityTypeInput{Domain: new(domain), Name: a.Name, Version: a.Version})
				return err
			}},
			{"DeprecateActivityType", registered, deprecated, func(ctx context.Context) error {
				_, err := r.DeprecateActivityType(ctx, &sdk.DeprecateActivityTypeInput{Domain: new(domain), ActivityType: a})
				return err
			}},
			{"UndeprecateActivityType", deprecated, registered, func(ctx context.Context) error {
				_, err := r.UndeprecateActivityType(ctx, &sdk.UndeprecateActivityTypeInput{Domain: new(domain), ActivityType: a})
				return err
			}},
			{"DeleteActivityType", deprecated, missing, func(ctx context.Context) error {
				_, err := r.DeleteActivityType(ctx, &sdk.DeleteActivityTypeInput{Domain: new(domain), ActivityType: a})
				return err
			}},
		},
		read: func(ctx context.Context) (string, error) {
			out, err := r.DescribeActivityType(ctx, &sdk.DescribeActivityTypeInput{Domain: new(domain), ActivityType: a})
			if err != nil {
				return state("", err)
			}
			return state(out.TypeInfo.Status, nil)
		},
	}
}

// moveTag gives the domain the registrar's tag with a new value, or takes it away: whatever it was before.
func (r *registrar) moveTag() error {
	from := slices.Sorted(maps.Keys(r.tag.may))
	r.n++
	value := fmt.Sprint("value ", r.n)
	m := move{operation: "TagResource", to: value, call: func(ctx context.Context) error {
		tags := []types.ResourceTag{{Key: &r.name, Value: &value}}
		_, err := r.TagResource(ctx, &sdk.TagResourceInput{ResourceArn: &r.arn, Tags: tags})
		return err
	}}
	if r.chance(3) {
		m = move{operation: "UntagResource", to: missing, call: func(ctx context.Context) error {
			_, err := r.UntagResource(ctx, &sdk.UntagResourceInput{ResourceArn: &r.arn, TagKeys: []string{r.name}})
			return err
		}}
	}
	end := r.f.journal.note(m.call(r.f.x.ctx), entry{Call: historycheck.Call{Client: r.name, Operation: m.operation}})
	switch end {
	case historycheck.Acknowledged:
		r.tag.may = map[string]bool{m.to: true}
	case historycheck.Unknown:
		r.tag.may[m.to] = true
	default:
		return fmt.Errorf("%s is refused, the tag being one of %q", m.operation, from)
	}
	return nil
}

func (r *registrar) readTag(ctx context.Context) (string, error) {
	out, err := r.ListTagsForResource(ctx, &sdk.ListTagsForResourceInput{ResourceArn: &r.arn})
	if err != nil {
		return missing, err
	}
	for _, tag := range out.Tags {
		if aws.ToString(tag.Key) == r.name {
			return aws.ToString(tag.Value), nil
		}
	}
	return missing, nil
}
