package blackbox

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

// functions is a Lambda endpoint on this machine. Its functions do what they are called.
type functions struct {
	*httptest.Server
	// elsewhere is where the function that redirects would lead to.
	elsewhere string
	// hanging receives the input of each call of the function that hangs.
	hanging chan string

	mu sync.Mutex
	// calls counts the calls by the input.
	calls map[string]int
}

func newFunctions(t *testing.T) *functions {
	t.Helper()
	f := &functions{hanging: make(chan string, 10), calls: map[string]int{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.invoke))
	t.Cleanup(f.Close)
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	t.Cleanup(other.Close)
	f.elsewhere = other.URL
	return f
}

// invoke is the Invoke operation of Lambda.
func (f *functions) invoke(w http.ResponseWriter, r *http.Request) {
	name, found := strings.CutPrefix(r.URL.EscapedPath(), "/2015-03-31/functions/")
	name, ends := strings.CutSuffix(name, "/invocations")
	input, err := io.ReadAll(r.Body)
	if err != nil || !found || !ends || r.Method != http.MethodPost {
		http.Error(w, "this is not Invoke", http.StatusTeapot)
		return
	}
	f.mu.Lock()
	f.calls[string(input)]++
	f.mu.Unlock()
	switch name {
	case "echo":
		fmt.Fprintf(w, `{"got":%s}`, input)
	case "a%2Fb%20c":
		fmt.Fprint(w, `"odd"`)
	case "fails":
		w.Header().Set("X-Amz-Function-Error", "Unhandled")
		fmt.Fprint(w, `{"errorType":"Oops","errorMessage":"planted"}`)
	case "hangs":
		f.hanging <- string(input)
		<-r.Context().Done()
	case "redirects":
		http.Redirect(w, r, f.elsewhere, http.StatusTemporaryRedirect)
	case "exaggerates":
		fmt.Fprintf(w, "%q", strings.Repeat("x", 32_768))
	case "throttles":
		lambdaFault(w, http.StatusTooManyRequests, "TooManyRequestsException", "Rate Exceeded.")
	default:
		lambdaFault(w, http.StatusNotFound, "ResourceNotFoundException", "Function not found: "+name)
	}
}

func lambdaFault(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("X-Amzn-ErrorType", code)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"Type":"User","message":%q}`, message)
}

// called counts the calls with an input.
func (f *functions) called(input string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[input]
}

func withRole(in *sdk.StartWorkflowExecutionInput) {
	in.LambdaRole = new("arn:aws:iam::123456789012:role/functions")
}

func callFunction(name, input string, seconds *string) types.Decision {
	a := &types.ScheduleLambdaFunctionDecisionAttributes{Id: new("l"), Name: &name, StartToCloseTimeout: seconds}
	if input != "" {
		a.Input = &input
	}
	return types.Decision{DecisionType: types.DecisionTypeScheduleLambdaFunction, ScheduleLambdaFunctionDecisionAttributes: a}
}

// H32 and its neighbours: each way in which the call of a function can end.
func TestLambda(t *testing.T) {
	t.Parallel()
	f := newFunctions(t)
	x := newTenant(t, newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", f.URL))
	cases := []struct {
		function, input string
		seconds         *string
		scheduled, end  string
	}{
		{"echo", `"planted"`, new("30"), `{"id":"l","name":"echo","input":"\"planted\"","startToCloseTimeout":"30"}`,
			`LambdaFunctionCompleted {"scheduledEventId":5,"startedEventId":6,"result":"{\"got\":\"planted\"}"}`},
		{"echo", "", nil, `{"startToCloseTimeout":"900"}`, `LambdaFunctionCompleted {"result":"{\"got\":{}}"}`},
		{"a/b c", "", nil, `{"name":"a/b c"}`, `LambdaFunctionCompleted {"result":"\"odd\""}`},
		{"fails", "1", nil, `{}`, `LambdaFunctionFailed {"scheduledEventId":5,"startedEventId":6,"reason":"Unhandled",` +
			`"details":"{\"errorType\":\"Oops\",\"errorMessage\":\"planted\"}"}`},
		{"nobody", "2", nil, `{}`, `LambdaFunctionFailed {"reason":"ResourceNotFoundException","details":"Function not found: nobody"}`},
		{"throttles", "3", nil, `{}`, `LambdaFunctionFailed {"reason":"TooManyRequestsException","details":"Rate Exceeded."}`},
		{"hangs", "4", new("2"), `{"startToCloseTimeout":"2"}`,
			`LambdaFunctionTimedOut {"scheduledEventId":5,"startedEventId":6,"timeoutType":"START_TO_CLOSE"}`},
		{"redirects", "5", nil, `{}`, `LambdaFunctionFailed {"reason":"RedirectRefused"}`},
		{"exaggerates", "6", nil, `{}`, `LambdaFunctionFailed {"reason":"AnswerTooLong"}`},
		{"..", "7", nil, `{}`, `LambdaFunctionFailed {"reason":"InvalidFunctionName"}`},
	}
	var runs []*run
	for i, c := range cases {
		r := x.start(fmt.Sprint("w", i), withRole)
		r.decide(callFunction(c.function, c.input, c.seconds))
		runs = append(runs, r)
	}
	for i, c := range cases {
		r := runs[i]
		r.decide(completeWorkflow())
		r.expect(`
			1 a WorkflowExecutionStarted {"lambdaRole":"arn:aws:iam::123456789012:role/functions"}
			2 a DecisionTaskScheduled {}
			3 b DecisionTaskStarted {"scheduledEventId":2}
			4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
			5 c LambdaFunctionScheduled ` + c.scheduled + `
			6 d LambdaFunctionStarted {"scheduledEventId":5}
			7 e ` + c.end + `
			8 e DecisionTaskScheduled {}
			9 f DecisionTaskStarted {"scheduledEventId":8}
			10 g DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":9}
			11 g WorkflowExecutionCompleted {"decisionTaskCompletedEventId":10}`)
		if c.function == "hangs" {
			expectAfter(t, r.history(), 6, 7, 2*time.Second)
		}
	}
	for input, want := range map[string]int{"1": 1, "2": 1, "3": 3, "4": 1, "5": 1, "6": 1, "7": 0} {
		if got := f.called(input); got != want {
			t.Errorf("the function with input %s was called %d times, not %d", input, got, want)
		}
	}
}

// Two Lambda tasks of one id, and more of them than a run may have open.
func TestLambdaRefused(t *testing.T) {
	t.Parallel()
	f := newFunctions(t)
	x := newTenant(t, newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", f.URL, "--limit-open-lambdas", "1"))
	r := x.start("w", withRole)
	other := callFunction("hangs", "1", nil)
	other.ScheduleLambdaFunctionDecisionAttributes.Id = new("m")
	r.decide(callFunction("hangs", "1", nil), callFunction("hangs", "1", nil), other)
	<-f.hanging
	r.decide()
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c LambdaFunctionScheduled {"id":"l"}
		6 c ScheduleLambdaFunctionFailed {"id":"l","name":"hangs","cause":"ID_ALREADY_IN_USE","decisionTaskCompletedEventId":4}
		7 c ScheduleLambdaFunctionFailed {"id":"m","name":"hangs","cause":"OPEN_LAMBDA_FUNCTIONS_LIMIT_EXCEEDED"}
		8 c DecisionTaskScheduled {}
		9 d LambdaFunctionStarted {"scheduledEventId":5}
		10 e DecisionTaskStarted {"scheduledEventId":8}
		11 f DecisionTaskCompleted {"scheduledEventId":8,"startedEventId":10}`)
	if c := r.describe().OpenCounts; c.OpenLambdaFunctions != 1 {
		t.Errorf("%d Lambda tasks are open", c.OpenLambdaFunctions)
	}
	r.terminate()
}

// Without a role there is nobody to call the function as.
func TestLambdaWithoutARole(t *testing.T) {
	t.Parallel()
	f := newFunctions(t)
	x := newTenant(t, newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", f.URL))
	r := x.start("w")
	r.decide(callFunction("echo", "1", new("5")))
	r.decide(completeWorkflow())
	r.expect(`
		1 a WorkflowExecutionStarted {}
		2 a DecisionTaskScheduled {}
		3 b DecisionTaskStarted {"scheduledEventId":2}
		4 c DecisionTaskCompleted {"scheduledEventId":2,"startedEventId":3}
		5 c LambdaFunctionScheduled {"id":"l","name":"echo","startToCloseTimeout":"5"}
		6 d StartLambdaFunctionFailed {"scheduledEventId":5,"cause":"ASSUME_ROLE_FAILED",` +
		`"message":"No IAM role is attached to the current workflow execution."}
		7 d DecisionTaskScheduled {}
		8 e DecisionTaskStarted {"scheduledEventId":7}
		9 f DecisionTaskCompleted {"scheduledEventId":7,"startedEventId":8}
		10 f WorkflowExecutionCompleted {"decisionTaskCompletedEventId":9}`)
	if n := f.called("1"); n != 0 {
		t.Errorf("the function was called %d times", n)
	}
}

// An endpoint where nobody is: the task fails, and says that the function has not run.
func TestLambdaEndpointIsDown(t *testing.T) {
	t.Parallel()
	f := newFunctions(t)
	f.Close()
	x := newTenant(t, newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", f.URL))
	r := x.start("w", withRole)
	r.decide(callFunction("echo", "1", nil))
	events := r.await(types.EventTypeLambdaFunctionFailed)
	if a := events[len(events)-1].Attributes.(*swf.LambdaFunctionFailedEventAttributes); *a.Reason != "EndpointUnreachable" {
		t.Errorf("the reason is %s", *a.Reason)
	}
	r.terminate()
}

// A crash while a function runs and another waits for the only worker: the first is not called again but times out at its
// deadline, the second is called after the restart.
func TestLambdaOverACrash(t *testing.T) {
	t.Parallel()
	f := newFunctions(t)
	server := newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", f.URL, "--lambda-workers", "1")
	x := newTenant(t, server)
	running := x.start("running", withRole)
	running.decide(callFunction("hangs", "1", new("4")))
	if input := <-f.hanging; input != "1" {
		t.Fatalf("the function with input %s runs", input)
	}
	waiting := x.start("waiting", withRole)
	waiting.decide(callFunction("echo", "2", new("4")))
	server.kill()
	server.checkStore(t)
	server.restart(t)

	waiting.await(types.EventTypeLambdaFunctionCompleted)
	running.await(types.EventTypeLambdaFunctionTimedOut)
	expectAfter(t, running.history(), 6, 7, 4*time.Second)
	for _, input := range []string{"1", "2"} {
		if n := f.called(input); n != 1 {
			t.Errorf("the function with input %s was called %d times", input, n)
		}
	}
	running.terminate()
	waiting.terminate()
}

// A server that is asked to end waits for a function that is about to answer, and is told its answer.
func TestLambdaAtTheEndOfAServer(t *testing.T) {
	t.Parallel()
	answer := make(chan struct{})
	asked := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answer
		fmt.Fprint(w, `"done"`)
	}))
	t.Cleanup(slow.Close)
	server := newProcess(t, "--poll-hold", "1s", "--lambda-endpoint", slow.URL)
	x := newTenant(t, server)
	r := x.start("w", withRole)
	r.decide(callFunction("slow", "1", nil))
	<-asked
	if err := server.signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	server.awaitLine(t, "ending")
	close(answer)
	if err := server.wait(); err != nil {
		t.Fatal(err)
	}
	server.checkStore(t)
	server.restart(t)
	r.await(types.EventTypeLambdaFunctionCompleted)
	r.terminate()
}
