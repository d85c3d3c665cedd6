package pebblestore

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// ballastName is the ballast's file in the store's directory.
const ballastName = "BALLAST"

// ballast is a file that is there to be removed: its space lets the store finish what it was writing when the disk
// became full.
type ballast struct {
	fs   vfs.FS
	path string
	size int64

	mu sync.Mutex
	// kept is true once the file is known to be whole.
	kept bool
}

// keep writes the file unless it is there.
func (b *ballast) keep() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.size == 0 || b.kept {
		return nil
	}
	if info, err := b.fs.Stat(b.path); err == nil && info.Size() == b.size {
		b.kept = true
		return nil
	}
	if err := b.write(); err != nil {
		return errors.Join(err, b.remove())
	}
	b.kept = true
	return nil
}

// write fills the file with noise, which no file system stores as a hole or compresses away.
func (b *ballast) write() error {
	f, err := b.fs.Create(b.path, vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("create the ballast: %w", err)
	}
	noise := rand.NewChaCha8([32]byte{})
	chunk := make([]byte, 1<<20)
	for left := b.size; left > 0 && err == nil; left -= int64(len(chunk)) {
		chunk = chunk[:min(left, int64(len(chunk)))]
		_, _ = noise.Read(chunk)
		_, err = f.Write(chunk)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// drop removes the file.
func (b *ballast) drop() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept = false
	return b.remove()
}

func (b *ballast) remove() error {
	if err := b.fs.Remove(b.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
