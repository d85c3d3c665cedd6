package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"testing"
)

// unsteady finds what makes tests guess or pass by in silence: sleeping, and skipping without saying why. In the bubbles of
// testing/synctest a sleep is how time passes, and takes none, so files that make bubbles may sleep.
func unsteady(s *source) []string {
	if !s.test {
		return nil
	}
	_, bubbles := s.imports()["testing/synctest"]
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
		case x != nil && x.Name == "time" && f.Sel.Name == "Sleep" && !bubbles:
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
	for _, s := range readRepository(t).sources {
		report(t, unsteady(s))
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
	expect(t, unsteady(planted(t, "a/a_test.go", text)),
		"a/a_test.go:6: sleeps, and hopes",
		"a/a_test.go:7: Skip without a reason",
		"a/a_test.go:8: Skip without a reason",
		"a/a_test.go:9: SkipNow without a reason",
	)
	expect(t, unsteady(planted(t, "a/a.go", text)))
	expect(t, unsteady(planted(t, "a/bubble_test.go", `package a

import "testing/synctest"

func f() { time.Sleep(1) }
`)))
}
