package execution

import (
	"testing"

	"github.com/swfd/swfd/swf"
)

// However often the things that are open are armed anew, as each request to cancel a waiting activity does, memory holds a few entries
// for each of them, and so a request of many decisions is no more work than its length.
func TestFewEntriesForEachOpenThing(t *testing.T) {
	facts := Facts{Limits: DefaultLimits}
	s, _ := Begin(1, "22run", Start{
		WorkflowID: "w", Type: swf.WorkflowType{Name: "order", Version: "1"},
		Settings: Settings{TaskList: "l", ExecutionTimeout: "1000", TaskTimeout: "NONE", ChildPolicy: swf.ChildPolicyAbandon},
	}, 0)
	task, _, err := s.StartDecisionTask(0, &facts, 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	in := &swf.RespondDecisionTaskCompletedInput{Decisions: []swf.Decision{
		{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "10"}},
		{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{
			ActivityID: "a", TaskList: &swf.TaskList{Name: "l"}, HeartbeatTimeout: new("NONE"), StartToCloseTimeout: new("NONE"),
			ScheduleToStartTimeout: new("20"), ScheduleToCloseTimeout: new("NONE"),
		}},
	}}
	for range 10_000 {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: "a"}})
	}
	facts.Decisions = make([]DecisionFacts, len(in.Decisions))
	facts.Decisions[1].ActivityType = &ActivityTypeFacts{}
	if _, err := s.CompleteDecisionTask(0, &facts, Attempt{ScheduledID: 2, StartedID: task.StartedID}, in); err != nil {
		t.Fatal(err)
	}
	if len(s.due) > 100 {
		t.Errorf("%d entries for two open things", len(s.due))
	}
	// Nothing was lost: the activity is canceled at once, the timer fires when it is due, and the run ends.
	for _, want := range []struct {
		due  swf.Timestamp
		last swf.EventType
	}{{0, swf.EventTypeDecisionTaskScheduled}, {10_000, swf.EventTypeTimerFired}, {1_000_000, swf.EventTypeWorkflowExecutionTimedOut}} {
		due := s.NextDeadline()
		c := s.Expire(due, &facts)
		if due != want.due || len(c.Events) == 0 || c.Events[len(c.Events)-1].Type() != want.last {
			t.Fatalf("at %d came %v, want %s at %d", due, c.Events, want.last, want.due)
		}
	}
}
