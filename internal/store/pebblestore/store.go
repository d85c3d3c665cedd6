package pebblestore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/mutant"
	"github.com/swfd/swfd/internal/store"
)

// Store is a [store.Store] in a directory.
type Store struct {
	rows
	dir string
	// inner is the file system as it was given, without what this package puts around it.
	inner vfs.FS
	epoch uint64
	// abandoned tells that the last writer did not close the store.
	abandoned bool
	log       *slog.Logger
	failure   failure
	// stuck is true once Pebble has panicked in a commit, or something that it did waits for the end of the process; then others may, too.
	stuck *latch
	// phase is what is done with Pebble: it is opened, serves, or is closed.
	phase atomic.Int32
	space *space
	// closers are closed after the database, in this order.
	closers []io.Closer

	durability durability
}

var _ store.Store = (*Store)(nil)

// Epoch is the number of this opening; each opening of the directory has a larger one.
func (s *Store) Epoch() uint64 { return s.epoch }

// WasAbandoned reports that the last writer before this one did not close the store: it was killed, or the machine stopped.
func (s *Store) WasAbandoned() bool { return s.abandoned }

// Writable is nil while the store serves, a [*SpaceError] while it refuses writes, and the failure if it has failed.
func (s *Store) Writable() error {
	if err := s.failure.err(); err != nil {
		return err
	}
	return s.space.refusal()
}

// Commit writes a batch and returns when it is on the disk.
func (s *Store) Commit(b *store.Batch) error { return s.write(b, pebble.Sync) }

// CommitLazily writes a batch to the log's buffer; a later sync takes it to the disk.
func (s *Store) CommitLazily(b *store.Batch) error { return s.write(b, pebble.NoSync) }

func (s *Store) write(b *store.Batch, o *pebble.WriteOptions) error {
	batch := s.db.NewBatch()
	for i := range b.Ops {
		if err := addOp(batch, &b.Ops[i]); err != nil {
			return fmt.Errorf("prepare a batch: %w", err)
		}
	}
	if batch.Empty() {
		// Pebble would neither wait for such a batch nor sync for it.
		if o.Sync {
			return s.Barrier()
		}
		return s.failure.err()
	}
	return s.apply(batch, o)
}

// apply hands a batch to Pebble and ends it. It makes of anything but success the failure of the store: what is on the
// disk is unknown then, and Pebble's commit pipeline stands still, perhaps with this batch in it.
func (s *Store) apply(batch *pebble.Batch, o *pebble.WriteOptions) (err error) {
	if err := s.failure.err(); err != nil {
		return err
	}
	defer func() {
		if r := recover(); r != nil {
			s.stuck.set()
			err = s.failure.set(fmt.Errorf("commit: %v", r))
		}
	}()
	if mutant.Is(mutant.NoSync) {
		o = pebble.NoSync
	}
	lazy := s.durability.begin()
	if err := s.db.Apply(batch, o); err != nil {
		return s.failure.set(fmt.Errorf("commit: %w", err))
	}
	// A failed sync reaches the logger, not the caller.
	if err := s.failure.err(); err != nil && !mutant.Is(mutant.DeafToLog) {
		return err
	}
	s.durability.end(o.Sync, lazy)
	return batch.Close()
}

// Barrier returns when everything that a read before it can have seen is on the disk.
func (s *Store) Barrier() error {
	if s.durability.settled() {
		return s.failure.err()
	}
	batch := s.db.NewBatch()
	if err := batch.LogData(nil, nil); err != nil {
		return fmt.Errorf("prepare a barrier: %w", err)
	}
	return s.apply(batch, pebble.Sync)
}

// Close ends the writer: it waits for everything the store does on its own, and gives the directory free. A store that
// has failed gives its failure; if Pebble is stuck in it, it can come to rest no more, and the directory stays taken
// until the process ends.
func (s *Store) Close() error {
	s.space.close()
	s.noteEnd()
	failed := s.failure.err()
	if s.stuck.isSet() {
		return fmt.Errorf("close the store in %s: %w", s.dir, failed)
	}
	errs := []error{s.closePebble()}
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	if failed != nil {
		// What went wrong after it is of no interest.
		errs = []error{failed}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("close the store in %s: %w", s.dir, err)
	}
	return nil
}

// noteEnd writes that this writer has ended in good order, if it can. Whoever comes next is only told less if it cannot.
func (s *Store) noteEnd() {
	if s.Writable() != nil {
		return
	}
	var b store.Batch
	b.Put(endKey, binary.BigEndian.AppendUint64(nil, s.epoch))
	// A failure of the store is what Close returns in any case.
	_ = s.Commit(&b)
}

// closePebble closes Pebble. It does not wait for a Pebble that waits for what has failed in the background.
func (s *Store) closePebble() error {
	s.phase.Store(closing)
	closed := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				closed <- fmt.Errorf("close Pebble: %v", r)
			}
		}()
		closed <- s.db.Close()
	}()
	select {
	case err := <-closed:
		return err
	case <-s.stuck.happened:
		return s.failure.err()
	}
}

// addOp encodes an operation where the batch will keep it.
func addOp(batch *pebble.Batch, op *store.Op) error {
	size := keyPrefix + len(op.Key.Rest)
	var d *pebble.DeferredBatchOp
	switch {
	case op.End != nil:
		if bytes.Compare(op.Key.Rest, op.End) >= 0 {
			return nil
		}
		d = batch.DeleteRangeDeferred(size, keyPrefix+len(op.End))
		appendKey(d.Value[:0], store.Key{Family: op.Key.Family, Shard: op.Key.Shard, Rest: op.End})
	case op.Value != nil:
		d = batch.SetDeferred(size, len(op.Value))
		copy(d.Value, op.Value)
	default:
		d = batch.DeleteDeferred(size)
	}
	appendKey(d.Key[:0], op.Key)
	return d.Finish()
}

// durability tells whether a read may have seen something that is not on the disk yet. Pebble shows a batch to readers
// before its sync has returned, and one written lazily long before.
type durability struct {
	// inFlight counts the batches that were handed to Pebble and have not returned.
	inFlight atomic.Int64
	// lazy counts the lazy batches that have returned, and synced how many of them a sync has since taken to the disk.
	lazy, synced atomic.Int64
}

// begin notes a batch in flight, and must be called before anybody can see the batch. It returns how many lazy batches a
// sync from now on takes to the disk, for end.
func (d *durability) begin() (lazy int64) {
	d.inFlight.Add(1)
	return d.lazy.Load()
}

// end notes the success of a batch. After a failure it isn't called: then the batch stays in flight, and no barrier passes.
func (d *durability) end(synced bool, lazy int64) {
	if synced {
		raise(&d.synced, lazy)
	} else {
		d.lazy.Add(1)
	}
	d.inFlight.Add(-1)
}

// settled reports whether everything visible is on the disk. The order of the questions matters: a lazy batch is counted
// before it leaves the flight.
func (d *durability) settled() bool {
	return d.inFlight.Load() == 0 && d.synced.Load() >= d.lazy.Load()
}

func raise(v *atomic.Int64, to int64) {
	for {
		old := v.Load()
		if old >= to || v.CompareAndSwap(old, to) {
			return
		}
	}
}
