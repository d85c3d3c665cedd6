package blackbox

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

var (
	kills    = flag.Int("kills", number("SWFD_KILLS", 3), "how often the kill test kills the server; also SWFD_KILLS")
	killSeed = flag.Uint64("kill-seed", uint64(number("SWFD_KILL_SEED", 0)),
		"what the kill test draws its times and choices from, 0 for a new one; also SWFD_KILL_SEED")
	idleRuns = flag.Int("idle-runs", number("SWFD_IDLE_RUNS", 100), "how many more runs wait idly in the kill test; also SWFD_IDLE_RUNS")
)

const (
	// drainTime is how long all runs may take to close after the last kill.
	drainTime = 60 * time.Second
	// servingTime is how long a restart may take until requests are served.
	servingTime = 10 * time.Second
)

// The server is killed again and again while applications work on it. Whatever a kill leaves on the disk is whole and agrees with
// itself; and afterwards nothing that was acknowledged is lost, nothing has happened twice, and no run is stuck.
func TestKill(t *testing.T) { killFleet(t, *kills, nil) }

// The same for clients whose SDK tries again until there is an answer, and who moreover lose some answers on their way. Now every call that
// does something is answered in the end, and has happened once: none is refused for what an earlier attempt at it has done.
func TestKillWithRetries(t *testing.T) {
	l := &losses{}
	j := killFleet(t, (*kills+1)/2, l)
	if t.Failed() || j == nil {
		return
	}
	for i := range j.entries {
		e := &j.entries[i]
		if !slices.Contains(once, e.Operation) {
			continue
		}
		if e.Outcome == historycheck.Unknown {
			t.Errorf("%s of %s was never answered", e.Operation, e.WorkflowID)
		}
		if e.Outcome == historycheck.Refused && e.Operation == "StartWorkflowExecution" {
			t.Errorf("%s has a workflowId of its own, and its start is refused", e.WorkflowID)
		}
	}
	t.Logf("%d attempts were made anew, %d of them after a success whose answer was lost", l.again.Load(), l.lost.Load())
	if l.lost.Load() == 0 || l.again.Load() <= l.lost.Load() {
		t.Error("too little has happened to tell")
	}
}

// killFleet kills the server so many times while a fleet works on it, one that tries again if losses are given, and returns what the
// fleet was told; nil if the test was skipped.
func killFleet(t *testing.T, kills int, losses *losses) *journal {
	if testing.Short() {
		t.Skip("the kill test takes some seconds")
	}
	seed := seedOf(t, *killSeed)
	f := newFleet(t, newProcess(t, "--poll-hold", "500ms"), seed, time.Duration(kills)*30*time.Second)
	f.losses = losses
	k := &killer{fleet: f, rand: rand.New(rand.NewPCG(seed, 0)), idle: f.x.startIdle(*idleRuns)}
	v := f.work64(func() { k.run(kills) })
	if v == nil {
		return nil
	}
	t.Logf("%d kills (%d of them while starting); serving again after %v at most; %v", k.kills, k.early, k.slowest.Round(time.Millisecond), v)
	if k.kills != kills || kills < 1 || f.journal.unknown.Load() == 0 {
		t.Error("too little has happened to tell")
	}
	if k.slowest > servingTime {
		t.Errorf("a restart took %v until requests were served", k.slowest)
	}
	if !t.Failed() {
		t.Run("the checker sees what is wrong", func(t *testing.T) { checkChecker(t, v.set, v.log) })
	}
	prove(t, proof{
		demand:   "A1: kill -9 under load loses nothing, doubles nothing, and no run is stuck",
		injected: fmt.Sprintf("%d kills, %d of them while starting", k.kills, k.early),
		toll:     v.toll(), measured: fmt.Sprintf("serving after %v at most", k.slowest.Round(time.Millisecond)),
	})
	return f.journal
}

// killer kills the server and starts it again.
type killer struct {
	*fleet
	rand *rand.Rand
	idle int32
	// kills counts all kills, early those of a server that was still starting; slowest is the longest time from the start of a process
	// until it served.
	kills, early int
	slowest      time.Duration
}

func (k *killer) run(n int) {
	for k.kills < n && k.x.ctx.Err() == nil && !k.x.t.Failed() {
		before := k.journal.acknowledged.Load()
		pause(k.x.ctx, time.Duration(100+k.rand.IntN(1900))*time.Millisecond)
		// A kill of a server that nobody uses proves nothing.
		for k.journal.acknowledged.Load() == before && pause(k.x.ctx, breath) {
			continue
		}
		k.x.server.kill()
		k.kills++
		for k.kills < n && k.rand.IntN(4) == 0 {
			k.killEarly()
		}
		k.x.server.checkStore(k.x.t)
		k.restart()
	}
}

// killEarly starts the server and kills it at some moment of its start.
func (k *killer) killEarly() {
	if _, err := k.x.server.launch(); err != nil {
		k.x.t.Error(err)
		return
	}
	pause(k.x.ctx, time.Duration(k.rand.IntN(100))*time.Millisecond)
	k.x.server.kill()
	k.kills++
	k.early++
}

func (k *killer) restart() {
	begin := time.Now()
	if err := k.x.server.start(); err != nil {
		k.x.t.Errorf("start after kill %d: %v", k.kills, err)
		return
	}
	k.slowest = max(k.slowest, time.Since(begin))
	out, err := k.x.client.CountPendingDecisionTasks(k.x.ctx, &sdk.CountPendingDecisionTasksInput{
		Domain: new(domain), TaskList: &types.TaskList{Name: new("idle")},
	})
	if err != nil || out.Count != k.idle {
		k.x.t.Errorf("after kill %d, %+v idle decision tasks wait, not %d (%v)", k.kills, out, k.idle, err)
	}
}

// drain waits until all runs have closed, and returns those that have not.
func (f *fleet) drain(limit time.Duration) []types.WorkflowExecution {
	f.x.t.Helper()
	end := time.Now().Add(limit)
	closed := map[string]bool{}
	for {
		var open []types.WorkflowExecution
		for _, e := range f.journal.known() {
			if closed[*e.RunId] {
				continue
			}
			out, err := f.x.client.DescribeWorkflowExecution(f.x.ctx, &sdk.DescribeWorkflowExecutionInput{Domain: new(domain), Execution: &e})
			if err != nil {
				f.x.t.Fatalf("describe %s: %v", *e.WorkflowId, err)
			}
			if out.ExecutionInfo.ExecutionStatus == types.ExecutionStatusOpen {
				open = append(open, e)
				continue
			}
			closed[*e.RunId] = true
			f.hearOfNext(e, out.ExecutionInfo.CloseStatus)
		}
		if len(open) == 0 && len(f.journal.known()) == len(closed) || time.Now().After(end) {
			return open
		}
		f.x.pause()
	}
}

// hearOfNext learns of the run that a closed one continued as.
func (f *fleet) hearOfNext(e types.WorkflowExecution, status types.CloseStatus) {
	f.x.t.Helper()
	if status != types.CloseStatusContinuedAsNew {
		return
	}
	last, err := f.x.client.GetWorkflowExecutionHistory(f.x.ctx, &sdk.GetWorkflowExecutionHistoryInput{
		Domain: new(domain), Execution: &e, ReverseOrder: true, MaximumPageSize: 1,
	})
	f.x.must(err)
	next := last.Events[0].WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId
	f.journal.hear(&types.WorkflowExecution{WorkflowId: e.WorkflowId, RunId: next})
}

// finalHistory is a run as it is in the end, and the text of each of its events.
type finalHistory struct {
	historycheck.Run
	texts []string
}

// gather reads all histories, of runs too of which only other histories tell. Any failure to read one ends the test.
func (f *fleet) gather(stuck []types.WorkflowExecution) []*finalHistory {
	f.x.t.Helper()
	var runs []*finalHistory
	read := map[string]bool{}
	for len(f.journal.known()) > len(read) {
		for _, e := range f.journal.known() {
			if read[*e.RunId] {
				continue
			}
			read[*e.RunId] = true
			events, err := readHistory(f.x.ctx, f.x.client, &e)
			f.x.must(err)
			h := &finalHistory{Run: historycheck.Run{
				Domain: domain, WorkflowID: *e.WorkflowId, RunID: *e.RunId, Events: fromSDK(f.x.t, events),
			}}
			for i := range events {
				h.texts = append(h.texts, eventText(&events[i]))
				if a := events[i].ChildWorkflowExecutionStartedEventAttributes; a != nil {
					f.journal.hear(a.WorkflowExecution)
				}
			}
			runs = append(runs, h)
		}
	}
	for _, e := range stuck {
		i := slices.IndexFunc(runs, func(r *finalHistory) bool { return r.RunID == *e.RunId })
		f.x.t.Errorf("%s is stuck:\n%s", *e.WorkflowId, historyText(runs[i].Events))
	}
	for _, workflowID := range f.journal.unheard() {
		in := &sdk.TerminateWorkflowExecutionInput{Domain: new(domain), WorkflowId: &workflowID}
		_, err := f.x.client.TerminateWorkflowExecution(f.x.ctx, in)
		// Its start was not answered. It may not have happened; if it has, somebody should have got its decision task.
		expectFault[*types.UnknownResourceFault](f.x.t, err, "Unknown execution, workflowId = "+workflowID)
	}
	return runs
}

// resolve makes the log for the checker: with the tasks that pollers of activities did not learn, and with what was read.
func (j *journal) resolve(t *testing.T, runs []*finalHistory) []historycheck.Call {
	t.Helper()
	histories := map[string]*finalHistory{"": {}}
	for _, r := range runs {
		histories[r.RunID] = r
	}
	log := make([]historycheck.Call, len(j.entries))
	for i := range j.entries {
		e := &j.entries[i]
		if e.ofActivity {
			e.ScheduledID = scheduledOf(histories[e.RunID].Events, e.StartedID)
		}
		log[i] = e.Call
		log[i].Events = asRead(t, e.events, histories[e.RunID])
	}
	return log
}

// scheduledOf is the ActivityTaskScheduled event of a task that was started by an event; -1, which is no event, if that started none.
func scheduledOf(events []swf.HistoryEvent, startedID int64) int64 {
	if startedID < 1 || startedID > int64(len(events)) {
		return -1
	}
	if a, ok := events[startedID-1].Attributes.(*swf.ActivityTaskStartedEventAttributes); ok {
		return a.ScheduledEventID
	}
	return -1
}

// asRead converts events that were read. Nearly always they are what the final history has, and need no conversion.
func asRead(t *testing.T, events []types.HistoryEvent, h *finalHistory) []swf.HistoryEvent {
	t.Helper()
	var converted []swf.HistoryEvent
	for i := range events {
		if i < len(h.texts) && eventText(&events[i]) == h.texts[i] {
			converted = append(converted, h.Events[i])
			continue
		}
		converted = append(converted, fromSDK(t, events[i:i+1])...)
	}
	return converted
}

// checkHealthy checks that no worker who beat until he had finished was timed out for his silence, by a restart or otherwise.
func (j *journal) checkHealthy(t *testing.T, runs []*finalHistory) {
	t.Helper()
	silent := map[string]bool{}
	for _, r := range runs {
		for _, e := range r.Events {
			if a, ok := e.Attributes.(*swf.ActivityTaskTimedOutEventAttributes); ok && a.TimeoutType == swf.ActivityTaskTimeoutTypeHeartbeat {
				silent[fmt.Sprint(r.RunID, a.StartedEventID)] = true
			}
		}
	}
	healthy := 0
	for i := range j.entries {
		if e := &j.entries[i]; e.healthy {
			healthy++
			if silent[fmt.Sprint(e.RunID, e.StartedID)] {
				t.Errorf("%s: the task of event %d was timed out though its worker was busy", e.WorkflowID, e.StartedID)
			}
		}
	}
	t.Logf("%d tasks had a worker who beat until he had finished", healthy)
}

// checkChecker plants what a bad server could do into good histories and logs: the checker must see it.
func checkChecker(t *testing.T, runs []historycheck.Run, log []historycheck.Call) {
	signal := slices.IndexFunc(log, func(c historycheck.Call) bool {
		return c.Operation == "SignalWorkflowExecution" && c.Outcome == historycheck.Acknowledged
	})
	if signal < 0 {
		t.Fatal("no signal was acknowledged")
	}
	run, place := findSignal(runs, log[signal].Marker)
	doctored := func(change func(events []swf.HistoryEvent) []swf.HistoryEvent) *historycheck.Report {
		others := slices.Clone(runs)
		others[run].Events = change(slices.Clone(runs[run].Events))
		return historycheck.CheckSet(others, log, historycheck.Settled)
	}
	t.Run("an acknowledged event is removed", func(t *testing.T) {
		report := doctored(func(events []swf.HistoryEvent) []swf.HistoryEvent { return slices.Delete(events, place, place+1) })
		if report.Lost == 0 {
			t.Error("nothing is lost")
		}
		expectRule(t, report, historycheck.Lost)
		expectRule(t, report, historycheck.EventIDs)
	})
	t.Run("an acknowledged event has lost its text", func(t *testing.T) {
		report := doctored(func(events []swf.HistoryEvent) []swf.HistoryEvent {
			a := *events[place].Attributes.(*swf.WorkflowExecutionSignaledEventAttributes)
			a.Input = nil
			events[place].Attributes = &a
			return events
		})
		if report.Lost != 1 {
			t.Errorf("%d are lost", report.Lost)
		}
	})
	t.Run("an acknowledged event comes twice", func(t *testing.T) {
		report := doctored(func(events []swf.HistoryEvent) []swf.HistoryEvent { return slices.Insert(events, place, events[place]) })
		if report.Duplicated != 1 {
			t.Errorf("%d are duplicated", report.Duplicated)
		}
		expectRule(t, report, historycheck.Duplicated)
	})
	t.Run("an event says something else than was read", func(t *testing.T) {
		report := doctored(func(events []swf.HistoryEvent) []swf.HistoryEvent {
			events[1].EventTimestamp++
			return events
		})
		expectRule(t, report, historycheck.Reads)
	})
	t.Run("a refused call took effect", func(t *testing.T) {
		others := slices.Clone(log)
		others[signal].Outcome = historycheck.Refused
		expectRule(t, historycheck.CheckSet(runs, others, historycheck.Settled), historycheck.RefusedButDone)
	})
	t.Run("a run is missing", func(t *testing.T) {
		report := historycheck.CheckSet(slices.Delete(slices.Clone(runs), run, run+1), log, historycheck.Settled)
		if report.Lost == 0 {
			t.Error("nothing is lost")
		}
	})
}

// findSignal finds the event of a signal by its input.
func findSignal(runs []historycheck.Run, input string) (run, place int) {
	for run, r := range runs {
		for place, e := range r.Events {
			if a, ok := e.Attributes.(*swf.WorkflowExecutionSignaledEventAttributes); ok && a.Input != nil && *a.Input == input {
				return run, place
			}
		}
	}
	panic("an acknowledged signal is in no history, and the checker has not seen it")
}

func expectRule(t *testing.T, report *historycheck.Report, rule historycheck.Rule) {
	t.Helper()
	if !slices.ContainsFunc(report.Violations, func(v historycheck.Violation) bool { return v.Rule == rule }) {
		t.Errorf("no violation of %q was seen", rule)
	}
}
