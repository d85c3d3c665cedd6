package jsontree

import "fmt"

// Mistake says what is wrong with a text, and where.
type Mistake struct {
	// Line counts from 1.
	Line int
	// Path leads to the place from the root, such as "Statement[2].Effect", counting from 1; "" is the root itself.
	Path string
	// Reason is a clause for a person.
	Reason string
}

// Error gives line, path and reason on one line.
func (m *Mistake) Error() string {
	if m.Path == "" {
		return fmt.Sprintf("line %d: %s", m.Line, m.Reason)
	}
	return fmt.Sprintf("line %d: %s: %s", m.Line, m.Path, m.Reason)
}
