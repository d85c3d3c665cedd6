package bench

import (
	"math/bits"
	"time"
)

// Latencies counts durations in buckets that are narrower than two hundredths of what they hold, so that any number of them takes the same
// memory. The zero value is ready. It is not safe for concurrent use: each client has its own, and they are merged.
type Latencies struct {
	counts  [buckets]uint32
	n       int64
	largest time.Duration
}

// Durations are in nanoseconds. Below 2^subBits each has a bucket of its own; from there on each power of two has 2^subBits buckets.
const (
	subBits = 6
	buckets = (64 - subBits) << subBits
)

func bucketOf(d time.Duration) int {
	v := uint64(max(d, 0))
	shift := max(0, bits.Len64(v)-subBits-1)
	return shift<<subBits + int(v>>shift)
}

// upTo is the longest duration of a bucket.
func upTo(bucket int) time.Duration {
	if bucket < 2<<subBits {
		return time.Duration(bucket)
	}
	shift := bucket>>subBits - 1
	return time.Duration((uint64(bucket-shift<<subBits)+1)<<shift - 1)
}

// Add counts a duration.
func (l *Latencies) Add(d time.Duration) {
	l.counts[bucketOf(d)]++
	l.n++
	l.largest = max(l.largest, d)
}

// Merge counts all that another has counted.
func (l *Latencies) Merge(other *Latencies) {
	for i, n := range other.counts {
		l.counts[i] += n
	}
	l.n += other.n
	l.largest = max(l.largest, other.largest)
}

// Count is how many durations were counted.
func (l *Latencies) Count() int64 { return l.n }

// Largest is the longest of them.
func (l *Latencies) Largest() time.Duration { return l.largest }

// Quantile is a duration that the share q (from 0 to 1) of all do not exceed, 0 if there are none.
func (l *Latencies) Quantile(q float64) time.Duration {
	wanted := int64(q * float64(l.n))
	seen := int64(0)
	for i, n := range l.counts {
		if seen += int64(n); n > 0 && seen > wanted || seen == l.n {
			return min(upTo(i), l.largest)
		}
	}
	return l.largest
}
