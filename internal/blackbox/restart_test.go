package blackbox

import (
	"errors"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// A crash in the middle of everything, with two seconds of silence: what was acknowledged is there, tasks wait as before, tokens are good,
// what fell due happens now, and nobody who works is punished for the time when there was nobody to report to.
func TestCrashInTheMiddle(t *testing.T) {
	t.Parallel()
	server := newProcess(t, "--poll-hold", "1s")
	x := newTenant(t, server)
	limited := func(seconds string) func(*sdk.StartWorkflowExecutionInput) {
		return func(in *sdk.StartWorkflowExecutionInput) { in.ExecutionStartToCloseTimeout = &seconds }
	}
	on := func(list string, a types.ScheduleActivityTaskDecisionAttributes) types.Decision {
		a.TaskList = &types.TaskList{Name: &list}
		return schedule("a", a)
	}

	long := longRun(x)
	page, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: long.execution(), MaximumPageSize: 100,
	})
	x.must(err)
	waiting := x.start("a decision task and an activity task wait")
	waiting.decide(on("waiting work", types.ScheduleActivityTaskDecisionAttributes{}))
	waiting.signal("s")
	deciding := x.start("a decision task is worked on")
	held := deciding.pollDecision()
	asked := x.start("a worker was asked to cancel")
	asked.decide(on("asked", types.ScheduleActivityTaskDecisionAttributes{}))
	canceling := x.pollActivity("asked")
	asked.signal("cancel it")
	asked.decide(cancelActivity("a"))
	timer := x.start("a timer falls due")
	timer.decide(startTimer("t", "5"))
	notTaken := x.start("an activity task is not taken")
	notTaken.decide(on("nobody", types.ScheduleActivityTaskDecisionAttributes{ScheduleToStartTimeout: new("5")}))
	over := x.start("the time of the run is over", limited("5"))
	beating := x.start("a worker beats")
	beating.decide(on("beating", types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("5")}))
	silent := x.start("a worker falls silent")
	silent.decide(on("silent", types.ScheduleActivityTaskDecisionAttributes{HeartbeatTimeout: new("5")}))
	finishing := x.start("a worker finishes while nobody listens")
	finishing.decide(on("finishing", types.ScheduleActivityTaskDecisionAttributes{StartToCloseTimeout: new("5")}))
	parent := x.start("a child is being started")
	starting := parent.pollDecision()
	healthy, falling, finished := x.pollActivity("beating"), x.pollActivity("silent"), x.pollActivity("finishing")
	falling.beat(new("planted last words"))
	healthy.beat(new("planted progress"))
	starting.answer(startChild("child", types.StartChildWorkflowExecutionDecisionAttributes{}), signalExternal(deciding.workflowID, nil))
	long.signal("the last word before the crash")

	server.kill()
	// Everything of five seconds falls due while the server is down.
	x.waitUntil(time.Now().Add(5200 * time.Millisecond))
	server.restart(t)

	t.Log("workers and deciders come back at once")
	if healthy.beat(new("planted more progress")) || !canceling.beat(nil) {
		t.Error("the answers to heartbeats have changed")
	}
	x.must(healthy.complete())
	x.must(finished.complete())
	x.must(canceling.cancel())
	held.answer(recordMarker("m", planted))

	t.Log("what was acknowledged is there, and pages go on")
	events := long.history()
	if last := attributesText(events[len(events)-1]); !strings.Contains(last, "the last word") {
		t.Errorf("the last event is %s", last)
	}
	next, err := x.client.GetWorkflowExecutionHistory(x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: long.execution(), MaximumPageSize: 1, NextPageToken: page.NextPageToken,
	})
	if err != nil || next.Events[0].EventId != 101 {
		t.Errorf("the page after the crash: %+v, %v", next, err)
	}
	waiting.decide()
	x.must(x.pollActivity("waiting work").complete())
	parent.adoptChild(workflowList).decide(completeWorkflow())

	t.Log("what fell due happens now")
	over.awaitClose(types.CloseStatusTimedOut)
	timer.await(types.EventTypeTimerFired)
	notTaken.await(types.EventTypeActivityTaskTimedOut)
	events = silent.await(types.EventTypeActivityTaskTimedOut)
	if last := attributesText(events[len(events)-1]); !strings.Contains(last, `"HEARTBEAT"`) || !strings.Contains(last, "planted last words") {
		t.Errorf("the silent worker timed out as %s", last)
	}
	deciding.await(types.EventTypeWorkflowExecutionSignaled)
	parent.await(types.EventTypeChildWorkflowExecutionCompleted)
	parent.await(types.EventTypeExternalWorkflowExecutionSignaled)
	for _, r := range x.runs {
		for _, e := range r.sdkHistory() {
			if e.EventType == types.EventTypeActivityTaskTimedOut && r != notTaken && r != silent {
				t.Errorf("%s: the restart has timed out its activity", r.workflowID)
			}
		}
	}
}

// Ended in good order and started again, a server is the same.
func TestOrderlyRestart(t *testing.T) {
	t.Parallel()
	server := newProcess(t, "--poll-hold", "1s")
	x := newTenant(t, server)
	r := x.start("w")
	r.decide(schedule("a", usual), startTimer("t", "40"))
	work := x.pollActivity(workList)
	before := r.history()
	if err := server.terminate(); err != nil {
		t.Fatal(err)
	}
	server.restart(t)
	if after := r.history(); historyText(before) != historyText(after) {
		t.Errorf("the history was\n%s\nand is\n%s", historyText(before), historyText(after))
	}
	x.must(work.complete())
	r.decide(cancelTimer("t"), completeWorkflow())
	r.awaitClose(types.CloseStatusCompleted)
}

// A second server on a data directory, and one that cannot start for other reasons, says so in one line and ends.
func TestCannotServe(t *testing.T) {
	t.Parallel()
	server := newProcess(t)
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	commands := map[string]struct {
		args []string
		says []string
	}{
		"the data directory is in use": {[]string{"--listen", "127.0.0.1:0", "--data", server.dir}, []string{server.dir, "another swfd"}},
		"the address is in use":        {[]string{"--listen", server.address, "--data", other}, []string{server.address, "in use"}},
		"no place for the data":        {[]string{"--listen", "127.0.0.1:0"}, []string{"--data", "--memory"}},
		"an address for everybody":     {[]string{"--listen", "0.0.0.0:0", "--memory"}, []string{"0.0.0.0:0", "loopback"}},
		"an unknown flag":              {[]string{"--nonsense"}, []string{"--nonsense"}},
	}
	for name, c := range commands {
		t.Run(name, func(t *testing.T) {
			var out, log strings.Builder
			command := exec.Command(path, append([]string{"server"}, c.args...)...)
			command.Env, command.Stdout, command.Stderr = environment(), &out, &log
			err := command.Run()
			var status *exec.ExitError
			if !errors.As(err, &status) || status.ExitCode() < 1 {
				t.Errorf("it ended with %v", err)
			}
			if out.Len() != 0 || strings.Count(log.String(), "\n") != 1 || !strings.HasPrefix(log.String(), "swfd: ") {
				t.Errorf("it did not say one line on standard error, but %q and %q", out.String(), log.String())
			}
			for _, part := range c.says {
				if !strings.Contains(log.String(), part) {
					t.Errorf("it does not speak of %q: %s", part, log.String())
				}
			}
		})
	}
	for _, path := range []string{"/livez", "/readyz"} {
		out, err := http.Get("http://" + server.address + path)
		if err != nil {
			t.Fatal(err)
		}
		if err := out.Body.Close(); err != nil || out.StatusCode != http.StatusOK {
			t.Errorf("the first server answers %s with %s, %v", path, out.Status, err)
		}
	}
}
