package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

// The collector waits until the floor is reached, and does not where the memory is limited.
func TestHeapFloor(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	goal := func() uint64 {
		runtime.GC()
		s := []metrics.Sample{{Name: "/gc/heap/goal:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	before := goal()
	lower := raiseHeapFloor()
	if raised := goal(); raised < before+heapFloor {
		t.Errorf("with a floor of %d bytes the next collection comes at %d; without it was %d", heapFloor, raised, before)
	}
	lower()
	debug.SetMemoryLimit(1 << 40)
	lower = raiseHeapFloor()
	if limited := goal(); limited >= before+heapFloor {
		t.Errorf("there is a floor beside a limit: the next collection comes at %d; without it was %d", limited, before)
	}
	lower()
}
