package store

import (
	"errors"
	"iter"
)

// Family is a kind of row. A store may keep each family apart (a table in SQL, a key prefix in Pebble).
type Family byte

// The families of rows; what each holds is told in this package's documentation.
const (
	FamilyOpen    Family = 'o'
	FamilyRun     Family = 'r'
	FamilyHistory Family = 'h'
	FamilyDone    Family = 'd'
	FamilyBox     Family = 'b'
	FamilyMeta    Family = 'm'
	FamilyAnswer  Family = 'a'
)

// Key names a row: rows are ordered by family, shard and then Rest, bytewise.
type Key struct {
	Family Family
	Shard  uint16
	Rest   []byte
}

// Row is a key and its value.
type Row struct {
	Key   Key
	Value []byte
}

// ErrNotFound is what Get returns for a key without a row.
var ErrNotFound = errors.New("no such row")

// ErrFenced is what Commit returns when another writer has taken over; nothing of the batch was written.
var ErrFenced = errors.New("another writer has taken over the store")

// Batch is a list of writes that take effect together or not at all, later ones over earlier ones.
type Batch struct {
	Ops []Op
}

// Op is one write of a batch.
type Op struct {
	// Key is the row to put or delete, or the first row of a range.
	Key Key
	// Value is what to put; nil deletes.
	Value []byte
	// End, if not nil, makes this the deletion of all rows of the family and shard from Key.Rest up to but
	// without End.
	End []byte
}

// Put adds the writing of a row. The batch keeps both slices.
func (b *Batch) Put(k Key, value []byte) {
	if value == nil {
		value = []byte{}
	}
	b.Ops = append(b.Ops, Op{Key: k, Value: value})
}

// Delete adds the deletion of a row, which need not exist.
func (b *Batch) Delete(k Key) { b.Ops = append(b.Ops, Op{Key: k}) }

// DeleteRange adds the deletion of all rows of k's family and shard from k.Rest up to but without end.
func (b *Batch) DeleteRange(k Key, end []byte) { b.Ops = append(b.Ops, Op{Key: k, End: end}) }

// Size is the number of bytes of the batch's keys and values.
func (b *Batch) Size() int {
	n := 0
	for i := range b.Ops {
		n += len(b.Ops[i].Key.Rest) + len(b.Ops[i].Value) + len(b.Ops[i].End)
	}
	return n
}

// Store is a durable store with one writer: fenced atomic batches over ordered rows.
//
// All methods may be called at once from many goroutines. A read sees every batch whose Commit has returned,
// and may see batches whose Commit has not returned yet; Barrier returns once everything that any read before
// it could have seen is durable.
type Store interface {
	// Get returns the value of a row, which the caller may keep, or ErrNotFound.
	Get(k Key) ([]byte, error)
	// Scan yields the rows of one family and shard from `from` up to but without `to` (nil: to the end), in order,
	// or in reverse order. It sees one moment. The slices of a row are good until the next one. The sequence ends after an error.
	Scan(f Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[Row, error]
	// ScanFamily yields all rows of a family, in order of shard and key, like Scan.
	ScanFamily(f Family) iter.Seq2[Row, error]
	// Commit writes a batch atomically and returns when it is durable. An error other than ErrFenced leaves the outcome
	// unknown and the store failed: nothing more may be acknowledged, the process must end.
	Commit(b *Batch) error
	// CommitLazily writes a batch atomically, in order with other commits, without waiting for the disk: a crash may undo
	// it. For what may safely happen again, like the deletion of a delivered message.
	CommitLazily(b *Batch) error
	// Barrier returns when everything that a read may have seen before the call is durable.
	Barrier() error
	// Writable is nil while writes are accepted. It is asked before a command is applied; an error says for the operator and the
	// user why not (such as too little free space). Reads go on meanwhile, and so may deletions that free space.
	Writable() error
	// Epoch is the fence: it grows with every opening of the store.
	Epoch() uint64
	// Close ends the writer. No call may be under way or follow.
	Close() error
}
