package pebblestore

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// logWatch is a file system that takes every error of a write to the write-ahead log for the end of the store, before
// Pebble hears of it. Pebble can only end at such an error too, but it does so late, when a lazy commit has long
// returned, and some of its ways to end leave no line that an operator could understand.
type logWatch struct {
	vfs.FS
	// dir is the store's: a log that is copied elsewhere is no part of it.
	dir     string
	failure *failure
}

// Unwrap is for whoever looks for the file system underneath.
func (w logWatch) Unwrap() vfs.FS { return w.FS }

// Create creates a file.
func (w logWatch) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := w.FS.Create(name, category)
	return w.watch(name, f, err)
}

// ReuseForWrite makes a new file of an old one.
func (w logWatch) ReuseForWrite(old, name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := w.FS.ReuseForWrite(old, name, category)
	return w.watch(name, f, err)
}

func (w logWatch) watch(name string, f vfs.File, err error) (vfs.File, error) {
	if !strings.HasSuffix(name, ".log") || w.PathDir(name) != w.dir {
		return f, err
	}
	if err != nil {
		return f, w.failed("create", err)
	}
	return logFile{f, w}, nil
}

func (w logWatch) failed(what string, err error) error {
	if err != nil {
		_ = w.failure.set(fmt.Errorf("%s the write-ahead log: %w", what, err))
	}
	return err
}

// logFile is a file of the write-ahead log.
type logFile struct {
	vfs.File
	watch logWatch
}

func (f logFile) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	return n, f.watch.failed("write", err)
}

func (f logFile) Sync() error { return f.watch.failed("sync", f.File.Sync()) }

func (f logFile) SyncData() error { return f.watch.failed("sync", f.File.SyncData()) }

func (f logFile) SyncTo(length int64) (full bool, err error) {
	full, err = f.File.SyncTo(length)
	return full, f.watch.failed("sync", err)
}

func (f logFile) Close() error { return f.watch.failed("close", f.File.Close()) }
