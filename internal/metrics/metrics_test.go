package metrics

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// page is what a scrape shows, asking for a format.
func page(t *testing.T, m *Metrics, accept string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	m.Handler(slog.New(slog.NewTextHandler(io.Discard, nil))).ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// series are the lines of a scrape that are not zero, without comments and without what does not begin with swfd_.
func series(t *testing.T, m *Metrics) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(page(t, m, "")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "swfd_") && !strings.HasSuffix(line, " 0") && !strings.HasPrefix(line, "swfd_build_info") {
			lines = append(lines, line)
		}
	}
	return lines
}

func expectSeries(t *testing.T, m *Metrics, want string) {
	t.Helper()
	var got []string
	for _, line := range series(t, m) {
		if !strings.Contains(line, "_bucket{") {
			got = append(got, line)
		}
	}
	if got, want := strings.Join(got, "\n"), strings.TrimSpace(want); got != want {
		t.Errorf("the series are\n%s\nwant\n%s", got, want)
	}
}

func newMetrics() *Metrics {
	return New(Build{Version: "v1.2.3", Revision: "abc", GoVersion: "go1.26"})
}

func TestCalls(t *testing.T) {
	m := newMetrics()
	for _, c := range []httpapi.Call{
		{Operation: "PollForActivityTask", Outcome: httpapi.Succeeded, Status: 200, Took: 60 * time.Second},
		{Operation: "PollForActivityTask", Outcome: httpapi.HungUp, Took: time.Second},
		{Operation: "DescribeDomain", Outcome: "UnknownResourceFault", Status: 400, Took: time.Millisecond},
		{Operation: "DescribeDomain", Outcome: "InternalFailure", Status: 500, Took: time.Millisecond},
		{Outcome: httpapi.NotFound, Status: 404},
	} {
		m.Call(c)
	}
	expectSeries(t, m, `
swfd_request_duration_seconds_sum{operation="DescribeDomain",result="failure"} 0.001
swfd_request_duration_seconds_count{operation="DescribeDomain",result="failure"} 1
swfd_request_duration_seconds_sum{operation="DescribeDomain",result="fault"} 0.001
swfd_request_duration_seconds_count{operation="DescribeDomain",result="fault"} 1
swfd_request_duration_seconds_sum{operation="PollForActivityTask",result="hungup"} 1
swfd_request_duration_seconds_count{operation="PollForActivityTask",result="hungup"} 1
swfd_request_duration_seconds_sum{operation="PollForActivityTask",result="success"} 60
swfd_request_duration_seconds_count{operation="PollForActivityTask",result="success"} 1
swfd_request_duration_seconds_count{operation="unknown",result="fault"} 1
swfd_requests_total{operation="DescribeDomain",outcome="InternalFailure"} 1
swfd_requests_total{operation="DescribeDomain",outcome="UnknownResourceFault"} 1
swfd_requests_total{operation="PollForActivityTask",outcome="HungUp"} 1
swfd_requests_total{operation="PollForActivityTask",outcome="success"} 1
swfd_requests_total{operation="unknown",outcome="NotFound"} 1`)
}

func TestHappenings(t *testing.T) {
	m := newMetrics()
	for _, a := range []swf.EventAttributes{
		&swf.WorkflowExecutionStartedEventAttributes{},
		&swf.ActivityTaskTimedOutEventAttributes{TimeoutType: swf.ActivityTaskTimeoutTypeHeartbeat},
		&swf.ActivityTaskTimedOutEventAttributes{TimeoutType: swf.ActivityTaskTimeoutTypeScheduleToStart},
		&swf.DecisionTaskTimedOutEventAttributes{TimeoutType: swf.DecisionTaskTimeoutTypeStartToClose},
		&swf.LambdaFunctionTimedOutEventAttributes{TimeoutType: swf.LambdaFunctionTimeoutTypeStartToClose},
		&swf.WorkflowExecutionTimedOutEventAttributes{TimeoutType: swf.WorkflowExecutionTimeoutTypeStartToClose},
		&swf.UnknownEventAttributes{Name: "Unheard"},
	} {
		m.Happened(&swf.HistoryEvent{Attributes: a})
	}
	m.Committed(2*time.Millisecond, 3, 500)
	m.TaskStarted(token.Activity, 4*time.Second)
	m.TaskEnded(token.Activity, 9*time.Second, 5*time.Second)
	m.TaskStarted(token.Decision, time.Second)
	m.TaskEnded(token.Decision, 3*time.Second, 2*time.Second)
	m.ExecutionClosed(swf.CloseStatusFailed, 10*time.Second)
	m.Decided(swf.DecisionTypeStartTimer)
	m.Decided("Unheard")
	m.HeartbeatRecorded(true)
	m.HistoryNearLimit()
	m.HeartbeatRecorded(false)
	m.HeartbeatRecorded(false)
	m.AnsweredAgain()
	expectSeries(t, m, `
swfd_activity_task_schedule_to_close_seconds_sum 9
swfd_activity_task_schedule_to_close_seconds_count 1
swfd_activity_task_schedule_to_start_seconds_sum 4
swfd_activity_task_schedule_to_start_seconds_count 1
swfd_activity_task_start_to_close_seconds_sum 5
swfd_activity_task_start_to_close_seconds_count 1
swfd_commit_commands_sum 3
swfd_commit_commands_count 1
swfd_commit_duration_seconds_sum 0.002
swfd_commit_duration_seconds_count 1
swfd_commit_size_bytes_sum 500
swfd_commit_size_bytes_count 1
swfd_decision_task_schedule_to_start_seconds_sum 1
swfd_decision_task_schedule_to_start_seconds_count 1
swfd_decision_task_start_to_close_seconds_sum 2
swfd_decision_task_start_to_close_seconds_count 1
swfd_decisions_total{type="StartTimer"} 1
swfd_execution_start_to_close_seconds_sum 10
swfd_execution_start_to_close_seconds_count 1
swfd_executions_closed_total{status="FAILED"} 1
swfd_heartbeats_total{cancel_requested="false"} 2
swfd_heartbeats_total{cancel_requested="true"} 1
swfd_histories_near_limit_total 1
swfd_history_events_total{type="ActivityTaskTimedOut"} 2
swfd_history_events_total{type="DecisionTaskTimedOut"} 1
swfd_history_events_total{type="LambdaFunctionTimedOut"} 1
swfd_history_events_total{type="WorkflowExecutionStarted"} 1
swfd_history_events_total{type="WorkflowExecutionTimedOut"} 1
swfd_requests_answered_again_total 1
swfd_timeouts_total{of="activity_task",type="HEARTBEAT"} 1
swfd_timeouts_total{of="activity_task",type="SCHEDULE_TO_START"} 1
swfd_timeouts_total{of="decision_task",type="START_TO_CLOSE"} 1
swfd_timeouts_total{of="lambda_function",type="START_TO_CLOSE"} 1
swfd_timeouts_total{of="workflow_execution",type="START_TO_CLOSE"} 1`)
}

var scope = engine.Scope{Account: "111111111111", Region: "us-east-1", Domain: "d"}

func TestFigures(t *testing.T) {
	m := newMetrics()
	m.Watch(func() engine.Figures {
		return engine.Figures{
			Open:     []engine.OpenFigures{{Scope: scope, Runs: 3}},
			Messages: 5,
			Lambda:   engine.LambdaFigures{Waiting: 9, OldestAge: 2500 * time.Millisecond, Running: 6, Workers: 8},
			TaskLists: []engine.TaskListFigures{
				{Scope: scope, Kind: token.Activity, Name: "a \"b\"", Backlog: 7, OldestAge: 1500 * time.Millisecond, Pollers: 2, InProgress: 4},
			},
		}
	}, func() pebblestore.Figures {
		return pebblestore.Figures{State: pebblestore.Refusing, Free: 10, MinFree: 20, Size: 30, CompactionDebt: 40, ReadAmplification: 2}
	})
	expectSeries(t, m, `
swfd_lambda_calls 6
swfd_lambda_tasks_waiting 9
swfd_lambda_tasks_waiting_age_seconds 2.5
swfd_lambda_workers 8
swfd_open_executions{account="111111111111",domain="d",region="us-east-1"} 3
swfd_outbox_messages 5
swfd_store_compaction_debt_bytes 40
swfd_store_free_bytes 10
swfd_store_min_free_bytes 20
swfd_store_read_amplification 2
swfd_store_size_bytes 30
swfd_store_state{state="refusing"} 1
swfd_task_list_backlog{account="111111111111",domain="d",kind="activity",region="us-east-1",task_list="a \"b\""} 7
swfd_task_list_backlog_age_seconds{account="111111111111",domain="d",kind="activity",region="us-east-1",task_list="a \"b\""} 1.5
swfd_task_list_in_progress{account="111111111111",domain="d",kind="activity",region="us-east-1",task_list="a \"b\""} 4
swfd_task_list_pollers{account="111111111111",domain="d",kind="activity",region="us-east-1",task_list="a \"b\""} 2
swfd_task_lists{kind="activity"} 1`)
}

// However many lists and domains users make up, the number of series is bounded, and nothing is lost from the sums.
func TestSeriesAreBounded(t *testing.T) {
	m := newMetrics()
	const many = 10 * MaxNamed
	m.Watch(func() engine.Figures {
		var f engine.Figures
		for i := range many {
			s := engine.Scope{Account: "111111111111", Region: "us-east-1", Domain: fmt.Sprint("d", i)}
			f.Open = append(f.Open, engine.OpenFigures{Scope: s, Runs: 1 + i})
			for _, kind := range []token.Kind{token.Activity, token.Decision} {
				f.TaskLists = append(f.TaskLists, engine.TaskListFigures{
					Scope: s, Kind: kind, Name: other, Backlog: i, OldestAge: time.Duration(i) * time.Second, Pollers: 1, InProgress: 2,
				})
			}
		}
		return f
	}, func() pebblestore.Figures { return pebblestore.Figures{} })
	counts, sums := map[string]int{}, map[string]float64{}
	for _, line := range series(t, m) {
		name, _, _ := strings.Cut(line, "{")
		var value float64
		if _, err := fmt.Sscan(line[strings.LastIndex(line, " "):], &value); err != nil {
			t.Fatal(err)
		}
		counts[name]++
		sums[name] += value
	}
	for name, want := range map[string]int{
		"swfd_task_list_backlog": MaxNamed + 2, "swfd_task_list_in_progress": MaxNamed + 2, "swfd_task_list_pollers": MaxNamed + 2,
		"swfd_task_list_backlog_age_seconds": MaxNamed + 2, "swfd_open_executions": MaxNamed + 1,
	} {
		if counts[name] != want {
			t.Errorf("%s has %d series, not %d", name, counts[name], want)
		}
	}
	for name, want := range map[string]float64{
		"swfd_task_list_backlog": many * (many - 1), "swfd_task_list_in_progress": 4 * many, "swfd_task_list_pollers": 2 * many,
		"swfd_open_executions": many * (many + 1) / 2,
	} {
		if sums[name] != want {
			t.Errorf("%s adds up to %v, not %v", name, sums[name], want)
		}
	}
	if text := page(t, m, ""); !strings.Contains(text,
		fmt.Sprintf(`swfd_task_list_backlog_age_seconds{account="",domain="other",kind="activity",region="",task_list="other"} %d`, many-MaxNamed/2-1)) {
		t.Error("the oldest task of the other lists is not told of")
	}
}

// The lists that matter most keep their names.
func TestRanking(t *testing.T) {
	lists := []engine.TaskListFigures{
		{Name: "idle"}, {Name: "polled", Pollers: 9}, {Name: "busy", InProgress: 1}, {Name: "waiting", Backlog: 1}, {Name: "behind", Backlog: 2},
	}
	var names []string
	for _, l := range foldLists(lists, 3) {
		names = append(names, l.Name)
	}
	if want := []string{"behind", "waiting", "busy", "other"}; !slices.Equal(names, want) {
		t.Errorf("the lists are %v, want %v", names, want)
	}
}

// What is known beforehand is there before it happens, so that its first time is seen as a rise.
func TestSeriesBeginAtZero(t *testing.T) {
	text := page(t, newMetrics(), "")
	for _, want := range []string{
		`swfd_requests_total{operation="StartWorkflowExecution",outcome="success"} 0`,
		`swfd_request_duration_seconds_count{operation="UntagResource",result="success"} 0`,
		`swfd_timeouts_total{of="activity_task",type="HEARTBEAT"} 0`,
		`swfd_decisions_total{type="ScheduleLambdaFunction"} 0`,
		`swfd_executions_closed_total{status="CONTINUED_AS_NEW"} 0`,
		`swfd_heartbeats_total{cancel_requested="true"} 0`,
		`swfd_build_info{goversion="go1.26",revision="abc",version="v1.2.3"} 1`,
		"go_goroutines ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s", want)
		}
	}
}

// Names, units and help texts are as Prometheus wants them.
func TestNames(t *testing.T) {
	m := newMetrics()
	m.Watch(func() engine.Figures {
		return engine.Figures{Open: []engine.OpenFigures{{Scope: scope}}, TaskLists: []engine.TaskListFigures{{Scope: scope, Kind: token.Activity}}}
	}, func() pebblestore.Figures { return pebblestore.Figures{MinFree: 1} })
	m.WatchDoor(aDoor)
	problems, err := promlint.New(strings.NewReader(page(t, m, ""))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "swfd_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

func TestOpenMetrics(t *testing.T) {
	if text := page(t, newMetrics(), "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,*/*;q=0.1"); !strings.HasSuffix(text, "# EOF\n") {
		t.Errorf("the page is not OpenMetrics: it ends with %q", text[max(0, len(text)-300):])
	}
}

// What every call and every batch costs for being counted.
func BenchmarkObserve(b *testing.B) {
	m := newMetrics()
	c := httpapi.Call{Operation: "RecordActivityTaskHeartbeat", Outcome: httpapi.Succeeded, Status: 200, Took: time.Millisecond}
	b.ReportAllocs()
	for b.Loop() {
		m.Committed(time.Millisecond, 1, 200)
		m.HeartbeatRecorded(false)
		m.Call(c)
	}
}

// The document names every metric that there is, with its type and its labels, and no other.
func TestTheDocumentNamesEveryMetric(t *testing.T) {
	m := newMetrics()
	m.Call(httpapi.Call{Operation: "ListDomains", Outcome: "x", Status: 400})
	m.Watch(func() engine.Figures {
		return engine.Figures{Open: []engine.OpenFigures{{Scope: scope}}, TaskLists: []engine.TaskListFigures{{Scope: scope, Kind: token.Activity}}}
	}, func() pebblestore.Figures { return pebblestore.Figures{MinFree: 1} })
	m.WatchDoor(aDoor)
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), "swfd_") {
			got = append(got, f.GetName()+" "+strings.ToLower(f.GetType().String()))
		}
	}
	text, err := os.ReadFile("../../docs/observability.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, row := range regexp.MustCompile("(?m)^\\| `(swfd_\\w+)` \\| (\\w+) \\|").FindAllStringSubmatch(string(text), -1) {
		documented = append(documented, row[1]+" "+row[2])
	}
	slices.Sort(got)
	slices.Sort(documented)
	if !slices.Equal(got, documented) {
		t.Errorf("there are\n%s\nand documented are\n%s", strings.Join(got, "\n"), strings.Join(documented, "\n"))
	}
	for _, name := range regexp.MustCompile(`swfd_\w+`).FindAllString(string(text), -1) {
		name = strings.TrimSuffix(name, "_count")
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, name+" ") }) && name != "swfd_" {
			t.Errorf("the document speaks of %s, which is not there", name)
		}
	}
}
