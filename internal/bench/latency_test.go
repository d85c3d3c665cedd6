package bench

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// Each duration lies in a bucket whose longest one is at most two hundredths longer, and buckets follow each other without gaps.
func TestBucketsHoldWhatTheySay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		d := time.Duration(random.Int64() >> random.IntN(63))
		b := bucketOf(d)
		if last := upTo(b); last < d || float64(last-d) > 0.02*float64(d) || bucketOf(last) != b || last < 1<<62 && bucketOf(last+1) != b+1 {
			t.Fatalf("%d ns lie in bucket %d, up to %d ns; the next is in %d", d, b, last, bucketOf(last+1))
		}
	}
	for _, d := range []time.Duration{-1, 0, 1, 63, 64, 127, 128, 1<<63 - 1} {
		if b := bucketOf(d); b < 0 || b >= buckets || upTo(b) < d {
			t.Errorf("%d ns lie in bucket %d, up to %d ns", d, b, upTo(b))
		}
	}
}

func TestQuantiles(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var whole Latencies
	var all []time.Duration
	for range 8 {
		var part Latencies
		for range 1000 {
			d := time.Duration(random.ExpFloat64() * float64(time.Millisecond))
			all = append(all, d)
			part.Add(d)
		}
		whole.Merge(&part)
	}
	slices.Sort(all)
	for _, q := range []float64{0, 0.5, 0.9, 0.99, 0.9999} {
		want := all[int(q*float64(len(all)))]
		if got := whole.Quantile(q); got < want || float64(got-want) > 0.02*float64(want)+1 {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if got := whole.Quantile(1); got != all[len(all)-1] || whole.Largest() != got || whole.Count() != 8000 {
		t.Errorf("the largest of %d is %v and %v, want %v", whole.Count(), got, whole.Largest(), all[len(all)-1])
	}
	if got := new(Latencies).Quantile(0.5); got != 0 {
		t.Errorf("the median of nothing is %v", got)
	}
}
