package pebblestore

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/cockroachdb/pebble/v2"
)

// ErrNoStore is what a directory is refused with that holds no store.
var ErrNoStore = errors.New("there is no store in this directory")

// Reader is a store that is looked at and not changed. No server can have the directory open meanwhile.
type Reader struct {
	rows
	lock *pebble.Lock
}

// OpenReader opens the store in a directory for reading. It fails if there is none, or if a process, such as a server, has it
// open. Not even what a server would mend at its start is written: the end of the write-ahead log is read into memory. Of the
// options, Dir, FS and Log count.
func OpenReader(o Options) (*Reader, error) {
	r := &Reader{}
	if err := r.open(o); err != nil {
		return nil, fmt.Errorf("open the store in %s for reading: %w", o.Dir, errors.Join(err, r.release()))
	}
	return r, nil
}

func (r *Reader) open(o Options) error {
	dir, fs := o.Dir, o.FS
	if fs == nil {
		var err error
		if dir, err = filepath.Abs(dir); err != nil {
			return err
		}
		fs = realDisk
	}
	// Looked at first, for to take the lock would leave a file where no store is.
	found, err := pebble.Peek(dir, fs)
	if err != nil {
		return err
	}
	if !found.Exists {
		return ErrNoStore
	}
	r.lock, err = lockDirectory(dir, fs)
	switch {
	case errors.Is(err, errInUse):
		return fmt.Errorf("%w: end it first, or read a copy of the directory", err)
	case err != nil:
		return err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := o.pebble(fs, 0)
	p.ReadOnly, p.Lock, p.Logger = true, r.lock, logger{o.Log, &failure{}, nil}
	p.EventListener = quiet()
	if r.db, err = pebble.Open(dir, p); err != nil {
		return openingTrouble(err)
	}
	if err := r.checkGuard(fs, dir); err != nil {
		return err
	}
	return r.checkLayout()
}

// quiet listens to a Pebble that only reads. What is damaged it tells whoever reads; it need not end because of it.
func quiet() *pebble.EventListener {
	return &pebble.EventListener{DataCorruption: func(pebble.DataCorruptionInfo) {}}
}

// Close gives the directory free. No reading may be under way or follow.
func (r *Reader) Close() error {
	if err := r.release(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

func (r *Reader) release() error {
	var errs []error
	if r.db != nil {
		errs = append(errs, r.db.Close())
	}
	if r.lock != nil {
		errs = append(errs, r.lock.Close())
	}
	return errors.Join(errs...)
}
