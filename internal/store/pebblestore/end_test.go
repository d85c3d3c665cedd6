package pebblestore_test

import (
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
)

// A store knows whether its last writer has closed it.
func TestAnAbandonedStoreIsKnown(t *testing.T) {
	fs := vfs.NewCrashableMem()
	next := func(abandoned bool) *pebblestore.Store {
		t.Helper()
		s := mustOpen(t, pebblestore.Options{FS: fs})
		if s.WasAbandoned() != abandoned {
			t.Errorf("in epoch %d, the store was abandoned: %v", s.Epoch(), s.WasAbandoned())
		}
		return s
	}
	mustClose(t, next(false))
	mustClose(t, next(false))
	s := next(false)
	if err := s.Commit(row("a", "1")); err != nil {
		t.Fatal(err)
	}
	crashed := fs.CrashClone(vfs.CrashCloneCfg{})
	mustClose(t, s)
	fs = crashed
	mustClose(t, next(true))
	mustClose(t, next(false))
}
