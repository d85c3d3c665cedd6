package client_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// BenchmarkHeartbeat is a whole call but for the network: write, sign, read.
func BenchmarkHeartbeat(b *testing.B) {
	c := connect(b, replying(`{"cancelRequested":false}`))
	in := swf.NewRecordActivityTaskHeartbeatInput(strings.Repeat("A", 120))
	in.Details = new("42% of 1000 rows")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.RecordActivityTaskHeartbeat(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHistoryPage is a page of 1000 events.
func BenchmarkHistoryPage(b *testing.B) {
	event := `{"activityTaskCompletedEventAttributes":{"result":"done","scheduledEventId":5,"startedEventId":6},"eventId":7,` +
		`"eventTimestamp":1371454150.451,"eventType":"ActivityTaskCompleted"}`
	page := fmt.Sprintf(`{"events":[%s]}`, strings.TrimSuffix(strings.Repeat(event+",", 1000), ","))
	c := connect(b, replying(page))
	in := swf.NewGetWorkflowExecutionHistoryInput("d", swf.WorkflowExecution{WorkflowID: "w", RunID: "r"})
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.GetWorkflowExecutionHistory(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
}

// replying answers every request with a success, and keeps nothing.
func replying(body string) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) { return play(ok(body)).RoundTrip(r) })
}
