//go:build unix

package main

import "syscall"

// keepPrivate makes the files of this process its owner's alone, in whichever directory they are: a store has what workflows carry, and
// the keys that seal tokens, and so has a backup.
func keepPrivate() { syscall.Umask(0o077) }
