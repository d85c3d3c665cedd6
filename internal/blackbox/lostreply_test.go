package blackbox

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
	"github.com/aws/smithy-go/middleware"

	ours "github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// once are the operations that take effect once, in however many attempts an SDK makes a call.
var once = []string{
	"StartWorkflowExecution", "SignalWorkflowExecution", "RequestCancelWorkflowExecution", "TerminateWorkflowExecution",
	"RespondDecisionTaskCompleted", "RespondActivityTaskCompleted", "RespondActivityTaskFailed", "RespondActivityTaskCanceled",
}

// lossy is a proxy that loses the first successful reply to each call that takes effect once: the server has committed the call and has
// answered, and the client's connection is cut instead. Each is told to lost, if that is not nil, before the client learns of it.
type lossy struct {
	t      *testing.T
	server *process
	lost   func(operation string)

	mu    sync.Mutex
	calls map[string]bool
	// losses are the operations whose replies were lost.
	losses []string
}

// loseReplies starts a proxy before a server, and returns its address.
func loseReplies(t *testing.T, server *process, lost func(operation string)) (*lossy, string) {
	l := &lossy{t: t, server: server, lost: lost, calls: map[string]bool{}}
	proxy := httptest.NewServer(l)
	t.Cleanup(proxy.Close)
	return l, proxy.Listener.Addr().String()
}

func (l *lossy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reply, body, err := l.forward(r)
	if err != nil {
		// The server is down, or going down. The client meets what it would have met.
		panic(http.ErrAbortHandler)
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if reply.StatusCode == http.StatusOK && l.loses(operation, r.Header.Get("Amz-Sdk-Invocation-Id")) {
		if l.lost != nil {
			l.lost(operation)
		}
		panic(http.ErrAbortHandler)
	}
	for name, values := range reply.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(reply.StatusCode)
	_, _ = w.Write(body)
}

func (l *lossy) forward(r *http.Request) (*http.Response, []byte, error) {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, nil, err
	}
	out, err := http.NewRequestWithContext(r.Context(), r.Method, "http://"+l.server.address+r.RequestURI, bytes.NewReader(sent))
	if err != nil {
		return nil, nil, err
	}
	out.Header, out.Host = r.Header.Clone(), r.Host
	reply, err := transport.Do(out)
	if err != nil {
		return nil, nil, err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	return reply, body, err
}

// loses reports whether the reply to an attempt is to be lost: it is the first of its call.
func (l *lossy) loses(operation, invocation string) bool {
	if !slices.Contains(once, operation) {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if invocation == "" {
		l.t.Errorf("the client gives a call of %s no name", operation)
	}
	if l.calls[invocation] {
		return false
	}
	l.calls[invocation] = true
	l.losses = append(l.losses, operation)
	return true
}

// expectLosses checks that replies to all operations were lost, and how many.
func (l *lossy) expectLosses(n int) {
	l.t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, operation := range once {
		if !slices.Contains(l.losses, operation) {
			l.t.Errorf("no reply to %s was lost", operation)
		}
	}
	if len(l.losses) != n {
		l.t.Errorf("%d replies were lost, want %d: %s", len(l.losses), n, l.losses)
	}
}

// newRetryingClient makes a client of the SDK that tries again as SDKs do by themselves, but for the waiting.
func newRetryingClient(transport *http.Client, address, account string, attempts int) *sdk.Client {
	return sdk.New(sdk.Options{
		Region:       region,
		BaseEndpoint: new("http://" + address),
		Credentials:  credentials.NewStaticCredentialsProvider(account, secretKey, ""),
		Retryer: retry.NewStandard(func(o *retry.StandardOptions) {
			o.MaxAttempts = attempts
			o.RateLimiter = ratelimit.None
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return breath, nil })
		}),
		HTTPClient: transport,
		APIOptions: []func(*middleware.Stack) error{seen.install},
	})
}

// losses are what the calls of a fleet that tries again go through. They are lost here and there on their way back, as connections are.
type losses struct {
	// lost counts the answers that were lost, and again the attempts after the first.
	lost, again atomic.Int64
}

// manyAttempts are enough for any restart.
const manyAttempts = 2000

// client makes a client for calls that take effect once: it tries again and again, and now and then loses a success.
func (l *losses) client(f *fleet, c *client) *sdk.Client {
	way := &losing{losses: l, next: newTransport().Transport, rand: rand.New(rand.NewPCG(f.seed, c.rand.Uint64()))}
	return newRetryingClient(&http.Client{Transport: way}, f.x.server.address, f.x.account, manyAttempts)
}

// losing is the way of one client's calls, of which it makes one at a time.
type losing struct {
	*losses
	next http.RoundTripper
	rand *rand.Rand
}

var errLost = errors.New("the answer was lost on its way")

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(r.Header.Get("Amz-Sdk-Request"), "attempt=1;") {
		l.again.Add(1)
	}
	reply, err := l.next.RoundTrip(r)
	if err != nil || reply.StatusCode != http.StatusOK || l.rand.IntN(10) > 0 {
		return reply, err
	}
	l.lost.Add(1)
	return nil, errors.Join(errLost, reply.Body.Close())
}

// Every reply to a call that does something is lost once, and the SDK tries again by itself. The client notices nothing: each call
// succeeds and has happened once; also if the server was killed between the two attempts.
func TestLostReplies(t *testing.T) {
	t.Run("a connection is cut", func(t *testing.T) {
		x := onShared(t)
		proxy, address := loseReplies(t, x.server, nil)
		x.loseEverything(address)
		proxy.expectLosses(11)
	})
	t.Run("the server is killed", func(t *testing.T) {
		t.Parallel()
		x := newTenant(t, newProcess(t))
		proxy, address := loseReplies(t, x.server, func(operation string) {
			x.server.kill()
			x.server.checkStore(t)
			if err := x.server.start(); err != nil {
				t.Errorf("start after the kill at %s: %v", operation, err)
			}
		})
		x.loseEverything(address)
		proxy.expectLosses(11)
	})
}

// loseEverything plays a run that meets each operation, and one that is terminated, through a proxy that loses replies: eleven in all.
func (x *tenant) loseEverything(proxy string) {
	x.t.Helper()
	direct := x.client
	x.client = newRetryingClient(newTransport(), proxy, x.account, 3)
	defer func() { x.client = direct }()
	r := x.start("w")
	r.decide(scheduleUsual("completed"), scheduleUsual("failed"), scheduleUsual("canceled"), recordMarker("m", planted))
	r.signal("hurry")
	x.must(x.pollActivity(workList).complete())
	x.must(x.pollActivity(workList).fail())
	work := x.pollActivity(workList)
	r.requestCancel()
	r.decide(cancelActivity(*work.ActivityId))
	x.must(work.cancel())
	r.decide(cancelWorkflow())
	other := x.start("other")
	other.terminate()

	var names []string
	for _, e := range r.history() {
		names = append(names, string(e.Type()))
	}
	const want = "WorkflowExecutionStarted DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted " +
		"ActivityTaskScheduled ActivityTaskScheduled ActivityTaskScheduled MarkerRecorded " +
		"WorkflowExecutionSignaled DecisionTaskScheduled " +
		"ActivityTaskStarted ActivityTaskCompleted ActivityTaskStarted ActivityTaskFailed ActivityTaskStarted " +
		"WorkflowExecutionCancelRequested DecisionTaskStarted DecisionTaskCompleted ActivityTaskCancelRequested " +
		"ActivityTaskCanceled DecisionTaskScheduled DecisionTaskStarted DecisionTaskCompleted WorkflowExecutionCanceled"
	if got := strings.Join(names, " "); got != want {
		x.t.Errorf("the history is\n%s\nwant\n%s", got, want)
	}
	if n := len(other.history()); n != 3 {
		x.t.Errorf("the terminated run has %d events", n)
	}
	// Another call is another matter.
	_, err := x.client.SignalWorkflowExecution(x.ctx, &sdk.SignalWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: &other.workflowID, RunId: &other.id, SignalName: new("late"), Input: new(planted),
	})
	expectFault[*types.UnknownResourceFault](x.t, err, other.unknown())
}

// A server that remembers nothing does as SWF does, and as this one would without the trouble: the second attempt meets the first.
func TestLostRepliesThatAreNotRemembered(t *testing.T) {
	t.Parallel()
	x := newTenant(t, newProcess(t, "--limit-answers", "0"))
	_, address := loseReplies(t, x.server, nil)
	_, err := newRetryingClient(newTransport(), address, x.account, 3).StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
		Domain: new(domain), WorkflowId: new("w"), WorkflowType: workflowType, Input: new(planted),
	})
	expectFault[*types.WorkflowExecutionAlreadyStartedFault](t, err, "Already Started")
}

// The project's own client names its calls, too.
func TestLostRepliesToOurClient(t *testing.T) {
	x := onShared(t)
	_, address := loseReplies(t, x.server, nil)
	c, err := ours.New(x.ctx,
		ours.WithEndpoint("http://"+address), ours.WithRegion(region),
		ours.WithCredentials(credentials.NewStaticCredentialsProvider(x.account, secretKey, "")))
	x.must(err)
	in := swf.NewStartWorkflowExecutionInput(domain, "w", swf.WorkflowType{Name: *workflowType.Name, Version: *workflowType.Version})
	in.TaskList = &swf.TaskList{Name: "own"}
	started, err := c.StartWorkflowExecution(x.ctx, in)
	x.must(err)
	r := x.adopt("w", *started.RunID, "own")
	_, err = c.SignalWorkflowExecution(x.ctx, swf.NewSignalWorkflowExecutionInput(domain, "w", "s"))
	x.must(err)
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b WorkflowExecutionSignaled {"signalName":"s"}`)
	var already *swf.WorkflowExecutionAlreadyStartedFault
	if _, err = c.StartWorkflowExecution(x.ctx, in); !errors.As(err, &already) {
		t.Errorf("another start is answered with %v", err)
	}
}

// Over the wire: a request is another attempt at a call only if the same principal asks the same of the same operation under the same name,
// whatever it says of the count of attempts. Everything else is as if calls had no names.
func TestWhatIsNoOtherAttempt(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	signal := func(change func(*request)) int {
		before := len(r.sdkHistory())
		in := request{
			target: prefix + "SignalWorkflowExecution", body: `{"domain":"orders","workflowId":"w","signalName":"s","input":"planted"}`,
			header: map[string]string{"Amz-Sdk-Invocation-Id": "b6f1f1f0-4d2c-4f8f-9d63-6f1d6a3a3b0e", "Amz-Sdk-Request": "attempt=1; max=3"},
		}
		change(&in)
		if out := x.send(in); out.StatusCode != http.StatusOK {
			t.Errorf("%s %s", out.Status, out.body)
		}
		return len(r.sdkHistory()) - before
	}
	header := func(name, value string) func(*request) {
		return func(r *request) { r.header[name] = value }
	}
	for _, c := range []struct {
		what   string
		change func(*request)
		// events is how many the request brings about: one if it takes effect, for a decision task waits already.
		events int
	}{
		{"the first attempt", func(*request) {}, 1},
		{"the same again", func(*request) {}, 0},
		{"the second attempt", header("Amz-Sdk-Request", "attempt=2; max=3"), 0},
		{"an attempt without a count", header("Amz-Sdk-Request", ""), 0},
		{"another name", header("Amz-Sdk-Invocation-Id", "c6f1f1f0-4d2c-4f8f-9d63-6f1d6a3a3b0e"), 1},
		{"no name", header("Amz-Sdk-Invocation-Id", ""), 1},
		{"no name again", header("Amz-Sdk-Invocation-Id", ""), 1},
		{"a name that is none", header("Amz-Sdk-Invocation-Id", strings.Repeat("x", 200)), 1},
		{"and again", header("Amz-Sdk-Invocation-Id", strings.Repeat("x", 200)), 1},
		{"another body", func(r *request) { r.body = strings.Replace(r.body, `"s"`, `"t"`, 1) }, 1},
		{"another operation", func(r *request) {
			r.target, r.body = prefix+"RequestCancelWorkflowExecution", `{"domain":"orders","workflowId":"w"}`
		}, 1},
		{"the first attempt once more", func(*request) {}, 0},
	} {
		if n := signal(c.change); n != c.events {
			t.Errorf("%s has brought about %d events, want %d", c.what, n, c.events)
		}
	}
	// Who is another principal has nothing to do with it: here, that one's account has no such domain.
	out := newAccountOn(t, x.server).send(request{
		target: prefix + "SignalWorkflowExecution", body: `{"domain":"orders","workflowId":"w","signalName":"s","input":"planted"}`,
		header: map[string]string{"Amz-Sdk-Invocation-Id": "b6f1f1f0-4d2c-4f8f-9d63-6f1d6a3a3b0e"},
	})
	if out.StatusCode != http.StatusBadRequest || !strings.Contains(out.body, "Unknown domain: orders") {
		t.Errorf("another principal is answered %s %s", out.Status, out.body)
	}
}
