//go:build unix

package access

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a new file to the owner of the one that it will replace, if there is one. A server that runs as somebody else than
// who edits its files must still be able to read them.
func keepOwner(f *os.File, path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	of, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(of.Uid) == os.Geteuid() && int(of.Gid) == os.Getegid() {
		return nil
	}
	return f.Chown(int(of.Uid), int(of.Gid))
}

// syncFolder makes a new name last.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
