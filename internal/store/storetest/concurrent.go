package storetest

import (
	"encoding/binary"
	"fmt"
	"sync"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

// testWholeBatches moves an amount between two rows while others add them up.
func testWholeBatches(t *testing.T, o Opener) {
	const total, moves = 1000, 200
	s := open(t, o)
	write := func(left uint64) error {
		var b store.Batch
		b.Put(key("left"), binary.BigEndian.AppendUint64(nil, left))
		b.Put(key("right"), binary.BigEndian.AppendUint64(nil, total-left))
		if left%2 == 0 {
			return s.CommitLazily(&b)
		}
		return s.Commit(&b)
	}
	if err := write(0); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for i := range 4 {
		readers.Go(func() {
			for {
				sum := uint64(0)
				for row, err := range s.Scan(store.FamilyOpen, 7, nil, nil, i%2 == 0) {
					if err != nil {
						t.Error(err)
						return
					}
					sum += binary.BigEndian.Uint64(row.Value)
				}
				if sum != total {
					t.Errorf("a reader finds %d, want %d", sum, total)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range moves {
		if err := write(uint64(i)); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

// testConcurrentCommits has every writer read back at once what it has committed, while others write, read and wait for
// barriers.
func testConcurrentCommits(t *testing.T, o Opener) {
	const writers, commits = 16, 50
	s := open(t, o)
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range commits {
				k := store.Key{Family: store.FamilyRun, Shard: uint16(w), Rest: fmt.Appendf(nil, "%04d", i)}
				var b store.Batch
				b.Put(k, fmt.Appendf(nil, "%d.%d", w, i))
				if err := s.Commit(&b); err != nil {
					t.Error(err)
					return
				}
				if value, err := s.Get(k); err != nil || string(value) != fmt.Sprintf("%d.%d", w, i) {
					t.Errorf("%s is read back as %q, %v", k.Rest, value, err)
				}
				if err := s.Barrier(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	n := 0
	for _, err := range s.ScanFamily(store.FamilyRun) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != writers*commits {
		t.Fatalf("%d rows, want %d", n, writers*commits)
	}
}
