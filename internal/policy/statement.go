package policy

import "strings"

// readStatement reads and compiles one statement. Variables tells whether the document's version has them.
func readStatement(n *node, variables bool) (*Statement, *Error) {
	for _, name := range []string{"Principal", "NotPrincipal"} {
		if m := n.member(name); m != nil {
			return nil, m.fault("only policies of resources name principals: this one is of a user or a group")
		}
	}
	if err := n.only("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"); err != nil {
		return nil, err
	}
	s := &Statement{}
	err := s.readSid(n)
	if err == nil {
		err = s.readEffect(n)
	}
	if err == nil {
		s.actions, err = readChoice(n, "Action", "NotAction", readAction)
	}
	if err == nil {
		s.resources, err = readChoice(n, "Resource", "NotResource", func(text string) (resourcePattern, error) {
			return readResource(text, variables)
		})
	}
	if err == nil {
		s.conditions, err = readConditions(n.member("Condition"), variables)
	}
	return s, err
}

func (s *Statement) readSid(n *node) (err *Error) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if s.Sid, err = n.text("Sid"); err != nil {
		return err
	}
	if strings.Trim(s.Sid, letters) != "" {
		return n.member("Sid").fault("a Sid has letters and digits only")
	}
	return nil
}

func (s *Statement) readEffect(n *node) *Error {
	m, err := n.required("Effect")
	if err != nil {
		return err
	}
	switch effect, err := m.string(); {
	case err != nil:
		return err
	case effect == "Deny":
		s.Denies = true
	case effect != "Allow":
		return m.fault("unknown effect %s: there are Allow and Deny", quote(effect))
	}
	return nil
}

// choice is a list of patterns, or with others set, whatever none of them matches: Action and NotAction, Resource and NotResource.
type choice[P any] struct {
	patterns []P
	others   bool
}

// readChoice reads the one of two members that a statement must have.
func readChoice[P any](n *node, name, negated string, read func(string) (P, error)) (choice[P], *Error) {
	var c choice[P]
	m, not := n.member(name), n.member(negated)
	switch {
	case m != nil && not != nil:
		return c, not.fault("%s and %s exclude each other", name, negated)
	case m == nil && not == nil:
		return c, n.fault("%s is missing", name)
	case m == nil:
		m, c.others = not, true
	}
	items, err := m.strings()
	if err != nil {
		return c, err
	}
	for _, i := range items {
		p, err := read(i.content)
		if err != nil {
			return c, i.fault("%v", err)
		}
		c.patterns = append(c.patterns, p)
	}
	return c, nil
}
