package engine

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// The folders testdata/store-* each hold a small store, as a release has written it, and promises.json, which says what is in it. Every
// later version must open them, find everything lawful, and go on with the work. A folder is never written again: a change of a format
// gets a new one, made with
//
//	go test ./internal/engine -run TestWriteStore -write-store testdata/store-N
var writeStore = flag.String("write-store", "", "folder for a new small store of the present format")

// promises says what a small store holds.
type promises struct {
	// Runs are all runs but that of a message's sender.
	Runs []promisedRun `json:"runs"`
	// Activity and Decision are the tokens of tasks that are being worked on.
	Activity string `json:"activity"`
	Decision string `json:"decision"`
	// Answered is the run that the start named "answered" was answered with.
	Answered swf.WorkflowExecution `json:"answered"`
}

type promisedRun struct {
	Execution swf.WorkflowExecution `json:"execution"`
	// CloseStatus is empty for an open run.
	CloseStatus swf.CloseStatus `json:"closeStatus,omitempty"`
	// Events is how many events it has, Last the type of the last of them.
	Events int           `json:"events"`
	Last   swf.EventType `json:"last"`
}

func TestWriteStore(t *testing.T) {
	if *writeStore == "" {
		t.Skip("writes a new folder of testdata; it is run by hand, with -write-store, when a format has changed")
	}
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, fs: vfs.NewMem(), caller: access.Caller{Account: "111111111111", Region: "us-east-1"}}
		w.open()
		w.register()
		p := fill(w)
		w.close()
		if _, err := vfs.Clone(w.fs, vfs.Default, "data", filepath.Join(*writeStore, "data"), vfs.CloneSync); err != nil {
			t.Fatal(err)
		}
		b, err := json.MarshalIndent(p, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(*writeStore, "promises.json"), append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	})
}

// fill brings runs into every kind of state that rows can tell of.
func fill(w *world) promises {
	must(w, w.calls().RegisterDomain)(swf.NewRegisterDomainInput("deprecated", "NONE"))
	must(w, w.calls().DeprecateDomain)(swf.NewDeprecateDomainInput("deprecated"))
	var p promises
	var runs []swf.WorkflowExecution
	decided := func(id string, decisions ...swf.DecisionAttributes) {
		runs = append(runs, w.start(id))
		w.decide(w.pollDecision(), decisions...)
	}
	decided("completed", &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("r")})
	decided("failed", &swf.FailWorkflowExecutionDecisionAttributes{Reason: new("r"), Details: new("d")})
	decided("canceled", &swf.CancelWorkflowExecutionDecisionAttributes{Details: new("d")})
	decided("continued", &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{Input: new("again")})
	w.decide(w.pollDecision(), &swf.RecordMarkerDecisionAttributes{MarkerName: "m"})
	runs = append(runs, w.start("terminated"))
	must(w, w.calls().TerminateWorkflowExecution)(swf.NewTerminateWorkflowExecutionInput("d", "terminated"))
	brief := swf.NewStartWorkflowExecutionInput("d", "timed out", orderType)
	brief.ExecutionStartToCloseTimeout = new("1")
	out := must(w, w.calls().StartWorkflowExecution)(brief)
	runs = append(runs, swf.WorkflowExecution{WorkflowID: "timed out", RunID: *out.RunID})
	w.sleep(2)

	decided("open things", &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "a", HeartbeatTimeout: new("600")},
		&swf.ScheduleActivityTaskDecisionAttributes{ActivityType: workType, ActivityID: "b", Input: new("waits"), TaskPriority: new("-7")},
		&swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "86400"},
		&swf.StartChildWorkflowExecutionDecisionAttributes{WorkflowID: "child", WorkflowType: orderType, TagList: []string{"x", "y"}})
	activity := w.pollActivity()
	w.beat(activity.TaskToken, "42%")
	p.Activity = activity.TaskToken
	w.sleep(0)
	child, _ := last[*swf.ChildWorkflowExecutionStartedEventAttributes](w, runs[len(runs)-1])
	runs = append(runs, child.WorkflowExecution)
	// The decision tasks of the child and of its parent are taken and left: one of them is the promised one.
	w.pollDecision()
	p.Decision = w.pollDecision().TaskToken

	p.Answered = w.startAs("answered", "waiting")
	runs = append(runs, p.Answered)
	runs = append(runs, w.start("long"))
	for range 300 {
		in := swf.NewSignalWorkflowExecutionInput("d", "long", "s")
		in.Input = new(string(slices.Repeat([]byte("long "), 100)))
		must(w, w.calls().SignalWorkflowExecution)(in)
	}
	for _, run := range runs {
		history := w.history(run)
		p.Runs = append(p.Runs, promisedRun{
			Execution: run, CloseStatus: w.describe(run).ExecutionInfo.CloseStatus, Events: len(history), Last: history[len(history)-1].Type(),
		})
	}
	// A message on its way: its sender has committed it, and nobody has delivered it.
	w.asleep = true
	w.restart(0)
	sender := swf.NewStartWorkflowExecutionInput("d", "sender", orderType)
	sender.TaskPriority = new("1")
	must(w, w.calls().StartWorkflowExecution)(sender)
	w.decide(w.pollDecision(), &swf.SignalExternalWorkflowExecutionDecisionAttributes{WorkflowID: "waiting", SignalName: "late"})
	return p
}

func TestStoresOfEveryFormat(t *testing.T) {
	folders, err := filepath.Glob("testdata/store-*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("there are no stores in testdata: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &world{t: t, fs: vfs.NewMem(), caller: access.Caller{Account: "111111111111", Region: "us-east-1"}}
				if _, err := vfs.Clone(vfs.Default, w.fs, filepath.Join(folder, "data"), "data", vfs.CloneSync); err != nil {
					t.Fatal(err)
				}
				b, err := os.ReadFile(filepath.Join(folder, "promises.json"))
				if err != nil {
					t.Fatal(err)
				}
				var p promises
				if err := json.Unmarshal(b, &p); err != nil {
					t.Fatal(err)
				}
				w.open()
				defer w.close()
				p.check(w)
			})
		})
	}
}

func (p promises) check(w *world) {
	w.t.Helper()
	w.sleep(0)
	for _, run := range p.Runs {
		p.checkRun(w, run)
	}
	// In this bubble it is the hour in which the store was written, so what was answered is still remembered.
	if run := w.startAs("answered", p.Answered.WorkflowID); run != p.Answered {
		w.t.Errorf("the start that was answered with %s is now answered with %s", p.Answered.RunID, run.RunID)
	}
	if w.beat(p.Activity, "43%") {
		w.t.Error("the activity was asked to cancel")
	}
	w.complete(p.Activity, "done")
	w.decide(&swf.PollForDecisionTaskOutput{TaskToken: p.Decision})
	if task := w.pollActivity(); *task.Input != "waits" {
		w.t.Errorf("the waiting activity has input %q", *task.Input)
	}
	refused(w, w.calls().RegisterDomain, swf.NewRegisterDomainInput("deprecated", "1"), "DomainAlreadyExistsFault: deprecated")
}

func (p promises) checkRun(w *world, run promisedRun) {
	w.t.Helper()
	history, described := w.history(run.Execution), w.describe(run.Execution)
	for _, v := range historycheck.Check(history) {
		w.t.Errorf("%s: %v", run.Execution.WorkflowID, v)
	}
	if got := described.ExecutionInfo.CloseStatus; got != run.CloseStatus {
		w.t.Errorf("%s: the close status is %q, want %q", run.Execution.WorkflowID, got, run.CloseStatus)
	}
	events, newest := run.Events, run.Last
	if run.Execution.WorkflowID == "waiting" {
		// The message that was on its way has arrived.
		events, newest = events+1, swf.EventTypeWorkflowExecutionSignaled
	}
	if len(history) != events || history[len(history)-1].Type() != newest {
		w.t.Errorf("%s: %d events up to %s, want %d up to %s", run.Execution.WorkflowID,
			len(history), history[len(history)-1].Type(), events, newest)
	}
}
