package storetest

import (
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

// unsyncedPercents are how much of what was not synced outlives a crash.
var unsyncedPercents = []int{0, 50, 100}

func testCrashAfterBarrier(t *testing.T, o Crasher) {
	s := open(t, o)
	commit(t, s, put("a", "1"))
	if err := s.CommitLazily(batch(put("b", "lazy"), del("a"))); err != nil {
		t.Fatal(err)
	}
	want(t, all(t, s), "b=lazy")
	if err := s.Barrier(); err != nil {
		t.Fatal(err)
	}
	for _, percent := range unsyncedPercents {
		want(t, all(t, open(t, o.Crash(percent, 1))), "b=lazy")
	}
}

// testCrashAfterEmptyCommit holds a commit of nothing, or of what comes to nothing, to what any commit says: all before
// it is durable.
func testCrashAfterEmptyCommit(t *testing.T, o Crasher) {
	s := open(t, o)
	for value, nothing := range map[string]*store.Batch{"1": batch(), "2": batch(delRange("b", "a"))} {
		if err := s.CommitLazily(batch(put("a", value))); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(nothing); err != nil {
			t.Fatal(err)
		}
		if err := s.Barrier(); err != nil {
			t.Fatal(err)
		}
		want(t, all(t, open(t, o.Crash(0, 1))), "a="+value)
	}
}

// crashWriter commits batch after batch, each of which has the same number in rows of several families and shards.
type crashWriter struct {
	id uint16
	// acked is the newest batch whose Commit has returned.
	acked atomic.Uint64
}

// place is where batch i has its p-th row. The batches of a writer share three places, as the rows of an open run do,
// and have one of their own, as events do.
func (w *crashWriter) place(p int, i uint64) store.Key {
	rest := binary.BigEndian.AppendUint16(nil, w.id)
	switch p {
	case 0:
		return store.Key{Family: store.FamilyOpen, Shard: w.id, Rest: rest}
	case 1:
		return store.Key{Family: store.FamilyOpen, Shard: w.id + 500, Rest: rest}
	case 2:
		return store.Key{Family: store.FamilyMeta, Rest: rest}
	}
	return store.Key{Family: store.FamilyHistory, Shard: w.id, Rest: binary.BigEndian.AppendUint64(rest, i)}
}

// write commits batch i; two of three batches lazily.
func (w *crashWriter) write(s store.Store, i uint64) error {
	var b store.Batch
	for p := range 4 {
		b.Put(w.place(p, i), binary.BigEndian.AppendUint64(nil, i))
	}
	if i%3 != 0 {
		return s.CommitLazily(&b)
	}
	if err := s.Commit(&b); err != nil {
		return err
	}
	w.acked.Store(i)
	return nil
}

// check finds the newest batch that outlived the crash, and holds against it everything the writer has written.
func (w *crashWriter) check(s store.Store, acked uint64) error {
	var newest uint64
	for p := range 3 {
		value, err := s.Get(w.place(p, 0))
		if err != nil && acked > 0 {
			return fmt.Errorf("batch %d was acknowledged, and now: %w", acked, err)
		}
		i := uint64(0)
		if err == nil {
			i = binary.BigEndian.Uint64(value)
		}
		if p > 0 && i != newest {
			return fmt.Errorf("a batch is torn: one row is of %d, another of %d", newest, i)
		}
		newest = i
	}
	if newest < acked {
		return fmt.Errorf("batch %d was acknowledged, and the newest is %d", acked, newest)
	}
	next := uint64(1)
	prefix := binary.BigEndian.AppendUint16(nil, w.id)
	for row, err := range s.Scan(store.FamilyHistory, w.id, prefix, nil, false) {
		if err != nil {
			return err
		}
		if i := binary.BigEndian.Uint64(row.Value); i != next {
			return fmt.Errorf("batch %d is missing", next)
		}
		next++
	}
	if next != newest+1 {
		return fmt.Errorf("the rows of single batches end at %d, the shared ones at %d", next-1, newest)
	}
	return nil
}

// testCrashUnderLoad lets the power fail again and again while writers commit. All that was acknowledged before is
// there, batches are there whole or not at all, and no batch is there without those that its writer has written before
// it, synced or lazy.
func testCrashUnderLoad(t *testing.T, o Crasher) {
	const writers, crashes, batches = 8, 24, 12
	s := open(t, o)
	var all [writers]*crashWriter
	for i := range all {
		all[i] = &crashWriter{id: uint16(i)}
	}
	for n := range uint64(crashes) {
		var wait sync.WaitGroup
		underWay := make(chan struct{}, writers*batches)
		for _, w := range all {
			wait.Go(func() {
				for i := n*batches + 1; i <= (n+1)*batches; i++ {
					if err := w.write(s, i); err != nil {
						t.Error(err)
					}
					underWay <- struct{}{}
				}
			})
		}
		// Each crash finds the writers at another place of their work.
		for range writers * batches * n / crashes {
			<-underWay
		}
		var acked [writers]uint64
		for i, w := range all {
			acked[i] = w.acked.Load()
		}
		percent := unsyncedPercents[n%uint64(len(unsyncedPercents))]
		crashed := o.Crash(percent, n)
		wait.Wait()
		checkCrash(t, crashed, all[:], acked[:])
		if t.Failed() {
			t.Fatalf("in crash %d, with %d %% of what was not synced", n, percent)
		}
	}
}

func checkCrash(t *testing.T, o Crasher, all []*crashWriter, acked []uint64) {
	s, err := o.Open()
	if err != nil {
		t.Error(err)
		return
	}
	for i, w := range all {
		if err := w.check(s, acked[i]); err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
