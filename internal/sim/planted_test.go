//go:build mutants

package sim

import (
	"testing"

	"github.com/swfd/swfd/internal/mutant"
)

// mostWorlds is how many worlds a bug may hide in.
const mostWorlds = 4000

// The oracle finds every bug that is planted in the engine or in the core.
func TestPlantedBugs(t *testing.T) {
	defer mutant.Plant(mutant.None)
	s := New()
	defer s.Close()
	for _, b := range mutant.OfEngine {
		t.Run(string(b), func(t *testing.T) {
			mutant.Plant(b)
			for seed := uint64(1); seed <= mostWorlds; seed++ {
				if r := s.Run(seed, false); r.Violation != nil {
					t.Logf("found in world %d: %.200s", seed, r.Violation.Text)
					return
				}
			}
			t.Errorf("not found in %d worlds", mostWorlds)
		})
	}
}
