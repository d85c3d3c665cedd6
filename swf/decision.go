package swf

import (
	"fmt"
)

// Decision is one thing a decider wants done: an attributes structure, whose type names the decision.
type Decision struct {
	// Attributes says what to do; nil marks a received decision that lacked the structure for its type.
	Attributes DecisionAttributes
	// TypeWithoutAttributes is set only for a received decision without the attributes structure of its type.
	TypeWithoutAttributes DecisionType
}

// DecisionAttributes is one of the 13 ...DecisionAttributes structures.
type DecisionAttributes interface {
	// DecisionType is the name of the decision.
	DecisionType() DecisionType
}

// Type is the decision's type.
func (d Decision) Type() DecisionType {
	if d.Attributes == nil {
		return d.TypeWithoutAttributes
	}
	return d.Attributes.DecisionType()
}

// NewDecisionAttributes returns an empty attributes structure for a decision type, or nil if SWF has no
// such decision.
func NewDecisionAttributes(t DecisionType) DecisionAttributes { return newDecisionAttributes(t) }

// DecisionAttributesMember is the wire name of the member that holds the attributes of a decision type.
func DecisionAttributesMember(t DecisionType) string {
	return lowerFirst(string(t)) + "DecisionAttributes"
}

// MarshalJSON gives the wire form: decisionType and the attributes member.
func (d Decision) MarshalJSON() ([]byte, error) {
	b, err := appendTyped([]byte(`{"decisionType":`), string(d.Type()), DecisionAttributesMember(d.Type()), d.Attributes)
	if err != nil {
		return nil, fmt.Errorf("decision %s: %w", d.Type(), err)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads the wire form leniently: attributes of other types are ignored, and a missing
// structure leaves Attributes nil. The server's own decoder is stricter.
func (d *Decision) UnmarshalJSON(b []byte) error {
	m, err := readMembers(b)
	if err != nil {
		return fmt.Errorf("decision: %w", err)
	}
	name, err := m.text("decisionType")
	if err != nil {
		return fmt.Errorf("decision: %w", err)
	}
	t := DecisionType(name)
	*d = Decision{TypeWithoutAttributes: t}
	attributes := newDecisionAttributes(t)
	if attributes == nil || m.value(DecisionAttributesMember(t)) == nil {
		return nil
	}
	if err := m.read(DecisionAttributesMember(t), attributes); err != nil {
		return fmt.Errorf("decision %s: %w", t, err)
	}
	*d = Decision{Attributes: attributes}
	return nil
}
