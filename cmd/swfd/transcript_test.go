package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/swf"
)

var update = flag.Bool("update", false, "write what the commands print into the transcripts")

// TestTranscripts plays the transcripts of testdata, which read as a terminal does: a command after "$", what is typed after "<", and
// then what is printed, with "2>" before what goes to the standard error, and the exit code in brackets if it is not 0. Each plays on
// a server of its own, in a bubble of fake time.
//
// Besides swfd there are: sleep D, by which time passes; set NAME=VALUE, for variables; write FILE, whose content is typed;
// long FILE N, which writes so many letters; cat FILE.
// Commands can be joined by "|". What is random has a name: run-1, run-2, token-1 and so on.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) { got = newTerminal(t, dir).play(string(want)) })
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("%s is not what happens (go test ./cmd/swfd -run TestTranscripts -update writes it anew):\n%s", file, firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			end := min(i+10, len(g))
			return fmt.Sprintf("line %d:\n%s\nwant:\n%s", i+1, strings.Join(g[i:end], "\n"), strings.Join(w[min(i, len(w)):min(i+10, len(w))], "\n"))
		}
	}
	return fmt.Sprintf("it ends after line %d", len(g))
}

// terminal plays a transcript on a server of its own.
type terminal struct {
	t         *testing.T
	dir       string
	cli       *cli
	variables map[string]string
	// names are what random texts are called, and texts the other way round.
	names, texts map[string]string
	counts       map[string]int
	// typed is the standard input of the command under way; nobody is at the terminal if nothing is.
	typed *strings.Reader
}

func newTerminal(t *testing.T, dir string) *terminal {
	t.Helper()
	x := &terminal{
		t: t, dir: dir, variables: map[string]string{}, names: map[string]string{}, texts: map[string]string{}, counts: map[string]int{},
	}
	service := startService(t)
	x.cli = &cli{
		now: time.Now, sleep: sleep,
		connect: func(_ context.Context, c connection) (swf.Service, string, error) {
			return service, "http://localhost/ (us-east-1)", nil
		},
		isTerminal: func(stream any) bool { return stream == any(x.typed) },
		variable: func(name string) (string, bool) {
			value, ok := x.variables[name]
			return value, ok
		},
		environment: func() (list []string) {
			for _, name := range slices.Sorted(maps.Keys(x.variables)) {
				list = append(list, name+"="+x.variables[name])
			}
			return list
		},
	}
	return x
}

// startService makes a server in this process, and a client of it.
func startService(t *testing.T) swf.Service {
	t.Helper()
	store, err := pebblestore.Open(pebblestore.Options{Dir: "data", FS: vfs.NewMem(), NoPeriodicWork: true, Fatal: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Open(engine.Config{Store: store, Permissions: access.Open{}, PollHold: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	e.Serve()
	t.Cleanup(func() {
		e.Close()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	handler := httpapi.NewHandler(httpapi.Config{
		Service:  func(caller access.Caller) swf.Service { return e.For(caller) },
		OpenTask: e.OpenTask, Door: access.Open{}, Now: time.Now, NewRequestID: httpapi.NewRequestID, Hosts: []string{"localhost"},
		Ready: func() error { return nil },
	})
	service, err := client.New(t.Context(), client.WithHandler(handler), client.WithRegion("us-east-1"),
		client.WithCredentials(aws.AnonymousCredentials{}))
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// play carries out the commands of a transcript, and returns it with what they print now.
func (x *terminal) play(transcript string) string {
	var out strings.Builder
	lines := strings.SplitAfter(transcript, "\n")
	for i := 0; i < len(lines); {
		line := lines[i]
		i++
		command, isCommand := strings.CutPrefix(line, "$ ")
		if !isCommand {
			out.WriteString(line)
			continue
		}
		out.WriteString(line)
		var typed strings.Builder
		for i < len(lines) && strings.HasPrefix(lines[i], "<") {
			out.WriteString(lines[i])
			typed.WriteString(strings.TrimPrefix(strings.TrimPrefix(lines[i], "<"), " "))
			i++
		}
		out.WriteString(x.named(x.pipe(strings.TrimSpace(command), typed.String())))
		// What was printed when the transcript was written is left out, but not the gap behind it.
		end := i
		for end < len(lines) && !strings.HasPrefix(lines[end], "$ ") && !strings.HasPrefix(lines[end], "#") {
			end++
		}
		gap := end
		for gap > i && (lines[gap-1] == "\n" || lines[gap-1] == "") {
			gap--
		}
		out.WriteString(strings.Join(lines[gap:end], ""))
		i = end
	}
	return out.String()
}

// pipe carries out commands joined by "|", and returns what they print.
func (x *terminal) pipe(line, typed string) string {
	x.t.Helper()
	screen := &strings.Builder{}
	x.typed = nil
	var in io.Reader = strings.NewReader("")
	if typed != "" {
		x.typed = strings.NewReader(typed)
		in = x.typed
	}
	commands := strings.Split(line, " | ")
	for i, command := range commands {
		var piped bytes.Buffer
		var out io.Writer = &piped
		if i == len(commands)-1 {
			out = screen
		}
		words := split(x.t, x.meant(command))
		if code := x.carryOut(words, in, out, &prefixer{w: screen}); code != 0 {
			fmt.Fprintf(screen, "[exit %d]\n", code)
		}
		in = &piped
	}
	synctest.Wait()
	return screen.String()
}

func (x *terminal) carryOut(words []string, in io.Reader, out, errs io.Writer) int {
	x.t.Helper()
	switch words[0] {
	case "swfd":
		return x.cli.run(x.t.Context(), x.inDir(words[1:]), in, out, errs)
	case "sleep":
		d, err := time.ParseDuration(words[1])
		x.must(err)
		time.Sleep(d)
	case "set":
		name, value, _ := strings.Cut(words[1], "=")
		x.variables[name] = strings.ReplaceAll(value, "FILES/", x.dir+"/")
	case "write":
		b, err := io.ReadAll(in)
		x.must(err)
		x.must(os.WriteFile(filepath.Join(x.dir, words[1]), []byte(x.meant(string(b))), 0o600))
	case "long":
		n, err := strconv.Atoi(words[2])
		x.must(err)
		x.must(os.WriteFile(filepath.Join(x.dir, words[1]), []byte(strings.Repeat("x", n)), 0o600))
	case "cat":
		b, err := os.ReadFile(filepath.Join(x.dir, words[1]))
		x.must(err)
		_, err = out.Write(b)
		x.must(err)
	default:
		x.t.Fatalf("there is no command %q here", words[0])
	}
	return 0
}

func (x *terminal) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// inDir puts the files that are named into the test's directory.
func (x *terminal) inDir(words []string) []string {
	changed := make([]string, len(words))
	for i, w := range words {
		changed[i] = strings.ReplaceAll(w, "FILES/", x.dir+"/")
	}
	return changed
}

var random = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"run", regexp.MustCompile(`22[A-Za-z0-9+/]{43}=`)},
	{"token", regexp.MustCompile(`"taskToken": "([^"]+)"`)},
	{"key", regexp.MustCompile(`\bAKIA[A-Z2-7]{16}\b`)},
	{"secret", regexp.MustCompile(`\b[A-Z2-7]{40}\b`)},
	{"page", regexp.MustCompile(`"nextPageToken": "([^"]+)"`)},
}

// named gives what is random in a text a name.
func (x *terminal) named(text string) string {
	for _, r := range random {
		for _, found := range r.pattern.FindAllStringSubmatch(text, -1) {
			value := found[len(found)-1]
			if x.names[value] == "" {
				x.counts[r.name]++
				name := fmt.Sprintf("%s-%d", r.name, x.counts[r.name])
				x.names[value], x.texts[name] = name, value
			}
			text = strings.ReplaceAll(text, value, x.names[value])
		}
	}
	return strings.ReplaceAll(text, x.dir+"/", "FILES/")
}

var nameInCommand = regexp.MustCompile(`\b(run|token|key|secret|page)-[0-9]+\b`)

// meant puts what names stand for back.
func (x *terminal) meant(text string) string {
	return nameInCommand.ReplaceAllStringFunc(text, func(name string) string {
		if value, ok := x.texts[name]; ok {
			return value
		}
		return name
	})
}

// split reads a command line as a shell would: words, with quotes around blanks.
func split(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	quote, begun := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ':
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if quote != 0 {
		t.Fatalf("a quote is open: %s", line)
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}

// prefixer marks the lines of the standard error.
type prefixer struct {
	w       io.Writer
	midline bool
}

func (p *prefixer) Write(b []byte) (int, error) {
	for line := range strings.Lines(string(b)) {
		if !p.midline {
			line = "2> " + line
		}
		p.midline = !strings.HasSuffix(line, "\n")
		if p.midline && strings.HasSuffix(line, "[y/N] ") {
			// The answer was typed, and with it a line break.
			line, p.midline = strings.TrimSuffix(line, " ")+"\n", false
		}
		if _, err := io.WriteString(p.w, line); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}
