//go:build !faults

package faults

import (
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// On tells whether this program can be told to misbehave.
const On = false

// Disk is the file system that a store on a real disk uses.
func Disk(fs vfs.FS) vfs.FS { return fs }

// Now is the wall clock.
func Now() time.Time { return time.Now() }
