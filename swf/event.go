package swf

import (
	"encoding/json"
	"fmt"
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

// MarshalJSON gives what was received.
func (a *UnknownEventAttributes) MarshalJSON() ([]byte, error) {
	if a.Raw == nil {
		return []byte("{}"), nil
	}
	return a.Raw, nil
}

// EventAttributesMember is the wire name of the member that holds the attributes of an event type.
func EventAttributesMember(t EventType) string { return lowerFirst(string(t)) + "EventAttributes" }

func lowerFirst(s string) string {
	if s == "" {
		return ""
	}
	b := []byte(s)
	if b[0] >= 'A' && b[0] <= 'Z' {
		b[0] += 'a' - 'A'
	}
	return string(b)
}

// MarshalJSON gives the wire form: eventId, eventTimestamp, eventType and the attributes member.
func (e HistoryEvent) MarshalJSON() ([]byte, error) {
	if e.Attributes == nil {
		return nil, fmt.Errorf("event %d has no attributes", e.EventID)
	}
	attributes, err := json.Marshal(e.Attributes)
	if err != nil {
		return nil, fmt.Errorf("event %d: %w", e.EventID, err)
	}
	b := fmt.Appendf(nil, `{"eventId":%d,"eventTimestamp":`, e.EventID)
	b = e.EventTimestamp.AppendJSON(b)
	b = fmt.Appendf(b, `,"eventType":%q,%q:`, e.Type(), EventAttributesMember(e.Type()))
	b = append(b, attributes...)
	return append(b, '}'), nil
}

// UnmarshalJSON reads the wire form. Members that it does not know are ignored; an event of an unknown
// type gets [UnknownEventAttributes].
func (e *HistoryEvent) UnmarshalJSON(b []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return fmt.Errorf("history event: %w", err)
	}
	var head struct {
		ID   int64     `json:"eventId"`
		At   Timestamp `json:"eventTimestamp"`
		Type EventType `json:"eventType"`
	}
	if err := json.Unmarshal(b, &head); err != nil {
		return fmt.Errorf("history event: %w", err)
	}
	raw := members[EventAttributesMember(head.Type)]
	attributes := newEventAttributes(head.Type)
	if attributes == nil {
		attributes = &UnknownEventAttributes{Name: head.Type, Raw: raw}
	} else if raw != nil {
		if err := json.Unmarshal(raw, attributes); err != nil {
			return fmt.Errorf("history event %d: %w", head.ID, err)
		}
	}
	*e = HistoryEvent{EventID: head.ID, EventTimestamp: head.At, Attributes: attributes}
	return nil
}
