package fairshare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// TestTurns tells who gets in, in which order. A story is words: "+a.x" is a caller of party a, part x; "+a.x*3" one who wants three;
// "-a" gives back one of party a's; "!a.x" lets the latest caller of that part give up. After each line stand those whom it let in.
func TestTurns(t *testing.T) {
	for name, story := range map[string]struct {
		size, share int64
		queue       int
		lines       string
	}{
		"as long as there is enough, at once": {3, 3, 9, `
			+a.x +a.x +b.x : a.x a.x b.x
			+c.x           :
			-a             : c.x
		`},
		"parties in turn, whatever they ask for": {1, 1, 9, `
			+a.x                          : a.x
			+a.x +a.x +a.x +b.x +c.x +c.x :
			-a                            : a.x
			-a                            : b.x
			-b                            : c.x
			-c                            : a.x
			-a                            : c.x
			-c                            : a.x
			-a                            :
		`},
		"the parts of a party in turn": {1, 1, 9, `
			+z.z                               : z.z
			+a.x +a.x +a.x +a.y +b.x +b.x +b.x :
			-z                                 : a.x
			-a                                 : b.x
			-b                                 : a.y
			-a                                 : b.x
			-b                                 : a.x
			-a                                 : b.x
			-b                                 : a.x
		`},
		"nobody holds more than a share": {4, 3, 9, `
			+a.x +a.x +a.x +a.x : a.x a.x a.x
			+b.x                : b.x
			-b                  :
			+b.x                : b.x
			-a                  : a.x
		`},
		"who wants much is not passed by for ever": {4, 4, 9, `
			+a.x*3 +b.x*3 : a.x
			+c.x          :
			-a*3          : b.x c.x
		`},
		"who gives up has no turn": {1, 1, 9, `
			+a.x           : a.x
			+b.x +b.y +c.x :
			!b.x           :
			-a             : b.y
			-b             : c.x
			+d.x +e.x      :
			!d.x           :
			-c             : e.x
		`},
		"who gives up makes way": {4, 4, 9, `
			+a.x*3 +b.x*3 +c.x : a.x
			!b.x               : c.x
		`},
		"a queue has an end": {1, 1, 2, `
			+a.x                : a.x
			+b.x +b.y +b.z +c.x : !b.z
			-a                  : b.x
			+b.z                :
			-b                  : c.x
		`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(story.size, story.share, story.queue)
				defer w.end()
				for line := range strings.Lines(strings.TrimSpace(story.lines)) {
					words, want, _ := strings.Cut(line, ":")
					for _, word := range strings.Fields(words) {
						w.play(t, word)
					}
					wanted := slices.Sorted(strings.FieldsSeq(want))
					if got := w.take(); !slices.Equal(got, wanted) {
						t.Fatalf("after %s got in %v, want %s", words, got, want)
					}
				}
			})
		})
	}
}

// world are callers of a pool in a bubble.
type world struct {
	pool    *Pool[string, string]
	callers sync.WaitGroup
	// giveUp lets the latest caller of a name give up, and all of them end the test.
	giveUp map[string]context.CancelFunc
	all    []context.CancelFunc

	mu sync.Mutex
	in []string
}

func newWorld(size, share int64, queue int) *world {
	return &world{pool: New[string, string](size, share, queue), giveUp: map[string]context.CancelFunc{}}
}

func (w *world) play(t *testing.T, word string) {
	var n int64 = 1
	name, many, ok := strings.Cut(word[1:], "*")
	if ok {
		if _, err := fmt.Sscan(many, &n); err != nil {
			t.Fatal(err)
		}
	}
	of, part, _ := strings.Cut(name, ".")
	switch word[0] {
	case '+':
		ctx, cancel := context.WithCancel(context.Background())
		w.giveUp[name] = cancel
		w.all = append(w.all, cancel)
		w.callers.Go(func() { w.note(w.pool.Acquire(ctx, of, part, n), name) })
	case '-':
		w.pool.Release(of, n)
	case '!':
		w.giveUp[name]()
	}
	synctest.Wait()
}

func (w *world) note(err error, name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil:
		w.in = append(w.in, name)
	case errors.Is(err, ErrFull):
		w.in = append(w.in, "!"+name)
	}
}

func (w *world) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	// Those whom one event lets in come in any order.
	in := slices.Sorted(slices.Values(w.in))
	w.in = nil
	return in
}

func (w *world) end() {
	for _, cancel := range w.all {
		cancel()
	}
	w.callers.Wait()
}

// However callers come, hold, give up and go: there is never more out than there is, no party has more than its share, nobody waits
// who could have what they want, and in the end all of it is back and nobody is remembered.
func TestPoolProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, 12).Draw(t, "size")
		share := rapid.Int64Range(1, size).Draw(t, "share")
		queue := rapid.IntRange(0, 4).Draw(t, "queue")
		p := New[int, int](size, share, queue)
		type hold struct {
			of, part int
			n        int64
			c        *caller
		}
		var in, waiting []hold
		settle := func() {
			var still []hold
			for _, h := range waiting {
				select {
				case <-h.c.in:
					in = append(in, h)
				default:
					still = append(still, h)
				}
			}
			waiting = still
		}
		check := func() {
			held, total := map[int]int64{}, int64(0)
			for _, h := range in {
				held[h.of] += h.n
				total += h.n
			}
			for of, n := range held {
				if n > share {
					t.Fatalf("party %d holds %d", of, n)
				}
			}
			if got, n := p.InUse(); total > size || got != total || n != len(waiting) {
				t.Fatalf("%d are held and %d wait, the pool says %d and %d", total, len(waiting), got, n)
			}
			if len(waiting) == 0 {
				return
			}
			// Who stands first, of those whose share is not used up, must be somebody for whom there is not enough.
			for _, who := range p.turns {
				n := who.lines[0].callers[0].n
				if who.held+n <= share {
					if n <= size-total {
						t.Fatal("somebody waits who could have what they want")
					}
					break
				}
			}
		}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0, 1:
				h := hold{
					of: rapid.IntRange(0, 3).Draw(t, "party"), part: rapid.IntRange(0, 2).Draw(t, "part"),
					n: rapid.Int64Range(1, share).Draw(t, "n"),
				}
				switch c, err := p.ask(h.of, h.part, h.n); {
				case err != nil:
				case c == nil:
					in = append(in, h)
				default:
					h.c = c
					waiting = append(waiting, h)
				}
			case 2:
				if len(in) > 0 {
					i := rapid.IntRange(0, len(in)-1).Draw(t, "who goes")
					p.Release(in[i].of, in[i].n)
					in = slices.Delete(in, i, i+1)
				}
			case 3:
				if len(waiting) > 0 {
					i := rapid.IntRange(0, len(waiting)-1).Draw(t, "who gives up")
					h := waiting[i]
					ctx, cancel := context.WithCancel(context.Background())
					cancel()
					if err := p.giveUp(ctx, h.of, h.part, h.c); err == nil {
						t.Fatal("somebody waited who was in")
					}
					waiting = slices.Delete(waiting, i, i+1)
				}
			}
			settle()
			check()
		}
		for len(in) > 0 {
			p.Release(in[0].of, in[0].n)
			in = in[1:]
			settle()
			check()
		}
		if len(waiting) > 0 || len(p.parties) > 0 || len(p.turns) > 0 || p.free != size {
			t.Fatalf("%d wait, %d parties are remembered, %d have a turn, and %d are free", len(waiting), len(p.parties), len(p.turns), p.free)
		}
	})
}

// A noisy party with two hundred callers at once and a quiet one with one caller at a time: the quiet one waits no longer than for a turn.
func TestANoisyPartyStarvesNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const work, places = 10 * time.Millisecond, 8
		p := New[string, string](places, places, 1000)
		ctx, stop := context.WithCancel(t.Context())
		var noise sync.WaitGroup
		for i := range 200 {
			noise.Go(func() {
				for ctx.Err() == nil && p.Acquire(ctx, "noisy", fmt.Sprint(i%5), 1) == nil {
					time.Sleep(work)
					p.Release("noisy", 1)
				}
			})
		}
		synctest.Wait()
		slowest := time.Duration(0)
		for range 100 {
			began := time.Now()
			if err := p.Acquire(ctx, "quiet", "", 1); err != nil {
				t.Fatal(err)
			}
			slowest = max(slowest, time.Since(began))
			time.Sleep(work)
			p.Release("quiet", 1)
		}
		stop()
		noise.Wait()
		if slowest > work {
			t.Errorf("the quiet one waited for %v, while a call takes %v", slowest, work)
		}
	})
}

func BenchmarkAcquire(b *testing.B) {
	p := New[[2]string, string](256, 192, 1000)
	of := [2]string{"123456789012", "AKIDEXAMPLE"}
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Acquire(ctx, of, "orders", 1); err != nil {
			b.Fatal(err)
		}
		p.Release(of, 1)
	}
}
