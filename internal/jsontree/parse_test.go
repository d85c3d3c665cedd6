package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// outline writes each value of a tree on a line: where it is, what it is, and the bytes that it takes.
func outline(text string, n *Node) string {
	var b strings.Builder
	var walk func(n *Node)
	walk = func(n *Node) {
		fmt.Fprintf(&b, "%d %s: %s %q %s\n", n.Line, n.Path(), n.Kind, n.Content, strings.ReplaceAll(text[n.Start:n.End], "\n", "|"))
		for _, i := range n.Items {
			walk(i)
		}
	}
	walk(n)
	return b.String()
}

// TestATree: each value knows its line, the path to it and its bytes.
func TestATree(t *testing.T) {
	const text = "\n{\"one\" :\n  [ 1.50 ,true,\n\"two\\u0020\"],\n \"a b\": {}, \"swf:taskList.name\": null , \"\": [[]]}\n"
	const want = `2 : an object "" {"one" :|  [ 1.50 ,true,|"two\u0020"],| "a b": {}, "swf:taskList.name": null , "": [[]]}
3 one: a list "" [ 1.50 ,true,|"two\u0020"]
3 one[1]: a number "1.50" 1.50
3 one[2]: a truth value "true" true
4 one[3]: a string "two " "two\u0020"
5 "a b": an object "" {}
5 swf:taskList.name: null "" null
5 "": a list "" [[]]
5 ""[1]: a list "" []
`
	root, err := Parse([]byte(text), 3)
	if err != nil {
		t.Fatal(err)
	}
	if got := outline(text, root); got != want {
		t.Errorf("the tree is\n%s\nwant\n%s", got, want)
	}
}

// TestRefusals: what cannot be read is refused, with its line.
func TestRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "line 1: this is not JSON: unexpected end of JSON input",
		"{\n}\n\n}":                      "line 4: this is not JSON: invalid character '}' after top-level value",
		"{\n\"a\": 1,\n}":                "line 3: this is not JSON: invalid character '}' looking for beginning of object key string",
		"{\n\"a\": \"\xfc\"}":            "line 2: this is not UTF-8",
		"{\n\"a\": \"\xef\xbf\xbd\"}":    "",
		"[[\n[]]]":                       "",
		"[[\n[[]]]]":                     "line 2: [1][1][1]: nested too deeply",
		"{\"a\": {\"b\": 1,\n\"b\": 2}}": "line 2: a.b: this stands here twice",
		"{\"a\": 1, \"\\u0061\": 2}":     "line 1: a: this stands here twice",
		"[" + strings.Repeat("0,\n", mostValues-2) + "0]":            "",
		"[" + strings.Repeat("0,\n", mostValues-2) + "0, 0]":         "line 1048575: [1048576]: there are more than 1048576 values up to here",
		"{\"" + strings.Repeat("x", 90) + "\": {\"a\": 1,\"a\": 1}}": "line 1: \"" + strings.Repeat("x", 80) + "\".a: this stands here twice",
	} {
		_, err := Parse([]byte(text), 3)
		if err == nil && want == "" {
			continue
		}
		var m *Mistake
		if !errors.As(err, &m) || err.Error() != want {
			t.Errorf("%.100q\n got %v\nwant %s", text, err, want)
		}
	}
}

// TestQuestions: values are what they are asked for, or a mistake.
func TestQuestions(t *testing.T) {
	root, err := Parse([]byte(`{"list": ["a", "b"], "text": "c", "truth": true, "object": {"d": 1}}`), 2)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(question string, n *Node) (any, error) {
		switch question {
		case "list":
			items, err := n.List()
			return len(items), err
		case "text":
			return n.Text()
		case "truth":
			return n.Truth()
		case "members":
			members, err := n.Members()
			return len(members), err
		case "only d":
			return nil, n.Only("d")
		case "required e":
			return n.Required("e")
		}
		return len(n.OneOrMore()), nil
	}
	for _, c := range []struct {
		question, member string
		want             any
		refused          string
	}{
		{"list", "list", 2, ""},
		{"list", "text", nil, "line 1: text: a string stands where a list should"},
		{"list", "none", 0, ""},
		{"one or more", "list", 2, ""},
		{"one or more", "text", 1, ""},
		{"one or more", "none", 0, ""},
		{"text", "text", "c", ""},
		{"text", "truth", nil, "line 1: truth: a truth value stands where a string should"},
		{"text", "none", "", ""},
		{"truth", "truth", true, ""},
		{"truth", "object", nil, "line 1: object: an object stands where a truth value should"},
		{"members", "object", 1, ""},
		{"members", "list", nil, "line 1: list: a list stands where an object should"},
		{"members", "none", 0, ""},
		{"only d", "object", nil, ""},
		{"only d", "text", nil, "line 1: text: a string stands where an object should"},
		{"required e", "object", nil, "line 1: object: e is missing"},
	} {
		got, err := ask(c.question, root.Member(c.member))
		switch {
		case c.refused != "" && (err == nil || err.Error() != c.refused):
			t.Errorf("%s of %s: %v, want %s", c.question, c.member, err, c.refused)
		case c.refused == "" && (err != nil || got != c.want):
			t.Errorf("%s of %s is %v, %v, want %v", c.question, c.member, got, err, c.want)
		}
	}
	if err := root.Only("list", "text"); err == nil || err.Error() != "line 1: truth: unknown member; there are list, text" {
		t.Error(err)
	}
	if root.Member("list").Member("a") != nil || root.Member("none").Member("a") != nil {
		t.Error("what is no object has members")
	}
}

// plain is what encoding/json would make of a value.
func plain(n *Node) any {
	switch n.Kind {
	case String:
		return n.Content
	case Number:
		return json.Number(n.Content)
	case Boolean:
		return n.Content == "true"
	case List:
		items := []any{}
		for _, i := range n.Items {
			items = append(items, plain(i))
		}
		return items
	case Object:
		members := map[string]any{}
		for _, m := range n.Items {
			members[m.Name] = plain(m)
		}
		return members
	}
	return nil
}

func unmarshal(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// FuzzParse: a text is refused with a line that it has, or is what encoding/json says, and so is each part of it by itself.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"a": [1, "x", null, true, {}], "b": {"c": "\u00e9"}}`))
	f.Add([]byte("[\n1,\n{\"a\":1,\"a\":2}]"))
	f.Add([]byte("{\"\xff\": 1}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		root, err := Parse(text, 8)
		if err != nil {
			m, ok := err.(*Mistake)
			if !ok || m.Line < 1 || m.Line > 1+bytes.Count(text, []byte{'\n'}) || m.Reason == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		var hold func(n *Node)
		hold = func(n *Node) {
			want, err := unmarshal(text[n.Start:n.End])
			if got := plain(n); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q has %#v at %q, want %#v, %v", text, got, n.Path(), want, err)
			}
			if line := 1 + bytes.Count(text[:n.Start], []byte{'\n'}); n.Line != line {
				t.Fatalf("%q: %q is on line %d, want %d", text, n.Path(), n.Line, line)
			}
			for _, i := range n.Items {
				hold(i)
			}
		}
		hold(root)
	})
}
