package policy

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxDocument is the size of the largest document, in bytes: ten times what IAM takes for a managed policy, leaving room for blanks.
const MaxDocument = 64 << 10

// Document is a policy: statements, of which any may decide. It never changes.
type Document struct {
	// ID is the document's Id, "" if it has none. It means nothing.
	ID string
	// Statements are in the order of the document.
	Statements []*Statement
	// denies and allows are the statements by their effect.
	denies, allows []*Statement
}

// Statement allows or denies some actions on some resources under some conditions.
type Statement struct {
	// Sid is the statement's name, "" if it has none. It is the only one of that name in its document.
	Sid string
	// Number is its place in the document, from 1.
	Number int
	// Denies is true for the effect Deny.
	Denies bool

	actions    choice[pattern]
	resources  choice[resourcePattern]
	conditions []condition
}

// String names a statement for a person, such as: statement 2 "NoTimers".
func (s *Statement) String() string {
	if s.Sid == "" {
		return fmt.Sprintf("statement %d", s.Number)
	}
	return fmt.Sprintf("statement %d %q", s.Number, s.Sid)
}

// Error says what is wrong with a document, and where.
type Error struct {
	// Offset is the place in bytes from the beginning of the document; Line counts from 1.
	Offset, Line int
	// Path leads to the place from the root, such as "Statement[2].Effect", counting from 1; "" is the root itself.
	Path string
	// Reason is a clause for a person.
	Reason string
}

// Error gives line, path and reason.
func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d: %s: %s", e.Line, e.Path, e.Reason)
}

// The versions of the language. Variables came with the second.
const (
	version2008 = "2008-10-17"
	version2012 = "2012-10-17"
)

// Parse reads a policy document in Amazon's JSON, and compiles it. All errors are of type *Error.
func Parse(text []byte) (*Document, error) {
	d, err := parse(text)
	if err != nil {
		err.Line = 1 + strings.Count(string(text[:min(err.Offset, len(text))]), "\n")
		return nil, err
	}
	return d, nil
}

func parse(text []byte) (*Document, *Error) {
	root, err := readTree(text)
	if err != nil {
		return nil, err
	}
	if err := root.only("Version", "Id", "Statement"); err != nil {
		return nil, err
	}
	d := &Document{}
	if d.ID, err = root.text("Id"); err != nil {
		return nil, err
	}
	variables, err := hasVariables(root)
	if err != nil {
		return nil, err
	}
	statements, err := root.required("Statement")
	if err != nil {
		return nil, err
	}
	return d, d.readStatements(statements.list(), variables)
}

// hasVariables reads the version of the language, and so whether ${...} is a variable or just text.
func hasVariables(root *node) (bool, *Error) {
	n := root.member("Version")
	if n == nil {
		return false, nil
	}
	switch version, err := n.string(); {
	case err != nil:
		return false, err
	case version == version2012:
		return true, nil
	case version != version2008:
		return false, n.fault("unknown version %s: there are %q and %q", quote(version), version2012, version2008)
	}
	return false, nil
}

func (d *Document) readStatements(nodes []*node, variables bool) *Error {
	names := map[string]bool{}
	for i, n := range nodes {
		s, err := readStatement(n, variables)
		if err != nil {
			return err
		}
		if s.Sid != "" && names[s.Sid] {
			return n.member("Sid").fault("another statement has the Sid %q", s.Sid)
		}
		names[s.Sid] = true
		s.Number = i + 1
		d.Statements = append(d.Statements, s)
		if s.Denies {
			d.denies = append(d.denies, s)
		} else {
			d.allows = append(d.allows, s)
		}
	}
	return nil
}

// quote shows what stood in a document, in short.
func quote(text string) string {
	const most = 80
	if len(text) > most {
		return strconv.Quote(strings.ToValidUTF8(text[:most], "")) + "..."
	}
	return strconv.Quote(text)
}
