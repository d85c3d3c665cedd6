package diagnosis_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/diagnosis"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

var update = flag.Bool("update", false, "write testdata/runs.txt anew")

// TestRuns reads testdata/runs.txt: histories as JSON, one event a line, the second at which somebody asks, and below the dashes what
// is told of the run.
func TestRuns(t *testing.T) {
	const file = "testdata/runs.txt"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for story := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n====\n") {
		asked, _, found := strings.Cut(story+"\n", "\n----\n")
		if !found {
			t.Fatalf("the story has no dashes: %s", story)
		}
		said = append(said, asked+"\n----\n"+tell(t, asked))
	}
	got := strings.Join(said, "\n====\n") + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(text); got != want && !*update {
		t.Errorf("%s is not what is told (-update writes it anew); it is\n%s", file, got)
	}
}

// tell makes the diagnosis of a story.
func tell(t *testing.T, story string) string {
	t.Helper()
	var events []swf.HistoryEvent
	now := swf.Timestamp(0)
	for line := range strings.Lines(story) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "now "):
			var err error
			if now, err = swf.ParseTimestamp(strings.TrimPrefix(line, "now ")); err != nil {
				t.Fatal(err)
			}
		default:
			var e swf.HistoryEvent
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			events = append(events, e)
		}
	}
	d := diagnosis.Of(described(events), events, now)
	var b strings.Builder
	for _, w := range d.Warnings {
		b.WriteString("warning: " + w + "\n")
	}
	for _, r := range d.Reasons {
		b.WriteString(r + "\n")
	}
	for _, o := range d.Open {
		fmt.Fprintf(&b, "  %d %s %q of %s, %s since %s", o.EventID, o.Kind, o.ID, o.Of, o.State, o.Since)
		for _, x := range o.Deadlines {
			fmt.Fprintf(&b, "; %s %s", x.Name, x.At)
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// described is what a service would say of a run.
func described(events []swf.HistoryEvent) *swf.DescribeWorkflowExecutionOutput {
	fold := historycheck.Fold(events)
	d := &swf.DescribeWorkflowExecutionOutput{OpenCounts: fold.OpenCounts()}
	d.ExecutionInfo.StartTimestamp = fold.StartedAt
	d.ExecutionInfo.ExecutionStatus = swf.ExecutionStatusOpen
	if fold.Started != nil && fold.Started.ExecutionStartToCloseTimeout != nil {
		d.ExecutionConfiguration.ExecutionStartToCloseTimeout = *fold.Started.ExecutionStartToCloseTimeout
	}
	if fold.Closed {
		d.ExecutionInfo.ExecutionStatus, d.ExecutionInfo.CloseStatus, d.ExecutionInfo.CloseTimestamp = swf.ExecutionStatusClosed, fold.Status, &fold.LastEventAt
	}
	return d
}

// A long history is warned of, long before it ends the run.
func TestManyEvents(t *testing.T) {
	events := []swf.HistoryEvent{{EventID: 1, Attributes: &swf.WorkflowExecutionStartedEventAttributes{}}}
	for len(events) < 20_000 {
		events = append(events, swf.HistoryEvent{EventID: int64(len(events) + 1), Attributes: &swf.WorkflowExecutionSignaledEventAttributes{}})
	}
	d := diagnosis.Of(described(events), events, 1)
	if len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "20000 events; with 25000, SWF terminates the run") {
		t.Errorf("got %q", d.Warnings)
	}
	d = diagnosis.Of(described(events[:19_999]), events[:19_999], 1)
	if len(d.Warnings) != 0 {
		t.Errorf("got %q", d.Warnings)
	}
}

// Whatever a history says, something can be told of it.
func TestEveryEventAlone(t *testing.T) {
	for _, name := range append(swf.EventType("").Values(), "SomethingNew") {
		var e swf.HistoryEvent
		text := fmt.Sprintf(`{"eventId":1,"eventTimestamp":1,"eventType":%q,%q:{}}`, name, swf.EventAttributesMember(swf.EventType(name)))
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatal(err)
		}
		if d := diagnosis.Of(described([]swf.HistoryEvent{e}), []swf.HistoryEvent{e}, 1); len(d.Reasons) == 0 {
			t.Errorf("%s: nothing is told", name)
		}
	}
}
