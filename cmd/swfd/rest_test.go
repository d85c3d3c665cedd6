package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"testing/synctest"
	"time"
)

// A server gives memory back when it rests and has much of it.
func TestWhenMemoryIsGivenBack(t *testing.T) {
	const mb = 1 << 20
	before := heap{allocated: 5000 * mb}
	for what, test := range map[string]struct {
		now  heap
		give bool
	}{
		"garbage":                         {heap{allocated: 5001 * mb, live: 500 * mb, objects: 900 * mb}, true},
		"what was freed and is kept":      {heap{allocated: 5001 * mb, live: 500 * mb, objects: 500 * mb, free: 400 * mb}, true},
		"both together":                   {heap{allocated: 5000 * mb, live: 100 * mb, objects: 132 * mb, free: 32 * mb}, true},
		"little":                          {heap{allocated: 5000 * mb, live: 100 * mb, objects: 132 * mb, free: 31 * mb}, false},
		"little beside what lives":        {heap{allocated: 5000 * mb, live: 1000 * mb, objects: 1249 * mb}, false},
		"much beside what lives":          {heap{allocated: 5000 * mb, live: 1000 * mb, objects: 1250 * mb}, true},
		"nothing":                         {heap{allocated: 5000 * mb, live: 500 * mb, objects: 500 * mb}, false},
		"a collection is under way":       {heap{allocated: 5000 * mb, live: 500 * mb, objects: 400 * mb}, false},
		"garbage on a server at work":     {heap{allocated: 5005 * mb, live: 500 * mb, objects: 900 * mb}, false},
		"as much as a resting one may do": {heap{allocated: 5004 * mb, live: 500 * mb, objects: 900 * mb}, true},
	} {
		if give := test.now.isWorthGiving(before); give != test.give {
			t.Errorf("%s: %v", what, give)
		}
	}
}

// Memory really goes back to the system, and not if somebody has chosen when the collector works.
func TestMemoryIsGivenBack(t *testing.T) {
	// Nobody else collects what is wasted, so nobody else gives it back.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	const much = 4 * worthGiving
	for gogc, gives := range map[string]bool{"": true, "100": false} {
		t.Setenv("GOGC", gogc)
		// In the bubble, all that is due has been done when the sleep ends.
		synctest.Test(t, func(t *testing.T) {
			debug.FreeOSMemory()
			before := kept()
			waste(much)
			defer giveBack(restEvery)()
			time.Sleep(3 * restEvery)
			if now := kept(); (now <= before+much/2) != gives {
				t.Errorf("with GOGC=%q: %d bytes are kept, and %d were before %d were wasted", gogc, now, before, much)
			}
		})
	}
}

// kept is how many bytes of the heap the system has given and not got back.
func kept() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() + s[1].Value.Uint64() + s[2].Value.Uint64()
}

func waste(bytes int) {
	for range bytes >> 20 {
		runtime.KeepAlive(make([]byte, 1<<20))
	}
}
