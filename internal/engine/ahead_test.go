package engine

import (
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// upTo yields 0 to n-1, and counts in drawn how many it has yielded.
func upTo(n int, drawn *atomic.Int64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			drawn.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

// slowSquares are workers that take the longer the smaller their number is among its neighbours, so that later ones are done earlier.
func slowSquares() func(int) int {
	return func(i int) int {
		time.Sleep(time.Duration(10-i%10) * time.Second)
		return i * i
	}
}

func TestWhatIsDoneAheadComesInOrder(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 7} {
		synctest.Test(t, func(t *testing.T) {
			var drawn atomic.Int64
			var want []int
			for i := range 50 {
				want = append(want, i*i)
			}
			if got := slices.Collect(ahead(upTo(50, &drawn), workers, slowSquares)); !slices.Equal(got, want) {
				t.Errorf("%d workers: %v", workers, got)
			}
			if got := slices.Collect(ahead(upTo(0, &drawn), workers, slowSquares)); len(got) > 0 {
				t.Errorf("%d workers make %v of nothing", workers, got)
			}
		})
	}
}

// Whoever takes nothing holds up everybody behind him. That no goroutine is left when he leaves, the bubble sees to.
func TestWhatIsDoneAheadIsBounded(t *testing.T) {
	for _, workers := range []int{0, 1, 3} {
		synctest.Test(t, func(t *testing.T) {
			var drawn atomic.Int64
			for got := range ahead(upTo(1000, &drawn), workers, slowSquares) {
				time.Sleep(time.Hour)
				if n := drawn.Load(); n > int64(4*workers+1) {
					t.Errorf("%d workers are %d ahead", workers, n)
				}
				if got != 0 {
					t.Errorf("the first is %d", got)
				}
				break
			}
		})
	}
}

// Without workers nothing happens in another goroutine, nor before it is asked for.
func TestNothingIsAheadWithoutWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var drawn atomic.Int64
		begun := time.Now()
		for got := range ahead(upTo(3, &drawn), 0, slowSquares) {
			if i := drawn.Load() - 1; int64(got) != i*i {
				t.Errorf("number %d was asked for, and %d came", i, got)
			}
		}
		if took := time.Since(begun); took != 27*time.Second {
			t.Errorf("it took %v, one after the other", took)
		}
	})
}
