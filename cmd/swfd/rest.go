package main

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

const (
	// restEvery is how often a server looks whether it rests.
	restEvery = 2 * time.Second
	// restAllocates is how many bytes a server allocates at most from one look to the next while it rests: polls are held and come again, and
	// somebody reads the metrics.
	restAllocates = 4 << 20
	// worthGiving is how many bytes there must be to give back, and giveFraction the fraction of what lives that they must be, for it is not done
	// for nothing: all that lives is gone through.
	worthGiving  = 64 << 20
	giveFraction = 4
)

// giveBack gives memory back to the system whenever the server rests, unless somebody has chosen when the collector works. By itself the collector
// keeps as much for garbage as lives, and so after a burst a server would take twice what it needs for as long as it rests. The function that it
// returns ends that, and waits until it has ended.
func giveBack(every time.Duration) (end func()) {
	if isCollectorChosen() {
		return func() {}
	}
	ended := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		last := readHeap()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
			}
			now := readHeap()
			if now.isWorthGiving(last) {
				debug.FreeOSMemory()
				now = readHeap()
			}
			last = now
		}
	})
	return func() {
		close(ended)
		group.Wait()
	}
}

// heap is the state of the heap at a moment, in bytes.
type heap struct {
	// allocated is all that was ever allocated, and live what the last collection has found alive.
	allocated, live uint64
	// objects is what lives or has not been collected, and free what could be used without asking the system.
	objects, free uint64
}

func readHeap() heap {
	samples := []metrics.Sample{
		{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(samples)
	return heap{samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()}
}

// isWorthGiving reports whether the server has rested since the last look, and has much to give back.
func (h heap) isWorthGiving(last heap) bool {
	return h.allocated-last.allocated <= restAllocates && h.objects+h.free >= h.live+max(worthGiving, h.live/giveFraction)
}
