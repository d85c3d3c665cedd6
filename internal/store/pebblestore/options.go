package pebblestore

import (
	"log/slog"
	"runtime"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// DefaultBallast is a ballast that lets the writes in flight finish on a disk that has become full.
const DefaultBallast = 64 << 20

// The sizes of Pebble's buffers. A memtable begins small and doubles up to its size, so a store at rest takes little
// memory.
const (
	cacheSize         = 64 << 20
	memTableSize      = 32 << 20
	smallMemTableSize = 4 << 20
	// smallDisk is the size of a file system under which the small memtables are used.
	smallDisk = 4 << 30
)

// formatVersion is the version of Pebble's files. Its log can tell a torn end from a damaged middle, and its tables bear a
// checksum in their footer.
const formatVersion = pebble.FormatTableFormatV6

// l0Threshold lets four memtables be written before they are merged into the level below, all at once. To merge each by itself rewrites
// that level four times as often, which cost an eighth of the processor's time under load; a read looks in three more places meanwhile.
const l0Threshold = 8

// slowDisk is how long one operation of the file system may take before it is reported.
const slowDisk = 5 * time.Second

// reclaimDelay is how long deleted ranges may lie in memory before they are written, which lets their space be freed.
const reclaimDelay = 10 * time.Second

// Options say where and how to open a store. Dir and Fatal must be set.
type Options struct {
	// Dir is the directory of the store. It is made if there is none.
	Dir string
	// FS is the file system that Dir is in; nil is the operating system's. A store in memory is one in vfs.NewMem, and
	// one that can be crashed is one in vfs.NewCrashableMem.
	FS vfs.FS
	// Fatal is called once if the store fails. It should end the process and not return; if it does return, everything that
	// could have been acknowledged gets an error, or waits for ever if it was then that Pebble began another file of its log.
	Fatal func(error)
	// Log gets what an operator should know; nil drops it.
	Log *slog.Logger

	// MinFree is the mark: with fewer free bytes than this on the file system, writes are refused. 0 is 1 GiB, and on a
	// file system of less than 8 GiB an eighth of it.
	MinFree uint64
	// FreeSpace replaces the question to the file system for its free and total bytes.
	FreeSpace func() (free, total uint64, err error)
	// Ballast is the size in bytes of the ballast file; 0 is none.
	Ballast int64

	// NoPeriodicWork is for tests under a fake clock, where to be idle for a year must not take a million wake-ups:
	// nobody looks at the free space after the opening, and compactions are granted only when something asks for one.
	NoPeriodicWork bool
}

func (o *Options) pebble(fs vfs.FS, totalSpace uint64) *pebble.Options {
	p := &pebble.Options{
		FS:                          fs,
		FormatMajorVersion:          formatVersion,
		CacheSize:                   cacheSize,
		MemTableSize:                memTableSize,
		MemTableStopWritesThreshold: 4,
		L0CompactionThreshold:       l0Threshold,
		L0StopWritesThreshold:       1000,
		LBaseMaxBytes:               64 << 20,
		FlushDelayDeleteRange:       reclaimDelay,
		CompactionConcurrencyRange:  func() (lower, upper int) { return 1, max(2, runtime.GOMAXPROCS(0)/2) },
	}
	if totalSpace > 0 && totalSpace < smallDisk {
		p.MemTableSize = smallMemTableSize
	}
	for i := range p.Levels {
		p.Levels[i].BlockSize = 32 << 10
		p.Levels[i].IndexBlockSize = 256 << 10
		p.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
	}
	// The lowest level holds nearly all bytes, most of them history that is rarely read: there Zstandard, above it a
	// fast one.
	p.ApplyCompressionSettings(func() pebble.DBCompressionSettings { return pebble.DBCompressionBalanced })
	if o.NoPeriodicWork {
		p.Experimental.CompactionScheduler = pebble.NewConcurrencyLimitSchedulerWithNoPeriodicGrantingForTest()
	}
	return p
}
