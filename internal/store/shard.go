package store

import (
	"encoding/binary"
	"hash/fnv"
	"io"
)

// Shards is the number of hash buckets of executions, the same in every mode.
const Shards = 1024

// ShardOf is the hash bucket of a workflowId, in which all rows of its runs lie. The number of its domain stands for account,
// Region and name. It is part of the format: it can never change.
func ShardOf(domain uint32, workflowID string) uint16 {
	h := fnv.New64a()
	var number [4]byte
	binary.BigEndian.PutUint32(number[:], domain)
	// Writing to a hash never fails.
	_, _ = h.Write(number[:])
	_, _ = io.WriteString(h, workflowID)
	// FNV alone spreads similar short names badly over the low bits.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return uint16(x % Shards)
}
