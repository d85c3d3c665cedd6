package policy

import (
	"strings"
	"testing"
)

func patternOf(t testing.TB, text string) *pattern {
	t.Helper()
	atoms, err := syntax{wildcards: true, variables: true}.atoms(text)
	if err != nil {
		t.Fatal(err)
	}
	p := newPattern(atoms)
	return &p
}

// TestLongTextsTakeNoLong: these patterns are the ruin of matchers that go back.
func TestLongTextsTakeNoLong(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	context := Keys{"k:a": Text(strings.Repeat("a", 100))}
	for _, c := range []struct {
		pattern string
		matches bool
	}{
		{strings.Repeat("a*", 1000) + "b", false},
		{strings.Repeat("a*", 1000), true},
		{"*" + strings.Repeat("a*", 1000) + "b*", false},
		{strings.Repeat("*?", 1000) + "b", false},
		{strings.Repeat("*?", 1000), true},
		{"*a?a?a?b*", false},
		{strings.Repeat("*${k:a}", 50) + "b*", false},
		{strings.Repeat("*${k:a}", 50), true},
	} {
		if got := patternOf(t, c.pattern).matches(long, context); got != c.matches {
			t.Errorf("%.40s: %v", c.pattern, got)
		}
	}
}

// TestManyVariables: more than usual cost an allocation, and are resolved all the same.
func TestManyVariables(t *testing.T) {
	p := patternOf(t, strings.Repeat("${k:a}", 3*usualVariables))
	if !p.matches(strings.Repeat("ab", 3*usualVariables), Keys{"k:a": Text("ab")}) {
		t.Error("does not match")
	}
}

// FuzzPattern holds the matcher against the naive one.
func FuzzPattern(f *testing.F) {
	for _, c := range [][2]string{
		{"a*b?c", "axxbyc"}, {"*ab?d*", "ababcdd"}, {"é?*", "éx"}, {"${k:a}*", "value"}, {"${k:b, 'x'}", "x"}, {"${*}", "*"}, {"a\xff*", "a\xff"},
	} {
		f.Add(c[0], c[1])
	}
	context := Keys{"k:a": Text("v*"), "k:long": Text(strings.Repeat("long", 10))}
	f.Fuzz(func(t *testing.T, text, against string) {
		for _, s := range []syntax{{}, {wildcards: true}, {wildcards: true, variables: true}} {
			atoms, err := s.atoms(text)
			if err != nil {
				continue
			}
			for _, folds := range []bool{false, true} {
				p := newPattern(atoms)
				p.folds = folds && !s.wildcards
				got := p.matches(against, context)
				stars := strings.Count(text, "*")
				tame := stars < 6 && len(text) < 60 && len(against) < 60 && !p.folds
				if !tame || strings.ToValidUTF8(text, "") != text || strings.ToValidUTF8(against, "") != against {
					continue
				}
				want := naiveMatch(naiveGlyphs(text, s.wildcards, s.variables, naiveContext(context)), []rune(against))
				if got != want {
					t.Fatalf("%q against %q: %v", text, against, got)
				}
			}
		}
	})
}
