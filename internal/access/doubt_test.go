package access

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/policy"
	"github.com/swfd/swfd/swf"
)

// doubted loads an access file, and tells of its doubts, each with the name of its file, the line, the path and the reason.
func doubted(t *testing.T, access string, others ...string) []string {
	t.Helper()
	var lines []string
	for _, m := range mustLoad(t, write(t, access, others...)).Doubts() {
		lines = append(lines, fmt.Sprintf("%s:%d %s: %s", filepath.Base(m.File), m.Line, m.Path, m.Reason))
	}
	return lines
}

// TestDoubts holds the warnings against the table.
func TestDoubts(t *testing.T) {
	for _, s := range readSections(t, "testdata/doubts.txt") {
		document := strings.TrimSpace(s.input)
		if !strings.HasPrefix(document, `{"Statement"`) {
			document = `{"Version": "2012-10-17", "Statement": [` + strings.ReplaceAll(document, "}\n{", "},\n{") + `]}`
		}
		got := doubted(t, `{"accounts": {"123456789012": {"groups": {"g": {"policies": [{"file": "p"}]}}}}}`, "p", document)
		var want []string
		for _, line := range s.want {
			want = append(want, "p:"+line)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %s\nwant %s", s.heading, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
	}
}

// TestWhereDoubtsStand: a policy is doubted where it stands, once, and for all the accounts and Regions that it is for.
func TestWhereDoubtsStand(t *testing.T) {
	domain := func(region, account string) string {
		return `{"Statement": {"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:` + region + ":" + account + `:/domain/*"}}`
	}
	const user = `{"accounts": {
  "123456789012": {"users": {"a": {"policies": [{"file": "p"}, {"file": "p"}]}, "b": {"policies": [{"file": "p"}]}}},
  "210987654321": {"users": {"a": {"policies": [%s]}}}}, "regions": ["eu-west-1", "cn-north-1"]}`
	const effect = ": this statement never has an effect"
	stray := func(likely string) string {
		return ".Resource: no request is about such a resource; did you mean arn:aws:swf:" + likely + ":/domain/*?"
	}
	const inline = "access.json:3 accounts.210987654321.users.a.policies[1].Statement"
	for _, c := range []struct {
		what, inline, file string
		want               []string
	}{
		{"a good one", "", domain("eu-west-1", "123456789012"), nil},
		{"in a file, for several users", "", domain("eu-west-1", "210987654321"),
			[]string{"p:1 Statement" + stray("eu-west-1:123456789012"), "p:1 Statement" + effect}},
		{"in a file, also for the other account", `{"file": "p"}`, domain("eu-west-1", "210987654321"), nil},
		{"in the access file", domain("eu-west-1", "123456789012"), domain("*", "*"),
			[]string{inline + stray("eu-west-1:210987654321"), inline + effect}},
		{"a Region that is not served", "", domain("eu-west-2", "123456789012"),
			[]string{"p:1 Statement" + stray("eu-west-1:123456789012"), "p:1 Statement" + effect}},
	} {
		if got := doubted(t, fmt.Sprintf(user, c.inline), "p", c.file); !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %s\nwant %s", c.what, strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
		}
	}
}

// TestRecipesAreNotDoubted: nothing that docs/access.md recommends is in vain.
func TestRecipesAreNotDoubted(t *testing.T) {
	t.Setenv("WORKER_SECRET", "secret")
	for _, r := range readRecipes(t) {
		if got := doubted(t, r.file()); len(got) > 0 {
			t.Errorf("%s: %s", r.name, strings.Join(got, "\n"))
		}
	}
}

// full fills a value with texts, and lists with the most items that a request may have of them.
func full(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		full(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 5, 5))
		for i := range v.Len() {
			full(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			full(v.Field(i))
		}
	}
}

// TestVocabularies: the keys that reviews know of are those that a request has whose parameters are all there.
func TestVocabularies(t *testing.T) {
	held := []string{"iam:PassedToService"}
	for _, key := range slices.Concat(parameterKeys, keysOfAll, keysOfCalls, []string{"aws:RequestTag/x", "aws:ResourceTag/stage", "aws:userid"}) {
		switch key {
		case "aws:RequestTag/team", "aws:RequestTag/stage", "aws:PrincipalTag/":
		default:
			held = append(held, key)
		}
	}
	hold := func(name string, r *request) {
		r.Via.Temporary = true
		for _, key := range append(held, "aws:PrincipalTag/team") {
			lower, _ := policy.KeyOf(key)
			value := r.Lookup(lower)
			if has, told := !value.IsAbsent(), vocabularies[name].Has(key); has != told {
				t.Errorf("%s has %s: %v, and is said to have it: %v", name, key, has, told)
			}
		}
	}
	service := reflect.TypeFor[swf.Service]()
	for i := range service.NumMethod() {
		method := service.Method(i)
		in := reflect.New(method.Type.In(1).Elem())
		full(in.Elem())
		r := &request{Caller: with(t), registry: fixed{}, subject: subjectOf(in.Interface())}
		// The domain that has tags.
		if r.arn != nil {
			r.arn = new(orders.ARN())
		} else if r.domain != everyDomain {
			r.domain = orders.Name
		}
		hold("swf:"+method.Name, r)
		if r.role != nil {
			hold(actionPassRole.name, r.passing())
		}
	}
	for _, name := range swf.DecisionType("").Values() {
		if name == string(swf.DecisionTypeScheduleLambdaFunction) {
			continue
		}
		attributes := swf.NewDecisionAttributes(swf.DecisionType(name))
		full(reflect.ValueOf(attributes).Elem())
		d := &Decision{Decision: swf.Decision{Attributes: attributes}, Domain: orders}
		hold("swf:"+name, &request{
			Caller: with(t), isDecision: true, resourceTags: fixed{}.ResourceTags(orders), subject: subjectOfDecision(d),
		})
	}
	if len(vocabularies) != len(Actions())+1 {
		t.Errorf("there are %d vocabularies", len(vocabularies))
	}
}

// TestDoubtsAreLogged when the file is loaded, each time and as many as can be read; the policies are in force.
func TestDoubtsAreLogged(t *testing.T) {
	var of []any
	for range mostDoubts {
		of = append(of, map[string]any{"Effect": "Deny", "Action": "swf:Purge", "Resource": "*"})
	}
	text, err := json.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, fmt.Sprintf(`{"accounts":{"123456789012":{"users":{"u":{"policies":[{"Statement":%s}]}}}}}`, text))
	g := guard(t, path)
	for range 2 {
		log := g.log.take()
		if n := strings.Count(log, "level=WARN msg=\"a policy says what can hardly be meant\""); n != mostDoubts ||
			!strings.Contains(log, "policies[1].Statement[1].Action: no request has the action swf:Purge") ||
			!strings.Contains(log, "swfd access check "+path) || !strings.Contains(log, fmt.Sprintf("more=%d", mostDoubts)) {
			t.Errorf("of the doubts %d are logged:\n%s", n, log)
		}
		g.Reload()
	}
}
