package awsjson

import (
	"reflect"

	"github.com/swfd/swfd/swf"
)

// decisionMembers leads from a member's name to the type of decision whose attributes it holds.
var decisionMembers = func() map[string]swf.DecisionType {
	members := map[string]swf.DecisionType{}
	for _, name := range swf.DecisionType("").Values() {
		t := swf.DecisionType(name)
		members[swf.DecisionAttributesMember(t)] = t
	}
	return members
}()

// decision reads one decision. Attributes structures that do not belong to its type are checked like the one that does, and
// then ignored; whether the one that does is there the engine says, with SWF's own text.
func (found *violations) decision(v value, into *swf.Decision, at *path) error {
	var wanted *value
	all := map[swf.DecisionType]swf.DecisionAttributes{}
	for i := range v.members {
		m := &v.members[i]
		if m.name == "decisionType" {
			if wanted != nil {
				return wrongType("Duplicate member: " + m.name)
			}
			wanted = &m.value
			continue
		}
		t, known := decisionMembers[m.name]
		if !known || m.value.kind == kindNull {
			continue
		}
		if all[t] != nil {
			return wrongType("Duplicate member: " + m.name)
		}
		if m.value.kind != kindObject {
			return wrongType(mismatch(m.value, shapeStructure))
		}
		attributes := swf.NewDecisionAttributes(t)
		target := reflect.ValueOf(attributes).Elem()
		here := at.member(m.name)
		if err := found.structure(planOf(target.Type()), m.value, target, &here); err != nil {
			return err
		}
		all[t] = attributes
	}
	return found.decisionType(wanted, all, into, at)
}

func (found *violations) decisionType(v *value, all map[swf.DecisionType]swf.DecisionAttributes, into *swf.Decision, at *path) error {
	here := at.member("decisionType")
	if v == nil || v.kind == kindNull {
		found.add(here, "null", "Member must not be null")
		return nil
	}
	if v.kind != kindString {
		return wrongType(mismatch(*v, shapeString))
	}
	t := swf.DecisionType(unescape(v.raw))
	if values := t.Values(); !contains(values, string(t)) {
		found.add(here, "'"+string(t)+"'", enumText(values))
		return nil
	}
	*into = swf.Decision{Attributes: all[t]}
	if all[t] == nil {
		into.TypeWithoutAttributes = t
	}
	return nil
}
