package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// keyServer starts a server with a door for operators, and returns its address.
func keyServer(t *testing.T) string {
	t.Helper()
	s, err := server.Start(server.Config{Memory: true, Listen: "127.0.0.1:0", AdminListen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return strings.TrimPrefix(s.AdminURL(), "http://")
}

func TestKeys(t *testing.T) {
	t.Setenv("SWFD_ADMIN_LISTEN", keyServer(t))
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
		{[]string{"drop"}, []string{"accepts 1 arg"}, exitUsage},
		{[]string{"drop", "1", "--yes"}, []string{"2 ... seals and opens tokens"}, exitDone},
		{[]string{"drop", "1", "--yes"}, []string{"none has the number 1"}, exitRefused},
		{[]string{"list", "-o", "json"}, []string{`"tokenKeys": [`, `"id": 2,`, `"sealing": true`}, exitDone},
		{[]string{"list", "-o", "xml"}, []string{`--output "xml" cannot be meant`}, exitUsage},
		{[]string{"list", "--admin-listen", "here"}, []string{`"here" is not host:port`}, exitUsage},
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
	address := keyServer(t)
	run(t, t.Context(), "key", "rotate", "--admin-listen", address)
	c := newCLI()
	c.isTerminal = func(any) bool { return true }
	for _, test := range []struct {
		answer string
		code   int
	}{{"n\n", exitNotConfirmed}, {"", exitNotConfirmed}, {"y\n", exitDone}} {
		var out, errs bytes.Buffer
		if code := c.run(t.Context(), []string{"key", "drop", "1", "--admin-listen", address}, strings.NewReader(test.answer), &out, &errs); code != test.code {
			t.Errorf("%q: exit code %d, want %d: %s", test.answer, code, test.code, &errs)
		}
	}
}

func TestKeysOfNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := run(t, t.Context(), "key", "list", "--admin-listen", address); code != exitUnreachable || !strings.Contains(errs, "no server answers operators on "+address) {
		t.Errorf("exit code %d: %s", code, errs)
	}
	t.Setenv("SWFD_ADMIN_LISTEN", "")
	if _, errs, code := run(t, t.Context(), "key", "list"); code != exitUsage || !strings.Contains(errs, "Give --admin-listen") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}
