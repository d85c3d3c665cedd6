package policy

import (
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
)

// readStatement reads and compiles one statement. Variables tells whether the document's version has them.
func readStatement(n *jsontree.Node, variables bool) (*Statement, error) {
	for _, name := range []string{"Principal", "NotPrincipal"} {
		if m := n.Member(name); m != nil {
			return nil, m.Mistake("only policies of resources name principals: this one is of a user or a group")
		}
	}
	if err := n.Only("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"); err != nil {
		return nil, err
	}
	s := &Statement{written: written{statement: saidAt(n, ""), variables: variables}}
	err := s.readSid(n)
	if err == nil {
		err = s.readEffect(n)
	}
	if err == nil {
		s.actions, s.written.actions, err = readChoice(n, "Action", "NotAction", readAction)
	}
	if err == nil {
		s.resources, s.written.resources, err = readChoice(n, "Resource", "NotResource", func(text string) (resourcePattern, error) {
			return readResource(text, variables)
		})
	}
	if err == nil {
		err = s.readConditions(n.Member("Condition"))
	}
	return s, err
}

func (s *Statement) readSid(n *jsontree.Node) (err error) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if s.Sid, err = n.Member("Sid").Text(); err != nil {
		return err
	}
	if strings.Trim(s.Sid, letters) != "" {
		return n.Member("Sid").Mistake("a Sid has letters and digits only")
	}
	return nil
}

func (s *Statement) readEffect(n *jsontree.Node) error {
	m, err := n.Required("Effect")
	if err != nil {
		return err
	}
	switch effect, err := m.Text(); {
	case err != nil:
		return err
	case effect == "Deny":
		s.Denies = true
	case effect != "Allow":
		return m.Mistake("unknown effect %s: there are Allow and Deny", quote(effect))
	}
	return nil
}

// choice is a list of patterns, or with others set, whatever none of them matches: Action and NotAction, Resource and NotResource.
type choice[P any] struct {
	patterns []P
	others   bool
}

// readChoice reads the one of two members that a statement must have, and tells how each of its patterns is written.
func readChoice[P any](n *jsontree.Node, name, negated string, read func(string) (P, error)) (c choice[P], written []said, err error) {
	m, not := n.Member(name), n.Member(negated)
	switch {
	case m != nil && not != nil:
		return c, nil, not.Mistake("%s and %s exclude each other", name, negated)
	case m == nil && not == nil:
		return c, nil, n.Mistake("%s is missing", name)
	case m == nil:
		m, c.others = not, true
	}
	items, err := stringsIn(m)
	if err != nil {
		return c, nil, err
	}
	for _, i := range items {
		p, err := read(i.Content)
		if err != nil {
			return c, nil, i.Mistake("%v", err)
		}
		c.patterns, written = append(c.patterns, p), append(written, saidAt(i, i.Content))
	}
	return c, written, nil
}

// stringsIn are one string or several, but not none: a list that says nothing is a mistake, and whether it would allow all or
// nothing should not be guessed.
func stringsIn(n *jsontree.Node) ([]*jsontree.Node, error) {
	items := n.OneOrMore()
	if len(items) == 0 {
		return nil, n.Mistake("the list is empty")
	}
	for _, i := range items {
		if _, err := i.Text(); err != nil {
			return nil, err
		}
	}
	return items, nil
}
