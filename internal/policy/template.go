package policy

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom is the smallest part of a value that stands in a document: plain text, a wildcard or a variable.
type atom struct {
	kind atomKind
	// text is plain text, or the key of a variable in lower case.
	text string
	// instead is what a variable stands for if its key is absent; without, there is nothing instead.
	instead    string
	hasInstead bool
}

type atomKind uint8

const (
	plain    atomKind = iota
	anyOne            // ?
	anyRun            // *
	variable          // ${key} or ${key, 'instead'}
)

// syntax says what has a meaning in a value besides plain text.
type syntax struct{ wildcards, variables bool }

// atoms cuts a value apart.
func (s syntax) atoms(text string) ([]atom, error) {
	var atoms []atom
	var run strings.Builder
	flush := func() {
		if run.Len() > 0 {
			atoms = append(atoms, atom{text: run.String()})
			run.Reset()
		}
	}
	for text != "" {
		switch {
		case s.variables && strings.HasPrefix(text, "${"):
			v, rest, err := readVariable(text)
			if err != nil {
				return nil, err
			}
			text = rest
			if v.kind == plain {
				run.WriteString(v.text)
				continue
			}
			flush()
			atoms = append(atoms, v)
			continue
		case s.wildcards && text[0] == '*':
			flush()
			atoms = append(atoms, atom{kind: anyRun})
		case s.wildcards && text[0] == '?':
			flush()
			atoms = append(atoms, atom{kind: anyOne})
		default:
			run.WriteByte(text[0])
		}
		text = text[1:]
	}
	flush()
	return atoms, nil
}

// readVariable reads the variable at the front of a text. ${*}, ${?} and ${$} are how to write these characters as plain text.
func readVariable(text string) (v atom, rest string, err error) {
	inside := text[len("${"):]
	if len(inside) > 1 && inside[1] == '}' && strings.IndexByte("*?$", inside[0]) >= 0 {
		return atom{text: inside[:1]}, inside[2:], nil
	}
	end := strings.IndexAny(inside, ",}")
	if end < 0 {
		return v, "", errors.New("a variable has no end: write ${$} for a plain $")
	}
	key := inside[:end]
	if !isKey(key) {
		return v, "", fmt.Errorf("no key %s can be in a variable: a key is service:name", quote(key))
	}
	v = atom{kind: variable, text: strings.ToLower(key)}
	if inside[end] == '}' {
		return v, inside[end+1:], nil
	}
	quoted, ok := strings.CutPrefix(strings.TrimLeft(inside[end+1:], " "), "'")
	value, rest, ok2 := strings.Cut(quoted, "'")
	rest, ok3 := strings.CutPrefix(strings.TrimLeft(rest, " "), "}")
	if !ok || !ok2 || !ok3 {
		return v, "", fmt.Errorf("the default of the variable %s is not of the form ${%s, 'default'}", key, key)
	}
	v.instead, v.hasInstead = value, true
	return v, rest, nil
}

// isKey reports whether a text can be a condition key: a service, a colon and a name, such as swf:taskList.name or aws:ResourceTag/team.
func isKey(text string) bool {
	service, name, ok := strings.Cut(text, ":")
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"
	odd := func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune("${}*?'\"", r) }
	return ok && service != "" && strings.Trim(service, letters) == "" &&
		name != "" && strings.TrimSpace(name) == name && !strings.ContainsFunc(name, odd) && utf8.ValidString(name)
}
