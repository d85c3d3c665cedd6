package tidy

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^()\s]+)\)|^\[[^\]]+\]:\s+(\S+)`)

// prose is a document without its blocks of code, line for line.
func prose(text string) []string {
	var lines []string
	code := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			line = ""
		}
		if code {
			line = ""
		}
		lines = append(lines, strings.TrimRight(line, "\n"))
	}
	return lines
}

// brokenLinks finds links to files and headings that are not there. Links to other places are not followed.
func (r *tree) brokenLinks(name string) []string {
	var found []string
	for i, line := range prose(r.texts[name]) {
		for _, m := range link.FindAllStringSubmatch(line, -1) {
			target := m[1] + m[2]
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if !r.leads(name, target) {
				found = append(found, fmt.Sprintf("%s:%d: the link to %s leads nowhere", name, i+1, target))
			}
		}
	}
	return found
}

// leads reports whether a link of a document has a file at its end, and the heading that it names.
func (r *tree) leads(from, target string) bool {
	file, heading, _ := strings.Cut(target, "#")
	name := from
	if file != "" {
		name = path.Join(path.Dir(from), file)
	}
	text, isText := r.texts[name]
	if heading != "" {
		return isText && hasHeading(text, heading)
	}
	if isText {
		return true
	}
	_, err := os.Stat(filepath.Join(r.root, filepath.FromSlash(name)))
	return r.root != "" && err == nil
}

var unanchored = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// hasHeading reports whether a document has a heading with this anchor: its words in lower case, joined by dashes.
func hasHeading(text, anchor string) bool {
	for _, line := range prose(text) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			slug := unanchored.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), "")
			if strings.ReplaceAll(slug, " ", "-") == anchor {
				return true
			}
		}
	}
	return false
}

func TestLinksLeadSomewhere(t *testing.T) {
	r := readRepository(t)
	for name := range r.texts {
		if path.Ext(name) == ".md" {
			report(t, r.brokenLinks(name))
		}
	}
}

func TestChangesAreWrittenDown(t *testing.T) {
	if !hasHeading(readRepository(t).texts["CHANGELOG.md"], "unreleased") {
		t.Error("CHANGELOG.md has no heading Unreleased")
	}
}

// TestReadmeShowsRealCode keeps the README's Go from rotting: each block of it stands in a program under examples, which is compiled
// and tested.
func TestReadmeShowsRealCode(t *testing.T) {
	r := readRepository(t)
	blocks := goBlocks(r.texts["README.md"])
	if len(blocks) == 0 {
		t.Fatal("README.md shows no Go")
	}
	for _, block := range blocks {
		if !r.isExample(block) {
			t.Errorf("README.md shows code that is in no program under examples:\n%s", block)
		}
	}
}

func goBlocks(text string) []string {
	var blocks []string
	for {
		_, rest, ok := strings.Cut(text, "```go\n")
		if !ok {
			return blocks
		}
		block, after, _ := strings.Cut(rest, "```")
		blocks, text = append(blocks, block), after
	}
}

func (r *tree) isExample(block string) bool {
	for name, text := range r.texts {
		if strings.HasPrefix(name, "examples/") && path.Ext(name) == ".go" && strings.Contains(text, block) {
			return true
		}
	}
	return false
}

func TestDocumentRulesCatch(t *testing.T) {
	r := &tree{texts: map[string]string{
		"README.md":  "[a](docs/a.md) [b](docs/b.md) [c](https://example.org/x) [d](docs/a.md#the-way-in)\n[e](docs/a.md#gone) [f](#here)\n## Here\n```\n[g](nowhere)\n```\n[h]: nowhere\n",
		"docs/a.md":  "# A\n## The \"way\", in\n[back](../README.md)\n",
		"CHANGES.md": "```\n## Unreleased\n```\n",
	}}
	expect(t, append(r.brokenLinks("README.md"), r.brokenLinks("docs/a.md")...),
		"README.md:1: the link to docs/b.md leads nowhere",
		"README.md:2: the link to docs/a.md#gone leads nowhere",
		"README.md:7: the link to nowhere leads nowhere",
	)
	if hasHeading(r.texts["CHANGES.md"], "unreleased") {
		t.Error("a heading within code was taken for one")
	}
	expect(t, goBlocks("x\n```go\na\n```\ny\n```sh\nb\n```\n```go\nc\n```"), "a\n", "c\n")
}
