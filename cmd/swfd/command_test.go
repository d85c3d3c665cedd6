package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// run carries out a command line and returns what it prints on both outputs, and its exit code.
func run(t *testing.T, ctx context.Context, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = newCLI().run(ctx, args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// What cannot be meant is refused with one line that names it.
func TestRefusedCommandLines(t *testing.T) {
	for _, test := range []struct {
		name        string
		environment map[string]string
		args        []string
		want        string
		code        int
	}{
		{"an unknown command", nil, []string{"serve"}, `unknown command "serve"`, exitUsage},
		{"an unknown command of a group", nil, []string{"domain", "create"}, `unknown command "create"`, exitUsage},
		{"an unknown flag", nil, []string{"server", "--datadir", "x"}, "unknown flag: --datadir", exitUsage},
		{"no place for the data", nil, []string{"server"}, "--data DIR", exitFailed},
		{"an address that others reach", nil, []string{"server", "--memory", "--listen", "0.0.0.0:0"}, `"0.0.0.0:0" is not a loopback address`, exitFailed},
		{"an argument too many", nil, []string{"server", "here"}, `unknown command "here"`, exitUsage},
		{"a duration that is none", nil, []string{"server", "--poll-hold", "long"}, `"long"`, exitUsage},
		{"a variable that is wrong", map[string]string{"SWFD_POLL_HOLD": "long"}, []string{"server", "--memory"}, "SWFD_POLL_HOLD", exitUsage},
		{"a level that is none", nil, []string{"server", "--memory", "--log-level", "LOUD"}, "LOUD", exitUsage},
		{"a limit that is none", nil, []string{"server", "--memory", "--limit-domains", "0"}, "give a whole number of at least 1", exitUsage},
		{"a file that is not there", nil, []string{"server", "--config", "nowhere.toml"}, "nowhere.toml", exitUsage},
		{"a form of output that is none", map[string]string{"SWFD_OUTPUT": "xml"}, []string{"domain", "list"}, `--output "xml"`, exitUsage},
		{"no domain", nil, []string{"list"}, "--domain NAME", exitUsage},
		{"no workflowId", nil, []string{"start", "--domain", "d"}, "the workflowId is missing", exitUsage},
		{"two workflowIds", nil, []string{"show", "--domain", "d", "a", "b"}, `"b" is too much`, exitUsage},
		{"an endpoint that is none", nil, []string{"domain", "list", "--endpoint", "here"}, "the endpoint here", exitUsage},
		{"a profile that is not there", nil, []string{"domain", "list", "--profile", "nobody"}, "nobody", exitUsage},
		{"no store", nil, []string{"check", "--data", t.TempDir()}, "there is no store in this directory", exitFailed},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			stdout, stderr, code := run(t, t.Context(), test.args...)
			if stdout != "" || !strings.HasPrefix(stderr, "swfd: ") || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, test.want) {
				t.Errorf("got %q and %q, want one line with %q", stdout, stderr, test.want)
			}
			if code != test.code {
				t.Errorf("the exit code is %d, want %d", code, test.code)
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
	stdout, stderr, code := run(t, ctx, "server", "--memory")
	if code != exitDone {
		t.Fatal(stderr)
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
	if _, stderr, code := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0"); code != exitDone {
		t.Error(stderr)
	}
}

func TestVersion(t *testing.T) {
	stdout, _, code := run(t, t.Context(), "version")
	if code != exitDone || !strings.HasPrefix(stdout, "swfd ") {
		t.Errorf("got %q, %v", stdout, code)
	}
}

// Every command says what it does, and its flags do, in phrases of one line.
func TestEveryCommandHasHelp(t *testing.T) {
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s: its help is %q", cmd.CommandPath(), cmd.Short)
		}
		if usage := cmd.Flags().FlagUsagesWrapped(0); strings.Contains(usage, ".\n") {
			t.Errorf("%s: a flag's help ends with a full stop:\n%s", cmd.CommandPath(), usage)
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(newCLI().newCommand())
}
