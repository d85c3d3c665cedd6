package awsjson

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

func TestOutputsByteForByte(t *testing.T) {
	for _, c := range []struct {
		out  any
		want string
	}{
		// What an empty poll says is captured from the live service: 20 and 47 bytes.
		{&swf.PollForActivityTaskOutput{}, `{"startedEventId":0}`},
		{&swf.PollForDecisionTaskOutput{}, `{"previousStartedEventId":0,"startedEventId":0}`},
		{&swf.RecordActivityTaskHeartbeatOutput{}, `{"cancelRequested":false}`},
		{&swf.StartWorkflowExecutionOutput{RunID: new("22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/GESj90=")}, `{"runId":"22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/GESj90="}`},
		{&swf.CountPendingActivityTasksOutput{Count: 7, Truncated: true}, `{"count":7,"truncated":true}`},
		// The lists that SWF always writes, and those it leaves out.
		{&swf.GetWorkflowExecutionHistoryOutput{}, `{"events":[]}`},
		{&swf.ListDomainsOutput{}, `{"domainInfos":[]}`},
		{&swf.ListDomainsOutput{DomainInfos: []swf.DomainInfo{}}, `{"domainInfos":[]}`},
		{&swf.ListTagsForResourceOutput{Tags: []swf.ResourceTag{}}, `{}`},
		// An empty text stays, an absent one is left out.
		{&swf.PollForActivityTaskOutput{TaskToken: "t", ActivityID: "a", StartedEventID: 6, Input: new(""),
			WorkflowExecution: &swf.WorkflowExecution{WorkflowID: "w", RunID: "r"}, ActivityType: &swf.ActivityType{Name: "n", Version: "1"}},
			`{"activityId":"a","activityType":{"name":"n","version":"1"},"input":"","startedEventId":6,"taskToken":"t","workflowExecution":{"runId":"r","workflowId":"w"}}`},
		// Stored events stand in their place as they are.
		{&swf.GetWorkflowExecutionHistoryOutput{EncodedEvents: []byte(`{"eventId":1},{"eventId":2}`), NextPageToken: new("p")},
			`{"events":[{"eventId":1},{"eventId":2}],"nextPageToken":"p"}`},
		{&swf.GetWorkflowExecutionHistoryOutput{EncodedEvents: []byte{}}, `{"events":[]}`},
		{&swf.PollForDecisionTaskOutput{TaskToken: "t", StartedEventID: 3, EncodedEvents: []byte(`{"eventId":1}`)},
			`{"events":[{"eventId":1}],"previousStartedEventId":0,"startedEventId":3,"taskToken":"t"}`},
	} {
		if got := string(Append([]byte("x"), c.out)); got != "x"+c.want {
			t.Errorf("%T\n got %s\nwant %s", c.out, got[1:], c.want)
		}
	}
}

func TestEventsByteForByte(t *testing.T) {
	for _, c := range []struct {
		event swf.HistoryEvent
		want  string
	}{
		{swf.HistoryEvent{EventID: 3, EventTimestamp: 1371454150451, Attributes: &swf.DecisionTaskStartedEventAttributes{ScheduledEventID: 2}},
			`{"decisionTaskStartedEventAttributes":{"scheduledEventId":2},"eventId":3,"eventTimestamp":1371454150.451,"eventType":"DecisionTaskStarted"}`},
		{swf.HistoryEvent{EventID: 9, EventTimestamp: 1371454150000, Attributes: &swf.TimerFiredEventAttributes{TimerID: "t", StartedEventID: 5}},
			`{"eventId":9,"eventTimestamp":1371454150,"eventType":"TimerFired","timerFiredEventAttributes":{"startedEventId":5,"timerId":"t"}}`},
	} {
		if got := string(AppendEvent([]byte("x"), &c.event)); got != "x"+c.want {
			t.Errorf("got %s\nwant %s", got[1:], c.want)
		}
	}
}

// TestEveryOutputSaysWhatEncodingJSONSays: whatever an output holds, both encoders mean the same.
func TestEveryOutputSaysWhatEncodingJSONSays(t *testing.T) {
	for _, o := range operations() {
		t.Run(o.name, rapid.MakeCheck(func(t *rapid.T) {
			out := reflect.New(o.out)
			fill(t, out.Elem())
			sameMeaning(t, Append(nil, out.Interface()), out.Interface())
		}))
	}
}

func TestEveryEventSaysWhatEncodingJSONSays(t *testing.T) {
	for _, name := range swf.EventType("").Values() {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			e := newEvent(t, name)
			e.EventID = rapid.Int64Min(1).Draw(t, "eventId")
			e.EventTimestamp = swf.Timestamp(rapid.Int64().Draw(t, "eventTimestamp"))
			fill(t, reflect.ValueOf(e.Attributes).Elem())
			line := AppendEvent(nil, &e)
			sameMeaning(t, line, e)
			if bytes.ContainsAny(line, "\r\n") {
				t.Fatalf("more than one line: %s", line)
			}
			var back swf.HistoryEvent
			if err := json.Unmarshal(line, &back); err != nil {
				t.Fatalf("%s does not come back: %v", line, err)
			}
			// Events that were stored are served as they are.
			out := &swf.GetWorkflowExecutionHistoryOutput{EncodedEvents: line}
			decoded := &swf.GetWorkflowExecutionHistoryOutput{Events: []swf.HistoryEvent{e}}
			if got, want := Append(nil, out), Append(nil, decoded); !bytes.Equal(got, want) {
				t.Fatalf("stored %s\nencoded %s", got, want)
			}
		}))
	}
}

// TestEveryInputComesBack: what Append writes of an input, Decode reads, unless it breaks a constraint.
func TestEveryInputComesBack(t *testing.T) {
	for _, o := range operations() {
		t.Run(o.name, rapid.MakeCheck(func(t *rapid.T) {
			in := reflect.New(o.in)
			fill(t, in.Elem())
			text := Append(nil, in.Interface())
			sameMeaning(t, text, in.Interface())
			document, err := Parse(text)
			if err != nil {
				t.Fatalf("%s is not JSON", text)
			}
			back := reflect.New(o.in)
			switch err := document.Decode(back.Interface()).(type) {
			case *swf.ValidationException:
			case nil:
				if again := Append(nil, back.Interface()); !bytes.Equal(again, text) {
					t.Fatalf("sent %s\n read %s", text, again)
				}
			default:
				t.Fatalf("%s: %v", text, err)
			}
		}))
	}
}

// sameMeaning checks that a text has its members in order and says the same as encoding/json's of the value.
func sameMeaning(t *rapid.T, text []byte, value any) {
	reference, err := json.Marshal(value)
	if err != nil {
		t.Fatalf("reference: %v", err)
	}
	if got, want := meaning(t, text), meaning(t, reference); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %s\nwant %s", text, reference)
	}
	// encoding/json writes maps in the order of their keys.
	sorted, err := json.Marshal(meaning(t, text))
	if err != nil {
		t.Fatal(err)
	}
	if order(t, text) != order(t, sorted) {
		t.Fatalf("the members of %s are not in order", text)
	}
}

func meaning(t *rapid.T, text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		t.Fatalf("%s is not JSON: %v", text, err)
	}
	return v
}

// order lists all names and values of a text as they stand in it.
func order(t *rapid.T, text []byte) string {
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	var names []byte
	for {
		token, err := d.Token()
		if err != nil {
			return string(names)
		}
		names = append(names, '\n')
		switch x := token.(type) {
		case string:
			names = append(names, x...)
		case json.Number:
			names = append(names, x...)
		case json.Delim:
			names = append(names, byte(x))
		case bool:
			names = append(names, "truth"...)
		}
	}
}
