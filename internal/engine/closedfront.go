package engine

import (
	"bytes"

	"github.com/swfd/swfd/internal/store"
)

// Several lists of closed runs are read as one: of each a few rows are in memory, and the foremost of all is the next. Between two reads no list
// is held open, for a type's name may have ten thousand versions.
const (
	// firstRows is how many rows of a list are read at first; each time it is twice as many.
	firstRows = 4
	// mostRows is how many rows of all lists are in memory at most, beside one of each.
	mostRows = 400
)

// closedFront is the rows of a list that come next.
type closedFront struct {
	engine *Engine
	list   store.DoneList
	// window is what is still to be read.
	window window
	rows   []closedRow
	// size is how many rows are read the next time, and most how many at most.
	size, most int
	// over is true if there is nothing more to be read.
	over bool
}

// take takes the next row, which must be there.
func (f *closedFront) take() closedRow {
	row := f.rows[0]
	f.rows = f.rows[1:]
	return row
}

// fill sees to it that the next row is there, if there is one.
func (f *closedFront) fill() error {
	if len(f.rows) > 0 || f.over {
		return nil
	}
	n := min(f.size, f.most)
	f.size = 2 * n
	f.rows = make([]closedRow, 0, n)
	for row, err := range f.engine.placedRows(f.list, f.window) {
		if err != nil {
			return err
		}
		row.Key.Rest, row.Value = bytes.Clone(row.Key.Rest), bytes.Clone(row.Value)
		f.rows = append(f.rows, row)
		if len(f.rows) == n {
			f.window.after = new(row.place)
			return nil
		}
	}
	f.over = true
	return nil
}

// foremost is the front whose next row comes before those of the others; nil if there are no more rows.
func foremost(fronts []*closedFront) (first *closedFront, err error) {
	for _, f := range fronts {
		if err := f.fill(); err != nil {
			return nil, err
		}
		if len(f.rows) > 0 && (first == nil || f.precedes(first)) {
			first = f
		}
	}
	return first, nil
}

func (f *closedFront) precedes(g *closedFront) bool {
	order := newestFirst(f.rows[0].place, g.rows[0].place)
	return order < 0 != f.window.reverse
}
