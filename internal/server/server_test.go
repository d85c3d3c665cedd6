package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/lambda"
	"github.com/swfd/swfd/internal/server"
)

// A configuration that cannot be meant is refused with a line that says what was wrong, with which value, and what to do.
func TestRefusedConfigurations(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name   string
		config server.Config
		want   string
	}{
		{"no place for the data", server.Config{}, "give a directory (--data DIR), or keep everything in memory (--memory)"},
		{"two places", server.Config{Data: dir, Memory: true}, "choose one"},
		{"an address that others reach", server.Config{Memory: true, Listen: "0.0.0.0:7933"}, `"0.0.0.0:7933" is not a loopback address`},
		{"a name that may be anything", server.Config{Memory: true, Listen: "swf.example.com:80"}, "is not a loopback address"},
		{"all addresses", server.Config{Memory: true, Listen: ":7933"}, "is not a loopback address"},
		{"no port", server.Config{Memory: true, Listen: "127.0.0.1"}, "is not host:port"},
		{"a port that is none", server.Config{Memory: true, Listen: "127.0.0.1:99999"}, "listen on 127.0.0.1:99999"},
		{"a negative hold", server.Config{Memory: true, PollHold: -1}, "is negative"},
		{"a Lambda endpoint that is none", server.Config{Memory: true, Lambda: lambda.Config{Endpoint: "localhost:9001"}},
			`the Lambda endpoint "localhost:9001" is not of the form http://host:port or https://host:port`},
		{"a directory that is a file", server.Config{Data: "server_test.go", Listen: "127.0.0.1:0"}, "server_test.go"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := server.Start(test.config)
			if err == nil {
				_ = s.Close(context.Background())
				t.Fatal("was not refused")
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant one line with %q", err, test.want)
			}
		})
	}
}

func start(t *testing.T, c server.Config) *server.Server {
	t.Helper()
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	s, err := server.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stop(t *testing.T, s *server.Server) {
	t.Helper()
	if err := s.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// A second server on the same directory is refused with one clear line, and the first goes on.
func TestOneServerADirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first := start(t, server.Config{Data: dir})
	defer stop(t, first)
	_, err := server.Start(server.Config{Data: dir, Listen: "127.0.0.1:0"})
	if err == nil || !strings.Contains(err.Error(), "another swfd uses this directory") || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
	if status, body := get(t, first.URL()+"/readyz"); status != http.StatusOK || body != "ok\n" {
		t.Errorf("the first server answers %d %q", status, body)
	}
}

// A server whose address is taken gives its directory back.
func TestAnAddressThatIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	_, err = server.Start(server.Config{Data: dir, Listen: taken.Addr().String()})
	if err == nil || !strings.Contains(err.Error(), "listen on "+taken.Addr().String()) {
		t.Errorf("got %v", err)
	}
	stop(t, start(t, server.Config{Data: dir}))
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	reply, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, string(text)
}

func post(t *testing.T, url, operation, body string) (status int, reply string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// A server in memory and one in a directory answer alike; only the one in a directory remembers.
func TestMemoryAndDirectory(t *testing.T) {
	dir := t.TempDir()
	const domain = `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`
	const list = `{"registrationStatus":"REGISTERED"}`
	for _, c := range []server.Config{{Memory: true}, {Data: dir}} {
		s := start(t, c)
		if status, body := post(t, s.URL(), "RegisterDomain", domain); status != http.StatusOK || body != "" {
			t.Errorf("got %d %q", status, body)
		}
		stop(t, s)
	}
	for _, test := range []struct {
		config server.Config
		want   string
	}{
		{server.Config{Memory: true}, `{"domainInfos":[]}`},
		{server.Config{Data: dir}, `{"domainInfos":[{"arn":"arn:aws:swf:us-east-1:123456789012:/domain/d","name":"d","status":"REGISTERED"}]}`},
	} {
		s := start(t, test.config)
		if _, body := post(t, s.URL(), "ListDomains", list); body != test.want {
			t.Errorf("got  %s\nwant %s", body, test.want)
		}
		stop(t, s)
	}
}

// When the server is asked to end, calls under way are finished, and a poll among them is answered empty at once.
func TestCloseAnswersAPoll(t *testing.T) {
	s := start(t, server.Config{Memory: true})
	post(t, s.URL(), "RegisterDomain", `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`)
	connection, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	const body = `{"domain":"d","taskList":{"name":"l"}}`
	fmt.Fprintf(connection, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"+
		"X-Amz-Target: SimpleWorkflowService.PollForActivityTask\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	replies := bufio.NewReader(connection)
	// The server asks for the body when it is at the call: from here on the call is under way.
	if line, err := replies.ReadString('\n'); err != nil || line != "HTTP/1.1 100 Continue\r\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	if line, err := replies.ReadString('\n'); err != nil || line != "\r\n" {
		t.Fatalf("got %q, %v", line, err)
	}
	closed := make(chan error, 1)
	go func() { closed <- s.Close(context.Background()) }()
	fmt.Fprint(connection, body)
	reply, err := http.ReadResponse(replies, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil || string(text) != `{"startedEventId":0}` {
		t.Errorf("the poll was answered %q, %v", text, err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.URL() + "/livez"); err == nil {
		t.Error("the server still answers")
	}
}

// handle makes a call of a server's handler, without a connection.
func handle(s *server.Server, operation, body string) (status int, reply string) {
	request := httptest.NewRequest(http.MethodPost, "http://localhost/", strings.NewReader(body))
	request.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
	request.Header.Set("Content-Type", "application/x-amz-json-1.0")
	answer := httptest.NewRecorder()
	s.Handler().ServeHTTP(answer, request)
	return answer.Code, answer.Body.String()
}
