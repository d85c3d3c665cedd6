package awsjson

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

func decode(t *testing.T, body string, into any) error {
	t.Helper()
	d, err := Parse([]byte(body))
	if err != nil {
		t.Fatalf("%.100s is not JSON", body)
	}
	return d.Decode(into)
}

func TestMembersAreRead(t *testing.T) {
	var in swf.ListOpenWorkflowExecutionsInput
	err := decode(t, ` { "domain" : "d\u0031" , "startTimeFilter" : {"oldestDate":1.371454150451E9,"latestDate":-1},
		"typeFilter":{"name":"n"},"maximumPageSize":1e2,"reverseOrder":true,"executionFilter":null,"nextPageToken":""} `, &in)
	want := swf.ListOpenWorkflowExecutionsInput{
		Domain:          "d1",
		StartTimeFilter: swf.ExecutionTimeFilter{OldestDate: 1371454150451, LatestDate: new(swf.Timestamp(-1000))},
		TypeFilter:      &swf.WorkflowTypeFilter{Name: "n"},
		MaximumPageSize: 100, ReverseOrder: true, NextPageToken: new(""),
	}
	if err != nil || !reflect.DeepEqual(in, want) {
		t.Errorf("got %+v, %v", in, err)
	}
}

func TestListsAreRead(t *testing.T) {
	var in swf.StartWorkflowExecutionInput
	err := decode(t, `{`+start+`,"tagList":["a",null,"","ü",null]}`, &in)
	if err != nil || !reflect.DeepEqual(in.TagList, []string{"a", "", "ü"}) {
		t.Errorf("got %q, %v", in.TagList, err)
	}
	var tags swf.TagResourceInput
	err = decode(t, `{"resourceArn":"a","tags":[{"key":"k","value":"v"},{"key":"l"}]}`, &tags)
	if err != nil || !reflect.DeepEqual(tags.Tags, []swf.ResourceTag{{Key: "k", Value: new("v")}, {Key: "l"}}) {
		t.Errorf("got %v, %v", tags.Tags, err)
	}
}

func TestDecisionsAreRead(t *testing.T) {
	var in swf.RespondDecisionTaskCompletedInput
	err := decode(t, `{"taskToken":"t","decisions":[
		{"startTimerDecisionAttributes":{"timerId":"1","startToFireTimeout":"5"},"decisionType":"StartTimer"},
		{"decisionType":"CancelTimer","cancelTimerDecisionAttributes":null},
		{"decisionType":"RecordMarker","recordMarkerDecisionAttributes":{"markerName":"m"},"cancelTimerDecisionAttributes":{"timerId":"1"},"x":[{}]}
	]}`, &in)
	want := []swf.Decision{
		{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "1", StartToFireTimeout: "5"}},
		{TypeWithoutAttributes: swf.DecisionTypeCancelTimer},
		{Attributes: &swf.RecordMarkerDecisionAttributes{MarkerName: "m"}},
	}
	if err != nil || !reflect.DeepEqual(in.Decisions, want) {
		t.Errorf("got %+v, %v", in.Decisions, err)
	}
}

// TestWhatAReaderMustNotSee: names count exactly, null is absent, and what nobody knows is passed over.
func TestWhatAReaderMustNotSee(t *testing.T) {
	for _, body := range []string{
		`{"name":"n"}`,
		`{"name":"n","Name":"other","NAME":7,"name ":[],"":null}`,
		`{"n\u0061me":"n"}`,
		`{"name":"n","unknown":{"name":"x","a":[{"b":[]}]},"unknown":1}`,
		`{"x":"\\","y":"\"name\":\"x\"","name":"n"}`,
	} {
		var in swf.DescribeDomainInput
		if err := decode(t, body, &in); err != nil || in.Name != "n" {
			t.Errorf("%s gives %q, %v", body, in.Name, err)
		}
	}
	var in swf.RecordActivityTaskHeartbeatInput
	if err := decode(t, `{"taskToken":"t","details":null}`, &in); err != nil || in.Details != nil {
		t.Errorf("null details give %v, %v", in.Details, err)
	}
	if err := decode(t, `{"taskToken":"t","details":""}`, &in); err != nil || in.Details == nil || *in.Details != "" {
		t.Errorf("empty details give %v, %v", in.Details, err)
	}
}

func TestNumbersLoseTheirFraction(t *testing.T) {
	for text, want := range map[string]int32{
		"0": 0, "-0": 0, "-0.9": 0, "7.99": 7, "1e3": 1000, "1.5E1": 15, "9999e-1": 999, "1e-400": 0, "0e999999999": 0, "5.0": 5,
	} {
		var in swf.ListDomainsInput
		if err := decode(t, `{"registrationStatus":"REGISTERED","maximumPageSize":`+text+`}`, &in); err != nil || in.MaximumPageSize != want {
			t.Errorf("%s is read as %d, %v", text, in.MaximumPageSize, err)
		}
	}
}

func TestTruthValues(t *testing.T) {
	for text, want := range map[string]bool{
		`true`: true, `"true"`: true, `"1"`: true, `"yes"`: true, `false`: false, `"false"`: false, `"0"`: false, `"no"`: false,
	} {
		in := swf.ListDomainsInput{ReverseOrder: !want}
		if err := decode(t, `{"registrationStatus":"REGISTERED","reverseOrder":`+text+`}`, &in); err != nil || in.ReverseOrder != want {
			t.Errorf("%s is read as %v, %v", text, in.ReverseOrder, err)
		}
	}
}

const (
	number = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"
	start  = `"domain":"d","workflowId":"w","workflowType":{"name":"n","version":"1"}`
)

func TestAWrongJSONTypeIsASerializationException(t *testing.T) {
	for _, c := range []struct {
		into any
		body string
		want string
	}{
		{&swf.DescribeDomainInput{}, `{"name":7}`, number + " can not be converted to an String"},
		{&swf.DescribeDomainInput{}, `{"name":-7.5}`, number + " can not be converted to an String"},
		{&swf.DescribeDomainInput{}, `{"name":true}`, "class java.lang.Boolean can not be converted to an String"},
		{&swf.DescribeDomainInput{}, `{"name":false}`, "class java.lang.Boolean can not be converted to an String"},
		{&swf.DescribeDomainInput{}, `{"name":["n"]}`, "Start of list found where not expected"},
		{&swf.DescribeDomainInput{}, `{"name":{"n":1}}`, "Start of structure or map found where not expected."},
		{&swf.ListDomainsInput{}, `{"registrationStatus":1}`, number + " can not be converted to an String"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":"7"}`, "class java.lang.String can not be converted to an Integer"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":true}`, "class java.lang.Boolean can not be converted to an Integer"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":[]}`, "Start of list found where not expected"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":{}}`, "Start of structure or map found where not expected."},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":2147483648}`, "Number out of range: 2147483648"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":-1e999999999}`, "Number out of range: -1e999999999"},
		{&swf.ListDomainsInput{}, `{"maximumPageSize":1` + strings.Repeat("0", 99) + `}`, "Number out of range: 1" + strings.Repeat("0", 39)},
		{&swf.ListDomainsInput{}, `{"reverseOrder":"maybe"}`, "'maybe' can not be converted to an Boolean"},
		{&swf.ListDomainsInput{}, `{"reverseOrder":1}`, number + " can not be converted to an Boolean"},
		{&swf.ListDomainsInput{}, `{"reverseOrder":[]}`, "Start of list found where not expected"},
		{&swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":{"oldestDate":"2012-01-25"}}`, "class java.lang.String can not be converted to an Date"},
		{&swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":{"oldestDate":1e99}}`, "Number out of range: 1e99"},
		{&swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":"x"}`, "Expected null"},
		{&swf.CountOpenWorkflowExecutionsInput{}, `{"startTimeFilter":[]}`, "Start of list found where not expected"},
		{&swf.StartWorkflowExecutionInput{}, `{"tagList":"x"}`, "Expected list or null"},
		{&swf.StartWorkflowExecutionInput{}, `{"tagList":{}}`, "Expected list or null"},
		{&swf.StartWorkflowExecutionInput{}, `{"tagList":["x",1]}`, number + " can not be converted to an String"},
		{&swf.StartWorkflowExecutionInput{}, `{"tagList":[["x"]]}`, "Start of list found where not expected"},
		{&swf.TagResourceInput{}, `{"tags":[1]}`, "Expected null"},
		{&swf.TagResourceInput{}, `{"tags":[[]]}`, "Start of list found where not expected"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":{}}`, "Expected list or null"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":["StartTimer"]}`, "Expected null"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"decisionType":{}}]}`, "Start of structure or map found where not expected."},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"startTimerDecisionAttributes":[]}]}`, "Start of list found where not expected"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"startTimerDecisionAttributes":"x"}]}`, "Expected null"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"startTimerDecisionAttributes":{"timerId":1}}]}`, number + " can not be converted to an String"},
		// The whole document.
		{&swf.DescribeDomainInput{}, `[]`, "Start of list found where not expected"},
		{&swf.DescribeDomainInput{}, `"name"`, "Expected null"},
		{&swf.DescribeDomainInput{}, `7`, "Expected null"},
		// A known member given twice, whatever the two say.
		{&swf.DescribeDomainInput{}, `{"name":"n","name":"n"}`, "Duplicate member: name"},
		{&swf.DescribeDomainInput{}, `{"name":null,"n\u0061me":null}`, "Duplicate member: name"},
		{&swf.StartWorkflowExecutionInput{}, `{"workflowType":{"name":"n","name":"m"}}`, "Duplicate member: name"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"decisionType":null,"decisionType":"StartTimer"}]}`, "Duplicate member: decisionType"},
		{&swf.RespondDecisionTaskCompletedInput{}, `{"decisions":[{"startTimerDecisionAttributes":null,"startTimerDecisionAttributes":{}}]}`,
			"Duplicate member: startTimerDecisionAttributes"},
		// A wrong type anywhere wins over a broken constraint anywhere.
		{&swf.StartWorkflowExecutionInput{}, `{"domain":"","tagList":["1","2","3","4","5","6"],"childPolicy":"X","input":7}`, number + " can not be converted to an String"},
	} {
		err := decode(t, c.body, c.into)
		var refused *swf.SerializationException
		if !errors.As(err, &refused) || refused.Message != c.want {
			t.Errorf("%T %.100s\n got %v\nwant %s", c.into, c.body, err, c.want)
		}
	}
}

func TestABrokenConstraintIsAValidationException(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	const (
		null       = "Member must not be null"
		atLeast1   = "Member must have length greater than or equal to 1"
		taskTypes  = "Member must satisfy enum value set: "
		tagLengths = "Member must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0]"
		keyLengths = "Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]"
	)
	part := func(value, at, constraint string) string {
		return "Value " + value + " at '" + at + "' failed to satisfy constraint: " + constraint
	}
	for _, c := range []struct {
		into any
		body string
		want []string
	}{
		{&swf.DescribeDomainInput{}, `{}`, []string{part("null", "name", null)}},
		{&swf.DescribeDomainInput{}, `null`, []string{part("null", "name", null)}},
		{&swf.DescribeDomainInput{}, `{"name":null}`, []string{part("null", "name", null)}},
		{&swf.DescribeDomainInput{}, `{"Name":"n"}`, []string{part("null", "name", null)}},
		{&swf.DescribeDomainInput{}, `{"name":""}`, []string{part("''", "name", atLeast1)}},
		{&swf.DescribeDomainInput{}, `{"name":"` + x(257) + `"}`, []string{part("'"+x(257)+"'", "name", "Member must have length less than or equal to 256")}},
		{&swf.RecordActivityTaskHeartbeatInput{}, `{"details":"` + x(2049) + `"}`, []string{
			part("null", "taskToken", null),
			part("'"+x(2049)+"'", "details", "Member must have length less than or equal to 2048"),
		}},
		{&swf.ListDomainsInput{}, `{"registrationStatus":"REGISTRED","maximumPageSize":1001}`, []string{
			part("'REGISTRED'", "registrationStatus", "Member must satisfy enum value set: [REGISTERED, DEPRECATED]"),
			part("'1001'", "maximumPageSize", "Member must have value less than or equal to 1000"),
		}},
		{&swf.ListDomainsInput{}, `{"registrationStatus":"","maximumPageSize":-1}`, []string{
			part("''", "registrationStatus", "Member must satisfy enum value set: [REGISTERED, DEPRECATED]"),
			part("'-1'", "maximumPageSize", "Member must have value greater than or equal to 0"),
		}},
		// A required structure that is missing is one breach; one that is there has its own.
		{&swf.DescribeWorkflowExecutionInput{}, `{}`, []string{part("null", "execution", null), part("null", "domain", null)}},
		{&swf.DescribeWorkflowExecutionInput{}, `{"domain":"d","execution":{}}`, []string{
			part("null", "execution.runId", null), part("null", "execution.workflowId", null),
		}},
		// Values are printed as they are.
		{&swf.ListDomainsInput{}, `{"registrationStatus":"it's \"so\"\n"}`, []string{
			part("'it's \"so\"\n'", "registrationStatus", "Member must satisfy enum value set: [REGISTERED, DEPRECATED]"),
		}},
		// Lists.
		{&swf.StartWorkflowExecutionInput{}, `{` + start + `,"tagList":["1","2","3","4","5","6"]}`, []string{
			part("'[1, 2, 3, 4, 5, 6]'", "tagList", "Member must have length less than or equal to 5"),
		}},
		{&swf.StartWorkflowExecutionInput{}, `{` + start + `,"tagList":["a","` + x(257) + `","` + x(258) + `"]}`, []string{
			part("'[a, "+x(257)+", "+x(258)+"]'", "tagList", tagLengths),
		}},
		{&swf.StartWorkflowExecutionInput{}, `{` + start + `,"tagList":["` + x(257) + `","2","3","4","5",null,"6"]}`, []string{
			part("'["+x(257)+", 2, 3, 4, 5, 6]'", "tagList", tagLengths),
			part("'["+x(257)+", 2, 3, 4, 5, 6]'", "tagList", "Member must have length less than or equal to 5"),
		}},
		{&swf.UntagResourceInput{}, `{"resourceArn":"a","tagKeys":[""]}`, []string{part("'[]'", "tagKeys", keyLengths)}},
		{&swf.TagResourceInput{}, `{"resourceArn":"a","tags":[{"key":"k"},{"value":"v"},null]}`, []string{
			part("null", "tags.2.member.key", null), part("null", "tags.3.member", null),
		}},
		// Decisions.
		{&swf.RespondDecisionTaskCompletedInput{}, `{"taskToken":"t","decisions":[null,{},{"decisionType":"startTimer"},
			{"decisionType":"StartTimer","startTimerDecisionAttributes":{"startToFireTimeout":"123456789"}}]}`, []string{
			part("null", "decisions.1.member", null),
			part("null", "decisions.2.member.decisionType", null),
			part("'startTimer'", "decisions.3.member.decisionType", taskTypes+"[CompleteWorkflowExecution, StartTimer, "+
				"RequestCancelExternalWorkflowExecution, SignalExternalWorkflowExecution, CancelTimer, RecordMarker, ScheduleActivityTask, "+
				"ContinueAsNewWorkflowExecution, ScheduleLambdaFunction, FailWorkflowExecution, RequestCancelActivityTask, "+
				"StartChildWorkflowExecution, CancelWorkflowExecution]"),
			part("null", "decisions.4.member.startTimerDecisionAttributes.timerId", null),
			part("'123456789'", "decisions.4.member.startTimerDecisionAttributes.startToFireTimeout", "Member must have length less than or equal to 8"),
		}},
		// Attributes of another type are checked as well.
		{&swf.RespondDecisionTaskCompletedInput{}, `{"taskToken":"t","decisions":[{"decisionType":"StartTimer",
			"scheduleActivityTaskDecisionAttributes":{"activityId":"a","activityType":{"name":"n","version":""}}}]}`, []string{
			part("''", "decisions.1.member.scheduleActivityTaskDecisionAttributes.activityType.version", atLeast1),
		}},
	} {
		err := decode(t, c.body, c.into)
		var refused *swf.ValidationException
		if !errors.As(err, &refused) {
			t.Errorf("%T %.100s gives %v", c.into, c.body, err)
			continue
		}
		if got, want := sortedParts(refused.Message), sortedParts(message(c.want)); !reflect.DeepEqual(got, want) {
			t.Errorf("%T %.100s\n got %q\nwant %q", c.into, c.body, got, want)
		}
	}
}

// TestLengthsCountUTF16Units: 128 characters beyond the Basic Multilingual Plane are 256 units.
func TestLengthsCountUTF16Units(t *testing.T) {
	for _, c := range []struct {
		name string
		ok   bool
	}{
		{strings.Repeat("é", 256), true},
		{strings.Repeat("日", 256), true},
		{strings.Repeat("日", 257), false},
		{strings.Repeat("😀", 128), true},
		{strings.Repeat("😀", 129), false},
	} {
		if err := decode(t, `{"name":"`+c.name+`"}`, &swf.DescribeDomainInput{}); (err == nil) != c.ok {
			t.Errorf("%.8s... of %d bytes gives %v", c.name, len(c.name), err)
		}
	}
}
