package policy

import (
	"slices"
	"strings"

	"github.com/swfd/swfd/internal/jsontree"
)

// condition is one key under one operator of a statement. All conditions of a statement must hold.
type condition struct {
	// key is in lower case.
	key      string
	operator operator
	// comparison is between one text of the request and all of the condition's; nil for the operator Null.
	comparison comparison
	// absent and present are what the operator Null holds for.
	absent, present bool
}

// operator is the name of an operator, taken apart.
type operator struct {
	base     string
	negated  bool
	set      setRule
	ifExists bool
}

// setRule says how a condition deals with keys that have several values.
type setRule uint8

const (
	// anyOfThem is without a prefix: one value that compares is enough, and for a negated operator one too many.
	anyOfThem setRule = iota
	forAllValues
	forAnyValue
)

// readConditions reads the Condition of the statement; nil has none.
func (s *Statement) readConditions(n *jsontree.Node) error {
	operators, err := n.Members()
	if err != nil {
		return err
	}
	for _, keys := range operators {
		o, ok := readOperator(keys.Name)
		switch {
		case !ok:
			return keys.Mistake("unknown operator")
		case keys.Kind != jsontree.Object || len(keys.Items) == 0:
			return keys.Mistake("an operator has keys, each with its values")
		}
		for _, values := range keys.Items {
			c, err := readCondition(o, values, s.written.variables)
			if err != nil {
				return err
			}
			s.conditions = append(s.conditions, c)
			s.written.conditions = append(s.written.conditions, saidAt(values, values.Name))
			for _, v := range values.OneOrMore() {
				s.written.values = append(s.written.values, saidAt(v, v.Content))
			}
		}
	}
	return nil
}

// readOperator takes the name of an operator apart.
func readOperator(name string) (operator, bool) {
	var o operator
	if rest, ok := strings.CutPrefix(name, "ForAllValues:"); ok {
		name, o.set = rest, forAllValues
	} else if rest, ok := strings.CutPrefix(name, "ForAnyValue:"); ok {
		name, o.set = rest, forAnyValue
	}
	if rest, ok := strings.CutSuffix(name, "IfExists"); ok {
		name, o.ifExists = rest, true
	}
	if name == "Null" {
		o.base = name
		return o, o.set == anyOfThem && !o.ifExists
	}
	if positive, ok := negations[name]; ok {
		name, o.negated = positive, true
	}
	_, known := comparisons[name]
	o.base = name
	return o, known
}

// negations are the operators that hold when another does not.
var negations = map[string]string{
	"StringNotEquals":           "StringEquals",
	"StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
	"StringNotLike":             "StringLike",
	"NumericNotEquals":          "NumericEquals",
	"DateNotEquals":             "DateEquals",
	"NotIpAddress":              "IpAddress",
	"ArnNotEquals":              "ArnEquals",
	"ArnNotLike":                "ArnLike",
}

func readCondition(o operator, values *jsontree.Node, variables bool) (condition, error) {
	c := condition{operator: o, key: strings.ToLower(values.Name)}
	if !isKey(values.Name) {
		return c, values.Mistake("no such key can be: a key is service:name")
	}
	texts, err := scalars(values)
	if err != nil {
		return c, err
	}
	if o.base == "Null" {
		return c, c.readNull(texts)
	}
	c.comparison = comparisons[o.base](variables)
	for _, v := range texts {
		if err := c.comparison.add(v.Content); err != nil {
			return c, v.Mistake("%v", err)
		}
	}
	return c, nil
}

// scalars are one value or several, but not none. Numbers and truth values may stand without quotes.
func scalars(n *jsontree.Node) ([]*jsontree.Node, error) {
	items := n.OneOrMore()
	if len(items) == 0 {
		return nil, n.Mistake("the list is empty")
	}
	for _, i := range items {
		if !slices.Contains([]jsontree.Kind{jsontree.String, jsontree.Number, jsontree.Boolean}, i.Kind) {
			return nil, i.Mistake("%s stands where a string should", i.Kind)
		}
	}
	return items, nil
}

func (c *condition) readNull(values []*jsontree.Node) error {
	for _, v := range values {
		absent, err := readBool(v.Content)
		if err != nil {
			return v.Mistake("%v", err)
		}
		c.absent, c.present = c.absent || absent, c.present || !absent
	}
	return nil
}

// holds reports whether all conditions of the statement hold.
func (s *Statement) holds(c Context) bool {
	for i := range s.conditions {
		if !s.conditions[i].holds(c) {
			return false
		}
	}
	return true
}

func (c *condition) holds(context Context) bool {
	value := context.Lookup(c.key)
	n := value.count()
	switch {
	case n == 0:
		return c.holdsWithout()
	case c.comparison == nil:
		return c.present
	}
	o := &c.operator
	for i := range n {
		compares := c.comparison.matches(value.at(i), context)
		switch o.set {
		case forAllValues:
			if compares == o.negated {
				return false
			}
		case forAnyValue:
			if compares != o.negated {
				return true
			}
		default:
			if compares {
				return !o.negated
			}
		}
	}
	// No value has decided: all have passed, or none.
	switch o.set {
	case forAllValues:
		return true
	case forAnyValue:
		return false
	}
	return o.negated
}

// holdsWithout is the answer if the request does not have the key.
func (c *condition) holdsWithout() bool {
	switch o := &c.operator; {
	case c.comparison == nil:
		return c.absent
	case o.ifExists:
		return true
	case o.set == forAllValues:
		return true
	case o.set == forAnyValue:
		return false
	default:
		return o.negated
	}
}
