package engine

import (
	"encoding/binary"

	"github.com/swfd/swfd/internal/access"
)

// filter tells of calls whether they may have been added to it: no is certain, and a yes is wrong once in a hundred times if it holds as
// many calls as it was made for. It is a Bloom filter. The names of calls are hashes already, so their own bits say where they stand.
type filter struct{ words []uint64 }

const (
	// filterBits is how many bits there are for each call, and filterMarks how many of them a call sets.
	filterBits  = 10
	filterMarks = 7
	// largestFilter is 16 MiB of words, for 13 million calls. With more of them it is wrong more often.
	largestFilter = 2 << 20
)

// newFilter makes a filter for so many calls.
func newFilter(calls int) filter {
	return filter{make([]uint64, 1+min(calls/64*filterBits, largestFilter))}
}

func (f filter) add(call access.CallID) {
	for at := range f.marks(call) {
		f.words[at/64] |= 1 << (at % 64)
	}
}

func (f filter) mayHave(call access.CallID) bool {
	for at := range f.marks(call) {
		if f.words[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// marks yields the bits of a call.
func (f filter) marks(call access.CallID) func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		at, step := binary.BigEndian.Uint64(call[:]), binary.BigEndian.Uint64(call[8:])
		for range filterMarks {
			if !yield(at % (uint64(len(f.words)) * 64)) {
				return
			}
			at += step
		}
	}
}
