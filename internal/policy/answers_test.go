package policy

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const account = "123456789012"

// answers is testdata/answers.txt: policies by their names, and cases.
type answers struct {
	policies map[string]string
	cases    []answer
}

type answer struct {
	number, policies, action, domain, answer, context string
}

func readAnswers(t testing.TB) answers {
	t.Helper()
	text, err := os.ReadFile("testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	a := answers{policies: map[string]string{}}
	var name, version string
	var statements []string
	for line := range strings.Lines(strings.ReplaceAll(string(text), "ACC", account)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "policy "):
			f := strings.Fields(line)
			name, version, statements = f[1], version2012, nil
			if len(f) == 4 {
				version = f[3]
			}
		case strings.HasPrefix(line, "  "):
			statements = append(statements, line)
			a.policies[name] = fmt.Sprintf(`{"Version": %q, "Statement": [%s]}`, version, strings.Join(statements, ","))
		case strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| #"):
			c := strings.SplitN(line, "|", 8)
			for i := range c {
				c[i] = strings.TrimSpace(c[i])
			}
			a.cases = append(a.cases, answer{c[1], c[2], c[3], c[4], c[5], c[6]})
		}
	}
	return a
}

// names are the policies that a case has attached.
func (c *answer) names() []string {
	if c.policies == "none" {
		return nil
	}
	return strings.Split(c.policies, "+")
}

func (c *answer) resource() string {
	name, other, _ := strings.Cut(c.domain, "@")
	region, owner := "us-east-1", account
	switch {
	case strings.Trim(other, "0123456789") == "" && other != "":
		owner = other
	case other != "":
		region = other
	}
	return "arn:aws:swf:" + region + ":" + owner + ":/domain/" + name
}

// keys reads a context as the tables write it.
func keys(t testing.TB, context string) Keys {
	t.Helper()
	k := Keys{}
	if context == "-" {
		return k
	}
	for _, f := range strings.Fields(context) {
		name, value, ok := strings.Cut(f, "=")
		key, ok2 := KeyOf(name)
		if !ok || !ok2 {
			t.Fatalf("a context has the key %s", f)
		}
		if inside, ok := strings.CutPrefix(value, "["); ok {
			inside = strings.TrimSuffix(inside, "]")
			k[key] = Texts(strings.FieldsFunc(inside, func(r rune) bool { return r == ',' }))
		} else {
			k[key] = Text(value)
		}
	}
	return k
}

func mustParse(t testing.TB, text string) *Document {
	t.Helper()
	d, err := Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return d
}

// TestAnswers holds the evaluator, and the naive one beside it, against the table.
func TestAnswers(t *testing.T) {
	a := readAnswers(t)
	if len(a.policies) != 45 || len(a.cases) != 94 {
		t.Fatalf("the table has %d policies and %d cases", len(a.policies), len(a.cases))
	}
	for _, c := range a.cases {
		var documents []*Document
		var texts []string
		for _, name := range c.names() {
			texts = append(texts, a.policies[name])
			documents = append(documents, mustParse(t, a.policies[name]))
		}
		context := keys(t, c.context)
		v := Evaluate(documents, &Request{ActionOf("swf:" + c.action), ResourceOf(c.resource()), context})
		got := "deny"
		if v.Allowed {
			got = "allow"
		}
		if v.By != nil {
			got += fmt.Sprintf(" %s.%d", c.names()[v.Document], v.By.Number)
		}
		if got != c.answer {
			t.Errorf("case %s: %s, want %s", c.number, got, c.answer)
		}
		if v.IsExplicit() != strings.HasPrefix(c.answer, "deny ") {
			t.Errorf("case %s: explicit %v, want %s", c.number, v.IsExplicit(), c.answer)
		}
		n := naiveEvaluate(texts, naiveRequest{"swf:" + c.action, c.resource(), naiveContext(context)})
		if n.allowed != v.Allowed || n.explicit != v.IsExplicit() {
			t.Errorf("case %s: the naive evaluator says %+v, want %s", c.number, n, c.answer)
		}
	}
}
