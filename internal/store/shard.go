package store

// Shards is the number of hash buckets of executions, the same in every mode.
const Shards = 1024

// ShardOf is the hash bucket of a workflowId, in which all rows of its runs lie. The number of its domain stands for account,
// Region and name. It is part of the format: it can never change.
func ShardOf(domain uint32, workflowID string) uint16 {
	// FNV-1a of the number, big endian, and the workflowId. Every call comes through here, and hash/fnv would allocate.
	x := uint64(14695981039346656037)
	for shift := 24; shift >= 0; shift -= 8 {
		x = fnv1a(x, byte(domain>>shift))
	}
	for i := range len(workflowID) {
		x = fnv1a(x, workflowID[i])
	}
	// FNV alone spreads similar short names badly over the low bits.
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return uint16(x % Shards)
}

func fnv1a(sum uint64, b byte) uint64 { return (sum ^ uint64(b)) * 1099511628211 }
