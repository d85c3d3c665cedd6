package engine

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// described is a description as it stands on the wire, with r for the runId.
func (w *world) described(e swf.WorkflowExecution) string {
	w.t.Helper()
	return strings.ReplaceAll(string(awsjson.Append(nil, w.describe(e))), e.RunID, "r")
}

func (w *world) expectDescription(e swf.WorkflowExecution, want string) {
	w.t.Helper()
	if got := w.described(e); got != want {
		w.t.Errorf("got  %s\nwant %s", got, want)
	}
}

const (
	settingsOfOrder = `"executionConfiguration":{"childPolicy":"TERMINATE","executionStartToCloseTimeout":"31536000",` +
		`"taskList":{"name":"deciders"},"taskStartToCloseTimeout":"100"},`
	nothingOpen = `"openCounts":{"openActivityTasks":0,"openChildWorkflowExecutions":0,"openDecisionTasks":0,` +
		`"openLambdaFunctions":0,"openTimers":0}`
	oneDecision = `"openCounts":{"openActivityTasks":0,"openChildWorkflowExecutions":0,"openDecisionTasks":1,` +
		`"openLambdaFunctions":0,"openTimers":0}`
)

// What is not there is not shown: no tags, parent, close, activity or context.
func TestDescriptionOfAPlainRun(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		again(0)
		w.expectDescription(run, `{`+settingsOfOrder+
			`"executionInfo":{"cancelRequested":false,"execution":{"runId":"r","workflowId":"w"},"executionStatus":"OPEN",`+
			`"startTimestamp":946684800,"workflowType":{"name":"order","version":"1"}},`+oneDecision+`}`)
		w.sleep(90)
		w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
		again(0)
		w.expectDescription(run, `{`+settingsOfOrder+
			`"executionInfo":{"cancelRequested":false,"closeStatus":"COMPLETED","closeTimestamp":946684890,`+
			`"execution":{"runId":"r","workflowId":"w"},"executionStatus":"CLOSED",`+
			`"startTimestamp":946684800,"workflowType":{"name":"order","version":"1"}},`+nothingOpen+`}`)
	})
}

// All that a start can give is shown, with the values in force.
func TestDescriptionOfARunWithEverything(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		in := swf.NewStartWorkflowExecutionInput("d", "w", orderType)
		in.TaskList = &swf.TaskList{Name: "mine"}
		in.TaskPriority = new("-7")
		in.ExecutionStartToCloseTimeout = new("1000")
		in.TaskStartToCloseTimeout = new("NONE")
		in.ChildPolicy = swf.ChildPolicyAbandon
		in.LambdaRole = new("arn:aws:iam::111111111111:role/r0le")
		in.TagList = []string{"b", "a", "b", ""}
		in.Input = new("not shown")
		out := must(w, w.calls().StartWorkflowExecution)(in)
		run := swf.WorkflowExecution{WorkflowID: "w", RunID: *out.RunID}
		const configuration = `{"executionConfiguration":{"childPolicy":"ABANDON","executionStartToCloseTimeout":"1000",` +
			`"lambdaRole":"arn:aws:iam::111111111111:role/r0le","taskList":{"name":"mine"},"taskPriority":"-7","taskStartToCloseTimeout":"NONE"},`
		again(0)
		w.expectDescription(run, configuration+
			`"executionInfo":{"cancelRequested":false,"execution":{"runId":"r","workflowId":"w"},"executionStatus":"OPEN",`+
			`"startTimestamp":946684800,"tagList":["b","a","b",""],"workflowType":{"name":"order","version":"1"}},`+oneDecision+`}`)
		// A decider's choice of another list is not a setting of the run.
		poll := decisionPoll()
		poll.TaskList.Name = "mine"
		task := must(w, w.calls().PollForDecisionTask)(poll)
		answer := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		answer.TaskList = &swf.TaskList{Name: "sticky"}
		must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(answer)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		again(0)
		w.expectDescription(run, configuration+
			`"executionInfo":{"cancelRequested":false,"closeStatus":"TERMINATED","closeTimestamp":946684800,`+
			`"execution":{"runId":"r","workflowId":"w"},"executionStatus":"CLOSED",`+
			`"startTimestamp":946684800,"tagList":["b","a","b",""],"workflowType":{"name":"order","version":"1"}},`+nothingOpen+`}`)
	})
}

// Each way to end gives its close status.
func TestCloseStatus(t *testing.T) {
	decision := func(d swf.DecisionAttributes) func(*world) {
		return func(w *world) { w.decide(w.pollDecision(), d) }
	}
	for _, c := range []struct {
		want  swf.CloseStatus
		close func(w *world)
	}{
		{swf.CloseStatusCompleted, decision(&swf.CompleteWorkflowExecutionDecisionAttributes{})},
		{swf.CloseStatusFailed, decision(&swf.FailWorkflowExecutionDecisionAttributes{})},
		{swf.CloseStatusCanceled, decision(&swf.CancelWorkflowExecutionDecisionAttributes{})},
		{swf.CloseStatusContinuedAsNew, decision(&swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})},
		{swf.CloseStatusTerminated, func(w *world) {
			must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		}},
		{swf.CloseStatusTimedOut, func(w *world) { w.sleep(31_536_000) }},
	} {
		t.Run(string(c.want), func(t *testing.T) {
			anyWay(t, func(w *world, again func(time.Duration)) {
				run := w.start("w")
				w.sleep(1)
				c.close(w)
				closed := w.now()
				again(time.Second)
				info := w.describe(run).ExecutionInfo
				if info.CloseStatus != c.want || info.ExecutionStatus != swf.ExecutionStatusClosed {
					t.Errorf("the run is %s, %s", info.ExecutionStatus, info.CloseStatus)
				}
				if info.CloseTimestamp == nil || closed.Sub(*info.CloseTimestamp) > time.Second {
					t.Errorf("it closed at %v, want %v", info.CloseTimestamp, closed)
				}
				events := w.history(run)
				if last := events[len(events)-1]; info.CloseTimestamp == nil || last.EventTimestamp != *info.CloseTimestamp {
					t.Errorf("it closed at %v, and its last event is of %v", info.CloseTimestamp, last.EventTimestamp)
				}
			})
		})
	}
}

// A cancel request shows while the run is open; recordings of closed runs do not show it.
func TestCancelRequestedIsDescribed(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		must(w, w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", "w"))
		again(0)
		if !w.describe(run).ExecutionInfo.CancelRequested {
			t.Error("the request does not show")
		}
		w.decide(w.pollDecision(), &swf.CancelWorkflowExecutionDecisionAttributes{})
		again(0)
		if w.describe(run).ExecutionInfo.CancelRequested {
			t.Error("the request shows on a closed run")
		}
	})
}

// Counts follow what is open, of decision tasks only a waiting one, and freeze when the run closes.
func TestOpenCounts(t *testing.T) {
	type counts = swf.WorkflowExecutionOpenCounts
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		expect := func(when string, want counts) {
			t.Helper()
			again(0)
			if got := w.describe(run).OpenCounts; got != want {
				t.Errorf("%s: got %+v, want %+v", when, got, want)
			}
		}
		expect("started", counts{OpenDecisionTasks: 1})
		task := w.pollDecision()
		expect("a decider works", counts{})
		w.signal("w", "s")
		expect("another task is queued behind it", counts{OpenDecisionTasks: 1})
		w.decide(task,
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "b"},
			&swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "1000"},
			&swf.StartTimerDecisionAttributes{TimerID: "u", StartToFireTimeout: "1000"},
			&swf.StartTimerDecisionAttributes{TimerID: "v", StartToFireTimeout: "10"},
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "c", WorkflowType: orderType, TaskList: &swf.TaskList{Name: "children"}},
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "e", WorkflowType: orderType, TaskList: &swf.TaskList{Name: "children"}})
		w.sleep(0)
		expect("all of it open", counts{OpenActivityTasks: 2, OpenDecisionTasks: 1, OpenTimers: 3, OpenChildWorkflowExecutions: 2})
		activity := w.pollActivity()
		expect("a worker works", counts{OpenActivityTasks: 2, OpenDecisionTasks: 1, OpenTimers: 3, OpenChildWorkflowExecutions: 2})
		w.complete(activity.TaskToken, "")
		expect("it is done", counts{OpenActivityTasks: 1, OpenDecisionTasks: 1, OpenTimers: 3, OpenChildWorkflowExecutions: 2})
		w.decide(w.pollDecision(), &swf.CancelTimerDecisionAttributes{TimerID: "t"})
		expect("a timer is cancelled", counts{OpenActivityTasks: 1, OpenTimers: 2, OpenChildWorkflowExecutions: 2})
		w.sleep(11)
		expect("one has fired", counts{OpenActivityTasks: 1, OpenDecisionTasks: 1, OpenTimers: 1, OpenChildWorkflowExecutions: 2})
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "c"))
		w.sleep(0)
		expect("a child has ended", counts{OpenActivityTasks: 1, OpenDecisionTasks: 1, OpenTimers: 1, OpenChildWorkflowExecutions: 1})
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		w.sleep(2000)
		expect("closed, and a long time after", counts{OpenActivityTasks: 1, OpenDecisionTasks: 1, OpenTimers: 1, OpenChildWorkflowExecutions: 1})
	})
}

// latestActivityTaskTimestamp is the time of the newest activity event of any kind; a heartbeat is none.
func TestLatestActivityTaskTimestamp(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		expect := func(when string, want swf.Timestamp) {
			t.Helper()
			again(0)
			if got := w.describe(run).LatestActivityTaskTimestamp; got == nil || *got != want {
				t.Errorf("%s: got %v, want %v", when, got, want)
			}
		}
		again(0)
		if at := w.describe(run).LatestActivityTaskTimestamp; at != nil {
			t.Errorf("a run without an activity had its latest at %v", at)
		}
		w.decide(w.pollDecision(), &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"})
		scheduled := w.now()
		w.sleep(10)
		expect("scheduled", scheduled)
		task := w.pollActivity()
		started := w.now()
		w.sleep(10)
		expect("started", started)
		w.beat(task.TaskToken, "half")
		expect("after a heartbeat", started)
		w.complete(task.TaskToken, "")
		completed := w.now()
		w.sleep(10)
		expect("completed", completed)
		w.decide(w.pollDecision(), &swf.CompleteWorkflowExecutionDecisionAttributes{})
		w.sleep(10)
		expect("the run is closed", completed)
	})
}

// The newest context that a decider gave is kept: an answer without one leaves it, an empty one is one.
func TestLatestExecutionContext(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		expect := func(when string, want *string) {
			t.Helper()
			again(0)
			if got := w.describe(run).LatestExecutionContext; !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %s, want %s", when, orAbsent(got), orAbsent(want))
			}
		}
		answer := func(context *string, decisions ...swf.DecisionAttributes) {
			t.Helper()
			task := w.pollDecision()
			in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
			in.ExecutionContext = context
			for _, d := range decisions {
				in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
			}
			must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(in)
			w.signal("w", "again")
		}
		expect("at first", nil)
		answer(nil)
		expect("an answer without one", nil)
		odd := "é\u2028\"\\\n<&>\U0001f600"
		answer(&odd)
		expect("an answer with one", &odd)
		answer(nil)
		expect("another answer without one", &odd)
		answer(new(""))
		expect("an empty one", new(""))
		long := strings.Repeat("x", 32_768)
		answer(&long)
		// The page that it stands on is one of many rows.
		w.signals("w", 20, 30_000)
		expect("the longest", &long)
		task := w.pollDecision()
		in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		in.ExecutionContext = new("the last")
		in.Decisions = []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{}}}
		must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(in)
		expect("closed", new("the last"))
	})
}

func orAbsent(s *string) string {
	if s == nil {
		return "none"
	}
	return text("%.20q", *s)
}

// A child shows its parent, and so does the run that continues it; a run that continues another begins without its context.
func TestDescriptionsOfAFamily(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		parent := w.start("parent")
		task := w.pollDecision()
		w.decide(task, &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType, TagList: []string{"x"}})
		w.sleep(0)
		started, _ := last[*swf.ChildWorkflowExecutionStartedEventAttributes](w, parent)
		child := started.WorkflowExecution
		again(0)
		if info := w.describe(parent).ExecutionInfo; info.Parent != nil {
			t.Errorf("the parent has the parent %v", info.Parent)
		}
		info := w.describe(child).ExecutionInfo
		if info.Parent == nil || *info.Parent != parent || len(info.TagList) != 1 {
			t.Errorf("the child is %+v", info)
		}
		// The parent's own decision task is on the list as well.
		for task = w.pollDecision(); *task.WorkflowExecution != child; task = w.pollDecision() {
			w.decide(task)
		}
		answer := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		answer.ExecutionContext = new("of the first run")
		answer.Decisions = []swf.Decision{{Attributes: &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{}}}
		must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(answer)
		continued, _ := last[*swf.WorkflowExecutionContinuedAsNewEventAttributes](w, child)
		next := swf.WorkflowExecution{WorkflowID: "child", RunID: continued.NewExecutionRunID}
		again(0)
		d := w.describe(next)
		if p := d.ExecutionInfo.Parent; p == nil || *p != parent {
			t.Errorf("the continued child's parent is %v", p)
		}
		if d.ExecutionInfo.TagList != nil || d.LatestExecutionContext != nil || d.OpenCounts.OpenDecisionTasks != 1 {
			t.Errorf("the continued child is %+v", d)
		}
		first := w.describe(child)
		if first.ExecutionInfo.CloseStatus != swf.CloseStatusContinuedAsNew || first.LatestExecutionContext == nil {
			t.Errorf("the child's first run is %+v", first)
		}
	})
}

// Runs that are not there, or not under that name.
func TestUnknownRuns(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
		open, closed := w.start("open"), w.start("closed")
		twin := w.start(w.twin("e"))
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", twin.WorkflowID))
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "closed"))
		again(0)
		for _, c := range []struct {
			what, domain string
			run          swf.WorkflowExecution
		}{
			{"no such runId", "d", swf.WorkflowExecution{WorkflowID: "open", RunID: "r"}},
			{"no such workflowId", "d", swf.WorkflowExecution{WorkflowID: "none", RunID: "r"}},
			{"an open run of another workflowId", "d", swf.WorkflowExecution{WorkflowID: "closed", RunID: open.RunID}},
			{"a closed run of another workflowId", "d", swf.WorkflowExecution{WorkflowID: "open", RunID: closed.RunID}},
			// A shard holds the records of all its runs in one place.
			{"an open run of another workflowId of its shard", "d", swf.WorkflowExecution{WorkflowID: w.neighbour("open"), RunID: open.RunID}},
			{"a closed run of another workflowId of its shard", "d", swf.WorkflowExecution{WorkflowID: w.neighbour("closed"), RunID: closed.RunID}},
			{"a closed run of another domain that lies in its shard", "e", twin},
			{"an open run of another domain", "e", open},
			{"a closed run of another domain", "e", closed},
		} {
			_, err := w.calls().DescribeWorkflowExecution(context.Background(), swf.NewDescribeWorkflowExecutionInput(c.domain, c.run))
			w.expectFault(c.what, err, execution.UnknownExecution(c.run).Error())
		}
		refused(w, w.calls().DescribeWorkflowExecution, swf.NewDescribeWorkflowExecutionInput("unknown", open),
			"UnknownResourceFault: Unknown domain: unknown")
		w.caller.Account = "222222222222"
		refused(w, w.calls().DescribeWorkflowExecution, swf.NewDescribeWorkflowExecutionInput("d", open),
			"UnknownResourceFault: Unknown domain: d")
	})
}

// A run that is just closing is described as soon as that is durable, whichever batch closes it: the one that is being written,
// or one that waits behind it.
func TestDescriptionOfARunThatIsClosing(t *testing.T) {
	signal := func(w *world) error {
		_, err := w.calls().SignalWorkflowExecution(context.Background(), swf.NewSignalWorkflowExecutionInput("d", "w", "s"))
		return err
	}
	terminate := func(w *world) error {
		_, err := w.calls().TerminateWorkflowExecution(context.Background(), swf.NewTerminateWorkflowExecutionInput("d", "w"))
		return err
	}
	start := func(w *world) error {
		_, err := w.calls().StartWorkflowExecution(context.Background(), swf.NewStartWorkflowExecutionInput("d", "w", orderType))
		return err
	}
	for _, c := range []struct {
		what  string
		calls []func(w *world) error
	}{
		{"in the batch that is being written", []func(*world) error{terminate}},
		{"in the batch that waits", []func(*world) error{signal, terminate}},
		{"in the batch that waits, and another run follows", []func(*world) error{signal, terminate, start}},
	} {
		t.Run(c.what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				run := w.start("w")
				release := w.store.hold()
				var calls []func() (bool, error)
				for _, call := range c.calls {
					calls = append(calls, later(func() error { return call(w) }))
					synctest.Wait()
				}
				described := later(func() error {
					out, err := w.calls().DescribeWorkflowExecution(context.Background(), swf.NewDescribeWorkflowExecutionInput("d", run))
					if err == nil && out.ExecutionInfo.CloseStatus != swf.CloseStatusTerminated {
						return errors.New("the run is not closed")
					}
					return err
				})
				read := later(func() error {
					out, err := w.calls().GetWorkflowExecutionHistory(context.Background(), swf.NewGetWorkflowExecutionHistoryInput("d", run))
					if err == nil && len(split(t, out.EncodedEvents)) != 2+min(2, len(c.calls)) {
						return errors.New("the end is missing: " + types(events(t, out.EncodedEvents)))
					}
					return err
				})
				expectHeld(w.t, "the description", described)
				expectHeld(w.t, "the history", read)
				release()
				for _, done := range calls {
					expectDone(w.t, "a call", done)
				}
				expectDone(w.t, "the description", described)
				expectDone(w.t, "the history", read)
			})
		})
	}
}
