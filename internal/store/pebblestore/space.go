package pebblestore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// lookInterval is how often the free space is looked at.
const lookInterval = time.Second

// defaultMinFree is the mark on a large file system; on one smaller than eight times as much, it is an eighth of it.
const defaultMinFree = 1 << 30

// SpaceError says that a store refuses writes because the free space is under its mark.
type SpaceError struct {
	// Dir is the store's directory.
	Dir string
	// Free is what was found free, and MinFree the mark, in bytes.
	Free, MinFree uint64
}

// Error tells the directory, the free bytes and the mark.
func (e *SpaceError) Error() string {
	return fmt.Sprintf("the store in %s refuses writes: %d bytes are free on its file system, and it needs %d",
		e.Dir, e.Free, e.MinFree)
}

// space watches the free space of the file system that the store lies on.
type space struct {
	dir string
	// usage asks for the free and total bytes.
	usage func() (free, total uint64, err error)
	// total is the size of the file system when the store was opened, 0 if unknown.
	total   uint64
	mark    uint64
	ballast ballast
	log     *slog.Logger

	refused atomic.Pointer[SpaceError]
	// free is what the last look has found.
	free atomic.Uint64
	// elsewhere counts what is being written that may lie on another file system.
	elsewhere atomic.Int32
	// watched is true if the free space can be told and somebody is to look at it.
	watched bool
	cancel  context.CancelFunc
	watcher sync.WaitGroup
}

// newSpace takes the first look. Where the file system can't tell its free space, as in memory, it is the last.
func newSpace(dir string, fs vfs.FS, o *Options) (*space, error) {
	w := &space{
		dir: dir, usage: o.FreeSpace, mark: o.MinFree, log: o.Log,
		ballast: ballast{fs: fs, path: fs.PathJoin(dir, ballastName), size: o.Ballast},
	}
	if w.usage == nil {
		w.usage = func() (free, total uint64, err error) {
			u, err := fs.GetDiskUsage(dir)
			return u.AvailBytes, u.TotalBytes, err
		}
	}
	free, total, err := w.usage()
	if errors.Is(err, vfs.ErrUnsupported) {
		return w, nil
	}
	if err != nil {
		return nil, fmt.Errorf("ask for the free space: %w", err)
	}
	w.total = total
	if w.mark == 0 {
		w.mark = min(defaultMinFree, total/8)
	}
	w.judge(free)
	w.watched = !o.NoPeriodicWork
	return w, nil
}

// start begins to look every second.
func (w *space) start() {
	if !w.watched {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.cancel = cancel
	w.watcher.Go(func() { w.watch(ctx) })
}

func (w *space) close() {
	if w.cancel != nil {
		w.cancel()
	}
	w.watcher.Wait()
}

func (w *space) watch(ctx context.Context) {
	tick := time.NewTicker(lookInterval)
	defer tick.Stop()
	broken := false
	for {
		free, _, err := w.usage()
		if err != nil && !broken {
			w.log.Warn("the free space cannot be told; the last answer counts", "directory", w.dir, "error", err)
		}
		broken = err != nil
		if err == nil {
			w.judge(free)
			w.keepBallast(free)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// judge refuses writes under the mark, and accepts them again an eighth above it, so that the answer does not flutter.
func (w *space) judge(free uint64) {
	w.free.Store(free)
	before := w.refused.Load()
	switch {
	case free < w.mark:
		w.refused.Store(&SpaceError{Dir: w.dir, Free: free, MinFree: w.mark})
	case free >= w.mark+w.mark/8:
		w.refused.Store(nil)
	}
	switch now := w.refused.Load(); {
	case before == nil && now != nil:
		w.log.Error("the store refuses writes until space is freed", "directory", w.dir, "free", free, "mark", w.mark)
	case before != nil && now == nil:
		w.log.Info("the store accepts writes again", "directory", w.dir, "free", free, "mark", w.mark)
	}
}

func (w *space) refusal() error {
	if e := w.refused.Load(); e != nil {
		return e
	}
	return nil
}

// full is called when a write has found the disk full; that write waits for it and is then tried once more. Writes are
// refused until the watch finds space.
func (w *space) full() {
	if w.isElsewhere() {
		return
	}
	if !w.watched {
		w.log.Error("the disk is full", "directory", w.dir)
		return
	}
	// Many writes may find it full before it is seen to have room.
	if before := w.refused.Load(); before == nil || before.Free > 0 {
		w.log.Error("the disk is full, and the store refuses writes until space is freed", "directory", w.dir, "mark", w.mark)
	}
	w.refused.Store(&SpaceError{Dir: w.dir, MinFree: w.mark})
	w.free.Store(0)
	if err := w.ballast.drop(); err != nil {
		w.log.Error("the ballast cannot be removed", "directory", w.dir, "error", err)
	}
}

// isElsewhere reports whether it was probably another disk that was found full.
func (w *space) isElsewhere() bool {
	if w.elsewhere.Load() == 0 {
		return false
	}
	free, _, err := w.usage()
	return err == nil && free >= w.mark
}

// keepBallast writes the ballast when there is room for it beyond the mark.
func (w *space) keepBallast(free uint64) {
	if w.refused.Load() != nil || free < w.mark+w.mark/8+uint64(w.ballast.size) {
		return
	}
	if err := w.ballast.keep(); err != nil {
		w.log.Warn("the ballast cannot be written", "directory", w.dir, "error", err)
	}
}
