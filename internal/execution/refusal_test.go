package execution_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

// tableRow is a line of a table: cells between bars. "#" begins a comment line.
type tableRow struct {
	name  string
	cells []string
}

func readTable(t *testing.T, file string, columns int) []tableRow {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows []tableRow
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		row := tableRow{fmt.Sprintf("%s:%d", file, i+1), cells}
		if len(cells) != columns {
			t.Fatalf("%s: %d cells, not %d", row.name, len(cells), columns)
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no rows", file)
	}
	return rows
}

// play carries out commands that must be well written, and returns what they caused.
func play(t *testing.T, w *world, at string, commands ...string) []outcome {
	t.Helper()
	for _, c := range commands {
		if err := w.do(c); err != nil {
			t.Fatalf("%s: %s: %v", at, c, err)
		}
		if err := w.check(); err != nil {
			t.Errorf("%s: after %s: %v", at, c, err)
		}
	}
	return w.outcomes()
}

// refusals returns the texts of the refusals with what cannot be printed escaped, "ok" if there is none.
func refusals(outcomes []outcome) string {
	var texts []string
	for _, o := range outcomes {
		if o.kind == '!' {
			texts = append(texts, strings.TrimSpace(strings.Trim(strconv.Quote(o.text), `"`)))
		}
	}
	if len(texts) == 0 {
		return "ok"
	}
	return strings.Join(texts, " and ")
}

// TestWhichCauseWins plays every row of the table of refused decisions: several things are wrong with a decision at once,
// and one cause is told.
func TestWhichCauseWins(t *testing.T) {
	told := map[string]map[string]bool{}
	for _, row := range readTable(t, "testdata/decision/refusals.table", 3) {
		kind, want := row.cells[0], row.cells[2]
		wrong := map[string]bool{}
		for thing := range strings.SplitSeq(row.cells[1], ", ") {
			wrong[thing] = true
		}
		w := refusingWorld(t, row.name, wrong)
		got := play(t, w, row.name, "decide "+refusedDecision(t, row.name, kind, wrong))
		if cause := outcomeOf(t, row.name, got, kind, wrong["a task waits"]); cause != want {
			t.Errorf("%s: %s with %s: told %s, not %s\n%s", row.name, kind, row.cells[1], cause, want, w.format(got))
		}
		if told[kind] == nil {
			told[kind] = map[string]bool{}
		}
		told[kind][want] = true
	}
	for kind, causes := range allCauses() {
		for _, cause := range causes {
			if !told[kind][cause] {
				t.Errorf("the table has no row in which %s is refused for %s", kind, cause)
			}
		}
	}
}

// refusingWorld has a run with one open thing of each kind, whose decider has just got its task.
func refusingWorld(t *testing.T, at string, wrong map[string]bool) *world {
	w := newWorld(t)
	play(t, w, at,
		"register activity bare/1",
		"register activity old/1",
		"deprecate activity old/1",
		"register workflow bare/1",
		"register workflow old/1",
		"deprecate workflow old/1",
		"lambda-on",
		"start W lambdaRole=role workflowType="+either(wrong["deprecated type"], "old/1", "bare/1")+
			" executionStartToCloseTimeout=60 taskList=main taskStartToCloseTimeout=60 childPolicy=TERMINATE",
		"poll decision",
		"decide ScheduleActivityTask open; StartTimer open 600; ScheduleLambdaFunction open f; StartChildWorkflowExecution open",
		"W: poll decision",
	)
	if wrong["limit"] {
		play(t, w, at, "limits OpenActivities=1 OpenTimers=1 OpenLambdas=1 OpenChildren=1")
	}
	if wrong["domain full"] {
		play(t, w, at, "limits OpenWorkflows=2")
	}
	if wrong["a task waits"] {
		play(t, w, at, "W: signal s")
	}
	w.lambda = !wrong["no Lambda"]
	return w
}

func either(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}

// refusedDecision writes a decision with which these things are wrong.
func refusedDecision(t *testing.T, at, kind string, wrong map[string]bool) string {
	id := either(wrong["id in use"], "open", "other")
	typeName := either(wrong["no type"], "nope/1", either(wrong["deprecated type"], "old/1", "bare/1"))
	var members string
	given := func(name, value string) {
		if !wrong["no "+name] {
			members += " " + name + "=" + value
		}
	}
	switch swf.DecisionType(kind) {
	case swf.DecisionTypeScheduleActivityTask:
		members = " " + id + " activityType=" + typeName
		given("taskList", "main")
		given("scheduleToStartTimeout", "60")
		given("scheduleToCloseTimeout", "60")
		given("startToCloseTimeout", "60")
		given("heartbeatTimeout", "60")
	case swf.DecisionTypeRequestCancelActivityTask, swf.DecisionTypeCancelTimer:
		members = " " + either(wrong["unknown id"], "other", "open")
	case swf.DecisionTypeStartTimer:
		members = " " + id + " 60"
	case swf.DecisionTypeRecordMarker:
		members = " m"
	case swf.DecisionTypeScheduleLambdaFunction:
		members = " " + id + " f"
	case swf.DecisionTypeStartChildWorkflowExecution:
		members = " " + either(wrong["workflowId taken"], "open", "other") + " workflowType=" + typeName
	case swf.DecisionTypeContinueAsNewWorkflowExecution:
		if wrong["no type"] {
			members = " workflowTypeVersion=nope"
		}
	case swf.DecisionTypeSignalExternalWorkflowExecution:
		members = " " + either(wrong["unknown target"], "other", "open") + " s"
	case swf.DecisionTypeRequestCancelExternalWorkflowExecution:
		members = " " + either(wrong["unknown target"], "other", "open")
	}
	if kind == "StartChildWorkflowExecution" || kind == "ContinueAsNewWorkflowExecution" {
		given("executionStartToCloseTimeout", "60")
		given("taskList", "main")
		given("taskStartToCloseTimeout", "60")
		given("childPolicy", "ABANDON")
	}
	var flags []string
	for _, flag := range []string{"denied", "rate exceeded"} {
		if wrong[flag] {
			flags = append(flags, flag)
		}
	}
	text := kind + members
	if flags != nil {
		text += " (" + strings.Join(flags, ", ") + ")"
	}
	if wrong["a decision failed"] {
		text = "CancelTimer nope; " + text
	}
	return text
}

// outcomeOf finds what became of a decision in the first run: the cause of its ...Failed event, or "ok". A failure asks
// for a decision, unless a task waits.
func outcomeOf(t *testing.T, at string, outcomes []outcome, kind string, waits bool) string {
	failed, events := "ok", []string{}
	for _, o := range outcomes {
		if o.kind == '!' {
			return o.text
		}
		if o.kind != 'e' || o.run != "W.1" {
			continue
		}
		events = append(events, o.eventType)
		if o.eventType == kind+"Failed" {
			failed = o.members["cause"].(string)
		}
	}
	if failed != "ok" && slices.Contains(events, "DecisionTaskScheduled") == waits {
		t.Errorf("%s: after the failure a decision task should be scheduled, unless one waits: %v", at, events)
	}
	return failed
}

// allCauses lists for each decision the causes that SWF knows, and "ok".
func allCauses() map[string][]string {
	causes := map[string][]string{}
	for _, c := range []interface{ Values() []string }{
		swf.ScheduleActivityTaskFailedCause(""), swf.RequestCancelActivityTaskFailedCause(""),
		swf.StartTimerFailedCause(""), swf.CancelTimerFailedCause(""), swf.RecordMarkerFailedCause(""),
		swf.StartChildWorkflowExecutionFailedCause(""), swf.SignalExternalWorkflowExecutionFailedCause(""),
		swf.RequestCancelExternalWorkflowExecutionFailedCause(""), swf.ScheduleLambdaFunctionFailedCause(""),
		swf.CompleteWorkflowExecutionFailedCause(""), swf.FailWorkflowExecutionFailedCause(""),
		swf.CancelWorkflowExecutionFailedCause(""), swf.ContinueAsNewWorkflowExecutionFailedCause(""),
	} {
		kind := strings.TrimSuffix(reflect.TypeOf(c).Name(), "FailedCause")
		causes[kind] = append(slices.Clone(c.Values()), "ok")
	}
	return causes
}

// TestRejectedAnswers plays every row of the table of answers that are refused as a whole: nothing is written, the task
// stays open and its token good.
func TestRejectedAnswers(t *testing.T) {
	for _, row := range readTable(t, "testdata/decision/rejected.table", 2) {
		w := newWorld(t)
		w.lambda = true
		play(t, w, row.name, "start W lambdaRole=role", "poll decision")
		got := play(t, w, row.name, "decide "+row.cells[0])
		if told := refusals(got); told != row.cells[1] {
			t.Errorf("%s: %s\nis answered %s\n        not %s", row.name, row.cells[0], told, row.cells[1])
			continue
		}
		if row.cells[1] == "ok" {
			continue
		}
		if len(got) != 1 {
			t.Errorf("%s: a refused answer caused\n%s", row.name, w.format(got))
		}
		again := play(t, w, row.name, "decide CompleteWorkflowExecution")
		if len(again) != 2 || again[0].id != 4 || again[1].eventType != "WorkflowExecutionCompleted" {
			t.Errorf("%s: the corrected answer caused\n%s", row.name, w.format(again))
		}
	}
}

// TestTokens plays every row of the table of calls with task tokens: what has happened before, and what the caller is told.
func TestTokens(t *testing.T) {
	calls := map[string][]string{
		"worker":  {"W.1: heartbeat @5 x", "W.1: complete @5", "W.1: fail @5", "W.1: canceled @5"},
		"decider": {"W.1: decide @8", "W.1: decide @8 RecordMarker m; CompleteWorkflowExecution", "W.1: next-page @8"},
	}
	for _, row := range readTable(t, "testdata/decisiontask/tokens.table", 3) {
		callers := calls[row.cells[0]]
		if callers == nil {
			callers = []string{row.cells[0]}
		}
		for _, call := range callers {
			w := newWorld(t)
			play(t, w, row.name,
				"start W", "poll decision",
				"decide ScheduleActivityTask a", "poll activity", "signal s", "poll decision")
			for before := range strings.SplitSeq(row.cells[1], " then ") {
				if before != "" {
					play(t, w, row.name, before)
				}
			}
			if told := refusals(play(t, w, row.name, call)); told != row.cells[2] {
				t.Errorf("%s: %s after %s\nis answered %s\n        not %s", row.name, call, row.cells[1], told, row.cells[2])
			}
		}
	}
}
