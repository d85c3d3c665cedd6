package main

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// health asks a handler for its health by the command.
func health(t *testing.T, handler http.HandlerFunc, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	s := httptest.NewServer(handler)
	defer s.Close()
	return run(t, t.Context(), append([]string{"health", "--listen", s.Listener.Addr().String()}, args...)...)
}

// The command ends well only if the server says that it is ready, and tells why not.
func TestHealth(t *testing.T) {
	asked := ""
	out, stderr, code := health(t, func(w http.ResponseWriter, r *http.Request) { asked = r.Method + " " + r.URL.String() })
	if code != exitDone || stderr != "" || !strings.HasSuffix(out, " is ready\n") || asked != "GET /readyz?verbose" {
		t.Errorf("got %q, %q and %d, after %s", out, stderr, code, asked)
	}
	says := func(text string, status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, text, status) }
	}
	for _, test := range []struct {
		handler http.HandlerFunc
		args    []string
		want    string
		code    int
	}{
		{says("not ready: the disk is full", http.StatusServiceUnavailable), nil, "says: not ready: the disk is full", exitFailed},
		{says("what?", http.StatusNotFound), nil, "says: what?", exitFailed},
		{
			func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
			[]string{"--timeout", "20ms"}, "has not answered in time", exitUnreachable,
		},
		{func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, nil, "no server answers on 127.0.0.1:", exitUnreachable},
		{nil, []string{"--listen", "127.0.0.1:0"}, `"127.0.0.1:0" is not host:port`, exitUsage},
		{nil, []string{"--listen", "127.0.0.1"}, `"127.0.0.1" is not host:port`, exitUsage},
		{nil, []string{"--listen", "a b:1"}, `"a b:1" is not host:port`, exitUsage},
		{nil, []string{"here"}, "here", exitUsage},
	} {
		_, stderr, code := health(t, test.handler, test.args...)
		if code != test.code || !strings.Contains(stderr, test.want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%v: got %q and %d, want something with %q and %d", test.args, stderr, code, test.want, test.code)
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
	if _, stderr, code := run(t, t.Context(), "health"); code != exitUnreachable || !strings.Contains(stderr, "no server answers on "+address) {
		t.Errorf("got %q and %d", stderr, code)
	}
}

// A server that speaks TLS is asked over TLS, whoever has signed its certificate, and one that listens everywhere is asked here.
func TestHealthOverTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	// It would tell of the call without TLS.
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	defer s.Close()
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SWFD_TLS_CERT", "cert.pem")
	for _, host := range []string{"127.0.0.1", "0.0.0.0", ""} {
		if out, errs, code := run(t, t.Context(), "health", "--listen", host+":"+port); code != exitDone {
			t.Errorf("%q: got %q, %q and %d", host, out, errs, code)
		}
	}
	t.Setenv("SWFD_TLS_CERT", "")
	if _, errs, code := run(t, t.Context(), "health", "--listen", "127.0.0.1:"+port); code != exitFailed {
		t.Errorf("without TLS: got %q and %d", errs, code)
	}
}
