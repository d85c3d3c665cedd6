package pebblestore

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Checkpoint writes a copy of the store into a directory that is not there yet, while the store serves: every batch whose Commit has
// returned before the call, and of later ones an unbroken beginning. The copy is durable, and whole or not there: until it is, it
// has another name. Files that no longer change are linked where the file system can, so both lie on the same disk then.
func (s *Store) Checkpoint(dir string) error {
	disk := s.inner
	if disk == realDisk {
		var err error
		if dir, err = filepath.Abs(dir); err != nil {
			return fmt.Errorf("write a checkpoint: %w", err)
		}
	}
	if err := s.checkpoint(disk, dir); err != nil {
		return fmt.Errorf("write a checkpoint of the store in %s into %s: %w", s.dir, dir, err)
	}
	return nil
}

func (s *Store) checkpoint(disk vfs.FS, dir string) error {
	if err := isFree(disk, dir); err != nil {
		return err
	}
	above := disk.PathDir(dir)
	if err := makeDirectory(disk, above); err != nil {
		return err
	}
	unfinished := dir + ".unfinished"
	if err := disk.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("remove what an earlier one has left: %w", err)
	}
	if err := s.copyTo(unfinished); err != nil {
		return errors.Join(err, disk.RemoveAll(unfinished))
	}
	if err := disk.Rename(unfinished, dir); err != nil {
		return errors.Join(err, disk.RemoveAll(unfinished))
	}
	return syncDirectory(disk, above)
}

// copyTo has Pebble write the copy. Where the other disk fails to sync a directory, Pebble panics.
func (s *Store) copyTo(dir string) (err error) {
	s.space.elsewhere.Add(1)
	defer s.space.elsewhere.Add(-1)
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("the disk failed: %v", trouble)
		}
	}()
	return s.db.Checkpoint(dir, pebble.WithFlushedWAL())
}

// isFree is nil if nothing has this name.
func isFree(disk vfs.FS, name string) error {
	_, err := disk.Stat(name)
	switch {
	case err == nil:
		return errors.New("it is there already, and nothing is written over")
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

func syncDirectory(disk vfs.FS, dir string) error {
	d, err := disk.OpenDir(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
