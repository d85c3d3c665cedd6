//go:build faults

package faults

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// Disk is the file system that a store on a real disk uses, and that misbehaves as planned.
func Disk(fs vfs.FS) vfs.FS { return &disk{FS: fs} }

// disk is a file system. How much room is left is known from the last question for it, which the store asks each second, and from what was
// written since.
type disk struct {
	vfs.FS
	written atomic.Int64
	// used is what the store took when it was last asked, and asked is true once it was.
	used  atomic.Int64
	asked atomic.Bool
}

// Unwrap is for whoever looks for the file system underneath.
func (d *disk) Unwrap() vfs.FS { return d.FS }

// GetDiskUsage tells of the small disk, if there is one.
func (d *disk) GetDiskUsage(path string) (vfs.DiskUsage, error) {
	d.look(path)
	p := now.current()
	if !p.Limited {
		return d.FS.GetDiskUsage(path)
	}
	free := uint64(max(0, p.Room-d.used.Load()))
	return vfs.DiskUsage{AvailBytes: free, TotalBytes: uint64(p.Room), UsedBytes: uint64(p.Room) - free}, nil
}

// look adds up what the store takes.
func (d *disk) look(dir string) {
	var used int64
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			if info, err := e.Info(); err == nil {
				used += info.Size()
			}
		}
		return nil
	})
	d.written.Store(0)
	d.used.Store(used)
	d.asked.Store(true)
}

// take takes room for a write, or finds that there is none.
func (d *disk) take(n int) error {
	p := now.current()
	if !p.Limited || !d.asked.Load() {
		return nil
	}
	if d.used.Load()+d.written.Add(int64(n)) > p.Room {
		d.written.Add(int64(-n))
		now.full.Add(1)
		return syscall.ENOSPC
	}
	return nil
}

// release gives back the room of a file that goes.
func (d *disk) release(name string) {
	if info, err := os.Stat(name); err == nil {
		d.written.Add(-info.Size())
	}
}

// Create creates a file.
func (d *disk) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	if isLog(name) {
		if err := now.fail(LogCreation); err != nil {
			return nil, &fs.PathError{Op: "create", Path: name, Err: err}
		}
	}
	f, err := d.FS.Create(name, c)
	return d.wrap(name, f, err)
}

// ReuseForWrite makes a new file of an old one.
func (d *disk) ReuseForWrite(old, name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	if isLog(name) {
		if err := now.fail(LogCreation); err != nil {
			return nil, &fs.PathError{Op: "reuse", Path: name, Err: err}
		}
	}
	d.release(old)
	f, err := d.FS.ReuseForWrite(old, name, c)
	return d.wrap(name, f, err)
}

// Open opens a file for reading.
func (d *disk) Open(name string, o ...vfs.OpenOption) (vfs.File, error) {
	f, err := d.FS.Open(name, o...)
	return d.wrap(name, f, err)
}

// OpenReadWrite opens a file for reading and writing.
func (d *disk) OpenReadWrite(name string, c vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	f, err := d.FS.OpenReadWrite(name, c, o...)
	return d.wrap(name, f, err)
}

// OpenDir opens a directory.
func (d *disk) OpenDir(name string) (vfs.File, error) {
	f, err := d.FS.OpenDir(name)
	if err != nil {
		return nil, err
	}
	return &directory{f, name}, nil
}

// Remove removes a file.
func (d *disk) Remove(name string) error {
	d.release(name)
	return d.FS.Remove(name)
}

func (d *disk) wrap(name string, f vfs.File, err error) (vfs.File, error) {
	if err != nil {
		return nil, err
	}
	w := &file{File: f, disk: d, name: name, write: TableWrite, sync: TableSync}
	if isLog(name) {
		w.write, w.sync, w.isLog = LogWrite, LogSync, true
	}
	return w, nil
}

func isLog(name string) bool { return strings.HasSuffix(name, ".log") }

// file is a file on the disk.
type file struct {
	vfs.File
	disk        *disk
	name        string
	write, sync Failure
	isLog       bool
}

func (f *file) error(op string, err error) error {
	return &fs.PathError{Op: op, Path: f.name, Err: err}
}

// Write writes what there is room for, unless it fails.
func (f *file) Write(b []byte) (int, error) {
	if err := now.fail(f.write); err != nil {
		return 0, f.error("write", err)
	}
	if f.isLog {
		if err := now.fail(LogShortWrite); err != nil {
			n, _ := f.File.Write(b[:len(b)/2])
			return n, f.error("write", err)
		}
	}
	if err := f.disk.take(len(b)); err != nil {
		return 0, f.error("write", err)
	}
	return f.File.Write(b)
}

// WriteAt writes at a place.
func (f *file) WriteAt(b []byte, at int64) (int, error) {
	if err := now.fail(f.write); err != nil {
		return 0, f.error("write", err)
	}
	return f.File.WriteAt(b, at)
}

// ReadAt reads from a place.
func (f *file) ReadAt(b []byte, at int64) (int, error) {
	if f.isLog {
		return f.File.ReadAt(b, at)
	}
	if err := now.fail(TableRead); err != nil {
		return 0, f.error("read", err)
	}
	n, err := f.File.ReadAt(b, at)
	if n > 0 && now.fail(TableDamage) != nil {
		b[n/2] ^= 0x10
	}
	return n, err
}

// Sync takes the file to the disk.
func (f *file) Sync() error {
	if err := f.beforeSync(); err != nil {
		return err
	}
	return f.File.Sync()
}

// SyncData takes the file's bytes to the disk.
func (f *file) SyncData() error {
	if err := f.beforeSync(); err != nil {
		return err
	}
	return f.File.SyncData()
}

// SyncTo takes the beginning of the file to the disk.
func (f *file) SyncTo(length int64) (bool, error) {
	if err := f.beforeSync(); err != nil {
		return false, err
	}
	return f.File.SyncTo(length)
}

func (f *file) beforeSync() error {
	now.delay()
	if err := now.fail(f.sync); err != nil {
		return f.error("sync", err)
	}
	return nil
}

// directory is an open directory.
type directory struct {
	vfs.File
	name string
}

// Sync takes the names in the directory to the disk.
func (d *directory) Sync() error {
	now.delay()
	if err := now.fail(DirectorySync); err != nil {
		return &fs.PathError{Op: "sync", Path: d.name, Err: err}
	}
	return d.File.Sync()
}
