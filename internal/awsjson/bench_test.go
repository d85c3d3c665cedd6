package awsjson

import (
	"reflect"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// The messages that a busy server reads and writes most.
var (
	taskToken   = strings.Repeat("AQFa0-", 18)
	execution   = swf.WorkflowExecution{WorkflowID: "order-2024-000017", RunID: "22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/GESj90="}
	storedEvent = `{"activityTaskStartedEventAttributes":{"identity":"worker-7","scheduledEventId":5},"eventId":6,"eventTimestamp":1371454150.451,"eventType":"ActivityTaskStarted"}`

	hotInputs = []struct {
		name string
		into any
		body string
	}{
		{"RecordActivityTaskHeartbeat", &swf.RecordActivityTaskHeartbeatInput{}, `{"taskToken":"` + taskToken + `","details":"42%"}`},
		{"PollForActivityTask", &swf.PollForActivityTaskInput{}, `{"domain":"orders","taskList":{"name":"charging"},"identity":"worker-7@host"}`},
		{"PollForDecisionTask", &swf.PollForDecisionTaskInput{},
			`{"domain":"orders","taskList":{"name":"deciders"},"identity":"decider-1","maximumPageSize":1000,"reverseOrder":false}`},
		{"RespondActivityTaskCompleted", &swf.RespondActivityTaskCompletedInput{}, `{"taskToken":"` + taskToken + `","result":"{\"charged\":true}"}`},
		{"RespondDecisionTaskCompleted", &swf.RespondDecisionTaskCompletedInput{}, `{"taskToken":"` + taskToken + `","decisions":[` +
			`{"decisionType":"ScheduleActivityTask","scheduleActivityTaskDecisionAttributes":{"activityType":{"name":"charge","version":"1"},` +
			`"activityId":"charge-1","input":"{\"order\":17}","taskList":{"name":"charging"},"heartbeatTimeout":"30","startToCloseTimeout":"300",` +
			`"scheduleToStartTimeout":"60","scheduleToCloseTimeout":"360"}}],"executionContext":"step 1"}`},
		{"StartWorkflowExecution", &swf.StartWorkflowExecutionInput{}, `{"domain":"orders","workflowId":"order-2024-000017",` +
			`"workflowType":{"name":"order","version":"3"},"taskList":{"name":"deciders"},"input":"{\"order\":17}","tagList":["eu","express"],` +
			`"executionStartToCloseTimeout":"86400","taskStartToCloseTimeout":"30","childPolicy":"TERMINATE"}`},
		{"SignalWorkflowExecution", &swf.SignalWorkflowExecutionInput{}, `{"domain":"orders","workflowId":"order-2024-000017","signalName":"paid","input":"{}"}`},
		{"DescribeWorkflowExecution", &swf.DescribeWorkflowExecutionInput{},
			`{"domain":"orders","execution":{"workflowId":"order-2024-000017","runId":"22cKZW6UyxDODdERccrwyNun3cWbADtgXzxMZC/GESj90="}}`},
	}

	hotOutputs = []struct {
		name string
		out  any
	}{
		{"RecordActivityTaskHeartbeat", &swf.RecordActivityTaskHeartbeatOutput{}},
		{"PollForActivityTask", &swf.PollForActivityTaskOutput{TaskToken: taskToken, ActivityID: "charge-1", StartedEventID: 6,
			WorkflowExecution: &execution, ActivityType: &swf.ActivityType{Name: "charge", Version: "1"}, Input: new(`{"order":17}`)}},
		{"PollForDecisionTask of 100 events", &swf.PollForDecisionTaskOutput{TaskToken: taskToken, StartedEventID: 6, WorkflowExecution: &execution,
			WorkflowType: &swf.WorkflowType{Name: "order", Version: "3"}, EncodedEvents: []byte(strings.Repeat(storedEvent+",", 99) + storedEvent)}},
		{"StartWorkflowExecution", &swf.StartWorkflowExecutionOutput{RunID: &execution.RunID}},
		{"DescribeWorkflowExecution", &swf.DescribeWorkflowExecutionOutput{
			ExecutionInfo: swf.WorkflowExecutionInfo{Execution: execution, WorkflowType: swf.WorkflowType{Name: "order", Version: "3"},
				StartTimestamp: 1371454150451, ExecutionStatus: swf.ExecutionStatusOpen, TagList: []string{"eu", "express"}},
			ExecutionConfiguration: swf.WorkflowExecutionConfiguration{TaskStartToCloseTimeout: "30", ExecutionStartToCloseTimeout: "86400",
				TaskList: swf.TaskList{Name: "deciders"}, ChildPolicy: swf.ChildPolicyTerminate},
			LatestActivityTaskTimestamp: new(swf.Timestamp(1371454150999)),
		}},
	}
)

func BenchmarkDecode(b *testing.B) {
	for _, c := range hotInputs {
		b.Run(c.name, func(b *testing.B) {
			body, typ := []byte(c.body), reflect.TypeOf(c.into).Elem()
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				d, err := Parse(body)
				if err != nil {
					b.Fatal(err)
				}
				if err := d.Decode(reflect.New(typ).Interface()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, c := range hotOutputs {
		b.Run(c.name, func(b *testing.B) {
			var out []byte
			b.ReportAllocs()
			for b.Loop() {
				out = Append(out[:0], c.out)
			}
			b.SetBytes(int64(len(out)))
		})
	}
}

func BenchmarkAppendEvent(b *testing.B) {
	e := swf.HistoryEvent{EventID: 5, EventTimestamp: 1371454150451, Attributes: &swf.ActivityTaskScheduledEventAttributes{
		ActivityID: "charge-1", ActivityType: swf.ActivityType{Name: "charge", Version: "1"}, TaskList: swf.TaskList{Name: "charging"},
		Input: new(`{"order":17}`), DecisionTaskCompletedEventID: 4, HeartbeatTimeout: new("30"), StartToCloseTimeout: new("300"),
	}}
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = AppendEvent(out[:0], &e)
	}
	b.SetBytes(int64(len(out)))
}

// TestTheHottestMessagesAllocateLittle: the structure, its texts, and a pointer for each optional member.
func TestTheHottestMessagesAllocateLittle(t *testing.T) {
	for _, c := range []struct {
		hot  int
		most float64
	}{
		{0, 4}, // heartbeat: the structure, the token, the details and the pointer to them
		{1, 5}, // activity poll: the structure, three texts, a pointer
		{3, 4}, // completed
	} {
		in := hotInputs[c.hot]
		body, typ := []byte(in.body), reflect.TypeOf(in.into).Elem()
		if n := testing.AllocsPerRun(100, func() {
			d, _ := Parse(body)
			_ = d.Decode(reflect.New(typ).Interface())
		}); n > c.most {
			t.Errorf("%s: %v allocations, want at most %v", in.name, n, c.most)
		}
	}
	for _, c := range hotOutputs {
		out := make([]byte, 0, 1<<16)
		if n := testing.AllocsPerRun(100, func() { Append(out, c.out) }); n > 0 {
			t.Errorf("%s: %v allocations to write it", c.name, n)
		}
	}
}
