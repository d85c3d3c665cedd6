package blackbox

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

// working is an activity that a worker is busy with, in a run of its own: events 5 and 6 of its history are ActivityTaskScheduled and
// ActivityTaskStarted.
type working struct {
	*activityTask
	r *run
}

// beginWork makes a tenant with such an activity.
func beginWork(t *testing.T, server *process, a types.ScheduleActivityTaskDecisionAttributes) *working {
	t.Helper()
	t.Parallel()
	x := newTenant(t, server)
	r := x.start("w")
	r.decide(schedule("a", a))
	return &working{x.pollActivity(workList), r}
}

// unknown is what a fault says about the activity when it has ended.
const unknownActivity = "Unknown activity, scheduledEventId = 5"

// beating calls beat every 200 ms until it fails.
func (w *working) beating(beat func() error) {
	w.x.t.Helper()
	next := time.Now()
	for beat() == nil {
		next = next.Add(200 * time.Millisecond)
		w.x.waitUntil(next)
	}
}

// expectTimeOut waits until the activity has timed out, as event 7, and checks how and after which event.
func (w *working) expectTimeOut(kind string, after int, timeout time.Duration, details *string) []swf.HistoryEvent {
	w.x.t.Helper()
	events := w.r.await(types.EventTypeActivityTaskTimedOut)
	last := events[len(events)-1]
	expected := `{"timeoutType":"` + kind + `","scheduledEventId":5,"startedEventId":6,"details":null}`
	if details != nil {
		expected = strings.Replace(expected, "null", quoted(*details), 1)
	}
	if err := expectEvent(last, "7 a ActivityTaskTimedOut "+expected, map[string]swf.Timestamp{}); err != nil {
		w.x.t.Errorf("%v\n%s", err, historyText(events))
	}
	expectAfter(w.x.t, events, after, 7, timeout)
	_, err := w.tryBeat(nil)
	expectFault[*types.UnknownResourceFault](w.x.t, err, unknownActivity)
	return events
}

// The scenarios of the reference for heartbeats that end in a time-out, with its ten seconds made five.
func TestHeartbeatTimeouts(t *testing.T) {
	t.Parallel()
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	silent := types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("5"), StartToCloseTimeout: new("20")}
	// Where a beat must come at a certain time, a slow machine needs room.
	slow := types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("4"), StartToCloseTimeout: new("20")}

	t.Run("1 no beat at all", func(t *testing.T) {
		beginWork(t, server, silent).expectTimeOut("HEARTBEAT", 6, 5*time.Second, nil)
	})
	t.Run("2 and 9 silence after a beat, then a late beat", func(t *testing.T) {
		w := beginWork(t, server, slow)
		beginning := w.r.history()[5].EventTimestamp.Time()
		w.x.waitUntil(beginning.Add(time.Second))
		w.beat(new("planted a"))
		events := w.expectTimeOut("HEARTBEAT", 6, 5*time.Second, new("planted a"))
		expectEventTypes(t, events[6:])
	})
	t.Run("3 beats do not extend start-to-close", func(t *testing.T) {
		w := beginWork(t, server, types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("3"), StartToCloseTimeout: new("4")})
		w.beating(func() error { _, err := w.tryBeat(new("planted last")); return err })
		w.expectTimeOut("START_TO_CLOSE", 6, 4*time.Second, new("planted last"))
	})
	t.Run("4 nor schedule-to-close", func(t *testing.T) {
		w := beginWork(t, server, types.ScheduleActivityTaskDecisionAttributes{
			HeartbeatTimeout: new("3"), StartToCloseTimeout: new("NONE"), ScheduleToCloseTimeout: new("4"),
		})
		w.beating(func() error { _, err := w.tryBeat(new("planted last")); return err })
		w.expectTimeOut("SCHEDULE_TO_CLOSE", 5, 4*time.Second, new("planted last"))
	})
	t.Run("5 details are told without a heartbeat time-out, too", func(t *testing.T) {
		w := beginWork(t, server, types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("NONE"), StartToCloseTimeout: new("5")})
		w.beat(new("planted x"))
		w.expectTimeOut("START_TO_CLOSE", 6, 5*time.Second, new("planted x"))
	})
	t.Run("6 the last beat counts, and it had no details", func(t *testing.T) {
		w := beginWork(t, server, silent)
		w.beat(new("planted a"))
		w.beat(nil)
		w.expectTimeOut("HEARTBEAT", 6, 5*time.Second, nil)
	})
	t.Run("7 the last beat counts", func(t *testing.T) {
		w := beginWork(t, server, silent)
		w.beat(new("planted a"))
		w.beat(new("planted b"))
		w.expectTimeOut("HEARTBEAT", 6, 5*time.Second, new("planted b"))
	})
	t.Run("17 silence after a request to cancel", func(t *testing.T) {
		w := beginWork(t, server, silent)
		w.r.signal("cancel it")
		w.r.decide(cancelActivity("a"))
		w.beat(new("planted a"))
		events := w.r.await(types.EventTypeActivityTaskTimedOut)
		expectEventTypes(t, events[6:], "WorkflowExecutionSignaled", "DecisionTaskScheduled", "DecisionTaskStarted", "DecisionTaskCompleted",
			"ActivityTaskCancelRequested", "ActivityTaskTimedOut")
	})
	t.Run("20 a beat that is refused does not count", func(t *testing.T) {
		w := beginWork(t, server, slow)
		w.beat(new(strings.Repeat("ä", 2048)))
		at := w.r.history()[5].EventTimestamp.Time()
		w.x.waitUntil(at.Add(3500 * time.Millisecond))
		_, err := w.tryBeat(new(strings.Repeat("ä", 2049)))
		expectCode(t, err, "ValidationException", "1 validation error detected: Value '"+strings.Repeat("ä", 2049)+
			"' at 'details' failed to satisfy constraint: Member must have length less than or equal to 2048")
		events := w.expectTimeOut("HEARTBEAT", 6, 4*time.Second, new(strings.Repeat("ä", 2048)))
		if late := events[6].EventTimestamp.Time().Sub(at); late > 7400*time.Millisecond {
			t.Errorf("the refused beat has moved the time-out: it came %v after the start", late)
		}
	})
}

func expectEventTypes(t *testing.T, events []swf.HistoryEvent, want ...string) {
	t.Helper()
	if len(want) == 0 {
		want = []string{"ActivityTaskTimedOut"}
	}
	var got []string
	for _, e := range events {
		got = append(got, string(e.Type()))
	}
	expectTexts(t, "events", got, want...)
}

// usual is an activity that will not time out while a test looks at it.
var usual = types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("30"), StartToCloseTimeout: new("40")}

// The scenarios of the reference for heartbeats that find out something.
func TestHeartbeatAnswers(t *testing.T) {
	t.Parallel()
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	beatFails := func(w *working, text string) {
		w.x.t.Helper()
		_, err := w.tryBeat(new("planted late"))
		expectFault[*types.UnknownResourceFault](w.x.t, err, text)
	}

	t.Run("8 and 36 a beat leaves no trace", func(t *testing.T) {
		w := beginWork(t, server, usual)
		before, described := w.r.history(), w.r.describe()
		if w.beat(new("planted a")) {
			t.Error("the beat was told to cancel")
		}
		after := w.r.history()
		if historyText(before) != historyText(after) {
			t.Errorf("the history was\n%s\nand is\n%s", historyText(before), historyText(after))
		}
		now := w.r.describe()
		if !now.LatestActivityTaskTimestamp.Equal(*described.LatestActivityTaskTimestamp) || *now.OpenCounts != *described.OpenCounts {
			t.Errorf("the description has changed: %+v, %v", now.OpenCounts, now.LatestActivityTaskTimestamp)
		}
		n, err := w.x.client.CountPendingActivityTasks(w.x.ctx, &sdk.CountPendingActivityTasksInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)},
		})
		w.x.must(err)
		if n.Count != 0 {
			t.Errorf("%d tasks wait", n.Count)
		}
	})
	t.Run("10 after completion", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.x.must(w.complete())
		beatFails(w, unknownActivity)
		expectFault[*types.UnknownResourceFault](t, w.complete(), unknownActivity)
	})
	t.Run("11 after failure", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.x.must(w.fail())
		beatFails(w, unknownActivity)
		w.r.decide(completeWorkflow())
		w.r.expect(`
			1 a WorkflowExecutionStarted {}
			2 a DecisionTaskScheduled {}
			3 b DecisionTaskStarted {"scheduledEventId":2}
			4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
			5 c ActivityTaskScheduled {"activityId":"a","heartbeatTimeout":"30","decisionTaskCompletedEventId":4}
			6 d ActivityTaskStarted {"scheduledEventId":5}
			7 e ActivityTaskFailed {"reason":"planted reason","details":"planted details","scheduledEventId":5,"startedEventId":6}
			8 e DecisionTaskScheduled {}
			9 f DecisionTaskStarted {"scheduledEventId":8}
			10 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
			11 g WorkflowExecutionCompleted {"decisionTaskCompletedEventId":10}`)
	})
	t.Run("12 after the run was terminated", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.terminate()
		beatFails(w, w.r.unknown())
	})
	t.Run("13 after the run has completed", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.signal("s")
		w.r.decide(completeWorkflow())
		beatFails(w, w.r.unknown())
		events := w.r.history()
		expectEventTypes(t, events[len(events)-1:], "WorkflowExecutionCompleted")
	})
	t.Run("14 and 15 asked to cancel, and canceled", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.signal("cancel it")
		w.r.decide(cancelActivity("a"))
		for range 2 {
			if !w.beat(nil) {
				t.Error("the beat was not told to cancel")
			}
		}
		w.x.must(w.cancel())
		beatFails(w, unknownActivity)
		w.r.await(types.EventTypeActivityTaskCanceled)
	})
	t.Run("16 asked to cancel, and completed all the same", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.signal("cancel it")
		w.r.decide(cancelActivity("a"))
		w.x.must(w.complete())
		w.r.await(types.EventTypeActivityTaskCompleted)
	})
	t.Run("18 a cancel request for the run is none for its activities", func(t *testing.T) {
		w := beginWork(t, server, usual)
		_, err := w.x.client.RequestCancelWorkflowExecution(w.x.ctx, &sdk.RequestCancelWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: &w.r.workflowID,
		})
		w.x.must(err)
		if w.beat(nil) {
			t.Error("the beat was told to cancel")
		}
		if !w.r.describe().ExecutionInfo.CancelRequested {
			t.Error("the run does not tell of its cancel request")
		}
	})
	t.Run("19 only the task that was asked to cancel is told so", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.signal("another one")
		w.r.decide(schedule("b", usual))
		other := w.x.pollActivity(workList)
		w.r.signal("cancel it")
		w.r.decide(cancelActivity("b"))
		if w.beat(nil) || !other.beat(nil) {
			t.Error("the wrong task was told to cancel")
		}
	})
	t.Run("22 garbage", func(t *testing.T) {
		w := beginWork(t, server, usual)
		for _, token := range []string{"garbage", *w.TaskToken + "A", "B" + (*w.TaskToken)[1:], (*w.TaskToken)[:len(*w.TaskToken)-4]} {
			_, err := w.x.client.RecordActivityTaskHeartbeat(w.x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: &token})
			expectCode(t, err, "ValidationException", "Invalid token")
		}
	})
	t.Run("25 domain and type deprecated after the start", func(t *testing.T) {
		w := beginWork(t, server, usual)
		_, err := w.x.client.DeprecateDomain(w.x.ctx, &sdk.DeprecateDomainInput{Name: new(domain)})
		w.x.must(err)
		_, err = w.x.client.DeleteActivityType(w.x.ctx, &sdk.DeleteActivityTypeInput{Domain: new(domain), ActivityType: activityType})
		w.x.must(err)
		w.beat(nil)
		w.x.must(w.complete())
	})
	t.Run("28 from another process", func(t *testing.T) {
		w := beginWork(t, server, usual)
		other := newClient(server.address, w.x.account, region)
		_, err := other.RecordActivityTaskHeartbeat(w.x.ctx, &sdk.RecordActivityTaskHeartbeatInput{TaskToken: w.TaskToken})
		w.x.must(err)
	})
	t.Run("32 while a decision task is worked on", func(t *testing.T) {
		w := beginWork(t, server, usual)
		w.r.signal("s")
		task := w.r.pollDecision()
		w.beat(new("planted a"))
		task.answer(completeWorkflow())
		events := w.r.history()
		expectEventTypes(t, events[6:], "WorkflowExecutionSignaled", "DecisionTaskScheduled", "DecisionTaskStarted", "DecisionTaskCompleted",
			"WorkflowExecutionCompleted")
	})
	t.Run("33 beats and a completion at once", func(t *testing.T) {
		w := beginWork(t, server, usual)
		var crew sync.WaitGroup
		var completed atomic.Int32
		for i := range 12 {
			crew.Go(func() {
				if i%6 != 0 {
					if _, err := w.tryBeat(new("planted")); err != nil {
						expectFault[*types.UnknownResourceFault](t, err, unknownActivity)
					}
					return
				}
				if err := w.complete(); err != nil {
					expectFault[*types.UnknownResourceFault](t, err, unknownActivity)
					return
				}
				completed.Add(1)
			})
		}
		crew.Wait()
		if n := completed.Load(); n != 1 {
			t.Errorf("%d completions were accepted", n)
		}
		expectEventTypes(t, w.r.history()[6:], "ActivityTaskCompleted", "DecisionTaskScheduled")
	})
	t.Run("34 in a child that went down with its parent", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, server)
		parent, child := startFamily(x)
		child.decide(schedule("a", usual))
		work := x.pollActivity(workList)
		parent.terminate()
		child.awaitClose(types.CloseStatusTerminated)
		_, err := work.tryBeat(nil)
		expectFault[*types.UnknownResourceFault](t, err, child.unknown())
	})
}

// H12: a worker reports a cancellation that nobody asked for.
func TestCancellationNobodyAskedFor(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	r.decide(scheduleUsual("a"))
	work := x.pollActivity(workList)
	if work.StartedEventId != 6 || *work.ActivityId != "a" || *work.Input != planted+" work" || *work.WorkflowExecution.RunId != r.id ||
		*work.ActivityType.Name != "work" {
		t.Errorf("the task is %+v", work.PollForActivityTaskOutput)
	}
	x.must(work.cancel())
	r.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c ActivityTaskScheduled {"activityId":"a","decisionTaskCompletedEventId":4}
		6 d ActivityTaskStarted {"scheduledEventId":5}
		7 e ActivityTaskCanceled {"details":"planted cleaned up","scheduledEventId":5,"startedEventId":6,"latestCancelRequestedEventId":0}
		8 e DecisionTaskScheduled {}
		9 f DecisionTaskStarted {"scheduledEventId":8}
		10 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
		11 g WorkflowExecutionCompleted {"decisionTaskCompletedEventId":10}`)
}
