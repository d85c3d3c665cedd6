package awsjson

import (
	"unicode/utf8"

	"github.com/swfd/swfd/swf"
)

// maxDepth bounds how deep a document may nest. SWF's own inputs nest five levels deep.
const maxDepth = 64

// Document is a well-formed JSON document.
type Document struct {
	root value
}

type kind byte

const (
	kindNull kind = iota + 1
	kindBool
	kindNumber
	kindString
	kindList
	kindObject
)

// value is one JSON value, its text still as it came.
type value struct {
	kind kind
	// raw is the text of a scalar: of a string, without its quotes and with its escapes.
	raw     []byte
	items   []value
	members []member
}

type member struct {
	// name is the member's name, unescaped.
	name  string
	value value
}

// Parse reads a JSON document in UTF-8. What is not one gives a SerializationException without a message, as the service
// answers it. Bytes that are not UTF-8 are refused as well: they could not come back as they were sent.
func Parse(body []byte) (Document, error) {
	p := parser{rest: body}
	if !utf8.Valid(body) {
		return Document{}, &swf.SerializationException{}
	}
	v, ok := p.value(0)
	p.space()
	if !ok || len(p.rest) > 0 {
		return Document{}, &swf.SerializationException{}
	}
	return Document{root: v}, nil
}

type parser struct{ rest []byte }

func (p *parser) space() {
	for len(p.rest) > 0 {
		switch p.rest[0] {
		case ' ', '\t', '\r', '\n':
			p.rest = p.rest[1:]
		default:
			return
		}
	}
}

// eat takes a byte if it comes next.
func (p *parser) eat(c byte) bool {
	if len(p.rest) == 0 || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *parser) value(depth int) (value, bool) {
	p.space()
	if len(p.rest) == 0 || depth > maxDepth {
		return value{}, false
	}
	switch c := p.rest[0]; {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.list(depth)
	case c == '"':
		raw, ok := p.string()
		return value{kind: kindString, raw: raw}, ok
	case c == 't':
		return p.word("true", kindBool)
	case c == 'f':
		return p.word("false", kindBool)
	case c == 'n':
		return p.word("null", kindNull)
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	return value{}, false
}

func (p *parser) word(w string, k kind) (value, bool) {
	if len(p.rest) < len(w) || string(p.rest[:len(w)]) != w {
		return value{}, false
	}
	raw := p.rest[:len(w)]
	p.rest = p.rest[len(w):]
	return value{kind: k, raw: raw}, true
}

func (p *parser) object(depth int) (value, bool) {
	p.rest = p.rest[1:]
	v := value{kind: kindObject}
	p.space()
	if p.eat('}') {
		return v, true
	}
	for {
		p.space()
		if len(p.rest) == 0 || p.rest[0] != '"' {
			return value{}, false
		}
		raw, ok := p.string()
		if !ok {
			return value{}, false
		}
		p.space()
		if !p.eat(':') {
			return value{}, false
		}
		item, ok := p.value(depth + 1)
		if !ok {
			return value{}, false
		}
		v.members = append(v.members, member{name: unescape(raw), value: item})
		p.space()
		if p.eat('}') {
			return v, true
		}
		if !p.eat(',') {
			return value{}, false
		}
	}
}

func (p *parser) list(depth int) (value, bool) {
	p.rest = p.rest[1:]
	v := value{kind: kindList}
	p.space()
	if p.eat(']') {
		return v, true
	}
	for {
		item, ok := p.value(depth + 1)
		if !ok {
			return value{}, false
		}
		v.items = append(v.items, item)
		p.space()
		if p.eat(']') {
			return v, true
		}
		if !p.eat(',') {
			return value{}, false
		}
	}
}

// string takes a string that begins here and returns its text without the quotes; its escapes are checked and left.
func (p *parser) string() ([]byte, bool) {
	b := p.rest[1:]
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			p.rest = b[i+1:]
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

// number takes a number that begins here, by JSON's grammar.
func (p *parser) number() (value, bool) {
	b, i := p.rest, 0
	if b[i] == '-' {
		i++
	}
	n := digits(b[i:])
	if n == 0 || n > 1 && b[i] == '0' {
		return value{}, false
	}
	i += n
	if i < len(b) && b[i] == '.' {
		n = digits(b[i+1:])
		if n == 0 {
			return value{}, false
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
			return value{}, false
		}
		i += n
	}
	p.rest = b[i:]
	return value{kind: kindNumber, raw: b[:i]}, true
}

func digits(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}
