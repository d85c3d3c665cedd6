package storecheck_test

import (
	"context"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/storecheck"
)

// BenchmarkEmptyStore is what a check costs that finds nothing to look at.
func BenchmarkEmptyStore(b *testing.B) {
	s, err := pebblestore.Open(pebblestore.Options{Dir: "d", FS: vfs.NewMem(), Fatal: func(error) {}})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for b.Loop() {
		if _, err := storecheck.Check(context.Background(), s, nil); err != nil {
			b.Fatal(err)
		}
	}
}
