package store_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

func seed(f *testing.F, family store.Family) {
	for _, g := range goldenRows() {
		if g.row.Key.Family == family {
			f.Add(g.row.Key.Rest, g.row.Value)
		}
	}
}

// What DecodeOpen accepts, it has understood: written again under the same key, it reads the same.
func FuzzDecodeOpen(f *testing.F) {
	seed(f, store.FamilyOpen)
	f.Fuzz(func(t *testing.T, rest, value []byte) {
		row := stored(store.Key{Family: store.FamilyOpen, Shard: 9, Rest: rest}, value)
		open, err := store.DecodeOpen(row)
		if err != nil {
			return
		}
		key := store.OpenKey(9, open.Domain, open.WorkflowID, open.Row.RowKey())
		if !bytes.Equal(key.Rest, rest) {
			t.Fatalf("the key %x is written again as %x", rest, key.Rest)
		}
		again, err := store.DecodeOpen(stored(key, store.AppendRow(nil, open.Row)))
		if err != nil || !reflect.DeepEqual(again, open) {
			t.Fatalf("%+v is read again as %+v, %v", open.Row, again.Row, err)
		}
	})
}

func FuzzDecodeRun(f *testing.F) {
	for _, g := range goldenRows() {
		if g.row.Key.Family == store.FamilyRun {
			f.Add(g.row.Value)
		}
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		run, err := store.DecodeRun(value)
		if err != nil {
			return
		}
		again, err := store.DecodeRun(store.AppendRun(nil, run))
		if err != nil || !reflect.DeepEqual(again, run) {
			t.Fatalf("%+v is read again as %+v, %v", run, again, err)
		}
	})
}

func FuzzDecodeBox(f *testing.F) {
	seed(f, store.FamilyBox)
	f.Fuzz(func(t *testing.T, rest, value []byte) {
		box, err := store.DecodeBox(stored(store.Key{Family: store.FamilyBox, Shard: 9, Rest: rest}, value))
		if err != nil {
			return
		}
		again, err := store.DecodeBox(storedBox(box))
		if err != nil || !reflect.DeepEqual(again, box) {
			t.Fatalf("%+v is read again as %+v, %v", box, again, err)
		}
	})
}

func storedBox(b store.Box) store.Row {
	if b.Message == nil {
		return stored(store.InKey(b.To, b.From), store.AppendSeq(nil, b.Seq))
	}
	return stored(store.OutKey(b.From, b.To, b.Seq), store.AppendMessage(nil, b.Message))
}

// Whatever the rows of a history hold, reading them gives events or an error.
func FuzzReadHistory(f *testing.F) {
	key := store.HistoryKey(0, "r", 1)
	f.Add(key.Rest, []byte("\x01{}\n{}"), int64(1), int64(2), false)
	f.Add(key.Rest, []byte("\x01\n\n"), int64(2), int64(3), true)
	f.Add(key.Rest[:7], []byte("\x01{}"), int64(1), int64(1), true)
	f.Fuzz(func(t *testing.T, rest, value []byte, first, last int64, reverse bool) {
		s := oneRow{stored(store.Key{Family: store.FamilyHistory, Rest: rest}, value)}
		page, n, err := store.ReadHistory(nil, s, store.HistoryPage{
			RunID: "r", First: first, Last: last, Reverse: reverse, MaxEvents: 10, MaxBytes: 100,
		})
		if err != nil && (page != nil || n != 0) {
			t.Fatalf("an error comes with %d events: %q", n, page)
		}
		if n > 10 || n == 0 && err == nil && first <= last {
			t.Fatalf("%d events of %d to %d", n, first, last)
		}
	})
}
