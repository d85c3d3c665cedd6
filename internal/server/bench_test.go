package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

// The benchmarks drive a real server on disk over real HTTP: the load shares the machine with it.

// caller makes API calls over kept connections: it should cost little beside the server.
type caller struct {
	b      *testing.B
	url    string
	client *http.Client
	// signs has calls signed, with key.
	signs bool
}

func newCaller(b *testing.B, connections int) *caller {
	b.Helper()
	return newCallerOf(b, connections, server.Config{Data: b.TempDir()})
}

// newCallerOf calls a server with a configuration of its own.
func newCallerOf(b *testing.B, connections int, config server.Config) *caller {
	b.Helper()
	config.Listen = "127.0.0.1:0"
	s, err := server.Start(config)
	if err != nil {
		b.Fatal(err)
	}
	c := &caller{b: b, url: s.URL(), client: newHTTPClient(connections), signs: config.Access != ""}
	b.Cleanup(func() {
		c.client.CloseIdleConnections()
		if err := s.Close(context.Background()); err != nil {
			b.Error(err)
		}
	})
	c.registerAll()
	return c
}

func newHTTPClient(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
}

// registerAll registers the domain and the types of the benchmarks.
func (c *caller) registerAll() {
	c.call("RegisterDomain", swf.NewRegisterDomainInput("bench", "1"), nil)
	w := swf.NewRegisterWorkflowTypeInput("bench", "w", "1")
	w.DefaultTaskList = &swf.TaskList{Name: "d"}
	w.DefaultExecutionStartToCloseTimeout, w.DefaultTaskStartToCloseTimeout = new("86400"), new("NONE")
	w.DefaultChildPolicy = swf.ChildPolicyTerminate
	c.call("RegisterWorkflowType", w, nil)
	a := swf.NewRegisterActivityTypeInput("bench", "a", "1")
	a.DefaultTaskList = &swf.TaskList{Name: "a"}
	a.DefaultTaskHeartbeatTimeout, a.DefaultTaskStartToCloseTimeout = new("600"), new("NONE")
	a.DefaultTaskScheduleToCloseTimeout, a.DefaultTaskScheduleToStartTimeout = new("NONE"), new("NONE")
	c.call("RegisterActivityType", a, nil)
}

func (c *caller) call(operation string, in, out any) {
	text := c.send(c.prepare(operation, in))
	if text == nil || out == nil {
		return
	}
	if err := json.Unmarshal(text, out); err != nil {
		c.b.Errorf("%s: %v", operation, err)
	}
}

// prepared is a call that can be made again and again.
type prepared struct {
	header http.Header
	body   []byte
}

func (c *caller) prepare(operation string, in any) prepared {
	body, err := json.Marshal(in)
	if err != nil {
		c.b.Error(err)
	}
	request, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		c.b.Error(err)
		return prepared{}
	}
	request.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	if c.signs {
		sign(c.b, request, body)
	}
	return prepared{request.Header, body}
}

// send makes a call and returns the body of its reply, nil if it failed.
func (c *caller) send(p prepared) []byte {
	request, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(p.body))
	if err != nil {
		c.b.Error(err)
		return nil
	}
	request.Header = p.header
	reply, err := c.client.Do(request)
	if err != nil {
		c.b.Error(err)
		return nil
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK {
		c.b.Errorf("%s: status %d, %s, %v", p.header.Get("X-Amz-Target"), reply.StatusCode, text, err)
		return nil
	}
	return text
}

func (c *caller) start(id string) {
	c.call("StartWorkflowExecution", swf.NewStartWorkflowExecutionInput("bench", id, swf.WorkflowType{Name: "w", Version: "1"}), nil)
}

func (c *caller) decide(decisions ...swf.DecisionAttributes) {
	var task swf.PollForDecisionTaskOutput
	c.call("PollForDecisionTask", swf.NewPollForDecisionTaskInput("bench", swf.TaskList{Name: "d"}), &task)
	in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	for _, d := range decisions {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
	}
	c.call("RespondDecisionTaskCompleted", in, nil)
}

func (c *caller) activity() string {
	var task swf.PollForActivityTaskOutput
	c.call("PollForActivityTask", swf.NewPollForActivityTaskInput("bench", swf.TaskList{Name: "a"}), &task)
	return task.TaskToken
}

func schedule() swf.DecisionAttributes {
	return &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: swf.ActivityType{Name: "a", Version: "1"}, ActivityID: "1"}
}

// spread does something n times, from a number of connections at once.
func spread(n, connections int, do func(worker int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for worker := range connections {
		workers.Go(func() {
			for next.Add(1) <= int64(n) {
				do(worker)
			}
		})
	}
	workers.Wait()
}

// BenchmarkHTTPHeartbeat is a durable heartbeat, each connection beating for an activity of its own.
func BenchmarkHTTPHeartbeat(b *testing.B) {
	for _, connections := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("connections=%d", connections), func(b *testing.B) {
			beat(b, newCaller(b, connections), connections)
		})
	}
}

func beat(b *testing.B, c *caller, connections int) {
	beats := c.beats(connections)
	b.ResetTimer()
	began := time.Now()
	spread(b.N, connections, func(worker int) { c.send(beats[worker]) })
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "beats/s")
}

// beats starts activities, and prepares a heartbeat for each.
func (c *caller) beats(activities int) []prepared {
	var beats []prepared
	for i := range activities {
		c.start(fmt.Sprint("w", i))
		c.decide(schedule())
		in := swf.NewRecordActivityTaskHeartbeatInput(c.activity())
		in.Details = new("42%")
		beats = append(beats, c.prepare("RecordActivityTaskHeartbeat", in))
	}
	return beats
}

// BenchmarkMeasuredHeartbeat tells what it costs to be measured: heartbeats to a server in memory, where there is no disk to hide it.
func BenchmarkMeasuredHeartbeat(b *testing.B) {
	for _, admin := range []string{"", "127.0.0.1:0"} {
		b.Run(fmt.Sprintf("measured=%v", admin != ""), func(b *testing.B) {
			beat(b, newCallerOf(b, 1, server.Config{Memory: true, AdminListen: admin}), 1)
		})
	}
}

// BenchmarkGuardedHeartbeat tells what the door's rates and the audit log cost: heartbeats to a server in memory, without and with both.
func BenchmarkGuardedHeartbeat(b *testing.B) {
	for _, rates := range []string{"none", "RecordActivityTaskHeartbeat=1000000000+1000000000/s, execution.RecordActivityTaskHeartbeat=1000000000+1000000000/s"} {
		b.Run(fmt.Sprintf("limits=%v", rates != "none"), func(b *testing.B) {
			r, err := throttle.Parse(rates)
			if err != nil {
				b.Fatal(err)
			}
			c := server.Config{Memory: true, Rates: r}
			if rates != "none" {
				c.AuditLog = filepath.Join(b.TempDir(), "audit.log")
			}
			beat(b, newCallerOf(b, 1, c), 1)
		})
	}
}

// BenchmarkHTTPWorkflow is a whole workflow with one activity: seven calls, each durable before its answer.
func BenchmarkHTTPWorkflow(b *testing.B) {
	for _, connections := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("connections=%d", connections), func(b *testing.B) {
			c := newCaller(b, connections)
			var number atomic.Int64
			b.ResetTimer()
			began := time.Now()
			spread(b.N, connections, func(int) {
				c.start(fmt.Sprint("w", number.Add(1)))
				c.decide(schedule())
				c.call("RespondActivityTaskCompleted", swf.NewRespondActivityTaskCompletedInput(c.activity()), nil)
				c.decide(&swf.CompleteWorkflowExecutionDecisionAttributes{})
			})
			b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "workflows/s")
		})
	}
}
