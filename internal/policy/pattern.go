package policy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pattern is a value that texts are held against, cut at its stars: a text matches if it begins with the first piece, ends with the
// last, and has the others in between, in order and apart.
type pattern struct {
	// pieces has at least one piece; empty ones stand only first and last.
	pieces []piece
	// variables are those of all pieces, in order.
	variables []atom
	// head and tail are the plain texts that it begins and ends with: most texts that do not match fail by these.
	head, tail string
	form       form
	// folds makes letters of either case equal.
	folds bool
}

// form tells which patterns are simple, as nearly all are.
type form uint8

const (
	anyForm  form = iota
	headOnly      // plain text
	headStar      // plain text, a star, and plain text, each of which may be empty
)

// piece is what stands between two stars.
type piece []part

// part is an atom of a piece: plain text, any one character, or the variable in a place of the pattern's.
type part struct {
	kind  atomKind
	text  string
	place int
}

// newPattern makes a pattern of atoms.
func newPattern(atoms []atom) pattern {
	var p pattern
	var now piece
	for i, a := range atoms {
		switch {
		case a.kind == variable:
			now = append(now, part{kind: variable, place: len(p.variables)})
			p.variables = append(p.variables, a)
		case a.kind != anyRun:
			now = append(now, part{kind: a.kind, text: a.text})
		case i == 0 || atoms[i-1].kind != anyRun:
			p.pieces = append(p.pieces, now)
			now = nil
		}
	}
	p.pieces = append(p.pieces, now)
	p.head, p.tail = literalEnds(atoms)
	p.form = formOf(p.pieces)
	return p
}

// literalEnds are the plain texts at both ends, "" where something else stands.
func literalEnds(atoms []atom) (head, tail string) {
	if len(atoms) == 0 {
		return "", ""
	}
	if first := atoms[0]; first.kind == plain {
		head = first.text
	}
	if last := atoms[len(atoms)-1]; last.kind == plain {
		tail = last.text
	}
	return head, tail
}

func formOf(pieces []piece) form {
	isText := func(p piece) bool { return len(p) == 0 || len(p) == 1 && p[0].kind == plain }
	switch {
	case len(pieces) > 2 || !isText(pieces[0]) || !isText(pieces[len(pieces)-1]):
		return anyForm
	case len(pieces) == 2:
		return headStar
	}
	return headOnly
}

// isLiteral reports whether one text only matches the pattern, and it is this.
func (p *pattern) isLiteral(text string) bool { return p.form == headOnly && p.head == text }

// endsWide reports whether the pattern ends with a star.
func (p *pattern) endsWide() bool { return len(p.pieces) > 1 && len(p.pieces[len(p.pieces)-1]) == 0 }

// usualVariables is how many variables a pattern has at most, in all likelihood; more take an allocation.
const usualVariables = 4

// matches holds a text against the pattern. A pattern with a variable that stands for nothing matches nothing.
func (p *pattern) matches(text string, c Context) bool {
	if p.folds {
		return p.matchesPieces(text, c)
	}
	if !beginsWith(text, p.head) {
		return false
	}
	switch p.form {
	case headOnly:
		return len(text) == len(p.head)
	case headStar:
		return strings.HasSuffix(text[len(p.head):], p.tail)
	}
	return strings.HasSuffix(text, p.tail) && p.matchesPieces(text, c)
}

// beginsWith looks at the last byte of the head first: names of one service begin alike.
func beginsWith(text, head string) bool {
	n := len(head)
	return n == 0 || n <= len(text) && text[n-1] == head[n-1] && text[:n] == head
}

// matchesPieces takes the pieces from left to right, each at the first place where it fits.
func (p *pattern) matchesPieces(text string, c Context) bool {
	var room [usualVariables]string
	values := room[:0]
	for i := range p.variables {
		value, ok := p.variables[i].value(c)
		if !ok {
			return false
		}
		values = append(values, value)
	}
	m := matcher{values: values, folds: p.folds}
	first, between, last := p.ends()
	text, ok := m.cutPrefix(text, first)
	if !ok || len(p.pieces) == 1 {
		return ok && text == ""
	}
	if text, ok = m.cutSuffix(text, last); !ok {
		return false
	}
	for _, piece := range between {
		if text, ok = m.cutThrough(text, piece); !ok {
			return false
		}
	}
	return true
}

func (p *pattern) ends() (first piece, between []piece, last piece) {
	n := len(p.pieces)
	if n == 1 {
		return p.pieces[0], nil, nil
	}
	return p.pieces[0], p.pieces[1 : n-1], p.pieces[n-1]
}

// value is what a variable stands for, if anything: keys of several values do not count.
func (a *atom) value(c Context) (string, bool) {
	if value, ok := c.Lookup(a.text).single(); ok {
		return value, true
	}
	return a.instead, a.hasInstead
}

// matcher is a match under way: what the variables stand for, which is plain text, whatever it looks like.
type matcher struct {
	values []string
	folds  bool
}

// textOf is the text of a part that is no wildcard.
func (m *matcher) textOf(p *part) string {
	if p.kind == variable {
		return m.values[p.place]
	}
	return p.text
}

// cutPrefix takes a piece off the front of a text.
func (m *matcher) cutPrefix(text string, piece piece) (rest string, ok bool) {
	for i := range piece {
		p := &piece[i]
		switch {
		case p.kind == anyOne:
			_, size := utf8.DecodeRuneInString(text)
			text, ok = text[size:], size > 0
		case m.folds:
			text, ok = cutFolded(text, m.textOf(p))
		default:
			text, ok = strings.CutPrefix(text, m.textOf(p))
		}
		if !ok {
			return "", false
		}
	}
	return text, true
}

// cutSuffix takes a piece off the end of a text. No pattern that folds has a star.
func (m *matcher) cutSuffix(text string, piece piece) (rest string, ok bool) {
	for i := range slices.Backward(piece) {
		p := &piece[i]
		if p.kind == anyOne {
			_, size := utf8.DecodeLastRuneInString(text)
			text, ok = text[:len(text)-size], size > 0
		} else {
			text, ok = strings.CutSuffix(text, m.textOf(p))
		}
		if !ok {
			return "", false
		}
	}
	return text, true
}

// cutThrough takes off everything up to and with the first place where a piece stands.
func (m *matcher) cutThrough(text string, piece piece) (rest string, ok bool) {
	for {
		if piece[0].kind != anyOne {
			begin := strings.Index(text, m.textOf(&piece[0]))
			if begin < 0 {
				return "", false
			}
			text = text[begin:]
		}
		if rest, ok := m.cutPrefix(text, piece); ok {
			return rest, true
		}
		_, size := utf8.DecodeRuneInString(text)
		if size == 0 {
			return "", false
		}
		text = text[size:]
	}
}

// cutFolded takes a prefix off a text, letters of either case being equal.
func cutFolded(text, prefix string) (rest string, ok bool) {
	for _, want := range prefix {
		r, size := utf8.DecodeRuneInString(text)
		if size == 0 || fold(r) != fold(want) {
			return "", false
		}
		text = text[size:]
	}
	return text, true
}

// fold makes equal the runes that are equal but for their case.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(unicode.ToUpper(r))
}
