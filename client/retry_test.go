package client_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// What is tried again, and what is not. Each case is answered so for ever.
func TestRetries(t *testing.T) {
	broken := answer{status: 200, body: "{}"}
	cases := []struct {
		name     string
		answer   answer
		attempts int
	}{
		{"success", ok("{}"), 1},

		{"throttled", refuse(400, "ThrottlingException"), 3},
		{"throttled, by another name", refuse(400, "LimitExceededException"), 3},
		{"throttled, by a proxy", answer{status: 429}, 3},

		{"failure of the service", refuse(500, "InternalFailure"), 3},
		{"failure without a body", answer{status: 500}, 3},
		{"bad gateway", answer{status: 502, body: "<html>"}, 3},
		{"unavailable", refuse(503, "ServiceUnavailable"), 3},
		{"gateway time-out", answer{status: 504}, 3},
		{"request time-out", refuse(400, "RequestTimeout"), 3},
		{"request time-out, by another name", refuse(400, "RequestTimeoutException"), 3},
		{"connection refused", answer{err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, 3},
		{"connection lost", answer{err: io.ErrUnexpectedEOF}, 3},

		{"unknown resource", refuse(400, "UnknownResourceFault"), 1},
		{"a limit, which is no throttle", refuse(400, "LimitExceededFault"), 1},
		{"a fault of the model is final whatever its status", refuse(500, "LimitExceededFault"), 1},
		{"invalid", refuse(400, "ValidationException"), 1},
		{"denied", refuse(400, "AccessDeniedException"), 1},
		{"unknown key", refuse(400, "UnrecognizedClientException"), 1},
		{"expired", refuse(400, "ExpiredTokenException"), 1},
		{"wrong signature, at the right time", refuse(400, "InvalidSignatureException"), 1},
		{"too large", answer{status: 413}, 1},
		{"unknown code", refuse(400, "Strange"), 1},
		{"not implemented", answer{status: 501}, 1},
		{"redirect", answer{status: 307}, 1},
		{"untrusted certificate", answer{err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := play(c.answer)
				_, err := beat(t.Context(), connect(t, s))
				if failed := err != nil; failed == (c.answer.status == broken.status) {
					t.Errorf("the error is %v", err)
				}
				if len(s.attempts) != c.attempts {
					t.Errorf("there were %d attempts, want %d", len(s.attempts), c.attempts)
				}
				if several := err != nil && strings.Contains(err.Error(), "after 3 attempts: "); several != (c.attempts == 3) {
					t.Errorf("the text is %v", err)
				}
			})
		})
	}
}

// A call succeeds when any of its attempts does, and returns what that one said.
func TestRecovery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(refuse(400, "ThrottlingException"), answer{err: io.EOF}, ok(`{"cancelRequested":true}`))
		out, err := beat(t.Context(), connect(t, s))
		if err != nil || !out.CancelRequested || len(s.attempts) != 3 {
			t.Errorf("after %d attempts: %+v (%v)", len(s.attempts), out, err)
		}
	})
}

// The attempts of a call share its name and its body, and are counted; each is signed for its own time.
func TestAttemptsOfACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(answer{status: 500}, answer{status: 500}, ok("{}"))
		c := connect(t, s, client.WithRetry(4), client.WithBackoff(func(int, error) time.Duration { return time.Minute }))
		if _, err := beat(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if _, err := beat(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		first := s.attempts[0]
		for i, a := range s.attempts[:3] {
			if want := "attempt=" + string(rune('1'+i)) + "; max=4"; a.Header.Get("Amz-Sdk-Request") != want {
				t.Errorf("attempt %d says %q", i+1, a.Header.Get("Amz-Sdk-Request"))
			}
			if a.Header.Get("Amz-Sdk-Invocation-Id") != first.Header.Get("Amz-Sdk-Invocation-Id") {
				t.Errorf("attempt %d has another invocation id", i+1)
			}
			if a.body != first.body || a.ContentLength != first.ContentLength {
				t.Errorf("attempt %d has the body %s", i+1, a.body)
			}
			if want := a.at.UTC().Format("20060102T150405Z"); a.Header.Get("X-Amz-Date") != want {
				t.Errorf("attempt %d is dated %s, want %s", i+1, a.Header.Get("X-Amz-Date"), want)
			}
			if i > 0 && a.Header.Get("Authorization") == s.attempts[i-1].Header.Get("Authorization") {
				t.Errorf("attempt %d has the signature of the one before", i+1)
			}
		}
		if s.attempts[3].Header.Get("Amz-Sdk-Invocation-Id") == first.Header.Get("Amz-Sdk-Invocation-Id") {
			t.Error("another call has the same invocation id")
		}
	})
}

// Waits are random, but none exceeds its bound: 1 s and 2 s when throttled, 100 ms and 200 ms when broken.
func TestWaitsAreBounded(t *testing.T) {
	for name, c := range map[string]struct {
		answer answer
		bounds []time.Duration
	}{
		"throttled": {refuse(400, "ThrottlingException"), []time.Duration{time.Second, 2 * time.Second}},
		"transient": {answer{status: 503}, []time.Duration{100 * time.Millisecond, 200 * time.Millisecond}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				longest := make([]time.Duration, 2)
				for range 200 {
					s := play(c.answer)
					_, _ = beat(t.Context(), connect(t, s))
					for i := range longest {
						longest[i] = max(longest[i], s.attempts[i+1].at.Sub(s.attempts[i].at))
					}
				}
				for i, bound := range c.bounds {
					if longest[i] > bound || longest[i] < bound*9/10 {
						t.Errorf("of 200 waits after attempt %d the longest was %v, want almost %v", i+1, longest[i], bound)
					}
				}
			})
		})
	}
}

func TestBackoffIsTheCallersToSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []int
		s := play(answer{status: 503})
		c := connect(t, s, client.WithRetry(4), client.WithBackoff(func(attempt int, err error) time.Duration {
			var f *swf.ServiceUnavailable
			if !errors.As(err, &f) {
				t.Errorf("asked about %v", err)
			}
			asked = append(asked, attempt)
			return time.Duration(attempt) * time.Hour
		}))
		start := time.Now()
		_, _ = beat(t.Context(), c)
		if took := time.Since(start); took != 6*time.Hour || !reflect.DeepEqual(asked, []int{1, 2, 3}) {
			t.Errorf("asked after the attempts %v, the call took %v", asked, took)
		}
	})
}

// Polls get 70 seconds, ten more than the service takes; other calls get 60.
func TestAttemptsHaveTimeouts(t *testing.T) {
	for name, c := range map[string]struct {
		limit time.Duration
		call  func(context.Context, swf.Service) error
	}{
		"PollForActivityTask": {70 * time.Second, func(ctx context.Context, service swf.Service) error {
			_, err := service.PollForActivityTask(ctx, swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: "l"}))
			return err
		}},
		"PollForDecisionTask": {70 * time.Second, func(ctx context.Context, service swf.Service) error {
			_, err := service.PollForDecisionTask(ctx, swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: "l"}))
			return err
		}},
		"RecordActivityTaskHeartbeat": {60 * time.Second, func(ctx context.Context, service swf.Service) error {
			_, err := beat(ctx, service)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := play(answer{hang: true}, answer{hang: true}, ok("{}"))
				start := time.Now()
				if err := c.call(t.Context(), connect(t, s, client.WithBackoff(noWait))); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); took != 2*c.limit {
					t.Errorf("two attempts that hung took %v", took)
				}
			})
		})
	}
}

// A time-out of our own is not the caller's: the error says what happened, and the caller's context is not done.
func TestTimeoutIsToldFromTheCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, err := beat(t.Context(), connect(t, play(answer{hang: true}), client.WithRetry(1)))
		if err == nil || errors.Is(err, context.DeadlineExceeded) ||
			!strings.Contains(err.Error(), "http://swf.example/ did not answer within 1m0s") {
			t.Errorf("the error is %v", err)
		}
	})
}

func TestCancellation(t *testing.T) {
	why := errors.New("enough")
	hour := client.WithBackoff(func(int, error) time.Duration { return time.Hour })
	cases := []struct {
		name    string
		answer  answer
		options []client.Option
		context func(context.Context) (context.Context, func())
		is      []error
		took    time.Duration
		tried   int
	}{
		{
			"before the call", ok("{}"), nil,
			func(ctx context.Context) (context.Context, func()) {
				ctx, cancel := context.WithCancel(ctx)
				cancel()
				return ctx, cancel
			},
			[]error{context.Canceled}, 0, 0,
		},
		{
			"in the midst of an attempt", answer{hang: true}, nil,
			func(ctx context.Context) (context.Context, func()) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(5*time.Second, cancel)
				return ctx, cancel
			},
			[]error{context.Canceled}, 5 * time.Second, 1,
		},
		{
			"in the midst of an attempt, for a reason", answer{hang: true}, nil,
			func(ctx context.Context) (context.Context, func()) {
				ctx, cancel := context.WithCancelCause(ctx)
				time.AfterFunc(5*time.Second, func() { cancel(why) })
				return ctx, func() { cancel(nil) }
			},
			[]error{context.Canceled, why}, 5 * time.Second, 1,
		},
		{
			"in the midst of a wait", answer{status: 503}, []client.Option{hour},
			func(ctx context.Context) (context.Context, func()) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(5*time.Second, cancel)
				return ctx, cancel
			},
			[]error{context.Canceled}, 5 * time.Second, 1,
		},
		{
			"by a deadline in the midst of an attempt", answer{hang: true}, nil,
			func(ctx context.Context) (context.Context, func()) { return context.WithTimeout(ctx, 5*time.Second) },
			[]error{context.DeadlineExceeded}, 5 * time.Second, 1,
		},
		{
			"by a deadline that would pass during the wait, which is not begun", answer{status: 503}, []client.Option{hour},
			func(ctx context.Context) (context.Context, func()) { return context.WithTimeout(ctx, 59*time.Minute) },
			[]error{context.DeadlineExceeded}, 0, 1,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := c.context(t.Context())
				defer cancel()
				s := play(c.answer)
				service := connect(t, s, c.options...)
				start := time.Now()
				_, err := beat(ctx, service)
				for _, want := range c.is {
					if !errors.Is(err, want) {
						t.Errorf("the error is %v, want %v", err, want)
					}
				}
				var unavailable *swf.ServiceUnavailable
				if c.answer.status == 503 && !errors.As(err, &unavailable) {
					t.Errorf("the error is %v, without the answer of the last attempt", err)
				}
				if took := time.Since(start); took != c.took || len(s.attempts) != c.tried {
					t.Errorf("it took %v and %d attempts, want %v and %d", took, len(s.attempts), c.took, c.tried)
				}
			})
		})
	}
}

// A clock that is far off is corrected by the service's, for this call and those that follow.
func TestClockSkew(t *testing.T) {
	codes := []string{
		"InvalidSignatureException", "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "SignatureDoesNotMatch",
		"AuthFailure",
	}
	for _, code := range codes {
		for _, ahead := range []time.Duration{3 * time.Hour, -20 * time.Minute} {
			synctest.Test(t, func(t *testing.T) {
				late := refuse(400, code)
				late.header = map[string]string{"Date": time.Now().Add(ahead).UTC().Format(http.TimeFormat)}
				s := play(late, ok("{}"))
				c := connect(t, s)
				start := time.Now()
				for range 2 {
					if _, err := beat(t.Context(), c); err != nil {
						t.Fatalf("%s, %v ahead: %v", code, ahead, err)
					}
				}
				if took := time.Since(start); took != 0 {
					t.Errorf("correcting the clock took %v", took)
				}
				for i, a := range s.attempts {
					want := a.at
					if i > 0 {
						want = want.Add(ahead)
					}
					if got := a.Header.Get("X-Amz-Date"); got != want.UTC().Format("20060102T150405Z") {
						t.Errorf("attempt %d is dated %s, want %v", i+1, got, want)
					}
				}
				if len(s.attempts) != 3 {
					t.Errorf("two calls took %d attempts", len(s.attempts))
				}
			})
		}
	}
}

// Without a Date, or with one that is near, a refusal has other reasons.
func TestClockIsNotCorrectedWithoutCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		for _, date := range []string{
			"", "yesterday", now.Add(3 * time.Minute).UTC().Format(http.TimeFormat), now.Add(-3 * time.Minute).UTC().Format(http.TimeFormat),
		} {
			late := refuse(400, "InvalidSignatureException")
			late.header = map[string]string{"Date": date}
			s := play(late)
			_, err := beat(t.Context(), connect(t, s))
			var refused *swf.InvalidSignatureException
			if !errors.As(err, &refused) || len(s.attempts) != 1 {
				t.Errorf("with the Date %q the error is %v after %d attempts", date, err, len(s.attempts))
			}
		}
	})
}

// Of two calls on their way when the first corrects the clock, the second learns from its own refusal, too.
func TestClockIsCorrectedOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := time.Now().Add(time.Hour)
		var c *client.Client
		nested := false
		transport := roundTripper(func(r *http.Request) (*http.Response, error) {
			at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
			if err != nil {
				t.Error(err)
			}
			if !nested {
				nested = true
				if _, err := beat(r.Context(), c); err != nil {
					t.Errorf("the call that came between: %v", err)
				}
			}
			a := ok("{}")
			if service.Sub(at).Abs() > 15*time.Minute {
				a = refuse(400, "InvalidSignatureException")
				a.header = map[string]string{"Date": service.UTC().Format(http.TimeFormat)}
			}
			return play(a).RoundTrip(r)
		})
		c = connect(t, transport)
		if _, err := beat(t.Context(), c); err != nil {
			t.Error(err)
		}
	})
}

// A context that is done makes no attempt, also if the transport would not look.
func TestNothingIsSentOnceTheContextIsDone(t *testing.T) {
	s := play(ok("{}"))
	c := connect(t, s)
	if _, err := beat(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := beat(ctx, c); !errors.Is(err, context.Canceled) || len(s.attempts) != 1 {
		t.Errorf("the error is %v after %d attempts in all", err, len(s.attempts))
	}
}

func TestLogTellsOfRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var text strings.Builder
		log := slog.New(slog.NewTextHandler(&text, &slog.HandlerOptions{
			Level: slog.LevelDebug,
			ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					return slog.Attr{}
				}
				return a
			},
		}))
		late := refuse(400, "InvalidSignatureException")
		late.header = map[string]string{"Date": time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}
		c := connect(t, play(answer{status: 503}, late, refuse(400, "UnknownResourceFault")), client.WithLogger(log))
		if _, err := beat(t.Context(), c); err == nil {
			t.Error("the call succeeded")
		}
		want := `level=DEBUG msg="an attempt failed; trying again" operation=RecordActivityTaskHeartbeat attempt=1 error=ServiceUnavailable
level=WARN msg="the service's clock and ours are far apart; signing by the service's" endpoint=http://swf.example/ ahead=1h0m0s
level=DEBUG msg="an attempt failed; trying again" operation=RecordActivityTaskHeartbeat attempt=2 error="InvalidSignatureException: why"
`
		if text.String() != want {
			t.Errorf("the log is\n%s\nwant\n%s", text.String(), want)
		}
	})
}
