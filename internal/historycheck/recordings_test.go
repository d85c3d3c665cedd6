package historycheck_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/awsjson"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// recorded is one call of a conversation with the real service.
type recorded struct {
	Operation string `json:"operation"`
	Status    int    `json:"status"`
	Reply     string `json:"reply"`
}

// recordings are the recorded conversations that lie beside the repository, by name. Where they are not, the test is
// skipped.
func recordings(t *testing.T) map[string][]recorded {
	files, err := filepath.Glob("../../../shared/recordings/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("SKIPPED, NOT PASSED: the recordings of the real service are not beside the repository (../shared/recordings)")
	}
	all := map[string][]recorded{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var calls []recorded
		if err := json.Unmarshal(text, &calls); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".json")] = calls
	}
	return all
}

// TestRecordedHistories holds the checker against what the real service wrote: it must find nothing wrong. And each event
// must come through our types as it was.
func TestRecordedHistories(t *testing.T) {
	histories := 0
	for name, calls := range recordings(t) {
		for _, c := range calls {
			if c.Operation != "GetWorkflowExecutionHistory" {
				continue
			}
			histories++
			var out swf.GetWorkflowExecutionHistoryOutput
			decode(t, name, c, &out)
			for _, v := range historycheck.Check(out.Events, historycheck.Lenient) {
				t.Errorf("%s: %v", name, v)
			}
			var raw struct {
				Events []json.RawMessage `json:"events"`
			}
			if err := json.Unmarshal([]byte(c.Reply), &raw); err != nil {
				t.Fatal(err)
			}
			for i := range out.Events {
				sameJSON(t, name, raw.Events[i], awsjson.AppendEvent(nil, &out.Events[i]))
			}
		}
	}
	if histories == 0 {
		t.Error("no recorded history was checked")
	}
}

// TestRecordedCounts holds the fold of a history against the open counts that the real service gave with it.
func TestRecordedCounts(t *testing.T) {
	compared := 0
	for name, calls := range recordings(t) {
		var counts *swf.WorkflowExecutionOpenCounts
		for _, c := range calls {
			switch c.Operation {
			case "DescribeWorkflowExecution":
				var out swf.DescribeWorkflowExecutionOutput
				decode(t, name, c, &out)
				counts = nil
				if out.ExecutionInfo.ExecutionStatus == swf.ExecutionStatusClosed {
					counts = &out.OpenCounts
				}
			case "GetWorkflowExecutionHistory":
				var out swf.GetWorkflowExecutionHistoryOutput
				decode(t, name, c, &out)
				if counts == nil {
					continue
				}
				compared++
				if got := historycheck.Fold(out.Events).OpenCounts(); got != *counts {
					t.Errorf("%s: the history says %+v, the service %+v", name, got, *counts)
				}
			}
		}
	}
	if compared == 0 {
		t.Error("no counts were compared")
	}
}

// TestRecordedReplies reads every recorded reply into our types and writes it again: nothing may be lost.
func TestRecordedReplies(t *testing.T) {
	outputs := map[string]func() any{
		"DescribeWorkflowExecution":   func() any { return new(swf.DescribeWorkflowExecutionOutput) },
		"DescribeWorkflowType":        func() any { return new(swf.DescribeWorkflowTypeOutput) },
		"GetWorkflowExecutionHistory": func() any { return new(swf.GetWorkflowExecutionHistoryOutput) },
		"ListOpenWorkflowExecutions":  func() any { return new(swf.ListOpenWorkflowExecutionsOutput) },
		"StartWorkflowExecution":      func() any { return new(swf.StartWorkflowExecutionOutput) },
	}
	for name, calls := range recordings(t) {
		for _, c := range calls {
			if c.Reply == "" {
				continue
			}
			output := outputs[c.Operation]
			if output == nil {
				t.Errorf("%s: no type for the reply of %s", name, c.Operation)
				continue
			}
			out := output()
			decode(t, name, c, out)
			sameJSON(t, name+" "+c.Operation, []byte(c.Reply), awsjson.Append(nil, out))
		}
	}
}

func decode(t *testing.T, name string, c recorded, out any) {
	t.Helper()
	if c.Status != 200 {
		t.Fatalf("%s: %s was answered with %d", name, c.Operation, c.Status)
	}
	if err := json.Unmarshal([]byte(c.Reply), out); err != nil {
		t.Fatalf("%s: %s: %v", name, c.Operation, err)
	}
}

// sameJSON compares two documents: members in any order, numbers by value, and without the members that the service writes
// and its model does not know.
func sameJSON(t *testing.T, name string, want, got []byte) {
	t.Helper()
	w, g := comparable(t, want), comparable(t, got)
	if !reflect.DeepEqual(w, g) {
		t.Errorf("%s:\nrecorded %s\nwritten  %s", name, want, got)
	}
}

func comparable(t *testing.T, text []byte) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return plain(t, v)
}

func plain(t *testing.T, v any) any {
	switch v := v.(type) {
	case json.Number:
		n, ok := new(big.Rat).SetString(v.String())
		if !ok {
			t.Fatalf("no number: %s", v)
		}
		return n.RatString()
	case []any:
		for i := range v {
			// One client started a run with the tag list [null], and the service gave it back so. Our lists hold texts: such a
			// tag is read as "".
			if v[i] == nil {
				v[i] = ""
			}
			v[i] = plain(t, v[i])
		}
	case map[string]any:
		for _, unknown := range []string{
			"reopenGenerationId", "reopenable", "startedOnPreviousTaskCompletion", "immediatelyStart",
		} {
			delete(v, unknown)
		}
		for name := range v {
			v[name] = plain(t, v[name])
		}
	}
	return v
}
