package tidy

import (
	_ "embed"
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/floors.txt
var floorsText string

// house is what floors.txt says.
type house struct {
	// floor is the place of each package, counted from the roof; names are what the floors are called.
	floor map[string]int
	names []string
	pure  []string
	// never and but are what pure packages may not use, and what is harmless all the same.
	never, but []string
	// outside leads from a module, or a package of it, to the packages that may import it.
	outside map[string][]string
}

// readHouse reads floors.txt: a word alone in its first column begins a section, # a comment.
func readHouse(text string) (*house, error) {
	h := &house{floor: map[string]int{}, outside: map[string][]string{}}
	section := ""
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case line[0] != ' ':
			section = words[0]
		case section == "floors":
			for _, p := range words[1:] {
				if _, twice := h.floor[p]; twice {
					return nil, fmt.Errorf("%s stands on two floors", p)
				}
				h.floor[p] = len(h.names)
			}
			h.names = append(h.names, words[0])
		case section == "pure":
			h.pure = append(h.pure, words...)
		case section == "never":
			h.never = append(h.never, words...)
		case section == "but":
			h.but = append(h.but, words...)
		case section == "outside":
			h.outside[words[0]] = words[1:]
		default:
			return nil, fmt.Errorf("%q belongs to no section", strings.TrimSpace(line))
		}
	}
	return h, nil
}

func theHouse(t *testing.T) *house {
	t.Helper()
	h, err := readHouse(floorsText)
	if err != nil {
		t.Fatal("floors.txt:", err)
	}
	return h
}

// unlisted are packages that the floors need not name: programs that show how to use the others, and this one.
func unlisted(dir string) bool { return covers("examples", dir) || dir == "internal/tidy" }

// imports finds what a file imports that its floor does not allow.
func (h *house) imports(s *source) []string {
	if s.test || unlisted(s.dir) {
		return nil
	}
	mine, ok := h.floor[s.dir]
	if !ok {
		return []string{fmt.Sprintf("%s: package %s stands on no floor", s.path, s.dir)}
	}
	var found []string
	for p, n := range s.imports() {
		dir, ours := own(p)
		theirs, listed := h.floor[dir]
		switch {
		case ours && !listed:
			found = append(found, fmt.Sprintf("%s: imports %s, which stands on no floor", s.at(n), dir))
		case ours && theirs <= mine:
			found = append(found, fmt.Sprintf("%s: %s (floor %s) imports %s (floor %s)", s.at(n), s.dir, h.names[mine], dir, h.names[theirs]))
		case !ours && isOutside(p) && !h.mayImport(s.dir, p):
			found = append(found, fmt.Sprintf("%s: %s may not import %s", s.at(n), s.dir, p))
		}
	}
	return found
}

// isOutside tells modules from the standard library, whose paths have no dot in their first part.
func isOutside(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return strings.Contains(first, ".")
}

// mayImport looks up the longest name in the list that covers the package.
func (h *house) mayImport(dir, importPath string) bool {
	return slices.Contains(h.outside[longestCover(maps.Keys(h.outside), importPath)], dir)
}

func longestCover(names func(func(string) bool), importPath string) string {
	longest := ""
	for name := range names {
		if covers(name, importPath) && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}

// impure finds what a file of a pure package uses that makes it impure.
func (h *house) impure(s *source) []string {
	if s.test || !slices.Contains(h.pure, s.dir) {
		return nil
	}
	var found []string
	for p, n := range s.imports() {
		if h.forbids(p) {
			found = append(found, fmt.Sprintf("%s: pure package %s imports %s", s.at(n), s.dir, p))
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if use := h.impureUse(n); use != "" {
			found = append(found, fmt.Sprintf("%s: pure package %s uses %s", s.at(n), s.dir, use))
		}
		return true
	})
	return found
}

func (h *house) forbids(importPath string) bool {
	for _, p := range h.but {
		if covers(p, importPath) {
			return false
		}
	}
	return slices.ContainsFunc(h.never, func(p string) bool { return covers(p, importPath) })
}

// impureUse names the function or statement that a node is, if it is a forbidden one. It takes a package by its usual name: nobody
// renames time.
func (h *house) impureUse(n ast.Node) string {
	use := ""
	switch n := n.(type) {
	case *ast.GoStmt:
		use = "go"
	case *ast.SelectStmt:
		use = "select"
	case *ast.ChanType:
		use = "chan"
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok {
			use = x.Name + "." + n.Sel.Name
		}
	}
	if slices.Contains(h.never, use) {
		return use
	}
	return ""
}

func TestImportsPointDown(t *testing.T) {
	h := theHouse(t)
	for _, s := range readRepository(t).sources {
		report(t, h.imports(s))
	}
}

func TestPurePackagesArePure(t *testing.T) {
	h := theHouse(t)
	for _, s := range readRepository(t).sources {
		report(t, h.impure(s))
	}
}

// TestFloorsAreLivedOn keeps floors.txt from naming what is not there.
func TestFloorsAreLivedOn(t *testing.T) {
	h := theHouse(t)
	packages, used := map[string]bool{}, map[string]bool{}
	for _, s := range readRepository(t).sources {
		packages[s.dir] = true
		for p := range s.imports() {
			used[longestCover(maps.Keys(h.outside), p)] = true
		}
	}
	for p := range h.floor {
		if !packages[p] {
			t.Errorf("floors.txt: there is no package %s", p)
		}
	}
	for _, p := range h.pure {
		if _, ok := h.floor[p]; !ok {
			t.Errorf("floors.txt: pure package %s stands on no floor", p)
		}
	}
	for p, importers := range h.outside {
		if !used[p] {
			t.Errorf("floors.txt: nobody imports %s", p)
		}
		for _, dir := range importers {
			if !packages[dir] {
				t.Errorf("floors.txt: there is no package %s to import %s", dir, p)
			}
		}
	}
}

const plantedFloors = `
floors
  2  roof
  1  left  right
  0  cellar
pure
  cellar
never
  net  os  time.Now  go
but
  net/url
outside
  example.org/paint        left
  example.org/paint/blue   right
`

func TestFloorRulesCatch(t *testing.T) {
	h, err := readHouse(plantedFloors)
	if err != nil {
		t.Fatal(err)
	}
	find := func(s *source) []string { return append(h.imports(s), h.impure(s)...) }
	ours := func(dirs ...string) string {
		text := "package p\n"
		for _, d := range dirs {
			text += "import _ \"" + module + "/" + d + "\"\n"
		}
		return text
	}
	expect(t, find(planted(t, "roof/a.go", ours("left", "right", "cellar"))))
	expect(t, find(planted(t, "left/a.go", ours("cellar", "right"))),
		"left/a.go:3: left (floor 1) imports right (floor 1)")
	expect(t, find(planted(t, "cellar/a.go", ours("roof"))),
		"cellar/a.go:2: cellar (floor 0) imports roof (floor 2)")
	expect(t, find(planted(t, "cellar/a_test.go", ours("roof"))))
	expect(t, find(planted(t, "attic/a.go", ours())),
		"attic/a.go: package attic stands on no floor")
	expect(t, find(planted(t, "roof/a.go", ours("attic"))),
		"roof/a.go:2: imports attic, which stands on no floor")
	expect(t, find(planted(t, "left/a.go", `package left
import _ "example.org/paint/red"
import _ "example.org/paint/blue/sky"
import _ "example.org/brush"
`)),
		"left/a.go:3: left may not import example.org/paint/blue/sky",
		"left/a.go:4: left may not import example.org/brush")
	expect(t, find(planted(t, "cellar/a.go", `package cellar
import "net/url"
import "net/http"
import "time"
func f(t time.Time) *url.URL {
	go f(time.Now())
	return nil
}
var _ http.Handler
`)),
		"cellar/a.go:3: pure package cellar imports net/http",
		"cellar/a.go:6: pure package cellar uses go",
		"cellar/a.go:6: pure package cellar uses time.Now")
	if _, err := readHouse("floors\n  1  a  b\n  0  a\n"); err == nil {
		t.Error("a package on two floors was not noticed")
	}
}
