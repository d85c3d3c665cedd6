package storecheck_test

import (
	"bytes"
	"cmp"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// rowSet is a store as a list of rows in order.
type rowSet struct {
	rows []store.Row
	// broken is a family whose rows cannot be read.
	broken store.Family
}

var errDisk = errors.New("the disk says no")

// soundRows are the rows of the small store that the tests of the engine open: runs in every state, and a message on its way.
var soundRows = sync.OnceValues(func() ([]store.Row, error) {
	fs := vfs.NewMem()
	if _, err := vfs.Clone(vfs.Default, fs, filepath.Join("..", "engine", "testdata", "store-1", "data"), "d", vfs.CloneSync); err != nil {
		return nil, err
	}
	r, err := pebblestore.OpenReader(pebblestore.Options{Dir: "d", FS: fs})
	if err != nil {
		return nil, err
	}
	var rows []store.Row
	for _, f := range []store.Family{store.FamilyAnswer, store.FamilyBox, store.FamilyDone, store.FamilyHistory, store.FamilyMeta, store.FamilyOpen, store.FamilyRun} {
		for row, err := range r.ScanFamily(f) {
			if err != nil {
				return nil, errors.Join(err, r.Close())
			}
			rows = append(rows, clone(row))
		}
	}
	return rows, r.Close()
})

func clone(row store.Row) store.Row {
	row.Key.Rest, row.Value = bytes.Clone(row.Key.Rest), bytes.Clone(row.Value)
	return row
}

// sound is a copy of the sound store.
func sound(t *testing.T) *rowSet {
	t.Helper()
	rows, err := soundRows()
	if err != nil {
		t.Fatal(err)
	}
	s := &rowSet{}
	for _, row := range rows {
		s.rows = append(s.rows, clone(row))
	}
	return s
}

func compareKeys(a, b store.Key) int {
	return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Shard, b.Shard), bytes.Compare(a.Rest, b.Rest))
}

func (s *rowSet) find(k store.Key) (int, bool) {
	return slices.BinarySearchFunc(s.rows, k, func(r store.Row, k store.Key) int { return compareKeys(r.Key, k) })
}

// put writes a row.
func (s *rowSet) put(k store.Key, value []byte) {
	i, found := s.find(k)
	if !found {
		s.rows = slices.Insert(s.rows, i, store.Row{Key: k})
	}
	s.rows[i].Value = value
}

// remove deletes a row.
func (s *rowSet) remove(k store.Key) {
	if i, found := s.find(k); found {
		s.rows = slices.Delete(s.rows, i, i+1)
	}
}

// move gives a row another place.
func (s *rowSet) move(row store.Row, to store.Key) {
	s.remove(row.Key)
	s.put(to, row.Value)
}

func (s *rowSet) Get(k store.Key) ([]byte, error) {
	if i, found := s.find(k); found {
		return s.rows[i].Value, nil
	}
	return nil, store.ErrNotFound
}

func (s *rowSet) between(f store.Family, keep func(store.Key) bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		for _, row := range s.rows {
			if row.Key.Family != f || !keep(row.Key) {
				continue
			}
			if s.broken == f {
				yield(store.Row{}, errDisk)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func (s *rowSet) Scan(f store.Family, shard uint16, _, _ []byte, _ bool) iter.Seq2[store.Row, error] {
	return s.between(f, func(k store.Key) bool { return k.Shard == shard })
}

func (s *rowSet) ScanFamily(f store.Family) iter.Seq2[store.Row, error] { return s.ScanFrom(f, 0) }

func (s *rowSet) ScanFrom(f store.Family, shard uint16) iter.Seq2[store.Row, error] {
	return s.between(f, func(k store.Key) bool { return k.Shard >= shard })
}
