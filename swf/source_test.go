package swf_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parsePackage reads the source of package swf, without its tests.
func parsePackage(t *testing.T) []ast.Decl {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source here: %v", err)
	}
	var all []ast.Decl
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f.Decls...)
	}
	return all
}

// specs calls visit for each specification of a declaration, with its doc comment.
func specs(decls []ast.Decl, visit func(s ast.Spec, doc string, inGroup bool)) {
	for _, d := range decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			doc := g.Doc.Text()
			switch s := s.(type) {
			case *ast.TypeSpec:
				doc += s.Doc.Text()
			case *ast.ValueSpec:
				doc += s.Doc.Text()
			}
			visit(s, doc, g.Lparen.IsValid())
		}
	}
}

// A structure that stands on the wire is one of the model's.
func TestNoStructureIsBesideTheModel(t *testing.T) {
	known := map[string]bool{}
	for _, typ := range compare(t).seen {
		known[typ.Name()] = true
	}
	for _, o := range operations(t) {
		known[o.output.Name()] = true
	}
	specs(parsePackage(t), func(s ast.Spec, _ string, _ bool) {
		typ, ok := s.(*ast.TypeSpec)
		if !ok {
			return
		}
		structure, ok := typ.Type.(*ast.StructType)
		if !ok {
			return
		}
		for _, f := range structure.Fields.List {
			if f.Tag != nil && !known[typ.Name.Name] {
				t.Errorf("%s has wire members, but is not a structure of the model", typ.Name.Name)
				return
			}
		}
	})
}

// The constants of an enumeration are all of its values, in the model's order, each named after its value.
func TestConstantsAreTheValuesOfTheModel(t *testing.T) {
	m := loadModel(t)
	got := map[string][]string{}
	specs(parsePackage(t), func(s ast.Spec, _ string, _ bool) {
		v, ok := s.(*ast.ValueSpec)
		if !ok || v.Type == nil || len(v.Values) != 1 {
			return
		}
		typ, value := v.Type.(*ast.Ident).Name, v.Values[0].(*ast.BasicLit).Value
		value, err := strconv.Unquote(value)
		if err != nil {
			t.Fatal(err)
		}
		got[typ] = append(got[typ], value)
		if want := typ + camel(value); v.Names[0].Name != want {
			t.Errorf("the constant for %q is %s, want %s", value, v.Names[0].Name, want)
		}
	})
	for name, s := range m.Shapes {
		if s.Type == "enum" && !slices.Equal(got[name], s.Enum) {
			t.Errorf("the constants of %s are %v, in the model %v", name, got[name], s.Enum)
		}
	}
}

// camel writes START_TO_CLOSE as StartToClose; what has no underlines and lower case is left as it is.
func camel(value string) string {
	if value != strings.ToUpper(value) {
		return value
	}
	var b strings.Builder
	for word := range strings.SplitSeq(value, "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}

// NewXInput takes the required members of an input in the model's order, and sets each.
func TestConstructorsTakeTheRequiredMembers(t *testing.T) {
	constructors := map[string]*ast.FuncDecl{}
	for _, d := range parsePackage(t) {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
			constructors[f.Name.Name] = f
		}
	}
	for _, o := range operations(t) {
		f := constructors["New"+o.name+"Input"]
		if f == nil {
			t.Errorf("there is no constructor for %v", o.input)
			continue
		}
		var want []string
		for _, m := range fields(o.input) {
			if m.required {
				want = append(want, fmt.Sprintf("%s %s sets %s", parameterName(m.wire), typeText(m.Type), m.Name))
			}
		}
		if got := constructorText(t, f); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", f.Name.Name, got, want)
		}
	}
}

// constructorText tells for each parameter of a constructor which field it sets.
func constructorText(t *testing.T, f *ast.FuncDecl) []string {
	sets := map[string]string{}
	literal := f.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.UnaryExpr).X.(*ast.CompositeLit)
	for _, e := range literal.Elts {
		pair := e.(*ast.KeyValueExpr)
		sets[pair.Value.(*ast.Ident).Name] = pair.Key.(*ast.Ident).Name
	}
	var all []string
	for _, p := range f.Type.Params.List {
		typ := ""
		switch x := p.Type.(type) {
		case *ast.Ident:
			typ = x.Name
		case *ast.ArrayType:
			typ = "[]" + x.Elt.(*ast.Ident).Name
		default:
			t.Fatalf("%s: parameter of type %T", f.Name.Name, x)
		}
		for _, name := range p.Names {
			all = append(all, fmt.Sprintf("%s %s sets %s", name.Name, typ, sets[name.Name]))
		}
	}
	return all
}

func parameterName(wire string) string {
	name := goName(wire)
	return strings.ToLower(name[:1]) + name[1:]
}

func typeText(t reflect.Type) string { return strings.ReplaceAll(t.String(), "swf.", "") }

// The documentation of each operation ends with the faults that the model gives it.
func TestServiceNamesTheFaultsOfTheModel(t *testing.T) {
	m := loadModel(t)
	documented := 0
	specs(parsePackage(t), func(s ast.Spec, _ string, _ bool) {
		typ, ok := s.(*ast.TypeSpec)
		if !ok || typ.Name.Name != "Service" {
			return
		}
		for _, method := range typ.Type.(*ast.InterfaceType).Methods.List {
			name := method.Names[0].Name
			doc := strings.ReplaceAll(method.Doc.Text(), "\n", " ")
			_, list, _ := strings.Cut(doc, "Faults: ")
			got := strings.Split(strings.TrimSuffix(strings.TrimSpace(list), "."), ", ")
			want := m.Operations[name].Errors
			if !slices.Equal(got, want) {
				t.Errorf("%s names the faults %v, in the model %v", name, got, want)
			}
			documented++
		}
	})
	if documented != 39 {
		t.Errorf("%d operations are documented", documented)
	}
}

// Whatever is exported has a comment that begins with its name and reads as a sentence.
func TestExportedNamesAreDocumented(t *testing.T) {
	decls := parsePackage(t)
	for _, d := range decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.IsExported() {
			checkSentence(t, f.Name.Name, f.Doc.Text())
		}
	}
	specs(decls, func(s ast.Spec, doc string, inGroup bool) {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				checkSentence(t, s.Name.Name, doc)
			}
			checkFields(t, s)
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && (doc == "" || !inGroup) {
				checkSentence(t, s.Names[0].Name, doc)
			}
		}
	})
}

func checkFields(t *testing.T, s *ast.TypeSpec) {
	list := &ast.FieldList{}
	switch typ := s.Type.(type) {
	case *ast.StructType:
		list = typ.Fields
	case *ast.InterfaceType:
		list = typ.Methods
	}
	for _, f := range list.List {
		if len(f.Names) == 1 && f.Names[0].IsExported() {
			checkSentence(t, f.Names[0].Name, f.Doc.Text())
		}
	}
}

// awkward finds what no sentence has: a colon after the name, a full stop before a small letter, a wrong article.
var awkward = regexp.MustCompile(`^\w+: |[a-z]\. [a-z]|\ba [AEIO]\w+ (event|decision)|[^.]\.\.$`)

func checkSentence(t *testing.T, name, doc string) {
	text := strings.TrimSpace(strings.ReplaceAll(doc, "\n", " "))
	switch {
	case !strings.HasPrefix(text, name+" "):
		t.Errorf("the comment of %s does not begin with its name: %q", name, text)
	case !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "}"):
		t.Errorf("the comment of %s does not end with a full stop: %q", name, text)
	case awkward.MatchString(text):
		t.Errorf("the comment of %s reads badly at %q: %q", name, awkward.FindString(text), text)
	}
}

// The comment of a member ends with its constraints, in words.
func TestMembersStateTheirConstraints(t *testing.T) {
	types := compare(t).seen
	for _, o := range operations(t) {
		types[o.output.Name()] = o.output
	}
	docs := fieldDocs(t)
	for _, typ := range types {
		if typ.Kind() != reflect.Struct || typ.Name() == "HistoryEvent" || typ.Name() == "Decision" {
			continue
		}
		for _, f := range fields(typ) {
			doc := strings.ReplaceAll(docs[typ.Name()+"."+f.Name], "\n", " ")
			if want := constraints(f); !strings.HasSuffix(strings.TrimSpace(doc), " "+want) {
				t.Errorf("the comment of %v.%s does not end with %q: %q", typ, f.Name, want, doc)
			}
		}
	}
}

func fieldDocs(t *testing.T) map[string]string {
	docs := map[string]string{}
	specs(parsePackage(t), func(s ast.Spec, _ string, _ bool) {
		typ, ok := s.(*ast.TypeSpec)
		if !ok {
			return
		}
		if structure, ok := typ.Type.(*ast.StructType); ok {
			for _, f := range structure.Fields.List {
				for _, name := range f.Names {
					docs[typ.Name.Name+"."+name.Name] = f.Doc.Text()
				}
			}
		}
	})
	return docs
}

// constraints are the constraints of a member in words.
func constraints(f field) string {
	text := "Optional"
	if f.required {
		text = "Required"
	}
	unit := " characters"
	switch f.Type.Kind() {
	case reflect.Slice:
		unit = " items"
	case reflect.Int32, reflect.Int64:
		unit = ""
	}
	if low, high, ok := strings.Cut(f.limits, ".."); ok && high == "" {
		text += "; at least " + low + unit
	} else if ok {
		text += "; " + low + " to " + high + unit
	}
	if low, high, ok := strings.Cut(f.item, ".."); ok {
		of := " of "
		if f.limits == "" {
			of = "; items of "
		}
		text += of + low + " to " + high + " characters"
	}
	return text + "."
}
