package tidy

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"testing"
)

// undocumented finds the exported names of a file that no comment tells of: types, functions, methods of exported types, constants
// and variables. A comment on a group, or at the end of a line, counts.
func undocumented(s *source) []string {
	if s.test {
		return nil
	}
	var found []string
	missing := func(n ast.Node, name string) {
		found = append(found, fmt.Sprintf("%s: %s has no comment", s.at(n), name))
	}
	for i, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && isExportedFunc(d) && !s.isContinued(i) {
				missing(d, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				for _, name := range undocumentedNames(d, spec) {
					missing(spec, name)
				}
			}
		}
	}
	return found
}

func isExportedFunc(d *ast.FuncDecl) bool {
	return d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d)))
}

// receiver is the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// isContinued reports whether a method is one of a block: one method for several types, a line each, under one comment.
func (s *source) isContinued(i int) bool {
	for ; i > 0; i-- {
		d, ok := s.file.Decls[i].(*ast.FuncDecl)
		above, ok2 := s.file.Decls[i-1].(*ast.FuncDecl)
		if !ok || !ok2 || d.Name.Name != above.Name.Name || s.line(above.End())+1 != s.line(d.Pos()) {
			return false
		}
		if above.Doc != nil {
			return true
		}
	}
	return false
}

func (s *source) line(p token.Pos) int { return s.set.Position(p).Line }

func undocumentedNames(d *ast.GenDecl, spec ast.Spec) []string {
	var names []*ast.Ident
	var comments []*ast.CommentGroup
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		names, comments = []*ast.Ident{spec.Name}, []*ast.CommentGroup{d.Doc, spec.Doc, spec.Comment}
	case *ast.ValueSpec:
		names, comments = spec.Names, []*ast.CommentGroup{d.Doc, spec.Doc, spec.Comment}
	}
	if slices.ContainsFunc(comments, func(c *ast.CommentGroup) bool { return c != nil }) {
		return nil
	}
	var exported []string
	for _, n := range names {
		if n.IsExported() {
			exported = append(exported, n.Name)
		}
	}
	return exported
}

func TestExportedNamesHaveComments(t *testing.T) {
	for _, s := range readRepository(t).sources {
		report(t, undocumented(s))
	}
}

func TestCommentRuleCatches(t *testing.T) {
	expect(t, undocumented(planted(t, "a/a.go", `package a

type Bare struct{}

func (*Bare) Method() {}

func (hidden) Method() {}

type hidden struct{}

func Bald() {}

const One, two = 1, 2

// These are told of.
const (
	Three = 3
)

var (
	Four = 4 // is told of
	Five = 5
)

// Name names the thing.
func (*Bare) Name() {}
func (Other) Name() {}
func (Third[T]) Name() {}

func (Fourth) Name() {}

// Other is told of.
type Other struct{}
`)),
		"a/a.go:3: Bare has no comment",
		"a/a.go:5: Method has no comment",
		"a/a.go:11: Bald has no comment",
		"a/a.go:13: One has no comment",
		"a/a.go:22: Five has no comment",
		"a/a.go:30: Name has no comment",
	)
	expect(t, undocumented(planted(t, "a/a_test.go", "package a\nfunc Bald() {}\n")))
}

// introductions finds packages that do not open with their idea: in doc.go, or in any file of a program.
func introductions(sources []*source) []string {
	programs, introduced := map[string]bool{}, map[string]bool{}
	for _, s := range sources {
		if s.test {
			continue
		}
		isProgram := s.file.Name.Name == "main"
		programs[s.dir] = isProgram
		if s.file.Doc != nil && (isProgram || path.Base(s.path) == "doc.go") {
			introduced[s.dir] = true
		}
	}
	var found []string
	for dir, isProgram := range programs {
		switch {
		case introduced[dir]:
		case isProgram:
			found = append(found, dir+": the program has no package comment")
		default:
			found = append(found, dir+": the package has no doc.go with its comment")
		}
	}
	return found
}

func TestPackagesHaveIntroductions(t *testing.T) {
	report(t, introductions(readRepository(t).sources))
}

func TestIntroductionRuleCatches(t *testing.T) {
	expect(t, introductions([]*source{
		planted(t, "told/doc.go", "// Package told is.\npackage told\n"),
		planted(t, "told/a.go", "package told\n"),
		planted(t, "elsewhere/a.go", "// Package elsewhere is told of in the wrong place.\npackage elsewhere\n"),
		planted(t, "silent/doc.go", "package silent\n"),
		planted(t, "cmd/told/main.go", "// Command told is.\npackage main\n"),
		planted(t, "cmd/silent/main.go", "package main\n"),
		planted(t, "tests/a_test.go", "package tests\n"),
	}),
		"elsewhere: the package has no doc.go with its comment",
		"silent: the package has no doc.go with its comment",
		"cmd/silent: the program has no package comment",
	)
}
