package store_test

import (
	"bytes"
	"cmp"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
)

// compareKeys is the order of rows that every store has.
func compareKeys(a, b store.Key) int {
	return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Shard, b.Shard), bytes.Compare(a.Rest, b.Rest))
}

// drawText draws texts that share beginnings and hold the bytes that the escape uses.
var drawText = rapid.OneOf(
	rapid.StringOfN(rapid.SampledFrom([]rune{0, 1, 2, 'a', 'b', 0xff, 0x10ffff}), 0, 4, -1),
	rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, 'a', 0xfe, 0xff}), 0, 4), func(b []byte) string { return string(b) }),
	rapid.String(),
)

// openPlace is what an open row's key is made of.
type openPlace struct {
	Shard      uint16
	Domain     uint32
	WorkflowID string
	Kind       execution.Kind
	ID         int64
}

func (p openPlace) key() store.Key {
	return store.OpenKey(p.Shard, p.Domain, p.WorkflowID, execution.RowKey{Kind: p.Kind, ID: p.ID})
}

func comparePlaces(a, b openPlace) int {
	return cmp.Or(
		cmp.Compare(a.Shard, b.Shard), cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.WorkflowID, b.WorkflowID),
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID),
	)
}

var drawPlace = rapid.Custom(func(t *rapid.T) openPlace {
	return openPlace{
		Shard:      rapid.SampledFrom([]uint16{0, 1, 255, 256, store.Shards - 1}).Draw(t, "shard"),
		Domain:     rapid.SampledFrom([]uint32{0, 1, 255, 256, math.MaxUint32}).Draw(t, "domain"),
		WorkflowID: drawText.Draw(t, "workflowId"),
		Kind:       execution.Kind(rapid.IntRange(1, 6).Draw(t, "kind")),
		ID:         rapid.Int64Min(0).Draw(t, "id"),
	}
})

func TestOpenKeysSortAsTheirParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPlace.Draw(t, "a"), drawPlace.Draw(t, "b")
		if got, want := compareKeys(a.key(), b.key()), comparePlaces(a, b); got != want {
			t.Fatalf("%x against %x gives %d, want %d", a.key().Rest, b.key().Rest, got, want)
		}
	})
}

func TestAnOpenRangeHoldsTheRowsOfOneWorkflowID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of, row := drawPlace.Draw(t, "of"), drawPlace.Draw(t, "row")
		from, to := store.OpenRange(of.Domain, of.WorkflowID)
		rest := row.key().Rest
		within := bytes.Compare(from, rest) <= 0 && bytes.Compare(rest, to) < 0
		if want := of.Domain == row.Domain && of.WorkflowID == row.WorkflowID; within != want {
			t.Fatalf("%x between %x and %x: %t, want %t", rest, from, to, within, want)
		}
	})
}

func TestTheHeaderIsTheFirstRowOfItsRun(t *testing.T) {
	header := store.OpenKey(1, 1, "w", (&execution.Header{}).RowKey())
	for kind := execution.KindActivity; kind <= execution.KindLambda; kind++ {
		if other := store.OpenKey(1, 1, "w", execution.RowKey{Kind: kind}); compareKeys(header, other) >= 0 {
			t.Errorf("kind %d sorts before the header", kind)
		}
	}
}

func TestHistoryKeysSortByRunAndEvent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runA, runB := drawText.Draw(t, "run a"), drawText.Draw(t, "run b")
		idA, idB := rapid.Int64Min(0).Draw(t, "event a"), rapid.Int64Min(0).Draw(t, "event b")
		a, b := store.HistoryKey(3, runA, idA), store.HistoryKey(3, runB, idB)
		if got, want := compareKeys(a, b), cmp.Or(strings.Compare(runA, runB), cmp.Compare(idA, idB)); got != want {
			t.Fatalf("%x against %x gives %d, want %d", a.Rest, b.Rest, got, want)
		}
		from, to := store.HistoryRange(runA)
		if within := bytes.Compare(from, b.Rest) <= 0 && bytes.Compare(b.Rest, to) < 0; within != (runA == runB) {
			t.Fatalf("%x between %x and %x: %t", b.Rest, from, to, within)
		}
	})
}

func TestBoxKeysSortByChannelAndSequence(t *testing.T) {
	sorted := []store.Key{
		store.InKey(0, 1),
		store.OutKey(0, 0, 1),
		store.OutKey(0, 1, 1),
		store.OutKey(0, 1, 2),
		store.OutKey(0, 1, 256),
		store.OutKey(0, 256, 1),
		store.InKey(1, 0),
		store.InKey(1, 255),
		store.InKey(1, 256),
		store.OutKey(1, 0, math.MaxUint64),
	}
	for i := 1; i < len(sorted); i++ {
		if compareKeys(sorted[i-1], sorted[i]) >= 0 {
			t.Errorf("key %d does not sort before key %d", i-1, i)
		}
	}
}

func TestKeysAreAllocatedOnce(t *testing.T) {
	for name, build := range map[string]func(){
		"OpenKey":    func() { store.OpenKey(1, 1, "a workflow\x00id", execution.RowKey{Kind: 2, ID: 3}) },
		"HistoryKey": func() { store.HistoryKey(1, "a run", 3) },
		"OutKey":     func() { store.OutKey(1, 2, 3) },
	} {
		if n := testing.AllocsPerRun(100, build); n > 1 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}
