package execution_test

import "pgregory.net/rapid"

// dice is a number from 0 to n-1. The tool prefers small numbers, which would make some commands hundreds of times as
// likely as others; here all are about equally likely. It still shortens towards 0.
func dice(t *rapid.T, label string, n int) int {
	x := rapid.Uint32().Draw(t, label)
	x = (x ^ x>>16) * 0x85ebca6b
	x = (x ^ x>>13) * 0xc2b2ae35
	return int((x ^ x>>16) % uint32(n))
}

// rare is true once in n times.
func rare(t *rapid.T, label string, n int) bool { return dice(t, label, n) == n-1 }

// choose takes one of a list.
func choose[T any](t *rapid.T, label string, list ...T) T { return list[dice(t, label, len(list))] }
