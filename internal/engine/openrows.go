package engine

import (
	"errors"
	"iter"
	"sync"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/swf"
)

// storedShard are the open rows of a shard as the store has them. Whoever has read them puts it back into the pool.
type storedShard struct {
	shard uint16
	rows  []store.Row
	// bytes are the keys and values of the rows.
	bytes []byte
	// err is what ended the reading of the store. There are no rows then, and no other shards.
	err error
}

var storedShards = sync.Pool{New: func() any { return &storedShard{} }}

// emptyShard is a storedShard without rows.
func emptyShard() *storedShard {
	s := storedShards.Get().(*storedShard)
	s.rows, s.bytes = s.rows[:0], s.bytes[:0]
	return s
}

// openShards yields the open rows of each shard that has some.
func (e *Engine) openShards() iter.Seq[*storedShard] {
	return func(yield func(*storedShard) bool) {
		s := emptyShard()
		for row, err := range e.store.ScanFamily(store.FamilyOpen) {
			if err != nil {
				yield(&storedShard{err: err})
				return
			}
			if len(s.rows) > 0 && s.shard != row.Key.Shard {
				if !yield(s) {
					return
				}
				s = emptyShard()
			}
			s.add(row)
		}
		if len(s.rows) > 0 {
			yield(s)
		}
	}
}

// add keeps a copy of a row.
func (s *storedShard) add(row store.Row) {
	keep := func(b []byte) []byte {
		s.bytes = append(s.bytes, b...)
		return s.bytes[len(s.bytes)-len(b):]
	}
	s.shard = row.Key.Shard
	row.Key.Rest, row.Value = keep(row.Key.Rest), keep(row.Value)
	s.rows = append(s.rows, row)
}

// foundShard are the open runs of a shard, in the order of their keys. Whoever has restored them puts it back into the pool.
type foundShard struct {
	runs []foundRun
	// rows are the rows of all runs, and headers those that rows are read into: the first ones are used.
	rows    []execution.Row
	headers []*execution.Header
	used    int
	// lastEventAt is when the newest event of the runs was written.
	lastEventAt swf.Timestamp
	// err is what ended the reading of the store.
	err error
}

var foundShards = sync.Pool{New: func() any { return &foundShard{} }}

// emptyFound is a foundShard without runs.
func emptyFound() *foundShard {
	f := foundShards.Get().(*foundShard)
	clear(f.runs)
	*f = foundShard{runs: f.runs[:0], rows: f.rows[:0], headers: f.headers}
	return f
}

// header is an empty header to be read into, and to be used again with the shard.
func (f *foundShard) header() *execution.Header {
	if f.used == len(f.headers) {
		f.headers = append(f.headers, &execution.Header{})
	}
	h := f.headers[f.used]
	f.used++
	*h = execution.Header{}
	return h
}

// foundRun is an open run as the opening finds it: all that memory is to know of it.
type foundRun struct {
	key   laneKey
	shard uint16
	// err tells what cannot be read of it. Then nothing else is said.
	err    error
	rows   []execution.Row
	header *execution.Header
	next   swf.Timestamp
	offers []execution.Offer
}

// shardReader makes open runs of rows.
type shardReader struct {
	decoder *store.Decoder
	resumed swf.Timestamp
	// state is used again and again.
	state execution.State
}

// read reads the open runs of a shard.
func (r *shardReader) read(s *storedShard) *foundShard {
	f := emptyFound()
	if f.err = s.err; f.err != nil {
		return f
	}
	r.group(s, f)
	storedShards.Put(s)
	for i := range f.runs {
		run := &f.runs[i]
		if run.header != nil {
			f.lastEventAt = max(f.lastEventAt, run.header.LastEventAt)
		}
		if run.err == nil {
			run.err = r.state.Reload(run.key.domain, run.rows, r.resumed)
		}
		if run.err == nil {
			run.next, run.offers = r.state.NextDeadline(), r.state.Offers()
		}
	}
	return f
}

// group decodes rows, which lie run by run.
func (r *shardReader) group(s *storedShard, f *foundShard) {
	r.decoder.NewHeader = f.header
	// first is where the rows of the last run begin, last its place.
	first, last := 0, -1
	for _, row := range s.rows {
		open, err := r.decoder.Open(row)
		key := laneKey{open.Domain, open.WorkflowID}
		if err != nil && key == (laneKey{}) {
			// Whose row it is cannot be told.
			f.runs = append(f.runs, foundRun{err: err})
			continue
		}
		if last < 0 || f.runs[last].key != key {
			first, last = len(f.rows), len(f.runs)
			f.runs = append(f.runs, foundRun{key: key, shard: s.shard})
		}
		run := &f.runs[last]
		if err != nil {
			run.err = errors.Join(run.err, err)
			continue
		}
		f.rows = append(f.rows, open.Row)
		run.rows = f.rows[first:]
		if h, ok := open.Row.(*execution.Header); ok {
			run.header = h
		}
	}
}
