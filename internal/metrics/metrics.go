package metrics

import (
	"log/slog"
	"net/http"
	"reflect"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// Build says which program this is, for the series swfd_build_info.
type Build struct{ Version, Revision, GoVersion string }

// Metrics counts and measures. It is safe for concurrent use, and an engine.Observer.
type Metrics struct {
	registry *prometheus.Registry

	calls     *prometheus.CounterVec
	durations *prometheus.HistogramVec
	// successes are the series of calls that succeed, by operation, looked up once.
	successes map[string]success

	events     map[swf.EventType]prometheus.Counter
	decisions  map[swf.DecisionType]prometheus.Counter
	timeouts   map[timeout]prometheus.Counter
	closed     map[swf.CloseStatus]prometheus.Counter
	heartbeats map[bool]prometheus.Counter
	nearLimit  prometheus.Counter
	again      prometheus.Counter

	executionLasted prometheus.Histogram
	waited          map[token.Kind]prometheus.Histogram
	worked          map[token.Kind]prometheus.Histogram
	activityLasted  prometheus.Histogram

	commitDuration, commitCommands, commitBytes prometheus.Histogram
}

type success struct {
	calls    prometheus.Counter
	duration prometheus.Observer
}

// timeout is what timed out, and by which time-out.
type timeout struct{ of, kind string }

// The bounds of the buckets, in seconds: of calls and commits, and of what takes as long as people need.
var (
	callBuckets = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 90}
	lifeBuckets = []float64{.01, .1, .5, 1, 5, 15, 60, 300, 900, 3600, 4 * hour, 12 * hour, day, 7 * day, 30 * day, 365 * day}
)

const (
	hour = 3600.
	day  = 24 * hour
)

// New makes metrics with nothing counted. Every series whose labels are known beforehand is there from the beginning, at zero.
func New(b Build) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), successes: map[string]success{}}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "swfd_build_info", Help: "Which swfd this is; the value is always 1.",
	}, []string{"version", "revision", "goversion"})
	info.WithLabelValues(b.Version, b.Revision, b.GoVersion).Set(1)
	m.registry.MustRegister(info)
	m.newCalls()
	m.newHappenings()
	m.newTimes()
	return m
}

func (m *Metrics) newCalls() {
	m.calls = m.counters("swfd_requests_total",
		"API calls that have ended, by operation and outcome: success, the code of the fault, HungUp or NotFound.", "operation", "outcome")
	m.durations = prometheus.NewHistogramVec(m.histogram("swfd_request_duration_seconds",
		"How long API calls took. Polls include their wait. The result is success, fault (4xx), failure (5xx) or hungup.", callBuckets),
		[]string{"operation", "result"})
	m.registry.MustRegister(m.durations)
	service := reflect.TypeFor[swf.Service]()
	for i := range service.NumMethod() {
		name := service.Method(i).Name
		m.successes[name] = success{m.calls.WithLabelValues(name, "success"), m.durations.WithLabelValues(name, "success")}
	}
}

func (m *Metrics) newHappenings() {
	events := m.counters("swfd_history_events_total", "Events written to histories, by type.", "type")
	m.events = each[swf.EventType](swf.EventType("").Values(), events)
	decisions := m.counters("swfd_decisions_total",
		"Decisions of completed decision tasks, by type, those included that were answered with a ...Failed event.", "type")
	m.decisions = each[swf.DecisionType](swf.DecisionType("").Values(), decisions)
	closed := m.counters("swfd_executions_closed_total", "Runs that have closed, by close status.", "status")
	m.closed = each[swf.CloseStatus](swf.CloseStatus("").Values(), closed)
	heartbeats := m.counters("swfd_heartbeats_total",
		"Heartbeats of activity tasks, and whether the answer asked the worker to cancel.", "cancel_requested")
	m.heartbeats = map[bool]prometheus.Counter{
		true: heartbeats.WithLabelValues("true"), false: heartbeats.WithLabelValues("false"),
	}
	m.nearLimit = m.counters("swfd_histories_near_limit_total",
		"Runs whose history has come near the number of events at which they are terminated.").WithLabelValues()
	m.again = m.counters("swfd_requests_answered_again_total",
		"Attempts at API calls that had taken effect in an earlier attempt, and got that one's answer.").WithLabelValues()
	timeouts := m.counters("swfd_timeouts_total", "Time-outs that have fired, by what timed out and the type of the time-out.", "of", "type")
	m.timeouts = map[timeout]prometheus.Counter{}
	for of, kinds := range map[string][]string{
		"activity_task":      swf.ActivityTaskTimeoutType("").Values(),
		"decision_task":      swf.DecisionTaskTimeoutType("").Values(),
		"lambda_function":    swf.LambdaFunctionTimeoutType("").Values(),
		"workflow_execution": swf.WorkflowExecutionTimeoutType("").Values(),
	} {
		for _, kind := range kinds {
			m.timeouts[timeout{of, kind}] = timeouts.WithLabelValues(of, kind)
		}
	}
}

func (m *Metrics) newTimes() {
	m.executionLasted = m.single("swfd_execution_start_to_close_seconds", "How long runs lasted that have closed.", lifeBuckets)
	m.waited = map[token.Kind]prometheus.Histogram{
		token.Decision: m.single("swfd_decision_task_schedule_to_start_seconds", "How long decision tasks waited for a decider.", lifeBuckets),
		token.Activity: m.single("swfd_activity_task_schedule_to_start_seconds", "How long activity tasks waited for a worker.", lifeBuckets),
	}
	m.worked = map[token.Kind]prometheus.Histogram{
		token.Decision: m.single("swfd_decision_task_start_to_close_seconds", "How long deciders had their tasks.", lifeBuckets),
		token.Activity: m.single("swfd_activity_task_start_to_close_seconds", "How long workers had their tasks.", lifeBuckets),
	}
	m.activityLasted = m.single("swfd_activity_task_schedule_to_close_seconds",
		"How long activity tasks that were started took from their scheduling to their end.", lifeBuckets)
	m.commitDuration = m.single("swfd_commit_duration_seconds", "How long the store took to make a batch of one execution durable.", callBuckets)
	m.commitCommands = m.single("swfd_commit_commands", "How many commands on one execution shared a batch.", []float64{1, 2, 4, 8, 16, 32, 64, 128})
	m.commitBytes = m.single("swfd_commit_size_bytes", "Bytes of keys and values in a batch.",
		[]float64{256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20})
}

func (m *Metrics) counters(name, help string, labels ...string) *prometheus.CounterVec {
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	m.registry.MustRegister(v)
	return v
}

func each[K ~string](names []string, v *prometheus.CounterVec) map[K]prometheus.Counter {
	series := make(map[K]prometheus.Counter, len(names))
	for _, name := range names {
		series[K(name)] = v.WithLabelValues(name)
	}
	return series
}

// histogram has classic buckets, and native ones for those who scrape in a format that has them.
func (m *Metrics) histogram(name, help string, buckets []float64) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{
		Name: name, Help: help, Buckets: buckets,
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 160, NativeHistogramMinResetDuration: time.Hour,
	}
}

func (m *Metrics) single(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(m.histogram(name, help, buckets))
	m.registry.MustRegister(h)
	return h
}

// Handler shows the metrics in the format that the reader asks for: OpenMetrics, Prometheus' text or its protocol buffers.
func (m *Metrics) Handler(log *slog.Logger) http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, MaxRequestsInFlight: 4, ErrorHandling: promhttp.ContinueOnError,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	})
}
