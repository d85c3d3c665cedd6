package httpapi

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// uuid is a name as SDKs give it.
const uuid = "fcac5488-1ee7-404b-9bfc-53b5e6836ac2"

// callOf sends a request and returns what the service was told of its call.
func callOf(t *testing.T, r *http.Request) access.CallID {
	t.Helper()
	d := newDoor(t)
	d.OpenTask = func(string) (token.Task, error) { return activityTask, nil }
	var caller *access.Caller
	d.Service = func(c access.Caller) swf.Service {
		caller = &c
		return fakeCalls{d.service, c}
	}
	w := &memory{header: http.Header{}}
	NewHandler(d.Config).ServeHTTP(w, r)
	if w.status != http.StatusOK || caller == nil {
		t.Fatalf("%d %s", w.status, w.body.String())
	}
	return caller.Call
}

// as is the Authorization of an access key in a Region.
func as(key, region string) string {
	return "AWS4-HMAC-SHA256 Credential=" + key + "/20260102/" + region + "/swf/aws4_request, SignedHeaders=host, Signature=x"
}

// Two requests are attempts at one call if their client says so and nothing speaks against it.
func TestAttemptsAtOneCall(t *testing.T) {
	const body = `{"domain":"d","workflowId":"w","signalName":"s"}`
	signal := func(change func(r *http.Request)) *http.Request {
		r := request("SignalWorkflowExecution", body)
		r.Header.Set("Authorization", as("111122223333", "us-east-1"))
		r.Header.Set("amz-sdk-invocation-id", uuid)
		r.Header.Set("amz-sdk-request", "attempt=1; max=3")
		change(r)
		return r
	}
	other := func(operation, body string) func(r *http.Request) {
		return func(r *http.Request) {
			o := request(operation, body)
			r.Header.Set("X-Amz-Target", o.Header.Get("X-Amz-Target"))
			r.Body, r.ContentLength = o.Body, o.ContentLength
		}
	}
	header := func(name, value string) func(r *http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	first := callOf(t, signal(func(*http.Request) {}))
	if first == (access.CallID{}) {
		t.Fatal("the call has no name")
	}
	for _, c := range []struct {
		what   string
		change func(r *http.Request)
		same   bool
	}{
		{"nothing", func(*http.Request) {}, true},
		{"the count of attempts", header("amz-sdk-request", "attempt=2; max=3"), true},
		{"its form, and the deadline, as botocore writes them", header("amz-sdk-request", "ttl=20261128T070330Z; attempt=3; max=5"), true},
		{"the signature", header("Authorization", as("111122223333", "us-east-1")+"yz"), true},
		{"the date", header("X-Amz-Date", "20260102T030406Z"), true},
		{"the old name of the target", header("X-Amz-Target", targetLegacy+"SignalWorkflowExecution"), true},
		{"the name", header("amz-sdk-invocation-id", strings.Replace(uuid, "f", "e", 1)), false},
		{"the body", other("SignalWorkflowExecution", `{"domain":"d","workflowId":"w","signalName":"t"}`), false},
		{"the body, by a blank", other("SignalWorkflowExecution", body+" "), false},
		{"the operation", other("TerminateWorkflowExecution", `{"domain":"d","workflowId":"w"}`), false},
		{"the principal, of the same account", header("Authorization", as("AKIDEXAMPLE", "us-east-1")), false},
		{"the account", header("Authorization", as("111122223334", "us-east-1")), false},
		{"the Region", header("Authorization", as("111122223333", "us-east-2")), false},
	} {
		if same := callOf(t, signal(c.change)) == first; same != c.same {
			t.Errorf("when %s has changed, it is the same call: %v", c.what, same)
		}
	}
}

// The same body asks for different things of two operations, and they are two calls.
func TestAnotherOperationIsAnotherCall(t *testing.T) {
	const body = `{"domain":"d","workflowId":"w"}`
	var ids []access.CallID
	for _, operation := range []string{"TerminateWorkflowExecution", "RequestCancelWorkflowExecution"} {
		r := request(operation, body)
		r.Header.Set("amz-sdk-invocation-id", uuid)
		ids = append(ids, callOf(t, r))
	}
	if ids[0] == ids[1] {
		t.Error("they are one call")
	}
}

// The parts of what names a call cannot run into each other.
func TestThePartsOfACallAreKeptApart(t *testing.T) {
	a := callID(access.Caller{Account: "1", Region: "23", Principal: "p"}, "Operation", "id", []byte("body"))
	for _, b := range []access.CallID{
		callID(access.Caller{Account: "12", Region: "3", Principal: "p"}, "Operation", "id", []byte("body")),
		callID(access.Caller{Account: "1", Region: "23", Principal: "pO"}, "peration", "id", []byte("body")),
		callID(access.Caller{Account: "1", Region: "23", Principal: "p"}, "Operation", "idb", []byte("ody")),
	} {
		if a == b {
			t.Error("two calls have one name")
		}
	}
}

// What is no name is taken for none: then each request is a call of its own, as ever.
func TestCallsWithoutAName(t *testing.T) {
	for _, c := range []struct {
		what   string
		values []string
		named  bool
	}{
		{"a UUID", []string{uuid}, true},
		{"some other text", []string{"7"}, true},
		{"the longest", []string{strings.Repeat("x", 128)}, true},
		{"nothing", nil, false},
		{"an empty one", []string{""}, false},
		{"one too long", []string{strings.Repeat("x", 129)}, false},
		{"a very long one", []string{strings.Repeat("x", 15_000)}, false},
		{"two", []string{uuid, uuid}, false},
		{"one with a blank", []string{"a b"}, false},
		{"one with a line's end", []string{"a\n"}, false},
		{"one beyond ASCII", []string{"é"}, false},
		{"one that is no text", []string{"\xff"}, false},
	} {
		r := request("SignalWorkflowExecution", `{"domain":"d","workflowId":"w","signalName":"s"}`)
		r.Header["Amz-Sdk-Invocation-Id"] = c.values
		if named := callOf(t, r) != (access.CallID{}); named != c.named {
			t.Errorf("with %s as its name, the call has one: %v", c.what, named)
		}
	}
}

// Only operations that do something to an execution, and would do it again, are named to the service. Above all a heartbeat is not: it is
// the most frequent of all, and may be repeated.
func TestWhichOperationsTakeEffectOnce(t *testing.T) {
	var named []string
	for _, name := range slices.Sorted(maps.Keys(operations)) {
		if operations[name].named {
			named = append(named, name)
		}
	}
	const want = "RequestCancelWorkflowExecution RespondActivityTaskCanceled RespondActivityTaskCompleted RespondActivityTaskFailed " +
		"RespondDecisionTaskCompleted SignalWorkflowExecution StartWorkflowExecution TerminateWorkflowExecution"
	if got := strings.Join(named, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	r := request("RecordActivityTaskHeartbeat", `{"taskToken":"t"}`)
	r.Header.Set("amz-sdk-invocation-id", uuid)
	if callOf(t, r) != (access.CallID{}) {
		t.Error("a heartbeat is named")
	}
}

// FuzzInvocation: whatever a client writes, its name is short and plain, or there is none.
func FuzzInvocation(f *testing.F) {
	f.Add(uuid)
	f.Add("a b")
	f.Fuzz(func(t *testing.T, value string) {
		name := invocation(http.Header{invocationHeader: {value}})
		if name != "" && (name != value || len(name) > longestInvocation) {
			t.Fatalf("%q is taken for %q", value, name)
		}
		for i := range len(name) {
			if name[i] <= ' ' || name[i] > '~' {
				t.Fatalf("%q is a name", name)
			}
		}
	})
}

// What it costs to name a call of an ordinary size.
func BenchmarkCallID(b *testing.B) {
	body := []byte(`{"taskToken":"` + strings.Repeat("x", 200) + `","result":"` + strings.Repeat("y", 200) + `"}`)
	caller := access.Caller{Account: "111122223333", Region: "us-east-1", Principal: "111122223333"}
	b.ReportAllocs()
	for b.Loop() {
		callID(caller, "RespondActivityTaskCompleted", uuid, body)
	}
}
