package throttle

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/swfd/swfd/internal/rate"
)

// Of is whose bucket it is: an account's in a Region, or of what is narrower there, an execution's or a task list's of a domain.
type Of struct{ Account, Region, Domain, Name string }

// mostBuckets is how many buckets of one rate may be in use at once. Who comes next is refused, until some are full again.
const mostBuckets = 1 << 16

// fewBuckets are not worth looking through.
const fewBuckets = 64

// sweepEvery is how long a look through as many buckets as there may be helps.
const sweepEvery = 100 * time.Millisecond

// buckets are those of one rate that are not full.
type buckets struct {
	name  string
	limit rate.Limit
	// refused counts who found no token.
	refused atomic.Uint64

	mu sync.Mutex
	of map[Of]*rate.Bucket
	// sweepAt is how many buckets there are when the full ones are forgotten the next time, and not before that moment.
	sweepAt   int
	sweepFrom time.Duration
}

func newBuckets(name string, l rate.Limit) *buckets {
	return &buckets{name: name, limit: l, of: map[Of]*rate.Bucket{}, sweepAt: fewBuckets}
}

// take takes a token, or reports false if there is none.
func (b *buckets) take(of Of, now time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	bucket := b.of[of]
	if bucket == nil {
		bucket = b.add(of, now)
	}
	if bucket == nil || !bucket.Take(b.limit, now) {
		b.refused.Add(1)
		return false
	}
	return true
}

// give puts a token back.
func (b *buckets) give(of Of) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if bucket := b.of[of]; bucket != nil {
		bucket.Give()
	}
}

// add makes a bucket, nil if there are too many.
func (b *buckets) add(of Of, now time.Duration) *rate.Bucket {
	if len(b.of) >= b.sweepAt && now >= b.sweepFrom {
		b.sweep(now)
	}
	if len(b.of) >= mostBuckets {
		return nil
	}
	bucket := &rate.Bucket{}
	b.of[of] = bucket
	return bucket
}

// sweep forgets the buckets that are full. It comes again when there are twice as many as are left, so a bucket is looked at once or
// twice in its life; if there are as many as there may be, it comes seldom.
func (b *buckets) sweep(now time.Duration) {
	for of, bucket := range b.of {
		if bucket.Full(b.limit, now) {
			delete(b.of, of)
		}
	}
	b.sweepAt = min(max(fewBuckets, 2*len(b.of)), mostBuckets)
	if b.sweepAt == mostBuckets {
		b.sweepFrom = now + sweepEvery
	}
}

// levels adds how empty the buckets are: those of an account each, of narrower ones the emptiest of each domain.
func (b *buckets) levels(now time.Duration, add func(Of, int64)) {
	emptiest := map[Of]int64{}
	b.mu.Lock()
	for of, bucket := range b.of {
		of.Name = ""
		left := bucket.Left(b.limit, now)
		if least, ok := emptiest[of]; !ok || left < least {
			emptiest[of] = left
		}
	}
	b.mu.Unlock()
	for of, left := range emptiest {
		add(of, left)
	}
}
