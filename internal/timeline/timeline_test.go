package timeline_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/timeline"
	"github.com/swfd/swfd/swf"
)

func read(t *testing.T, lines string) []swf.HistoryEvent {
	t.Helper()
	var events []swf.HistoryEvent
	for line := range strings.Lines(lines) {
		var e swf.HistoryEvent
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		events = append(events, e)
	}
	return events
}

// The file holds histories as JSON, one event a line, and below the dashes what is drawn of them.
func TestTimelines(t *testing.T) {
	text, err := os.ReadFile("testdata/timelines.txt")
	if err != nil {
		t.Fatal(err)
	}
	for story := range strings.SplitSeq(string(text), "\n====\n") {
		title, rest, _ := strings.Cut(strings.TrimSpace(story), "\n")
		t.Run(strings.TrimPrefix(title, "# "), func(t *testing.T) {
			events, want, found := strings.Cut(rest, "\n----\n")
			if !found {
				t.Fatal("the story has no dashes")
			}
			var got bytes.Buffer
			if err := timeline.Write(&got, read(t, events)); err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(got.String()) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// Every type of event can be drawn, also with nothing but its type, and also one that nobody knows.
func TestEveryEventCanBeDrawn(t *testing.T) {
	for _, name := range append(swf.EventType("").Values(), "SomethingNew") {
		member := swf.EventAttributesMember(swf.EventType(name))
		events := read(t, `{"eventId":1,"eventTimestamp":1,"eventType":"`+name+`","`+member+`":{}}`)
		var got bytes.Buffer
		if err := timeline.Write(&got, events); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.String(), name) || strings.Count(got.String(), "\n") != 1 {
			t.Errorf("%s is drawn as %q", name, got.String())
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no paper") }

func TestAWriterThatFails(t *testing.T) {
	err := timeline.Write(brokenWriter{}, read(t, `{"eventId":1,"eventTimestamp":1,"eventType":"DecisionTaskScheduled"}`))
	if err == nil || !strings.Contains(err.Error(), "no paper") {
		t.Errorf("got %v", err)
	}
}

// A colour goes round the name and the blanks behind it, so that what follows stays in its column.
func TestPaint(t *testing.T) {
	var got bytes.Buffer
	w := timeline.NewWriter(&got)
	w.Paint = func(event swf.EventType, name string) string { return "<" + name + ">" }
	for _, e := range read(t, `{"eventId":1,"eventTimestamp":1,"eventType":"DecisionTaskScheduled","decisionTaskScheduledEventAttributes":{"taskList":{"name":"l"}}}
{"eventId":2,"eventTimestamp":1,"eventType":"DecisionTaskCompleted","decisionTaskCompletedEventAttributes":{}}`) {
		if err := w.Event(&e); err != nil {
			t.Fatal(err)
		}
	}
	want := "    1    +0.000s  <DecisionTaskScheduled               >  on \"l\"\n    2    +0.000s  <DecisionTaskCompleted>\n"
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 1500 * time.Microsecond: "1ms", 42*time.Second + 900*time.Millisecond: "42s", time.Minute: "1m0s", 310 * time.Second: "5m10s",
		185 * time.Minute: "3h5m", 99 * time.Hour: "4d3h", -time.Minute: "-1m0s",
	} {
		if got := timeline.Span(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}
