package store_test

import (
	"bytes"
	"cmp"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// storedAnswer is an answer to a call of shard 513.
func storedAnswer(a store.Answer) store.Row {
	at := store.AnswerPlace{Period: store.AnswerPeriodOf(a.At), Shard: 513}
	copy(at.Call[:], "0123456789abcdef")
	return stored(at.Key(), store.AppendAnswer(nil, &a))
}

func TestAnswersComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := store.Answer{
			At:    swf.Timestamp(rapid.Int64().Draw(t, "at")),
			RunID: drawText.Draw(t, "runId"),
		}
		place := store.AnswerPlace{Period: store.AnswerPeriodOf(want.At), Shard: rapid.Uint16().Draw(t, "shard")}
		copy(place.Call[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "call"))
		row := stored(place.Key(), store.AppendAnswer(nil, &want))
		at, err := store.ParseAnswerKey(row.Key)
		if err != nil {
			t.Fatal(err)
		}
		same(t, at, place)
		got, err := at.Read(row.Value)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, &want)
	})
}

// The answers of a period lie side by side, and those of a shard side by side among them.
func TestAnswersSortByTime(t *testing.T) {
	draw := rapid.Custom(func(t *rapid.T) store.AnswerPlace {
		return store.AnswerPlace{
			Period: rapid.SampledFrom([]uint32{0, 1, 255, 256, math.MaxUint32 - 1}).Draw(t, "period"),
			Shard:  rapid.SampledFrom([]uint16{0, 1, 255, 256, store.Shards - 1}).Draw(t, "shard"),
			Call:   [16]byte{rapid.Byte().Draw(t, "call")},
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw.Draw(t, "a"), draw.Draw(t, "b")
		want := cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Shard, b.Shard), bytes.Compare(a.Call[:], b.Call[:]))
		if got := compareKeys(a.Key(), b.Key()); got != want {
			t.Fatalf("%+v and %+v compare as %d, want %d", a, b, got, want)
		}
		var batch store.Batch
		store.DeleteAnswers(&batch, a.Period)
		op := batch.Ops[0]
		deleted := compareKeys(op.Key, b.Key()) <= 0 && bytes.Compare(b.Key().Rest, op.End) < 0
		if len(batch.Ops) != 1 || deleted != (a.Period == b.Period) {
			t.Fatalf("the deletion of period %d takes %+v with it: %v", a.Period, b, deleted)
		}
	})
}

func TestAnswerPeriods(t *testing.T) {
	for _, c := range []struct {
		at   swf.Timestamp
		want uint32
	}{
		{math.MinInt64, 0}, {-1, 0}, {0, 0}, {599_999, 0}, {600_000, 1},
		{swf.TimestampOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), 2_945_538},
		{math.MaxInt64, math.MaxUint32 - 1},
	} {
		if got := store.AnswerPeriodOf(c.at); got != c.want {
			t.Errorf("%d lies in period %d, want %d", c.at, got, c.want)
		}
	}
}

func TestUnreadableAnswersAreRefused(t *testing.T) {
	row := storedAnswer(store.Answer{At: 1_000_000, RunID: "r1"})
	for _, rest := range [][]byte{nil, row.Key.Rest[:21], append(bytes.Clone(row.Key.Rest), 0)} {
		if at, err := store.ParseAnswerKey(store.Key{Family: store.FamilyAnswer, Rest: rest}); err == nil {
			t.Errorf("the key %x is read as %+v", rest, at)
		}
	}
	at, err := store.ParseAnswerKey(row.Key)
	if err != nil {
		t.Fatal(err)
	}
	at.Period++
	if a, err := at.Read(row.Value); err == nil || !strings.Contains(err.Error(), "another time") {
		t.Errorf("in another period the answer is read as %+v, %v", a, err)
	}
}

func FuzzReadAnswer(f *testing.F) {
	seed(f, store.FamilyAnswer)
	f.Fuzz(func(t *testing.T, rest, value []byte) {
		at, err := store.ParseAnswerKey(store.Key{Family: store.FamilyAnswer, Rest: rest})
		if err != nil {
			return
		}
		if !bytes.Equal(at.Key().Rest, rest) {
			t.Fatalf("the key %x is written again as %x", rest, at.Key().Rest)
		}
		a, err := at.Read(value)
		if err != nil {
			return
		}
		again, err := at.Read(store.AppendAnswer(nil, a))
		if err != nil || *again != *a {
			t.Fatalf("%+v is read again as %+v, %v", a, again, err)
		}
	})
}
