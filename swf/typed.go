package swf

import (
	"bytes"
	"encoding/json"
)

// Events and decisions stand on the wire in the same form: a member that names the type, and beside it a member, named
// after the type, that holds the attributes.

// appendTyped appends the value of the type member and, unless there are no attributes, the attributes member.
func appendTyped(b []byte, name, member string, attributes any) ([]byte, error) {
	b, err := appendValue(b, name)
	if err != nil || attributes == nil {
		return b, err
	}
	if unknown, ok := attributes.(*UnknownEventAttributes); ok && unknown.Raw == nil {
		return b, nil
	}
	b = append(b, ',')
	if b, err = appendValue(b, member); err != nil {
		return b, err
	}
	return appendValue(append(b, ':'), attributes)
}

// appendValue appends v as JSON. Unlike json.Marshal it leaves <, > and & as they are: nobody puts the result into a web
// page, and six bytes for one would make a large text too large for a request.
func appendValue(b []byte, v any) ([]byte, error) {
	buffer := bytes.NewBuffer(b)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return b, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// lowerFirst turns the name of a type into the beginning of a member's name.
func lowerFirst(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]+'a'-'A') + s[1:]
}
