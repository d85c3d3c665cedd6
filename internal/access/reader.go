package access

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Mistake says what is wrong with an access file, or with a file that it names, and where.
type Mistake struct {
	// File is the path, Line counts from 1. Line 0 is the file as a whole.
	File string
	Line int
	// Path leads to the place from the root, such as accounts.123456789012.users.worker; "" is the root itself.
	Path string
	// Reason is a clause for a person. It holds no secret.
	Reason string
}

// Error gives file, line, path and reason on one line.
func (m *Mistake) Error() string {
	text := m.File + ":"
	if m.Line > 0 {
		text += strconv.Itoa(m.Line) + ":"
	}
	if m.Path != "" {
		text += " " + m.Path + ":"
	}
	return text + " " + m.Reason
}

// reader takes a JSON document apart from the front, and knows where it is. The document is well-formed: newReader has checked that.
type reader struct {
	file    string
	text    []byte
	decoder *json.Decoder
	path    []string
}

func newReader(file string, text []byte) (*reader, error) {
	r := &reader{file: file, text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	var syntax *json.SyntaxError
	switch err := json.Unmarshal(text, new(json.RawMessage)); {
	case !utf8.Valid(text):
		return nil, &Mistake{File: file, Reason: "this is not UTF-8"}
	case errors.As(err, &syntax):
		return nil, &Mistake{File: file, Line: r.lineAt(int(syntax.Offset)), Reason: "this is not JSON: " + syntax.Error()}
	}
	return r, nil
}

// place is a place in a document.
type place struct {
	line int
	path string
}

// here is where the value stands whose first token was taken last.
func (r *reader) here() place {
	return place{r.lineAt(int(r.decoder.InputOffset())), strings.Join(r.path, "")}
}

func (r *reader) lineAt(offset int) int {
	return 1 + bytes.Count(r.text[:min(offset, len(r.text))], []byte{'\n'})
}

// mistake says what is wrong at a place.
func (r *reader) mistake(at place, format string, args ...any) error {
	return &Mistake{File: r.file, Line: at.line, Path: strings.TrimPrefix(at.path, "."), Reason: fmt.Sprintf(format, args...)}
}

// container is a list or an object of the document: where it is closed, and whether anything is in it.
type container struct {
	close int
	empty bool
}

// object takes an object, and calls member for each of its members, which must take the value.
func (r *reader) object(member func(name string) error) (container, error) {
	c := container{empty: true}
	if err := r.open('{', "an object"); err != nil {
		return c, err
	}
	seen := map[string]bool{}
	for r.decoder.More() {
		name, _ := r.token().(string)
		r.path = append(r.path, "."+plainName(name))
		if seen[name] {
			return c, r.mistake(r.here(), "this stands here twice")
		}
		if err := member(name); err != nil {
			return c, err
		}
		r.path = r.path[:len(r.path)-1]
		seen[name], c.empty = true, false
	}
	r.token()
	c.close = int(r.decoder.InputOffset()) - 1
	return c, nil
}

// list takes a list, and calls item for each of its items, which must take the value.
func (r *reader) list(item func() error) (container, error) {
	c := container{empty: true}
	if err := r.open('[', "a list"); err != nil {
		return c, err
	}
	for n := 1; r.decoder.More(); n++ {
		r.path = append(r.path, "["+strconv.Itoa(n)+"]")
		if err := item(); err != nil {
			return c, err
		}
		r.path = r.path[:len(r.path)-1]
		c.empty = false
	}
	r.token()
	c.close = int(r.decoder.InputOffset()) - 1
	return c, nil
}

func (r *reader) open(bracket json.Delim, what string) error {
	if r.token() != bracket {
		return r.mistake(r.here(), "this should be %s", what)
	}
	return nil
}

func (r *reader) string() (string, error) {
	s, ok := r.token().(string)
	if !ok {
		return "", r.mistake(r.here(), "this should be a text")
	}
	return s, nil
}

func (r *reader) truth() (bool, error) {
	b, ok := r.token().(bool)
	if !ok {
		return false, r.mistake(r.here(), "this should be true or false")
	}
	return b, nil
}

// raw takes a value as it is written.
func (r *reader) raw() []byte {
	var raw json.RawMessage
	_ = r.decoder.Decode(&raw) // the document is well-formed
	return raw
}

func (r *reader) unknown(known string) error {
	return r.mistake(r.here(), "there is no such member here: there are %s", known)
}

// token takes what comes next; the document is well-formed.
func (r *reader) token() json.Token {
	t, _ := r.decoder.Token()
	return t
}

// plainName is a member's name in a path: as it is, unless it is odd.
func plainName(name string) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,@-_"
	if len(name) > 128 || name == "" || strings.Trim(name, letters) != "" {
		return strconv.Quote(name[:min(len(name), 128)])
	}
	return name
}

// peek is the byte with which the next value begins.
func (r *reader) peek() byte {
	for _, c := range r.text[r.decoder.InputOffset():] {
		if !strings.ContainsRune(" \t\r\n:,", rune(c)) {
			return c
		}
	}
	return 0
}
