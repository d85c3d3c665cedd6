package access

import (
	"strconv"

	"github.com/swfd/swfd/internal/jsontree"
)

// Mistake says what is wrong with an access file, or with a file that it names, and where. Line 0 is the file as a whole. The
// reason holds no secret.
type Mistake struct {
	// File is the path.
	File string
	jsontree.Mistake
}

// Error gives file, line, path and reason on one line.
func (m *Mistake) Error() string {
	text := m.File + ":"
	if m.Line > 0 {
		text += strconv.Itoa(m.Line) + ":"
	}
	if m.Path != "" {
		text += " " + m.Path + ":"
	}
	return text + " " + m.Reason
}

// inFile says of a mistake in which file it is.
func inFile(path string, err error) error {
	if m, ok := err.(*jsontree.Mistake); ok {
		return &Mistake{path, *m}
	}
	return err
}

// ofFile is what is wrong with a file as a whole.
func ofFile(path, reason string) error { return &Mistake{path, jsontree.Mistake{Reason: reason}} }
