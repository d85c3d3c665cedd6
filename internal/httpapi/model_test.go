package httpapi

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// model is the API as the service's public model states it.
type model struct {
	Operations map[string]struct{ Input string }
	Shapes     map[string]shape
}

type shape struct {
	Type     string
	Enum     []string
	Member   string // of a list
	Min, Max *int
	Members  map[string]struct {
		Target   string
		Required bool
	}
}

func readModel(t testing.TB) *model {
	t.Helper()
	text, err := os.ReadFile("../../swf/testdata/api.json")
	if err != nil {
		t.Fatal(err)
	}
	m := &model{}
	if err := json.Unmarshal(text, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// names are the members of a structure, in order, so that tests run in the same order each time.
func (s shape) names() []string { return slices.Sorted(maps.Keys(s.Members)) }

// valid makes the least value of a shape that holds its constraints.
func (m *model) valid(target string) any {
	s := m.Shapes[target]
	switch s.Type {
	case "string":
		return "x"
	case "enum":
		return s.Enum[0]
	case "integer", "long", "timestamp":
		return 1
	case "boolean":
		return true
	case "list":
		return []any{m.valid(s.Member)}
	}
	v := map[string]any{}
	for _, name := range s.names() {
		if s.Members[name].Required {
			v[name] = m.valid(s.Members[name].Target)
		}
	}
	return v
}

// validInput makes the least request of an operation that is served.
func validInput(t testing.TB, d *door, operation string) string {
	t.Helper()
	m := readModel(t)
	in := m.valid(m.Operations[operation].Input).(map[string]any)
	if _, ok := in["taskToken"]; ok {
		in["taskToken"] = d.tokens.SealTask(activityTask)
	}
	return asJSON(t, in)
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
