package mutant

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every bug is listed, has a name of its own, and is at home in exactly one place outside of this package and of tests.
func TestEveryBugIsPlantedOnce(t *testing.T) {
	names := constants(t)
	if len(names) != len(All) {
		t.Errorf("there are %d bugs, and %d are listed", len(names), len(All))
	}
	for i, b := range All {
		if b == None || slices.Contains(All[:i], b) {
			t.Errorf("the bug %q has no name of its own", b)
		}
	}
	asked := askedFor(t)
	for _, name := range names {
		if n := len(asked[name]); n != 1 {
			t.Errorf("%s is asked for in %d places: %v", name, n, asked[name])
		}
	}
}

// constants are the names of all bugs but None.
func constants(t *testing.T) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "bugs.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range file.Scope.Objects {
		if o.Kind == ast.Con && name != "None" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// askedFor tells where the code asks for which bug.
func askedFor(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || d.Name() == "doc.go" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, after := range strings.Split(string(text), "mutant.Is(mutant.")[1:] {
			name, _, _ := strings.Cut(after, ")")
			found[name] = append(found[name], path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
