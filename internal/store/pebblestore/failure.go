package pebblestore

import (
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// failure is the end of a store: the first error after which nothing may be acknowledged.
type failure struct {
	first atomic.Pointer[error]
	// serving is false until the store is open: before that, a failure is Open's to return.
	serving atomic.Bool
	fatal   func(error)
}

// err is nil while the store has not failed.
func (f *failure) err() error {
	if p := f.first.Load(); p != nil {
		return *p
	}
	return nil
}

// set notes a failure and returns the first one. Whoever noted the first lets the process end.
func (f *failure) set(err error) error {
	err = fmt.Errorf("the store has failed: %w", err)
	if !f.first.CompareAndSwap(nil, &err) {
		return f.err()
	}
	if f.serving.Load() {
		f.fatal(err)
	}
	return err
}

// logger is what Pebble talks to.
type logger struct {
	log     *slog.Logger
	failure *failure
	// stuck is set when Pebble cannot come to rest any more; it is nil for a store that is only read.
	stuck *latch
}

// latch is something that happens once, if ever.
type latch struct {
	once     sync.Once
	happened chan struct{}
}

func newLatch() *latch { return &latch{happened: make(chan struct{})} }

func (l *latch) set() { l.once.Do(func() { close(l.happened) }) }

func (l *latch) isSet() bool {
	select {
	case <-l.happened:
		return true
	default:
		return false
	}
}

// commitFailed is how Pebble begins to speak of a commit that has failed, on the goroutine that committed.
const commitFailed = "pebble: fatal commit error"

func (l logger) Infof(format string, args ...any) { l.log.Debug(fmt.Sprintf(format, args...)) }

func (l logger) Errorf(format string, args ...any) { l.log.Error(fmt.Sprintf(format, args...)) }

// Fatalf is where Pebble expects the process to end. If it lives on for a moment, a commit returns with the failure; but what Pebble does
// in the background, and it does everything else there, ends here. It would tidy up after what has failed, and delete files that
// the manifest on the disk may name all the same: a store without them can never be opened again. And it would try again for ever.
func (l logger) Fatalf(format string, args ...any) {
	_ = l.failure.set(fmt.Errorf(format, args...))
	if l.stuck == nil || strings.HasPrefix(format, commitFailed) {
		return
	}
	l.stuck.set()
	runtime.Goexit()
}
