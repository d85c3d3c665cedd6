package execution_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestScenarios plays the texts of testdata, one file for a rule or a recorded history, one subtest for each story in it.
// testdata/README.md tells how to read and write them.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios found: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "testdata/"), ".txt")
		t.Run(name, func(t *testing.T) {
			stories, err := parseStories(string(text))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, s := range stories {
				t.Run(s.title, func(t *testing.T) { s.play(t, file) })
			}
		})
	}
}

// story is a scenario: steps in a world of its own.
type story struct {
	title string
	steps []step
}

// step is some commands and what they are expected to cause.
type step struct {
	commands []textLine
	want     []textLine
}

type textLine struct {
	number int
	text   string
}

// parseStories reads a file. "=== title" begins a story, "----" parts the commands of a step from what is expected, a blank
// line ends what is expected, and "#" begins a comment line. An indented line goes on with the command above it.
func parseStories(text string) ([]story, error) {
	var stories []story
	var now step
	below := false
	end := func() error {
		if len(now.commands) > 0 && !below {
			return fmt.Errorf("line %d: commands without \"----\"", now.commands[0].number)
		}
		if below {
			s := &stories[len(stories)-1]
			s.steps = append(s.steps, now)
		}
		now, below = step{}, false
		return nil
	}
	for i, raw := range strings.Split(text, "\n") {
		line := textLine{i + 1, strings.TrimSpace(raw)}
		title, titled := strings.CutPrefix(line.text, "=== ")
		switch {
		case strings.HasPrefix(line.text, "#"):
		case titled:
			if err := end(); err != nil {
				return nil, err
			}
			stories = append(stories, story{title: title})
		case line.text == "" && !below:
		case line.text == "":
			if err := end(); err != nil {
				return nil, err
			}
		case line.text == "----":
			below = true
		case len(stories) == 0:
			return nil, fmt.Errorf("line %d: no \"=== title\" above", line.number)
		case below:
			now.want = append(now.want, line)
		case raw[0] == ' ' && len(now.commands) > 0:
			now.commands[len(now.commands)-1].text += "; " + line.text
		default:
			now.commands = append(now.commands, line)
		}
	}
	return stories, end()
}

func (s *story) play(t *testing.T, file string) {
	w := newWorld(t)
	for _, step := range s.steps {
		for _, c := range step.commands {
			if err := w.do(c.text); err != nil {
				t.Fatalf("%s:%d: %s: %v", file, c.number, c.text, err)
			}
			if err := w.check(); err != nil {
				t.Errorf("%s:%d: after %s: %v", file, c.number, c.text, err)
			}
		}
		got := w.outcomes()
		if at, complaint := compare(step.want, got, w.first()); complaint != "" {
			if at == 0 {
				at = step.commands[0].number
			}
			t.Fatalf("%s:%d: %s\nwhat happened:\n%s", file, at, complaint, w.format(got))
		}
	}
}

// outcome is one thing that commands caused. As text it is one of
//
//	[run] <event id> <transaction> [@time] <event type> [JSON]   an event
//	> <JSON>                                                     an answer
//	! <text>                                                     a refusal
type outcome struct {
	kind byte // 'e', '>' or '!'
	run  string
	id   int64
	// transaction is a letter for each commit of the run that wrote events.
	transaction string
	// at is the time since the story began.
	at        string
	eventType string
	// members has all members that there could be; those that are absent are nil.
	members map[string]any
	text    string
}

// compare holds what was expected against what happened. Events and refusals must be told all, in order; an answer may be
// left out. "..." alone stands for any events: the way to where the story begins.
func compare(want []textLine, got []outcome, firstRun string) (line int, complaint string) {
	if len(want) == 1 && want[0].text == "..." {
		got = slices.DeleteFunc(got, func(o outcome) bool { return o.kind != '!' })
		want = nil
	}
	for _, o := range got {
		if len(want) == 0 {
			if o.kind == '>' {
				continue
			}
			return 0, "not expected: " + o.String()
		}
		line, expected := want[0].number, want[0].text
		w, err := parseOutcome(expected, firstRun)
		if err != nil {
			return line, fmt.Sprintf("%s: %v", expected, err)
		}
		if o.kind == '>' && !w.asksFor(o) {
			continue
		}
		if why := w.differs(o); why != "" {
			return line, fmt.Sprintf("%s\nexpected: %s\n     got: %s", why, expected, o)
		}
		want = want[1:]
	}
	if len(want) > 0 {
		return want[0].number, "did not happen: " + want[0].text
	}
	return 0, ""
}

func parseOutcome(text, firstRun string) (outcome, error) {
	switch text[0] {
	case '!':
		return outcome{kind: '!', text: strings.TrimSpace(text[1:])}, nil
	case '>':
		o := outcome{kind: '>'}
		return o, parseMembers(text[1:], &o.members)
	}
	o := outcome{kind: 'e', run: firstRun}
	head, members, _ := strings.Cut(text, "{")
	fields := strings.Fields(head)
	if len(fields) > 0 && !isNumber(fields[0]) {
		o.run, fields = fields[0], fields[1:]
	}
	if len(fields) == 4 && strings.HasPrefix(fields[2], "@") {
		o.at, fields = fields[2], append(fields[:2:2], fields[3])
	}
	if len(fields) != 3 || !isNumber(fields[0]) {
		return o, fmt.Errorf("this is not: [run] id transaction [@time] EventType {members}")
	}
	o.id, _ = strconv.ParseInt(fields[0], 10, 64)
	o.transaction, o.eventType = fields[1], fields[2]
	if members == "" {
		return o, nil
	}
	return o, parseMembers("{"+members, &o.members)
}

func isNumber(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

func parseMembers(text string, into *map[string]any) error {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("members: %w", err)
	}
	return nil
}

// asksFor reports whether an expectation is about this answer: an answer that could have all members it speaks of.
func (o outcome) asksFor(answer outcome) bool {
	for name := range o.members {
		if _, known := answer.members[name]; !known {
			return false
		}
	}
	return o.kind == '>'
}

// differs says in what an expectation is not met. Members that it does not mention may be anything; null means absent.
func (o outcome) differs(got outcome) string {
	switch {
	case o.kind != got.kind:
		return "something else happened"
	case o.kind == '!' && o.text != got.text:
		return "another refusal"
	case o.run != got.run:
		return "another run"
	case o.id != got.id:
		return "another event id"
	case o.eventType != got.eventType:
		return "another event type"
	case o.transaction != got.transaction:
		return "another transaction"
	case o.at != "" && o.at != got.at:
		return "another time: " + got.at
	}
	for name, value := range o.members {
		have, known := got.members[name]
		if !known {
			return fmt.Sprintf("there is no member %q", name)
		}
		if !reflect.DeepEqual(value, have) {
			return fmt.Sprintf("%s differs", name)
		}
	}
	return ""
}

// String gives the outcome as a scenario would say it, with all members that are present.
func (o outcome) String() string {
	switch o.kind {
	case '!':
		return "! " + o.text
	case '>':
		return "> " + o.json()
	}
	return fmt.Sprintf("%s %d %s %s %s %s", o.run, o.id, o.transaction, o.at, o.eventType, o.json())
}

func (o outcome) json() string {
	present := map[string]any{}
	for name, value := range o.members {
		if value != nil {
			present[name] = value
		}
	}
	text, _ := json.Marshal(present)
	return string(text)
}
