package swf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// members are those of a JSON object, in their order. Names are case-sensitive, and of members of one name the last counts.
//
// A history is mostly such objects, a hundred thousand in a long one. encoding/json would copy each value into a map before anybody asks for
// it.
type members []member

type member struct {
	name  string
	value json.RawMessage
}

var errNoObject = errors.New("it is no JSON object")

// readMembers takes an object apart. It may be taken to be well-formed, as the input of an UnmarshalJSON may: of what is not, it gives an
// error or some of the members. The values are the object's own bytes. null has no members.
func readMembers(b []byte) (members, error) {
	b = skipSpace(b)
	if string(bytes.TrimSpace(b)) == "null" {
		return nil, nil
	}
	if len(b) == 0 || b[0] != '{' {
		return nil, errNoObject
	}
	m := make(members, 0, 4)
	for b = skipSpace(b[1:]); len(b) > 0 && b[0] != '}'; b = skipSpace(b) {
		name, rest, err := cutName(b)
		if err != nil {
			return nil, err
		}
		n := valueLength(rest)
		m = append(m, member{name, json.RawMessage(bytes.TrimRight(rest[:n], " \t\r\n"))})
		if b = rest[n:]; len(b) > 0 && b[0] == ',' {
			b = b[1:]
		}
	}
	if len(b) == 0 {
		return nil, errNoObject
	}
	return m, nil
}

// cutName splits off the name of a member and the colon after it.
func cutName(b []byte) (name string, rest []byte, err error) {
	n := stringLength(b)
	if n == 0 {
		return "", nil, errNoObject
	}
	if name, err = text(b[:n]); err != nil {
		return "", nil, err
	}
	rest = skipSpace(b[n:])
	if len(rest) == 0 || rest[0] != ':' {
		return "", nil, errNoObject
	}
	return name, skipSpace(rest[1:]), nil
}

// text is what a JSON string says.
func text(quoted []byte) (s string, err error) {
	if n := len(quoted); n >= 2 && quoted[0] == '"' && isPlain(quoted[1:n-1]) {
		return string(quoted[1 : n-1]), nil
	}
	return s, json.Unmarshal(quoted, &s)
}

// isPlain reports that the inside of a JSON string is what the string says.
func isPlain(inside []byte) bool {
	for _, c := range inside {
		if c < ' ' || c == '"' || c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// valueLength is how long the value is that b begins with, with the space after it.
func valueLength(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			i += max(stringLength(b[i:])-1, 0)
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

// stringLength is how long the JSON string is that b begins with, quotes included; 0 if b does not begin with a whole one.
func stringLength(b []byte) int {
	if len(b) == 0 || b[0] != '"' {
		return 0
	}
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

func skipSpace(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n') {
		b = b[1:]
	}
	return b
}

// value is the JSON of a member, nil if it is absent or null.
func (m members) value(name string) json.RawMessage {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].name != name {
			continue
		}
		if string(m[i].value) == "null" {
			return nil
		}
		return m[i].value
	}
	return nil
}

// text is the text of a member, "" if it is absent or null.
func (m members) text(name string) (string, error) {
	raw := m.value(name)
	if raw == nil {
		return "", nil
	}
	s, err := text(raw)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// readNumber reads a whole number, unless the member is absent or null.
func (m members) readNumber(name string, into *int64) error {
	raw := m.value(name)
	if raw == nil {
		return nil
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return fmt.Errorf("%s: %.40q is no whole number, or out of range", name, raw)
	}
	*into = n
	return nil
}

// readTime reads a point in time, unless the member is absent or null.
func (m members) readTime(name string, into *Timestamp) error {
	raw := m.value(name)
	if raw == nil {
		return nil
	}
	if err := into.UnmarshalJSON(raw); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// read fills the value that into points at, unless the member is absent or null.
func (m members) read(name string, into any) error {
	raw := m.value(name)
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
