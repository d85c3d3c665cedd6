package rate_test

import (
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/rate"
)

// A story is told in steps: so long after the one before, so many are tried, and so many of them pass.
type step struct {
	after          time.Duration
	tried, passing int
}

func TestBucket(t *testing.T) {
	heartbeat := rate.Limit{Burst: 2000, PerSecond: 160}
	for name, story := range map[string]struct {
		limit rate.Limit
		steps []step
	}{
		"full at first, and then empty":        {heartbeat, []step{{0, 2001, 2000}, {0, 5, 0}}},
		"what comes back":                      {heartbeat, []step{{0, 2000, 2000}, {time.Second, 1000, 160}, {500 * time.Millisecond, 1000, 80}}},
		"not a nanosecond too early":           {rate.Limit{Burst: 1, PerSecond: 1}, []step{{0, 2, 1}, {time.Second - 1, 1, 0}, {1, 2, 1}}},
		"a rate that divides no second":        {rate.Limit{Burst: 6, PerSecond: 6}, []step{{0, 6, 6}, {time.Second, 9, 6}, {time.Second, 9, 6}}},
		"thirds add up":                        {rate.Limit{Burst: 3, PerSecond: 3}, []step{{0, 3, 3}, {333_333_333, 1, 0}, {1, 1, 1}, {333_333_333, 1, 1}, {333_333_332, 1, 0}, {1, 1, 1}}},
		"never more than its size":             {rate.Limit{Burst: 10, PerSecond: 5}, []step{{0, 3, 3}, {time.Hour, 99, 10}}},
		"a long night":                         {heartbeat, []step{{0, 2000, 2000}, {math.MaxInt64 - 1, 3000, 2000}}},
		"a refusal takes nothing":              {rate.Limit{Burst: 1, PerSecond: 1}, []step{{0, 1000, 1}, {time.Second, 1000, 1}}},
		"the largest":                          {rate.Limit{Burst: rate.Most, PerSecond: rate.Most}, []step{{0, 5, 5}, {math.MaxInt64 - 1, 5, 5}}},
		"a clock that goes back fills nothing": {rate.Limit{Burst: 1, PerSecond: 1}, []step{{time.Hour, 1, 1}, {-time.Minute, 1, 0}, {time.Minute, 1, 0}, {time.Second, 1, 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			var b rate.Bucket
			now := time.Duration(0)
			for i, s := range story.steps {
				now += s.after
				passed := 0
				for range s.tried {
					if b.Take(story.limit, now) {
						passed++
					}
				}
				if passed != s.passing {
					t.Errorf("step %d: %d pass, want %d", i, passed, s.passing)
				}
			}
		})
	}
}

func TestLeftAndFull(t *testing.T) {
	l := rate.Limit{Burst: 10, PerSecond: 2}
	var b rate.Bucket
	state := func(now time.Duration, left int64, full bool) {
		t.Helper()
		if b.Left(l, now) != left || b.Full(l, now) != full {
			t.Errorf("after %v %d are left and it is full: %v; want %d and %v", now, b.Left(l, now), b.Full(l, now), left, full)
		}
	}
	state(0, 10, true)
	b.Take(l, 0)
	b.Take(l, 0)
	state(0, 8, false)
	state(499*time.Millisecond, 8, false)
	state(500*time.Millisecond, 9, false)
	state(time.Second, 10, true)
	b.Give()
	state(0, 9, false)
	b.Give()
	b.Give()
	state(0, 10, true)
}

// In any stretch of time no more pass than the burst and what comes back meanwhile, and whatever must pass does: the bucket is held
// against one of exact fractions that knows no trick.
func TestBucketProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := rate.Limit{
			Burst:     rapid.Int64Range(1, 20).Draw(t, "burst"),
			PerSecond: rapid.OneOf(rapid.Int64Range(1, 20), rapid.Int64Range(1, rate.Most)).Draw(t, "per second"),
		}
		pause := rapid.OneOf(
			rapid.Just(int64(0)), rapid.Int64Range(0, 1000), rapid.Int64Range(0, 3*int64(time.Second)/l.PerSecond+1),
			rapid.Int64Range(0, int64(time.Hour)),
		)
		var b rate.Bucket
		exact := &fractions{limit: l, level: new(big.Rat).SetInt64(l.Burst)}
		now := time.Duration(0)
		var passed []time.Duration
		for range rapid.IntRange(1, 200).Draw(t, "calls") {
			now += time.Duration(pause.Draw(t, "pause"))
			got, want := b.Take(l, now), exact.take(now)
			if got != want {
				t.Fatalf("at %v it passes: %v, want %v", now, got, want)
			}
			if got {
				passed = append(passed, now)
			}
		}
		for i := range passed {
			for j := i; j < len(passed); j++ {
				came := new(big.Rat).Mul(big.NewRat(int64(passed[j]-passed[i]), int64(time.Second)), new(big.Rat).SetInt64(l.PerSecond))
				most := came.Add(came, new(big.Rat).SetInt64(l.Burst))
				if n := int64(j - i + 1); new(big.Rat).SetInt64(n).Cmp(most) > 0 {
					t.Fatalf("from %v to %v %d pass", passed[i], passed[j], n)
				}
			}
		}
	})
}

// fractions is a bucket of exact fractions.
type fractions struct {
	limit rate.Limit
	level *big.Rat
	at    time.Duration
}

func (f *fractions) take(now time.Duration) bool {
	came := new(big.Rat).Mul(big.NewRat(int64(now-f.at), int64(time.Second)), new(big.Rat).SetInt64(f.limit.PerSecond))
	f.at = now
	f.level.Add(f.level, came)
	if full := new(big.Rat).SetInt64(f.limit.Burst); f.level.Cmp(full) > 0 {
		f.level.Set(full)
	}
	one := big.NewRat(1, 1)
	if f.level.Cmp(one) < 0 {
		return false
	}
	f.level.Sub(f.level, one)
	return true
}
