package swf_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/swf"
)

// Whatever a decision of any type holds, reading what was written gives the same decision.
func TestDecisionsKeepWhatTheyHold(t *testing.T) {
	for _, name := range swf.DecisionType("").Values() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				decision := drawDecisionOf(t, name)
				if decision.Type() != swf.DecisionType(name) {
					t.Fatalf("the decision's type is %s", decision.Type())
				}
				var got swf.Decision
				reread(t, decision, &got)
				if !reflect.DeepEqual(got, decision) {
					t.Fatalf("%+v came back as %+v", decision, got)
				}
			})
		})
	}
}

func TestDecisionOnTheWire(t *testing.T) {
	cases := []struct {
		name     string
		decision swf.Decision
		wire     string
	}{
		{
			"absent texts are not written",
			swf.Decision{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "0"}},
			`{"decisionType":"StartTimer","startTimerDecisionAttributes":{"timerId":"t","startToFireTimeout":"0"}}`,
		},
		{
			"a structure without members is there all the same",
			swf.Decision{Attributes: &swf.CancelWorkflowExecutionDecisionAttributes{}},
			`{"decisionType":"CancelWorkflowExecution","cancelWorkflowExecutionDecisionAttributes":{}}`,
		},
		{
			"a decision that lacks its attributes keeps its type",
			swf.Decision{TypeWithoutAttributes: swf.DecisionTypeStartTimer},
			`{"decisionType":"StartTimer"}`,
		},
		{
			"so does one of an unknown type",
			swf.Decision{TypeWithoutAttributes: "Rewind\a"},
			`{"decisionType":"Rewind\u0007"}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := json.Marshal(c.decision)
			if err != nil || string(got) != c.wire {
				t.Fatalf("written as %s (%v), want %s", got, err, c.wire)
			}
			var back swf.Decision
			if err := json.Unmarshal(got, &back); err != nil || !reflect.DeepEqual(back, c.decision) {
				t.Errorf("came back as %+v (%v), want %+v", back, err, c.decision)
			}
		})
	}
}

// Attributes of other types beside the decision's own are ignored, and null is absent.
func TestDecisionsAreReadLeniently(t *testing.T) {
	text := `{"decisionType":"CancelTimer","cancelTimerDecisionAttributes":null,"startTimerDecisionAttributes":{"timerId":"t"}}`
	var got swf.Decision
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if want := (swf.Decision{TypeWithoutAttributes: swf.DecisionTypeCancelTimer}); !reflect.DeepEqual(got, want) {
		t.Errorf("read as %+v, want %+v", got, want)
	}
}

func TestDecisionsThatCannotBeRead(t *testing.T) {
	for _, text := range []string{`[]`, `{"decisionType":1}`, `{"decisionType":"StartTimer","startTimerDecisionAttributes":"t"}`} {
		var got swf.Decision
		if err := json.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s is read as %+v", text, got)
		}
	}
}
