package tasklist

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// TestEachTaskIsClaimedOnce lets many pollers and offers meet: each offered task is received once, though some pollers leave and give
// back what was claimed for them, and some tasks are returned. At the end nothing is left.
func TestEachTaskIsClaimedOnce(t *testing.T) {
	const pollers, offerers, each = 16, 8, 500
	ls := New()
	keys := []Key{activities, decisions}
	done, cancel := context.WithCancel(t.Context())
	defer cancel()
	var left atomic.Int64
	left.Store(offerers * each)
	claimed := make([]map[string]int, pollers)
	var wg sync.WaitGroup
	for i := range pollers {
		claimed[i] = map[string]int{}
		wg.Go(func() {
			for n := 0; done.Err() == nil; n++ {
				key := keys[i%len(keys)]
				w, err := ls.Poll(key, pollers)
				if err != nil {
					t.Errorf("poll: %v", err)
					return
				}
				task, ok := await(done, ls, w, n%3 == 0)
				switch {
				case !ok:
				case n%5 == 0:
					ls.Return(key, task)
				default:
					claimed[i][task.RunID]++
					if left.Add(-1) == 0 {
						cancel()
					}
				}
			}
		})
	}
	for i := range offerers {
		wg.Go(func() {
			for n := range each {
				ls.Offer(keys[n%len(keys)], named(fmt.Sprintf("%d/%d", i, n)))
			}
		})
	}
	wg.Wait()
	all := map[string]int{}
	for _, some := range claimed {
		for run, n := range some {
			all[run] += n
		}
	}
	for run, n := range all {
		if n != 1 {
			t.Errorf("%s was claimed %d times", run, n)
		}
	}
	if len(all) != offerers*each {
		t.Errorf("%d of %d tasks were claimed", len(all), offerers*each)
	}
	expectForgotten(t, ls)
}

// await waits for a poll's task, or leaves at once and takes what was claimed meanwhile.
func await(done context.Context, ls *Lists, w *Wait, leave bool) (Task, bool) {
	if !leave {
		select {
		case task, ok := <-w.C:
			return task, ok
		case <-done.Done():
		}
	}
	return ls.Leave(w)
}

// TestClosingMeetsEveryPoll: a poll that comes while the lists close ends, whichever was first.
func TestClosingMeetsEveryPoll(t *testing.T) {
	for range 200 {
		ls := New()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				w, err := ls.Poll(activities, many)
				if err != nil {
					t.Errorf("poll: %v", err)
					return
				}
				<-w.C
			})
		}
		wg.Go(func() { ls.Offer(activities, named("a")) })
		wg.Go(ls.Close)
		wg.Wait()
	}
}
