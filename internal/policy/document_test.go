package policy

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/jsontree"
)

// TestRefusals: what is not understood is refused, with the place and the reason.
func TestRefusals(t *testing.T) {
	text, err := os.ReadFile("testdata/refusals.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range strings.Split(string(text), "\n== ")[1:] {
		want, document, _ := strings.Cut(section, "\n")
		d, err := Parse([]byte(strings.TrimSpace(document)))
		if err == nil || err.Error() != want || d != nil {
			t.Errorf("%s\n got %v\nwant %s", document, err, want)
		}
	}
}

func TestRefusalsOfBytes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "line 1: this is not JSON: unexpected end of JSON input"},
		{"{\"Id\": \"\xff\", \"Statement\": []}", "line 1: this is not UTF-8"},
		{`{"Statement": [` + strings.Repeat(" ", MaxDocument) + `]}`, "line 1: the document has 65553 bytes, more than 65536"},
		{`{"Version": "` + strings.Repeat("v", 1000) + `", "Statement": []}`,
			`line 1: Version: unknown version "` + strings.Repeat("v", 80) + `"...: there are "2012-10-17" and "2008-10-17"`},
	} {
		if _, err := Parse([]byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%.80q\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// TestAMistakeKnowsItsPlace: also in a document that stands in another text.
func TestAMistakeKnowsItsPlace(t *testing.T) {
	root, err := jsontree.Parse([]byte("{\"policies\": [7, {\n\"Statement\": [],\n\"Version\": \"1999\"}]}"), MaxDepth)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(root.Member("policies").Items[1])
	var m *jsontree.Mistake
	if d != nil || !errors.As(err, &m) || m.Line != 3 || m.Path != "policies[2].Version" {
		t.Errorf("%#v", err)
	}
}

// TestDocumentsThatAreTaken are forms that mean what they seem to.
func TestDocumentsThatAreTaken(t *testing.T) {
	for _, text := range []string{
		`{"Statement": []}`,
		`{"Version": "2008-10-17", "Id": "any text", "Statement": []}`,
		`{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}}`,
		`{"Statement": [{"Sid": "", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/*"]},
			{"Sid": "", "Effect": "Allow", "NotAction": ["iam:*"], "NotResource": ["arn:aws:s3:*"]}]}`,
		// In the older version a variable is text, and has no rules.
		`{"Statement": {"Effect": "Allow", "Action": "swf:*", "Resource": "arn:aws:swf:*:${x:*:/domain/*"}}`,
	} {
		mustParse(t, text)
	}
}

func TestDocumentsTellOfThemselves(t *testing.T) {
	d := mustParse(t, `{"Id": "ours", "Statement": [
		{"Sid": "All", "Effect": "Allow", "Action": "swf:*", "Resource": "*"}, {"Effect": "Deny", "Action": "swf:*", "Resource": "*"}]}`)
	if d.ID != "ours" || len(d.Statements) != 2 {
		t.Fatalf("%+v", d)
	}
	all, deny := d.Statements[0], d.Statements[1]
	if all.String() != `statement 1 "All"` || all.Denies || deny.String() != "statement 2" || !deny.Denies {
		t.Errorf("%v, %v", all, deny)
	}
}

func TestValuesTellOfThemselves(t *testing.T) {
	for want, v := range map[string]Value{"absent": {}, "x": Text("x"), "": Text(""), "[a, b]": Texts([]string{"a", "b"})} {
		if got := v.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := Texts(nil).String(); got != "absent" {
		t.Errorf("an empty set is %s", got)
	}
}

// TestConditions holds single conditions against the table.
func TestConditions(t *testing.T) {
	text, err := os.ReadFile("testdata/conditions.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| operator") {
			continue
		}
		c := strings.Split(strings.Trim(strings.TrimRight(line, "\n"), "|"), "|")
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		n++
		if got := askCondition(t, c[0], c[1], c[2], c[3]); got != c[4] {
			t.Errorf("%s %s\n got %s", strings.TrimSpace(line), "", got)
		}
	}
	if n < 150 {
		t.Errorf("the table has %d lines", n)
	}
}

// askCondition asks both evaluators whether a condition holds.
func askCondition(t *testing.T, operator, key, values, request string) string {
	t.Helper()
	text := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
		"Condition": {"` + operator + `": {"` + key + `": ` + values + `}}}}`
	if !json.Valid([]byte(text)) {
		t.Fatalf("not JSON: %s", text)
	}
	d, err := Parse([]byte(text))
	if err != nil {
		return "refused: " + err.(*jsontree.Mistake).Reason
	}
	context := keys(t, "aws:username=alice aws:PrincipalTag/team=video aws:TagKeys=[red,blue]")
	if request != "-" {
		context["k:a"] = keys(t, "k:a="+request)["k:a"]
	}
	v := Evaluate([]*Document{d}, &Request{ActionOf("swf:StartTimer"), ResourceOf("arn:aws:swf:us-east-1:1:/domain/x"), context})
	n := naiveEvaluate([]string{text}, naiveRequest{"swf:StartTimer", "arn:aws:swf:us-east-1:1:/domain/x", naiveContext(context)})
	switch {
	case n.allowed != v.Allowed:
		return "the evaluators disagree"
	case v.Allowed:
		return "yes"
	}
	return "no"
}

// TestEveryOperatorIsTried keeps the table whole.
func TestEveryOperatorIsTried(t *testing.T) {
	text, err := os.ReadFile("testdata/conditions.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"Null"}
	for name := range comparisons {
		names = append(names, name)
	}
	for name := range negations {
		names = append(names, name)
	}
	for _, name := range names {
		if !strings.Contains(string(text), "| "+name+" |") {
			t.Errorf("no line for %s", name)
		}
	}
}
