package pebblestore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"path/filepath"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/faults"
	"github.com/swfd/swfd/internal/store"
)

// layout is the version of this package's arrangement of keys in Pebble. 1 and 2 were before any release, and are not read.
const layout = 3

// The rows of this package, in a family that package store doesn't use.
var (
	epochKey  = store.Key{Rest: []byte("epoch")}
	layoutKey = store.Key{Rest: []byte("layout")}
	endKey    = store.Key{Rest: []byte("end")}
)

// realDisk is the operating system's file system.
var realDisk = faults.Disk(vfs.Default)

// Open opens the store in a directory, which it makes if need be. It fails if another process, or this one, has the
// store open.
func Open(o Options) (*Store, error) {
	if o.Fatal == nil {
		return nil, fmt.Errorf("open the store in %s: Options.Fatal is not set", o.Dir)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{dir: o.Dir, log: o.Log, stuck: newLatch()}
	s.failure.fatal = o.Fatal
	if err := s.open(&o); err != nil {
		return nil, fmt.Errorf("open the store in %s: %w", o.Dir, errors.Join(err, s.abandon()))
	}
	return s, nil
}

// abandon gives back what an opening that failed has taken. If Pebble is stuck in it, the directory stays taken until the process ends.
func (s *Store) abandon() error {
	var errs []error
	if s.space != nil {
		s.space.close()
	}
	if s.db != nil && !s.stuck.isSet() {
		errs = append(errs, s.closePebble())
	}
	if s.stuck.isSet() {
		return errors.Join(errs...)
	}
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

func (s *Store) open(o *Options) error {
	inner := o.FS
	if inner == nil {
		dir, err := filepath.Abs(o.Dir)
		if err != nil {
			return err
		}
		s.dir, inner = dir, realDisk
	}
	s.inner = inner
	if err := makeDirectory(inner, s.dir); err != nil {
		return err
	}
	lock, err := lockDirectory(s.dir, inner)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, lock)
	if s.space, err = newSpace(s.dir, inner, o); err != nil {
		return err
	}
	if err := s.inspect(o, lock); err != nil {
		return err
	}
	if err := s.openPebble(o, inner, lock); err != nil {
		return err
	}
	if err := s.begin(); err != nil {
		return err
	}
	if err := writeGuard(inner, s.dir, s.epoch); err != nil {
		return err
	}
	s.space.start()
	s.failure.serving.Store(true)
	// What failed in the background meanwhile has told nobody.
	return s.failure.err()
}

// makeDirectory makes a directory that is not there, and those above it, so that they outlast a loss of power.
func makeDirectory(fs vfs.FS, dir string) error {
	if _, err := fs.Stat(dir); err == nil {
		return nil
	}
	above := fs.PathDir(dir)
	if above == dir {
		return nil
	}
	if err := makeDirectory(fs, above); err != nil {
		return err
	}
	if err := fs.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncDirectory(fs, above)
}

var errInUse = errors.New("another swfd uses this directory")

// lockDirectory takes the directory for this process.
func lockDirectory(dir string, inner vfs.FS) (*pebble.Lock, error) {
	lock, err := pebble.LockDirectory(dir, inner)
	if err == nil {
		return lock, nil
	}
	// A lock file that cannot be opened is another matter than one that is locked.
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return nil, err
	}
	return nil, fmt.Errorf("%w (%w)", errInUse, err)
}

func (s *Store) openPebble(o *Options, inner vfs.FS, lock *pebble.Lock) error {
	fs := vfs.OnDiskFull(inner, s.space.full)
	if o.FS == nil {
		var health io.Closer
		fs, health = vfs.WithDiskHealthChecks(fs, slowDisk, nil, func(info vfs.DiskSlowInfo) {
			s.log.Warn("the disk is slow", "directory", s.dir, "what", info.String())
		})
		s.closers = append([]io.Closer{health}, s.closers...)
	}
	p := o.pebble(watch{fs, s.dir, &s.failure, s.stuck, &s.phase}, s.space.total)
	p.Lock = lock
	p.Logger = logger{s.log, &s.failure, s.stuck}
	p.EventListener = s.events()
	return s.awaitPebble(p)
}

// awaitPebble opens Pebble. It does not wait for a Pebble that waits for what has failed in the background.
func (s *Store) awaitPebble(p *pebble.Options) error {
	type result struct {
		db  *pebble.DB
		err error
	}
	opened := make(chan result, 1)
	go func() {
		// Where the disk fails, Pebble may panic as it tidies up.
		defer func() {
			if trouble := recover(); trouble != nil {
				opened <- result{nil, fmt.Errorf("the disk failed, and Pebble came to no end: %v", trouble)}
			}
		}()
		db, err := pebble.Open(s.dir, p)
		opened <- result{db, err}
	}()
	select {
	case r := <-opened:
		if r.err != nil {
			return openingTrouble(r.err)
		}
		s.db = r.db
		s.phase.Store(serving)
		return nil
	case <-s.stuck.happened:
		return s.failure.err()
	}
}

// events reports what an operator should know of what Pebble does on its own.
func (s *Store) events() *pebble.EventListener {
	return &pebble.EventListener{
		BackgroundError: func(err error) {
			s.log.Warn("the store could not write in the background and tries again", "directory", s.dir, "error", firstLine(err))
		},
		DataCorruption: func(info pebble.DataCorruptionInfo) {
			s.log.Error("a file of the store is damaged", "path", info.Path, "error", firstLine(info.Details))
		},
		WriteStallBegin: func(info pebble.WriteStallBeginInfo) {
			s.log.Warn("writes wait for the disk", "directory", s.dir, "reason", info.Reason)
		},
		WriteStallEnd: func() { s.log.Info("writes no longer wait for the disk", "directory", s.dir) },
	}
}

// begin checks the layout and writes the epoch of this opening.
func (s *Store) begin() error {
	epoch, err := s.Get(epochKey)
	switch {
	case errors.Is(err, store.ErrNotFound):
		epoch = make([]byte, 8)
	case err != nil:
		return err
	case len(epoch) != 8:
		return fmt.Errorf("the epoch has %d bytes", len(epoch))
	default:
		if err := s.checkLayout(); err != nil {
			return err
		}
	}
	end, err := s.Get(endKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	before := binary.BigEndian.Uint64(epoch)
	s.abandoned = before > 0 && !bytes.Equal(end, epoch)
	s.epoch = before + 1
	var b store.Batch
	b.Put(layoutKey, []byte{layout})
	b.Put(epochKey, binary.BigEndian.AppendUint64(nil, s.epoch))
	return s.Commit(&b)
}
