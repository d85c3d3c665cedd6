package client_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// The tests speak to a service that answers by a script.

// answer is what the service says to one attempt.
type answer struct {
	status int
	body   string
	header map[string]string
	err    error // in place of an answer
	hang   bool  // until the attempt gives up
}

// ok answers with a success.
func ok(body string) answer { return answer{status: 200, body: body} }

// refuse answers with an error code, in the namespace of the framework.
func refuse(status int, code string) answer {
	return answer{status: status, body: `{"__type":"com.amazon.coral.service#` + code + `","message":"why"}`}
}

// attempt is a request as the service got it.
type attempt struct {
	*http.Request
	body string
	at   time.Time
}

// script answers attempts in turn, the last answer for ever, and keeps the attempts.
type script struct {
	answers  []answer
	mu       sync.Mutex
	attempts []attempt
}

func play(answers ...answer) *script { return &script{answers: answers} }

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	a := s.answers[min(len(s.attempts), len(s.answers)-1)]
	s.attempts = append(s.attempts, attempt{r, string(body), time.Now()})
	s.mu.Unlock()
	switch {
	case a.hang:
		<-r.Context().Done()
		return nil, context.Cause(r.Context())
	case a.err != nil:
		return nil, a.err
	}
	response := &http.Response{
		StatusCode: a.status, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)),
	}
	response.Header.Set("x-amzn-RequestId", "r-1")
	for name, value := range a.header {
		response.Header.Set(name, value)
	}
	return response, nil
}

// Credentials that sign as in Amazon's examples.
var secret = credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "")

// connect makes a client of a service that is reached through a transport.
func connect(t testing.TB, transport http.RoundTripper, options ...client.Option) *client.Client {
	t.Helper()
	c, err := client.New(t.Context(), append([]client.Option{
		client.WithEndpoint("http://swf.example"), client.WithRegion("us-east-1"), client.WithCredentials(secret),
		client.WithRoundTripper(transport),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// beat records a heartbeat.
func beat(ctx context.Context, service swf.Service) (*swf.RecordActivityTaskHeartbeatOutput, error) {
	return service.RecordActivityTaskHeartbeat(ctx, swf.NewRecordActivityTaskHeartbeatInput("token"))
}

// leaveEnvironment takes everything of AWS out of the environment for a test.
func leaveEnvironment(t *testing.T) {
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, value) // so that it comes back
			os.Unsetenv(name)
		}
	}
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/config")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/credentials")
}

// countNew counts the connections that a server accepts.
func countNew(n *atomic.Int64) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			n.Add(1)
		}
	}
}

func noWait(int, error) time.Duration { return 0 }
