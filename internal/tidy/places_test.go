package tidy

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
)

// place matches a place in the code, as the last columns of tables name it: package.name.
var place = regexp.MustCompile("`([a-z]+)\\.(\\w+)`")

// strayPlaces finds places named in the tables of a document that are not in the code.
func strayPlaces(text string, sources []*source) []string {
	declared := declarations(sources)
	var found []string
	for i, line := range prose(text) {
		cells := strings.Split(strings.Trim(line, "| "), "|")
		if len(cells) < 2 {
			continue
		}
		for _, m := range place.FindAllStringSubmatch(cells[len(cells)-1], -1) {
			if !declared[m[1]+"."+m[2]] {
				found = append(found, fmt.Sprintf("line %d: there is no %s.%s", i+1, m[1], m[2]))
			}
		}
	}
	return found
}

// declarations are all functions, methods, types, constants and variables, as package.name.
func declarations(sources []*source) map[string]bool {
	declared := map[string]bool{}
	for _, s := range sources {
		for _, d := range s.file.Decls {
			for _, name := range declaredNames(d) {
				declared[path.Base(s.dir)+"."+name] = true
			}
		}
	}
	return declared
}

func declaredNames(d ast.Decl) []string {
	if f, ok := d.(*ast.FuncDecl); ok {
		return []string{f.Name.Name}
	}
	var names []string
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
		case *ast.ValueSpec:
			for _, n := range spec.Names {
				names = append(names, n.Name)
			}
		}
	}
	return names
}

// TestTablesNameRealPlaces keeps the documents from pointing at code that has moved.
func TestTablesNameRealPlaces(t *testing.T) {
	r := readRepository(t)
	for _, name := range []string{"docs/fidelity.md", "docs/reliability.md", "docs/performance.md"} {
		for _, finding := range strayPlaces(r.texts[name], r.sources) {
			t.Errorf("%s: %s", name, finding)
		}
	}
}

func TestPlaceRuleCatches(t *testing.T) {
	sources := []*source{
		planted(t, "internal/a/a.go", "package a\n\nconst One = 1\n\ntype two struct{}\n\nfunc (two) three() {}\n"),
		planted(t, "internal/a/a_test.go", "package a_test\n\nfunc TestFour() {}\n"),
	}
	text := "| q | k | w | `a.One`, `a.two` |\n| q | `a.three`, `a.TestFour`, `a.four` |\n| q | k | w | `b.One` |\n| `c.none` | x | y | z |\n"
	expect(t, strayPlaces(text, sources), "line 2: there is no a.four", "line 3: there is no b.One")
}
