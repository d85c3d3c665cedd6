package main

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestWaysOut: what somebody meets who calls a server for the first time is told with what to do about it.
func TestWaysOut(t *testing.T) {
	for name, c := range map[string]struct {
		serve func(http.ResponseWriter, *http.Request)
		tls   bool
		want  string
		code  int
	}{
		"no credentials": {
			serve: func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusBadRequest)
				_, _ = io.WriteString(w, `{"__type": "com.amazon.coral.service#MissingAuthenticationTokenException", "message": "Request is missing"}`)
			},
			want: "swfd: the server asks who calls: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile (--profile): " +
				"ListDomains: MissingAuthenticationTokenException: Request is missing\n",
			code: exitRefused,
		},
		"a certificate of its own": {
			serve: func(http.ResponseWriter, *http.Request) { t.Error("a stranger was asked") }, tls: true,
			want: "swfd: nobody that is trusted vouches for the certificate of URL/: if it is your own, name it by AWS_CA_BUNDLE=FILE\n",
			code: exitUnreachable,
		},
		"no TLS where TLS is spoken": {
			serve: hangUp,
			want:  "connection reset by peer; if it speaks TLS, the endpoint begins with https:\n",
			code:  exitUnreachable,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_CA_BUNDLE"} {
				t.Setenv(name, "")
			}
			t.Setenv("HOME", t.TempDir())
			s := httptest.NewUnstartedServer(http.HandlerFunc(c.serve))
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			start := s.Start
			if c.tls {
				start = s.StartTLS
			}
			start()
			defer s.Close()
			stdout, stderr, code := run(t, t.Context(), "domain", "list", "--endpoint", s.URL)
			if want := strings.ReplaceAll(c.want, "URL", s.URL); stdout != "" || !strings.HasSuffix(stderr, want) || code != c.code {
				t.Errorf("got %q, %q and exit code %d, want %q and %d", stdout, stderr, code, want, c.code)
			}
		})
	}
}

// hangUp begins a reply, and resets the connection.
func hangUp(w http.ResponseWriter, _ *http.Request) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, err = buffer.WriteString("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n")
	if err := errors.Join(err, buffer.Flush(), conn.(*net.TCPConn).SetLinger(0), conn.Close()); err != nil {
		panic(err)
	}
}
