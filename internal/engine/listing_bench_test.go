package engine

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// What it costs that closed runs can be listed: workflows of one activity on a store that takes their places in lists, against the same
// on one that drops them. The two take turns, for the machine has other cares, too. One operation is a turn of each.
func BenchmarkListing(b *testing.B) {
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprint("memory/clients=", clients), func(b *testing.B) {
			benchmarkListing(b, clients, func() pebblestore.Options { return pebblestore.Options{Dir: "data", FS: vfs.NewMem()} })
		})
		b.Run(fmt.Sprint("disk/clients=", clients), func(b *testing.B) {
			benchmarkListing(b, clients, func() pebblestore.Options { return pebblestore.Options{Dir: b.TempDir()} })
		})
	}
}

func benchmarkListing(b *testing.B, clients int, where func() pebblestore.Options) {
	const each = 4
	var shops [2]*shop
	var bytes written
	for i := range shops {
		shops[i] = openShop(b, where())
		shops[i].engine.Close()
		shops[i].openEngine(&weighed{shops[i].store, &bytes, i == 1})
	}
	var spent [2]time.Duration
	turns := 0
	for ; b.Loop(); turns++ {
		// Each goes first as often as the other.
		for _, i := range [][]int{{0, 1}, {1, 0}}[turns%2] {
			began := time.Now()
			shops[i].workflows(clients, each)
			spent[i] += time.Since(began)
		}
	}
	workflows := float64(turns * clients * each)
	listed, unlisted := spent[0].Seconds(), spent[1].Seconds()
	b.ReportMetric(1e6*listed/workflows, "us-listed")
	b.ReportMetric(1e6*unlisted/workflows, "us-unlisted")
	b.ReportMetric(100*(listed-unlisted)/listed, "%time")
	b.ReportMetric(100*float64(bytes.places.Load())/float64(bytes.all.Load()), "%bytes")
}

// workflows lets many clients go through so many workflows each.
func (s *shop) workflows(clients, each int) {
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			for range each {
				s.oneActivity(fmt.Sprint("w", i))
			}
		})
	}
	group.Wait()
}

// written counts the bytes of keys and values that were committed: all of them, and those of places in lists.
type written struct{ all, places atomic.Int64 }

// weighed is a store that counts what it is given, or one that drops places in lists and counts nothing.
type weighed struct {
	store.Store
	written *written
	drops   bool
}

func (w *weighed) Commit(b *store.Batch) error {
	if !w.drops {
		w.written.all.Add(int64(b.Size()))
	}
	others := store.Batch{Ops: make([]store.Op, 0, len(b.Ops))}
	for _, op := range b.Ops {
		if op.Key.Family != store.FamilyDone {
			others.Ops = append(others.Ops, op)
		}
	}
	if w.drops {
		return w.Store.Commit(&others)
	}
	w.written.places.Add(int64(b.Size() - others.Size()))
	return w.Store.Commit(b)
}
