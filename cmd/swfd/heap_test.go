package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

// While a server opens the collector waits for more garbage, unless somebody has chosen when it works.
func TestTheCollectorWaitsWhileAServerOpens(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	expect := func(when string, opening int) {
		t.Helper()
		asBefore := collectLess()
		if now := percent(); now != opening {
			t.Errorf("%s the collector waits for %d %% while a server opens, want %d", when, now, opening)
		}
		asBefore()
		if now := percent(); now != 100 {
			t.Errorf("%s the collector waits for %d %% when the server has opened", when, now)
		}
	}
	t.Setenv("GOGC", "")
	expect("usually", openingPercent)
	t.Setenv("GOGC", "50")
	expect("with GOGC", 100)
	t.Setenv("GOGC", "")
	debug.SetMemoryLimit(1 << 40)
	expect("with a limit of memory", 100)
}

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
