package engine

import (
	"iter"
	"slices"
)

// merged makes one sequence of several that are each in order, in that order. It ends with the first error. Items are good until the next one.
func merged[T any](parts []iter.Seq2[T, error], less func(a, b T) bool) iter.Seq2[T, error] {
	if len(parts) == 1 {
		return parts[0]
	}
	return func(yield func(T, error) bool) {
		var fronts []*front[T]
		defer func() {
			for _, f := range fronts {
				f.stop()
			}
		}()
		for _, part := range parts {
			f := &front[T]{}
			f.next, f.stop = iter.Pull2(part)
			fronts = append(fronts, f)
			f.advance()
		}
		waiting := slices.Clone(fronts)
		for {
			waiting = slices.DeleteFunc(waiting, func(f *front[T]) bool { return f.over })
			if len(waiting) == 0 {
				return
			}
			f := slices.MinFunc(waiting, func(a, b *front[T]) int { return compareFronts(a, b, less) })
			if !yield(f.item, f.err) || f.err != nil {
				return
			}
			f.advance()
		}
	}
}

// front is what comes next of a sequence.
type front[T any] struct {
	next func() (T, error, bool)
	stop func()
	item T
	err  error
	over bool
}

func (f *front[T]) advance() {
	item, err, ok := f.next()
	f.item, f.err, f.over = item, err, !ok
}

// compareFronts lets errors come first.
func compareFronts[T any](a, b *front[T], less func(a, b T) bool) int {
	switch {
	case a.err != nil:
		return -1
	case b.err != nil:
		return 1
	case less(a.item, b.item):
		return -1
	}
	return 1
}
