package policy

import (
	"fmt"
	"strings"
)

// Action is what a request does, such as swf:StartTimer. Make one with ActionOf.
type Action struct{ folded string }

// ActionOf is the action of a name, a service and an operation with a colon between; case does not matter. Names of actions are
// known beforehand, so make each action once.
func ActionOf(name string) Action { return Action{strings.ToLower(name)} }

// readAction reads * or a service, a colon, and a name with wildcards, as a pattern in lower case.
func readAction(text string) (pattern, error) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
	service, name, ok := strings.Cut(text, ":")
	if text != "*" && (!ok || service == "" || name == "" || strings.Trim(service, letters) != "" || strings.Trim(name, letters+"*?_") != "") {
		return pattern{}, fmt.Errorf("%s is no action: write service:Action, with * and ? in the action's name only", quote(text))
	}
	atoms, err := syntax{wildcards: true}.atoms(strings.ToLower(text))
	return newPattern(atoms), err
}

// coversAction reports whether the statement is about an action.
func (s *Statement) coversAction(a Action) bool {
	for i := range s.actions.patterns {
		p := &s.actions.patterns[i]
		// An action's pattern has no variables. Most are seen to be about others without a call.
		if beginsWith(a.folded, p.head) && p.matches(a.folded, nil) {
			return !s.actions.others
		}
	}
	return s.actions.others
}
