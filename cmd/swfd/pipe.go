package main

import (
	"os"
	"os/signal"
	"syscall"
)

// outliveReader lets a command that has something to clean up come to its end although the reader of its output has gone: a write fails then, in
// place of the signal that would end the process at once.
func outliveReader() (restore func()) {
	gone := make(chan os.Signal, 1)
	signal.Notify(gone, syscall.SIGPIPE)
	return func() { signal.Stop(gone) }
}
