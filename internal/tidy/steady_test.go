package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"testing"
)

// bubbling are the folders of the packages whose tests run in bubbles of testing/synctest. There a sleep is how time passes, and
// takes none.
func bubbling(sources []*source) map[string]bool {
	dirs := map[string]bool{}
	for _, s := range sources {
		if _, ok := s.imports()["testing/synctest"]; ok && s.test {
			dirs[s.dir] = true
		}
	}
	return dirs
}

// unsteady finds what makes tests guess or pass by in silence: sleeping outside of bubbles, and skipping without saying why.
func unsteady(s *source, bubbling map[string]bool) []string {
	if !s.test {
		return nil
	}
	var found []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		f, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, _ := f.X.(*ast.Ident)
		switch {
		case x != nil && x.Name == "time" && f.Sel.Name == "Sleep" && !bubbling[s.dir]:
			found = append(found, s.at(n)+": sleeps, and hopes")
		case f.Sel.Name == "SkipNow", f.Sel.Name == "Skip" && !saysWhy(call), f.Sel.Name == "Skipf" && !saysWhy(call):
			found = append(found, fmt.Sprintf("%s: %s without a reason", s.at(n), f.Sel.Name))
		}
		return true
	})
	return found
}

// saysWhy reports whether a skip has an argument that is not an empty text.
func saysWhy(call *ast.CallExpr) bool {
	if len(call.Args) == 0 {
		return false
	}
	text, ok := call.Args[0].(*ast.BasicLit)
	return !ok || text.Kind != token.STRING || len(text.Value) > 2
}

func TestTestsNeitherSleepNorSkipInSilence(t *testing.T) {
	sources := readRepository(t).sources
	bubbling := bubbling(sources)
	for _, s := range sources {
		report(t, unsteady(s, bubbling))
	}
}

func TestSteadyRuleCatches(t *testing.T) {
	text := `package a

import "time"

func f(t *testing.T) {
	time.Sleep(1)
	t.Skip()
	t.Skip("")
	t.SkipNow()
	t.Skip("there is no second disk here")
	t.Skipf("%d disks", 1)
}
`
	asleep := planted(t, "a/a_test.go", text)
	silent := []string{
		"a/a_test.go:7: Skip without a reason",
		"a/a_test.go:8: Skip without a reason",
		"a/a_test.go:9: SkipNow without a reason",
	}
	expect(t, unsteady(asleep, nil), append(silent, "a/a_test.go:6: sleeps, and hopes")...)
	expect(t, unsteady(planted(t, "a/a.go", text), nil))
	bubble := planted(t, "a/bubble_test.go", "package a\n\nimport _ \"testing/synctest\"\n")
	expect(t, unsteady(asleep, bubbling([]*source{asleep, bubble})), silent...)
}
