package main

import (
	"encoding/json"
	"os"
	"runtime"
	"strings"
	"testing"

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
		"a wrong flag":    {[]string{"heartbeat", "--server-flag=--coffee"}, "coffee", exitFailed},
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
