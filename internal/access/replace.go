package access

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile replaces a file by what edit makes of its text, which is nil if there was none. Who reads it meanwhile sees the one or the
// other. Two cannot do it at once: the new file must not have been there before.
func replaceFile(path string, edit func(text []byte) ([]byte, error)) error {
	if at, err := filepath.EvalSymlinks(path); err == nil {
		path = at
	}
	next := path + ".new"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there: somebody else is changing the file, or was cut off and it can be removed", next)
	}
	if err != nil {
		return err
	}
	if err := fill(f, path, edit); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	if err := os.Rename(next, path); err != nil {
		return errors.Join(err, os.Remove(next))
	}
	return syncFolder(filepath.Dir(path))
}

// fill writes what edit makes of a file's text into the new file, and closes that.
func fill(f *os.File, path string, edit func(text []byte) ([]byte, error)) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if text, err = edit(text); err != nil {
		return err
	}
	if _, err := f.Write(text); err != nil {
		return err
	}
	return errors.Join(keepOwner(f, path), f.Sync())
}
