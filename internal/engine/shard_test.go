package engine

import (
	"fmt"
	"testing"

	"github.com/swfd/swfd/internal/store"
)

// Rows lie where the hash said when they were written, so it must give the same shards for ever.
func TestShardsNeverChange(t *testing.T) {
	for _, c := range []struct {
		key  laneKey
		want uint16
	}{
		{laneKey{1, "order-1"}, 897},
		{laneKey{1, "order-2"}, 465},
		{laneKey{2, "order-1"}, 209},
		{laneKey{1, ""}, 289},
		{laneKey{4_294_967_295, "Bestellung für Zoë"}, 390},
	} {
		if got := (*Engine)(nil).shardOf(c.key); got != c.want {
			t.Errorf("workflowId %q of domain %d is in shard %d; it was in %d", c.key.workflowID, c.key.domain, got, c.want)
		}
	}
}

// Names that differ in a few characters are spread over all shards alike.
func TestShardsAreEven(t *testing.T) {
	const runs = 100 * store.Shards
	var counts [store.Shards]int
	for i := range runs {
		counts[(*Engine)(nil).shardOf(laneKey{1, fmt.Sprint("order-", i)})]++
	}
	for shard, n := range counts {
		// 100 are expected, give or take 10; six times that is no accident.
		if n < 40 || n > 160 {
			t.Errorf("shard %d has %d of %d runs", shard, n, runs)
		}
	}
}
