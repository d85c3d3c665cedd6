package pebblestore_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
)

func mustOpen(t *testing.T, o pebblestore.Options) *pebblestore.Store {
	t.Helper()
	if o.Dir == "" {
		o.Dir = "store"
	}
	if o.Fatal == nil {
		o.Fatal = unexpected(t)
	}
	s, err := pebblestore.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustClose(t *testing.T, s *pebblestore.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func row(rest, value string) *store.Batch {
	b := &store.Batch{}
	b.Put(rowKey(rest), []byte(value))
	return b
}

func rowKey(rest string) store.Key { return store.MetaKey([]byte(rest)) }

func TestASecondOpenerIsToldWhoHasTheDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	first := mustOpen(t, pebblestore.Options{Dir: dir})
	for _, same := range []string{dir, filepath.Join(dir, "..", "store")} {
		_, err := pebblestore.Open(pebblestore.Options{Dir: same, Fatal: unexpected(t)})
		if err == nil {
			t.Fatal("the directory was opened twice")
		}
		text := err.Error()
		if !strings.Contains(text, same) || !strings.Contains(text, "another swfd uses this directory") || strings.Contains(text, "\n") {
			t.Fatalf("the error is %q", text)
		}
	}
	if err := first.Commit(row("a", "1")); err != nil {
		t.Fatal(err)
	}
	mustClose(t, first)
	mustClose(t, mustOpen(t, pebblestore.Options{Dir: dir}))
}

func TestADirectoryThatCannotBeMadeIsNotTakenForALockedOne(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := pebblestore.Open(pebblestore.Options{Dir: filepath.Join(file, "store"), Fatal: unexpected(t)})
	if err == nil || strings.Contains(err.Error(), "another swfd") {
		t.Fatalf("the error is %v", err)
	}
}

func TestAStoreNeedsToBeToldWhatToDoWhenItFails(t *testing.T) {
	if _, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: vfs.NewMem()}); err == nil {
		t.Fatal("a store was opened without Options.Fatal")
	}
}

// A control for the suite's crashes: what was neither synced nor covered by a barrier is lost with the power.
func TestUnsyncedWritesAreLostInACrash(t *testing.T) {
	fs := vfs.NewCrashableMem()
	s := mustOpen(t, pebblestore.Options{FS: fs})
	if err := s.CommitLazily(row("a", "1")); err != nil {
		t.Fatal(err)
	}
	crashed := mustOpen(t, pebblestore.Options{FS: fs.CrashClone(vfs.CrashCloneCfg{})})
	if _, err := crashed.Get(rowKey("a")); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("the row has survived: %v", err)
	}
	mustClose(t, crashed)
	mustClose(t, s)
}

// fakeSpace is what the file system says of its free space.
type fakeSpace struct{ free atomic.Uint64 }

func (f *fakeSpace) usage() (free, total uint64, err error) { return f.free.Load(), 100 << 30, nil }

func TestWritesAreRefusedUnderTheMarkAndAcceptedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var space fakeSpace
		space.free.Store(50 << 30)
		s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem(), Dir: "store", FreeSpace: space.usage})
		defer mustClose(t, s)
		for _, step := range []struct {
			free    uint64
			refused bool
		}{
			{1 << 30, false},
			{1<<30 - 1, true},
			{1 << 20, true},
			{1 << 30, true},
			{1<<30 + 1<<27 - 1, true},
			{1<<30 + 1<<27, false},
			{1 << 30, false},
			{0, true},
			{2 << 30, false},
		} {
			space.free.Store(step.free)
			time.Sleep(time.Second)
			synctest.Wait()
			if err := s.Writable(); (err != nil) != step.refused {
				t.Fatalf("with %d bytes free, Writable gives %v", step.free, err)
			}
		}
		space.free.Store(123456789)
		time.Sleep(time.Second)
		synctest.Wait()
		err := s.Writable()
		if want := (pebblestore.SpaceError{Dir: "store", Free: 123456789, MinFree: 1 << 30}); !isSpaceError(err, want) {
			t.Fatalf("Writable gives %v", err)
		}
		want := "the store in store refuses writes: 123456789 bytes are free on its file system, and it needs 1073741824"
		if err.Error() != want {
			t.Fatalf("the refusal is %q, want %q", err, want)
		}
		// Deletions that free space, and reads, go on.
		b := row("b", "1")
		b.Delete(rowKey("a"))
		if err := s.Commit(b); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Get(rowKey("b")); err != nil {
			t.Fatal(err)
		}
	})
}

func isSpaceError(err error, want pebblestore.SpaceError) bool {
	got := (*pebblestore.SpaceError)(nil)
	return errors.As(err, &got) && *got == want
}

func TestTheMarkFitsTheDisk(t *testing.T) {
	for _, test := range []struct{ minFree, total, want uint64 }{
		{0, 256 << 20, 32 << 20},
		{0, 8 << 30, 1 << 30},
		{0, 4 << 40, 1 << 30},
		{5 << 20, 256 << 20, 5 << 20},
	} {
		s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem(), MinFree: test.minFree, NoPeriodicWork: true,
			FreeSpace: func() (free, total uint64, err error) { return 1, test.total, nil }})
		if err := s.Writable(); !isSpaceError(err, pebblestore.SpaceError{Dir: "store", Free: 1, MinFree: test.want}) {
			t.Errorf("with %d bytes in total, Writable gives %v, want a mark of %d", test.total, err, test.want)
		}
		mustClose(t, s)
	}
}

func TestTheFreeSpaceOfARealDiskIsKnown(t *testing.T) {
	s := mustOpen(t, pebblestore.Options{Dir: t.TempDir(), MinFree: 1 << 62})
	defer mustClose(t, s)
	got := (*pebblestore.SpaceError)(nil)
	if err := s.Writable(); !errors.As(err, &got) || got.Free == 0 {
		t.Fatalf("Writable gives %v", err)
	}
}

func TestASilentFileSystemLeavesTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var silent atomic.Bool
		s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem(), FreeSpace: func() (free, total uint64, err error) {
			if silent.Load() {
				return 0, 0, errors.New("no answer")
			}
			return 1, 100 << 30, nil
		}})
		defer mustClose(t, s)
		silent.Store(true)
		time.Sleep(time.Minute)
		if !isSpaceError(s.Writable(), pebblestore.SpaceError{Dir: "store", Free: 1, MinFree: 1 << 30}) {
			t.Fatalf("Writable gives %v", s.Writable())
		}
	})
}

// faults injects errors, or waits, into operations on the write-ahead log while inject is set.
type faults struct {
	inject atomic.Pointer[func(errorfs.Op) error]
}

func (f *faults) set(inject func(errorfs.Op) error) { f.inject.Store(&inject) }

func (f *faults) String() string { return "faults" }

func (f *faults) MaybeError(op errorfs.Op) error {
	if inject := f.inject.Load(); inject != nil && strings.HasSuffix(op.Path, ".log") {
		return (*inject)(op)
	}
	return nil
}

func isSync(op errorfs.Op) bool {
	return op.Kind == errorfs.OpFileSync || op.Kind == errorfs.OpFileSyncData || op.Kind == errorfs.OpFileSyncTo
}

func TestAFullDiskTakesTheBallastAndRefusesWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mem, disk := vfs.NewCrashableMem(), &faults{}
		var space fakeSpace
		space.free.Store(50 << 30)
		s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), FreeSpace: space.usage, Ballast: 3<<20 + 5})
		defer mustClose(t, s)
		ballast := func() int64 {
			synctest.Wait()
			info, err := mem.Stat("store/BALLAST")
			if err != nil {
				return 0
			}
			return info.Size()
		}
		if n := ballast(); n != 3<<20+5 {
			t.Fatalf("the ballast has %d bytes", n)
		}
		disk.set(func(op errorfs.Op) error {
			if op.Kind == errorfs.OpFileWrite && ballast() > 0 {
				return syscall.ENOSPC
			}
			return nil
		})
		space.free.Store(0)
		if err := s.Commit(row("a", "1")); err != nil {
			t.Fatalf("the commit that found the disk full: %v", err)
		}
		if n := ballast(); n != 0 {
			t.Fatalf("the ballast still has %d bytes", n)
		}
		if !isSpaceError(s.Writable(), pebblestore.SpaceError{Dir: "store", MinFree: 1 << 30}) {
			t.Fatalf("Writable gives %v", s.Writable())
		}
		crashed := mustOpen(t, pebblestore.Options{FS: mem.CrashClone(vfs.CrashCloneCfg{})})
		if value, err := crashed.Get(rowKey("a")); err != nil || string(value) != "1" {
			t.Fatalf("the row is %q, %v", value, err)
		}
		mustClose(t, crashed)

		// There must be room for the ballast above the mark before it comes back.
		disk.set(func(errorfs.Op) error { return nil })
		space.free.Store(1<<30 + 1<<27)
		time.Sleep(2 * time.Second)
		if err := s.Writable(); err != nil || ballast() != 0 {
			t.Fatalf("Writable gives %v, the ballast has %d bytes", err, ballast())
		}
		space.free.Store(2 << 30)
		time.Sleep(2 * time.Second)
		if n := ballast(); n != 3<<20+5 {
			t.Fatalf("the ballast has %d bytes", n)
		}
	})
}

func TestAFailedSyncIsTheEnd(t *testing.T) {
	mem, disk, fatal := vfs.NewCrashableMem(), &faults{}, &failures{}
	s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), Fatal: fatal.add})
	if err := s.Commit(row("a", "kept")); err != nil {
		t.Fatal(err)
	}
	disk.set(func(op errorfs.Op) error {
		if isSync(op) {
			return syscall.EIO
		}
		return nil
	})
	err := s.Commit(row("a", "unknown"))
	if err == nil || errors.Is(err, store.ErrFenced) || !strings.Contains(err.Error(), syscall.EIO.Error()) {
		t.Fatalf("a commit without a sync gives %v", err)
	}
	disk.set(func(errorfs.Op) error { return nil })
	for what, call := range map[string]func() error{
		"Commit":            func() error { return s.Commit(row("a", "later")) },
		"CommitLazily":      func() error { return s.CommitLazily(row("a", "later")) },
		"Commit of nothing": func() error { return s.Commit(&store.Batch{}) },
		"Barrier":           s.Barrier,
		"Writable":          s.Writable,
	} {
		if got := call(); !errors.Is(got, err) {
			t.Errorf("%s after the failure gives %v, want %v", what, got, err)
		}
	}
	if got := s.Close(); !errors.Is(got, err) {
		t.Errorf("Close after the failure gives %v, want %v", got, err)
	}
	if all := fatal.get(); len(all) != 1 || !errors.Is(all[0], err) {
		t.Fatalf("Fatal was called with %v, want once with %v", all, err)
	}
	crashed := mustOpen(t, pebblestore.Options{FS: mem.CrashClone(vfs.CrashCloneCfg{})})
	if value, err := crashed.Get(rowKey("a")); err != nil || string(value) != "kept" {
		t.Fatalf("after the crash the row is %q, %v", value, err)
	}
	mustClose(t, crashed)
}

// Nobody waits for the write of a lazy commit, and yet its failure is the end at once.
func TestAFailedWriteOfTheLogIsTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mem, disk, fatal := vfs.NewCrashableMem(), &faults{}, &failures{}
		s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), Fatal: fatal.add, NoPeriodicWork: true})
		disk.set(func(op errorfs.Op) error {
			if op.Kind == errorfs.OpFileWrite {
				return syscall.EIO
			}
			return nil
		})
		// It returns without an error, unless the log is written to sooner than it returns.
		lazy := s.CommitLazily(row("a", strings.Repeat("x", 64<<10)))
		synctest.Wait()
		all := fatal.get()
		if len(all) != 1 || !strings.Contains(all[0].Error(), "write the write-ahead log") {
			t.Fatalf("Fatal was called with %v", all)
		}
		if lazy != nil && !errors.Is(lazy, all[0]) {
			t.Fatalf("the lazy commit gives %v, want %v", lazy, all[0])
		}
		if err := s.Commit(row("a", "1")); !errors.Is(err, all[0]) {
			t.Fatalf("a commit after the failure gives %v, want %v", err, all[0])
		}
		if err := s.Close(); !errors.Is(err, all[0]) {
			t.Fatalf("closing gives %v, want %v", err, all[0])
		}
	})
}

func TestAnOpeningThatFailsIsNoDeath(t *testing.T) {
	mem, disk, fatal := vfs.NewCrashableMem(), &faults{}, &failures{}
	disk.set(func(op errorfs.Op) error {
		if isSync(op) {
			return syscall.EIO
		}
		return nil
	})
	_, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: errorfs.Wrap(mem, disk), Fatal: fatal.add})
	if err == nil || !strings.Contains(err.Error(), "open the store in store") {
		t.Fatalf("the opening gives %v", err)
	}
	if all := fatal.get(); len(all) != 0 {
		t.Fatalf("Fatal was called with %v", all)
	}
}

// A row can be read as soon as its batch is in memory, before its sync has returned. A barrier waits for that sync.
func TestABarrierWaitsForWhatWasSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mem, disk := vfs.NewCrashableMem(), &faults{}
		s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), NoPeriodicWork: true})
		defer mustClose(t, s)
		if err := s.Commit(row("a", "0")); err != nil {
			t.Fatal(err)
		}
		goOn := make(chan struct{})
		release := sync.OnceFunc(func() { close(goOn) })
		defer release()
		disk.set(func(op errorfs.Op) error {
			if isSync(op) {
				<-goOn
			}
			return nil
		})
		if err := s.Barrier(); err != nil {
			t.Fatal("a barrier with nothing under way has failed:", err)
		}
		committed := make(chan error, 1)
		go func() { committed <- s.Commit(row("a", "1")) }()
		synctest.Wait()
		if value, err := s.Get(rowKey("a")); err != nil || string(value) != "1" {
			t.Fatalf("the row is %q, %v; this test needs it to be seen before its sync", value, err)
		}
		passed := make(chan error, 1)
		go func() { passed <- s.Barrier() }()
		synctest.Wait()
		select {
		case err := <-committed:
			t.Fatalf("the commit has returned %v before its sync", err)
		case err := <-passed:
			t.Fatalf("the barrier has returned %v before the sync", err)
		default:
		}
		release()
		if err := errors.Join(<-committed, <-passed); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnIdleYearIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := mustOpen(t, pebblestore.Options{FS: vfs.NewMem(), NoPeriodicWork: true})
		defer mustClose(t, s)
		before := time.Now()
		for i := range 10 {
			b := row("a", strings.Repeat("x", i))
			b.DeleteRange(rowKey("b"), []byte("c"))
			if err := s.Commit(b); err != nil {
				t.Fatal(err)
			}
			time.Sleep(365 * 24 * time.Hour)
		}
		if passed := time.Since(before); passed != 10*365*24*time.Hour {
			t.Fatalf("%s have passed", passed)
		}
	})
}

func TestAnUnknownLayoutIsNotTouched(t *testing.T) {
	mem := vfs.NewMem()
	s := mustOpen(t, pebblestore.Options{FS: mem})
	var b store.Batch
	b.Put(store.Key{Rest: []byte("layout")}, []byte{255})
	if err := s.Commit(&b); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	for range 2 {
		_, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: mem, Fatal: unexpected(t)})
		if err == nil || !strings.Contains(err.Error(), "layout ff") {
			t.Fatalf("the opening gives %v", err)
		}
	}
}
