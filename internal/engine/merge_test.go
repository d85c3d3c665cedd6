package engine

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is merged is what all parts have, in order, and however early somebody stops, every part learns that nothing more is wanted.
func TestMerged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := rapid.SliceOfN(rapid.SliceOf(rapid.IntRange(0, 20)), 1, 5).Draw(t, "parts")
		stop := rapid.IntRange(0, 30).Draw(t, "stops after")
		var parts []iter.Seq2[int, error]
		begun, ended := 0, 0
		var want []int
		for _, list := range lists {
			slices.Sort(list)
			want = append(want, list...)
			parts = append(parts, func(yield func(int, error) bool) {
				begun++
				defer func() { ended++ }()
				for _, n := range list {
					if !yield(n, nil) {
						return
					}
				}
			})
		}
		slices.Sort(want)
		want = want[:min(len(want), stop)]
		var got []int
		for n, err := range merged(parts, cmp.Less[int]) {
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == stop {
				break
			}
			got = append(got, n)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		if begun != len(lists) || ended != begun {
			t.Fatalf("%d parts of %d have begun, and %d have ended", begun, len(lists), ended)
		}
	})
}

func TestMergedEndsWithAnError(t *testing.T) {
	broken := errors.New("broken")
	part := func(err error, numbers ...int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for _, n := range numbers {
				if !yield(n, nil) {
					return
				}
			}
			if err != nil {
				yield(0, err)
			}
		}
	}
	var got []int
	var failed error
	for n, err := range merged([]iter.Seq2[int, error]{part(nil, 1, 4, 5), part(broken, 2, 3), part(nil, 2, 6)}, cmp.Less[int]) {
		if err != nil {
			failed = err
			continue
		}
		got = append(got, n)
	}
	if !errors.Is(failed, broken) || !slices.Equal(got, []int{1, 2, 2, 3}) {
		t.Errorf("got %v, and then %v", got, failed)
	}
}
