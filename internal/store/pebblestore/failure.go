package pebblestore

import (
	"fmt"
	"log/slog"
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

// logger is what Pebble talks to. Its Fatalf returns, where Pebble expects the process to end, if Options.Fatal does.
type logger struct {
	log     *slog.Logger
	failure *failure
}

func (l logger) Infof(format string, args ...any) { l.log.Debug(fmt.Sprintf(format, args...)) }

func (l logger) Errorf(format string, args ...any) { l.log.Error(fmt.Sprintf(format, args...)) }

func (l logger) Fatalf(format string, args ...any) { _ = l.failure.set(fmt.Errorf(format, args...)) }
