//go:build race

package blackbox

// raceEnabled makes the binary under test look for data races if the tests do.
const raceEnabled = true
