package pebblestore_test

import (
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/store/storetest"
)

func TestStoreOnDisk(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		return disk{t, filepath.Join(t.TempDir(), "var", "store")}
	})
}

func TestStoreOnCrashableMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Opener { return memory{t, vfs.NewCrashableMem()} })
}

// disk is a directory of the operating system.
type disk struct {
	t   *testing.T
	dir string
}

func (d disk) Open() (store.Store, error) {
	return opened(pebblestore.Open(pebblestore.Options{Dir: d.dir, Fatal: unexpected(d.t)}))
}

// memory is a file system that can lose what was not synced.
type memory struct {
	t  *testing.T
	fs *vfs.MemFS
}

func (m memory) Open() (store.Store, error) {
	return opened(pebblestore.Open(pebblestore.Options{Dir: "var/store", FS: m.fs, Fatal: unexpected(m.t)}))
}

func (m memory) Crash(unsyncedPercent int, seed uint64) storetest.Crasher {
	return memory{m.t, m.fs.CrashClone(vfs.CrashCloneCfg{
		UnsyncedDataPercent: unsyncedPercent, RNG: rand.New(rand.NewPCG(seed, 0)),
	})}
}

// opened keeps a nil *Store from becoming a store.Store that is not nil.
func opened(s *pebblestore.Store, err error) (store.Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

// unexpected is what Options.Fatal is where no store should fail.
func unexpected(t *testing.T) func(error) {
	return func(err error) { t.Errorf("the store has failed: %v", err) }
}

// failures collects what Options.Fatal is called with.
type failures struct {
	mu  sync.Mutex
	all []error
}

func (f *failures) add(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, err)
}

func (f *failures) get() []error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.all
}
