package client

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Option says how a client differs from what the environment gives.
type Option func(*settings)

// WithEndpoint sends calls to an endpoint, given as a URL such as http://localhost:7933, whatever the environment says.
func WithEndpoint(url string) Option { return func(s *settings) { s.endpoint = url } }

// WithRegion signs calls for a region, whatever the environment says.
func WithRegion(region string) Option { return func(s *settings) { s.region = region } }

// WithCredentials signs calls with credentials from a provider, whatever the environment says. They are kept until they
// expire. With aws.AnonymousCredentials calls go out unsigned, which is enough for a server that asks nobody's name.
func WithCredentials(provider aws.CredentialsProvider) Option {
	return func(s *settings) { s.credentials = provider }
}

// WithProfile reads a profile of the shared configuration files other than AWS_PROFILE's.
func WithProfile(name string) Option { return func(s *settings) { s.profile = name } }

// WithFallback names a server on this machine, and a Region, for whoever has configured nothing. The endpoint is called if neither an
// endpoint nor a Region is configured, for Amazon has none without a Region; the Region is signed for if none is configured. With this
// option, calls to a loopback address go out unsigned if there are no credentials, and instance metadata is not asked for some.
func WithFallback(endpoint, region string) Option {
	return func(s *settings) { s.fallback = fallback{endpoint, region} }
}

// WithHTTPClient sends requests through an HTTP client, such as *http.Client. It should have no time-out below 70
// seconds, or polls end early; this package bounds each attempt itself.
func WithHTTPClient(client aws.HTTPClient) Option { return func(s *settings) { s.http = client } }

// WithRoundTripper sends requests through a transport, following no redirects.
func WithRoundTripper(transport http.RoundTripper) Option {
	return WithHTTPClient(&http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
}

// WithHandler calls a handler in this process in place of a server; no connection is made. Unless another endpoint is
// given, it is called as http://localhost.
func WithHandler(handler http.Handler) Option {
	return func(s *settings) {
		s.defaultEndpoint = "http://localhost"
		WithRoundTripper(handlerTransport{handler})(s)
	}
}

// WithRetry bounds the attempts of a call; 1 tries nothing again. The default is AWS_MAX_ATTEMPTS or the profile's
// max_attempts, else 3.
func WithRetry(attempts int) Option {
	return func(s *settings) { s.attempts, s.attemptsGiven = max(attempts, 1), true }
}

// WithBackoff sets how long to wait when an attempt, counted from 1, has failed and another may be made. It does not
// change which errors are tried again.
func WithBackoff(backoff func(attempt int, err error) time.Duration) Option {
	return func(s *settings) { s.backoff = backoff }
}

// WithClock sets the wall clock by which requests are signed; the default is time.Now.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithLogger logs the failed attempts that are followed by another, at level Debug, and corrections of the clock, at
// level Warn. What a call returns is not logged: that is its caller's to do.
func WithLogger(log *slog.Logger) Option { return func(s *settings) { s.log = log } }

// WithUserAgent puts a name, such as "billing/1.4", in front of the client's own in the User-Agent header.
func WithUserAgent(name string) Option { return func(s *settings) { s.userAgent = name + " " } }
