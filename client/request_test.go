package client_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// signingTime is the time of Amazon's signature examples.
var signingTime = time.Date(2015, 8, 30, 12, 36, 0, 0, time.UTC)

// record serves one request with a body and returns the bytes that arrived, without what differs from call to call.
func record(t *testing.T, reply string, call func(*client.Client), options ...client.Option) string {
	t.Helper()
	var raw string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := httputil.DumpRequest(r, true)
		if err != nil {
			t.Error(err)
		}
		raw = string(b)
		_, _ = w.Write([]byte(reply))
	}))
	defer server.Close()
	c, err := client.New(t.Context(), append([]client.Option{
		client.WithEndpoint(server.URL), client.WithRegion("us-east-1"), client.WithCredentials(secret),
		client.WithClock(func() time.Time { return signingTime }),
	}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	call(c)
	for pattern, text := range map[string]string{
		`\r\n`:                   "\n",
		`127\.0\.0\.1:\d+`:       "HOST",
		`Signature=[0-9a-f]{64}`: "Signature=SIGNATURE",
		`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`: "UUID",
		`swfd-client go\S+ \S+`: "swfd-client GO",
	} {
		raw = regexp.MustCompile(pattern).ReplaceAllString(raw, text)
	}
	return raw
}

func TestRequestsOnTheWire(t *testing.T) {
	cases := []struct {
		name    string
		options []client.Option
		call    func(context.Context, swf.Service) error
		want    string
	}{
		{
			"a heartbeat", nil,
			func(ctx context.Context, service swf.Service) error {
				in := swf.NewRecordActivityTaskHeartbeatInput("AAAAKgAAAAIA")
				in.Details = new("<42%>")
				_, err := service.RecordActivityTaskHeartbeat(ctx, in)
				return err
			},
			`POST / HTTP/1.1
Host: HOST
Accept-Encoding: identity
Amz-Sdk-Invocation-Id: UUID
Amz-Sdk-Request: attempt=1; max=3
Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/swf/aws4_request, ` +
				`SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;x-amz-target, ` +
				`Signature=SIGNATURE
Content-Length: 46
Content-Type: application/x-amz-json-1.0
User-Agent: swfd-client GO
X-Amz-Date: 20150830T123600Z
X-Amz-Target: SimpleWorkflowService.RecordActivityTaskHeartbeat

{"taskToken":"AAAAKgAAAAIA","details":"<42%>"}`,
		},
		{
			"a poll with temporary credentials, in another region, by a named program, in one attempt",
			[]client.Option{
				client.WithCredentials(credentials.NewStaticCredentialsProvider("ASIAEXAMPLE", "secret", "session")),
				client.WithRegion("eu-central-1"), client.WithUserAgent("billing/1.4"), client.WithRetry(0),
			},
			func(ctx context.Context, service swf.Service) error {
				_, err := service.PollForActivityTask(ctx, swf.NewPollForActivityTaskInput("shop", swf.TaskList{Name: "cards"}))
				return err
			},
			`POST / HTTP/1.1
Host: HOST
Accept-Encoding: identity
Amz-Sdk-Invocation-Id: UUID
Amz-Sdk-Request: attempt=1; max=1
Authorization: AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20150830/eu-central-1/swf/aws4_request, ` +
				`SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;` +
				`x-amz-security-token;x-amz-target, Signature=SIGNATURE
Content-Length: 45
Content-Type: application/x-amz-json-1.0
User-Agent: billing/1.4 swfd-client GO
X-Amz-Date: 20150830T123600Z
X-Amz-Security-Token: session
X-Amz-Target: SimpleWorkflowService.PollForActivityTask

{"domain":"shop","taskList":{"name":"cards"}}`,
		},
		{
			"decisions, unsigned", []client.Option{client.WithCredentials(aws.AnonymousCredentials{})},
			func(ctx context.Context, service swf.Service) error {
				in := swf.NewRespondDecisionTaskCompletedInput("token")
				in.Decisions = []swf.Decision{
					{Attributes: &swf.CancelTimerDecisionAttributes{TimerID: "<t>"}},
					{Attributes: &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("")}},
				}
				_, err := service.RespondDecisionTaskCompleted(ctx, in)
				return err
			},
			`POST / HTTP/1.1
Host: HOST
Accept-Encoding: identity
Amz-Sdk-Invocation-Id: UUID
Amz-Sdk-Request: attempt=1; max=3
Content-Length: 221
Content-Type: application/x-amz-json-1.0
User-Agent: swfd-client GO
X-Amz-Target: SimpleWorkflowService.RespondDecisionTaskCompleted

{"taskToken":"token","decisions":[{"decisionType":"CancelTimer","cancelTimerDecisionAttributes":{"timerId":"<t>"}},` +
				`{"decisionType":"CompleteWorkflowExecution","completeWorkflowExecutionDecisionAttributes":{"result":""}}]}`,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := record(t, "", func(service *client.Client) {
				if err := c.call(t.Context(), service); err != nil {
					t.Error(err)
				}
			}, c.options...)
			if got != c.want {
				t.Errorf("the request is\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Signing what arrived again, with the same key, gives the signature that arrived.
func TestRequestsAreSigned(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		hash := sha256.Sum256(body)
		again := r.Clone(r.Context())
		again.URL.Scheme, again.URL.Host = "http", r.Host
		for _, name := range []string{"Authorization", "X-Amz-Date", "User-Agent", "Accept-Encoding"} {
			again.Header.Del(name)
		}
		key, err := secret.Retrieve(r.Context())
		if err != nil {
			t.Error(err)
		}
		err = v4.NewSigner().SignHTTP(r.Context(), key, again, hex.EncodeToString(hash[:]), "swf", "us-east-1", signingTime)
		if err != nil {
			t.Error(err)
		}
		if got, want := r.Header.Get("Authorization"), again.Header.Get("Authorization"); got != want {
			t.Errorf("signed as\n%s\nwant\n%s", got, want)
		}
	}))
	defer server.Close()
	c := connect(t, http.DefaultTransport, client.WithEndpoint(server.URL),
		client.WithClock(func() time.Time { return signingTime }))
	if _, err := beat(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// Each of the 39 operations sends its own name and its own input, and returns its own output.
func TestEveryOperation(t *testing.T) {
	s := play(ok("{}"))
	service := reflect.ValueOf(connect(t, s))
	methods := reflect.TypeFor[swf.Service]()
	for i := range methods.NumMethod() {
		m := methods.Method(i)
		in := reflect.New(m.Type.In(1).Elem())
		results := service.MethodByName(m.Name).Call([]reflect.Value{reflect.ValueOf(t.Context()), in})
		if err := results[1].Interface(); err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		sent := s.attempts[len(s.attempts)-1]
		if got, want := sent.Header.Get("X-Amz-Target"), "SimpleWorkflowService."+m.Name; got != want {
			t.Errorf("%s is sent as %s", m.Name, got)
		}
		want, err := json.Marshal(in.Interface())
		if err != nil || sent.body != string(want) {
			t.Errorf("%s sends %s, want %s (%v)", m.Name, sent.body, want, err)
		}
		response := results[0].Elem().FieldByName("Response").Interface().(swf.Response)
		if want := (swf.Response{HTTPStatus: 200, RequestID: "r-1"}); response != want {
			t.Errorf("%s has the response %+v", m.Name, response)
		}
	}
	if n := len(s.attempts); n != 39 {
		t.Errorf("there were %d requests", n)
	}
}

func TestCallsWithoutInput(t *testing.T) {
	s := play(ok("{}"))
	_, err := connect(t, s).RecordActivityTaskHeartbeat(t.Context(), nil)
	if err == nil || len(s.attempts) > 0 {
		t.Errorf("a call without input gives %v, and makes %d attempts", err, len(s.attempts))
	}
}
