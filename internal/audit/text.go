package audit

import (
	"strconv"
	"unicode"
	"unicode/utf16"
)

// appendText appends a string of JSON in which everything is escaped that does not stand on the line as it is: ends of lines, signs that
// steer a terminal, and those that turn the direction of writing.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case unicode.IsPrint(r):
			b = append(b, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			b = appendEscape(appendEscape(b, high), low)
		default:
			b = appendEscape(b, r)
		}
	}
	return append(b, '"')
}

// appendEscape appends \u and four hexadecimal digits.
func appendEscape(b []byte, r rune) []byte {
	digits := strconv.FormatInt(int64(r)|0x10000, 16)
	return append(append(b, '\\', 'u'), digits[1:]...)
}
