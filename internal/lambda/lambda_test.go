package lambda

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What an endpoint answers, word for word, and what the history is told.
func TestAnswers(t *testing.T) {
	const functionFailed = "X-Amz-Function-Error: Unhandled"
	for _, c := range []struct{ what, answer, want string }{
		{"a result", answer(200, `{"n":1}`), `"{\"n\":1}"`},
		{"null", answer(200, "null"), `"null"`},
		{"nothing", answer(200, ""), `""`},
		{"in pieces", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", `"abcde"`},
		{"as long as may be", answer(200, strings.Repeat("x", 20)), `"` + strings.Repeat("x", 20) + `"`},
		{"as long as may be, in letters of three bytes", answer(200, strings.Repeat("€", 20)), `"` + strings.Repeat("€", 20) + `"`},
		{"too long", answer(200, strings.Repeat("x", 21)),
			"AnswerTooLong: The function has run, but its answer has more than the 20 characters that a result may have."},
		{"too long for anybody", answer(200, strings.Repeat("x", 1<<20)),
			"AnswerTooLong: The function has run, but its answer has more than the 20 characters that a result may have."},
		{"too long, in pairs of surrogates", answer(200, strings.Repeat("😀", 10)+"x"),
			"AnswerTooLong: The function has run, but its answer has more than the 20 characters that a result may have."},
		{"no text", answer(200, "\xff\xfe"), "AnswerNotText: The function has run, but its answer is not UTF-8."},

		{"an error of the function", answer(200, `{"errorMessage":"no","errorType":"E"}`, functionFailed),
			`Unhandled: {"errorMessage":"no","errorType":"E"}`},
		{"an error that the function returned", answer(200, `{}`, "X-Amz-Function-Error: Handled"), "Handled: {}"},
		{"a long error of the function", answer(200, strings.Repeat("x", 1<<20), functionFailed), "Unhandled: " + strings.Repeat("x", 32768)},
		{"an error of the function that is no text", answer(200, "\xff!", functionFailed), "Unhandled: \uFFFD!"},
		{"an error with a long name", answer(200, "", "X-Amz-Function-Error: "+strings.Repeat("E", 300)), strings.Repeat("E", 256) + ": "},

		{"no such function", answer(404, `{"Type":"User","Message":"Function not found: f"}`, "X-Amzn-ErrorType: ResourceNotFoundException"),
			"ResourceNotFoundException: Function not found: f"},
		{"not allowed", answer(403, `{"Message":"no"}`, "X-Amzn-ErrorType: AccessDeniedException"), "AccessDeniedException: no"},
		{"a fault of the service", answer(500, `{"Message":"oops"}`, "X-Amzn-ErrorType: ServiceException"), "ServiceException: oops"},
		{"a fault with a name in its body", answer(400, `{"__type":"InvalidRequestContentException","message":"bad"}`),
			"InvalidRequestContentException: bad"},
		{"a long fault", answer(400, `{"message":"`+strings.Repeat("x", 70_000)+`"}`, "X-Amzn-ErrorType: E"), "E: " + strings.Repeat("x", 32768)},
		{"a fault that never ends", answer(400, `{"message":"`+strings.Repeat("x", 1<<20)+`"}`, "X-Amzn-ErrorType: E"),
			"AnswerLost: The endpoint has answered with status 400 (Bad Request), and not as Lambda does: the function may have run."},

		{"a redirect", answer(307, "", "Location: http://127.0.0.1:9001/elsewhere"),
			"RedirectRefused: The endpoint has answered with a redirect, which is not followed."},
		{"a redirect to another machine", answer(302, "", "Location: http://example.org/"),
			"RedirectRefused: The endpoint has answered with a redirect, which is not followed."},
		{"a web page", answer(502, "<html>"),
			"AnswerLost: The endpoint has answered with status 502 (Bad Gateway), and not as Lambda does: the function may have run."},
		{"a connection that breaks", hangUp, "AnswerLost: The connection to the endpoint broke: the function may have run."},
		{"an answer that breaks off", breakOff + "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
			"AnswerLost: The connection to the endpoint broke: the function may have run."},
		{"no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", "AnswerLost: The connection to the endpoint broke: the function may have run."},
		{"a head without end", "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 200_000),
			"AnswerLost: The connection to the endpoint broke: the function may have run."},
	} {
		t.Run(c.what, func(t *testing.T) {
			withEndpoint(t, Config{MaxResult: 20}, []string{c.answer}, func(e *endpoint) {
				e.expect(c.what, e.outcome(e.t.Context(), "f", nil), c.want)
				if n := len(e.requests()); n != 1 {
					t.Errorf("the endpoint was called %d times", n)
				}
			})
		})
	}
}

func TestTheRequest(t *testing.T) {
	for _, c := range []struct {
		function string
		input    *string
		line     string
		body     string
	}{
		{"f", new(`{"a": 1}`), "POST /2015-03-31/functions/f/invocations", `{"a": 1}`},
		{"f", nil, "POST /2015-03-31/functions/f/invocations", "{}"},
		{"f", new(""), "POST /2015-03-31/functions/f/invocations", ""},
		{"f", new("no JSON, ümläuts"), "POST /2015-03-31/functions/f/invocations", "no JSON, ümläuts"},
		{"arn:aws:lambda:us-east-1:1:function:f:live", nil,
			"POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af%3Alive/invocations", "{}"},
		{"../../admin?x=1#y", nil, "POST /2015-03-31/functions/..%2F..%2Fadmin%3Fx%3D1%23y/invocations", "{}"},
		{"a b%2f\r\nX: y", nil, "POST /2015-03-31/functions/a%20b%252f%0D%0AX%3A%20y/invocations", "{}"},
	} {
		withEndpoint(t, Config{}, []string{answer(200, "null")}, func(e *endpoint) {
			e.expect(c.function, e.outcome(e.t.Context(), c.function, c.input), `"null"`)
			heard := e.requests()
			if len(heard) != 1 || heard[0].line != c.line || heard[0].body != c.body {
				t.Errorf("%s: the endpoint heard %q", c.function, heard)
			}
			if got := heard[0].header.Get("Authorization"); got != "" {
				t.Errorf("without credentials the call is signed: %s", got)
			}
		})
	}
}

// What would be a step in the path is no name of a function, and nobody is called.
func TestNamesThatLeadElsewhere(t *testing.T) {
	withEndpoint(t, Config{}, []string{answer(200, "null")}, func(e *endpoint) {
		for _, name := range []string{".", ".."} {
			e.expect(name, e.outcome(e.t.Context(), name, nil), "InvalidFunctionName: No function can be called so.")
		}
		if heard := e.requests(); len(heard) > 0 {
			t.Errorf("the endpoint heard %q", heard)
		}
	})
}

// The environment can neither lead calls elsewhere nor keep them from being made; it gives credentials and the Region.
func TestTheSurroundings(t *testing.T) {
	inNoSurroundings(t)
	t.Setenv("AWS_ENDPOINT_URL", "http://example.org")
	t.Setenv("AWS_ENDPOINT_URL_LAMBDA", "http://example.org")
	t.Setenv("AWS_USE_FIPS_ENDPOINT", "true")
	t.Setenv("AWS_MAX_ATTEMPTS", "7")
	t.Setenv("AWS_ACCESS_KEY_ID", "AKID")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("AWS_REGION", "eu-west-3")
	inSurroundings(t, Config{}, []string{answer(429, "{}", "X-Amzn-ErrorType: TooManyRequestsException")}, func(e *endpoint) {
		e.expect("throttled", e.outcome(e.t.Context(), "f", nil), "TooManyRequestsException: ")
		heard := e.requests()
		if len(heard) != DefaultAttempts {
			t.Errorf("it was tried %d times", len(heard))
		}
		if got := heard[0].header.Get("Authorization"); !strings.Contains(got, "Credential=AKID/") || !strings.Contains(got, "/eu-west-3/lambda/") {
			t.Errorf("signed as %s", got)
		}
	})
}

// A throttled call has not run its function, and is made again, a few times.
func TestThrottling(t *testing.T) {
	throttled := answer(429, `{"Reason":"ConcurrentInvocationLimitExceeded","message":"Rate Exceeded."}`,
		"X-Amzn-ErrorType: TooManyRequestsException")
	withEndpoint(t, Config{}, []string{throttled, throttled, answer(200, "null")}, func(e *endpoint) {
		e.expect("the third time", e.outcome(e.t.Context(), "f", nil), `"null"`)
	})
	withEndpoint(t, Config{Attempts: 2}, []string{throttled}, func(e *endpoint) {
		e.expect("for good", e.outcome(e.t.Context(), "f", nil), "TooManyRequestsException: Rate Exceeded.")
		if n := len(e.requests()); n != 2 {
			t.Errorf("it was tried %d times", n)
		}
	})
}

// An endpoint that cannot be reached is tried again, too; the log hears once that it is gone, and once that it is back.
func TestAnEndpointThatIsDown(t *testing.T) {
	withEndpoint(t, Config{}, []string{answer(200, "null")}, func(e *endpoint) {
		e.setDown(true)
		const want = "EndpointUnreachable: The function has not run: its endpoint cannot be reached."
		e.expect("down", e.outcome(e.t.Context(), "f", nil), want)
		e.expect("still down", e.outcome(e.t.Context(), "f", nil), want)
		time.AfterFunc(time.Millisecond, func() { e.setDown(false) })
		e.expect("up again in the middle", e.outcome(e.t.Context(), "f", nil), `"null"`)
		if got := strings.Count(e.log.String(), "\n"); got != 2 {
			t.Errorf("the log says\n%s", &e.log)
		}
	})
}

// A connection that the endpoint has closed after its answer is not in the way of the next call.
func TestAKeptConnectionThatIsClosed(t *testing.T) {
	withEndpoint(t, Config{}, []string{breakOff + answer(200, "null")}, func(e *endpoint) {
		for range 3 {
			e.expect("a call", e.outcome(e.t.Context(), "f", nil), `"null"`)
			synctest.Wait()
		}
	})
}

// A call that is given up returns at once, whatever it is waiting for, and with no outcome: nobody knows it.
func TestACallThatIsGivenUp(t *testing.T) {
	for what, first := range map[string]string{
		"before the answer": silence,
		"in its middle":     "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
		"between attempts":  answer(429, "{}", "X-Amzn-ErrorType: TooManyRequestsException"),
	} {
		t.Run(what, func(t *testing.T) {
			withEndpoint(t, Config{Attempts: 1000}, []string{first}, func(e *endpoint) {
				ctx, cancel := context.WithTimeout(e.t.Context(), 10*time.Second)
				defer cancel()
				began := time.Now()
				e.expect(what, e.outcome(ctx, "f", nil), "error context deadline exceeded")
				if took := time.Since(began); took != 10*time.Second {
					t.Errorf("it took %v", took)
				}
				synctest.Wait()
			})
		})
	}
}

func TestEndpoints(t *testing.T) {
	inNoSurroundings(t)
	for endpoint, want := range map[string]string{
		"http://127.0.0.1:9001":             "",
		"http://localhost:3001/":            "",
		"http://[::1]:9001/under/a/path":    "",
		"":                                  `the Lambda endpoint "" is not of the form http://host:port or https://host:port`,
		"127.0.0.1:9001":                    "the Lambda endpoint is not a URL: give one such as http://127.0.0.1:9001",
		"localhost:9001":                    `the Lambda endpoint "localhost:9001" is not of the form http://host:port or https://host:port`,
		"ftp://localhost":                   `the Lambda endpoint "ftp://localhost" is not of the form http://host:port or https://host:port`,
		"http://":                           `the Lambda endpoint "http:" is not of the form http://host:port or https://host:port`,
		"http://u:secret@localhost":         `the Lambda endpoint "http://u:xxxxx@localhost" is not of the form http://host:port or https://host:port`,
		"http://localhost/?x=y":             `the Lambda endpoint "http://localhost/?x=y" is not of the form http://host:port or https://host:port`,
		"https://lambda.example.org":        "no Region is known for the Lambda endpoint https://lambda.example.org: set AWS_REGION",
		"http://u:secret@local host:9001/x": "the Lambda endpoint is not a URL: give one such as http://127.0.0.1:9001",
	} {
		c, err := Open(t.Context(), Config{Endpoint: endpoint})
		if err == nil {
			c.Close()
		}
		if got := fmt.Sprint(err); err != nil && got != want || err == nil && want != "" {
			t.Errorf("%q:\n got %s\nwant %s", endpoint, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"", 0, ""}, {"abc", 0, ""}, {"abc", 2, "ab"}, {"abc", 3, "abc"}, {"a😀b", 2, "a"}, {"a😀b", 3, "a😀"}, {"äöü", 2, "äö"},
	} {
		if got := cut(c.text, c.most); got != c.want {
			t.Errorf("%d characters of %q are %q, not %q", c.most, c.text, got, c.want)
		}
	}
}

// A call that cannot be signed is not made. Only on this machine calls go out unsigned.
func TestWithoutCredentials(t *testing.T) {
	inNoSurroundings(t)
	t.Setenv("AWS_REGION", "eu-west-3")
	c, err := Open(t.Context(), Config{Endpoint: "http://lambda.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.http.Transport = nobody{t}
	_, err = c.Invoke(t.Context(), "f", nil)
	if got, want := fmt.Sprint(err), "CallNotSent: The function has not run: the call could not be made."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// nobody is a transport that must not be used.
type nobody struct{ t *testing.T }

func (n nobody) RoundTrip(r *http.Request) (*http.Response, error) {
	n.t.Errorf("a request went to %s", r.URL)
	return nil, http.ErrServerClosed
}
