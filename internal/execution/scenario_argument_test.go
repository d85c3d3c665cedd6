package execution_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/swfd/swfd/internal/execution"
)

// arguments are the words of a command: those given by place, and name=value pairs. Both may be quoted. Words in
// parentheses at the end are flags, parted by commas.
type arguments struct {
	words   []string
	members map[string]any
	flags   map[string]bool
}

func parseArguments(text string) (*arguments, error) {
	a := &arguments{members: map[string]any{}, flags: map[string]bool{}}
	if before, flags, ok := strings.Cut(text, " ("); ok && strings.HasSuffix(flags, ")") {
		text = before
		for flag := range strings.SplitSeq(strings.TrimSuffix(flags, ")"), ", ") {
			a.flags[flag] = true
		}
	}
	for _, word := range splitOutsideQuotes(text, ' ') {
		if word == "" {
			continue
		}
		name, value, pair := strings.Cut(word, "=")
		if strings.HasPrefix(word, `"`) {
			name, value, pair = "", word, false
		}
		if !pair {
			value = word
		}
		if strings.HasPrefix(value, `"`) {
			var err error
			if value, err = strconv.Unquote(value); err != nil {
				return nil, fmt.Errorf("%s: %w", word, err)
			}
		}
		if pair {
			a.members[name] = value
		} else {
			a.words = append(a.words, value)
		}
	}
	return a, nil
}

func splitOutsideQuotes(text string, separator byte) []string {
	var parts []string
	quoted, from := false, 0
	for i := range len(text) {
		switch {
		case text[i] == '"' && (i == 0 || text[i-1] != '\\'):
			quoted = !quoted
		case text[i] == separator && !quoted:
			parts = append(parts, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(text[from:]))
}

func (a *arguments) more() bool { return len(a.words) > 0 }

// next returns the next word given by place, "" if there is none.
func (a *arguments) next() string {
	if len(a.words) == 0 {
		return ""
	}
	word := a.words[0]
	a.words = a.words[1:]
	return word
}

// into fills the members of a request or decision. All words must have been used by then.
func (a *arguments) into(target any) error {
	if a.more() {
		return fmt.Errorf("what does %q mean here?", a.words[0])
	}
	for name, value := range a.members {
		text, _ := value.(string)
		switch name {
		case "taskList", "defaultTaskList":
			a.members[name] = map[string]any{"name": text}
		case "workflowType", "activityType":
			typeName, version := nameAndVersion(text)
			a.members[name] = map[string]any{"name": typeName, "version": version}
		case "tagList":
			a.members[name] = strings.Split(text, ",")
		}
	}
	encoded, err := json.Marshal(a.members)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.DisallowUnknownFields()
	return decoder.Decode(target)
}

// integersInto sets fields of limits by their names.
func (a *arguments) integersInto(target *execution.Limits) error {
	for name, value := range a.members {
		n, err := strconv.ParseInt(value.(string), 10, 64)
		field := reflect.ValueOf(target).Elem().FieldByName(name)
		if err != nil || !field.IsValid() {
			return fmt.Errorf("%s=%v is not a limit", name, value)
		}
		field.SetInt(n)
	}
	return nil
}
