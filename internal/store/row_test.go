package store_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// stored is a row under the key and with the value that the store would get.
func stored(k store.Key, value []byte) store.Row { return store.Row{Key: k, Value: value} }

func storedOpen(r execution.Row, workflowID string) store.Row {
	return stored(store.OpenKey(9, 4, workflowID, r.RowKey()), store.AppendRow(nil, r))
}

// same holds what was read against what was written. That all fields of a type come back, also those that somebody adds
// without a thought for this package, is what the generators see to: they fill every field that they find.
func same(t *rapid.T, got, want any) {
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func checkOpen[T any, P interface {
	*T
	execution.Row
}](t *testing.T) {
	t.Run(reflect.TypeFor[T]().Name(), func(t *testing.T) {
		gen := rapid.Make[T]()
		decoder := store.NewDecoder()
		rapid.Check(t, func(t *rapid.T) {
			v := gen.Draw(t, "row")
			workflowID := drawText.Draw(t, "workflowId")
			if h, ok := any(&v).(*execution.Header); ok {
				h.WorkflowID = workflowID
			}
			open, err := store.DecodeOpen(storedOpen(P(&v), workflowID))
			if err != nil {
				t.Fatal(err)
			}
			same(t, open, store.Open{Shard: 9, Domain: 4, WorkflowID: workflowID, Row: P(&v)})
			again, err := decoder.Open(storedOpen(P(&v), workflowID))
			if err != nil {
				t.Fatal(err)
			}
			same(t, again, open)
		})
	})
}

func TestOpenRowsComeBackAsTheyWere(t *testing.T) {
	checkOpen[execution.Header](t)
	checkOpen[execution.Activity](t)
	checkOpen[execution.Timer](t)
	checkOpen[execution.Child](t)
	checkOpen[execution.External](t)
	checkOpen[execution.Lambda](t)
}

func TestRunRecordsComeBackAsTheyWere(t *testing.T) {
	gen := rapid.Make[execution.Run]()
	decoder := store.NewDecoder()
	rapid.Check(t, func(t *rapid.T) {
		v := gen.Draw(t, "run")
		run, err := store.DecodeRun(store.AppendRun(nil, &v))
		if err != nil {
			t.Fatal(err)
		}
		same(t, run, &v)
		again, err := decoder.Run(store.AppendRun(nil, &v))
		if err != nil {
			t.Fatal(err)
		}
		same(t, again, run)
	})
}

// The texts that runs have in common are in memory once, and cost nothing to read again.
func TestADecoderSharesTexts(t *testing.T) {
	decoder := store.NewDecoder()
	var runs []*execution.Run
	for range 2 {
		r, err := decoder.Run(store.AppendRun(nil, &execution.Run{WorkflowID: "order-4711", TagList: []string{"a tag", strings.Repeat("long", 50)}}))
		if err != nil {
			t.Fatal(err)
		}
		runs = append(runs, r)
	}
	if unsafe.StringData(runs[0].TagList[0]) != unsafe.StringData(runs[1].TagList[0]) {
		t.Error("a tag that two runs carry is in memory twice")
	}
	row := storedOpen(beatingActivity(), "order-4711")
	plain := testing.AllocsPerRun(100, func() { _, _ = store.DecodeOpen(row) })
	shared := testing.AllocsPerRun(100, func() { _, _ = decoder.Open(row) })
	if shared > plain/2 {
		t.Errorf("a row costs %v allocations, and %v without a decoder", shared, plain)
	}
}

func body[T any, P interface {
	*T
	execution.MessageBody
}]() *rapid.Generator[execution.MessageBody] {
	return rapid.Map(rapid.Make[T](), func(v T) execution.MessageBody { return P(&v) })
}

var drawMessage = rapid.Custom(func(t *rapid.T) *execution.Message {
	return &execution.Message{
		Domain: rapid.Uint32().Draw(t, "domain"),
		From:   rapid.Make[swf.WorkflowExecution]().Draw(t, "from"),
		To:     drawText.Draw(t, "to"),
		Body: rapid.OneOf(
			body[execution.StartChild](), body[execution.ChildStarted](), body[execution.ChildStartFailed](),
			body[execution.SignalExternal](), body[execution.CancelExternal](), body[execution.ExternalDone](),
			body[execution.ChildClosed](), body[execution.ApplyChildPolicy](),
		).Draw(t, "body"),
	}
})

func TestMessagesComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := store.Box{
			From: rapid.Uint16().Draw(t, "from"), To: rapid.Uint16().Draw(t, "to"), Seq: rapid.Uint64().Draw(t, "seq"),
			Message: drawMessage.Draw(t, "message"),
		}
		key := store.OutKey(want.From, want.To, want.Seq)
		box, err := store.DecodeBox(stored(key, store.AppendMessage(nil, want.Message)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, box, want)
	})
}

func TestAppliedSequencesComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := store.Box{From: rapid.Uint16().Draw(t, "from"), To: rapid.Uint16().Draw(t, "to"), Seq: rapid.Uint64().Draw(t, "seq")}
		box, err := store.DecodeBox(stored(store.InKey(want.To, want.From), store.AppendSeq(nil, want.Seq)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, box, want)
	})
}

// Every byte counts: a value that lacks its end, or has something after it, is refused and never half read.
func TestCutAndLengthenedValuesAreRefused(t *testing.T) {
	for _, g := range goldenRows() {
		for n := range len(g.row.Value) {
			if text, err := readGolden(stored(g.row.Key, g.row.Value[:n])); err == nil {
				t.Errorf("%s, cut to %d bytes, is read as %s", g.name, n, text)
			}
		}
		if text, err := readGolden(stored(g.row.Key, append(bytes.Clone(g.row.Value), 0))); err == nil {
			t.Errorf("%s, with a byte more, is read as %s", g.name, text)
		}
		for _, version := range []byte{0, 2, 255} {
			value := bytes.Clone(g.row.Value)
			value[0] = version
			_, err := readGolden(stored(g.row.Key, value))
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("format %d", version)) {
				t.Errorf("%s, in format %d, gives %v", g.name, version, err)
			}
		}
	}
}

func TestAnUnreadableValueLeavesWhatTheKeyTells(t *testing.T) {
	row := storedOpen(&execution.Timer{StartedID: 7}, "a workflow")
	row.Value = nil
	open, err := store.DecodeOpen(row)
	if err == nil || open.Shard != 9 || open.Domain != 4 || open.WorkflowID != "a workflow" || open.Row != nil {
		t.Errorf("DecodeOpen gives %+v and %v", open, err)
	}
	box, err := store.DecodeBox(stored(store.OutKey(1, 2, 3), []byte{1}))
	if err == nil || box != (store.Box{From: 1, To: 2, Seq: 3}) {
		t.Errorf("DecodeBox gives %+v and %v", box, err)
	}
}

func TestUnreadableKeysAreRefused(t *testing.T) {
	timer := storedOpen(&execution.Timer{StartedID: 7}, "w")
	for _, rest := range []string{
		"", "abc", "\x00\x00\x00\x01", "\x00\x00\x00\x01w", "\x00\x00\x00\x01w\x00", "\x00\x00\x00\x01w\x00\x02",
		"\x00\x00\x00\x01w\x00\x01", "\x00\x00\x00\x01w\x00\x01\x03\x00\x00\x00\x00\x00\x00\x00",
		"\x00\x00\x00\x01w\x00\x01\x03\x00\x00\x00\x00\x00\x00\x00\x07!",
		"\x00\x00\x00\x01w\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x00\x00\x00\x01w\x00\x01\x07\x00\x00\x00\x00\x00\x00\x00\x07",
		"\x00\x00\x00\x01w\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00\x07",
	} {
		if open, err := store.DecodeOpen(stored(store.Key{Family: store.FamilyOpen, Rest: []byte(rest)}, timer.Value)); err == nil {
			t.Errorf("the key %q is read as %+v", rest, open)
		}
	}
	for _, rest := range []string{"", "i", "i\x00", "i\x00\x01\x02", "o\x00\x01", "o\x00\x01\x00\x00\x00\x00\x00\x00\x00", "x\x00\x01"} {
		if box, err := store.DecodeBox(stored(store.Key{Family: store.FamilyBox, Rest: []byte(rest)}, store.AppendSeq(nil, 1))); err == nil {
			t.Errorf("the key %q is read as %+v", rest, box)
		}
	}
}

// golden is a row of which testdata holds the bytes.
type golden struct {
	name string
	row  store.Row
}

// goldenRows are a full and an empty one of every type, but for what would be the same.
func goldenRows() []golden {
	settings := execution.Settings{
		TaskList: "list", TaskPriority: new("-3"), ExecutionTimeout: "3600", TaskTimeout: "NONE",
		ChildPolicy: swf.ChildPolicyRequestCancel, LambdaRole: new("arn:aws:iam::123456789012:role/r"),
	}
	workflow := swf.WorkflowType{Name: "type", Version: "1.0"}
	parent := &execution.ParentLink{Execution: swf.WorkflowExecution{WorkflowID: "parent", RunID: "p1"}, InitiatedID: 5}
	const at swf.Timestamp = 1_735_689_600_123
	rows := []golden{
		{"header", storedOpen(&execution.Header{
			WorkflowID: "wörk\x00flow", RunID: "r1", Type: workflow, StartedAt: at, LastEventID: 300, LastEventAt: at + 1,
			Settings: settings, Parent: parent, TagList: []string{"a", ""}, CancelRequested: true,
			Override:          &execution.Override{TaskList: "sticky", ScheduleToStart: new("10")},
			Waiting:           &execution.WaitingDecision{ScheduledID: 299, TaskList: "sticky", PollableAt: at + 2, ScheduleToStart: execution.None},
			Running:           &execution.RunningDecision{ScheduledID: 290, StartedID: 291, StartedAt: at + 3, Nonce: 1<<63 | 1},
			PreviousStartedID: 200, ContextEventID: 201, LatestActivityAt: at + 4,
		}, "wörk\x00flow")},
		{"header, empty", storedOpen(&execution.Header{}, "")},
		{"activity", storedOpen(&execution.Activity{
			ScheduledID: 7, ActivityID: "a", Type: swf.ActivityType{Name: "act", Version: "2"}, TaskList: "list", TaskPriority: -7,
			ScheduledAt: at, ScheduleToStart: 1, ScheduleToClose: execution.None, StartToClose: 3, Heartbeat: 4, Input: new(""),
			StartedID: 8, StartedAt: at + 5, Nonce: 42, CancelRequestedID: 9, BeatAt: at + 6, BeatDetails: new("half way"),
		}, "w")},
		{"activity, empty", storedOpen(&execution.Activity{}, "w")},
		{"timer", storedOpen(&execution.Timer{StartedID: 7, TimerID: "t", FiresAt: at}, "w")},
		{"child", storedOpen(&execution.Child{
			InitiatedID: 7, WorkflowID: "child", Type: workflow, StartedID: 8, RunID: "c1", Control: new("c"), DecisionCompletedID: 6,
		}, "w")},
		{"external", storedOpen(&execution.External{
			InitiatedID: 7, Cancel: true, WorkflowID: "other", RunID: new("o1"), Control: new("c"), DecisionCompletedID: 6,
		}, "w")},
		{"lambda", storedOpen(&execution.Lambda{
			ScheduledID: 7, ID: "l", Name: "function", Input: new("{}"), ScheduledAt: at, StartToClose: 300, StartedID: 8, StartedAt: at + 7,
		}, "w")},
		{"run, open", stored(store.RunKey(9, "r1"), store.AppendRun(nil, &execution.Run{
			Domain: 4, WorkflowID: "w", RunID: "r1", Type: workflow, StartedAt: at, Settings: settings, TagList: []string{"", "tag"},
		}))},
		{"run, closed", stored(store.RunKey(9, "r1"), store.AppendRun(nil, &execution.Run{
			Domain: 1<<32 - 1, WorkflowID: "w", RunID: "r1", Type: workflow, StartedAt: at, Parent: parent,
			Closing: &execution.Closing{
				At: at + 8, Status: swf.CloseStatusContinuedAsNew, LastEventID: 25_001,
				OpenCounts: swf.WorkflowExecutionOpenCounts{
					OpenActivityTasks: 1, OpenDecisionTasks: 2, OpenTimers: 3, OpenChildWorkflowExecutions: 1000, OpenLambdaFunctions: 4,
				},
				LatestActivityAt: at, ContextEventID: 10,
			},
		}))},
		{"answer to a start", storedAnswer(store.Answer{At: at, RunID: "r1"})},
		{"answer", storedAnswer(store.Answer{At: at})},
		{"sequence", stored(store.InKey(9, 513), store.AppendSeq(nil, 1<<40))},
	}
	rows = append(rows, goldenDone(at)...)
	for i, b := range []execution.MessageBody{
		&execution.StartChild{InitiatedID: 7, RunID: "c1", Start: execution.Start{
			WorkflowID: "child", Type: workflow, Settings: settings, Input: new("in"), TagList: []string{"tag"}, Parent: parent, ContinuedFrom: "c0",
		}},
		&execution.ChildStarted{ParentRunID: "r1", InitiatedID: 7, RunID: "c1"},
		&execution.ChildStartFailed{ParentRunID: "r1", InitiatedID: 7, Cause: swf.StartChildWorkflowExecutionFailedCauseWorkflowAlreadyRunning},
		&execution.SignalExternal{InitiatedID: 7, RunID: new("o1"), SignalName: "s", Input: new("in")},
		&execution.CancelExternal{InitiatedID: 7},
		&execution.ExternalDone{SenderRunID: "r1", InitiatedID: 7, RunID: "o1"},
		&execution.ChildClosed{
			ParentRunID: "r1", InitiatedID: 7, RunID: "c2", Type: workflow, Status: swf.CloseStatusFailed,
			Result: new("out"), Reason: new("why"), Details: new(""),
		},
		&execution.ApplyChildPolicy{ParentRunID: "r1", InitiatedID: 7, Policy: swf.ChildPolicyTerminate},
	} {
		m := &execution.Message{Domain: 4, From: swf.WorkflowExecution{WorkflowID: "w", RunID: "r1"}, To: "to", Body: b}
		name := "message " + reflect.TypeOf(b).Elem().Name()
		rows = append(rows, golden{name, stored(store.OutKey(9, 513, uint64(i)), store.AppendMessage(nil, m))})
	}
	return rows
}

// goldenDone are the rows of a closed run in all its lists.
func goldenDone(at swf.Timestamp) []golden {
	var b store.Batch
	store.PutDone(&b, 4, &store.Done{
		Shard: 513, Execution: swf.WorkflowExecution{WorkflowID: "w\x00f", RunID: "r1"}, Type: swf.WorkflowType{Name: "type", Version: "1.0"},
		StartedAt: at, ClosedAt: at + 8, Status: swf.CloseStatusCompleted,
		Parent: &swf.WorkflowExecution{WorkflowID: "parent", RunID: "p1"}, TagList: []string{"", "tag", ""},
	}, true)
	store.PutDone(&b, 4, &store.Done{}, false)
	var rows []golden
	for _, op := range b.Ops {
		row := stored(op.Key, op.Value)
		l, _, _ := store.DecodeDone(row)
		rows = append(rows, golden{fmt.Sprintf("done %c %v", l.Order, l.Filter), row})
	}
	rows[len(rows)-1].name += ", empty"
	return rows
}

// readGolden reads a row of any family and returns it as text.
func readGolden(r store.Row) (string, error) {
	switch r.Key.Family {
	case store.FamilyOpen:
		open, err := store.DecodeOpen(r)
		return fmt.Sprintf("%+v %+v", open, open.Row), err
	case store.FamilyRun:
		run, err := store.DecodeRun(r.Value)
		return fmt.Sprintf("%+v", run), err
	case store.FamilyAnswer:
		at, err := store.ParseAnswerKey(r.Key)
		if err != nil {
			return "", err
		}
		a, err := at.Read(r.Value)
		return fmt.Sprintf("%+v %+v", at, a), err
	case store.FamilyDone:
		l, d, err := store.DecodeDone(r)
		return fmt.Sprintf("%+v %+v", l, d), err
	default:
		box, err := store.DecodeBox(r)
		return fmt.Sprintf("%+v %+v", box, box.Message), err
	}
}

var update = flag.Bool("update", false, "write testdata/format1.txt anew; once format 1 is released, never")

// The bytes of format 1 stay as they were released. A new format gets a file of its own, and its own list of rows.
func TestFormat1(t *testing.T) {
	const file = "testdata/format1.txt"
	if *update {
		writeGolden(t, file)
	}
	lines := readLines(t, file)
	rows := goldenRows()
	if len(lines) != len(rows) {
		t.Fatalf("%s has %d rows, want %d", file, len(lines), len(rows))
	}
	for i, g := range rows {
		if now := goldenLine(g); now != lines[i] {
			t.Errorf("the format of %s has changed:\nwas %s\nis  %s", g.name, lines[i], now)
		}
	}
}

func goldenLine(g golden) string {
	k := g.row.Key
	return fmt.Sprintf("%s: %c %d %x %s", g.name, k.Family, k.Shard, k.Rest, hex.EncodeToString(g.row.Value))
}

func writeGolden(t *testing.T, file string) {
	var b strings.Builder
	for _, g := range goldenRows() {
		fmt.Fprintln(&b, goldenLine(g))
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readLines(t *testing.T, file string) []string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return lines
}

func TestAHeartbeatIsEncodedWithOneAllocation(t *testing.T) {
	a := beatingActivity()
	if n := testing.AllocsPerRun(100, func() { store.AppendRow(nil, a) }); n != 1 {
		t.Errorf("AppendRow allocates %v times", n)
	}
	buf := make([]byte, 0, 1<<10)
	if n := testing.AllocsPerRun(100, func() { buf = store.AppendRow(buf[:0], a) }); n != 0 {
		t.Errorf("AppendRow with room allocates %v times", n)
	}
	const details = 12
	if n := len(store.AppendRow(nil, a)); n > 100+details {
		t.Errorf("the row has %d bytes", n)
	}
}

// beatingActivity is a started activity as most are.
func beatingActivity() *execution.Activity {
	const at swf.Timestamp = 1_735_689_600_123
	return &execution.Activity{
		ScheduledID: 17, ActivityID: "activity-1", Type: swf.ActivityType{Name: "Resize", Version: "1.2"}, TaskList: "images",
		ScheduledAt: at, ScheduleToStart: 300, ScheduleToClose: 600, StartToClose: 300, Heartbeat: 60,
		StartedID: 18, StartedAt: at, Nonce: 0x123456789abcdef0, BeatAt: at, BeatDetails: new("12 per cent."),
	}
}
