package main

import (
	"bytes"
	"context"
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// run carries out a command line and returns what it prints on both outputs.
func run(t *testing.T, ctx context.Context, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := newCommand()
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	err = cmd.ExecuteContext(ctx)
	return out.String(), errs.String(), err
}

// What cannot be meant is refused with one line that names it.
func TestRefusedCommandLines(t *testing.T) {
	for _, test := range []struct {
		name        string
		environment map[string]string
		args        []string
		want        string
	}{
		{"an unknown command", nil, []string{"serve"}, `unknown command "serve"`},
		{"an unknown flag", nil, []string{"server", "--datadir", "x"}, "unknown flag: --datadir"},
		{"no place for the data", nil, []string{"server"}, "--data DIR"},
		{"an address that others reach", nil, []string{"server", "--memory", "--listen", "0.0.0.0:0"}, `"0.0.0.0:0" is not a loopback address`},
		{"an argument too many", nil, []string{"server", "here"}, `unknown command "here"`},
		{"a duration that is none", nil, []string{"server", "--poll-hold", "long"}, `"long"`},
		{"a variable that is wrong", map[string]string{"SWFD_POLL_HOLD": "long"}, []string{"server", "--memory"}, "SWFD_POLL_HOLD"},
		{"an operator's address that others reach", nil, []string{"server", "--memory", "--admin-listen", "0.0.0.0:0"},
			`the operator's address "0.0.0.0:0" is not a loopback address`},
		{"a format that is none", nil, []string{"server", "--memory", "--log-format", "xml"}, `"xml" is not one of text, json and journal`},
		{"traces to nowhere", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "here"}, []string{"server", "--memory"}, "OTEL_EXPORTER_OTLP_ENDPOINT"},
		{"a level that is none", nil, []string{"server", "--memory", "--log-level", "LOUD"}, "LOUD"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			_, _, err := run(t, t.Context(), test.args...)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want something with %q", err, test.want)
			}
		})
	}
}

// A server prints its address on one line of the standard error, with the true port, and ends in good order when it is told to.
func TestServer(t *testing.T) {
	t.Setenv("SWFD_LISTEN", "127.0.0.1:0")
	t.Setenv("SWFD_LOG_LEVEL", "ERROR")
	ctx, end := context.WithCancel(t.Context())
	end()
	stdout, stderr, err := run(t, ctx, "server", "--memory")
	if err != nil {
		t.Fatal(err)
	}
	if stdout != "" || !strings.HasPrefix(stderr, "swfd is serving on http://127.0.0.1:") || strings.Count(stderr, "\n") != 1 ||
		strings.Contains(stderr, ":0\n") {
		t.Errorf("stdout %q, stderr %q", stdout, stderr)
	}
}

// A flag is stronger than its variable.
func TestAFlagIsStrongerThanItsVariable(t *testing.T) {
	t.Setenv("SWFD_LISTEN", "0.0.0.0:0")
	ctx, end := context.WithCancel(t.Context())
	end()
	if _, _, err := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0"); err != nil {
		t.Error(err)
	}
}

// The operator's door has a line of its own.
func TestServerWithAnOperatorsDoor(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	_, stderr, err := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--log-level", "ERROR")
	if err != nil {
		t.Fatal(err)
	}
	if _, second, _ := strings.Cut(stderr, "\n"); !strings.HasPrefix(second, "swfd answers operators on http://127.0.0.1:") || strings.HasSuffix(second, ":0\n") {
		t.Errorf("stderr %q", stderr)
	}
}

// In a log of another form every line has that form.
func TestServerWithAnotherLog(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	_, stderr, err := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--log-format", "json")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(stderr) {
		if !json.Valid([]byte(line)) {
			t.Errorf("the line %q is not JSON", line)
		}
	}
	if !strings.Contains(stderr, `"address":"127.0.0.1:`) || !strings.Contains(stderr, `"operators":"http://127.0.0.1:`) {
		t.Errorf("the log does not tell where the server is: %s", stderr)
	}
}

func TestVersion(t *testing.T) {
	stdout, _, err := run(t, t.Context(), "version")
	if err != nil || !strings.HasPrefix(stdout, "swfd ") || !strings.Contains(stdout, runtime.Version()) ||
		!strings.Contains(stdout, runtime.GOOS+"/"+runtime.GOARCH) {
		t.Errorf("got %q, %v", stdout, err)
	}
	stdout, _, err = run(t, t.Context(), "version", "--json")
	var build server.Build
	if err != nil || json.Unmarshal([]byte(stdout), &build) != nil || build != server.ReadBuild() {
		t.Errorf("got %q, %v", stdout, err)
	}
}

// The text tells all that the build knew.
func TestDescribeBuild(t *testing.T) {
	got := describeBuild(server.Build{
		Version: "v1.2.3", Revision: "abc", Time: "2026-01-02T03:04:05Z", Modified: true, Go: "go1.26", Platform: "linux/arm64",
	})
	const want = `swfd v1.2.3
  commit    abc with changes
  of        2026-01-02T03:04:05Z
  built by  go1.26
  for       linux/arm64
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
