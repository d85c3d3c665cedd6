package main

import (
	"bytes"
	"context"
	"encoding/json"
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
		{"an unknown command", nil, []string{"serve"}, `swfd has no command "serve": did you mean server?`, exitUsage},
		{"an unknown command of a group", nil, []string{"domain", "create"}, `swfd domain has no command "create"`, exitUsage},
		{"an unknown flag", nil, []string{"server", "--datadir", "x"}, "there is no flag --datadir: did you mean --data?", exitUsage},
		{"no place for the data", nil, []string{"server"}, "--data DIR", exitUsage},
		{"an address that others reach", nil, []string{"server", "--memory", "--listen", "0.0.0.0:0"}, `"0.0.0.0:0" is not a loopback address`, exitUsage},
		{"an argument too many", nil, []string{"server", "here"}, `"here" is too much: swfd server [flags]`, exitUsage},
		{"a duration that is none", nil, []string{"server", "--poll-hold", "long"}, `"long"`, exitUsage},
		{"a variable that is wrong", map[string]string{"SWFD_POLL_HOLD": "long"}, []string{"server", "--memory"}, "SWFD_POLL_HOLD", exitUsage},
		{"a level that is none", nil, []string{"server", "--memory", "--log-level", "LOUD"}, "LOUD", exitUsage},
		{"an operator's address that others reach", nil, []string{"server", "--memory", "--admin-listen", "0.0.0.0:0"},
			`the operator's address "0.0.0.0:0" is not a loopback address`, exitUsage},
		{"a form of the log that is none", nil, []string{"server", "--memory", "--log-format", "xml"}, "give text, json or journal", exitUsage},
		{"traces to nowhere", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "here"}, []string{"server", "--memory"},
			"OTEL_EXPORTER_OTLP_ENDPOINT", exitUsage},
		{"a limit that is none", nil, []string{"server", "--memory", "--limit-domains", "0"}, "give a whole number of at least 1", exitUsage},
		{"a file that is not there", nil, []string{"server", "--config", "nowhere.toml"}, "nowhere.toml", exitUsage},
		{"a form of output that is none", map[string]string{"SWFD_OUTPUT": "xml"}, []string{"domain", "list"}, `--output "xml"`, exitUsage},
		{"no domain", nil, []string{"list"}, "--domain NAME", exitUsage},
		{"no workflowId", nil, []string{"start", "--domain", "d"}, "the workflowId is missing", exitUsage},
		{"two workflowIds", nil, []string{"show", "--domain", "d", "a", "b"}, `"b" is too much`, exitUsage},
		{"an endpoint that is none", nil, []string{"domain", "list", "--endpoint", "here"}, "the endpoint here", exitUsage},
		{"nothing to sign with", map[string]string{"AWS_EC2_METADATA_DISABLED": "true"}, []string{"domain", "list", "--endpoint", "http://swf.invalid", "--region", "here"},
			"there are no AWS credentials to sign calls with: set AWS_ACCESS_KEY_ID", exitUsage},
		{"a variable of the demo's that is wrong", map[string]string{"SWFD_STAY": "perhaps"}, []string{"demo"}, "SWFD_STAY", exitUsage},
		{"a profile that is not there", nil, []string{"domain", "list", "--profile", "nobody"}, "nobody", exitUsage},
		{"no store", nil, []string{"check", "--data", t.TempDir()}, "there is no store in this directory", exitUsage},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"} {
				t.Setenv(name, "")
			}
			t.Setenv("HOME", t.TempDir())
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

// The operator's door has a line of its own.
func TestServerWithAnOperatorsDoor(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	_, stderr, code := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--log-level", "ERROR")
	_, second, _ := strings.Cut(stderr, "\n")
	if code != exitDone || !strings.HasPrefix(second, "swfd answers operators on http://127.0.0.1:") || strings.HasSuffix(second, ":0\n") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

// In a log of another form every line has that form.
func TestServerWithAnotherLog(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	_, stderr, code := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--log-format", "json")
	if code != exitDone {
		t.Fatal(stderr)
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

// Every command tells what is wrong with its arguments in its own words: how many it takes, or which commands it has.
func TestEveryCommandChecksItsArguments(t *testing.T) {
	many := make([]string, 300)
	var visit func(*cobra.Command)
	visit = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
		if cmd.Args == nil {
			return
		}
		if err := cmd.Args(cmd, many); err != nil && !strings.Contains(err.Error(), "is too much: swfd") && !strings.Contains(err.Error(), "has no command") {
			t.Errorf("%s: %v", cmd.CommandPath(), err)
		}
		if err := cmd.Args(cmd, nil); err != nil && !strings.Contains(err.Error(), "is missing: swfd") {
			t.Errorf("%s: %v", cmd.CommandPath(), err)
		}
	}
	visit(newCLI().newCommand())
}

// Which program it is can be asked in three ways.
func TestVersionFlag(t *testing.T) {
	want, _, _ := run(t, t.Context(), "version")
	for _, flag := range []string{"--version", "-v"} {
		if got, stderr, code := run(t, t.Context(), flag); got != want || code != exitDone {
			t.Errorf("%s prints %q and %q", flag, got, stderr)
		}
	}
}

// Help can be asked for any command, and is about that one.
func TestHelp(t *testing.T) {
	for _, words := range [][]string{{}, {"domain"}, {"type", "register", "workflow"}, {"completion", "bash"}, {"help"}} {
		want, _, _ := run(t, t.Context(), append(words, "--help")...)
		got, stderr, code := run(t, t.Context(), append([]string{"help"}, words...)...)
		if code != exitDone || got != want || got == "" {
			t.Errorf("help %v ends with %d and prints %q and %q", words, code, got, stderr)
		}
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
