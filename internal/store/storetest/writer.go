package storetest

import (
	"errors"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

func testReopen(t *testing.T, o Opener) {
	s, err := o.Open()
	if err != nil {
		t.Fatal(err)
	}
	commit(t, s, put("a", "1"), put("b", "1"))
	commit(t, s, del("a"))
	if err := s.CommitLazily(batch(put("c", "lazy"))); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, all(t, open(t, o)), "b=1 c=lazy")
}

func testEpoch(t *testing.T, o Opener) {
	var last uint64
	for range 3 {
		s, err := o.Open()
		if err != nil {
			t.Fatal(err)
		}
		if s.Epoch() <= last {
			t.Fatalf("epoch %d follows %d", s.Epoch(), last)
		}
		last = s.Epoch()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// testOneWriter opens a store that is open. Either that is refused, and the first writer goes on; or the first has lost
// the store: none of its writes takes effect.
func testOneWriter(t *testing.T, o Opener) {
	first := open(t, o)
	commit(t, first, put("a", "1"))
	second, err := o.Open()
	if err != nil {
		commit(t, first, put("a", "2"))
		want(t, all(t, first), "a=2")
		return
	}
	t.Cleanup(func() {
		if err := second.Close(); err != nil {
			t.Error(err)
		}
	})
	if second.Epoch() <= first.Epoch() {
		t.Fatalf("the second writer has epoch %d, the first %d", second.Epoch(), first.Epoch())
	}
	for _, write := range []func(*store.Batch) error{first.Commit, first.CommitLazily} {
		if err := write(batch(put("a", "lost"), put("b", "lost"))); !errors.Is(err, store.ErrFenced) {
			t.Fatalf("the first writer commits with %v, want store.ErrFenced", err)
		}
	}
	commit(t, second, put("c", "2"))
	want(t, all(t, second), "a=1 c=2")
}
