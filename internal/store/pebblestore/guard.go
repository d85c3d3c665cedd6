package pebblestore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/store"
)

// Pebble takes a list of its files that breaks off for one that ends there, as it does at the end of a process, and goes on without the
// files that it does not know of: it deletes them. So a damaged list, or a lost log, can look like a store that is empty or young. The guard
// is a file beside it that says how often the store has been opened, which the store itself must know at least as well. It is
// asked before anything is opened for writing.

// guardName is the guard's file in the store's directory.
const guardName = "swfd-epoch"

// largestGuard is in bytes: the digits of a number and the end of a line.
const largestGuard = 32

// checkGuard compares a store that is open for reading with its guard.
func (r rows) checkGuard(fs vfs.FS, dir string) error {
	least, err := readGuard(fs, dir)
	if err != nil || least == 0 {
		return err
	}
	value, err := r.Get(epochKey)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("%w: it was opened %d times, and is empty now; its files are as they were found", ErrDamaged, least)
	case err != nil:
		return err
	case len(value) != 8:
		return fmt.Errorf("%w: the epoch has %d bytes", ErrDamaged, len(value))
	}
	if epoch := binary.BigEndian.Uint64(value); epoch < least {
		return fmt.Errorf("%w: it was opened %d times, and knows of %d; its files are as they were found", ErrDamaged, least, epoch)
	}
	return nil
}

// readGuard is how often the store was opened at least, 0 if nothing says so.
func readGuard(disk vfs.FS, dir string) (epoch uint64, err error) {
	f, err := disk.Open(disk.PathJoin(dir, guardName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	}
	text, err := io.ReadAll(io.LimitReader(f, largestGuard))
	if err := errors.Join(err, f.Close()); err != nil {
		return 0, fmt.Errorf("read %s: %w", guardName, err)
	}
	epoch, err = strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %s holds %q, which is no number", ErrDamaged, guardName, text)
	}
	return epoch, nil
}

// writeGuard notes how often the store was opened. It is for after the store itself knows.
func writeGuard(disk vfs.FS, dir string, epoch uint64) error {
	name := disk.PathJoin(dir, guardName)
	f, err := disk.Create(name+".new", vfs.WriteCategoryUnspecified)
	if err != nil {
		return err
	}
	_, err = f.Write(strconv.AppendUint(nil, epoch, 10))
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", guardName, err)
	}
	if err := disk.Rename(name+".new", name); err != nil {
		return err
	}
	return syncDirectory(disk, dir)
}

// inspect looks at a store that is about to be opened, without changing anything.
func (s *Store) inspect(o *Options, lock *pebble.Lock) error {
	guard, err := readGuard(s.inner, s.dir)
	if err != nil || guard == 0 {
		return err
	}
	p := o.pebble(s.inner, s.space.total)
	p.ReadOnly, p.Lock, p.Logger = true, lock, logger{s.log, &failure{}, nil}
	p.EventListener = quiet()
	db, err := pebble.Open(s.dir, p)
	if err != nil {
		return openingTrouble(err)
	}
	return errors.Join(rows{db: db}.checkGuard(s.inner, s.dir), db.Close())
}
