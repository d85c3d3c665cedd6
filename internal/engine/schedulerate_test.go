package engine

import (
	"testing"
	"time"

	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/swf"
)

// A list takes so many activity tasks in a second and no more, whichever runs they come from; what is too much fails with the cause that
// SWF has for it. Other lists, and the next second, are not concerned.
func TestScheduledTasksOfAList(t *testing.T) {
	inWorld(t, func(w *world) {
		w.config = func(c *Config) {
			c.Limits = DefaultLimits
			c.Limits.ScheduledTasks = 2
		}
		w.restart(0)
		schedule := func(id string, list *swf.TaskList) *swf.ScheduleActivityTaskDecisionAttributes {
			return &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: id, TaskList: list}
		}
		other := &swf.TaskList{Name: "others"}
		first, second := w.start("first"), w.start("second")
		w.decide(w.pollDecision(), schedule("a", nil), schedule("b", other))
		w.decide(w.pollDecision(), schedule("a", nil), schedule("b", nil), schedule("c", other), schedule("d", &swf.TaskList{Name: "workers"}))
		expectScheduled(w, first, "a", "b")
		expectScheduled(w, second, "a", "c")
		failed, _ := last[*swf.ScheduleActivityTaskFailedEventAttributes](w, second)
		if failed.Cause != swf.ScheduleActivityTaskFailedCauseActivityCreationRateExceeded || failed.ActivityID != "d" {
			t.Errorf("the last failure is %+v", failed)
		}

		w.sleep(1)
		w.decide(w.pollDecision(), schedule("e", nil))
		expectScheduled(w, second, "a", "c", "e")
	})
}

func expectScheduled(w *world, run swf.WorkflowExecution, want ...string) {
	w.t.Helper()
	var got []string
	for _, e := range w.history(run) {
		if a, ok := e.Attributes.(*swf.ActivityTaskScheduledEventAttributes); ok {
			got = append(got, a.ActivityID)
		}
	}
	if text("%q", got) != text("%q", want) {
		w.t.Errorf("%s has scheduled %q, want %q", run.WorkflowID, got, want)
	}
}

// What was counted is forgotten with its second, so that lists which were used once take no memory.
func TestScheduleRateForgets(t *testing.T) {
	r := newScheduleRate()
	now := swf.TimestampOf(time.Unix(100, 0))
	for i := range uint32(1000) {
		r.take(tasklist.Key{Domain: i}, now, 1)
	}
	if r.take(tasklist.Key{Domain: 7}, now.Add(999*time.Millisecond), 1) || !r.take(tasklist.Key{Domain: 7}, now.Add(time.Second), 1) || len(r.counts) != 1 {
		t.Errorf("%d lists are remembered", len(r.counts))
	}
}
