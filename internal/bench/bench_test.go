package bench

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/swf"
)

// own is a server in this process.
type own struct {
	*server.Server
	config server.Config
}

// Kill ends the server in good order: a process that lives on cannot lose its server.
func (o *own) Kill() error { return o.Close(context.Background()) }

func (o *own) Start(context.Context) (err error) {
	o.config.Listen = o.Addr().String()
	o.Server, err = server.Start(o.config)
	return err
}

// newRun is a run on a server in this process.
func newRun(t *testing.T) *Run { return newRunOn(t, server.Config{Memory: true}) }

// newRunOf is a run on a server that the scenario can do with.
func newRunOf(t *testing.T, s *Scenario) *Run {
	if s.own {
		return newRunOn(t, server.Config{Data: t.TempDir()})
	}
	return newRun(t)
}

func newRunOn(t *testing.T, c server.Config) *Run {
	t.Helper()
	c.Listen = "127.0.0.1:0"
	s, err := server.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	o := &own{s, c}
	t.Cleanup(func() {
		if err := o.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	cpu := time.Duration(0)
	return &Run{
		Load: Load{Clients: 4, Duration: 500 * time.Millisecond}, Service: newService(t, s.URL(), http.DefaultTransport), Own: o,
		Usage: func() (Usage, error) {
			cpu += time.Millisecond
			return Usage{CPU: cpu, Resident: 1 << 20}, nil
		},
	}
}

func newService(t *testing.T, endpoint string, transport http.RoundTripper) *client.Client {
	t.Helper()
	service, err := client.New(t.Context(), client.WithEndpoint(endpoint), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}), client.WithRetry(1), client.WithRoundTripper(transport))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// Every scenario comes to its end with figures, and leaves no run open that it was to close, nor a task on its lists.
func TestScenarios(t *testing.T) {
	numbers := map[string]int{"dispatch": 5, "sequence": 20, "fanout": 120, "timers": 250, "signals": 50, "idle-runs": 20, "restart": 30, "list": 60, "history": 50}
	for _, s := range Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			if s.Name == "idle-runs" || s.Name == "timers" || s.Name == "restart" {
				if testing.Short() {
					t.Skip("it takes some seconds")
				}
				t.Parallel()
			}
			r := newRunOf(t, &s)
			r.N = numbers[s.Name]
			result, err := s.Measure(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if result.Scenario != s.Name || len(result.Figures)+len(result.Latencies) < 2 {
				t.Errorf("the result is %+v", result)
			}
			for _, f := range result.Figures {
				if f.Value <= 0 && f.Unit != "bytes" {
					t.Errorf("%s is %v", f.Name, f.Value)
				}
			}
			for _, l := range result.Latencies {
				if l.Count == 0 || l.P50 > l.P90 || l.P90 > l.P99 || l.P99 > l.Max || l.Max > 60 {
					t.Errorf("%+v", l)
				}
			}
			left := map[string]int32{"idle-runs": 20, "restart": 30}
			out, err := r.Service.CountOpenWorkflowExecutions(t.Context(), swf.NewCountOpenWorkflowExecutionsInput(Domain, swf.ExecutionTimeFilter{}))
			if err != nil || out.Count != left[s.Name] {
				t.Errorf("%+v runs are open, %v", out, err)
			}
		})
	}
}

// A tag that only ten runs carry is on ten runs.
func TestListFindsTheRareTag(t *testing.T) {
	r := newRun(t)
	r.N = 40
	s, err := Find("list")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Measure(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	in := swf.NewCountClosedWorkflowExecutionsInput(Domain)
	in.StartTimeFilter = &swf.ExecutionTimeFilter{}
	in.TagFilter = &swf.TagFilter{Tag: r.rareTag()}
	out, err := r.Service.CountClosedWorkflowExecutions(t.Context(), in)
	if err != nil || out.Count != rare {
		t.Errorf("%+v runs have the rare tag, %v", out, err)
	}
}

// A call that fails ends a scenario, without a result, whenever it fails.
func TestAFailedCallIsNoFigure(t *testing.T) {
	for _, s := range Scenarios {
		for _, after := range []int32{0, 4, 10} {
			r := newRunOf(t, &s)
			if s.Number != "" {
				r.N = 10
			}
			r.Service = newService(t, r.Service.(*client.Client).Endpoint(), &tired{after: after})
			if result, err := s.Measure(t.Context(), r); result != nil || !errors.Is(err, errTired) {
				t.Errorf("%s after %d calls: %+v, %v", s.Name, after, result, err)
			}
		}
	}
}

var errTired = errors.New("no more today")

// tired carries some calls, and then none.
type tired struct {
	after int32
	calls atomic.Int32
}

func (d *tired) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.calls.Add(1) > d.after {
		return nil, errTired
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestRunsThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		scenario string
		change   func(*Run)
		want     string
	}{
		"no clients":         {"heartbeat", func(r *Run) { r.Clients = 0 }, "with 0 clients"},
		"too many clients":   {"heartbeat", func(r *Run) { r.Clients = 100_000 }, "with 100000 clients"},
		"too few in flight":  {"workflow", func(r *Run) { r.InFlight = 2 }, "2 workflows in flight with 4"},
		"no time":            {"heartbeat", func(r *Run) { r.Duration = 0 }, "for 0s after"},
		"a negative warm-up": {"heartbeat", func(r *Run) { r.WarmUp = -1 }, "after -1ns"},
		"a number too much":  {"heartbeat", func(r *Run) { r.N = 3 }, "takes no number"},
		"a number too large": {"signals", func(r *Run) { r.N = 1e18 }, "1000000000000000000 signals; give a number from 1 to 100000000"},
		"a negative number":  {"signals", func(r *Run) { r.N = -3 }, "-3 signals"},
		"no usage":           {"idle-runs", func(r *Run) { r.Usage = nil }, "memory of the server"},
		"somebody's server":  {"restart", func(r *Run) { r.Own = nil }, "the command's own"},
	} {
		r := newRun(t)
		test.change(r)
		s, err := Find(test.scenario)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Measure(t.Context(), r); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
	if _, err := Find("coffee"); err == nil || !strings.Contains(err.Error(), `no scenario "coffee", but there are workflow, heartbeat`) {
		t.Errorf("got %v", err)
	}
}
