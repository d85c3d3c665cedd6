package pebblestore_test

import (
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
)

// oneFailure fails one operation of a sort, when so many more have succeeded.
type oneFailure struct {
	is   func(errorfs.Op) bool
	left atomic.Int64
}

func (o *oneFailure) String() string { return "one failure" }

func (o *oneFailure) MaybeError(op errorfs.Op) error {
	if o.is(op) && o.left.Add(-1) == -1 {
		return syscall.EIO
	}
	return nil
}

func (o *oneFailure) hasHappened() bool { return o.left.Load() < 0 }

func isWrite(op errorfs.Op) bool { return op.Kind.ReadOrWrite() == errorfs.OpIsWrite }

func isDirectorySync(op errorfs.Op) bool { return isSync(op) && op.Path == "store" }

// Whichever write or sync fails while a store is opened, and on whatever goroutine of Pebble's: no panic ends the process. Nearly always the
// opening fails and says why, and always another process has everything.
func TestAnOpeningThatFailsHarmsNothing(t *testing.T) {
	mem, refused := vfs.NewCrashableMem(), 0
	for n := int64(0); ; n++ {
		// Each opening has something in the log to write into a table, and tables enough to begin to merge them.
		s := mustOpen(t, pebblestore.Options{FS: mem})
		if err := s.Commit(row("a", "kept")); err != nil {
			t.Fatal(err)
		}
		crashed := afterwards(mem)
		mustClose(t, s)
		mem = crashed

		disk := &oneFailure{is: isWrite}
		disk.left.Store(n)
		s, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: errorfs.Wrap(mem, disk), Fatal: func(error) {}})
		if err == nil {
			// What fails when the store has just been opened is its end, unless it is about files that nobody needs.
			err = s.Close()
		}
		if !disk.hasHappened() {
			if err != nil || refused < 20 {
				t.Fatalf("an opening has %d writes, of which %d may not fail; closing gives %v", n, refused, err)
			}
			return
		}
		if err != nil {
			refused++
			if !strings.Contains(err.Error(), syscall.EIO.Error()) {
				t.Fatalf("write %d fails, and the opening gives %v", n, err)
			}
		}
		mem = afterwards(mem)
		s = mustOpen(t, pebblestore.Options{FS: mem})
		if value, err := s.Get(rowKey("a")); err != nil || string(value) != "kept" {
			t.Fatalf("write %d has failed, and the row is %q, %v", n, value, err)
		}
		mustClose(t, s)
	}
}

// The same for a store that serves, whether it is a commit that needs the directory, for the next file of the log, or what Pebble does in the
// background. Nothing is acknowledged any more, though Pebble may not even be able to say so.
func TestAFailedSyncOfTheDirectoryIsTheEnd(t *testing.T) {
	small := func() (free, total uint64, err error) { return 1 << 30, 1 << 30, nil }
	for n := range int64(8) {
		mem, disk, fatal := vfs.NewCrashableMem(), &oneFailure{is: isDirectorySync}, make(chan error, 1)
		disk.left.Store(1 << 30)
		s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), Fatal: func(err error) { fatal <- err }, FreeSpace: small})
		if err := s.Commit(row("a", "kept")); err != nil {
			t.Fatal(err)
		}
		disk.left.Store(n)
		go func() {
			// Memtables fill, each has a file of the log, and they are written to tables.
			for s.Commit(row("b", strings.Repeat("x", 1<<18))) == nil {
				continue
			}
		}()
		if err := <-fatal; !strings.Contains(err.Error(), "sync the directory: ") || !strings.Contains(err.Error(), syscall.EIO.Error()) {
			t.Fatalf("Fatal was called with %v", err)
		}
		if err := s.Commit(row("a", "lost")); err == nil {
			t.Error("a commit after the failure has succeeded")
		}
		if err := s.Close(); err == nil {
			t.Error("a store that has failed was closed without an error")
		}
		again := mustOpen(t, pebblestore.Options{FS: afterwards(mem)})
		if value, err := again.Get(rowKey("a")); err != nil || string(value) != "kept" {
			t.Fatalf("the row is %q, %v", value, err)
		}
		mustClose(t, again)
	}
}
