package pebblestore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"github.com/cockroachdb/pebble/v2"

	"github.com/swfd/swfd/internal/store"
)

// rows reads what is in a Pebble database.
type rows struct{ db *pebble.DB }

// Get returns the value of a row, or store.ErrNotFound.
func (r rows) Get(k store.Key) ([]byte, error) {
	var buf [128]byte
	value, closer, err := r.db.Get(appendKey(buf[:0], k))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, store.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read a row of family %q and shard %d: %w", rune(k.Family), k.Shard, trouble(err))
	}
	defer closer.Close()
	return append([]byte{}, value...), nil
}

// Scan yields the rows of a family and shard between two keys.
func (r rows) Scan(f store.Family, shard uint16, from, to []byte, reverse bool) iter.Seq2[store.Row, error] {
	lower := appendKey(nil, store.Key{Family: f, Shard: shard, Rest: from})
	upper := appendKey(nil, store.Key{Family: f, Shard: shard, Rest: to})
	if to == nil {
		upper = endOfShard(f, shard)
	}
	return r.scan(lower, upper, reverse)
}

// ScanFamily yields all rows of a family.
func (r rows) ScanFamily(f store.Family) iter.Seq2[store.Row, error] {
	return r.scan([]byte{byte(f)}, []byte{byte(f) + 1}, false)
}

// ScanFrom yields the rows of a family from a shard on, like Scan.
func (r rows) ScanFrom(f store.Family, shard uint16) iter.Seq2[store.Row, error] {
	return r.scan(appendKey(nil, store.Key{Family: f, Shard: shard}), []byte{byte(f) + 1}, false)
}

func (r rows) scan(lower, upper []byte, reverse bool) iter.Seq2[store.Row, error] {
	return func(yield func(store.Row, error) bool) {
		if bytes.Compare(lower, upper) >= 0 {
			return
		}
		it, err := r.db.NewIter(&pebble.IterOptions{LowerBound: lower, UpperBound: upper})
		if err != nil {
			yield(store.Row{}, scanError(lower, err))
			return
		}
		defer it.Close()
		first, next := it.First, it.Next
		if reverse {
			first, next = it.Last, it.Prev
		}
		for ok := first(); ok; ok = next() {
			value, err := it.ValueAndErr()
			if err != nil {
				yield(store.Row{}, scanError(lower, err))
				return
			}
			if !yield(store.Row{Key: parseKey(it.Key()), Value: value}, nil) {
				return
			}
		}
		if err := it.Error(); err != nil {
			yield(store.Row{}, scanError(lower, err))
		}
	}
}

// scanError tells what was scanned from a place on when something went wrong.
func scanError(lower []byte, err error) error {
	where := fmt.Sprintf("family %q", rune(lower[0]))
	if len(lower) >= keyPrefix {
		where += fmt.Sprintf(" and shard %d", binary.BigEndian.Uint16(lower[1:]))
	}
	return fmt.Errorf("scan rows of %s: %w", where, trouble(err))
}

// keyPrefix is the length of family and shard.
const keyPrefix = 3

func appendKey(b []byte, k store.Key) []byte {
	b = append(b, byte(k.Family))
	b = binary.BigEndian.AppendUint16(b, k.Shard)
	return append(b, k.Rest...)
}

// parseKey is for keys that the bounds of a scan hold to at least keyPrefix bytes, for nobody writes shorter ones.
func parseKey(b []byte) store.Key {
	return store.Key{Family: store.Family(b[0]), Shard: binary.BigEndian.Uint16(b[1:]), Rest: b[keyPrefix:]}
}

// endOfShard is the first key after all rows of a family and shard.
func endOfShard(f store.Family, shard uint16) []byte {
	if shard == 1<<16-1 {
		return []byte{byte(f) + 1}
	}
	return appendKey(nil, store.Key{Family: f, Shard: shard + 1})
}

func (r rows) checkLayout() error {
	value, err := r.Get(layoutKey)
	if err != nil {
		return fmt.Errorf("read the layout: %w", err)
	}
	if len(value) != 1 || value[0] != layout {
		return fmt.Errorf("the store has layout %x, and this version of swfd reads layout %d", value, layout)
	}
	return nil
}
