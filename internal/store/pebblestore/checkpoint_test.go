package pebblestore_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

// A checkpoint that was written before the power went has everything that was committed before it, and of what was committed meanwhile
// an unbroken beginning.
func TestACheckpointUnderLoadIsAPrefix(t *testing.T) {
	fs := vfs.NewCrashableMem()
	s := mustOpen(t, pebblestore.Options{FS: fs})
	var committed, stop atomic.Int64
	ended := make(chan error)
	go func() {
		var err error
		for i := int64(0); err == nil && stop.Load() == 0; i++ {
			err = s.Commit(row(fmt.Sprintf("%08d", i), strings.Repeat("x", 1000)))
			committed.Store(i + 1)
		}
		ended <- err
	}()
	for committed.Load() < 100 {
	}
	var before []int64
	for i := range 3 {
		before = append(before, committed.Load())
		if err := s.Checkpoint(fmt.Sprint("copies/", i)); err != nil {
			t.Fatal(err)
		}
	}
	crashed := fs.CrashClone(vfs.CrashCloneCfg{})
	stop.Store(1)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	for i, least := range before {
		r, err := pebblestore.OpenReader(pebblestore.Options{Dir: fmt.Sprint("copies/", i), FS: crashed})
		if err != nil {
			t.Fatal(err)
		}
		next := int64(0)
		for row, err := range r.Scan(store.FamilyMeta, 0, nil, nil, false) {
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("%08d", next); string(row.Key.Rest) != want {
				t.Fatalf("checkpoint %d has row %q where %q should be", i, row.Key.Rest, want)
			}
			next++
		}
		if next < least {
			t.Errorf("checkpoint %d has %d rows, and %d were committed before it", i, next, least)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Nothing is written over, and a checkpoint that fails leaves nothing and is no harm to the store.
func TestACheckpointThatFails(t *testing.T) {
	var full atomic.Pointer[string]
	var unsynced atomic.Bool
	inject := errorfs.InjectorFunc(func(op errorfs.Op) error {
		if unsynced.Load() && isSync(op) && op.Path == "copy.unfinished" {
			return syscall.EIO
		}
		file := full.Load()
		if file != nil && strings.HasPrefix(op.Path, "copy.unfinished/"+*file) && (op.Kind == errorfs.OpFileWrite || op.Kind == errorfs.OpCreate) {
			return syscall.ENOSPC
		}
		return nil
	})
	space := &fakeSpace{}
	space.free.Store(50 << 30)
	mem := vfs.NewMem()
	s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, inject), FreeSpace: space.usage})
	if err := s.Commit(row("a", "1")); err != nil {
		t.Fatal(err)
	}
	if err := s.Checkpoint("store"); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("into the store's own directory: %v", err)
	}
	for _, file := range []string{"", "0", "MANIFEST", "OPTIONS", "marker", "the directory"} {
		full.Store(&file)
		unsynced.Store(file == "the directory")
		if err := s.Checkpoint("copy"); err == nil || !strings.Contains(err.Error(), "into copy") {
			t.Errorf("on a disk that is full or fails, at %q: %v", file, err)
		}
		full.Store(nil)
		unsynced.Store(false)
		if names, err := mem.List("/"); err != nil || strings.Join(names, " ") != "store" {
			t.Errorf("it has left %v, %v", names, err)
		}
		if err := s.Writable(); err != nil {
			t.Errorf("the other disk is full, and %v", err)
		}
		if err := s.Commit(row("b", "2")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Checkpoint("copy"); err != nil {
		t.Error(err)
	}
	mustClose(t, s)
}
