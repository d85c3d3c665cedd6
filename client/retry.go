package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// failure is how an attempt failed, as far as another one is concerned.
type failure int

const (
	// final would fail again, or is not ours to repeat.
	final failure = iota
	// throttled was refused because the service is asked too often.
	throttled
	// transient broke on its way, or at the service.
	transient
	// skewed was refused because of our clock, which has been corrected.
	skewed
)

// The longest waits after a first attempt that failed, and the longest of all.
const (
	throttledWait = time.Second
	transientWait = 100 * time.Millisecond
	longestWait   = 20 * time.Second
)

// wait is how long to wait after so many attempts: a random part, between 0 and 1, of a bound that doubles each time.
func (f failure) wait(attempts int, random float64) time.Duration {
	bound := transientWait
	switch f {
	case skewed:
		return 0
	case throttled:
		bound = throttledWait
	}
	for range attempts - 1 {
		bound = min(2*bound, longestWait)
	}
	return time.Duration(random * float64(bound))
}

// TimeoutError says that the service did not answer an attempt in time.
type TimeoutError struct {
	// Endpoint is the URL of the service, After how long it was waited for.
	Endpoint string
	After    time.Duration
}

// Error names both.
func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s did not answer within %v", e.Endpoint, e.After)
}

// CredentialsError says that there are no credentials to sign a call with. The call was not made.
type CredentialsError struct {
	// Err is what those said who were asked for some.
	Err error
}

// Error gives the reason.
func (e *CredentialsError) Error() string { return "find credentials: " + e.Err.Error() }

// Unwrap gives the reason.
func (e *CredentialsError) Unwrap() error { return e.Err }

// throttlings are the codes by which AWS services refuse callers that ask too often.
var throttlings = []string{
	"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
	"TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded",
	"BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
}

// skews are the codes that a wrong clock may cause.
var skews = []string{
	"InvalidSignatureException", "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "SignatureDoesNotMatch", "AuthFailure",
}

// judge tells how an attempt that was answered with an error failed. Faults of the SWF model, which are called so, are final
// whatever their status.
func judge(code string, status int) failure {
	switch {
	case strings.HasSuffix(code, "Fault"):
		return final
	case slices.Contains(throttlings, code), status == http.StatusTooManyRequests:
		return throttled
	case code == "RequestTimeout", code == "RequestTimeoutException",
		status == http.StatusInternalServerError, status == http.StatusBadGateway,
		status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		return transient
	}
	return final
}

// broken tells how an attempt without a whole answer failed, and why. The context is that of the call, the other that
// of the attempt, which has a time-out of its own.
func (c *call) broken(ctx, attemptCtx context.Context, err error) (failure, error) {
	var untrusted *tls.CertificateVerificationError
	switch {
	case ctx.Err() != nil && !errors.Is(err, ctx.Err()):
		// A context may name a cause of its own, and then the transport gives that.
		return final, fmt.Errorf("%w: %w", ctx.Err(), err)
	case ctx.Err() != nil:
		return final, err
	case attemptCtx.Err() != nil:
		return transient, &TimeoutError{c.Endpoint(), c.timeout}
	case errors.Is(err, errReplyTooLarge), errors.As(err, &untrusted):
		return final, err
	}
	return transient, err
}

// noticeableSkew is how far apart the clocks must be before a refusal is put down to them.
const noticeableSkew = 4 * time.Minute

// correctClock compares the clock by which a refused request was signed with the service's, and corrects ours if they
// are far apart. It reports whether they are, so that a new signature may be better than the old.
func (c *Client) correctClock(signedAt time.Time, skew time.Duration, answer http.Header) bool {
	date, err := http.ParseTime(answer.Get("Date"))
	if err != nil || date.Sub(signedAt).Abs() <= noticeableSkew {
		return false
	}
	ahead := date.Sub(signedAt) + skew
	c.skew.Store(int64(ahead))
	c.log.Warn("the service's clock and ours are far apart; signing by the service's", "endpoint", c.Endpoint(), "ahead", ahead.Round(time.Second))
	return true
}

// pause waits before the next attempt. It returns the reason if there shall be none: the context is done, or would be
// before the wait is over.
func (c *Client) pause(ctx context.Context, f failure, attempts int, err error) error {
	wait := f.wait(attempts, rand.Float64())
	if c.backoff != nil {
		wait = c.backoff(attempts, err)
	}
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return ctx.Err()
}
