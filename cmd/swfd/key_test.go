package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// shortDir is a directory whose path is short enough for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "swfd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// startServer starts a server on a directory. It ends with the test.
func startServer(t *testing.T, data string) *server.Server {
	t.Helper()
	return startServerOf(t, server.Config{Data: data})
}

// startServerOf starts a server with a configuration of its own, on any free port.
func startServerOf(t *testing.T, c server.Config) *server.Server {
	t.Helper()
	c.Listen = "127.0.0.1:0"
	s, err := server.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestKeys(t *testing.T) {
	data := shortDir(t)
	startServer(t, data)
	t.Setenv("SWFD_DATA", data)
	for _, step := range []struct {
		args []string
		want []string
		code int
	}{
		{[]string{"list"}, []string{"1 ... seals and opens tokens"}, exitDone},
		{[]string{"rotate"}, []string{"2 ... seals and opens tokens", "1 ... opens tokens"}, exitDone},
		{[]string{"drop", "2", "--yes"}, []string{"key 2 seals the new tokens; make another one first"}, exitRefused},
		{[]string{"drop", "1"}, []string{"There is nobody here to answer"}, exitUsage},
		{[]string{"drop", "first"}, []string{`"first" is no number of a key`}, exitUsage},
		{[]string{"drop"}, []string{"the key is missing"}, exitUsage},
		{[]string{"drop", "1", "--yes"}, []string{"2 ... seals and opens tokens"}, exitDone},
		{[]string{"drop", "1", "--yes"}, []string{"none has the number 1"}, exitRefused},
		{[]string{"list", "-o", "json"}, []string{`"tokenKeys": [`, `"id": 2,`, `"sealing": true`}, exitDone},
		{[]string{"list", "-o", "xml"}, []string{`--output "xml" cannot be meant`}, exitUsage},
	} {
		out, errs, code := run(t, t.Context(), append([]string{"key"}, step.args...)...)
		text := out + errs
		for _, want := range step.want {
			first, last, _ := strings.Cut(want, " ... ")
			if !strings.Contains(text, first) || !strings.Contains(text, last) {
				t.Errorf("%v: got %q, want %q", step.args, text, want)
			}
		}
		if code != step.code || code == exitDone && step.args[0] != "list" && strings.Count(out, "\n") != 1+len(step.want) {
			t.Errorf("%v: exit code %d, want %d: %s", step.args, code, step.code, text)
		}
	}
}

// A person is asked before tokens are given up.
func TestDropAKeyAfterAQuestion(t *testing.T) {
	data := shortDir(t)
	startServer(t, data)
	run(t, t.Context(), "key", "rotate", "--data", data)
	c := newCLI()
	c.isTerminal = func(any) bool { return true }
	for _, test := range []struct {
		answer string
		code   int
	}{{"n\n", exitNotConfirmed}, {"", exitNotConfirmed}, {"y\n", exitDone}} {
		var out, errs bytes.Buffer
		if code := c.run(t.Context(), []string{"key", "drop", "1", "--data", data}, strings.NewReader(test.answer), &out, &errs); code != test.code {
			t.Errorf("%q: exit code %d, want %d: %s", test.answer, code, test.code, &errs)
		}
	}
}

func TestKeysOfNobody(t *testing.T) {
	dir := t.TempDir()
	if _, errs, code := run(t, t.Context(), "key", "list", "--data", dir); code != exitUnreachable || !strings.Contains(errs, "no server runs on the data in "+dir) {
		t.Errorf("exit code %d: %s", code, errs)
	}
	t.Setenv("SWFD_DATA", "")
	if _, errs, code := run(t, t.Context(), "key", "list"); code != exitUsage || !strings.Contains(errs, "Give --data DIR") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
