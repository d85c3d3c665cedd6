package tidy

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// module is the path that imports of our own packages begin with.
const module = "github.com/swfd/swfd"

// tree is the repository as the rules see it.
type tree struct {
	root string
	// texts holds every text file by its path from the root, with slashes.
	texts map[string]string
	// sources are the parsed Go files, by path.
	sources []*source
}

// source is a parsed Go file.
type source struct {
	// path is the file's path from the root; dir its folder, "." for the root.
	path, dir string
	test      bool
	set       *token.FileSet
	file      *ast.File
}

// repository is the whole tree, read once.
var repository = sync.OnceValues(func() (*tree, error) {
	root, err := findRoot()
	if err != nil {
		return nil, err
	}
	return readTree(root)
})

func readRepository(t *testing.T) *tree {
	t.Helper()
	r, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod in this folder or above it")
		}
		dir = up
	}
}

// unread are what stands at the root and is made and not written; git ignores it, too.
var unread = []string{".git", ".cache", "bin", "data"}

// largestText is the size in bytes of the largest file that can be a text somebody wrote.
const largestText = 2 << 20

func readTree(root string) (*tree, error) {
	r := &tree{root: root, texts: map[string]string{}}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case slices.Contains(unread, rel) && d.IsDir():
			return fs.SkipDir
		case slices.Contains(unread, rel), d.IsDir():
			// In a worktree, .git is a file.
			return nil
		}
		return r.read(rel, d)
	})
	return r, err
}

func (r *tree) read(rel string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestText {
		return err
	}
	b, err := os.ReadFile(filepath.Join(r.root, filepath.FromSlash(rel)))
	if err != nil {
		return err
	}
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return nil
	}
	r.texts[rel] = string(b)
	if path.Ext(rel) != ".go" || strings.Contains(rel, "testdata/") {
		return nil
	}
	s, err := parse(rel, string(b))
	if err != nil {
		return err
	}
	r.sources = append(r.sources, s)
	return nil
}

func parse(rel, text string) (*source, error) {
	s := &source{path: rel, dir: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), set: token.NewFileSet()}
	var err error
	s.file, err = parser.ParseFile(s.set, rel, text, parser.ParseComments|parser.SkipObjectResolution)
	return s, err
}

// planted makes a source of a few lines, to try a rule on.
func planted(t *testing.T, rel, text string) *source {
	t.Helper()
	s, err := parse(rel, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at says where a node stands: path:line.
func (s *source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// imports are the paths that a file imports, with the places of the imports.
func (s *source) imports() map[string]ast.Node {
	found := map[string]ast.Node{}
	for _, i := range s.file.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err == nil {
			found[p] = i
		}
	}
	return found
}

// own is the folder of one of our packages by its import path.
func own(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// covers reports whether a package path is the name or lies under it.
func covers(name, p string) bool { return p == name || strings.HasPrefix(p, name+"/") }

// report fails the test with each finding.
func report(t *testing.T, findings []string) {
	t.Helper()
	slices.Sort(findings)
	for _, f := range findings {
		t.Error(f)
	}
}

// expect fails the test unless a rule finds exactly what was planted, in whatever order.
func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
