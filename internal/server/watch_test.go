package server_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/server"
	"github.com/swfd/swfd/internal/trace"
)

// call makes an API call that has to succeed and decodes its reply.
func call(t *testing.T, s *server.Server, operation, body string) map[string]any {
	t.Helper()
	status, text := post(t, s.URL(), operation, body)
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", operation, status, text)
	}
	reply := map[string]any{}
	if text != "" {
		if err := json.Unmarshal([]byte(text), &reply); err != nil {
			t.Fatal(err)
		}
	}
	return reply
}

func quote(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// work brings a run to where one of its two activities is being worked on, and returns that task's token.
func work(t *testing.T, s *server.Server, secret string) string {
	t.Helper()
	call(t, s, "RegisterDomain", `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`)
	call(t, s, "RegisterWorkflowType", `{"domain":"d","name":"w","version":"1"}`)
	call(t, s, "RegisterActivityType", `{"domain":"d","name":"a","version":"1"}`)
	call(t, s, "StartWorkflowExecution", `{"domain":"d","workflowId":"w","workflowType":{"name":"w","version":"1"},"taskList":{"name":"deciders"},
		"executionStartToCloseTimeout":"3600","taskStartToCloseTimeout":"600","childPolicy":"TERMINATE","input":"`+secret+`"}`)
	task := call(t, s, "PollForDecisionTask", `{"domain":"d","taskList":{"name":"deciders"}}`)
	schedule := func(id string) string {
		return `{"decisionType":"ScheduleActivityTask","scheduleActivityTaskDecisionAttributes":{"activityType":{"name":"a","version":"1"},
			"activityId":"` + id + `","taskList":{"name":"workers"},"input":"` + secret + `","heartbeatTimeout":"NONE","scheduleToStartTimeout":"NONE",
			"scheduleToCloseTimeout":"NONE","startToCloseTimeout":"NONE"}}`
	}
	call(t, s, "RespondDecisionTaskCompleted", `{"taskToken":`+quote(task["taskToken"])+`,"decisions":[`+schedule("1")+","+schedule("2")+`]}`)
	token := call(t, s, "PollForActivityTask", `{"domain":"d","taskList":{"name":"workers"}}`)["taskToken"].(string)
	call(t, s, "RecordActivityTaskHeartbeat", `{"taskToken":`+quote(token)+`,"details":"`+secret+`"}`)
	return token
}

// What a server does can be read at the operator's door.
func TestTheOperatorsDoor(t *testing.T) {
	s := start(t, server.Config{Memory: true, AdminListen: "127.0.0.1:0"})
	defer stop(t, s)
	token := work(t, s, "s")
	if status, _ := post(t, s.URL(), "DescribeDomain", `{"name":"none"}`); status != http.StatusBadRequest {
		t.Errorf("status %d", status)
	}
	_, text := get(t, s.AdminURL()+"/metrics")
	const list = `{account="123456789012",domain="d",kind="activity",region="us-east-1",task_list="workers"} 1`
	for _, want := range []string{
		"swfd_task_list_backlog" + list,
		"swfd_task_list_in_progress" + list,
		`swfd_open_executions{account="123456789012",domain="d",region="us-east-1"} 1`,
		`swfd_requests_total{operation="RecordActivityTaskHeartbeat",outcome="success"} 1`,
		`swfd_requests_total{operation="DescribeDomain",outcome="UnknownResourceFault"} 1`,
		`swfd_request_duration_seconds_count{operation="PollForDecisionTask",result="success"} 1`,
		`swfd_heartbeats_total{cancel_requested="false"} 1`,
		`swfd_decisions_total{type="ScheduleActivityTask"} 2`,
		`swfd_history_events_total{type="ActivityTaskScheduled"} 2`,
		`swfd_commit_duration_seconds_count 5`,
		`swfd_store_state{state="serving"} 1`,
		`swfd_build_info{goversion="go`,
		"process_start_time_seconds ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	_, one := get(t, s.AdminURL()+"/tasklist?domain=d&kind=activity&name=workers")
	if !strings.Contains(one, `"backlog":1,`) || !strings.Contains(one, `"inProgress":1}`) {
		t.Errorf("the task list is %s", one)
	}
	call(t, s, "RespondActivityTaskCompleted", `{"taskToken":`+quote(token)+`}`)
	if _, one = get(t, s.AdminURL()+"/tasklist?domain=d&kind=activity&name=workers"); !strings.Contains(one, `"inProgress":0}`) {
		t.Errorf("the task list is %s", one)
	}
	if status, body := get(t, s.AdminURL()+"/readyz?verbose"); status != http.StatusOK {
		t.Errorf("the server is %d %s", status, body)
	}
}

// Without an address there is no door.
func TestNoOperatorsDoor(t *testing.T) {
	s := start(t, server.Config{Memory: true})
	defer stop(t, s)
	if s.AdminURL() != "" {
		t.Errorf("there is one at %s", s.AdminURL())
	}
	if status, _ := get(t, s.URL()+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the API's door shows metrics with status %d", status)
	}
}

// A door that cannot be opened is told of in one line, and what was opened before it is closed again.
func TestAnOperatorsAddressThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	for _, c := range []server.Config{
		{Data: dir, Listen: "127.0.0.1:0", AdminListen: taken.Addr().String()},
		{Data: dir, Listen: taken.Addr().String(), AdminListen: "127.0.0.1:0"},
	} {
		if _, err := server.Start(c); err == nil || !strings.Contains(err.Error(), "listen on "+taken.Addr().String()) {
			t.Errorf("got %v", err)
		}
	}
	_, err = server.Start(server.Config{Data: dir, AdminListen: "0.0.0.0:0"})
	if err == nil || !strings.Contains(err.Error(), `the operator's address "0.0.0.0:0" is not a loopback address`) {
		t.Errorf("got %v", err)
	}
	stop(t, start(t, server.Config{Data: dir, AdminListen: "127.0.0.1:0"}))
}

// A profile that is being taken does not hold up the end of the server, and nobody looks at a store that is closed.
func TestCloseWhileSomebodyLooks(t *testing.T) {
	s := start(t, server.Config{Memory: true, AdminListen: "127.0.0.1:0"})
	var lookers sync.WaitGroup
	under := make(chan struct{})
	for _, path := range []string{"/debug/pprof/trace?seconds=600", "/metrics", "/metrics", "/tasklists"} {
		lookers.Go(func() {
			sent := sync.OnceFunc(func() { under <- struct{}{} })
			for {
				request, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
					WroteRequest: func(httptrace.WroteRequestInfo) { sent() },
				}), http.MethodGet, s.AdminURL()+path, nil)
				if err != nil {
					t.Error(err)
					return
				}
				reply, err := http.DefaultClient.Do(request)
				if err != nil {
					return
				}
				_, err = io.Copy(io.Discard, reply.Body)
				_ = reply.Body.Close()
				if err != nil || reply.StatusCode != http.StatusOK {
					return
				}
			}
		})
	}
	for range 4 {
		<-under
	}
	stop(t, s)
	lookers.Wait()
}

// Nothing of what workflows carry is in the log, in a metric or in a span, at any level.
func TestNothingShowsWhatUsersSend(t *testing.T) {
	const secret = "planted-secret"
	var mu sync.Mutex
	var spans, log strings.Builder
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		spans.Write(body)
	}))
	defer collector.Close()
	s := start(t, server.Config{
		Memory: true, AdminListen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 4})),
		Trace: trace.Config{Endpoint: collector.URL, Timeout: 10 * time.Second, Sampler: trace.Sampler{Ratio: 1}},
	})
	token := work(t, s, secret)
	post(t, s.URL(), "RespondActivityTaskCompleted", `{"taskToken":"`+secret+`"}`)
	post(t, s.URL(), "RespondActivityTaskCompleted", `{"taskToken":`+quote(token)+`,"result":"`+secret)
	post(t, s.URL(), secret, `{}`)
	call(t, s, "RespondActivityTaskFailed", `{"taskToken":`+quote(token)+`,"reason":"`+secret+`","details":"`+secret+`"}`)
	shown := ""
	for _, path := range []string{"/metrics", "/tasklists", "/debug/pprof/goroutine?debug=2", "/debug/pprof/cmdline"} {
		_, text := get(t, s.AdminURL()+path)
		shown += text
	}
	stop(t, s)
	shown += log.String() + spans.String()
	if strings.Contains(shown, secret) || strings.Contains(shown, token) {
		t.Error("a secret is shown")
	}
	for _, want := range []string{"msg=serving", "msg=request operation=RespondActivityTaskFailed outcome=success", "SimpleWorkflowService/PollForActivityTask"} {
		if !strings.Contains(shown, want) {
			t.Errorf("nothing shows %s", want)
		}
	}
}
