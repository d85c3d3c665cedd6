package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/swfd/swfd/swf"
)

// Run is one scenario on one endpoint.
type Run struct {
	Load
	// Service is the endpoint.
	Service swf.Service
	// Pulse notes when the endpoint answers; nil if nobody does.
	Pulse *Pulse
	// N is the scenario's number, where it has one.
	N int
	// Own is the server of the endpoint, nil if it is somebody else's.
	Own Own
	// Usage tells what the server process has used so far; nil if that cannot be known.
	Usage func() (Usage, error)
	// Settle is how long the server is left alone before its memory is looked at.
	Settle time.Duration
	// Progress is told how far the run is, if it is not nil.
	Progress func(text string)
	// id is in the name of everything that this run makes.
	id string
	// patience is how long a task is waited for that has to come.
	patience time.Duration
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
	// own tells that it restarts the server, memory that it looks at the server's memory, and oneRun that everything happens to one run.
	own, memory, oneRun bool
	run                 func(*Run, context.Context) (*Result, error)
}

// Scenarios are all of them.
var Scenarios = []Scenario{
	{Name: "workflow", Summary: "workflows of one activity, from start to close", run: (*Run).workflow},
	{Name: "heartbeat", Summary: "heartbeats of many activities", run: (*Run).heartbeat},
	{
		Name: "dispatch", Summary: "how soon a worker has a task that was scheduled, on an idle server",
		Number: "activities", Default: 2000, oneRun: true, run: (*Run).dispatch,
	},
	{
		Name: "sequence", Summary: "activities of one run, one after the other",
		Number: "activities", Default: 4000, oneRun: true, run: (*Run).sequence,
	},
	{Name: "fanout", Summary: "completions in a run of many open activities", Number: "activities", Default: 1000, run: (*Run).fanout},
	{Name: "timers", Summary: "timers that fall due within one second", Number: "timers", Default: 10_000, run: (*Run).timers},
	{
		Name: "signals", Summary: "signals of one run from all clients",
		Number: "signals", Default: 20_000, oneRun: true, run: (*Run).signals,
	},
	{
		Name: "idle-runs", Summary: "what open runs cost that nothing happens to",
		Number: "runs", Default: 10_000, memory: true, run: (*Run).idleRuns,
	},
	{
		Name: "restart", Summary: "how soon a server with many open runs serves again after a crash", Number: "runs", Default: 10_000,
		own: true, run: (*Run).restart,
	},
	{Name: "list", Summary: "pages and numbers of closed runs, by each filter", Number: "closed runs", Default: 10_000, run: (*Run).list},
	{Name: "history", Summary: "the reading of a long history", Number: "events", Default: 10_000, oneRun: true, run: (*Run).history},
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

// ErrLoad is what a load gives that makes no sense. Nothing was done.
var ErrLoad = errors.New("that cannot be measured")

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
	switch {
	case err == nil:
	case s.oneRun && isGone(err):
		return nil, fmt.Errorf("%s: perhaps the history of the run is full (limit-history-events): try fewer than %d %s: %w", s.Name, r.N, s.Number, err)
	default:
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	result.Scenario, result.Number = s.Name, r.N
	return result, nil
}

// isGone reports whether an error is one of those that a run meets that is no longer open.
func isGone(err error) bool {
	return errors.As(err, new(*swf.UnknownResourceFault)) || errors.Is(err, errNoTask)
}

func (r *Run) check(s *Scenario) error {
	if r.InFlight == 0 {
		r.InFlight = r.Clients
	}
	switch {
	case r.Clients < 1 || r.Clients > mostClients:
		return fmt.Errorf("%w: with %d clients; give a number from 1 to %d", ErrLoad, r.Clients, mostClients)
	case r.InFlight < r.Clients || r.InFlight > mostClients:
		return fmt.Errorf("%w: %d workflows in flight with %d clients; give at least as many, and at most %d", ErrLoad, r.InFlight, r.Clients, mostClients)
	case r.WarmUp < 0 || r.Duration <= 0:
		return fmt.Errorf("%w: for %v after %v; give more than nothing, and not less than nothing", ErrLoad, r.Duration, r.WarmUp)
	case s.own && r.Own == nil:
		return fmt.Errorf("%w: %s restarts the server, which has to be the command's own", ErrLoad, s.Name)
	case s.Number == "" && r.N != 0:
		return fmt.Errorf("%w: %s takes no number", ErrLoad, s.Name)
	case s.Number != "" && (r.N < 0 || r.N > MostN):
		return fmt.Errorf("%w: %d %s; give a number from 1 to %d", ErrLoad, r.N, s.Number, MostN)
	case s.memory && r.Usage == nil:
		return fmt.Errorf("%w: %s is about the memory of the server, which has to be the command's own, on Linux", ErrLoad, s.Name)
	}
	if r.N == 0 {
		r.N = s.Default
	}
	r.patience = cmp.Or(r.patience, longestWait)
	return nil
}

// mostClients bounds connections, for each takes a file descriptor.
const mostClients = 10_000

// MostN is the largest number that a scenario takes: what it makes has room on a disk, and it comes to its end within a day.
const MostN = 100_000_000
