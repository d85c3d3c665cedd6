package tidy

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// goMod is what the rules need of a go.mod.
type goMod struct {
	modules []string
	// direct are the modules that are required without the mark "// indirect".
	direct []string
	// tools are packages of programs that the project runs.
	tools []string
}

func readGoMod(text string) goMod {
	var m goMod
	block := ""
	for line := range strings.Lines(text) {
		code, comment, _ := strings.Cut(line, "//")
		words := strings.Fields(code)
		switch {
		case len(words) == 0:
			continue
		case len(words) == 2 && words[1] == "(":
			block = words[0]
			continue
		case words[0] == ")":
			block = ""
			continue
		case block != "":
			words = append([]string{block}, words...)
		}
		switch {
		case words[0] == "tool":
			m.tools = append(m.tools, words[1])
		case words[0] == "require":
			m.modules = append(m.modules, words[1])
			if strings.TrimSpace(comment) != "indirect" {
				m.direct = append(m.direct, words[1])
			}
		}
	}
	return m
}

// wanted are the modules that the project uses by itself: the sources import them, or they hold its tools.
func (m goMod) wanted(sources []*source) []string {
	used := map[string]bool{}
	for _, s := range sources {
		for p := range s.imports() {
			used[longestCover(slices.Values(m.modules), p)] = true
		}
	}
	for _, p := range m.tools {
		used[longestCover(slices.Values(m.modules), p)] = true
	}
	delete(used, "")
	return slices.Sorted(maps.Keys(used))
}

// explained reads the modules that a table of docs/dependencies.md gives reasons for: the name stands in the first column, as code.
func explained(text string) map[string]string {
	reasons := map[string]string{}
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 4 {
			continue
		}
		name := strings.TrimSpace(cells[1])
		if bare := strings.Trim(name, "`"); bare != name {
			reasons[bare] = strings.TrimSpace(cells[2])
		}
	}
	return reasons
}

// unexplained compares the modules in use with those that the document explains.
func unexplained(wanted []string, reasons map[string]string) []string {
	var found []string
	for _, name := range wanted {
		if reasons[name] == "" {
			found = append(found, name+" is used and not explained")
		}
	}
	for name := range reasons {
		if !slices.Contains(wanted, name) {
			found = append(found, name+" is explained and not used")
		}
	}
	return found
}

func TestDependenciesHaveReasons(t *testing.T) {
	r := readRepository(t)
	m := readGoMod(r.texts["go.mod"])
	wanted := m.wanted(r.sources)
	if len(wanted) == 0 {
		t.Fatal("go.mod was not understood: no dependency in it is used")
	}
	for _, finding := range unexplained(wanted, explained(r.texts["docs/dependencies.md"])) {
		t.Error("docs/dependencies.md:", finding)
	}
}

func TestDependencyRuleCatches(t *testing.T) {
	m := readGoMod(`module example.org/ours

go 1.26

require example.org/alone v1.0.0

tool example.org/lint/cmd/lint

require (
	example.org/paint v1.0.0
	example.org/paint/blue v1.0.0 // indirect
	example.org/deep v1.0.0 // indirect
	example.org/lint v1.0.0 // indirect
)
`)
	expect(t, m.direct, "example.org/alone", "example.org/paint")
	wanted := m.wanted([]*source{
		planted(t, "a/a.go", "package a\nimport _ \"fmt\"\nimport _ \"example.org/paint/blue/sky\"\nimport _ \"example.org/alone\"\n"),
	})
	expect(t, wanted, "example.org/alone", "example.org/lint", "example.org/paint/blue")
	reasons := explained(fmt.Sprint(
		"| module | why |\n|---|---|\n",
		"| `example.org/alone` | it sings |\n",
		"| `example.org/lint` | |\n",
		"| `example.org/gone` | it went |\n",
	))
	expect(t, unexplained(wanted, reasons),
		"example.org/lint is used and not explained",
		"example.org/paint/blue is used and not explained",
		"example.org/gone is explained and not used",
	)
}
