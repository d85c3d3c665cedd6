package blackbox

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

// fromSDK turns events as the SDK has decoded them into those of package swf, by way of their JSON.
func fromSDK(t testing.TB, events []types.HistoryEvent) []swf.HistoryEvent {
	t.Helper()
	converted := make([]swf.HistoryEvent, len(events))
	for i := range events {
		text := eventText(&events[i])
		if err := json.Unmarshal([]byte(text), &converted[i]); err != nil {
			t.Fatalf("event %s: %v", text, err)
		}
	}
	return converted
}

// eventText is an event as JSON.
func eventText(e *types.HistoryEvent) string { return string(appendJSON(nil, reflect.ValueOf(e))) }

// appendJSON appends a structure of the SDK in its wire form: absent members are left out, numbers that are 0 are not.
func appendJSON(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Pointer:
		if at, ok := v.Interface().(*time.Time); ok {
			// The SDK computes in floating point: SWF's milliseconds are the nearest ones.
			return swf.TimestampOf(at.Round(time.Millisecond)).AppendJSON(b)
		}
		return appendJSON(b, v.Elem())
	case reflect.String:
		text, err := json.Marshal(v.String())
		if err != nil {
			panic(err)
		}
		return append(b, text...)
	case reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Slice:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v.Index(i))
		}
		return append(b, ']')
	case reflect.Struct:
		return appendMembers(b, v)
	}
	panic("the SDK's events have a member of kind " + v.Kind().String())
}

func appendMembers(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	first := true
	for f, member := range v.Fields() {
		if !f.IsExported() || absent(member) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, '"', f.Name[0]-'A'+'a')
		b = append(b, f.Name[1:]...)
		b = append(b, '"', ':')
		b = appendJSON(b, member)
	}
	return append(b, '}')
}

// absent reports whether a member was not on the wire. Texts of the SDK that are not pointers are enumerations, which are never empty.
func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice:
		return v.IsNil()
	case reflect.String:
		return v.String() == ""
	}
	return false
}

// expectHistory compares a whole history with the events that it should have, one a line:
//
//	<event id> <transaction> <event type> <the attributes that matter, as JSON>
//
// Events of one transaction, a letter, share a time. An attribute that must be absent is null. Lines that begin with # are remarks, and a
// line that begins with a quotation mark goes on with the one before.
func expectHistory(t *testing.T, events []swf.HistoryEvent, want string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(want) {
		switch line = strings.TrimSpace(line); {
		case line == "" || line[0] == '#':
		case line[0] == '"':
			lines[len(lines)-1] += " " + line
		default:
			lines = append(lines, line)
		}
	}
	times := map[string]swf.Timestamp{}
	good := len(lines) == len(events)
	for i := range min(len(lines), len(events)) {
		if err := expectEvent(events[i], lines[i], times); err != nil {
			t.Errorf("%v", err)
			good = false
		}
	}
	if !good {
		t.Errorf("the history has %d events and should have %d:\n%s", len(events), len(lines), historyText(events))
	}
}

func expectEvent(e swf.HistoryEvent, line string, times map[string]swf.Timestamp) error {
	parts := strings.SplitN(line, " ", 4)
	if len(parts) != 4 {
		return fmt.Errorf("not an expected event: %s", line)
	}
	var want any
	if err := json.Unmarshal([]byte(parts[3]), &want); err != nil {
		return fmt.Errorf("not an expected event: %s: %w", line, err)
	}
	if strconv.FormatInt(e.EventID, 10) != parts[0] || string(e.Type()) != parts[2] {
		return fmt.Errorf("expected %s %s, got %d %s", parts[0], parts[2], e.EventID, e.Type())
	}
	if at, ok := times[parts[1]]; ok && at != e.EventTimestamp {
		return fmt.Errorf("event %d %s is of another time than the others of its transaction %s", e.EventID, e.Type(), parts[1])
	}
	times[parts[1]] = e.EventTimestamp
	if path, ok := agrees(attributesJSON(e), want); !ok {
		return fmt.Errorf("event %d %s differs at %q: expected %s, got %s", e.EventID, e.Type(), path, parts[3], attributesText(e))
	}
	return nil
}

func attributesText(e swf.HistoryEvent) string {
	text, err := json.Marshal(e.Attributes)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func attributesJSON(e swf.HistoryEvent) any {
	var v any
	if err := json.Unmarshal([]byte(attributesText(e)), &v); err != nil {
		return err.Error()
	}
	return v
}

// agrees reports whether got has everything that want has, and if not, where it differs.
func agrees(got, want any) (path string, ok bool) {
	members, isObject := want.(map[string]any)
	if !isObject {
		return "", reflect.DeepEqual(got, want)
	}
	has, _ := got.(map[string]any)
	for name, value := range members {
		if path, ok := agrees(has[name], value); !ok {
			return strings.TrimSuffix(name+"."+path, "."), false
		}
	}
	return "", true
}

// historyText shows a history, one event a line.
func historyText(events []swf.HistoryEvent) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%d %s %s %s\n", e.EventID, e.EventTimestamp.Time().Format("15:04:05.000"), e.Type(), attributesText(e))
	}
	return b.String()
}

// expectAfter checks that an event came a time-out after another, never earlier and not much later.
func expectAfter(t *testing.T, events []swf.HistoryEvent, from, to int, timeout time.Duration) {
	t.Helper()
	const slack = 10 * time.Second
	between := events[to-1].EventTimestamp.Time().Sub(events[from-1].EventTimestamp.Time())
	if between < timeout || between > timeout+slack {
		t.Errorf("event %d came %v after event %d; it should be %v after it\n%s", to, between, from, timeout, historyText(events))
	}
}
