package access

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// recipe is a part of docs/access.md: a heading, a document, and a table of what it answers.
type recipe struct {
	name, document string
	rows           [][]string
}

func readRecipes(t *testing.T) []recipe {
	t.Helper()
	text, err := os.ReadFile("../../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	var recipes []recipe
	for i, block := range strings.Split(string(text), "```json\n")[1:] {
		document, after, ok := strings.Cut(block, "\n```\n")
		if !ok {
			t.Fatalf("document %d has no end", i+1)
		}
		before := strings.Split(string(text), "```json\n")[i]
		name := before[strings.LastIndex(before, "\n#"):]
		r := recipe{name: strings.Trim(strings.SplitN(name, "\n", 3)[1], "# "), document: document}
		if after, ok = strings.CutPrefix(after, "\n| action |"); ok {
			for line := range strings.Lines(after) {
				if strings.HasPrefix(line, "| `") {
					r.rows = append(r.rows, strings.Split(strings.Trim(line, "|\n"), "|"))
				}
			}
		}
		recipes = append(recipes, r)
	}
	return recipes
}

// isWhole reports whether the document is an access file, and no policy.
func (r *recipe) isWhole() bool { return r.name == "The access file" }

// file is an access file with the document.
func (r *recipe) file() string {
	if r.isWhole() {
		return r.document
	}
	return fmt.Sprintf(`{"accounts": {"123456789012": {"users": {"worker": {"tags": {"team": "images"}, "policies": [%s]}}}}}`, r.document)
}

var quotedInTables = regexp.MustCompile("`([^`]*)`")

func quotedIn(cell string) []string {
	var texts []string
	for _, m := range quotedInTables.FindAllStringSubmatch(cell, -1) {
		texts = append(texts, m[1])
	}
	return texts
}

// TestRecipes: each document of docs/access.md is loaded as a user would load it, and its table is asked.
func TestRecipes(t *testing.T) {
	t.Setenv("WORKER_SECRET", "secret")
	var names []string
	for _, r := range readRecipes(t) {
		if !r.isWhole() {
			names = append(names, r.name)
		}
		d, err := Load(write(t, r.file()))
		if err != nil {
			t.Errorf("%s: %v", r.name, err)
			continue
		}
		answers := map[string]int{}
		for _, row := range r.rows {
			q := Question{Action: quotedIn(row[0])[0], Region: "eu-west-1", Domain: quotedIn(row[1])[0], Context: quotedIn(row[2]), At: now}
			if strings.HasPrefix(q.Domain, "arn:") {
				q.Domain, q.Resource = "", q.Domain
			}
			a, err := d.User("123456789012", "worker").Simulate(q)
			if err != nil {
				t.Errorf("%s: %+v: %v", r.name, q, err)
				continue
			}
			got := "deny"
			if a.Allowed {
				got = "allow"
			}
			if got != strings.TrimSpace(row[3]) {
				t.Errorf("%s: %+v: %s by %v, want %s", r.name, q, got, a.By, row[3])
			}
			answers[got]++
		}
		if !r.isWhole() && (answers["allow"] == 0 || answers["deny"] == 0) {
			t.Errorf("%s: the table shows too little: %v", r.name, answers)
		}
	}
	want := "Worker of one task list; Starter of one workflow type; Decider of some activities; Read-only operator; Administrator; A domain for each"
	if got := strings.Join(names, "; "); got != want {
		t.Errorf("the recipes are %s", got)
	}
}
