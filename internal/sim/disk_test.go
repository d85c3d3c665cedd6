package sim

import (
	"math/rand/v2"
	"testing"

	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/storetest"
)

// stand is a disk whose power can fail, as the suite for stores wants it.
type stand struct{ disk *Disk }

func (p stand) Open() (store.Store, error) { return p.disk.Open(), nil }

func (p stand) Crash(unsyncedPercent int, seed uint64) storetest.Crasher {
	synced, written := p.disk.Synced(), p.disk.Written()
	left := synced
	for r := rand.New(rand.NewPCG(seed, 0)); left < written && r.IntN(100) < unsyncedPercent; {
		left++
	}
	return stand{p.disk.Crash(left)}
}

// Messages of different runs must have a channel to share.
func TestNamesShareShards(t *testing.T) {
	shards := map[uint16]int{}
	for _, id := range workflowIDs {
		shards[store.ShardOf(domainNumber, id)]++
	}
	if len(shards) > 3 {
		t.Errorf("the workflowIds lie in %d shards: %v", len(shards), shards)
	}
}

// The disk of the simulation keeps what every store promises.
func TestDisk(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Opener { return stand{&Disk{}} })
}
