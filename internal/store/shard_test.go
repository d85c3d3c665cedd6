package store_test

import (
	"encoding/binary"
	"hash/fnv"
	"testing"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/store"
)

// Where a workflowId lies is part of the format: FNV-1a as the library has it, and stirred once more.
func TestShardOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		domain, workflowID := rapid.Uint32().Draw(t, "domain"), rapid.String().Draw(t, "workflowId")
		h := fnv.New64a()
		h.Write(binary.BigEndian.AppendUint32(nil, domain))
		h.Write([]byte(workflowID))
		x := h.Sum64()
		x ^= x >> 33
		x *= 0xff51afd7ed558ccd
		x ^= x >> 33
		if got, want := store.ShardOf(domain, workflowID), uint16(x%store.Shards); got != want {
			t.Fatalf("the shard is %d, want %d", got, want)
		}
	})
	var sum uint16
	if n := testing.AllocsPerRun(100, func() { sum += store.ShardOf(7, "order-4711") }); n > 0 {
		t.Errorf("to find a shard allocates %v times", n)
	}
}
