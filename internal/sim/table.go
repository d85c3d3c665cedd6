package sim

import (
	"cmp"
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/store"
)

// table holds rows in order of family, shard and key.
type table []tableRow

type tableRow struct {
	// place sorts like the row's key.
	place string
	key   store.Key
	value []byte
}

func placeOf(f store.Family, shard uint16, rest []byte) string {
	var b strings.Builder
	b.Grow(3 + len(rest))
	b.WriteByte(byte(f))
	b.WriteByte(byte(shard >> 8))
	b.WriteByte(byte(shard))
	b.Write(rest)
	return b.String()
}

func (t table) search(place string) (int, bool) {
	return slices.BinarySearchFunc(t, place, func(r tableRow, place string) int { return cmp.Compare(r.place, place) })
}

// between returns the rows from a place up to but without another one.
func (t table) between(from, to string) table {
	i, _ := t.search(from)
	j, _ := t.search(to)
	if i >= j {
		return nil
	}
	return t[i:j]
}

// set puts a row, and returns the one that it replaces.
func (t *table) set(r tableRow) (old tableRow, existed bool) {
	i, existed := t.search(r.place)
	if existed {
		old, (*t)[i] = (*t)[i], r
		return old, true
	}
	*t = slices.Insert(*t, i, r)
	return tableRow{}, false
}

// remove takes a row out and returns it.
func (t *table) remove(place string) (old tableRow, existed bool) {
	i, existed := t.search(place)
	if existed {
		old = (*t)[i]
		*t = slices.Delete(*t, i, i+1)
	}
	return old, existed
}

// apply carries out a batch, and returns what undoes it.
func (t *table) apply(b *store.Batch) undo {
	var u undo
	for i := range b.Ops {
		op := &b.Ops[i]
		place := placeOf(op.Key.Family, op.Key.Shard, op.Key.Rest)
		switch {
		case op.End != nil:
			for _, r := range slices.Clone(t.between(place, placeOf(op.Key.Family, op.Key.Shard, op.End))) {
				u.note(r.place)(t.remove(r.place))
			}
		case op.Value != nil:
			u.note(place)(t.set(tableRow{place, op.Key, op.Value}))
		default:
			u.note(place)(t.remove(place))
		}
	}
	return u
}

// undo brings rows back as they were before a batch, when it is carried out from its end.
type undo []change

type change struct {
	place   string
	old     tableRow
	existed bool
}

// note returns a function that takes down what was at a place before.
func (u *undo) note(place string) func(old tableRow, existed bool) {
	return func(old tableRow, existed bool) { *u = append(*u, change{place, old, existed}) }
}

func (t *table) undo(u undo) {
	for _, c := range slices.Backward(u) {
		if c.existed {
			t.set(c.old)
		} else {
			t.remove(c.place)
		}
	}
}
