package restore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// Restore copies a backup into a directory that is not there yet, or empty, and makes it a store of its own there. The backup stays as it
// is. Until the store is whole its directory has another name; progress, unless it is nil, is told of each file and how many bytes were copied.
func Restore(ctx context.Context, backup, data string, log *slog.Logger, progress func(file string, bytes int64)) error {
	if err := restore(ctx, backup, data, log, progress); err != nil {
		return fmt.Errorf("restore %s into %s: %w", backup, data, err)
	}
	return nil
}

func restore(ctx context.Context, backup, data string, log *slog.Logger, progress func(string, int64)) error {
	if err := isEmpty(data); err != nil {
		return err
	}
	reader, err := pebblestore.OpenReader(pebblestore.Options{Dir: backup, Log: log})
	if err != nil {
		return err
	}
	if err := reader.Close(); err != nil {
		return err
	}
	unfinished := filepath.Clean(data) + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("remove what an earlier try has left: %w", err)
	}
	if err := newStore(ctx, backup, unfinished, log, progress); err != nil {
		return errors.Join(err, os.RemoveAll(unfinished))
	}
	if err := os.Remove(data); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(unfinished, data); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(filepath.Clean(data)))
}

// isEmpty is nil if there is nothing at the directory's name, or nothing in the directory.
func isEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return errors.New("the directory is not empty, and nothing is written over")
	}
	return nil
}

func newStore(ctx context.Context, backup, dir string, log *slog.Logger, progress func(string, int64)) error {
	if err := copyFiles(ctx, backup, dir, progress); err != nil {
		return err
	}
	return withoutTokens(dir, log)
}

// copyFiles copies the files of a directory; a store has no directories in it.
func copyFiles(ctx context.Context, from, to string, progress func(string, int64)) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := copyFile(filepath.Join(from, e.Name()), filepath.Join(to, e.Name()))
		if err != nil {
			return err
		}
		if progress != nil {
			progress(e.Name(), n)
		}
	}
	return syncDirectory(to)
}

func copyFile(from, to string) (n int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if n, err = io.Copy(out, in); err != nil {
		return n, err
	}
	return n, out.Sync()
}

// syncDirectory makes the names in a directory durable. Windows needs and knows no such thing.
func syncDirectory(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// withoutTokens lets a store begin with a key of its own, so that no token from before is good for anything.
func withoutTokens(dir string, log *slog.Logger) (err error) {
	var failed error
	s, err := pebblestore.Open(pebblestore.Options{Dir: dir, Log: log, Fatal: func(err error) { failed = err }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), failed) }()
	key := store.TokenKeysKey()
	value, err := s.Get(key)
	if errors.Is(err, store.ErrNotFound) {
		// No server has served it yet.
		return nil
	}
	if err != nil {
		return err
	}
	row, _, err := store.DecodeRegistry(store.Row{Key: key, Value: value})
	if err != nil {
		return err
	}
	return putKeys(s, row.TokenKeys)
}

func putKeys(s store.Store, before *store.TokenKeys) error {
	secret := make([]byte, token.KeySize)
	rand.Read(secret)
	value, err := store.EncodeRegistry(store.TokenKeys{
		Keys:       []store.TokenKey{before.Next(secret, swf.TimestampOf(time.Now()))},
		Generation: before.Generation + 1,
	})
	if err != nil {
		return err
	}
	var b store.Batch
	b.Put(store.TokenKeysKey(), value)
	return s.Commit(&b)
}
