package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// Call counts an API call.
func (m *Metrics) Call(c httpapi.Call) {
	if c.Outcome == httpapi.Succeeded {
		if s, ok := m.successes[c.Operation]; ok {
			s.calls.Inc()
			s.duration.Observe(c.Took.Seconds())
			return
		}
	}
	operation := c.Operation
	if operation == "" {
		operation = "unknown"
	}
	m.calls.WithLabelValues(operation, c.Outcome).Inc()
	m.durations.WithLabelValues(operation, resultOf(c)).Observe(c.Took.Seconds())
}

func resultOf(c httpapi.Call) string {
	switch {
	case c.Outcome == httpapi.HungUp:
		return "hungup"
	case c.Status >= 500:
		return "failure"
	case c.Status >= 400:
		return "fault"
	}
	return "success"
}

var _ engine.Observer = (*Metrics)(nil)

// Committed measures a batch.
func (m *Metrics) Committed(took time.Duration, commands, bytes int) {
	m.commitDuration.Observe(took.Seconds())
	m.commitCommands.Observe(float64(commands))
	m.commitBytes.Observe(float64(bytes))
}

// Happened counts an event, and a time-out that it tells of.
func (m *Metrics) Happened(e *swf.HistoryEvent) {
	add(m.events, e.Type())
	switch a := e.Attributes.(type) {
	case *swf.ActivityTaskTimedOutEventAttributes:
		add(m.timeouts, timeout{"activity_task", string(a.TimeoutType)})
	case *swf.DecisionTaskTimedOutEventAttributes:
		add(m.timeouts, timeout{"decision_task", string(a.TimeoutType)})
	case *swf.LambdaFunctionTimedOutEventAttributes:
		add(m.timeouts, timeout{"lambda_function", string(a.TimeoutType)})
	case *swf.WorkflowExecutionTimedOutEventAttributes:
		add(m.timeouts, timeout{"workflow_execution", string(a.TimeoutType)})
	}
}

func add[K comparable](series map[K]prometheus.Counter, k K) {
	if c := series[k]; c != nil {
		c.Inc()
	}
}

// TaskStarted measures how long a task waited.
func (m *Metrics) TaskStarted(kind token.Kind, waited time.Duration) {
	m.waited[kind].Observe(waited.Seconds())
}

// TaskEnded measures how long somebody had a task.
func (m *Metrics) TaskEnded(kind token.Kind, sinceWaiting, sinceStart time.Duration) {
	m.worked[kind].Observe(sinceStart.Seconds())
	if kind == token.Activity {
		m.activityLasted.Observe(sinceWaiting.Seconds())
	}
}

// ExecutionClosed counts and measures a run.
func (m *Metrics) ExecutionClosed(status swf.CloseStatus, lasted time.Duration) {
	add(m.closed, status)
	m.executionLasted.Observe(lasted.Seconds())
}

// Decided counts a decision.
func (m *Metrics) Decided(d swf.DecisionType) { add(m.decisions, d) }

// HistoryNearLimit counts a run.
func (m *Metrics) HistoryNearLimit() { m.nearLimit.Inc() }

// HeartbeatRecorded counts a heartbeat.
func (m *Metrics) HeartbeatRecorded(cancelRequested bool) { add(m.heartbeats, cancelRequested) }

// AnsweredAgain counts an attempt at a call that had been answered.
func (m *Metrics) AnsweredAgain() { m.again.Inc() }
