// Package mutant plants defects on purpose, to see whether the tests of reliability find them: a harness that has never found anything
// proves nothing.
//
// Where a [Bug] belongs, the code asks [Is] and goes wrong if the answer is yes:
//
//	if mutant.Is(mutant.AckBeforeSync) {
//		return e.store.CommitLazily(&c.batch)
//	}
//
// In an ordinary build Is is the constant false, and the compiler leaves nothing of all this in the program. Built with the tag
// "mutants", one of the bugs can be planted at a time: by [Plant] in a test, or, in the real program, by its name in the environment
// variable SWFD_MUTANT.
//
//	go test -tags mutants ./internal/sim -run TestPlantedBugs
//
// A new bug is a constant with its story, its place in [All], and a line or two where it is at home. It should be one that somebody could
// write, and that no unit test would notice by name.
package mutant
