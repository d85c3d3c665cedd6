package store_test

import (
	"testing"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

func BenchmarkEncodeHeartbeat(b *testing.B) {
	a := beatingActivity()
	b.ReportAllocs()
	for b.Loop() {
		store.AppendRow(nil, a)
	}
}

func BenchmarkDecodeHeartbeat(b *testing.B) {
	row := storedOpen(beatingActivity(), "order-4711")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := store.DecodeOpen(row); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommit commits a row of 200 bytes, as a heartbeat does, to Pebble on disk.
func BenchmarkCommit(b *testing.B) {
	s, err := pebblestore.Open(pebblestore.Options{Dir: b.TempDir(), Fatal: func(err error) { b.Error(err) }})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	key := store.OpenKey(1, 1, "order-4711", beatingActivity().RowKey())
	value := make([]byte, 200)
	b.Run("alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			commitRow(b, s, key, value)
		}
	})
	b.Run("64 at once", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(64)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				commitRow(b, s, key, value)
			}
		})
	})
}

func commitRow(b *testing.B, s store.Store, key store.Key, value []byte) {
	batch := store.Batch{}
	batch.Put(key, value)
	if err := s.Commit(&batch); err != nil {
		b.Error(err)
	}
}

// BenchmarkReadHistory reads a page of a thousand events, which lie in rows of five.
func BenchmarkReadHistory(b *testing.B) {
	s := openMemory(b)
	var batch store.Batch
	for first := int64(1); first <= 5000; first += 5 {
		store.AppendHistory(&batch, 5, "r", first, events(first, first+4, 200))
	}
	if err := s.Commit(&batch); err != nil {
		b.Fatal(err)
	}
	for _, reverse := range []bool{false, true} {
		name := "forward"
		if reverse {
			name = "backward"
		}
		b.Run(name, func(b *testing.B) {
			p := store.HistoryPage{Shard: 5, RunID: "r", First: 2001, Last: 3000, Reverse: reverse, MaxEvents: 1000, MaxBytes: 1 << 20}
			buf := make([]byte, 0, 1<<20)
			b.ReportAllocs()
			for b.Loop() {
				var err error
				if buf, _, err = store.ReadHistory(buf[:0], s, p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/event")
		})
	}
}
