package pebblestore

import (
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// watch is the file system that Pebble sees. It takes for the end of the store, before Pebble hears of it, every error
//
//   - of a write to the write-ahead log. Pebble can only end at one, too, but does so late, when a lazy commit has long returned;
//   - of a sync of the directory, and of the change from one file of the log to the next;
//   - of any write while the store is opened.
//
// Where Pebble knows no answer to an error but a panic, the goroutine waits for the end of the process instead. Most of these panics nobody
// can catch: they come on goroutines of Pebble's own, or unlock what is not locked on their way up. And an opening that fails frees what the
// merges of tables that it has begun itself are at work with, so that those panic. Each would end the process with a trace, perhaps
// before anybody has said why it ends.
type watch struct {
	vfs.FS
	// dir is the store's: a file that is copied elsewhere is no part of it.
	dir     string
	failure *failure
	stuck   *latch
	phase   *atomic.Int32
}

// The phases of a store.
const (
	opening int32 = iota
	serving
	closing
)

// Unwrap is for whoever looks for the file system underneath.
func (w watch) Unwrap() vfs.FS { return w.FS }

// Create creates a file.
func (w watch) Create(name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := w.FS.Create(name, category)
	return w.watch(name, f, err)
}

// ReuseForWrite makes a new file of an old one.
func (w watch) ReuseForWrite(old, name string, category vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := w.FS.ReuseForWrite(old, name, category)
	return w.watch(name, f, err)
}

func (w watch) watch(name string, f vfs.File, err error) (vfs.File, error) {
	isLog := strings.HasSuffix(name, ".log")
	if w.PathDir(name) != w.dir || !isLog && w.phase.Load() != opening {
		return f, err
	}
	if err != nil {
		return f, w.end("create a file", err)
	}
	return file{f, w, isLog}, nil
}

// Rename gives a file another name.
func (w watch) Rename(old, name string) error {
	return w.endOpening("rename a file", w.FS.Rename(old, name))
}

// List lists a directory, as an opening does once more when it has written everything.
func (w watch) List(dir string) ([]string, error) {
	names, err := w.FS.List(dir)
	return names, w.endOpening("list the directory", err)
}

// OpenDir opens a directory.
func (w watch) OpenDir(name string) (vfs.File, error) {
	f, err := w.FS.OpenDir(name)
	if err != nil || name != w.dir {
		return f, err
	}
	return directory{f, w}, nil
}

// note takes down an error as the end of the store, and gives it to Pebble.
func (w watch) note(what string, err error) error {
	if err != nil {
		_ = w.failure.set(fmt.Errorf("%s: %w", what, err))
	}
	return err
}

// end takes down an error as the end of the store, and gives nothing to Pebble. The goroutine does not end itself either: what it defers may
// be what cannot be done.
func (w watch) end(what string, err error) error {
	if err == nil {
		return nil
	}
	_ = w.note(what, err)
	w.stuck.set()
	select {}
}

// endOpening is end while the store is opened; later, Pebble deals with such an error.
func (w watch) endOpening(what string, err error) error {
	if w.phase.Load() != opening {
		return err
	}
	return w.end(what, err)
}

// file is a file that is watched: of the log, or begun while the store was opened.
type file struct {
	vfs.File
	watch watch
	isLog bool
}

// failed deals with an error. If it is the log's, Pebble lets those know who wait for a commit.
func (f file) failed(what string, err error) error {
	if f.isLog {
		return f.watch.note(what+" the write-ahead log", err)
	}
	return f.watch.endOpening(what+" a file", err)
}

func (f file) Write(b []byte) (int, error) {
	n, err := f.File.Write(b)
	return n, f.failed("write", err)
}

func (f file) Sync() error { return f.failed("sync", f.File.Sync()) }

func (f file) SyncData() error { return f.failed("sync", f.File.SyncData()) }

func (f file) SyncTo(length int64) (full bool, err error) {
	full, err = f.File.SyncTo(length)
	return full, f.failed("sync", err)
}

// Close closes the file. Of the log no file but the last may be closed in which anything has failed before.
func (f file) Close() error {
	err := f.File.Close()
	if !f.isLog || f.watch.phase.Load() == closing {
		return f.failed("close", err)
	}
	if err == nil {
		err = f.watch.failure.err()
	}
	return f.watch.end("close the write-ahead log", err)
}

// directory is the store's directory, open.
type directory struct {
	vfs.File
	watch watch
}

func (d directory) Sync() error { return d.watch.end("sync the directory", d.File.Sync()) }
