package pebblestore_test

import (
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"github.com/swfd/swfd/internal/store/pebblestore"
)

// manifestSyncs fails the syncs of manifests while it is on, and counts them.
type manifestSyncs struct {
	on     atomic.Bool
	failed atomic.Int64
}

func (m *manifestSyncs) String() string { return "syncs of manifests" }

func (m *manifestSyncs) MaybeError(op errorfs.Op) error {
	if !m.on.Load() || !isSync(op) || !strings.Contains(op.Path, "MANIFEST") {
		return nil
	}
	m.failed.Add(1)
	return syscall.EIO
}

// afterwards is what another process finds on the disk when the one that used it has ended: all of it, synced or not.
func afterwards(mem *vfs.MemFS) *vfs.MemFS {
	return mem.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rand.New(rand.NewPCG(0, 0))})
}

// Whatever fails while a store is opened, another process can open it, and has everything. Whether a manifest whose sync has failed is on
// the disk nobody knows, so no file that it names may go; nor may the opening try again for ever.
func TestAnOpeningThatFailsAtItsManifestHarmsNothing(t *testing.T) {
	mem, disk := vfs.NewCrashableMem(), &manifestSyncs{}
	s := mustOpen(t, pebblestore.Options{FS: mem})
	if err := s.Commit(row("a", "kept")); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	for range 3 {
		disk.on.Store(true)
		fatal := &failures{}
		_, err := pebblestore.Open(pebblestore.Options{Dir: "store", FS: errorfs.Wrap(mem, disk), Fatal: fatal.add})
		if err == nil || !strings.Contains(err.Error(), syscall.EIO.Error()) || len(fatal.get()) != 0 {
			t.Fatalf("the opening gives %v, and Fatal was called with %v", err, fatal.get())
		}
		disk.on.Store(false)
		mem = afterwards(mem)
		s := mustOpen(t, pebblestore.Options{FS: mem})
		if value, err := s.Get(rowKey("a")); err != nil || string(value) != "kept" {
			t.Fatalf("the row is %q, %v", value, err)
		}
		if err := s.Commit(row("b", strings.Repeat("x", 1<<20))); err != nil {
			t.Fatal(err)
		}
		mustClose(t, s)
	}
	if disk.failed.Load() == 0 {
		t.Error("no sync has failed")
	}
}

// The same for a store that serves: the process may live on for a moment, and Pebble must not tidy up meanwhile.
func TestAFailedManifestOfAServingStoreHarmsNothing(t *testing.T) {
	mem, disk, fatal := vfs.NewCrashableMem(), &manifestSyncs{}, make(chan error, 1)
	// On a small disk the memtables are small.
	small := func() (free, total uint64, err error) { return 1 << 30, 1 << 30, nil }
	s := mustOpen(t, pebblestore.Options{FS: errorfs.Wrap(mem, disk), Fatal: func(err error) { fatal <- err }, FreeSpace: small})
	if err := s.Commit(row("a", "kept")); err != nil {
		t.Fatal(err)
	}
	disk.on.Store(true)
	// A memtable fills, and is written to a table.
	for range 16 {
		if err := s.Commit(row("b", strings.Repeat("x", 1<<20))); err != nil {
			break
		}
	}
	if err := <-fatal; !strings.Contains(err.Error(), "MANIFEST") {
		t.Fatalf("Fatal was called with %v", err)
	}
	if err := s.Commit(row("a", "lost")); err == nil {
		t.Error("a commit after the failure has succeeded")
	}
	if err := s.Close(); err == nil {
		t.Error("a store that has failed was closed without an error")
	}
	again := mustOpen(t, pebblestore.Options{FS: afterwards(mem), NoPeriodicWork: true})
	defer mustClose(t, again)
	if value, err := again.Get(rowKey("a")); err != nil || string(value) != "kept" {
		t.Fatalf("the row is %q, %v", value, err)
	}
}
