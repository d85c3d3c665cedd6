package storecheck_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/storecheck"
	"github.com/swfd/swfd/swf"
)

var update = flag.Bool("update", false, "write testdata/damage.txt anew")

// damage is what somebody, or a disk, does to a sound store.
type damage struct {
	name string
	do   func(*damaged)
}

// damaged is a store that is about to be damaged.
type damaged struct {
	*rowSet
	t *testing.T
}

// TestDamage plants every kind of damage, one at a time, and compares what the check says with testdata/damage.txt.
func TestDamage(t *testing.T) {
	var said strings.Builder
	said.WriteString("# What is done to a sound store, and what the check says of it. To write this anew:\n# go test ./internal/storecheck -run TestDamage -update\n")
	for _, d := range slices.Concat(runDamages, rowDamages, registryDamages, messageDamages, listDamages, answerDamages) {
		s := &damaged{sound(t), t}
		d.do(s)
		report, err := storecheck.Check(context.Background(), s.rowSet, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Violations) == 0 {
			t.Errorf("%s: nobody notices", d.name)
		}
		fmt.Fprintf(&said, "\n%s\n", d.name)
		for _, v := range report.Violations {
			fmt.Fprintf(&said, "    %s\n", v)
		}
	}
	const file = "testdata/damage.txt"
	if *update {
		if err := os.WriteFile(file, []byte(said.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if said.String() != string(want) {
		t.Errorf("the check says\n%s\nand not what is in %s; see the line at its head", said.String(), file)
	}
}

// runDamages are contradictions between the record of a run and its history.
var runDamages = []damage{
	{"a record is gone", func(s *damaged) { s.remove(s.record("waiting").Key) }},
	{"the record of a closed run is gone", func(s *damaged) { s.remove(s.record("completed").Key) }},
	{"a record is garbage", func(s *damaged) { s.put(s.record("open things").Key, []byte("garbage")) }},
	{"a record has another type", func(s *damaged) {
		s.changeRecord("waiting", func(r *execution.Run) { r.Type.Version = "2" })
	}},
	{"a record has another time-out", func(s *damaged) {
		s.changeRecord("failed", func(r *execution.Run) { r.Settings.TaskTimeout = "NONE" })
	}},
	{"a record has lost its tags", func(s *damaged) {
		s.changeRecord("child", func(r *execution.Run) { r.TagList = nil })
	}},
	{"a record has lost its parent", func(s *damaged) {
		s.changeRecord("child", func(r *execution.Run) { r.Parent = nil })
	}},
	{"a closed run is open by its record", func(s *damaged) {
		s.changeRecord("completed", func(r *execution.Run) { r.Closing = nil })
	}},
	{"an open run is closed by its record", func(s *damaged) {
		s.changeRecord("waiting", func(r *execution.Run) {
			r.Closing = &execution.Closing{At: r.StartedAt, Status: swf.CloseStatusCompleted, LastEventID: 2}
		})
	}},
	{"a record has another close status", func(s *damaged) {
		s.changeRecord("completed", func(r *execution.Run) { r.Closing.Status = swf.CloseStatusFailed })
	}},
	{"a record counts otherwise what was open", func(s *damaged) {
		s.changeRecord("terminated", func(r *execution.Run) { r.Closing.OpenCounts.OpenTimers++ })
	}},
	{"a record lies under another runId", func(s *damaged) {
		row := s.record("failed")
		s.move(row, store.RunKey(row.Key.Shard, "22another"))
	}},
	{"a record lies in another shard", func(s *damaged) {
		row := s.record("failed")
		s.move(row, store.RunKey(row.Key.Shard+1, string(row.Key.Rest)))
	}},
	{"a record is of a domain that is not there", func(s *damaged) {
		s.changeRecord("failed", func(r *execution.Run) { r.Domain = 77 })
	}},
	{"a second run of the workflowId is open", func(s *damaged) {
		row := s.record("waiting")
		run, err := store.DecodeRun(row.Value)
		s.must(err)
		run.RunID = "22second"
		s.put(store.RunKey(row.Key.Shard, run.RunID), store.AppendRun(nil, run))
		for _, h := range s.history("waiting") {
			s.put(store.HistoryKey(row.Key.Shard, run.RunID, 1), h.Value)
		}
	}},

	{"a history is gone", func(s *damaged) {
		for _, row := range s.history("completed") {
			s.remove(row.Key)
		}
	}},
	{"the middle of a history is gone", func(s *damaged) { s.remove(s.history("completed")[1].Key) }},
	{"the end of a history is gone", func(s *damaged) { s.remove(s.history("completed")[2].Key) }},
	{"a history row is garbage", func(s *damaged) { s.put(s.history("completed")[1].Key, []byte("garbage")) }},
	{"a history row is cut off", func(s *damaged) {
		row := s.history("completed")[1]
		s.put(row.Key, row.Value[:len(row.Value)-1])
	}},
	{"a history row is under another event", func(s *damaged) {
		row := s.history("completed")[1]
		s.move(row, store.HistoryKey(row.Key.Shard, s.run("completed").RunID, 7))
	}},
	{"an event says something else", func(s *damaged) {
		s.changeHistory("failed", `"taskList":{"name":"deciders"}`, `"taskList":{"name":"workers"}`)
	}},
	{"an event is of another type", func(s *damaged) { s.changeHistory("completed", "DecisionTaskStarted", "DecisionTaskStopped") }},
	{"an event is earlier than the one before", func(s *damaged) {
		s.changeHistory("completed", `"eventId":3,"eventTimestamp":9`, `"eventId":3,"eventTimestamp":8`)
	}},
	{"a history belongs to nobody", func(s *damaged) {
		row := s.history("completed")[0]
		s.put(store.HistoryKey(row.Key.Shard, "22nobody", 1), row.Value)
	}},
	{"the key of a history row is no key", func(s *damaged) {
		s.put(store.Key{Family: store.FamilyHistory, Shard: 5, Rest: []byte("short")}, []byte("x"))
	}},
}

// rowDamages are contradictions between the rows of an open run and its history.
var rowDamages = []damage{
	{"the rows of an open run are gone", func(s *damaged) {
		for _, row := range s.open("waiting") {
			s.remove(row.Key)
		}
	}},
	{"the header of an open run is gone", func(s *damaged) { s.removeRow("open things", execution.KindHeader) }},
	{"a header is of another run", func(s *damaged) {
		changeRow(s, "waiting", func(h *execution.Header) { h.RunID = "22another" })
	}},
	{"a header is behind its history", func(s *damaged) {
		changeRow(s, "waiting", func(h *execution.Header) { h.LastEventID-- })
	}},
	{"a waiting decision task is forgotten", func(s *damaged) {
		changeRow(s, "waiting", func(h *execution.Header) { h.Waiting = nil })
	}},
	{"a decision task waits on another list", func(s *damaged) {
		changeRow(s, "waiting", func(h *execution.Header) { h.Waiting.TaskList = "nowhere" })
	}},
	{"a decision task is worked on, but the history says that it waits", func(s *damaged) {
		changeRow(s, "waiting", func(h *execution.Header) {
			h.Running, h.Waiting = &execution.RunningDecision{ScheduledID: 2, StartedID: 3, StartedAt: h.StartedAt}, nil
		})
	}},
	{"an activity task is forgotten", func(s *damaged) { s.removeRow("open things", execution.KindActivity) }},
	{"an activity task has another time-out", func(s *damaged) {
		changeRow(s, "open things", func(a *execution.Activity) { a.Heartbeat = 5 })
	}},
	{"a heartbeat is older than its task", func(s *damaged) {
		changeRow(s, "open things", func(a *execution.Activity) { a.BeatAt = a.StartedAt - 1 })
	}},
	{"a heartbeat has details and no time", func(s *damaged) {
		changeRow(s, "open things", func(a *execution.Activity) { a.BeatAt = 0 })
	}},
	{"a timer fires at another time", func(s *damaged) {
		changeRow(s, "open things", func(x *execution.Timer) { x.FiresAt++ })
	}},
	{"a timer is there that nobody has started", func(s *damaged) {
		run := s.run("open things")
		x := &execution.Timer{StartedID: 99, TimerID: "stray"}
		s.put(store.OpenKey(s.record("open things").Key.Shard, run.Domain, run.WorkflowID, x.RowKey()), store.AppendRow(nil, x))
	}},
	{"a child is another run", func(s *damaged) {
		changeRow(s, "open things", func(c *execution.Child) { c.RunID = "22another" })
	}},
	{"a row is garbage", func(s *damaged) {
		s.put(s.row("open things", execution.KindTimer).Key, []byte("garbage"))
	}},
	{"a row is of an unknown kind", func(s *damaged) {
		run := s.run("open things")
		s.put(store.OpenKey(s.record("open things").Key.Shard, run.Domain, run.WorkflowID, execution.RowKey{Kind: 9, ID: 1}), []byte{1})
	}},
	{"rows lie in another shard", func(s *damaged) {
		for _, row := range s.open("waiting") {
			to := row.Key
			to.Shard++
			s.move(row, to)
		}
	}},
	{"a row lies in a shard that is none", func(s *damaged) {
		row := s.row("open things", execution.KindTimer)
		to := row.Key
		to.Shard += store.Shards
		s.move(row, to)
	}},
	{"a closed run has rows", func(s *damaged) {
		run := s.run("completed")
		h := &execution.Header{WorkflowID: run.WorkflowID, RunID: run.RunID}
		s.put(store.OpenKey(s.record("completed").Key.Shard, run.Domain, run.WorkflowID, h.RowKey()), store.AppendRow(nil, h))
	}},
	{"the key of an open row is no key", func(s *damaged) {
		s.put(store.Key{Family: store.FamilyOpen, Shard: 5, Rest: []byte("x")}, []byte("x"))
	}},
	{"a row of a family that is none", func(s *damaged) {
		s.put(store.Key{Family: 'z', Shard: 5, Rest: []byte("x")}, []byte("x"))
	}},
	{"the disk does not give the open rows", func(s *damaged) { s.broken = store.FamilyOpen }},
	{"the disk does not give the histories", func(s *damaged) { s.broken = store.FamilyHistory }},
	{"the disk does not give the messages", func(s *damaged) { s.broken = store.FamilyBox }},
	{"the disk does not give the registry", func(s *damaged) { s.broken = store.FamilyMeta }},
}

// registryDamages are damages of domains, types and keys.
var registryDamages = []damage{
	{"a domain is gone", func(s *damaged) { s.remove(store.DomainKey(1)) }},
	{"a domain is no JSON", func(s *damaged) { s.put(store.DomainKey(2), []byte("{")) }},
	{"a domain has another number", func(s *damaged) {
		s.changeDomain(2, func(d *store.DomainRecord) { d.Number = 3 })
	}},
	{"two domains have one name", func(s *damaged) {
		s.changeDomain(2, func(d *store.DomainRecord) { d.Name = "d" })
	}},
	{"a type has another name", func(s *damaged) {
		s.put(store.ActivityTypeKey(1, "work", "2"), s.value(store.ActivityTypeKey(1, "work", "1")))
	}},
	{"a type is of a domain that is not there", func(s *damaged) {
		s.put(store.WorkflowTypeKey(9, "order", "1"), s.value(store.WorkflowTypeKey(1, "order", "1")))
	}},
	{"the keys for tokens are gone", func(s *damaged) { s.remove(store.TokenKeysKey()) }},
	{"a key for tokens is too short", func(s *damaged) {
		s.put(store.TokenKeysKey(), s.json(store.TokenKeys{Keys: []store.TokenKey{{ID: 1, Secret: []byte("short")}}}))
	}},
	{"there is no key for tokens in the list", func(s *damaged) { s.put(store.TokenKeysKey(), s.json(store.TokenKeys{})) }},
	{"a meta row that nobody knows", func(s *damaged) { s.put(store.MetaKey([]byte("?")), []byte("x")) }},
	{"a meta row lies in a shard", func(s *damaged) {
		k := store.TokenKeysKey()
		s.move(store.Row{Key: k, Value: s.value(k)}, store.Key{Family: k.Family, Shard: 7, Rest: k.Rest})
	}},
}

// messageDamages are damages of what goes between executions.
var messageDamages = []damage{
	{"a message is gone", func(s *damaged) { s.remove(s.message().Key) }},
	{"a message is garbage", func(s *damaged) { s.put(s.message().Key, []byte("garbage")) }},
	{"a message is on another way", func(s *damaged) {
		row := s.message()
		box, err := store.DecodeBox(row)
		s.must(err)
		s.move(row, store.OutKey(box.From, box.To+1, box.Seq))
	}},
	{"a message comes from another shard", func(s *damaged) {
		row := s.message()
		box, err := store.DecodeBox(row)
		s.must(err)
		s.move(row, store.OutKey(box.From+1, box.To, box.Seq))
	}},
	{"a message counts as applied", func(s *damaged) {
		box, err := store.DecodeBox(s.message())
		s.must(err)
		s.put(store.InKey(box.To, box.From), store.AppendSeq(nil, box.Seq))
	}},
	{"a channel has come to sequence 0", func(s *damaged) { s.put(store.InKey(5, 6), store.AppendSeq(nil, 0)) }},
	{"a channel leads to a shard that is none", func(s *damaged) { s.put(store.InKey(5, 6000), store.AppendSeq(nil, 1)) }},
	{"the key of a box row is no key", func(s *damaged) {
		s.put(store.Key{Family: store.FamilyBox, Shard: 5, Rest: []byte("o")}, []byte("x"))
	}},
	{"a child's history is garbage", func(s *damaged) { s.put(s.history("child")[0].Key, []byte("garbage")) }},
	{"a child's header is garbage", func(s *damaged) { s.put(s.row("child", execution.KindHeader).Key, []byte("garbage")) }},
	{"a child is another run's", func(s *damaged) {
		changeRow(s, "child", func(h *execution.Header) { h.Parent.InitiatedID++ })
	}},
	{"a child is gone altogether", func(s *damaged) {
		for _, row := range slices.Concat(s.open("child"), s.history("child"), []store.Row{s.record("child")}) {
			s.remove(row.Key)
		}
	}},
}

// answerDamages are damages of the answers of calls.
var answerDamages = []damage{
	{"an answer is garbage", func(s *damaged) { s.put(s.answer().Key, []byte("garbage")) }},
	{"an answer is of another time", func(s *damaged) { s.moveAnswer(func(at *store.AnswerPlace) { at.Period++ }) }},
	{"an answer is of a shard that is none", func(s *damaged) { s.moveAnswer(func(at *store.AnswerPlace) { at.Shard += store.Shards }) }},
	{"an answer lies in another shard", func(s *damaged) {
		to := s.answer().Key
		to.Shard = 7
		s.move(s.answer(), to)
	}},
	{"the key of an answer is no key", func(s *damaged) {
		s.put(store.Key{Family: store.FamilyAnswer, Rest: []byte("x")}, s.answer().Value)
	}},
	{"the disk does not give the answers", func(s *damaged) { s.broken = store.FamilyAnswer }},
}

// answer is the answer that the sound store remembers.
func (s *damaged) answer() store.Row {
	s.t.Helper()
	found := s.rowsOf(store.FamilyAnswer, func(store.Row) bool { return true })
	if len(found) != 1 {
		s.t.Fatalf("%d answers are remembered", len(found))
	}
	return found[0]
}

// moveAnswer gives the answer another place.
func (s *damaged) moveAnswer(change func(*store.AnswerPlace)) {
	at, err := store.ParseAnswerKey(s.answer().Key)
	s.must(err)
	change(&at)
	s.move(s.answer(), at.Key())
}

// listDamages are damages of the lists of closed runs.
var listDamages = []damage{
	{"a run is gone from a list", func(s *damaged) { s.remove(s.listed("failed", 0).Key) }},
	{"a row of a list is garbage", func(s *damaged) { s.put(s.listed("failed", 0).Key, []byte("garbage")) }},
	{"a row of a list is of another time", func(s *damaged) {
		row := s.listed("failed", 0)
		row.Key.Rest = bytes.Clone(row.Key.Rest)
		// The last byte of the time comes before the runId.
		row.Key.Rest[len(row.Key.Rest)-len(s.run("failed").RunID)-1]++
		s.move(s.listed("failed", 0), row.Key)
	}},
	{"a list says something else of a run", func(s *damaged) {
		run := s.run("failed")
		run.Type.Version = "2"
		other := doneRows(s.record("failed").Key.Shard, run)
		s.put(s.listed("failed", 0).Key, other[0].Value)
	}},
	{"a run is in a list into which it does not belong", func(s *damaged) {
		run := s.run("failed")
		run.TagList = []string{"stray"}
		for _, op := range doneRows(s.record("failed").Key.Shard, run) {
			if _, found := s.find(op.Key); !found {
				s.put(op.Key, s.listed("failed", 0).Value)
			}
		}
	}},
	{"a run that is not there is in a list", func(s *damaged) {
		run := s.run("failed")
		run.RunID = "22nobody"
		op := doneRows(5, run)[0]
		s.put(op.Key, op.Value)
	}},
	{"an open run is in a list", func(s *damaged) {
		run := s.run("waiting")
		run.Closing = &execution.Closing{At: 5, Status: swf.CloseStatusCompleted}
		op := doneRows(s.record("waiting").Key.Shard, run)[0]
		s.put(op.Key, op.Value)
	}},
	{"a row of a list lies in another shard", func(s *damaged) {
		row := s.listed("failed", 0)
		to := row.Key
		to.Shard++
		s.move(row, to)
	}},
	{"the key of a row of a list is no key", func(s *damaged) {
		s.put(store.Key{Family: store.FamilyDone, Shard: store.DoneShard, Rest: []byte("short")}, []byte("x"))
	}},
	{"the disk does not give the lists", func(s *damaged) { s.broken = store.FamilyDone }},
}

// doneRows are what a closed run should have in the lists.
func doneRows(shard uint16, run *execution.Run) []store.Op {
	var b store.Batch
	store.PutDone(&b, run.Domain, store.DoneOf(shard, run), true)
	return b.Ops
}

// listed is one of the rows that a closed run has in the lists.
func (s *damaged) listed(workflowID string, i int) store.Row {
	s.t.Helper()
	k := doneRows(s.record(workflowID).Key.Shard, s.run(workflowID))[i].Key
	return store.Row{Key: k, Value: s.value(k)}
}

func (s *damaged) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *damaged) value(k store.Key) []byte {
	s.t.Helper()
	i, found := s.find(k)
	if !found {
		s.t.Fatalf("there is no row %x", k.Rest)
	}
	return s.rows[i].Value
}

func (s *damaged) json(v any) []byte {
	s.t.Helper()
	b, err := json.Marshal(v)
	s.must(err)
	return b
}

// rowsOf are the rows of a family that a condition picks.
func (s *damaged) rowsOf(f store.Family, pick func(store.Row) bool) []store.Row {
	var picked []store.Row
	for _, row := range s.rows {
		if row.Key.Family == f && pick(row) {
			picked = append(picked, row)
		}
	}
	return picked
}

// record is the record of the first run of a workflowId.
func (s *damaged) record(workflowID string) store.Row {
	s.t.Helper()
	found := s.rowsOf(store.FamilyRun, func(row store.Row) bool {
		run, err := store.DecodeRun(row.Value)
		return err == nil && run.WorkflowID == workflowID
	})
	if len(found) == 0 {
		s.t.Fatalf("there is no run of %q", workflowID)
	}
	return found[0]
}

func (s *damaged) run(workflowID string) *execution.Run {
	s.t.Helper()
	run, err := store.DecodeRun(s.record(workflowID).Value)
	s.must(err)
	return run
}

func (s *damaged) changeRecord(workflowID string, change func(*execution.Run)) {
	s.t.Helper()
	run := s.run(workflowID)
	change(run)
	s.put(s.record(workflowID).Key, store.AppendRun(nil, run))
}

func (s *damaged) changeDomain(number uint32, change func(*store.DomainRecord)) {
	s.t.Helper()
	var d store.DomainRecord
	s.must(json.Unmarshal(s.value(store.DomainKey(number)), &d))
	change(&d)
	s.put(store.DomainKey(number), s.json(d))
}

func (s *damaged) history(workflowID string) []store.Row {
	s.t.Helper()
	runID := s.run(workflowID).RunID
	return s.rowsOf(store.FamilyHistory, func(row store.Row) bool {
		h, err := store.DecodeHistory(row)
		return err == nil && h.RunID == runID
	})
}

// changeHistory replaces a text in the history of a workflowId, which must be there.
func (s *damaged) changeHistory(workflowID, old, text string) {
	s.t.Helper()
	for _, row := range s.history(workflowID) {
		if bytes.Contains(row.Value, []byte(old)) {
			s.put(row.Key, bytes.Replace(row.Value, []byte(old), []byte(text), 1))
			return
		}
	}
	s.t.Fatalf("the history of %q has no %s", workflowID, old)
}

func (s *damaged) open(workflowID string) []store.Row {
	s.t.Helper()
	return s.rowsOf(store.FamilyOpen, func(row store.Row) bool {
		open, err := store.DecodeOpen(row)
		return err == nil && open.WorkflowID == workflowID
	})
}

// row is the first row of a kind.
func (s *damaged) row(workflowID string, k execution.Kind) store.Row {
	s.t.Helper()
	for _, row := range s.open(workflowID) {
		if open, err := store.DecodeOpen(row); err == nil && open.Row.RowKey().Kind == k {
			return row
		}
	}
	s.t.Fatalf("%q has no row of kind %d", workflowID, k)
	return store.Row{}
}

func (s *damaged) removeRow(workflowID string, k execution.Kind) { s.remove(s.row(workflowID, k).Key) }

// changeRow changes the first row of a type.
func changeRow[R any, P interface {
	*R
	execution.Row
}](s *damaged, workflowID string, change func(P)) {
	s.t.Helper()
	for _, row := range s.open(workflowID) {
		open, err := store.DecodeOpen(row)
		s.must(err)
		if r, ok := open.Row.(P); ok {
			change(r)
			s.put(row.Key, store.AppendRow(nil, r))
			return
		}
	}
	s.t.Fatalf("%q has no such row", workflowID)
}

// message is the message that is on its way.
func (s *damaged) message() store.Row {
	s.t.Helper()
	found := s.rowsOf(store.FamilyBox, func(row store.Row) bool {
		box, err := store.DecodeBox(row)
		return err == nil && box.Message != nil
	})
	if len(found) == 0 {
		s.t.Fatal("there is no message")
	}
	return found[0]
}

// FuzzDamage changes one byte of one row, somewhere: the check may say what it wants, but it ends.
func FuzzDamage(f *testing.F) {
	rows, err := soundRows()
	if err != nil {
		f.Fatal(err)
	}
	for i := range rows {
		if rows[i].Key.Family != store.FamilyHistory {
			f.Add(uint16(i), uint16(i*7), byte(i), i%4 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, row, at uint16, to byte, inKey bool) {
		s := sound(t)
		damaged := s.rows[int(row)%len(s.rows)]
		bytes := damaged.Value
		if inKey {
			bytes = damaged.Key.Rest
		}
		bytes[int(at)%len(bytes)] = to
		if _, err := storecheck.Check(t.Context(), s, nil); err != nil {
			t.Fatal(err)
		}
	})
}
