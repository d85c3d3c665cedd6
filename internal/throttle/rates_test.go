package throttle_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/rate"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/swf"
)

func parse(t testing.TB, text string) throttle.Rates {
	t.Helper()
	r, err := throttle.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text, said string
		// want are rates by name, "" for none.
		want map[string]string
	}{
		{"none", "none", map[string]string{"StartTimer": "", "ListDomains": ""}},
		{"aws", "aws", map[string]string{
			"RecordActivityTaskHeartbeat": "2000+160/s", "StartChildWorkflowExecution": "500+12/s",
			"execution.SignalWorkflowExecution": "1000+1000/s", "task-list.ScheduleActivityTask": "2000+2000/s",
			"ContinueAsNewWorkflowExecution": "", "ScheduleLambdaFunction": "",
		}},
		{"StartTimer=7+3/s", "none, StartTimer=7+3/s", map[string]string{"StartTimer": "7+3/s", "ListDomains": ""}},
		{
			" aws ,StartTimer = 7 + 3/s,  ListDomains=none,ContinueAsNewWorkflowExecution=1+1/s ",
			"aws, ContinueAsNewWorkflowExecution=1+1/s, ListDomains=none, StartTimer=7+3/s",
			map[string]string{"StartTimer": "7+3/s", "ListDomains": "", "TagResource": "50+30/s", "ContinueAsNewWorkflowExecution": "1+1/s"},
		},
		{"aws,ListDomains=1000000000+1000000000/s", "aws, ListDomains=1000000000+1000000000/s", nil},
	} {
		r := parse(t, c.text)
		if r.String() != c.said {
			t.Errorf("%q is %q, want %q", c.text, r, c.said)
		}
		if again := parse(t, r.String()); !reflect.DeepEqual(again, r) {
			t.Errorf("%q is not read as it was written", r)
		}
		for name, want := range c.want {
			l, ok := r.Limit(name)
			wanted := rate.Limit{}
			if want != "" {
				one := parse(t, name+"="+want)
				wanted, _ = one.Limit(name)
			}
			if ok != (want != "") || l != wanted {
				t.Errorf("%q: %s is %+v, %v; want %q", c.text, name, l, ok, want)
			}
		}
	}
}

func TestRefusedRates(t *testing.T) {
	for text, want := range map[string]string{
		"":                             `"" is no rate: give aws or none, and then such as StartTimer=2000+200/s`,
		"azure":                        `"azure" is no rate`,
		"aws, none":                    `"none" is no rate`,
		"aws,":                         `"" is no rate`,
		"StartTimer":                   `"StartTimer" is no rate`,
		"StartTime=1+1/s":              `there is no rate "StartTime"; did you mean StartTimer?`,
		"starttimer=1+1/s":             `there is no rate "starttimer"; did you mean StartTimer?`,
		"execution.StartTimer=1+1/s":   `there is no rate "execution.StartTimer"`,
		"Everything=1+1/s":             `there is no rate "Everything": the names are SWF's operations and decisions, and execution.GetWorkflow`,
		"StartTimer=1+1/s,StartTimer=": `the rate StartTimer is given twice`,
		"StartTimer=":                  `the rate StartTimer: "" is no rate: give a burst and what comes back each second, such as 2000+160/s, or none`,
		"StartTimer=1":                 `the rate StartTimer: "1" is no rate`,
		"StartTimer=1+1":               `the rate StartTimer: "1+1" is no rate`,
		"StartTimer=0+1/s":             `the rate StartTimer: "0+1/s" is no rate`,
		"StartTimer=1+0/s":             `the rate StartTimer: "1+0/s" is no rate`,
		"StartTimer=-1+1/s":            `the rate StartTimer: "-1+1/s" is no rate`,
		"StartTimer=1+1000000001/s":    `the rate StartTimer: "1+1000000001/s" is no rate`,
		"StartTimer=1.5+1/s":           `the rate StartTimer: "1.5+1/s" is no rate`,
	} {
		_, err := throttle.Parse(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q\ngot  %v\nwant %s", text, err, want)
		}
	}
}

// SWF documents a rate for each of its operations, and names a cause for each decision that has one.
func TestEveryOperationHasARate(t *testing.T) {
	r := parse(t, "aws")
	known := map[string]bool{}
	for _, name := range throttle.Names() {
		known[name] = true
	}
	service := reflect.TypeFor[swf.Service]()
	for i := range service.NumMethod() {
		name := service.Method(i).Name
		if _, ok := r.Limit(name); !ok {
			t.Errorf("%s has no rate", name)
		}
		delete(known, name)
	}
	unthrottled := []swf.DecisionType{
		swf.DecisionTypeCancelTimer, swf.DecisionTypeRecordMarker, swf.DecisionTypeRequestCancelActivityTask,
		swf.DecisionTypeCompleteWorkflowExecution, swf.DecisionTypeFailWorkflowExecution, swf.DecisionTypeCancelWorkflowExecution,
	}
	for _, name := range swf.DecisionType("").Values() {
		has := known[name]
		for _, d := range unthrottled {
			has = has || string(d) == name
		}
		if !has {
			t.Errorf("the decision %s has no rate", name)
		}
		delete(known, name)
	}
	for name := range known {
		if !strings.HasPrefix(name, "execution.") && !strings.HasPrefix(name, "task-list.") {
			t.Errorf("there is a rate for %s, which is neither an operation nor a decision", name)
		}
	}
}

// FuzzParse: whatever is read is written so that it reads the same.
func FuzzParse(f *testing.F) {
	f.Add("aws, StartTimer=100+10/s, ListDomains=none")
	f.Add("none")
	f.Add("execution.SignalWorkflowExecution=1+1/s")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := throttle.Parse(text)
		if err != nil {
			return
		}
		again, err := throttle.Parse(r.String())
		if err != nil || !reflect.DeepEqual(again, r) {
			t.Fatalf("%q is written as %q, which reads %v, %v", text, r, again, err)
		}
	})
}
