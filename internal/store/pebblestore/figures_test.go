package pebblestore_test

import (
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
)

// A store tells whether it serves and how much is free, as it was last found.
func TestFigures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var space fakeSpace
		space.free.Store(50 << 30)
		s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem(), FreeSpace: space.usage})
		defer mustClose(t, s)
		expect := func(state pebblestore.State, free uint64) {
			t.Helper()
			f := s.Figures()
			if f.State != state || f.Free != free || f.MinFree != 1<<30 {
				t.Errorf("the figures are %+v, want state %s, %d bytes free and a mark of 1 GiB", f, state, free)
			}
			if f.Size == 0 {
				t.Error("the store has no size")
			}
		}
		expect(pebblestore.Serving, 50<<30)
		space.free.Store(7)
		time.Sleep(time.Second)
		synctest.Wait()
		expect(pebblestore.Refusing, 7)
		space.free.Store(2 << 30)
		time.Sleep(time.Second)
		synctest.Wait()
		expect(pebblestore.Serving, 2<<30)
	})
}

// Where nobody can tell the free space, as in memory, nothing is said of it.
func TestFiguresWithoutSpace(t *testing.T) {
	s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem()})
	defer mustClose(t, s)
	if f := s.Figures(); f.State != pebblestore.Serving || f.Free != 0 || f.MinFree != 0 {
		t.Errorf("the figures are %+v", f)
	}
}

func TestFiguresOfAFailedStore(t *testing.T) {
	disk := &faults{}
	s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(vfs.NewMem(), disk), Fatal: func(error) {}})
	disk.set(func(op errorfs.Op) error {
		if isSync(op) {
			return syscall.EIO
		}
		return nil
	})
	if err := s.Commit(row("a", "1")); err == nil {
		t.Fatal("a commit without a sync has succeeded")
	}
	if f := s.Figures(); f.State != pebblestore.Failed {
		t.Errorf("the state is %s", f.State)
	}
	disk.set(func(errorfs.Op) error { return nil })
	if err := s.Close(); err == nil {
		t.Error("the failure was forgotten")
	}
}
