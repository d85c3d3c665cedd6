package server

import (
	"errors"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// badFiles is a file system whose write-ahead logs can be slow, and fail: in an operation after so many, by an error, or by a write of
// which only a part arrives.
type badFiles struct {
	vfs.FS
	// delay is how long a sync takes.
	delay atomic.Int64
	// left counts the writes and syncs until one fails; none does while it is not positive. If short is true it counts writes only, and of
	// the one that fails a part arrives.
	left  atomic.Int64
	short atomic.Bool
	// failed is true once one has failed.
	failed atomic.Bool
}

var errShort = errors.New("only a part was written")

// Unwrap is for whoever looks for the file system underneath.
func (b *badFiles) Unwrap() vfs.FS { return b.FS }

// Create is part of vfs.FS.
func (b *badFiles) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := b.FS.Create(name, category)
	return b.watch(name, f, err)
}

// ReuseForWrite is part of vfs.FS.
func (b *badFiles) ReuseForWrite(old, name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := b.FS.ReuseForWrite(old, name, category)
	return b.watch(name, f, err)
}

func (b *badFiles) watch(name string, f vfs.File, err error) (vfs.File, error) {
	if err != nil || !strings.HasSuffix(name, ".log") {
		return f, err
	}
	return badFile{f, b}, nil
}

// fails reports whether the operation that is about to be done fails.
func (b *badFiles) fails() bool {
	if b.failed.Load() {
		return true
	}
	if b.left.Load() > 0 && b.left.Add(-1) == 0 {
		b.failed.Store(true)
		return true
	}
	return false
}

// badFile is a file of a write-ahead log.
type badFile struct {
	vfs.File
	files *badFiles
}

func (f badFile) Write(p []byte) (int, error) {
	if !f.files.fails() {
		return f.File.Write(p)
	}
	if !f.files.short.Load() {
		return 0, syscall.EIO
	}
	n, err := f.File.Write(p[:len(p)/2])
	return n, errors.Join(err, errShort)
}

func (f badFile) Sync() error     { return f.sync(f.File.Sync) }
func (f badFile) SyncData() error { return f.sync(f.File.SyncData) }

func (f badFile) SyncTo(length int64) (fullSync bool, err error) {
	return true, f.sync(f.File.Sync)
}

func (f badFile) sync(sync func() error) error {
	if d := f.files.delay.Load(); d > 0 {
		time.Sleep(time.Duration(d))
	}
	if f.files.failed.Load() || !f.files.short.Load() && f.files.fails() {
		return syscall.EIO
	}
	return sync()
}
