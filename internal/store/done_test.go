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

// drawClosed draws the record of a closed run.
var drawClosed = rapid.Custom(func(t *rapid.T) *execution.Run {
	r := rapid.Make[execution.Run]().Draw(t, "run")
	r.Closing = new(rapid.Make[execution.Closing]().Draw(t, "closing"))
	return &r
})

// Every row of a closed run tells whose it is, and stands in the list that it belongs to; and all of them go as they came.
func TestDoneRowsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, listed := drawClosed.Draw(t, "run"), rapid.Bool().Draw(t, "listed")
		shard := rapid.Uint16().Draw(t, "shard")
		filters := []store.DoneFilter{
			store.AllDone(), store.DoneOfWorkflow(r.WorkflowID), store.DoneOfName(r.Type.Name), store.DoneOfType(r.Type),
			store.DoneWithStatus(r.Closing.Status),
		}
		for _, tag := range r.TagList {
			filters = append(filters, store.DoneWithTag(tag))
		}
		var want []store.Done
		for i, f := range filters {
			for _, order := range []store.DoneOrder{store.ByClose, store.ByStart} {
				if slices.Index(filters, f) == i && (listed || f == store.AllDone() && order == store.ByClose) {
					want = append(want, store.Done{
						List:  store.DoneList{Domain: r.Domain, Order: order, Filter: f},
						RunID: r.RunID, Shard: shard, StartedAt: r.StartedAt, ClosedAt: r.Closing.At,
					})
				}
			}
		}
		var put, deleted store.Batch
		store.PutDone(&put, shard, r, listed)
		store.DeleteDone(&deleted, r, listed)
		var got []store.Done
		for i, op := range put.Ops {
			d, err := store.DecodeDone(stored(op.Key, op.Value))
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d)
			if !reflect.DeepEqual(deleted.Ops[i], store.Op{Key: op.Key}) {
				t.Fatalf("%x is put, and then %x is deleted", op.Key.Rest, deleted.Ops[i].Key.Rest)
			}
		}
		if !reflect.DeepEqual(got, want) || len(deleted.Ops) != len(put.Ops) {
			t.Fatalf("got  %v\nwant %v", got, want)
		}
	})
}

func TestUnreadableDoneKeysAreRefused(t *testing.T) {
	good := goldenDone(0)[0].row
	if _, err := store.DecodeDone(good); err != nil {
		t.Fatal(err)
	}
	for _, rest := range []string{
		"", "\x00\x00\x00\x01c", "\x00\x00\x00\x01ca", "\x00\x00\x00\x01ca1234567", "\x00\x00\x00\x01xa12345678r",
		"\x00\x00\x00\x01cx12345678r", "\x00\x00\x00\x01cw12345678r", "\x00\x00\x00\x01cv1\x00\x0112345678r",
		"\x00\x00\x00\x01ct\x00\x0212345678r",
	} {
		if d, err := store.DecodeDone(stored(store.Key{Family: store.FamilyDone, Rest: []byte(rest)}, good.Value)); err == nil {
			t.Errorf("the key %q is read as %+v", rest, d)
		}
	}
}

// The rows of a run without tags are made with few allocations: they are part of every close.
func TestDoneRowsAreCheap(t *testing.T) {
	r := &execution.Run{
		Domain: 1, WorkflowID: "order-4711", RunID: strings.Repeat("r", 46), Type: swf.WorkflowType{Name: "order", Version: "1.0"},
		Closing: &execution.Closing{At: 1, Status: swf.CloseStatusCompleted},
	}
	b := store.Batch{Ops: make([]store.Op, 0, 20)}
	if n := testing.AllocsPerRun(100, func() { b.Ops = b.Ops[:0]; store.PutDone(&b, 1, r, true) }); n > 7 {
		t.Errorf("PutDone allocates %v times", n)
	}
}

func FuzzDecodeDone(f *testing.F) {
	seed(f, store.FamilyDone)
	f.Fuzz(func(t *testing.T, rest, value []byte) {
		d, err := store.DecodeDone(stored(store.Key{Family: store.FamilyDone, Rest: rest}, value))
		if err != nil {
			return
		}
		if again := d.List.Key(d.At(), d.RunID).Rest; !bytes.Equal(again, rest) {
			t.Fatalf("the key %x is written again as %x", rest, again)
		}
	})
}
