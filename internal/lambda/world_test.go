package lambda

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/swfd/swfd/internal/engine"
)

// endpoint is a Lambda endpoint in memory that answers, word for word, what a test says.
type endpoint struct {
	t      *testing.T
	client *Client
	log    strings.Builder

	mu sync.Mutex
	// answers are what the next requests get; the last of them is for all that follow.
	answers []string
	heard   []request
	// down endpoints take no connections.
	down bool
	ends sync.WaitGroup
}

// request is what the endpoint has heard.
type request struct {
	line   string
	header http.Header
	body   string
}

// silence is the answer of an endpoint that never gives one; hangUp that of one which closes the connection, and breakOff begins that of
// one which does so after its answer.
const (
	silence  = "silence"
	hangUp   = ""
	breakOff = "break off: "
)

// withEndpoint runs a test in a bubble, with a client of an endpoint that gives some answers.
func withEndpoint(t *testing.T, c Config, answers []string, test func(e *endpoint)) {
	t.Helper()
	inNoSurroundings(t)
	inSurroundings(t, c, answers, test)
}

// inSurroundings is withEndpoint for a test that has set variables of its own.
func inSurroundings(t *testing.T, c Config, answers []string, test func(e *endpoint)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{t: t, answers: answers}
		c.Endpoint = "http://127.0.0.1:9001"
		c.Log = slog.New(slog.NewTextHandler(&e.log, nil))
		var err error
		if e.client, err = Open(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		e.client.http.Transport.(*bounded).base.(*http.Transport).DialContext = e.dial
		test(e)
		e.client.Close()
		e.ends.Wait()
	})
}

// inNoSurroundings hides the AWS configuration of whoever runs the tests.
func inNoSurroundings(t *testing.T) {
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
		"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_USE_FIPS_ENDPOINT", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "HTTP_PROXY", "http_proxy",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
}

func (e *endpoint) dial(_ context.Context, _, address string) (net.Conn, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if address != "127.0.0.1:9001" {
		e.t.Errorf("somebody wants to connect to %s", address)
	}
	if e.down {
		return nil, errors.New("nobody is there")
	}
	mine, theirs := net.Pipe()
	e.ends.Go(func() { e.serve(mine) })
	return theirs, nil
}

func (e *endpoint) setDown(down bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.down = down
}

// serve answers the requests of a connection.
func (e *endpoint) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	for {
		in, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		body, err := io.ReadAll(in.Body)
		if err != nil {
			return
		}
		answer := e.next(request{in.Method + " " + in.RequestURI, in.Header, string(body)})
		switch answer {
		case hangUp:
			return
		case silence:
			_, _ = r.ReadByte() // until the other end goes
			return
		}
		answer, last := strings.CutPrefix(answer, breakOff)
		if _, err := io.WriteString(c, answer); err != nil || last {
			return
		}
	}
}

func (e *endpoint) next(r request) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, r)
	answer := e.answers[0]
	if len(e.answers) > 1 {
		e.answers = e.answers[1:]
	}
	return answer
}

// requests are what the endpoint has heard since the last look.
func (e *endpoint) requests() []request {
	e.mu.Lock()
	defer e.mu.Unlock()
	heard := e.heard
	e.heard = nil
	return heard
}

// answer writes an answer of HTTP: its status, more lines of its head, and its body.
func answer(status int, body string, head ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	for _, line := range append(head, fmt.Sprintf("Content-Length: %d", len(body))) {
		b.WriteString(line + "\r\n")
	}
	return b.String() + "\r\n" + body
}

// outcome calls a function and writes the outcome as text: the result in quotes, or the reason and the details.
func (e *endpoint) outcome(ctx context.Context, function string, input *string) string {
	result, err := e.client.Invoke(ctx, function, input)
	var failure *engine.LambdaFailure
	switch {
	case err == nil:
		return fmt.Sprintf("%q", result)
	case errors.As(err, &failure):
		return failure.Error()
	}
	return "error " + err.Error()
}

func (e *endpoint) expect(what, got, want string) {
	e.t.Helper()
	if got != want {
		e.t.Errorf("%s:\n got %.300s\nwant %.300s", what, got, want)
	}
}
