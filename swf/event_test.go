package swf_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// Whatever an event of any type holds, reading what was written gives the same event.
func TestEventsKeepWhatTheyHold(t *testing.T) {
	for _, name := range swf.EventType("").Values() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				event := drawEventOf(t, name)
				if event.Type() != swf.EventType(name) {
					t.Fatalf("the event's type is %s", event.Type())
				}
				var got swf.HistoryEvent
				reread(t, event, &got)
				if !reflect.DeepEqual(got, event) {
					t.Fatalf("%+v came back as %+v", event, got)
				}
			})
		})
	}
}

// reread writes a value as JSON and reads it into another.
func reread(t interface{ Fatalf(string, ...any) }, from, into any) {
	b, err := json.Marshal(from)
	if err != nil {
		t.Fatalf("writing %+v: %v", from, err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("reading %s: %v", b, err)
	}
}

func TestEventOnTheWire(t *testing.T) {
	cases := []struct {
		name  string
		event swf.HistoryEvent
		want  string
	}{
		{
			"ids are written even when they are 0, absent texts are not",
			swf.HistoryEvent{EventID: 3, EventTimestamp: 1371454150451, Attributes: &swf.WorkflowExecutionSignaledEventAttributes{SignalName: "go"}},
			`{"eventId":3,"eventTimestamp":1371454150.451,"eventType":"WorkflowExecutionSignaled",` +
				`"workflowExecutionSignaledEventAttributes":{"signalName":"go","externalInitiatedEventId":0}}`,
		},
		{
			"an empty text is not an absent one",
			swf.HistoryEvent{EventID: 5, EventTimestamp: 1000, Attributes: &swf.ActivityTaskCompletedEventAttributes{Result: new("")}},
			`{"eventId":5,"eventTimestamp":1,"eventType":"ActivityTaskCompleted",` +
				`"activityTaskCompletedEventAttributes":{"result":"","scheduledEventId":0,"startedEventId":0}}`,
		},
		{
			"an event of an unknown type keeps its attributes as they came",
			swf.HistoryEvent{EventID: 1, Attributes: &swf.UnknownEventAttributes{Name: "Rewound", Raw: json.RawMessage(`{"to":1}`)}},
			`{"eventId":1,"eventTimestamp":0,"eventType":"Rewound","rewoundEventAttributes":{"to":1}}`,
		},
		{
			"an event of an unknown type that came without attributes goes without",
			swf.HistoryEvent{EventID: 1, Attributes: &swf.UnknownEventAttributes{Name: "Rewound"}},
			`{"eventId":1,"eventTimestamp":0,"eventType":"Rewound"}`,
		},
		{
			"even a type with odd letters makes legal JSON",
			swf.HistoryEvent{EventID: 1, Attributes: &swf.UnknownEventAttributes{Name: "\a\x00\""}},
			`{"eventId":1,"eventTimestamp":0,"eventType":"\u0007\u0000\""}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := json.Marshal(c.event)
			if err != nil || string(got) != c.want {
				t.Fatalf("written as %s (%v), want %s", got, err, c.want)
			}
			var back swf.HistoryEvent
			if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, c.event) {
				t.Errorf("came back as %+v (%v), want %+v", back, err, c.event)
			}
		})
	}
}

// Texts with many <, > and & must not grow on their way, or a legal one would make too large a request.
func TestTextsAreNotEscapedForWebPages(t *testing.T) {
	text := "<a href='x'>&</a>"
	decision := swf.Decision{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: &text}}
	event := swf.HistoryEvent{EventID: 1, Attributes: &swf.WorkflowExecutionCompletedEventAttributes{Result: &text}}
	for _, v := range []json.Marshaler{decision, event} {
		if b, err := v.MarshalJSON(); err != nil || !strings.Contains(string(b), text) {
			t.Errorf("written as %s (%v)", b, err)
		}
	}
}

func TestEventsThatCannotBeRead(t *testing.T) {
	for _, text := range []string{
		`7`,
		`{"eventId":"seven"}`,
		`{"eventId":1,"eventTimestamp":"2013-06-17T07:29:10Z"}`,
		`{"eventId":1,"eventType":5}`,
		`{"eventId":1,"eventType":"TimerFired","timerFiredEventAttributes":[]}`,
		`{"eventId":1,"eventType":"TimerFired","timerFiredEventAttributes":{"timerId":5}}`,
	} {
		event := swf.HistoryEvent{EventID: 99}
		if err := json.Unmarshal([]byte(text), &event); err == nil {
			t.Errorf("%s is read as %+v", text, event)
		} else if event.EventID != 99 || event.Attributes != nil {
			t.Errorf("%s is refused, but leaves %+v", text, event)
		}
	}
	if b, err := json.Marshal(swf.HistoryEvent{EventID: 1}); err == nil {
		t.Errorf("an event without attributes is written as %s", b)
	}
}

// Null is absent, unknown members are ignored, and case counts.
func TestEventsAreReadLeniently(t *testing.T) {
	text := `{"eventId":2,"EVENTID":9,"eventTimestamp":null,"eventType":"TimerFired","new":[{}],` +
		`"timerFiredEventAttributes":null,"TimerFiredEventAttributes":{"timerId":"x"}}`
	var event swf.HistoryEvent
	if err := json.Unmarshal([]byte(text), &event); err != nil {
		t.Fatal(err)
	}
	want := swf.HistoryEvent{EventID: 2, Attributes: &swf.TimerFiredEventAttributes{}}
	if !reflect.DeepEqual(event, want) {
		t.Errorf("read as %+v, want %+v", event, want)
	}
}

// Whatever can be read as an event can be written, and reads as the same event again.
func FuzzHistoryEvent(f *testing.F) {
	f.Add(`{"eventId":1,"eventTimestamp":1.5,"eventType":"TimerFired","timerFiredEventAttributes":{"timerId":"t","startedEventId":4}}`)
	f.Add(`{"eventId":1,"eventType":"Rewound","rewoundEventAttributes":{"to":[1,null,"<"]}}`)
	f.Add(`{}`)
	f.Fuzz(func(t *testing.T, text string) {
		var event, again swf.HistoryEvent
		if json.Unmarshal([]byte(text), &event) != nil {
			return
		}
		first, err := json.Marshal(event)
		if err != nil {
			t.Fatalf("%q is read, but not written: %v", text, err)
		}
		if err := json.Unmarshal(first, &again); err != nil {
			t.Fatalf("%q is written as %s, which is not read: %v", text, first, err)
		}
		if second, err := json.Marshal(again); err != nil || string(second) != string(first) {
			t.Fatalf("%s comes back as %s (%v)", first, second, err)
		}
	})
}
