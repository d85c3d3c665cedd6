package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// health asks a handler for its health by the command.
func health(t *testing.T, handler http.HandlerFunc, args ...string) (stdout string, err error) {
	t.Helper()
	s := httptest.NewServer(handler)
	defer s.Close()
	stdout, _, err = run(t, t.Context(), append([]string{"health", "--listen", s.Listener.Addr().String()}, args...)...)
	return stdout, err
}

// The command ends well only if the server says that it is ready, and tells why not.
func TestHealth(t *testing.T) {
	asked := ""
	out, err := health(t, func(w http.ResponseWriter, r *http.Request) { asked = r.Method + " " + r.URL.String() })
	if err != nil || !strings.HasSuffix(out, " is ready\n") || asked != "GET /readyz?verbose" {
		t.Errorf("got %q, %v, after %s", out, err, asked)
	}
	for _, test := range []struct {
		handler http.HandlerFunc
		args    []string
		want    string
	}{
		{func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "not ready: the disk is full", http.StatusServiceUnavailable)
		}, nil, "says: not ready: the disk is full"},
		{func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "what?", http.StatusNotFound) }, nil, "says: what?"},
		{func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, []string{"--timeout", "20ms"}, "has not answered in time"},
		{func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, "no server answers on 127.0.0.1:"},
		{nil, []string{"--listen", "127.0.0.1:0"}, `"127.0.0.1:0" is not host:port`},
		{nil, []string{"--listen", "127.0.0.1"}, `"127.0.0.1" is not host:port`},
		{nil, []string{"--listen", "a b:1"}, `"a b:1" is not host:port`},
		{nil, []string{"here"}, "here"},
	} {
		_, err := health(t, test.handler, test.args...)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: got %v, want something with %q", test.args, err, test.want)
		}
	}
}

// The address is the server's own setting, also as a variable, and nobody there is no health.
func TestHealthOfNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SWFD_LISTEN", address)
	if _, _, err := run(t, t.Context(), "health"); err == nil || !strings.Contains(err.Error(), "no server answers on "+address) {
		t.Errorf("got %v", err)
	}
}
