package awsjson

import (
	"unicode/utf8"

	"github.com/swfd/swfd/swf"
)

// maxDepth is how many lists and objects may stand in one another. SWF's own inputs nest five levels deep.
const maxDepth = 64

// Document is a well-formed JSON document.
type Document struct{ text []byte }

// Parse checks that the body is a JSON document in UTF-8, nested at most 64 levels deep. What is not one gives a
// SerializationException without a message, as the service answers it. Bytes that are not UTF-8 are refused as
// well: they could not come back as they were sent.
//
// The document is the body itself, not a copy: a body costs no memory beyond its own, whatever it says, and must stay as it is
// until the document has been decoded.
func Parse(body []byte) (Document, error) {
	s := scanner{rest: body}
	if !utf8.Valid(body) || !s.value(0) {
		return Document{}, &swf.SerializationException{}
	}
	if s.space(); len(s.rest) > 0 {
		return Document{}, &swf.SerializationException{}
	}
	return Document{text: body}, nil
}

// scanner takes JSON text apart from the front. Its methods report false where the text is not JSON; then what is left of
// the text means nothing.
type scanner struct{ rest []byte }

func (s *scanner) space() {
	for i, c := range s.rest {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			s.rest = s.rest[i:]
			return
		}
	}
	s.rest = nil
}

// next is the byte that comes next after space, which tells what kind of value begins there; 0 at the end.
func (s *scanner) next() byte {
	if s.space(); len(s.rest) > 0 {
		return s.rest[0]
	}
	return 0
}

// eat takes a byte if it comes next.
func (s *scanner) eat(c byte) bool {
	if s.next() != c || len(s.rest) == 0 {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// value takes a value, whatever it is, that stands in depth others.
func (s *scanner) value(depth int) bool {
	switch c := s.next(); {
	case c == '{':
		return depth < maxDepth && s.object(depth)
	case c == '[':
		return depth < maxDepth && s.list(depth)
	case c == '"':
		_, ok := s.string()
		return ok
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	}
	_, ok := s.number()
	return ok
}

func (s *scanner) object(depth int) bool {
	s.rest = s.rest[1:]
	if s.eat('}') {
		return true
	}
	for {
		if s.next() != '"' {
			return false
		}
		if _, ok := s.string(); !ok {
			return false
		}
		if !s.eat(':') || !s.value(depth+1) {
			return false
		}
		if s.eat('}') {
			return true
		}
		if !s.eat(',') {
			return false
		}
	}
}

func (s *scanner) list(depth int) bool {
	s.rest = s.rest[1:]
	if s.eat(']') {
		return true
	}
	for {
		if !s.value(depth + 1) {
			return false
		}
		if s.eat(']') {
			return true
		}
		if !s.eat(',') {
			return false
		}
	}
}

func (s *scanner) word(w string) bool {
	if len(s.rest) < len(w) || string(s.rest[:len(w)]) != w {
		return false
	}
	s.rest = s.rest[len(w):]
	return true
}

// string takes the string that begins here and returns its text without the quotes; its escapes are checked and left.
func (s *scanner) string() ([]byte, bool) {
	b := s.rest[1:]
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			s.rest = b[i+1:]
			return b[:i], true
		case c < ' ':
			return nil, false
		case c == '\\':
			n := escapeLength(b[i:])
			if n == 0 {
				return nil, false
			}
			i += n - 1
		}
	}
	return nil, false
}

// escapeLength is the length of the escape that begins here, 0 if it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) >= 6 && hex(b[2:6]) >= 0 {
			return 6
		}
	}
	return 0
}

// number takes the number that comes next, by JSON's grammar, and returns its text.
func (s *scanner) number() ([]byte, bool) {
	b, i := s.rest, 0
	if len(b) > 0 && b[0] == '-' {
		i++
	}
	n := digits(b[i:])
	if n == 0 || n > 1 && b[i] == '0' {
		return nil, false
	}
	i += n
	if i < len(b) && b[i] == '.' {
		n = digits(b[i+1:])
		if n == 0 {
			return nil, false
		}
		i += 1 + n
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		n = digits(b[i:])
		if n == 0 {
			return nil, false
		}
		i += n
	}
	s.rest = b[i:]
	return b[:i], true
}

func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}
