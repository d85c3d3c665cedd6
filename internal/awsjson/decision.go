package awsjson

import (
	"reflect"
	"slices"

	"github.com/swfd/swfd/swf"
)

// typePlace is the place of a decision's type among its members, behind those that hold the attributes of each type.
const typePlace = 13

// decisionTypes are the types of decisions, in the order in which the service names them, and attributesMembers the names of the
// members that hold their attributes. decisionPlaces leads from a member's name to its place.
var (
	decisionTypes     = swf.DecisionType("").Values()
	decisionTypeText  = enumText(decisionTypes)
	attributesMembers [typePlace]string
	decisionPlaces    = map[string]int{"decisionType": typePlace}
)

func init() {
	for i, name := range decisionTypes {
		attributesMembers[i] = swf.DecisionAttributesMember(swf.DecisionType(name))
		decisionPlaces[attributesMembers[i]] = i
	}
}

func (d *decoder) decisions(into *[]swf.Decision) error {
	*into = []swf.Decision{}
	return d.items(shapeStructure, func(null bool) error {
		if null {
			d.found.null()
			return nil
		}
		decision, err := d.decision()
		// What is refused anyway need not be kept.
		if err == nil && d.found.count == 0 {
			*into = append(*into, decision)
		}
		return err
	})
}

// decision reads one decision. Attributes structures that do not belong to its type are checked like the one that does, and
// then ignored; whether the one that does is there the engine says, with SWF's own text.
func (d *decoder) decision() (swf.Decision, error) {
	var all [typePlace]swf.DecisionAttributes
	chosen := -1
	given, err := d.members(decisionPlaces, func(place int) (err error) {
		if place == typePlace {
			chosen, err = d.decisionType()
		} else {
			all[place], err = d.attributes(place)
		}
		return err
	})
	switch {
	case err != nil:
		return swf.Decision{}, err
	case given&(1<<typePlace) == 0:
		d.found.missing("decisionType")
		return swf.Decision{}, nil
	case chosen < 0:
		return swf.Decision{}, nil
	case all[chosen] == nil:
		return swf.Decision{TypeWithoutAttributes: swf.DecisionType(decisionTypes[chosen])}, nil
	}
	return swf.Decision{Attributes: all[chosen]}, nil
}

// decisionType takes the type of a decision and returns its place, -1 if there is none such.
func (d *decoder) decisionType() (int, error) {
	if c := d.next(); c != '"' {
		return 0, wrongType(mismatch(c, shapeString))
	}
	raw, _ := d.string()
	name := unescape(raw)
	place := slices.Index(decisionTypes, name)
	if place < 0 {
		d.found.at.down("decisionType", 0)
		d.found.breach(name, decisionTypeText)
		d.found.at.up()
	}
	return place, nil
}

// attributes takes the attributes structure for the type at a place.
func (d *decoder) attributes(place int) (swf.DecisionAttributes, error) {
	if c := d.next(); c != '{' {
		return nil, wrongType(mismatch(c, shapeStructure))
	}
	t := swf.DecisionType(decisionTypes[place])
	attributes := swf.NewDecisionAttributes(t)
	into := reflect.ValueOf(attributes).Elem()
	d.found.at.down(attributesMembers[place], 0)
	defer d.found.at.up()
	return attributes, d.structure(planOf(into.Type()), into)
}
