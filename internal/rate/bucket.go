package rate

import "time"

// Limit is the size of a bucket and how it fills: Burst tokens at most, of which PerSecond come back each second. Both are at least 1
// and at most Most.
type Limit struct{ Burst, PerSecond int64 }

// Most is the largest burst and the largest rate.
const Most = 1_000_000_000

// token is a token, in the parts of which PerSecond come back each nanosecond.
const token = int64(time.Second)

// Bucket is how empty a bucket is. The zero value is a full one. Time is told as the time since any fixed moment, by a clock that does
// not go back; if it does, nothing comes back meanwhile.
type Bucket struct {
	// missing is what was missing at the time at.
	missing int64
	at      time.Duration
}

// Take takes a token out of the bucket, or reports false if there is none.
func (b *Bucket) Take(l Limit, now time.Duration) bool {
	b.fill(l, now)
	if b.missing > (l.Burst-1)*token {
		return false
	}
	b.missing += token
	return true
}

// Give puts a token back that was taken.
func (b *Bucket) Give() { b.missing = max(0, b.missing-token) }

// Left is how many tokens could be taken now.
func (b Bucket) Left(l Limit, now time.Duration) int64 {
	b.fill(l, now)
	return (l.Burst*token - b.missing) / token
}

// Full reports whether the bucket is as good as new.
func (b Bucket) Full(l Limit, now time.Duration) bool {
	b.fill(l, now)
	return b.missing == 0
}

// fill lets come back what has come back by now.
func (b *Bucket) fill(l Limit, now time.Duration) {
	passed := max(0, int64(now-b.at))
	b.at = max(b.at, now)
	// What comes back in a long time does not fit into 64 bits, but then nothing is missing.
	if passed > b.missing/l.PerSecond {
		b.missing = 0
		return
	}
	b.missing -= passed * l.PerSecond
}
