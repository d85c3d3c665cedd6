package store_test

import (
	"bytes"
	"cmp"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

var drawFilter = rapid.OneOf(
	rapid.Just(store.AllDone()),
	rapid.Map(drawText, store.DoneOfWorkflow),
	rapid.Map(drawText, store.DoneOfName),
	rapid.Map(rapid.Make[swf.WorkflowType](), store.DoneOfType),
	rapid.Map(rapid.Make[[2]string](), func(p [2]string) store.DoneFilter {
		return store.DoneOfType(swf.WorkflowType{Name: p[0], Version: p[1]})
	}),
	rapid.Map(drawText, store.DoneWithTag),
	rapid.Map(rapid.SampledFrom([]swf.CloseStatus{swf.CloseStatusCompleted, swf.CloseStatusTimedOut}), store.DoneWithStatus),
)

var drawList = rapid.Custom(func(t *rapid.T) store.DoneList {
	return store.DoneList{
		Domain: rapid.SampledFrom([]uint32{0, 1, 255, 256, math.MaxUint32}).Draw(t, "domain"),
		Order:  rapid.SampledFrom([]store.DoneOrder{store.ByClose, store.ByStart}).Draw(t, "order"),
		Filter: drawFilter.Draw(t, "filter"),
	}
})

var drawTime = rapid.OneOf(
	rapid.Map(rapid.Int64(), func(n int64) swf.Timestamp { return swf.Timestamp(n) }),
	rapid.SampledFrom([]swf.Timestamp{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 946_684_800_000, math.MaxInt64 - 1, math.MaxInt64}),
)

// A list is in order of time, the newest first, and runs of one time are in order of their ids.
func TestDoneKeysSortByTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := drawList.Draw(t, "list")
		atA, atB := drawTime.Draw(t, "time a"), drawTime.Draw(t, "time b")
		runA, runB := drawText.Draw(t, "run a"), drawText.Draw(t, "run b")
		a, b := list.Key(atA, runA), list.Key(atB, runB)
		if got, want := compareKeys(a, b), cmp.Or(cmp.Compare(atB, atA), strings.Compare(runA, runB)); got != want {
			t.Fatalf("%x against %x gives %d, want %d", a.Rest, b.Rest, got, want)
		}
	})
}

// The range of a list holds its own rows between two times, both included, and nothing else.
func TestADoneRangeHoldsOnePartOfOneList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, other := drawList.Draw(t, "list"), drawList.Draw(t, "other list")
		if rapid.Bool().Draw(t, "the same") {
			other = list
		}
		oldest, latest, at := drawTime.Draw(t, "oldest"), drawTime.Draw(t, "latest"), drawTime.Draw(t, "at")
		key := other.Key(at, drawText.Draw(t, "run"))
		from, to := list.Range(oldest, latest)
		within := bytes.Compare(from, key.Rest) <= 0 && bytes.Compare(key.Rest, to) < 0
		if want := other == list && oldest <= at && at <= latest; within != want {
			t.Fatalf("%x between %x and %x: %t, want %t", key.Rest, from, to, within, want)
		}
	})
}

// Every row of a closed run tells all of it, and stands in a list that it belongs to; and all rows go as they came.
func TestDoneRowsComeBackAsTheyWere(t *testing.T) {
	gen := rapid.Make[store.Done]()
	rapid.Check(t, func(t *rapid.T) {
		d, listed := gen.Draw(t, "run"), rapid.Bool().Draw(t, "listed")
		domain := rapid.Uint32().Draw(t, "domain")
		filters := []store.DoneFilter{
			store.AllDone(), store.DoneOfWorkflow(d.Execution.WorkflowID), store.DoneOfName(d.Type.Name), store.DoneOfType(d.Type),
			store.DoneWithStatus(d.Status),
		}
		for _, tag := range d.TagList {
			filters = append(filters, store.DoneWithTag(tag))
		}
		var want []store.DoneList
		for i, f := range filters {
			for _, order := range []store.DoneOrder{store.ByClose, store.ByStart} {
				if slices.Index(filters, f) == i && (listed || f == store.AllDone() && order == store.ByClose) {
					want = append(want, store.DoneList{Domain: domain, Order: order, Filter: f})
				}
			}
		}
		var put, deleted store.Batch
		store.PutDone(&put, domain, &d, listed)
		store.DeleteDone(&deleted, domain, &d, listed)
		var got []store.DoneList
		for i, op := range put.Ops {
			row := stored(op.Key, op.Value)
			list, again, err := store.DecodeDone(row)
			if err != nil {
				t.Fatal(err)
			}
			same(t, again, &d)
			if at, err := list.ReadClosedAt(row); at != d.ClosedAt || err != nil {
				t.Fatalf("%v: it closed at %d, not at %d (%v)", list, d.ClosedAt, at, err)
			}
			got = append(got, list)
			same(t, deleted.Ops[i], store.Op{Key: op.Key})
		}
		same(t, got, want)
	})
}

func TestDoneOfARecord(t *testing.T) {
	gen := rapid.Make[execution.Run]()
	rapid.Check(t, func(t *rapid.T) {
		r := gen.Draw(t, "run")
		r.Closing = &execution.Closing{At: r.StartedAt + 5, Status: swf.CloseStatusFailed}
		d := store.DoneOf(7, &r)
		want := &store.Done{
			Shard: 7, Execution: swf.WorkflowExecution{WorkflowID: r.WorkflowID, RunID: r.RunID}, Type: r.Type,
			StartedAt: r.StartedAt, ClosedAt: r.StartedAt + 5, Status: swf.CloseStatusFailed, TagList: r.TagList,
		}
		if r.Parent != nil {
			want.Parent = &r.Parent.Execution
		}
		same(t, d, want)
	})
}

func TestUnreadableDoneKeysAreRefused(t *testing.T) {
	good := goldenDone(0)[0].row
	if _, _, err := store.DecodeDone(good); err != nil {
		t.Fatal(err)
	}
	const at = "\x7f\xff\xff\xff\xff\xff\xff\xf7"
	for _, rest := range []string{
		"", "\x00\x00\x00\x01c", "\x00\x00\x00\x01ca", "\x00\x00\x00\x01ca1234567", "\x00\x00\x00\x01xa" + at,
		"\x00\x00\x00\x01cx" + at, "\x00\x00\x00\x01cw" + at, "\x00\x00\x00\x01cv1\x00\x01" + at,
		"\x00\x00\x00\x01ct\x00\x02" + at, "\x00\x00\x00\x01ca12345678r",
	} {
		if l, d, err := store.DecodeDone(stored(store.Key{Family: store.FamilyDone, Rest: []byte(rest)}, good.Value)); err == nil {
			t.Errorf("the key %q is read as %+v %+v", rest, l, d)
		}
	}
}

// The rows of a run are made with few allocations, however many they are: they are part of every close.
func TestDoneRowsAreCheap(t *testing.T) {
	d := &store.Done{
		Execution: swf.WorkflowExecution{WorkflowID: "order-4711", RunID: strings.Repeat("r", 46)},
		Type:      swf.WorkflowType{Name: "order", Version: "1.0"}, Status: swf.CloseStatusCompleted, TagList: []string{"a", "b", "c"},
	}
	b := store.Batch{Ops: make([]store.Op, 0, 20)}
	if n := testing.AllocsPerRun(100, func() { b.Ops = b.Ops[:0]; store.PutDone(&b, 1, d, true) }); n > 4 {
		t.Errorf("PutDone allocates %v times", n)
	}
}

// What DecodeDone accepts, it has understood: written again, it is the same.
func FuzzDecodeDone(f *testing.F) {
	seed(f, store.FamilyDone)
	f.Fuzz(func(t *testing.T, rest, value []byte) {
		row := stored(store.Key{Family: store.FamilyDone, Rest: rest}, value)
		l, d, err := store.DecodeDone(row)
		if err != nil {
			return
		}
		if again := l.Key(d.At(l.Order), d.Execution.RunID).Rest; !bytes.Equal(again, rest) {
			t.Fatalf("the key %x is written again as %x", rest, again)
		}
		if at, err := l.ReadClosedAt(row); at != d.ClosedAt || err != nil {
			t.Fatalf("it closed at %d, not at %d (%v)", d.ClosedAt, at, err)
		}
		var b store.Batch
		store.PutDone(&b, l.Domain, d, false)
		row.Value = b.Ops[0].Value
		if _, again, err := store.DecodeDone(row); err != nil || !reflect.DeepEqual(again, d) {
			t.Fatalf("%+v is read again as %+v, %v", d, again, err)
		}
	})
}
