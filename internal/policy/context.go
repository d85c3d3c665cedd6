package policy

import "strings"

// Context tells what a request is about besides its action and resource.
type Context interface {
	// Lookup gives the value of a condition key, or the zero Value if the request has none. The key is in lower case,
	// such as swf:tasklist.name.
	Lookup(key string) Value
}

// Value is what a request has for a condition key: one text, or a set of them. The zero Value is none at all, and an empty set is no
// more than that.
type Value struct {
	one  string
	many []string
	has  bool
}

// Text is the value of a key that has one.
func Text(text string) Value { return Value{one: text, has: true} }

// Texts is the value of a key that has a set of them, which must not be changed while it is in use.
func Texts(texts []string) Value { return Value{many: texts} }

// IsAbsent reports whether the request has no text for the key.
func (v *Value) IsAbsent() bool { return v.count() == 0 }

// count is the number of texts, 0 if the key is absent.
func (v *Value) count() int {
	if v.has {
		return 1
	}
	return len(v.many)
}

func (v *Value) at(i int) string {
	if v.has {
		return v.one
	}
	return v.many[i]
}

// single is the one text of a key that is no set.
func (v Value) single() (string, bool) { return v.one, v.has }

// String is the text, or the set in brackets, or "absent".
func (v Value) String() string {
	switch {
	case v.has:
		return v.one
	case len(v.many) == 0:
		return "absent"
	}
	return "[" + strings.Join(v.many, ", ") + "]"
}

// Keys is a Context that is written down. Its own keys are in lower case.
type Keys map[string]Value

// Lookup gives the value of a key.
func (k Keys) Lookup(key string) Value { return k[key] }

// KeyOf is a condition key as Lookup gets it: case does not matter. It reports false for a text that can be no key.
func KeyOf(text string) (string, bool) { return strings.ToLower(text), isKey(text) }
