package awsjson

import (
	"reflect"
	"testing"

	"github.com/swfd/swfd/swf"
)

// TestEveryStructureCompiles holds what the decoder takes for granted of the structures of package swf.
func TestEveryStructureCompiles(t *testing.T) {
	seen := map[*plan]bool{}
	for _, typ := range allTypes(t) {
		walk(t, planOf(typ), seen)
	}
	if len(seen) < 39+54+13 {
		t.Errorf("only %d structures", len(seen))
	}
}

func walk(t *testing.T, p *plan, seen map[*plan]bool) {
	if seen[p] {
		return
	}
	seen[p] = true
	if len(p.fields) > 64 {
		t.Errorf("%s has %d members: a set of them is 64 bits", p.typ, len(p.fields))
	}
	if len(p.places) != len(p.fields) {
		t.Errorf("%s has two members of one name", p.typ)
	}
	for i := range p.fields {
		f := &p.fields[i]
		if f.name[0] < 'a' || f.name[0] > 'z' {
			t.Errorf("%s.%s is not in lower camel case", p.typ, f.name)
		}
		if f.elem != nil {
			walk(t, f.elem, seen)
		}
	}
}

func TestWhatInputsDoNotHave(t *testing.T) {
	for _, o := range operations() {
		deepest := walkInput(t, planOf(o.in))
		if deepest > maxSteps {
			t.Errorf("%s nests %d deep, and a path has %d steps", o.name, deepest, maxSteps)
		}
	}
	for _, name := range decisionTypes {
		typ := reflect.TypeOf(swf.NewDecisionAttributes(swf.DecisionType(name))).Elem()
		// In front of its members stand decisions, the item and the attributes.
		if deepest := 3 + walkInput(t, planOf(typ)); deepest > maxSteps {
			t.Errorf("%s nests %d deep, and a path has %d steps", name, deepest, maxSteps)
		}
	}
	if len(decisionTypes) != typePlace {
		t.Errorf("%d types of decisions", len(decisionTypes))
	}
}

// walkInput returns how many steps lead to the innermost member.
func walkInput(t *testing.T, p *plan) int {
	deepest := 1
	for i := range p.fields {
		f := &p.fields[i]
		switch f.shape {
		case shapeEventList:
			t.Errorf("%s.%s: the decoder reads no events", p.typ, f.name)
		case shapeStructureList:
			deepest = max(deepest, 2+walkInput(t, f.elem))
		case shapeStructure:
			deepest = max(deepest, 1+walkInput(t, f.elem))
		}
		list := f.shape == shapeStructureList || f.shape == shapeDecisionList
		if list && (f.limits != limits{}) {
			t.Errorf("%s.%s: the decoder does not check the length of a list of structures", p.typ, f.name)
		}
		if f.enum != nil && (f.limits != limits{}) {
			t.Errorf("%s.%s: the decoder does not check the length of an enumeration's value", p.typ, f.name)
		}
	}
	return deepest
}
