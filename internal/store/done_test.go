package store_test

import (
	"bytes"
	"cmp"
	"iter"
	"maps"
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
	rapid.Map(drawText, store.DoneOfWorkflow),
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
			store.DoneWithStatus(d.Status), store.DoneOfWorkflow(d.Execution.WorkflowID), store.DoneOfType(d.Type),
		}
		for _, tag := range d.TagList {
			filters = append(filters, store.DoneWithTag(tag))
		}
		var want []store.DoneList
		for i, f := range filters {
			for _, order := range []store.DoneOrder{store.ByClose, store.ByStart} {
				if slices.Index(filters, f) == i && (listed || i == 0 && order == store.ByClose) {
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

// All closed runs are those of all statuses: there is no other way for a run to close.
func TestEveryStatusIsAmongAll(t *testing.T) {
	all := store.AllDone()
	for _, status := range swf.CloseStatus("").Values() {
		if i := slices.Index(all, store.DoneWithStatus(swf.CloseStatus(status))); i < 0 || slices.Contains(all[i+1:], all[i]) {
			t.Errorf("%s is not among %v once", status, all)
		}
	}
}

// The versions of a name are those of which there are runs: not those of another name, order, domain or filter.
func TestVersionsOfAName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SampledFrom([]string{"a", "a\x00", "a\x00\x01", "b", ""})
		rows := rows{}
		put := func(domain uint32, runs []swf.WorkflowType) {
			for i, runType := range runs {
				var b store.Batch
				store.PutDone(&b, domain, &store.Done{
					Execution: swf.WorkflowExecution{WorkflowID: "a", RunID: string(rune('a' + i))}, Type: runType, TagList: []string{"a"},
					StartedAt: drawTime.Draw(t, "start"), Status: swf.CloseStatusFailed,
				}, true)
				for _, op := range b.Ops {
					rows[string(op.Key.Rest)] = op.Value
				}
			}
		}
		types := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) swf.WorkflowType {
			return swf.WorkflowType{Name: names.Draw(t, "name"), Version: names.Draw(t, "version")}
		}), 0, 8)
		here, elsewhere := types.Draw(t, "here"), types.Draw(t, "elsewhere")
		put(1, here)
		put(2, elsewhere)
		name := names.Draw(t, "the name")
		var want []store.DoneFilter
		for _, runType := range here {
			if f := store.DoneOfType(runType); runType.Name == name && !slices.Contains(want, f) {
				want = append(want, f)
			}
		}
		for _, order := range []store.DoneOrder{store.ByClose, store.ByStart} {
			got, err := store.DoneVersions(rows, 1, order, name)
			if err != nil {
				t.Fatal(err)
			}
			byText := func(a, b store.DoneFilter) int { return strings.Compare(a.String(), b.String()) }
			slices.SortFunc(got, byText)
			slices.SortFunc(want, byText)
			same(t, got, want)
		}
	})
}

// rows are rows of the done family.
type rows map[string][]byte

func (r rows) Scan(_ store.Family, _ uint16, from, to []byte, _ bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for _, rest := range slices.Sorted(maps.Keys(r)) {
			if rest < string(from) || rest >= string(to) {
				continue
			}
			if !yield(stored(store.Key{Family: store.FamilyDone, Rest: []byte(rest)}, r[rest]), nil) {
				return
			}
		}
	}
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
		"", "\x00\x00\x00\x01c", "\x00\x00\x00\x01cs", "\x00\x00\x00\x01cs1\x00\x011234567", "\x00\x00\x00\x01xs1\x00\x01" + at,
		"\x00\x00\x00\x01cx" + at, "\x00\x00\x00\x01ca" + at, "\x00\x00\x00\x01cw" + at, "\x00\x00\x00\x01cv1\x00\x01" + at,
		"\x00\x00\x00\x01ct\x00\x02" + at, "\x00\x00\x00\x01cs1\x00\x0112345678r",
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
