package sim

import (
	"iter"
	"slices"
	"sync"

	"github.com/swfd/swfd/internal/store"
)

// Disk keeps the rows of one store in memory, and knows which batches would outlive a failure of the power: all up to the last sync for
// certain, and of the later ones as many as luck wills, for a log is read up to its first gap. It is safe for concurrent use.
type Disk struct {
	mu   sync.Mutex
	rows table
	// undos undo the batches that were written and not synced, oldest first; synced counts those before them.
	undos  []undo
	synced int
	epoch  uint64
}

// Open opens a store on the disk. A store that was opened before can write no more.
func (d *Disk) Open() *Store {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.epoch++
	return &Store{disk: d, epoch: d.epoch}
}

// Synced is how many batches are durable, and Written how many there are.
func (d *Disk) Synced() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.synced
}

// Written is how many batches there are, durable or not.
func (d *Disk) Written() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.synced + len(d.undos)
}

// Sync makes the first n batches durable.
func (d *Disk) Sync(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if more := n - d.synced; more > 0 {
		d.undos = d.undos[more:]
		d.synced = n
	}
}

// Crash returns the disk as it is found when the power has failed and the first n batches are there, or those that are durable if
// they are more. This disk stays as it is.
func (d *Disk) Crash(n int) *Disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	n = max(n, d.synced)
	after := &Disk{rows: slices.Clone(d.rows), synced: n, epoch: d.epoch}
	for _, u := range slices.Backward(d.undos[n-d.synced:]) {
		after.rows.undo(u)
	}
	return after
}

// write applies a batch and returns its number: it is durable when so many are.
func (d *Disk) write(epoch uint64, b *store.Batch) (n int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if epoch != d.epoch {
		return 0, store.ErrFenced
	}
	d.undos = append(d.undos, d.rows.apply(b))
	return d.synced + len(d.undos), nil
}

// Fate decides what becomes of the commits of a store.
type Fate interface {
	// Begin is called before a batch is written, and keeps it from being written by an error.
	Begin(b *store.Batch) error
	// Written is called when a batch has been written, and its number is n.
	Written(b *store.Batch, n int)
	// Asked is called when somebody wants to know whether writes are accepted, with what he is told.
	Asked(full error)
	// Settle returns when the first n batches are durable, or the error that the commit is to return.
	Settle(n int) error
}

// Store is an opened disk.
type Store struct {
	disk  *Disk
	epoch uint64
	// fate decides about commits; if it is nil each is durable at once.
	fate Fate
	full error
}

var _ store.Store = (*Store)(nil)

// Get is part of store.Store.
func (s *Store) Get(k store.Key) ([]byte, error) {
	s.disk.mu.Lock()
	defer s.disk.mu.Unlock()
	i, ok := s.disk.rows.search(placeOf(k.Family, k.Shard, k.Rest))
	if !ok {
		return nil, store.ErrNotFound
	}
	return append([]byte{}, s.disk.rows[i].value...), nil
}

// Scan is part of store.Store.
func (s *Store) Scan(f store.Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[store.Row, error] {
	end := placeOf(f, shard, to)
	if to == nil {
		end = placeAfter(f, shard)
	}
	return s.scan(placeOf(f, shard, from), end, reverse)
}

// ScanFamily is part of store.Store.
func (s *Store) ScanFamily(f store.Family) iter.Seq2[store.Row, error] {
	return s.scan(string(byte(f)), string(byte(f)+1), false)
}

// ScanFrom yields the rows of a family that lie in a shard or beyond it.
func (s *Store) ScanFrom(f store.Family, shard uint16) iter.Seq2[store.Row, error] {
	return s.scan(placeOf(f, shard, nil), string(byte(f)+1), false)
}

// placeAfter is behind all rows of a shard.
func placeAfter(f store.Family, shard uint16) string {
	if shard == 1<<16-1 {
		return string(byte(f) + 1)
	}
	return placeOf(f, shard+1, nil)
}

func (s *Store) scan(from, to string, reverse bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		s.disk.mu.Lock()
		moment := slices.Clone(s.disk.rows.between(from, to))
		s.disk.mu.Unlock()
		if reverse {
			slices.Reverse(moment)
		}
		moment.yield(yield)
	}
}

func (t table) yield(yield func(store.Row, error) bool) {
	for _, r := range t {
		if !yield(store.Row{Key: r.key, Value: r.value}, nil) {
			return
		}
	}
}

// Commit is part of store.Store.
func (s *Store) Commit(b *store.Batch) error {
	if s.fate == nil {
		n, err := s.disk.write(s.epoch, copied(b))
		s.disk.Sync(n)
		return err
	}
	n, err := s.write(b)
	if err != nil {
		return err
	}
	return s.fate.Settle(n)
}

// CommitLazily is part of store.Store.
func (s *Store) CommitLazily(b *store.Batch) error {
	_, err := s.write(b)
	return err
}

func (s *Store) write(b *store.Batch) (n int, err error) {
	if s.fate == nil {
		return s.disk.write(s.epoch, copied(b))
	}
	if err := s.fate.Begin(b); err != nil {
		return 0, err
	}
	b = copied(b)
	if n, err = s.disk.write(s.epoch, b); err == nil {
		s.fate.Written(b, n)
	}
	return n, err
}

// copied is a batch whose list nobody else changes. Its keys and values are the disk's already.
func copied(b *store.Batch) *store.Batch { return &store.Batch{Ops: slices.Clone(b.Ops)} }

// Barrier is part of store.Store.
func (s *Store) Barrier() error {
	n := s.disk.Written()
	if s.fate != nil {
		return s.fate.Settle(n)
	}
	s.disk.Sync(n)
	return nil
}

// Writable is part of store.Store.
func (s *Store) Writable() error {
	if s.fate != nil {
		s.fate.Asked(s.full)
	}
	return s.full
}

// Epoch is part of store.Store.
func (s *Store) Epoch() uint64 { return s.epoch }

// Close is part of store.Store. What was written is durable then.
func (s *Store) Close() error {
	s.disk.Sync(s.disk.Written())
	return nil
}
