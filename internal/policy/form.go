package policy

import (
	"slices"
	"strings"
)

// Form is a form that the names of resources have.
type Form struct {
	text     string
	segments [][]mark
}

// FormOf reads a form: an ARN in which <word> stands for any text but none, with no colon in it and no character of never. Such is
// arn:aws:swf:<Region>:123456789012:/domain/<name>.
func FormOf(arn, never string) *Form {
	f := &Form{text: arn}
	for _, s := range strings.SplitN(arn, ":", arnSegments) {
		f.segments = append(f.segments, marksOf(s, ":"+never))
	}
	return f
}

// String is the form as it was written.
func (f *Form) String() string { return f.text }

// span is the segments from one to another, with the colons between.
func (f *Form) span(from, to int) []mark {
	marks := f.segments[from]
	for _, s := range f.segments[from+1 : to+1] {
		marks = append(append(marks[:len(marks):len(marks)], mark{letter: ':'}), s...)
	}
	return marks
}

// mark is the smallest part of a set of texts: a letter, any letter, or any run of them.
type mark struct {
	kind   atomKind
	letter rune
	// never are the letters that any other than a plain one is not.
	never string
}

// marksOf reads a segment of a form.
func marksOf(segment, never string) []mark {
	var marks []mark
	for segment != "" {
		plain, rest, found := strings.Cut(segment, "<")
		for _, r := range plain {
			marks = append(marks, mark{letter: r})
		}
		if found {
			_, rest, _ = strings.Cut(rest, ">")
			marks = append(marks, mark{kind: anyOne, never: never}, mark{kind: anyRun, never: never})
		}
		segment = rest
	}
	return marks
}

// marks are those of a pattern; a variable can be anything.
func (p *pattern) marks() []mark {
	var marks []mark
	for i, piece := range p.pieces {
		if i > 0 {
			marks = append(marks, mark{kind: anyRun})
		}
		for _, part := range piece {
			switch part.kind {
			case plain:
				for _, r := range part.text {
					marks = append(marks, mark{letter: r})
				}
			case variable:
				marks = append(marks, mark{kind: anyRun})
			default:
				marks = append(marks, mark{kind: part.kind})
			}
		}
	}
	return marks
}

// meet reports whether some text is in both of two sets.
func meet(a, b []mark) bool {
	// before[j] tells whether a text can begin with what was taken of a so far, and with the first j of b; now has one more of a.
	before, now := make([]bool, len(b)+1), make([]bool, len(b)+1)
	before[0] = true
	for j, y := range b {
		before[j+1] = before[j] && y.kind == anyRun
	}
	for _, x := range a {
		now[0] = before[0] && x.kind == anyRun
		for j, y := range b {
			// A run is empty, or takes one more of the other.
			switch {
			case x.kind == anyRun && y.kind == anyRun:
				now[j+1] = before[j+1] || now[j]
			case x.kind == anyRun:
				now[j+1] = before[j+1] || now[j] && x.takes(y)
			case y.kind == anyRun:
				now[j+1] = now[j] || before[j+1] && y.takes(x)
			default:
				now[j+1] = before[j] && x.takes(y) && y.takes(x)
			}
		}
		before, now = now, before
	}
	return before[len(b)]
}

// takes reports whether another mark's letter can be this one's.
func (m mark) takes(other mark) bool {
	switch {
	case m.kind == plain:
		return other.kind != plain || other.letter == m.letter
	case other.kind == plain:
		return !strings.ContainsRune(m.never, other.letter)
	}
	return true
}

// meets reports whether the pattern matches some name of a form.
func (p *resourcePattern) meets(f *Form) bool { return p.every || p.meetsFrom(0, f, 0) }

// meetsFrom is matchesFrom for all names of a form at once.
func (p *resourcePattern) meetsFrom(segment int, f *Form, from int) bool {
	if segment == len(p.segments) {
		return from == len(f.segments)
	}
	now, others := &p.segments[segment], len(p.segments)-segment-1
	for to := from; to < len(f.segments)-others; to++ {
		if meet(now.marks(), f.span(from, to)) && p.meetsFrom(segment+1, f, to+1) {
			return true
		}
		if !now.endsWide() {
			return false
		}
	}
	return false
}

// nearest is the resource pattern that was probably meant by one that matches no name of the form: the same but for one segment. It is ""
// if there is none.
func (f *Form) nearest(text string, variables bool) string {
	is, should := strings.SplitN(text, ":", arnSegments), strings.SplitN(f.text, ":", arnSegments)
	if len(is) != arnSegments {
		return ""
	}
	last := arnSegments - 1
	var others [arnSegments][]string
	for i := 1; i < last; i++ {
		others[i] = []string{anyWord(should[i])}
	}
	// A slash too few, or what would be inside.
	others[last] = []string{"/" + is[last], strings.TrimSuffix(is[last], "/*")}
	for i, of := range others {
		for _, other := range of {
			near := slices.Concat(is[:i], []string{other}, is[i+1:])
			text := strings.Join(near, ":")
			if p, err := readResource(text, variables); err == nil && p.meets(f) {
				return text
			}
		}
	}
	return ""
}

// anyWord is a segment of a form as a pattern.
func anyWord(segment string) string {
	begin, end := strings.IndexByte(segment, '<'), strings.IndexByte(segment, '>')
	if begin < 0 || end < begin {
		return segment
	}
	return segment[:begin] + "*" + segment[end+1:]
}
