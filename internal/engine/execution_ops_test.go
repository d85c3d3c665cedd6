package engine

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// anyWay runs a test as it stands, and with a restart in good order and with a loss of power wherever it calls again.
func anyWay(t *testing.T, test func(w *world, again func(down time.Duration))) {
	t.Run("straight", func(t *testing.T) {
		inWorld(t, func(w *world) {
			test(w, func(down time.Duration) {
				time.Sleep(down)
				synctest.Wait()
			})
		})
	})
	bothWays(t, test)
}

// neighbour is another workflowId whose runs lie in the same shard.
func (w *world) neighbour(workflowID string) string {
	w.t.Helper()
	key := w.lane(workflowID)
	shard := w.engine.shardOf(key)
	for i := 0; ; i++ {
		if id := text("neighbour %d", i); w.engine.shardOf(laneKey{key.domain, id}) == shard {
			return id
		}
	}
}

// twin is a workflowId whose runs lie in the same shard in the domain "d" as in another one.
func (w *world) twin(domain string) string {
	w.t.Helper()
	d, err := w.calls().domain(domain)
	if err != nil {
		w.t.Fatal(err)
	}
	for i := 0; ; i++ {
		if id := text("twin %d", i); w.engine.shardOf(w.lane(id)) == w.engine.shardOf(laneKey{d.number, id}) {
			return id
		}
	}
}

// registerTypes registers workflow types of all sorts in the domain "d": "bare" has no defaults, "old" none either and is deprecated.
func (w *world) registerTypes() {
	w.t.Helper()
	for _, name := range []string{"bare", "old"} {
		must(w, w.calls().RegisterWorkflowType)(swf.NewRegisterWorkflowTypeInput("d", name, "1"))
	}
	must(w, w.calls().DeprecateWorkflowType)(swf.NewDeprecateWorkflowTypeInput("d", swf.WorkflowType{Name: "old", Version: "1"}))
}

// Which error of a start comes first: each line mends what the line before it was refused for, and has all that may be wrong
// after it.
func TestTheOrderOfErrorsOfAStart(t *testing.T) {
	inWorld(t, func(w *world) {
		w.registerTypes()
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("deprecated", "1"))
		must(w, w.calls().DeprecateDomain)(swf.NewDeprecateDomainInput("deprecated"))
		w.start("open")
		w.reconfigure(func(c *Config) {
			c.Limits = DefaultLimits
			c.Limits.Execution.OpenWorkflows = 1
		})
		for _, c := range []struct{ domain, workflowID, typeName, want string }{
			{"unknown", "a:", "unknown", "ValidationException: Invalid name: a:"},
			{"unknown", "open", "unknown", "UnknownResourceFault: Unknown domain: unknown"},
			{"deprecated", "open", "unknown", "DomainDeprecatedFault: deprecated"},
			{"d", "open", "unknown", "UnknownResourceFault: Unknown type: WorkflowType=[name=unknown, version=1]"},
			{"d", "open", "old", "TypeDeprecatedFault: WorkflowType=[name=old, version=1]"},
			{"d", "open", "bare", "DefaultUndefinedFault: executionStartToCloseTimeout"},
			{"d", "open", "order", "WorkflowExecutionAlreadyStartedFault: Already Started"},
			{"d", "other", "order", "LimitExceededFault: Limit on open workflow executions per domain reached"},
		} {
			in := swf.NewStartWorkflowExecutionInput(c.domain, c.workflowID, swf.WorkflowType{Name: c.typeName, Version: "1"})
			_, err := w.calls().StartWorkflowExecution(context.Background(), in)
			w.expectFault(text("%+v", c), err, c.want)
		}
	})
}

// What makes a start malformed, and that the first of several in this order is told.
func TestMalformedStarts(t *testing.T) {
	type start = swf.StartWorkflowExecutionInput
	inWorld(t, func(w *world) {
		for _, c := range []struct {
			change func(in *start)
			want   string
		}{
			{func(in *start) { in.WorkflowID = "a/b" }, "Invalid name: a/b"},
			{func(in *start) { in.WorkflowID = "arn" }, "Invalid name: arn"},
			{func(in *start) { in.WorkflowID = "\u0085" }, "Invalid name: \u0085"},
			{func(in *start) { in.TaskList = &swf.TaskList{Name: "a|b"} }, "Invalid name: a|b"},
			{func(in *start) { in.ExecutionStartToCloseTimeout = new("NONE") }, "Invalid duration: NONE"},
			{func(in *start) { in.ExecutionStartToCloseTimeout = new("31536001") }, "Invalid duration: 31536001"},
			{func(in *start) { in.TaskStartToCloseTimeout = new("-1") }, "Invalid duration: -1"},
			{func(in *start) { in.TaskStartToCloseTimeout = new("01") }, "Invalid duration: 01"},
			{func(in *start) { in.TaskPriority = new("high") }, "Invalid task priority: high"},
			{func(in *start) { in.TaskPriority = new("2147483648") }, "Invalid task priority: 2147483648"},
		} {
			in := swf.NewStartWorkflowExecutionInput("unknown", "w", orderType)
			c.change(in)
			_, err := w.calls().StartWorkflowExecution(context.Background(), in)
			w.expectFault(text("%+v", in), err, "ValidationException: "+c.want)
		}
	})
}

// The settings of a run are what the start gives, else the type's; the first that neither gives is named.
func TestTheSettingsOfAStart(t *testing.T) {
	inWorld(t, func(w *world) {
		w.registerTypes()
		bare := swf.WorkflowType{Name: "bare", Version: "1"}
		in := swf.NewStartWorkflowExecutionInput("d", "w", bare)
		for _, c := range []struct {
			missing string
			mend    func()
		}{
			{"executionStartToCloseTimeout", func() { in.ExecutionStartToCloseTimeout = new("1") }},
			{"taskList", func() { in.TaskList = &swf.TaskList{Name: "l"} }},
			{"taskStartToCloseTimeout", func() { in.TaskStartToCloseTimeout = new("NONE") }},
			{"childPolicy", func() { in.ChildPolicy = swf.ChildPolicyAbandon }},
		} {
			_, err := w.calls().StartWorkflowExecution(context.Background(), in)
			w.expectFault("without "+c.missing, err, "DefaultUndefinedFault: "+c.missing)
			c.mend()
		}
		// An empty text is none.
		in.TaskPriority, in.LambdaRole = new(""), nil
		out := must(w, w.calls().StartWorkflowExecution)(in)
		events := w.stored(swf.WorkflowExecution{WorkflowID: "w", RunID: *out.RunID})
		want := []string{
			`{"eventId":1,"eventTimestamp":946684800,"eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":` +
				`{"childPolicy":"ABANDON","executionStartToCloseTimeout":"1","parentInitiatedEventId":0,"taskList":{"name":"l"},` +
				`"taskStartToCloseTimeout":"NONE","workflowType":{"name":"bare","version":"1"}}}`,
			`{"decisionTaskScheduledEventAttributes":{"scheduleToStartTimeout":"NONE","startToCloseTimeout":"NONE","taskList":{"name":"l"}},` +
				`"eventId":2,"eventTimestamp":946684800,"eventType":"DecisionTaskScheduled"}`,
		}
		if !slices.Equal(events, want) {
			t.Errorf("got  %s\nwant %s", events, want)
		}

		// What the start gives goes before what the type says.
		in = swf.NewStartWorkflowExecutionInput("d", "v", orderType)
		in.TaskPriority, in.TagList, in.Input = new("3"), []string{"x"}, new("in")
		in.ExecutionStartToCloseTimeout = new("60")
		out = must(w, w.calls().StartWorkflowExecution)(in)
		events = w.stored(swf.WorkflowExecution{WorkflowID: "v", RunID: *out.RunID})
		want = []string{
			`{"eventId":1,"eventTimestamp":946684800,"eventType":"WorkflowExecutionStarted","workflowExecutionStartedEventAttributes":` +
				`{"childPolicy":"TERMINATE","executionStartToCloseTimeout":"60","input":"in","parentInitiatedEventId":0,"tagList":["x"],` +
				`"taskList":{"name":"deciders"},"taskPriority":"3","taskStartToCloseTimeout":"100","workflowType":{"name":"order","version":"1"}}}`,
			`{"decisionTaskScheduledEventAttributes":{"scheduleToStartTimeout":"NONE","startToCloseTimeout":"100","taskList":{"name":"deciders"},` +
				`"taskPriority":"3"},"eventId":2,"eventTimestamp":946684800,"eventType":"DecisionTaskScheduled"}`,
		}
		if !slices.Equal(events, want) {
			t.Errorf("got  %s\nwant %s", events, want)
		}
	})
}

// A workflowId has one open run, whatever its type; it is free as soon as that run has closed.
func TestAWorkflowIDHasOneOpenRun(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		const already = "WorkflowExecutionAlreadyStartedFault: Already Started"
		other := swf.NewRegisterWorkflowTypeInput("d", "other", "1")
		other.DefaultTaskList, other.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyAbandon
		other.DefaultExecutionStartToCloseTimeout, other.DefaultTaskStartToCloseTimeout = new("10"), new("NONE")
		must(w, w.calls().RegisterWorkflowType)(other)
		w.start("w")
		again(0)
		start := swf.NewStartWorkflowExecutionInput("d", "w", swf.WorkflowType{Name: "other", Version: "1"})
		refused(w, w.calls().StartWorkflowExecution, start, already)
		// Another domain, and another case, are other workflowIds.
		w.start("W")
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		must(w, w.calls().StartWorkflowExecution)(start)
		refused(w, w.calls().StartWorkflowExecution, start, already)
		w.sleep(11)
		again(0)
		w.start("w")
	})
}

// A run whose time is over does not stand in the way of a start, although nobody has noticed yet.
func TestARunThatIsOverIsNotInTheWay(t *testing.T) {
	inWorld(t, func(w *world) {
		w.asleep = true
		w.restart(0)
		run := w.start("w")
		w.sleep(31_536_000)
		next := w.start("w")
		if s := w.describe(run).ExecutionInfo.CloseStatus; s != swf.CloseStatusTimedOut {
			t.Errorf("the first run is %s", s)
		}
		if s := w.describe(next).ExecutionInfo.ExecutionStatus; s != swf.ExecutionStatusOpen {
			t.Errorf("the second run is %s", s)
		}
		again := w.pollDecision()
		if *again.WorkflowExecution != next {
			t.Errorf("a decision task of %v was handed out", again.WorkflowExecution)
		}
	})
}

// Of many starts at the same time one succeeds, and its answer names the run.
func TestConcurrentStarts(t *testing.T) {
	inWorld(t, func(w *world) {
		for round := range 20 {
			id := text("w%d", round)
			answers := make(chan *string, 10)
			var calls []func() (bool, error)
			for range 10 {
				calls = append(calls, later(func() error {
					out, err := w.calls().StartWorkflowExecution(context.Background(), swf.NewStartWorkflowExecutionInput("d", id, orderType))
					if err == nil {
						answers <- out.RunID
					}
					return err
				}))
			}
			for _, done := range calls {
				if _, err := done(); err != nil && err.Error() != "WorkflowExecutionAlreadyStartedFault: Already Started" {
					t.Error(err)
				}
			}
			if len(answers) != 1 {
				t.Fatalf("%d runs were started", len(answers))
			}
			if s := w.describe(swf.WorkflowExecution{WorkflowID: id, RunID: *<-answers}).ExecutionInfo.ExecutionStatus; s != swf.ExecutionStatusOpen {
				t.Errorf("the run is %s", s)
			}
		}
	})
}

// Which run is meant by the calls that name a workflowId and perhaps a runId.
func TestWhichRunIsMeant(t *testing.T) {
	operations := []struct {
		name  string
		event swf.EventType
		call  func(w *world, domain, workflowID string, runID *string) error
	}{
		{"signal", swf.EventTypeWorkflowExecutionSignaled, func(w *world, domain, workflowID string, runID *string) error {
			in := swf.NewSignalWorkflowExecutionInput(domain, workflowID, "s")
			in.RunID = runID
			_, err := w.calls().SignalWorkflowExecution(context.Background(), in)
			return err
		}},
		{"cancel", swf.EventTypeWorkflowExecutionCancelRequested, func(w *world, domain, workflowID string, runID *string) error {
			in := swf.NewRequestCancelWorkflowExecutionInput(domain, workflowID)
			in.RunID = runID
			_, err := w.calls().RequestCancelWorkflowExecution(context.Background(), in)
			return err
		}},
		{"terminate", swf.EventTypeWorkflowExecutionTerminated, func(w *world, domain, workflowID string, runID *string) error {
			in := swf.NewTerminateWorkflowExecutionInput(domain, workflowID)
			in.RunID = runID
			_, err := w.calls().TerminateWorkflowExecution(context.Background(), in)
			return err
		}},
	}
	type runs struct{ first, second, other, over swf.WorkflowExecution }
	unknown := func(workflowID string, runID string) string {
		return execution.UnknownExecution(swf.WorkflowExecution{WorkflowID: workflowID, RunID: runID}).Error()
	}
	cases := []struct {
		what               string
		domain, workflowID string
		runID              func(r runs) *string
		want               func(r runs) string
	}{
		{"the workflowId alone", "d", "w", func(runs) *string { return nil }, nil},
		{"with an empty runId", "d", "w", func(runs) *string { return new("") }, nil},
		{"with the open run", "d", "w", func(r runs) *string { return &r.second.RunID }, nil},
		{"with a closed run while another is open", "d", "w", func(r runs) *string { return &r.first.RunID },
			func(r runs) string { return unknown("w", r.first.RunID) }},
		{"with an open run of another workflowId", "d", "w", func(r runs) *string { return &r.other.RunID },
			func(r runs) string { return unknown("w", r.other.RunID) }},
		{"with an unknown run", "d", "w", func(runs) *string { return new("r") },
			func(runs) string { return unknown("w", "r") }},
		{"no open run", "d", "over", func(runs) *string { return nil },
			func(runs) string { return "UnknownResourceFault: Unknown execution, workflowId = over" }},
		{"no open run, with an empty runId", "d", "over", func(runs) *string { return new("") },
			func(runs) string { return "UnknownResourceFault: Unknown execution, workflowId = over" }},
		{"no open run, with the closed one", "d", "over", func(r runs) *string { return &r.over.RunID },
			func(r runs) string { return unknown("over", r.over.RunID) }},
		{"no such workflowId", "d", "none", func(runs) *string { return nil },
			func(runs) string { return "UnknownResourceFault: Unknown execution, workflowId = none" }},
		{"the run is in another domain", "e", "w", func(r runs) *string { return &r.second.RunID },
			func(r runs) string { return unknown("w", r.second.RunID) }},
		{"an unknown domain", "unknown", "w", func(runs) *string { return nil },
			func(runs) string { return "UnknownResourceFault: Unknown domain: unknown" }},
		{"a name that nobody can have", "d", "a:b", func(runs) *string { return nil },
			func(runs) string { return "UnknownResourceFault: Unknown execution, workflowId = a:b" }},
	}
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			for _, c := range cases {
				inWorld(t, func(w *world) {
					must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
					var r runs
					r.first, r.over, r.other = w.start("w"), w.start("over"), w.start("other")
					for _, id := range []string{"w", "over"} {
						must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", id))
					}
					r.second = w.start("w")
					before := w.stored(r.first)
					err := o.call(w, c.domain, c.workflowID, c.runID(r))
					if c.want != nil {
						w.expectFault(c.what, err, c.want(r))
					} else if err != nil {
						t.Errorf("%s: %v", c.what, err)
					}
					if got := w.history(r.second); (got[len(got)-1].Type() == o.event) != (c.want == nil) {
						t.Errorf("%s: the open run has %s", c.what, types(got))
					}
					if !slices.Equal(w.stored(r.first), before) {
						t.Errorf("%s: the closed run has changed", c.what)
					}
				})
			}
		})
	}
}

// In a deprecated domain nothing new begins, and all that has begun goes on.
func TestRunsInADeprecatedDomain(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		run := w.start("w")
		must(w, w.calls().DeprecateDomain)(swf.NewDeprecateDomainInput("d"))
		again(0)
		start := swf.NewStartWorkflowExecutionInput("d", "v", orderType)
		refused(w, w.calls().StartWorkflowExecution, start, "DomainDeprecatedFault: d")
		w.signal("w", "s")
		must(w, w.calls().RequestCancelWorkflowExecution)(swf.NewRequestCancelWorkflowExecutionInput("d", "w"))
		must(w, w.calls().CountPendingDecisionTasks)(swf.NewCountPendingDecisionTasksInput("d", swf.TaskList{Name: "deciders"}))
		// Its types are deprecated, too, so decisions that need them fail.
		w.decide(w.pollDecision(),
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"},
			&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType},
			&swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "5"})
		if failed, _ := last[*swf.ScheduleActivityTaskFailedEventAttributes](w, run); failed.Cause != swf.ScheduleActivityTaskFailedCauseActivityTypeDeprecated {
			t.Errorf("the activity was refused for %s", failed.Cause)
		}
		if failed, _ := last[*swf.StartChildWorkflowExecutionFailedEventAttributes](w, run); failed.Cause != swf.StartChildWorkflowExecutionFailedCauseWorkflowTypeDeprecated {
			t.Errorf("the child was refused for %s", failed.Cause)
		}
		w.decide(w.pollDecision(), &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})
		if failed, _ := last[*swf.ContinueAsNewWorkflowExecutionFailedEventAttributes](w, run); failed.Cause != swf.ContinueAsNewWorkflowExecutionFailedCauseWorkflowTypeDeprecated {
			t.Errorf("to continue as new was refused for %s", failed.Cause)
		}
		w.sleep(6)
		last[*swf.TimerFiredEventAttributes](w, run)
		w.history(run)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))

		must(w, w.calls().UndeprecateDomain)(swf.NewUndeprecateDomainInput("d"))
		refused(w, w.calls().StartWorkflowExecution, start, "TypeDeprecatedFault: WorkflowType=[name=order, version=1]")
		must(w, w.calls().UndeprecateWorkflowType)(swf.NewUndeprecateWorkflowTypeInput("d", orderType))
		must(w, w.calls().StartWorkflowExecution)(start)
	})
}

// A domain has so many open runs at most, by whatever way they begin; the count survives a restart.
func TestTheQuotaOfOpenRuns(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		const limit = "LimitExceededFault: Limit on open workflow executions per domain reached"
		w.reconfigure(func(c *Config) {
			c.Limits = DefaultLimits
			c.Limits.Execution.OpenWorkflows = 2
		})
		first := w.start("first")
		w.start("second")
		refuse := func() {
			t.Helper()
			refused(w, w.calls().StartWorkflowExecution, swf.NewStartWorkflowExecutionInput("d", "fourth", orderType), limit)
		}
		refuse()
		again(0)
		refuse()
		// Another domain has a quota of its own.
		must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("e", "1"))
		order := swf.NewRegisterWorkflowTypeInput("e", "order", "1")
		order.DefaultTaskList, order.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyAbandon
		order.DefaultExecutionStartToCloseTimeout, order.DefaultTaskStartToCloseTimeout = new("10"), new("NONE")
		must(w, w.calls().RegisterWorkflowType)(order)
		must(w, w.calls().StartWorkflowExecution)(swf.NewStartWorkflowExecutionInput("e", "first", orderType))
		// A run that continues as new takes its own place, a child needs one.
		w.decide(w.pollDecision(), &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{})
		continued, _ := last[*swf.WorkflowExecutionContinuedAsNewEventAttributes](w, first)
		refuse()
		task := w.pollDecision()
		for task.WorkflowExecution.RunID != continued.NewExecutionRunID {
			w.decide(task)
			task = w.pollDecision()
		}
		w.decide(task, &swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "third", WorkflowType: orderType})
		failed, _ := last[*swf.StartChildWorkflowExecutionFailedEventAttributes](w, *task.WorkflowExecution)
		if failed.Cause != swf.StartChildWorkflowExecutionFailedCauseOpenWorkflowsLimitExceeded {
			t.Errorf("the child was refused for %s", failed.Cause)
		}
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "second"))
		w.start("third")
		again(0)
		refuse()
	})
}

// A list counts the tasks that nobody has started: those of its own kind, and those that a poller could have now.
func TestPendingTasks(t *testing.T) {
	anyWay(t, func(w *world, again func(time.Duration)) {
		expect := func(when string, activities, decisions int32) {
			t.Helper()
			again(0)
			if got := must(w, w.calls().CountPendingActivityTasks)(swf.NewCountPendingActivityTasksInput("d", swf.TaskList{Name: "workers"})); got.Count != activities || got.Truncated {
				t.Errorf("%s: %d activity tasks, want %d", when, got.Count, activities)
			}
			if got := must(w, w.calls().CountPendingDecisionTasks)(swf.NewCountPendingDecisionTasksInput("d", swf.TaskList{Name: "deciders"})); got.Count != decisions || got.Truncated {
				t.Errorf("%s: %d decision tasks, want %d", when, got.Count, decisions)
			}
		}
		expect("unused lists", 0, 0)
		w.start("w")
		expect("started", 0, 1)
		task := w.pollDecision()
		expect("a decider works", 0, 0)
		w.signal("w", "s")
		expect("a decision is queued behind it", 0, 0)
		w.decide(task,
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a"},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "b"},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "c", TaskList: &swf.TaskList{Name: "deciders"}},
			&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "d", ScheduleToStartTimeout: new("100")})
		expect("three activities and the queued decision", 3, 1)
		first := w.pollActivity()
		expect("a worker works", 2, 1)
		w.beat(first.TaskToken, "")
		expect("it beats", 2, 1)
		w.complete(first.TaskToken, "")
		expect("it is done", 2, 1)
		w.decide(w.pollDecision(), &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "b"})
		w.sleep(0)
		expect("one is cancelled", 1, 1)
		w.sleep(101)
		expect("one has timed out", 0, 1)
		must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "w"))
		expect("the run is closed", 0, 0)
		refused(w, w.calls().CountPendingActivityTasks, swf.NewCountPendingActivityTasksInput("unknown", swf.TaskList{Name: "l"}),
			"UnknownResourceFault: Unknown domain: unknown")
		refused(w, w.calls().CountPendingDecisionTasks, swf.NewCountPendingDecisionTasksInput("unknown", swf.TaskList{Name: "l"}),
			"UnknownResourceFault: Unknown domain: unknown")
	})
}

// Polls check names and the domain before they wait.
func TestRefusedPolls(t *testing.T) {
	inWorld(t, func(w *world) {
		for _, c := range []struct{ domain, list, activity, decision string }{
			{"unknown", "a:b", "ValidationException: Invalid name: a:b", "ValidationException: Invalid name: a:b"},
			{"unknown", "arn", "ValidationException: Invalid name: arn", "ValidationException: Invalid name: arn"},
			{"unknown", "l", "UnknownResourceFault: Unknown domain: unknown", "UnknownResourceFault: Unknown domain: unknown"},
			// White space at the end is forbidden where workers poll, and nothing is said of deciders.
			{"unknown", "l ", "ValidationException: Invalid name: l ", "UnknownResourceFault: Unknown domain: unknown"},
		} {
			before := time.Now()
			_, err := w.calls().PollForActivityTask(context.Background(), swf.NewPollForActivityTaskInput(c.domain, swf.TaskList{Name: c.list}))
			w.expectFault(text("a worker, %+v", c), err, c.activity)
			_, err = w.calls().PollForDecisionTask(context.Background(), swf.NewPollForDecisionTaskInput(c.domain, swf.TaskList{Name: c.list}))
			w.expectFault(text("a decider, %+v", c), err, c.decision)
			if waited := time.Since(before); waited != 0 {
				t.Errorf("%+v: refused after %v", c, waited)
			}
		}
	})
}

// A batch of decisions that is malformed changes nothing: the task stays open, and its token good.
func TestAMalformedAnswerChangesNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		run := w.start("w")
		task := w.pollDecision()
		before := w.stored(run)
		in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
		in.Decisions = []swf.Decision{
			{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{}},
			{Attributes: &swf.RecordMarkerDecisionAttributes{MarkerName: "m"}},
		}
		refused(w, w.with(task.TaskToken).RespondDecisionTaskCompleted, in, "ValidationException: Close must be last decision in list")
		if !slices.Equal(w.stored(run), before) {
			t.Error("the history has changed")
		}
		slices.Reverse(in.Decisions)
		must(w, w.with(task.TaskToken).RespondDecisionTaskCompleted)(in)
		if got := types(w.history(run)); !strings.HasSuffix(got, "DecisionTaskCompleted MarkerRecorded WorkflowExecutionCompleted") {
			t.Error(got)
		}
		refused(w, w.with(task.TaskToken).RespondDecisionTaskCompleted, in, execution.UnknownExecution(run).Error())
	})
}
