//go:build mutants

package mutant

import (
	"os"
	"sync/atomic"
)

var planted atomic.Pointer[Bug]

func init() { Plant(Bug(os.Getenv("SWFD_MUTANT"))) }

// Plant plants a bug, in place of the one that was planted before.
func Plant(b Bug) { planted.Store(&b) }

// Is reports whether a bug is planted.
func Is(b Bug) bool { return *planted.Load() == b }
