package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/swfd/swfd/swf"
)

// Run is one scenario on one endpoint.
type Run struct {
	Load
	// Service is the endpoint.
	Service swf.Service
	// N is the scenario's number, where it has one.
	N int
	// Usage tells what the server process has used so far; nil if that cannot be known.
	Usage func() (Usage, error)
	// Progress is told how far the run is, if it is not nil.
	Progress func(text string)
	// id is in the name of everything that this run makes.
	id string
}

func (r *Run) tell(format string, args ...any) {
	if r.Progress != nil {
		r.Progress(fmt.Sprintf(format, args...))
	}
}

// Scenario is something that can be measured.
type Scenario struct {
	// Name and Summary say which and what, Number what N counts; "" if there is no N, and Default is N if none is given.
	Name, Summary, Number string
	Default               int
	run                   func(*Run, context.Context) (*Result, error)
}

// Scenarios are all of them.
var Scenarios = []Scenario{
	{Name: "workflow", Summary: "workflows of one activity, from start to close", run: (*Run).workflow},
	{Name: "heartbeat", Summary: "heartbeats of many activities", run: (*Run).heartbeat},
}

// Find finds a scenario by its name. The error names those there are.
func Find(name string) (*Scenario, error) {
	i := slices.IndexFunc(Scenarios, func(s Scenario) bool { return s.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no scenario %q, but there are %s", name, strings.Join(names(), ", "))
	}
	return &Scenarios[i], nil
}

func names() []string {
	var list []string
	for _, s := range Scenarios {
		list = append(list, s.Name)
	}
	return list
}

// Measure runs a scenario: it registers the domain and the types, which may be there already, and leaves nothing open behind that it has
// begun, as far as it comes to its end. An error means that there is no result.
func (s *Scenario) Measure(ctx context.Context, r *Run) (*Result, error) {
	if err := r.check(s); err != nil {
		return nil, err
	}
	r.id = newID()
	if err := r.register(ctx); err != nil {
		return nil, err
	}
	result, err := s.run(r, ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	result.Scenario, result.Number = s.Name, r.N
	return result, nil
}

func (r *Run) check(s *Scenario) error {
	if r.InFlight == 0 {
		r.InFlight = r.Clients
	}
	switch {
	case r.Clients < 1 || r.Clients > mostClients:
		return fmt.Errorf("%d clients cannot be: give a number from 1 to %d", r.Clients, mostClients)
	case r.InFlight < r.Clients || r.InFlight > mostClients:
		return fmt.Errorf("%d workflows in flight cannot be with %d clients: give at least as many, and at most %d", r.InFlight, r.Clients, mostClients)
	case r.WarmUp < 0 || r.Duration <= 0:
		return errors.New("the time to measure must be more than nothing, and the time to warm up not less than nothing")
	case s.Number == "" && r.N != 0:
		return fmt.Errorf("the scenario %s takes no number", s.Name)
	case s.Number != "" && r.N < 0:
		return fmt.Errorf("%d cannot be the number of %s", r.N, s.Number)
	}
	if r.N == 0 {
		r.N = s.Default
	}
	return nil
}

// mostClients bounds connections, for each takes a file descriptor.
const mostClients = 10_000
