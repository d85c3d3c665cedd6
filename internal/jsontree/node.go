package jsontree

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Node is a JSON value, and where it stands. The nil Node is a member that is not there: as a list or an object it is empty, and as
// a text it is "".
type Node struct {
	Kind Kind
	// Name is the name of a member of an object, "" for other values.
	Name string
	// Content is what a string says, or a number or truth value as it is written.
	Content string
	// Items are the items of a list, or the members of an object, in their order.
	Items []*Node
	// Line is where the value begins, from 1. Start and End are the bytes that it takes of the text.
	Line, Start, End int

	// parent is what the value stands in, place where in it, from 1.
	parent *Node
	place  int
}

// Kind is what a value is, in the words of messages.
type Kind string

// The kinds of values.
const (
	String  Kind = "a string"
	Number  Kind = "a number"
	Boolean Kind = "a truth value"
	Null    Kind = "null"
	List    Kind = "a list"
	Object  Kind = "an object"
)

// Path leads to the value from the root, such as Statement[2].Effect; that of the root is "".
func (n *Node) Path() string {
	var steps []string
	for ; n.parent != nil; n = n.parent {
		if n.parent.Kind == List {
			steps = append(steps, "["+strconv.Itoa(n.place)+"]")
		} else {
			steps = append(steps, "."+step(n.Name))
		}
	}
	slices.Reverse(steps)
	return strings.TrimPrefix(strings.Join(steps, ""), ".")
}

// step is a member's name in a path: as it is, unless it is odd.
func step(name string) string {
	const letters, most = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:./+=,@-_", 80
	if name == "" || len(name) > most || strings.Trim(name, letters) != "" {
		return strconv.Quote(strings.ToValidUTF8(name[:min(len(name), most)], ""))
	}
	return name
}

// Mistake says what is wrong with the value. It is of type *Mistake.
func (n *Node) Mistake(format string, args ...any) error {
	return &Mistake{Line: n.Line, Path: n.Path(), Reason: fmt.Sprintf(format, args...)}
}

// Member is a member of an object, nil if it is not there.
func (n *Node) Member(name string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	i := slices.IndexFunc(n.Items, func(m *Node) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	return n.Items[i]
}

// Required is a member that has to be there.
func (n *Node) Required(name string) (*Node, error) {
	if m := n.Member(name); m != nil {
		return m, nil
	}
	return nil, n.Mistake("%s is missing", name)
}

// Members are those of an object, whatever their names.
func (n *Node) Members() ([]*Node, error) { return n.itemsOf(Object) }

// Only refuses what is not an object, and members that are not among the known ones.
func (n *Node) Only(known ...string) error {
	members, err := n.Members()
	if err != nil {
		return err
	}
	for _, m := range members {
		if !slices.Contains(known, m.Name) {
			return m.Mistake("unknown member; there are %s", strings.Join(known, ", "))
		}
	}
	return nil
}

// List is the items of a list.
func (n *Node) List() ([]*Node, error) { return n.itemsOf(List) }

func (n *Node) itemsOf(kind Kind) ([]*Node, error) {
	if n == nil {
		return nil, nil
	}
	return n.Items, n.mustBe(kind)
}

// OneOrMore is the items of a list; any other value stands for a list of itself.
func (n *Node) OneOrMore() []*Node {
	if n != nil && n.Kind != List {
		return []*Node{n}
	}
	items, _ := n.List() // it is one, or not there
	return items
}

// Text is what a string says.
func (n *Node) Text() (string, error) {
	if n == nil {
		return "", nil
	}
	return n.Content, n.mustBe(String)
}

// Truth is true or false.
func (n *Node) Truth() (bool, error) { return n.Content == "true", n.mustBe(Boolean) }

func (n *Node) mustBe(kind Kind) error {
	if n.Kind != kind {
		return n.Mistake("%s stands where %s should", n.Kind, kind)
	}
	return nil
}
