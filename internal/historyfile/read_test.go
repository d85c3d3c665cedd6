package historyfile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/historyfile"
)

// The same three events, as different programs write them.
const (
	first  = `{"eventId":1,"eventTimestamp":1420142400.456,"eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":{"workflowType":{"name":"n","version":"v"},"taskList":{"name":"l"},"childPolicy":"TERMINATE"}}`
	second = `{"eventId":2,"eventTimestamp":1420142400.456,"eventType":"WorkflowExecutionSignaled","workflowExecutionSignaledEventAttributes":{"signalName":"s"}}`
	third  = `{"eventId":3,"eventTimestamp":1420142401.5,"eventType":"SomethingOfNextYear","somethingOfNextYearEventAttributes":{"a":1}}`
)

func TestShapes(t *testing.T) {
	withText := func(zone string) string {
		return strings.NewReplacer("1420142400.456", `"2015-01-01T20:00:00.456000`+zone+`"`, "1420142401.5", `"2015-01-01T20:00:01.500000`+zone+`"`).
			Replace("[" + first + "," + second + "," + third + "]")
	}
	for _, c := range []struct {
		name, text string
		more       bool
	}{
		{"a reply of the service, and what the AWS CLI prints", `{"events":[` + first + "," + second + "," + third + "]}", false},
		{"a page of it", `{"events":[` + first + "," + second + "," + third + `],"nextPageToken":"t"}`, true},
		{"a page of the AWS CLI", `{"events":[` + first + "," + second + "," + third + `],"NextToken":"t"}`, true},
		{"several pages", `{"events":[` + first + "," + second + `],"nextPageToken":"t"}` + "\n" + `{"events":[` + third + "]}", false},
		{"a list", "\n[" + first + "," + second + "," + third + "]\n", false},
		{"lines", first + "\n" + second + "\n\n" + third, false},
		{"the newest first", "[" + third + "," + second + "," + first + "]", false},
		{"times of version 2 of the AWS CLI", withText("+00:00"), false},
		{"times of another zone", strings.ReplaceAll(withText("+02:00"), "T20:", "T22:"), false},
		{"times of a Python program", strings.ReplaceAll(withText("+00:00"), "01T20", "01 20"), false},
		{"times without a zone", withText(""), false},
		{"a mark of the byte order", "\xef\xbb\xbf[" + first + "," + second + "," + third + "]", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, err := historyfile.Read([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range h.Events {
				b, err := json.Marshal(e)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, string(b))
			}
			want := strings.ReplaceAll(strings.Join([]string{first, second, third}, "\n"), `"childPolicy":"TERMINATE"}`, `"childPolicy":"TERMINATE","parentInitiatedEventId":0}`)
			want = strings.ReplaceAll(want, `{"signalName":"s"}`, `{"signalName":"s","externalInitiatedEventId":0}`)
			if sorted(t, strings.Join(got, "\n")) != sorted(t, want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
			}
			if h.More != c.more {
				t.Errorf("more is %v", h.More)
			}
		})
	}
}

// sorted gives each line, which is JSON, its members in order.
func sorted(t *testing.T, lines string) string {
	t.Helper()
	var out []string
	for line := range strings.Lines(lines) {
		var v any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	return strings.Join(out, "\n")
}

func TestRefusals(t *testing.T) {
	const none = `this is JSON, but no history: it should be an object with a list "events", a list of events, or one event a line`
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "the file is empty"},
		{"blanks", " \n", "the file is empty"},
		{"a text", "once upon\na time", "line 1: this is not JSON: invalid character 'o' looking for beginning of value"},
		{"a line that is cut off", first + "\n" + second[:20], "line 2: this is not JSON: unexpected EOF"},
		{"a line that is wrong", first + "\n" + "{,}", "line 2: this is not JSON: invalid character ',' looking for beginning of object key string"},
		{"a number", "5", none},
		{"null", "null", none},
		{"another reply", `{"domainInfos":[]}`, none},
		{"events that are no list", `{"events":{"a":1}}`, none},
		{"no events", `{"events":[]}`, "the file holds a history without events"},
		{"an empty list", `[]`, "the file holds a history without events"},
		{"a list of numbers", `[1,2]`, "event number 1 in the file: it is no event"},
		{"no id", `[` + first + `,{"eventType":"TimerFired"}]`, "event number 2 in the file has no eventId"},
		{"no type", `[{"eventId":7}]`, "event number 1 in the file, with eventId 7, has no eventType"},
		{"a time that is none", `[{"eventId":7,"eventType":"TimerFired","eventTimestamp":"noon"}]`, `event number 1 in the file: its eventTimestamp "noon" is no time`},
		{"disorder", "[" + first + "," + third + "," + second + "]", "the events are in disorder: 3 and 2 follow each other"},
		{"an event twice", "[" + first + "," + first + "]", "the events are in disorder: 1 and 1 follow each other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := historyfile.Read([]byte(c.text))
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// Histories that Amazon's service has sent can be read.
func TestRecordings(t *testing.T) {
	files, err := filepath.Glob("../../../shared/recordings/*.json")
	if err != nil || len(files) == 0 {
		t.Skip("the recordings of the real service are not beside the project: nothing of them is read here")
	}
	histories := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var calls []struct{ Operation, Reply string }
		if err := json.Unmarshal(b, &calls); err != nil {
			t.Fatal(err)
		}
		for _, c := range calls {
			if c.Operation != "GetWorkflowExecutionHistory" {
				continue
			}
			histories++
			if _, err := historyfile.Read([]byte(c.Reply)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if histories == 0 {
		t.Error("the recordings hold no history")
	}
}

// FuzzRead: whatever a file holds, it is a history in order or one line that says why not.
func FuzzRead(f *testing.F) {
	for _, text := range []string{"", "[]", `{"events":[` + first + "]}", first + "\n" + second, `[{"eventId":7,"eventTimestamp":"x"}]`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		h, err := historyfile.Read(file)
		if err != nil {
			return
		}
		for i := 1; i < len(h.Events); i++ {
			if h.Events[i-1].EventID >= h.Events[i].EventID {
				t.Fatal("the events are in disorder")
			}
		}
	})
}
