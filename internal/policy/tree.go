package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// node is a JSON value that knows where it stands.
type node struct {
	offset int
	path   string
	kind   kind
	// content is a string, or a number or truth value as it is written.
	content string
	// items are those of a list; members those of an object, whose names stand in the same place of names.
	items, members []*node
	names          []string
}

type kind string

// The kinds of JSON values, as messages name them.
const (
	kindText    kind = "a string"
	kindNumber  kind = "a number"
	kindBoolean kind = "a truth value"
	kindNull    kind = "null"
	kindList    kind = "a list"
	kindObject  kind = "an object"
)

// maxDepth is deeper than any policy: document, statements, statement, condition, operator, key, values.
const maxDepth = 8

// readTree reads JSON that holds nothing twice.
func readTree(text []byte) (*node, *Error) {
	if len(text) > MaxDocument {
		return nil, &Error{Reason: fmt.Sprintf("the document has %d bytes, more than %d", len(text), MaxDocument)}
	}
	if !utf8.Valid(text) {
		return nil, &Error{Reason: "the document is not UTF-8"}
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &syntax) {
		return nil, &Error{Offset: int(syntax.Offset), Reason: "not JSON: " + syntax.Error()}
	}
	r := treeReader{json.NewDecoder(bytes.NewReader(text))}
	r.decoder.UseNumber()
	return r.value("", 0)
}

type treeReader struct{ decoder *json.Decoder }

// token takes what comes next of a text that is known to be JSON.
func (r treeReader) token() json.Token {
	t, _ := r.decoder.Token()
	return t
}

func (r treeReader) value(path string, depth int) (*node, *Error) {
	token := r.token()
	n := &node{offset: int(r.decoder.InputOffset()), path: path}
	switch t := token.(type) {
	case string:
		n.kind, n.content = kindText, t
	case json.Number:
		n.kind, n.content = kindNumber, t.String()
	case bool:
		n.kind, n.content = kindBoolean, fmt.Sprint(t)
	case nil:
		n.kind = kindNull
	case json.Delim:
		if depth == maxDepth {
			return nil, n.fault("nested too deeply")
		}
		if t == '[' {
			return n, r.list(n, depth)
		}
		return n, r.object(n, depth)
	}
	return n, nil
}

func (r treeReader) list(n *node, depth int) *Error {
	n.kind = kindList
	for r.decoder.More() {
		item, err := r.value(fmt.Sprintf("%s[%d]", n.path, len(n.items)+1), depth+1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	r.token()
	return nil
}

func (r treeReader) object(n *node, depth int) *Error {
	n.kind = kindObject
	for r.decoder.More() {
		name, _ := r.token().(string)
		at := &node{offset: int(r.decoder.InputOffset()), path: n.path}
		if slices.Contains(n.names, name) {
			return at.fault("the member %s stands here twice", quote(name))
		}
		member, err := r.value(strings.TrimPrefix(n.path+"."+step(name), "."), depth+1)
		if err != nil {
			return err
		}
		n.names, n.members = append(n.names, name), append(n.members, member)
	}
	r.token()
	return nil
}

// step is a member's name in a path: as it is, unless it is odd.
func step(name string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:./-_"
	if len(name) > 80 || strings.Trim(name, letters) != "" {
		return quote(name)
	}
	return name
}

// fault says what is wrong with a node.
func (n *node) fault(format string, args ...any) *Error {
	return &Error{Offset: n.offset, Path: n.path, Reason: fmt.Sprintf(format, args...)}
}

// member is a member of an object, nil if it is not there.
func (n *node) member(name string) *node {
	if i := slices.Index(n.names, name); i >= 0 {
		return n.members[i]
	}
	return nil
}

func (n *node) required(name string) (*node, *Error) {
	if m := n.member(name); m != nil {
		return m, nil
	}
	return nil, n.fault("%s is missing", name)
}

// only refuses what is not an object, and members that are not among the known ones.
func (n *node) only(known ...string) *Error {
	if n.kind != kindObject {
		return n.fault("%s stands where an object should", n.kind)
	}
	for i, name := range n.names {
		if !slices.Contains(known, name) {
			return n.members[i].fault("unknown member; there are %s", strings.Join(known, ", "))
		}
	}
	return nil
}

// list is the items of a list; any other value stands for a list of itself.
func (n *node) list() []*node {
	if n.kind == kindList {
		return n.items
	}
	return []*node{n}
}

func (n *node) string() (string, *Error) {
	if n.kind != kindText {
		return "", n.fault("%s stands where a string should", n.kind)
	}
	return n.content, nil
}

// text is the string of an optional member, "" if it is not there.
func (n *node) text(name string) (string, *Error) {
	m := n.member(name)
	if m == nil {
		return "", nil
	}
	return m.string()
}

// strings are one string or several, but not none: a list that says nothing is a mistake, and whether it would allow all or
// nothing should not be guessed.
func (n *node) strings() ([]*node, *Error) {
	items := n.list()
	if len(items) == 0 {
		return nil, n.fault("the list is empty")
	}
	for _, i := range items {
		if _, err := i.string(); err != nil {
			return nil, err
		}
	}
	return items, nil
}
