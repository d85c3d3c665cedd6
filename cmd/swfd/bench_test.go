package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"

	"github.com/swfd/swfd/internal/bench"
)

// A server of the command's own, and the yardstick, are measured and are gone afterwards.
func TestBenchWithItsOwnServer(t *testing.T) {
	t.Setenv(asProgram, "1")
	t.Setenv("SWFD_ENDPOINT", "")
	for _, args := range [][]string{
		{"workflow", "--clients", "2", "--in-flight", "4"},
		{"heartbeat", "--clients", "2", "--unsigned"},
		{"signals", "20", "--clients", "2"},
		{"restart", "20", "--clients", "2"},
		{"yardstick", "--clients", "2"},
		{"yardstick", "--clients", "2", "--bare"},
	} {
		dir := t.TempDir()
		args = append([]string{"bench"}, append(args, "--warm-up", "100ms", "--duration", "500ms", "--output", "json", "--dir", dir)...)
		out, errs, code := run(t, t.Context(), args...)
		var result bench.Result
		if err := json.Unmarshal([]byte(out), &result); code != exitDone || err != nil {
			t.Errorf("%v: exit code %d, %v: %s%s", args, code, err, out, errs)
			continue
		}
		if result.Figures[0].Value <= 0 || result.Latencies[0].Count == 0 || runtime.GOOS == "linux" && len(result.Figures) < 2 {
			t.Errorf("%v: %s", args, out)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v has left %v, %v", args, left, err)
		}
	}
}

func TestBenchOfAServerThatRuns(t *testing.T) {
	endpoint, _ := aServer(t)
	out, errs, code := run(t, t.Context(), "bench", "dispatch", "3", "--endpoint", endpoint, "--unsigned")
	if code != exitDone || !strings.Contains(out, "activities, one after the other") || !strings.Contains(out, "from schedule to start") {
		t.Errorf("exit code %d: %s%s", code, out, errs)
	}
}

// What cannot be meant gets one line, and no figure.
func TestBenchThatCannotBe(t *testing.T) {
	t.Setenv(asProgram, "1")
	for name, test := range map[string]struct {
		args []string
		want string
		code int
	}{
		"nobody there":    {[]string{"heartbeat", "--endpoint", "http://127.0.0.1:1", "--unsigned"}, "http://127.0.0.1:1", exitUnreachable},
		"no number":       {[]string{"signals", "many"}, `"many" is no number of signals`, exitUsage},
		"a number of 0":   {[]string{"signals", "0"}, `"0" is no number of signals`, exitUsage},
		"no scenario":     {[]string{"coffee"}, `"coffee"`, exitUsage},
		"no such output":  {[]string{"heartbeat", "-o", "xml"}, `--output "xml" cannot be meant`, exitUsage},
		"not its own":     {[]string{"restart", "--endpoint", "http://127.0.0.1:1", "--unsigned"}, "the command's own", exitUsage},
		"no clients":      {[]string{"heartbeat", "--clients", "0", "--unsigned", "--endpoint", "http://127.0.0.1:1"}, "with 0 clients", exitUsage},
		"a wrong flag":    {[]string{"heartbeat", "--server-flag=--coffee"}, "the server did not start: there is no flag --coffee", exitUsage},
		"a wrong value":   {[]string{"heartbeat", "--server-flag=--poll-hold=long"}, `"long" cannot be meant`, exitUsage},
		"an odd flag":     {[]string{"heartbeat", "--server-flag=--help"}, "it has ended without a word", exitFailed},
		"no flag":         {[]string{"heartbeat", "--server-flag"}, "--server-flag needs a value", exitUsage},
		"too many":        {[]string{"signals", "1000000000000000000"}, "give a whole number from 1 to 100000000", exitUsage},
		"too long":        {[]string{"signals", "99999999999999999999"}, "give a whole number from 1 to 100000000", exitUsage},
		"a fraction":      {[]string{"signals", "1e3"}, `"1e3" is no number of signals`, exitUsage},
		"less than none":  {[]string{"signals", "--", "-1"}, `"-1" is no number of signals`, exitUsage},
		"a number to one": {[]string{"heartbeat", "5"}, `"5" is too much`, exitUsage},
		"half a client":   {[]string{"heartbeat", "--clients", "0.5"}, `"0.5" cannot be meant`, exitUsage},
		"a crowd":         {[]string{"heartbeat", "--clients", "1000000"}, "give a number from 1 to 10000", exitUsage},
		"few in flight":   {[]string{"workflow", "--clients", "5", "--in-flight", "3"}, "3 workflows in flight with 5 clients", exitUsage},
		"no time":         {[]string{"yardstick", "--duration", "0"}, "give more than nothing", exitUsage},
		"time backwards":  {[]string{"heartbeat", "--duration", "-1s"}, "give more than nothing", exitUsage},
		"not its memory":  {[]string{"idle-runs", "--endpoint", "http://127.0.0.1:1", "--unsigned"}, "the command's own", exitUsage},
		"no scheme":       {[]string{"heartbeat", "--endpoint", "127.0.0.1:7933", "--unsigned"}, "not a URL such as http://host:port", exitUsage},
		"a wrong scheme":  {[]string{"heartbeat", "--endpoint", "ftp://127.0.0.1:1", "--unsigned"}, "of the form http://host:port", exitUsage},
		"no host":         {[]string{"heartbeat", "--endpoint", "http://:", "--unsigned"}, "of the form http://host:port", exitUsage},
		"a file":          {[]string{"heartbeat", "--dir", "bench_test.go"}, "not a directory", exitUsage},
		"no such dir":     {[]string{"heartbeat", "--dir", "/nowhere/at/all"}, "make a directory for the server's data", exitUsage},
		"two numbers":     {[]string{"signals", "1", "2"}, `"2" is too much: swfd bench signals`, exitUsage},
		"a wrong address": {[]string{"heartbeat", "--endpoint", "here"}, "here", exitUsage},
	} {
		out, errs, code := run(t, t.Context(), append([]string{"bench"}, test.args...)...)
		if code != test.code || !strings.Contains(errs, test.want) || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%s: exit code %d: %q%s", name, code, errs, out)
		}
	}
}

// What answers without being a service of SWF's is measured by no scenario.
func TestBenchOfWhatIsNoService(t *testing.T) {
	for name, answer := range map[string]string{"anything": "{}", "a page": "<html>welcome</html>", "nothing": ""} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
		t.Cleanup(s.Close)
		for _, scenario := range []string{"workflow", "heartbeat", "list", "history"} {
			out, errs, code := run(t, t.Context(), "bench", scenario, "--endpoint", s.URL, "--unsigned", "--clients", "2")
			if code != exitFailed || out != "" || strings.Count(errs, "\n") != 1 {
				t.Errorf("%s, %s: exit code %d: %q%s", name, scenario, code, errs, out)
			}
		}
	}
}

// The logs of the command's own server may have any form.
func TestBenchOfAServerThatLogsOtherwise(t *testing.T) {
	t.Setenv(asProgram, "1")
	t.Setenv("SWFD_LOG_FORMAT", "json")
	out, errs, code := run(t, t.Context(), "bench", "signals", "5", "--clients", "1", "--dir", t.TempDir(), "--server-flag=--log-format=json")
	if code != exitDone || errs != "" || out == "" {
		t.Errorf("exit code %d: %s%s", code, errs, out)
	}
}

// A server that ends while it is measured has no result, also if what was measured had come to its end. One line says how it has ended.
func TestBenchWhoseServerEnds(t *testing.T) {
	t.Setenv(asProgram, "1")
	for name, sent := range map[string]syscall.Signal{"killed": syscall.SIGKILL, "asked to end": syscall.SIGTERM} {
		for _, failed := range []error{nil, errors.New("nobody has answered")} {
			dir := t.TempDir()
			b := &benchmark{cli: newCLI(), connection: connection{region: fallbackRegion}, dir: dir}
			cmd := &cobra.Command{}
			cmd.SetContext(t.Context())
			result, err := b.measureOwn(cmd, []string{"server"}, func(_ context.Context, r *bench.Run) (*bench.Result, error) {
				own := r.Own.(*ownServer)
				if err := own.command.Process.Signal(sent); err != nil {
					t.Fatal(err)
				}
				// The error is put back for whoever ends the server.
				end := <-own.exited
				own.exited <- end
				return &bench.Result{}, failed
			})
			if result != nil || !errors.Is(err, errOwnEnded) || exitCode(t.Context(), err) != exitUnreachable || strings.Contains(err.Error(), "nobody") {
				t.Errorf("%s: %+v, %v", name, result, err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("%s: it has left %v, %v", name, left, err)
			}
		}
	}
}

// benchProcess is swfd bench as a process, with its own server on a directory.
func benchProcess(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	args = append([]string{"bench", "heartbeat", "--clients", "2", "--dir", dir}, args...)
	return program(t, "", args...)
}

// Whoever reads the output, or the progress, may go: nothing is left behind.
func TestBenchWhoseReaderHasGone(t *testing.T) {
	for name, c := range map[string]struct {
		cut  func(cmd *exec.Cmd, pipe *os.File)
		code int
	}{
		"of the output":   {func(cmd *exec.Cmd, pipe *os.File) { cmd.Stdout = pipe }, exitSignal + int(syscall.SIGPIPE)},
		"of the progress": {func(cmd *exec.Cmd, pipe *os.File) { cmd.Stderr = pipe }, exitDone},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd := benchProcess(t, dir, "--warm-up", "0s", "--duration", "1500ms")
			r, w, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			c.cut(cmd, w)
			_ = cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("it has left %v, %v", left, err)
			}
		})
	}
}

// INT ends a measurement without a figure, and nothing is left behind.
func TestBenchIsInterrupted(t *testing.T) {
	dir := t.TempDir()
	cmd := benchProcess(t, dir, "--warm-up", "1h")
	awaitProgress(t, cmd)
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitSignal+int(syscall.SIGINT) {
		t.Errorf("exit code %d", code)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it has left %v, %v", left, err)
	}
}

// awaitProgress starts a process and waits until it tells how far it is.
func awaitProgress(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stderr).ReadString('\n'); err != nil || !strings.HasPrefix(line, "warming up") {
		t.Fatalf("it says %q, %v", line, err)
	}
}
