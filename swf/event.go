package swf

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// HistoryEvent is one entry of a run's history.
type HistoryEvent struct {
	// EventID is the place in the history: 1, 2, 3, ... without gaps.
	EventID int64
	// EventTimestamp is when the service wrote the event; it never decreases along a history.
	EventTimestamp Timestamp
	// Attributes tells what happened; its type is the event's type. Never nil in a valid event.
	Attributes EventAttributes
}

// EventAttributes is one of the 54 ...EventAttributes structures, or [UnknownEventAttributes].
type EventAttributes interface {
	// EventType is the name of the event type.
	EventType() EventType
}

// Type is the event's type; "" if the event has no attributes.
func (e HistoryEvent) Type() EventType {
	if e.Attributes == nil {
		return ""
	}
	return e.Attributes.EventType()
}

// UnknownEventAttributes keeps an event of a type that this package does not know.
type UnknownEventAttributes struct {
	// Name is the event type as received.
	Name EventType
	// Raw is the attributes structure as received; nil if there was none.
	Raw json.RawMessage
}

// EventType returns the type as received.
func (a *UnknownEventAttributes) EventType() EventType { return a.Name }

// MarshalJSON gives what was received, null if there was nothing.
func (a *UnknownEventAttributes) MarshalJSON() ([]byte, error) {
	if a.Raw == nil {
		return []byte("null"), nil
	}
	return a.Raw, nil
}

// EventAttributesMember is the wire name of the member that holds the attributes of an event type.
func EventAttributesMember(t EventType) string {
	if member, known := eventAttributesMembers[t]; known {
		return member
	}
	return eventAttributesMember(t)
}

func eventAttributesMember(t EventType) string { return lowerFirst(string(t)) + "EventAttributes" }

// eventAttributesMembers are the members of the types there are: each event that is written or read asks for one.
var eventAttributesMembers = func() map[EventType]string {
	members := map[EventType]string{}
	for _, t := range EventType("").Values() {
		members[EventType(t)] = eventAttributesMember(EventType(t))
	}
	return members
}()

// MarshalJSON gives the wire form: eventId, eventTimestamp, eventType and the attributes member. An event of an unknown
// type that came without attributes is written without.
func (e HistoryEvent) MarshalJSON() ([]byte, error) {
	if e.Attributes == nil {
		return nil, fmt.Errorf("event %d has no attributes", e.EventID)
	}
	b := fmt.Appendf(nil, `{"eventId":%d,"eventTimestamp":`, e.EventID)
	b = e.EventTimestamp.AppendJSON(b)
	b = append(b, `,"eventType":`...)
	b, err := appendTyped(b, string(e.Type()), EventAttributesMember(e.Type()), e.Attributes)
	if err != nil {
		return nil, fmt.Errorf("event %d: %w", e.EventID, err)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads the wire form. Members that it does not know are ignored; an event of an unknown
// type gets [UnknownEventAttributes].
func (e *HistoryEvent) UnmarshalJSON(b []byte) error {
	m, err := readMembers(b)
	if err != nil {
		return fmt.Errorf("history event: %w", err)
	}
	var read HistoryEvent
	name, err := m.text("eventType")
	if err := errors.Join(err, m.readNumber("eventId", &read.EventID), m.readTime("eventTimestamp", &read.EventTimestamp)); err != nil {
		return fmt.Errorf("history event: %w", err)
	}
	t := EventType(name)
	read.Attributes = newEventAttributes(t)
	if read.Attributes == nil {
		read.Attributes = &UnknownEventAttributes{Name: t, Raw: slices.Clone(m.value(EventAttributesMember(t)))}
	} else if err := m.read(EventAttributesMember(t), read.Attributes); err != nil {
		return fmt.Errorf("history event %d: %w", read.EventID, err)
	}
	*e = read
	return nil
}
