package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// heapFloor is how many bytes of live heap the garbage collector takes for granted. A server at rest has less than ten megabytes, and without a
// floor its heap would be collected ten times a second under load, each time with all the buffers that wait to be used again. The bytes are
// reserved and never touched, so they are not resident; what the collector leaves lying because of them may be, up to as much.
const heapFloor = 32 << 20

// raiseHeapFloor lets the collector wait, unless somebody has limited the memory, who knows better. The function that it returns undoes it.
func raiseHeapFloor() (lower func()) {
	if isMemoryLimited() {
		return func() {}
	}
	floor := make([]byte, heapFloor)
	return func() { runtime.KeepAlive(floor) }
}

// openingPercent is how much garbage the collector lets pile up while a server opens, in hundredths of what lives. Nearly all that an opening
// makes lives on, so to collect more often is to go through the same again and again: a million open runs take a fifth less time.
const openingPercent = 300

// collectLess lets the collector wait while a server opens, unless somebody has chosen when it works. The function that it returns ends that.
func collectLess() (asBefore func()) {
	if isCollectorChosen() || isMemoryLimited() {
		return func() {}
	}
	before := debug.SetGCPercent(openingPercent)
	return func() { debug.SetGCPercent(before) }
}

func isMemoryLimited() bool { return debug.SetMemoryLimit(-1) != math.MaxInt64 }

// isCollectorChosen reports whether somebody has chosen when the collector works.
func isCollectorChosen() bool { return os.Getenv("GOGC") != "" }
