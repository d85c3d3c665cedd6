package main

import (
	"math"
	"runtime"
	"runtime/debug"
)

// heapFloor is how many bytes of live heap the garbage collector takes for granted. A server at rest has less than ten megabytes, and without a
// floor its heap would be collected ten times a second under load, each time with all the buffers that wait to be used again. The bytes are
// reserved and never touched, so they are not resident; what the collector leaves lying because of them may be, up to as much.
const heapFloor = 32 << 20

// raiseHeapFloor lets the collector wait, unless somebody has limited the memory, who knows better. The function that it returns undoes it.
func raiseHeapFloor() (lower func()) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return func() {}
	}
	floor := make([]byte, heapFloor)
	return func() { runtime.KeepAlive(floor) }
}
