package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
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
	written    written
}

// String names a statement for a person, such as: statement 2 "NoTimers".
func (s *Statement) String() string {
	if s.Sid == "" {
		return fmt.Sprintf("statement %d", s.Number)
	}
	return fmt.Sprintf("statement %d %q", s.Number, s.Sid)
}

// The versions of the language. Variables came with the second.
const (
	version2008 = "2008-10-17"
	version2012 = "2012-10-17"
)

// MaxDepth is deeper than any policy: document, statements, statement, condition, operator, key, values.
const MaxDepth = 8

// Parse reads a policy document in Amazon's JSON, and compiles it. Errors are of type *jsontree.Mistake.
func Parse(text []byte) (*Document, error) {
	root, err := jsontree.Parse(text, MaxDepth)
	if err != nil {
		return nil, err
	}
	return Read(root)
}

// Read reads a document that has been parsed already, alone or as a part of something else. Errors are of type *jsontree.Mistake.
func Read(root *jsontree.Node) (*Document, error) {
	if size := root.End - root.Start; size > MaxDocument {
		return nil, root.Mistake("the document has %d bytes, more than %d", size, MaxDocument)
	}
	if err := root.Only("Version", "Id", "Statement"); err != nil {
		return nil, err
	}
	d := &Document{}
	var err error
	if d.ID, err = root.Member("Id").Text(); err != nil {
		return nil, err
	}
	variables, err := hasVariables(root)
	if err != nil {
		return nil, err
	}
	statements, err := root.Required("Statement")
	if err != nil {
		return nil, err
	}
	if err := d.readStatements(statements.OneOrMore(), variables); err != nil {
		return nil, err
	}
	return d, nil
}

// hasVariables reads the version of the language, and so whether ${...} is a variable or just text.
func hasVariables(root *jsontree.Node) (bool, error) {
	n := root.Member("Version")
	if n == nil {
		return false, nil
	}
	switch version, err := n.Text(); {
	case err != nil:
		return false, err
	case version == version2012:
		return true, nil
	case version != version2008:
		return false, n.Mistake("unknown version %s: there are %q and %q", quote(version), version2012, version2008)
	}
	return false, nil
}

func (d *Document) readStatements(nodes []*jsontree.Node, variables bool) error {
	names := map[string]bool{}
	for i, n := range nodes {
		s, err := readStatement(n, variables)
		if err != nil {
			return err
		}
		if s.Sid != "" && names[s.Sid] {
			return n.Member("Sid").Mistake("another statement has the Sid %q", s.Sid)
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
