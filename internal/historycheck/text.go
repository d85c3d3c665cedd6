package historycheck

import "strconv"

// same reports whether two optional texts are equal: both absent, or both there and alike.
func same(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// shown writes an optional text for people.
func shown(text *string) string {
	if text == nil {
		return "absent"
	}
	return strconv.Quote(*text)
}
