package tidy

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// The project speaks of itself alone: not of the machines it was written on, nor of what else was used to write it. The parts are
// joined here, so that this file does not say what it forbids.
var foreign = []*regexp.Regexp{
	regexp.MustCompile(`/wo` + `rk/|/far` + `m\b|/ro` + `ot/|/tmp/ba` + `sh_jobs|\.lib` + `rary/|\.mir` + `ror/`),
	regexp.MustCompile(`(?i)\b(clau` + `de|anthr` + `opic|open` + `ai|chat` + `gpt|co` + `pilot|l` + `lms?)\b`),
	regexp.MustCompile(`(?i)\b(language mo` + `dels?|(ai|coding) (agen` + `ts?|assis` + `tants?)|sub-?age` + `nts?)\b`),
	regexp.MustCompile(`(?i)\b(this|the last|the next|an? (earlier|later|previous)) ses` + `sion\b`),
	regexp.MustCompile(`(?i)\bgo` + `proxy\b|proxy\.go` + `lang\.org|\b(package|module) (regis` + `try|mir` + `ror)\b`),
}

// unfinished marks what somebody meant to come back to: finish it, or write it down where readers look.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)

// unsaid finds the lines of a text that a pattern matches.
func unsaid(name, text string, patterns ...*regexp.Regexp) []string {
	var found []string
	n := 0
	for line := range strings.Lines(text) {
		n++
		for _, p := range patterns {
			if word := p.FindString(line); word != "" {
				found = append(found, fmt.Sprintf("%s:%d: says %q", name, n, word))
			}
		}
	}
	return found
}

// checksums are not written by anybody, and may hold any letters.
func checksums(name string) bool { return strings.HasSuffix(name, "go.sum") }

func TestProjectSpeaksOfItself(t *testing.T) {
	for name, text := range readRepository(t).texts {
		if !checksums(name) {
			report(t, unsaid(name, text, foreign...))
		}
	}
}

func TestNothingIsLeftUnfinished(t *testing.T) {
	for name, text := range readRepository(t).texts {
		if !checksums(name) {
			report(t, unsaid(name, text, unfinished))
		}
	}
}

func TestWordRulesCatch(t *testing.T) {
	text := "a session token\n" +
		"see /wo" + "rk/notes\n" +
		"as the last ses" + "sion said\n" +
		"with Co" + "pilot\n" +
		"// TO" + "DO: later\n" +
		"a farmer's todo list\n"
	expect(t, unsaid("a.md", text, append(foreign, unfinished)...),
		"a.md:2: says \"/wo"+"rk/\"",
		"a.md:3: says \"the last ses"+"sion\"",
		"a.md:4: says \"Co"+"pilot\"",
		"a.md:5: says \"TO"+"DO\"",
	)
}
