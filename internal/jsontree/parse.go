package jsontree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// mostValues is how many values a text may have. Each takes ten times the room that it takes in the text.
const mostValues = 1 << 20

// Parse reads a text whose values stand in each other no deeper than depth. Errors are of type *Mistake.
func Parse(text []byte, depth int) (*Node, error) {
	r := reader{text: text, line: 1, decoder: json.NewDecoder(bytes.NewReader(text))}
	if valid := validLength(text); valid < len(text) {
		return nil, &Mistake{Line: r.lineAt(valid), Reason: "this is not UTF-8"}
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &syntax) {
		return nil, &Mistake{Line: r.lineAt(int(syntax.Offset)), Reason: "this is not JSON: " + syntax.Error()}
	}
	r.decoder.UseNumber()
	root := &Node{}
	return root, r.read(root, depth)
}

// validLength is how much of a text is UTF-8.
func validLength(text []byte) int {
	if utf8.Valid(text) {
		return len(text)
	}
	for at := 0; ; {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

// reader takes a text apart from the front. It is known to be JSON.
type reader struct {
	text    []byte
	decoder *json.Decoder
	// line is that of the byte at counted.
	line, counted int
	values        int
}

// token takes what comes next.
func (r *reader) token() json.Token {
	t, _ := r.decoder.Token() // the text is JSON
	return t
}

// offset is where what was taken last ends.
func (r *reader) offset() int { return int(r.decoder.InputOffset()) }

// next is where the next value begins.
func (r *reader) next() int {
	at := r.offset()
	for at < len(r.text) && bytes.IndexByte([]byte(" \t\r\n:,"), r.text[at]) >= 0 {
		at++
	}
	return at
}

// lineAt is the line of a byte. It is asked for one behind the other.
func (r *reader) lineAt(offset int) int {
	offset = min(offset, len(r.text))
	r.line += bytes.Count(r.text[r.counted:offset], []byte{'\n'})
	r.counted = offset
	return r.line
}

// read reads the next value into its node.
func (r *reader) read(n *Node, depth int) error {
	n.Start = r.next()
	n.Line = r.lineAt(n.Start)
	if r.values++; r.values > mostValues {
		return n.Mistake("there are more than %d values up to here", mostValues)
	}
	var err error
	switch t := r.token().(type) {
	case string:
		n.Kind, n.Content = String, t
	case json.Number:
		n.Kind, n.Content = Number, t.String()
	case bool:
		n.Kind, n.Content = Boolean, fmt.Sprint(t)
	case nil:
		n.Kind = Null
	case json.Delim:
		n.Kind = Object
		if t == '[' {
			n.Kind = List
		}
		err = r.readItems(n, depth)
	}
	n.End = r.offset()
	return err
}

// readItems reads what stands in a list or an object, up to its end.
func (r *reader) readItems(n *Node, depth int) error {
	if depth == 0 {
		return n.Mistake("nested too deeply")
	}
	names := map[string]bool{}
	for r.decoder.More() {
		item := &Node{parent: n, place: len(n.Items) + 1}
		if n.Kind == Object {
			item.Name, _ = r.token().(string)
			item.Line = r.lineAt(r.offset())
			if names[item.Name] {
				return item.Mistake("this stands here twice")
			}
			names[item.Name] = true
		}
		if err := r.read(item, depth-1); err != nil {
			return err
		}
		n.Items = append(n.Items, item)
	}
	r.token()
	return nil
}
