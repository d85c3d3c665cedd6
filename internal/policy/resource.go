package policy

import (
	"fmt"
	"slices"
	"strings"
)

// arnSegments is how many segments an ARN has: arn, partition, service, Region, account, and the resource, which may hold more colons.
const arnSegments = 6

// Resource is the name of what a request concerns, an ARN.
type Resource struct {
	text string
	// ends are where the segments end, of which there are count.
	ends  [arnSegments]int
	count int
}

// ResourceOf is the resource of a name. One that is no ARN matches * only.
func ResourceOf(arn string) Resource {
	r := Resource{text: arn}
	for at := 0; ; {
		colon := strings.IndexByte(arn[at:], ':')
		if colon < 0 || r.count == arnSegments-1 {
			r.ends[r.count] = len(arn)
			r.count++
			return r
		}
		r.ends[r.count] = at + colon
		r.count++
		at += colon + 1
	}
}

// String is the ARN.
func (r Resource) String() string { return r.text }

// span is the text from a segment to another, with the colons between.
func (r *Resource) span(from, to int) string {
	begin := 0
	if from > 0 {
		begin = r.ends[from-1] + 1
	}
	return r.text[begin:r.ends[to]]
}

// resourcePattern is a resource in a statement.
type resourcePattern struct {
	// every is the pattern * alone.
	every bool
	// segments are held against those of a resource. One that ends with a star can take several, with the colons between.
	segments []pattern
	// head and tail are what every name begins and ends with that matches: most that do not match fail by these.
	head, tail string
}

// readResource reads * or an ARN, with wildcards anywhere behind arn: and variables in the last segment.
func readResource(text string, variables bool) (resourcePattern, error) {
	if text == "*" {
		return resourcePattern{every: true}, nil
	}
	atoms, err := syntax{wildcards: true, variables: variables}.atoms(text)
	if err != nil {
		return resourcePattern{}, err
	}
	var p resourcePattern
	p.head, p.tail = literalEnds(atoms)
	wide := false
	for _, segment := range splitSegments(atoms) {
		p.segments = append(p.segments, newPattern(segment))
		wide = wide || p.segments[len(p.segments)-1].endsWide()
	}
	last := len(p.segments) - 1
	hasVariable := func(p pattern) bool { return len(p.variables) > 0 }
	switch {
	case !p.segments[0].isLiteral("arn"):
		return resourcePattern{}, fmt.Errorf("%s is no resource: write * or an ARN", quote(text))
	case last < arnSegments-1 && !wide:
		return resourcePattern{}, fmt.Errorf("%s names no resource: an ARN has six parts with colons between", quote(text))
	case slices.ContainsFunc(p.segments[:last], hasVariable):
		return resourcePattern{}, fmt.Errorf("%s has a variable before the last colon: only the resource itself can have one", quote(text))
	}
	return p, nil
}

// splitSegments cuts the atoms of an ARN at its first colons. Colons that come from variables are not among them.
func splitSegments(atoms []atom) [][]atom {
	segments := [][]atom{nil}
	add := func(a atom) { segments[len(segments)-1] = append(segments[len(segments)-1], a) }
	for _, a := range atoms {
		for a.kind == plain && len(segments) < arnSegments {
			segment, rest, found := strings.Cut(a.text, ":")
			if !found {
				break
			}
			if segment != "" {
				add(atom{text: segment})
			}
			segments = append(segments, nil)
			a.text = rest
		}
		if a.kind != plain || a.text != "" {
			add(a)
		}
	}
	return segments
}

func (p *resourcePattern) matches(r *Resource, c Context) bool {
	if p.every {
		return true
	}
	if !strings.HasPrefix(r.text, p.head) || !strings.HasSuffix(r.text, p.tail) {
		return false
	}
	if len(p.segments) == r.count {
		return matchesEach(p.segments, r, c)
	}
	return p.matchesFrom(0, r, 0, c)
}

// matchesEach holds segments against as many of a resource's, one by one. The last ones differ most.
func matchesEach(segments []pattern, r *Resource, c Context) bool {
	for i := range slices.Backward(segments) {
		if !segments[i].matches(r.span(i, i), c) {
			return false
		}
	}
	return true
}

// matchesFrom holds the pattern's segments from one on against the resource's from one on. There are fewer of the pattern's, and each takes one
// at least, so there are few ways to share them out.
func (p *resourcePattern) matchesFrom(segment int, r *Resource, from int, c Context) bool {
	if segment == len(p.segments) {
		return from == r.count
	}
	now, others := &p.segments[segment], len(p.segments)-segment-1
	for to := from; to < r.count-others; to++ {
		if now.matches(r.span(from, to), c) && p.matchesFrom(segment+1, r, to+1, c) {
			return true
		}
		if !now.endsWide() {
			return false
		}
	}
	return false
}

// coversResource reports whether the statement is about a resource.
func (s *Statement) coversResource(r *Resource, c Context) bool {
	for i := range s.resources.patterns {
		if s.resources.patterns[i].matches(r, c) {
			return !s.resources.others
		}
	}
	return s.resources.others
}
