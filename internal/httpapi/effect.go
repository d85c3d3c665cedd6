package httpapi

import "strings"

// effect is what an operation does to what is stored.
type effect int

const (
	// changes: it changes a history, or what is registered.
	changes effect = iota
	// reads: nothing.
	reads
	// polls: nothing, until a task is assigned.
	polls
	// beats: it notes that a worker works, and changes no history.
	beats
)

// effectOf tells by SWF's verb.
func effectOf(operation string) effect {
	for _, verb := range []string{"Count", "Describe", "Get", "List"} {
		if strings.HasPrefix(operation, verb) {
			return reads
		}
	}
	switch {
	case strings.HasPrefix(operation, "PollFor"):
		return polls
	case strings.HasPrefix(operation, "Record"):
		return beats
	}
	return changes
}
