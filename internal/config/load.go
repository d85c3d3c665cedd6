package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/swfd/swfd/internal/spelling"
)

// FileVariable names the configuration file, unless a flag does.
const FileVariable = "SWFD_CONFIG"

// Sources is where values may come from, besides the defaults.
type Sources struct {
	// Flags are the flags that were given, by the names of their settings.
	Flags map[string]string
	// Variable looks up an environment variable; nil is the environment.
	Variable func(name string) (value string, ok bool)
	// File is the path of the configuration file; if it is empty, FileVariable is looked at.
	File string
}

// Loaded are values and whence they came.
type Loaded struct {
	*Values
	origins map[string]string
}

// Line is a setting with its value.
type Line struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// From is whence the value came: "default", "flag --NAME", "variable NAME" or "file PATH, line N".
	From string `json:"from"`
}

const hidden = "(hidden)"

// Lines are all settings with their values, secrets hidden.
func (l *Loaded) Lines() []Line {
	lines := make([]Line, len(Settings))
	for i := range Settings {
		s := &Settings[i]
		lines[i] = Line{s.Name, s.Value(l.Values).String(), l.origins[s.Name]}
		if s.Secret && lines[i].Value != "" {
			lines[i].Value = hidden
		}
	}
	return lines
}

// Load reads all values. An error is one line that says what is wrong, where, and what to do.
func Load(s Sources) (*Loaded, error) {
	if s.Variable == nil {
		s.Variable = os.LookupEnv
	}
	l := &Loaded{Values: Defaults(), origins: map[string]string{}}
	for i := range Settings {
		l.origins[Settings[i].Name] = "default"
	}
	file := s.File
	if named, ok := s.Variable(FileVariable); ok && file == "" {
		file = named
	}
	if file != "" {
		if err := l.readFile(file); err != nil {
			return nil, err
		}
	}
	for i := range Settings {
		name := Settings[i].Variable()
		value, ok := s.Variable(name)
		if !ok {
			continue
		}
		if err := l.set(&Settings[i], value, "variable "+name); err != nil {
			return nil, fmt.Errorf("the variable %s: %w", name, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Flags)) {
		setting := find(name)
		if setting == nil {
			return nil, fmt.Errorf("there is no flag --%s", name)
		}
		if err := l.set(setting, s.Flags[name], "flag --"+name); err != nil {
			return nil, fmt.Errorf("the flag --%s: %w", name, err)
		}
	}
	return l, nil
}

func (l *Loaded) set(s *Setting, text, origin string) error {
	if err := s.Value(l.Values).Set(text); err != nil {
		shown := strconv.Quote(text)
		if s.Secret {
			shown = hidden
		}
		return fmt.Errorf("%s cannot be meant: %w", shown, err)
	}
	l.origins[s.Name] = origin
	return nil
}

func (l *Loaded) readFile(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the configuration: %w", err)
	}
	content := string(b)
	var values map[string]any
	meta, err := toml.Decode(content, &values)
	if syntax := (toml.ParseError{}); errors.As(err, &syntax) {
		return fmt.Errorf("%s:%d: this is not TOML: %s", path, syntax.Position.Line, oneLine(syntax.Message))
	}
	if err != nil {
		return fmt.Errorf("%s: this is not TOML: %s", path, oneLine(err.Error()))
	}
	for _, key := range meta.Keys() {
		key, value := key, values[key[0]]
		table, isTable := value.(map[string]any)
		switch {
		case !isTable || !hasTable(key[0]):
			key = key[:1]
		case len(key) == 1:
			continue
		default:
			key, value = key[:2], table[key[1]]
		}
		line := lineOf(content, key[len(key)-1])
		if line == 0 {
			line = lineOf(content, key[0])
		}
		if err := l.setFromFile(settingOf(key), value, fmt.Sprintf("file %s, line %d", path, line)); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", path, line, key, err)
		}
	}
	return nil
}

// hasTable reports whether a setting, and those named after it, may stand in a table of a file.
func hasTable(name string) bool {
	s := find(name)
	return s != nil && s.Itself != ""
}

// settingOf is the name of the setting that a key of a file means: access.skew is access-skew, and access.file is access itself.
func settingOf(key toml.Key) string {
	if len(key) == 2 && key[1] == find(key[0]).Itself {
		return key[0]
	}
	return strings.Join(key, "-")
}

func (l *Loaded) setFromFile(key string, value any, origin string) error {
	s := find(key)
	if s == nil {
		return unknownKey(key, value)
	}
	v := s.Value(l.Values)
	text, ok := v.inFile(value)
	if !ok && s.Secret {
		value = hidden
	}
	if !ok {
		return fmt.Errorf("%s is of another type: write %s", fileText(value), v.example())
	}
	return l.set(s, text, origin)
}

func unknownKey(key string, value any) error {
	if _, isTable := value.(map[string]any); isTable {
		return errors.New("there are no tables here: write each setting on a line of its own, as in docs/configuration.md")
	}
	if near := spelling.Nearest(key, names()); near != "" {
		return fmt.Errorf("there is no such setting; did you mean %s?", near)
	}
	return errors.New("there is no such setting: swfd config lists all of them")
}

// fileText shows a value of another type than it should be.
func fileText(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case map[string]any, []any, []map[string]any:
		return "this"
	}
	return fmt.Sprint(v)
}

// lineOf finds the line of a key that stands at the top of a file. 0 says that it is nowhere on its own.
func lineOf(content, key string) int {
	pattern := regexp.MustCompile(`^\s*(\[+\s*)?["']?` + regexp.QuoteMeta(key) + `["']?\s*[=.\]]`)
	n := 0
	for line := range strings.Lines(content) {
		n++
		if pattern.MatchString(line) {
			return n
		}
	}
	return 0
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Misspelt tells of the variables in an environment (a list of NAME=value, as of os.Environ) that are nearly those of settings: each
// in a phrase. Others are let be, for more than this program gives variables names, and some after it.
func Misspelt(environment []string) []string {
	variables := []string{FileVariable}
	for i := range Settings {
		variables = append(variables, Settings[i].Variable())
	}
	var found []string
	for _, pair := range environment {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, prefix) || slices.Contains(variables, name) {
			continue
		}
		if near := nearestVariable(name, variables); near != "" {
			found = append(found, fmt.Sprintf("the variable %s is no setting: did you mean %s?", name, near))
		}
	}
	return found
}

// nearestVariable is the variable that was probably meant. What all of them begin with says nothing.
func nearestVariable(name string, variables []string) string {
	ends := make([]string, len(variables))
	for i, v := range variables {
		ends[i] = strings.TrimPrefix(v, prefix)
	}
	if near := spelling.Nearest(strings.TrimPrefix(name, prefix), ends); near != "" {
		return prefix + near
	}
	return ""
}

// names are those of all settings.
func names() []string {
	all := make([]string, len(Settings))
	for i := range Settings {
		all[i] = Settings[i].Name
	}
	return all
}
