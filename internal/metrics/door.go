package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/listen"
)

// Door is whom to ask about what stands between callers and the engine.
type Door struct {
	// Connections are those of the API's listener, Calls what is held of its bounds.
	Connections func() listen.Figures
	Calls       func() httpapi.Figures
	// Quotas are how near everything is to its limits, the nearest first; Refused how many calls and decisions each rate has refused.
	Quotas  func() []engine.Quota
	Refused func() map[string]uint64
}

// WatchDoor shows the figures of a door, asked for anew each time that somebody looks.
func (m *Metrics) WatchDoor(d Door) { m.registry.MustRegister(&doorFigures{d}) }

// doorFigures is the collector of a door's.
type doorFigures struct{ Door }

var (
	connections        = describe("swfd_connections", "Open connections of the API.")
	mostConnections    = describe("swfd_connections_max", "How many connections there may be.")
	refusedConnections = describe("swfd_connections_refused_total", "Connections that were closed unread, because all were taken or those of their address.", "bound")
	workedOn           = describe("swfd_calls_in_progress", "Calls that are being worked on, polls excepted.")
	mostWorkedOn       = describe("swfd_calls_in_progress_max", "How many calls may be worked on.")
	callsWaiting       = describe("swfd_calls_waiting", "Calls that wait for their turn.")
	bodyMemory         = describe("swfd_body_memory_bytes", "Memory for the large bodies of requests under way.")
	mostBodyMemory     = describe("swfd_body_memory_max_bytes", "How much memory there is for them.")
	bodiesWaiting      = describe("swfd_bodies_waiting", "Requests that wait for memory for their bodies.")
	quotaUsed          = describe("swfd_limit_used_ratio", "How much of a limit is used, from 0 to 1.", "limit", "account", "region", "domain")
	throttledCalls     = describe("swfd_throttled_total", "Calls and decisions that were refused because they came too soon, by rate.", "rate")
)

// Describe names the series.
func (d *doorFigures) Describe(ch chan<- *prometheus.Desc) {
	for _, s := range []*prometheus.Desc{
		connections, mostConnections, refusedConnections, workedOn, mostWorkedOn, callsWaiting, bodyMemory, mostBodyMemory, bodiesWaiting,
		quotaUsed, throttledCalls,
	} {
		ch <- s
	}
}

// Collect asks for the figures.
func (d *doorFigures) Collect(ch chan<- prometheus.Metric) {
	c, w := d.Connections(), d.Calls()
	for s, value := range map[*prometheus.Desc]float64{
		connections: float64(c.Open), mostConnections: float64(c.Most),
		workedOn: float64(w.Calls), mostWorkedOn: float64(w.MostCalls), callsWaiting: float64(w.CallsWaiting),
		bodyMemory: float64(w.BodyBytes), mostBodyMemory: float64(w.MostBodyBytes), bodiesWaiting: float64(w.BodiesWaiting),
	} {
		send(ch, s, prometheus.GaugeValue, value)
	}
	send(ch, refusedConnections, prometheus.CounterValue, float64(c.TooMany), "total")
	send(ch, refusedConnections, prometheus.CounterValue, float64(c.TooManyOfAddress), "address")
	for _, q := range foldQuotas(d.Quotas(), MaxNamed) {
		send(ch, quotaUsed, prometheus.GaugeValue, float64(q.Used)/float64(q.Max), q.Limit, q.Account, q.Region, q.Domain)
	}
	for rate, n := range d.Refused() {
		send(ch, throttledCalls, prometheus.CounterValue, float64(n), rate)
	}
}

// foldQuotas keeps those that are nearest to their limits, and of the others the nearest of each limit.
func foldQuotas(all []engine.Quota, keep int) []engine.Quota {
	if len(all) <= keep {
		return all
	}
	folded := slices.Clone(all[:keep])
	seen := map[string]bool{}
	for _, q := range all[keep:] {
		if !seen[q.Limit] {
			seen[q.Limit] = true
			folded = append(folded, engine.Quota{Limit: q.Limit, Domain: other, Used: q.Used, Max: q.Max})
		}
	}
	return folded
}
