package historycheck_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// TestHistories plays the texts of testdata: each must be found to break the laws that it says, and no others.
func TestHistories(t *testing.T) {
	planted := map[string]bool{}
	for _, file := range []string{"lawful.txt", "unlawful.txt", "sets.txt"} {
		for _, s := range readStories(t, file) {
			t.Run(s.title, func(t *testing.T) {
				found := s.check()
				if got, want := strings.Join(named(found), " "), strings.Join(s.want, " "); got != want {
					t.Errorf("%s:%d: found %q, want %q:", file, s.line, got, want)
					for _, v := range found {
						t.Log(v)
					}
				}
			})
			for _, w := range s.want {
				rule, _, _ := strings.Cut(w[strings.LastIndex(w, " ")+1:], "@")
				planted[rule] = true
			}
		}
	}
	for _, rule := range rules(t) {
		if !planted[rule] {
			t.Errorf("no history in testdata breaks the rule %q", rule)
		}
	}
}

// named writes violations as the texts do: the run, if it is one of several, the rule, and the event if there is one.
func named(found []historycheck.Violation) []string {
	var list []string
	for _, v := range found {
		text := string(v.Rule)
		if v.EventID != 0 {
			text += "@" + strconv.FormatInt(v.EventID, 10)
		}
		if run := v.Run[strings.LastIndex(v.Run, "/")+1:]; run != "" {
			text = run + " " + text
		}
		list = append(list, text)
	}
	return list
}

// rules are the values of the package's constants of type Rule.
func rules(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && fmt.Sprint(spec.Type) == "Rule" {
				text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				list = append(list, text)
			}
			return true
		})
	}
	if len(list) < 20 {
		t.Fatalf("found only the rules %q", list)
	}
	return list
}

// story is one text: histories, perhaps a log, and what is wrong with them.
type story struct {
	title   string
	line    int
	want    []string
	options []historycheck.Option
	// set is true if the histories are to be judged together.
	set  bool
	runs []historycheck.Run
	log  []historycheck.Call
	// events is the history that is being read.
	events *[]swf.HistoryEvent
}

func (s *story) check() []historycheck.Violation {
	if !s.set {
		return historycheck.Check(s.runs[0].Events, s.options...)
	}
	return historycheck.CheckSet(s.runs, s.log, s.options...).Violations
}

const storyDomain = "D"

func readStories(t *testing.T, file string) []*story {
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var stories []*story
	for i, line := range strings.Split(string(text), "\n") {
		word, rest, _ := strings.Cut(line, " ")
		if word == "===" {
			s := &story{title: rest, line: i + 1, runs: []historycheck.Run{{}}}
			s.events = &s.runs[0].Events
			stories = append(stories, s)
			continue
		}
		if line == "" || word == "#" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := stories[len(stories)-1].read(word, rest); err != nil {
			t.Fatalf("%s:%d: %v", file, i+1, err)
		}
	}
	return stories
}

func (s *story) read(word, rest string) error {
	switch word {
	case "want":
		s.want = append(s.want, wanted(rest)...)
	case "options":
		for name := range strings.FieldsSeq(rest) {
			s.options = append(s.options, map[string]historycheck.Option{
				"Prefix": historycheck.Prefix, "Page": historycheck.Page, "Lenient": historycheck.Lenient,
				"Settled": historycheck.Settled, "Partial": historycheck.Partial,
			}[name])
		}
	case "run":
		workflowID, runID, _ := strings.Cut(rest, " ")
		s.together()
		s.runs = append(s.runs, historycheck.Run{Domain: storyDomain, WorkflowID: workflowID, RunID: runID})
		s.events = &s.runs[len(s.runs)-1].Events
	case "call":
		s.together()
		c, err := readCall(rest)
		if err != nil {
			return err
		}
		s.log = append(s.log, c)
		s.events = &s.log[len(s.log)-1].Events
	case "begun":
		for _, e := range []string{
			"1 a WorkflowExecutionStarted", "2 a DecisionTaskScheduled", `3 b DecisionTaskStarted {"scheduledEventId":2}`,
			`4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}`,
		} {
			id, rest, _ := strings.Cut(e, " ")
			if err := s.read(id, rest); err != nil {
				return err
			}
		}
	default:
		e, err := s.readEvent(word, rest)
		if err != nil {
			return err
		}
		*s.events = append(*s.events, e)
	}
	return nil
}

// together says that the histories are judged as a set.
func (s *story) together() {
	if !s.set {
		s.set, s.runs = true, nil
	}
}

// wanted parts what must be found: "rule@event", each perhaps after the name of a run, which has no "-" or "@" and is in
// capitals.
func wanted(text string) []string {
	var list []string
	run := ""
	for word := range strings.FieldsSeq(text) {
		if word == strings.ToUpper(word) {
			run = word + " "
			continue
		}
		list = append(list, run+word)
		run = ""
	}
	return list
}

func readCall(text string) (historycheck.Call, error) {
	var c struct {
		Client, Operation, Outcome, Marker, WorkflowID, RunID string
		ScheduledID, StartedID                                int64
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return historycheck.Call{}, fmt.Errorf("call: %w", err)
	}
	return historycheck.Call{
		Client: c.Client, Operation: c.Operation, Marker: c.Marker, Domain: storyDomain,
		WorkflowID: c.WorkflowID, RunID: c.RunID, ScheduledID: c.ScheduledID, StartedID: c.StartedID,
		Outcome: map[string]historycheck.Outcome{
			"acknowledged": historycheck.Acknowledged, "refused": historycheck.Refused, "unknown": historycheck.Unknown,
		}[c.Outcome],
	}, nil
}

// readEvent reads "id transaction type members".
func (s *story) readEvent(id, rest string) (swf.HistoryEvent, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return swf.HistoryEvent{}, err
	}
	transaction, rest, _ := strings.Cut(rest, " ")
	kind, text, _ := strings.Cut(rest, " ")
	at, err := instant(transaction)
	if err != nil {
		return swf.HistoryEvent{}, err
	}
	e := swf.HistoryEvent{EventID: number, EventTimestamp: at}
	if kind == "-" {
		return e, nil
	}
	members := s.ordinary(swf.EventType(kind))
	if text != "" {
		if err := json.Unmarshal([]byte(text), &members); err != nil {
			return e, fmt.Errorf("members: %w", err)
		}
	}
	maps.DeleteFunc(members, func(_ string, v any) bool { return v == nil })
	wire, err := json.Marshal(map[string]any{
		"eventId": number, "eventTimestamp": json.RawMessage(at.AppendJSON(nil)), "eventType": kind,
		swf.EventAttributesMember(swf.EventType(kind)): members,
	})
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(wire, &e)
}

// instant is when a transaction took place: a letter is one hour after the one before it, "+2.5" is 2.5 seconds after the
// start.
func instant(transaction string) (swf.Timestamp, error) {
	const start, hour = swf.Timestamp(1_500_000_000_000), swf.Timestamp(3_600_000)
	if seconds, ok := strings.CutPrefix(transaction, "+"); ok {
		n, err := strconv.ParseFloat(seconds, 64)
		return start + swf.Timestamp(n*1000), err
	}
	if len(transaction) != 1 {
		return 0, fmt.Errorf("no transaction: %q", transaction)
	}
	return start + swf.Timestamp(transaction[0]-'a')*hour, nil
}

// ordinary are the members that an event of a type has if a text does not mention them.
func (s *story) ordinary(kind swf.EventType) map[string]any {
	orderType := map[string]any{"name": "order", "version": "1"}
	list := map[string]any{"name": "main"}
	settings := map[string]any{
		"childPolicy": "TERMINATE", "executionStartToCloseTimeout": "3600", "taskStartToCloseTimeout": "60",
		"taskList": list, "workflowType": orderType,
	}
	completed := int64(0)
	for _, e := range *s.events {
		if e.Type() == swf.EventTypeDecisionTaskCompleted {
			completed = e.EventID
		}
	}
	m := map[string]any{"decisionTaskCompletedEventId": completed}
	switch kind {
	case swf.EventTypeWorkflowExecutionStarted, swf.EventTypeWorkflowExecutionContinuedAsNew,
		swf.EventTypeStartChildWorkflowExecutionInitiated:
		maps.Copy(m, settings)
	case swf.EventTypeWorkflowExecutionTimedOut:
		m["childPolicy"], m["timeoutType"] = "TERMINATE", "START_TO_CLOSE"
	case swf.EventTypeWorkflowExecutionTerminated:
		m["childPolicy"], m["cause"] = "TERMINATE", "OPERATOR_INITIATED"
	case swf.EventTypeDecisionTaskScheduled:
		m["taskList"], m["startToCloseTimeout"], m["scheduleToStartTimeout"] = list, "60", "NONE"
	case swf.EventTypeActivityTaskScheduled, swf.EventTypeScheduleActivityTaskFailed:
		m["activityType"], m["taskList"] = map[string]any{"name": "work", "version": "1"}, list
		for _, name := range []string{"scheduleToStart", "scheduleToClose", "startToClose", "heartbeat"} {
			m[name+"Timeout"] = "300"
		}
	case swf.EventTypeTimerStarted:
		m["startToFireTimeout"] = "60"
	case swf.EventTypeLambdaFunctionTimedOut, swf.EventTypeChildWorkflowExecutionTimedOut:
		m["timeoutType"] = "START_TO_CLOSE"
	}
	if strings.Contains(string(kind), "ChildWorkflowExecution") {
		m["workflowType"] = orderType
	}
	return m
}

// TestFoldOpenCounts holds what a history says is open against SWF's own histories: what a run that closed had open then
// stays counted.
func TestFoldOpenCounts(t *testing.T) {
	want := map[string]swf.WorkflowExecutionOpenCounts{
		"Cancel requested, decider cancels although an activity runs": {OpenActivityTasks: 1},
		"Execution time-out with work pending":                        {OpenActivityTasks: 1, OpenTimers: 1},
		"Terminated while the decider works":                          {},
		"an activity is started twice":                                {OpenActivityTasks: 1},
		"Close with everything still open": {
			OpenActivityTasks: 1, OpenTimers: 1, OpenChildWorkflowExecutions: 1,
		},
		"a decision task of the years before 2023":           {OpenDecisionTasks: 1},
		"two running timers of one name":                     {OpenTimers: 2},
		"a worker gets an activity that was canceled before": {OpenActivityTasks: 1},
	}
	for _, s := range slices.Concat(readStories(t, "lawful.txt"), readStories(t, "unlawful.txt")) {
		counts, ok := want[s.title]
		if !ok {
			continue
		}
		delete(want, s.title)
		if got := historycheck.Fold(s.runs[0].Events).OpenCounts(); got != counts {
			t.Errorf("%s: %+v, want %+v", s.title, got, counts)
		}
	}
	for title := range want {
		t.Errorf("there is no history %q", title)
	}
}

// TestReport holds one report as people see it.
func TestReport(t *testing.T) {
	var s *story
	for _, candidate := range readStories(t, "sets.txt") {
		if candidate.title == "an answer ends another task" {
			s = candidate
		}
	}
	want := `1 runs with 10 events; calls: 1 acknowledged, 0 refused, 0 unknown; 1 lost, 0 duplicated; 2 violations
lost: D/W/R: event 5: RespondActivityTaskCompleted with "m1" for the task of event 5: the answer was accepted and the task did not end by it
misplaced: D/W/R: event 9: RespondActivityTaskCompleted with "m1" for the task of event 5: it took effect here, and not where it should
`
	if got := historycheck.CheckSet(s.runs, s.log, s.options...).String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
