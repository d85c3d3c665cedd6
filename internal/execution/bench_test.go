package execution_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// What one command costs in the core, without store, lane and wire.

// benchRun is a run whose decider and workers answer at once.
type benchRun struct {
	b     *testing.B
	s     *execution.State
	facts execution.Facts
	now   swf.Timestamp
}

func newBenchRun(b *testing.B) *benchRun {
	r := &benchRun{b: b, now: 1_700_000_000_000}
	r.facts.Limits = execution.DefaultLimits
	r.facts.Limits.HistoryEvents = 1 << 40
	r.begin()
	return r
}

func (r *benchRun) begin() {
	r.s, _ = execution.Begin(domain, "22run", execution.Start{
		WorkflowID: "order-66",
		Type:       swf.WorkflowType{Name: "order", Version: "1"},
		Settings: execution.Settings{
			TaskList: "main", ExecutionTimeout: "31536000", TaskTimeout: "60", ChildPolicy: swf.ChildPolicyTerminate,
		},
	}, r.now)
}

func (r *benchRun) must(c execution.Change, err error) execution.Change {
	if err != nil {
		r.b.Fatal(err)
	}
	return c
}

// decide hands out the waiting decision task and answers it.
func (r *benchRun) decide(decisions []swf.Decision, facts []execution.DecisionFacts) execution.Change {
	task, _, err := r.s.StartDecisionTask(r.now, &r.facts, r.s.Header().Waiting.ScheduledID, nil)
	if err != nil {
		r.b.Fatal(err)
	}
	r.facts.Decisions = facts
	return r.must(r.s.CompleteDecisionTask(r.now, &r.facts,
		execution.Attempt{ScheduledID: task.ScheduledID, StartedID: task.StartedID},
		&swf.RespondDecisionTaskCompletedInput{Decisions: decisions}))
}

// startActivities schedules and starts so many activities, and returns their attempts.
func (r *benchRun) startActivities(n int) []execution.Attempt {
	decisions := make([]swf.Decision, n)
	facts := make([]execution.DecisionFacts, n)
	for i := range decisions {
		decisions[i] = scheduleDecision("activity-" + strconv.Itoa(i))
		facts[i].ActivityType = &execution.ActivityTypeFacts{}
	}
	var attempts []execution.Attempt
	for _, o := range r.decide(decisions, facts).Offers {
		task, _, err := r.s.StartActivityTask(r.now, &r.facts, o.ScheduledID, nil)
		if err != nil {
			r.b.Fatal(err)
		}
		attempts = append(attempts, execution.Attempt{ScheduledID: task.ScheduledID, StartedID: task.StartedID})
	}
	return attempts
}

func scheduleDecision(id string) swf.Decision {
	return swf.Decision{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{
		ActivityType: swf.ActivityType{Name: "work", Version: "1"}, ActivityID: id, TaskList: &swf.TaskList{Name: "main"},
		ScheduleToStartTimeout: new("NONE"), ScheduleToCloseTimeout: new("NONE"), StartToCloseTimeout: new("NONE"),
		HeartbeatTimeout: new("60"), Input: new("6 x 7"),
	}}
}

// BenchmarkHeartbeat beats for each open activity in turn, ten times a second: it must not matter how many others there are.
func BenchmarkHeartbeat(b *testing.B) {
	for _, open := range []int{1, 1000} {
		b.Run(fmt.Sprintf("open=%d", open), func(b *testing.B) {
			r := newBenchRun(b)
			attempts := r.startActivities(open)
			details := new("42 %")
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				if i%open == 0 {
					r.now += 100
				}
				_, c, err := r.s.RecordHeartbeat(r.now, &r.facts, attempts[i%open], details)
				if err != nil || len(c.Puts) != 1 {
					b.Fatal(err, c)
				}
				i++
			}
		})
	}
}

// BenchmarkDecision answers a hundred decision tasks, after so many before: a long history must not cost more than a
// short one.
func BenchmarkDecision(b *testing.B) {
	for _, before := range []int{100, 4000} {
		b.Run(fmt.Sprintf("after=%d", before), func(b *testing.B) {
			r := newBenchRun(b)
			marker := []swf.Decision{{Attributes: &swf.RecordMarkerDecisionAttributes{MarkerName: "m"}}}
			facts := make([]execution.DecisionFacts, 1)
			again := func() {
				r.decide(marker, facts)
				r.must(r.s.Signal(r.now, &r.facts, "s", nil))
			}
			for range before {
				again()
			}
			h := r.s.Header()
			b.ReportAllocs()
			for b.Loop() {
				header, waiting := h, *h.Waiting
				header.Waiting = &waiting
				var err error
				if r.s, err = execution.Load(domain, []execution.Row{&header}, 0); err != nil {
					b.Fatal(err)
				}
				for range 100 {
					again()
				}
			}
		})
	}
}

// BenchmarkCompleteActivity completes a thousand started activities of one run.
func BenchmarkCompleteActivity(b *testing.B) {
	r := newBenchRun(b)
	result := new("42")
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		r.begin()
		attempts := r.startActivities(1000)
		b.StartTimer()
		for _, at := range attempts {
			r.must(r.s.CompleteActivityTask(r.now, &r.facts, at, result))
		}
	}
}

// BenchmarkOneActivityWorkflow goes the whole way: start, decide, work, decide, complete.
func BenchmarkOneActivityWorkflow(b *testing.B) {
	r := newBenchRun(b)
	schedule := []swf.Decision{scheduleDecision("a")}
	complete := []swf.Decision{{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("42")}}}
	facts := []execution.DecisionFacts{{ActivityType: &execution.ActivityTypeFacts{}}}
	b.ReportAllocs()
	for b.Loop() {
		r.begin()
		scheduled := r.decide(schedule, facts).Offers[0].ScheduledID
		task, _, err := r.s.StartActivityTask(r.now, &r.facts, scheduled, nil)
		if err != nil {
			b.Fatal(err)
		}
		at := execution.Attempt{ScheduledID: task.ScheduledID, StartedID: task.StartedID}
		r.must(r.s.CompleteActivityTask(r.now, &r.facts, at, new("42")))
		if c := r.decide(complete, facts); c.Closed == nil {
			b.Fatal("the run did not close")
		}
	}
}
