//go:build mutants

package server

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/mutant"
)

// mostLives is how many lives a bug may hide in.
const mostLives = 20

// The losses of power find every bug that is planted in the store, and those of the engine's way to it.
func TestPlantedBugs(t *testing.T) {
	defer mutant.Plant(mutant.None)
	for _, b := range append(mutant.OfStore, mutant.AckBeforeSync, mutant.SwallowFailure) {
		t.Run(string(b), func(t *testing.T) {
			for n := range uint64(mostLives) {
				if found := lifeWith(t, b, n); len(found) > 0 {
					t.Logf("found in life %d: %.200s", n, found[0])
					return
				}
			}
			t.Errorf("not found in %d lives", mostLives)
		})
	}
}

// lifeWith lets a server with a bug live, and returns what was found.
func lifeWith(t *testing.T, b mutant.Bug, n uint64) (found []string) {
	mutant.Plant(b)
	synctest.Test(t, func(t *testing.T) {
		h := &house{t: t, rand: rand.New(rand.NewPCG(1, n)), crowd: newCrowd(), files: vfs.NewCrashableMem()}
		h.live(40)
		found = h.wrong
	})
	return found
}
