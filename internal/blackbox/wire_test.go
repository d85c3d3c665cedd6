package blackbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// What the SDK does not show: the bytes.

const (
	jsonType = "application/x-amz-json-1.0"
	prefix   = "SimpleWorkflowService."
	// base and service are the name spaces of errors.
	base    = "com.amazonaws.swf.base.model#"
	service = "com.amazon.coral.service#"
	checked = "com.amazon.coral.validate#"
)

// request is a raw request, by default a POST to / of the protocol's content type.
type request struct {
	method, path string
	target, body string
	contentType  string
	header       map[string]string
}

// reply is a raw reply.
type reply struct {
	*http.Response
	body string
}

// newRequest makes a raw request to the tenant's server, and signs it.
func (x *tenant) newRequest(r request) *http.Request {
	x.t.Helper()
	if r.method == "" {
		r.method = http.MethodPost
	}
	if r.contentType == "" {
		r.contentType = jsonType
	}
	in, err := http.NewRequestWithContext(x.ctx, r.method, "http://"+x.server.address+"/"+r.path, strings.NewReader(r.body))
	x.must(err)
	in.Header.Set("Content-Type", r.contentType)
	in.Header.Set("X-Amz-Target", r.target)
	for name, value := range r.header {
		in.Header.Set(name, value)
		if name == "Host" {
			in.Host = value
		}
	}
	hash := sha256.Sum256([]byte(r.body))
	key := aws.Credentials{AccessKeyID: x.account, SecretAccessKey: secretKey}
	x.must(v4.NewSigner().SignHTTP(x.ctx, key, in, hex.EncodeToString(hash[:]), "swf", region, time.Now()))
	return in
}

// send sends a raw request.
func (x *tenant) send(r request) reply {
	x.t.Helper()
	out, err := transport.Do(x.newRequest(r))
	x.must(err)
	defer func() { x.must(out.Body.Close()) }()
	body, err := io.ReadAll(out.Body)
	x.must(err)
	return reply{out, string(body)}
}

func (x *tenant) call(operation, body string) reply {
	x.t.Helper()
	return x.send(request{target: prefix + operation, body: body})
}

func (r reply) expect(t *testing.T, status int, body string) {
	t.Helper()
	if r.StatusCode != status || r.body != body {
		t.Errorf("expected %d %q, got %d %q", status, body, r.StatusCode, r.body)
	}
}

func TestWire(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	const malformed = `{"__type":"` + service + `SerializationException"}`
	none := `{"__type":"` + service + `UnknownOperationException"}`

	t.Run("headers, and a reply without a body", func(t *testing.T) {
		out := x.call("SignalWorkflowExecution", `{"domain":"orders","workflowId":"w","signalName":"s","runId":null,"unknown":[{}]}`)
		out.expect(t, 200, "")
		if !regexp.MustCompile(`^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`).MatchString(out.Header.Get("x-amzn-RequestId")) {
			t.Errorf("the request id is %q", out.Header.Get("x-amzn-RequestId"))
		}
		if out.ContentLength != 0 || out.Header.Get("Content-Type") != jsonType || out.Header.Get("X-Amzn-ErrorType") != "" {
			t.Errorf("the headers are %v", out.Header)
		}
		if at, err := http.ParseTime(out.Header.Get("Date")); err != nil || time.Since(at).Abs() > time.Minute {
			t.Errorf("the date is %q", out.Header.Get("Date"))
		}
	})
	t.Run("not of the protocol", func(t *testing.T) {
		for _, in := range []request{
			{method: http.MethodGet}, {path: "other"}, {path: "?Action=ListDomains"}, {contentType: "text/plain"},
			{header: map[string]string{"Content-Encoding": "gzip"}},
		} {
			in.target, in.body = prefix+"ListDomains", `{"registrationStatus":"REGISTERED"}`
			out := x.send(in)
			out.expect(t, 404, "<UnknownOperationException/>\n")
			if out.Header.Get("x-amzn-RequestId") == "" {
				t.Error("the reply has no request id")
			}
		}
	})
	t.Run("no such operation", func(t *testing.T) {
		x.call("Dance", `{}`).expect(t, 400, none)
		x.call("listDomains", `{}`).expect(t, 400, none)
		x.send(request{body: `{}`}).expect(t, 400, none)
		x.send(request{target: "DynamoDB.ListDomains", body: `{}`}).expect(t, 400, none)
	})
	t.Run("not JSON", func(t *testing.T) {
		for _, body := range []string{"", "{", "nonsense", `{"domain":}`} {
			x.call("DescribeDomain", body).expect(t, 400, malformed)
		}
	})
	t.Run("JSON of the wrong types", func(t *testing.T) {
		x.call("DescribeDomain", `{"name":1}`).expect(t, 400, `{"__type":"`+service+`SerializationException","Message":`+
			`"class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"}`)
		x.call("DescribeDomain", `{"name":[]}`).expect(t, 400, `{"__type":"`+service+
			`SerializationException","Message":"Start of list found where not expected"}`)
	})
	t.Run("a fault", func(t *testing.T) {
		out := x.call("DescribeDomain", `{"name":"a \"b\" ä"}`)
		out.expect(t, 400, `{"__type":"`+base+`UnknownResourceFault","message":"Unknown domain: a \"b\" ä"}`)
		if out.Header.Get("Content-Type") != jsonType || out.Header.Get("x-amzn-RequestId") == "" {
			t.Errorf("the headers are %v", out.Header)
		}
	})
	t.Run("a token absent, null and too little, and details too long", func(t *testing.T) {
		const null = `Value null at 'taskToken' failed to satisfy constraint: Member must not be null`
		for _, body := range []string{`{}`, `{"taskToken":null}`} {
			x.call("RecordActivityTaskHeartbeat", body).expect(t, 400,
				`{"__type":"`+checked+`ValidationException","message":"1 validation error detected: `+null+`"}`)
		}
		long := strings.Repeat("x", 2049)
		parts := validationParts(t, x.call("RecordActivityTaskHeartbeat", `{"taskToken":"","details":"`+long+`"}`))
		expectTexts(t, "parts", parts,
			"Value '' at 'taskToken' failed to satisfy constraint: Member must have length greater than or equal to 1",
			"Value '"+long+"' at 'details' failed to satisfy constraint: Member must have length less than or equal to 2048")
		parts = validationParts(t, x.call("DescribeWorkflowExecution", `{}`))
		expectTexts(t, "parts", parts, "Value null at 'domain' failed to satisfy constraint: Member must not be null",
			"Value null at 'execution' failed to satisfy constraint: Member must not be null")
	})
	t.Run("an event", func(t *testing.T) {
		out := x.call("GetWorkflowExecutionHistory",
			`{"domain":"orders","execution":{"workflowId":"w","runId":"`+r.id+`"},"maximumPageSize":1}`)
		form := regexp.MustCompile(`^\{"events":\[\{"eventId":1,"eventTimestamp":\d{10}(\.\d{1,3})?,"eventType":"WorkflowExecutionStarted",` +
			`"workflowExecutionStartedEventAttributes":\{[^}]*\}[^}]*\}[^}]*\}[^}]*\}\],"nextPageToken":"[^"]+"\}$`)
		if !strings.Contains(out.body, `"parentInitiatedEventId":0`) || strings.Contains(out.body, "null") {
			t.Errorf("the event is %s", out.body)
		}
		if !form.MatchString(out.body) {
			t.Logf("the reply has another order of members: %s", out.body)
		}
	})
	t.Run("what is false or 0 is written", func(t *testing.T) {
		out := x.call("DescribeWorkflowExecution", `{"domain":"orders","execution":{"workflowId":"w","runId":"`+r.id+`"}}`)
		for _, part := range []string{
			`"cancelRequested":false`, `"openActivityTasks":0`, `"openTimers":0`, `"openChildWorkflowExecutions":0`, `"openLambdaFunctions":0`,
			`"openDecisionTasks":1`,
		} {
			if !strings.Contains(out.body, part) {
				t.Errorf("%s is not in %s", part, out.body)
			}
		}
		r.decide(scheduleUsual("a"))
		work := x.pollActivity(workList)
		x.call("RecordActivityTaskHeartbeat", `{"taskToken":"`+*work.TaskToken+`"}`).expect(t, 200, `{"cancelRequested":false}`)
	})
	t.Run("an old client", func(t *testing.T) {
		out := x.send(request{
			target: "com.amazonaws.swf.service.model.SimpleWorkflowService.DescribeDomain", body: `{"name":"orders"}`,
			contentType: "application/json; charset=UTF-8", header: map[string]string{"Content-Encoding": "amz-1.0"},
		})
		if out.StatusCode != 200 || out.Header.Get("Content-Type") != "application/json" || !json.Valid([]byte(out.body)) {
			t.Errorf("it got %d %v %s", out.StatusCode, out.Header, out.body)
		}
	})
	t.Run("another host name", func(t *testing.T) {
		evil := request{
			target: prefix + "ListDomains", body: `{"registrationStatus":"REGISTERED"}`, header: map[string]string{"Host": "evil.example"},
		}
		out := x.send(evil)
		if refused := out.StatusCode == 400 && strings.Contains(out.body, "AccessDeniedException"); refused != *open {
			t.Errorf("it got %d %s", out.StatusCode, out.body)
		}
		y := newAccountOn(t, newProcess(t))
		out = y.send(evil)
		if out.StatusCode != 400 || !strings.Contains(out.body, "AccessDeniedException") {
			t.Errorf("where nobody is identified, it got %d %s", out.StatusCode, out.body)
		}
	})
	t.Run("a body of a mebibyte, and one byte more", func(t *testing.T) {
		body := `{"name":"orders","padding":"` + strings.Repeat("x", 1<<20-30) + `"}`
		body += strings.Repeat(" ", 1<<20-len(body))
		if out := x.call("DescribeDomain", body); out.StatusCode != 200 {
			t.Errorf("it got %d %s", out.StatusCode, out.body)
		}
		x.call("DescribeDomain", body+" ").expect(t, 413, "")
	})
}

// validationParts are the parts of a ValidationException, in order of their texts.
func validationParts(t *testing.T, r reply) []string {
	t.Helper()
	var out struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal([]byte(r.body), &out); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	_, list, ok := strings.Cut(out.Message, " validation errors detected: ")
	if !ok || out.Type != checked+"ValidationException" {
		t.Errorf("not a list of validation errors: %s", r.body)
	}
	parts := strings.Split(list, "; ")
	slices.Sort(parts)
	return parts
}

// The very bytes of empty polls: clients look for the zeros, and for a token that is not there.
func TestEmptyPollBytes(t *testing.T) {
	x := onShared(t)
	t.Run("activity", func(t *testing.T) {
		x.call("PollForActivityTask", `{"domain":"orders","taskList":{"name":"idle"}}`).expect(t, 200, `{"startedEventId":0}`)
	})
	t.Run("decision", func(t *testing.T) {
		x.call("PollForDecisionTask", `{"domain":"orders","taskList":{"name":"idle"}}`).expect(t, 200,
			`{"previousStartedEventId":0,"startedEventId":0}`)
	})
}

// Polls that are wrong are answered at once.
func TestWrongPolls(t *testing.T) {
	x := onShared(t)
	for _, name := range []string{"a:b", "arn", "a\x00"} {
		_, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &name},
		})
		expectCode(t, err, "ValidationException", "Invalid name: "+name)
		_, err = x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: &name},
		})
		expectCode(t, err, "ValidationException", "Invalid name: "+name)
	}
}
