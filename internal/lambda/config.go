package lambda

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/smithy-go/logging"
)

// Config says where and how functions are called. Endpoint is required; zero values elsewhere mean the default.
type Config struct {
	// Endpoint is the base URL of a Lambda service, such as http://127.0.0.1:9001 or https://lambda.eu-west-1.amazonaws.com.
	Endpoint string
	// Attempts is how often a call is tried that has certainly not run its function; the default is DefaultAttempts.
	Attempts int
	// MaxResult is how long a function's answer may be, in characters; the default is DefaultMaxResult.
	MaxResult int
	// Log is told when the endpoint cannot be reached, and when it can again. The default discards it.
	Log *slog.Logger
}

// DefaultAttempts is as many as SDKs make.
const DefaultAttempts = 3

// DefaultMaxResult is the most characters that SWF lets a result have.
const DefaultMaxResult = 32_768

// localRegion is signed for where the endpoint is on this machine and no Region is configured: what is there does not care.
const localRegion = "us-east-1"

// Client calls functions. Open makes one, Close ends it. It is safe for concurrent use.
type Client struct {
	api       *lambda.Client
	http      *http.Client
	maxResult int
	health    health
}

// Open makes a client. Region and credentials come from the environment and the shared configuration files, as for every AWS tool;
// AWS_REGION may be left out, and so may credentials, if the endpoint is on this machine. An error says what cannot be meant.
func Open(ctx context.Context, c Config) (*Client, error) {
	endpoint, err := parseEndpoint(c.Endpoint)
	if err != nil {
		return nil, err
	}
	c = withDefaults(c)
	surroundings, err := lookAround(ctx, endpoint)
	if err != nil {
		return nil, err
	}
	client := &Client{
		http: newHTTPClient(c.MaxResult), maxResult: c.MaxResult, health: health{log: c.Log, endpoint: endpoint.Host},
	}
	client.api = lambda.NewFromConfig(surroundings, func(o *lambda.Options) {
		// Nothing of the environment leads elsewhere.
		o.BaseEndpoint, o.EndpointOptions = new(endpoint.String()), lambda.EndpointResolverOptions{}
		o.HTTPClient = client.http
		o.Logger = logging.Nop{}
		o.RetryMaxAttempts = c.Attempts
		o.Retryer = retry.NewStandard(func(r *retry.StandardOptions) {
			r.MaxAttempts = c.Attempts
			r.RateLimiter = ratelimit.None
			r.Retryables = []retry.IsErrorRetryable{retry.IsErrorRetryableFunc(hasNotRun)}
		})
	})
	return client, nil
}

// Close closes connections that are not in use. Calls under way end when their contexts do.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func withDefaults(c Config) Config {
	if c.Attempts == 0 {
		c.Attempts = DefaultAttempts
	}
	if c.MaxResult == 0 {
		c.MaxResult = DefaultMaxResult
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func parseEndpoint(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		// The error quotes the URL, which may hold a password.
		return nil, errors.New("the Lambda endpoint is not a URL: give one such as http://127.0.0.1:9001")
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("the Lambda endpoint %q is not of the form http://host:port or https://host:port", u.Redacted())
	}
	return u, nil
}

// lookAround finds Region and credentials. A machine's surroundings are not asked for a role where the endpoint is on the machine itself:
// that takes seconds where there is none.
func lookAround(ctx context.Context, endpoint *url.URL) (aws.Config, error) {
	local := isLoopback(endpoint.Hostname())
	var options []func(*config.LoadOptions) error
	if local {
		options = append(options, config.WithEC2IMDSClientEnableState(imds.ClientDisabled))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return cfg, fmt.Errorf("read the AWS configuration for the Lambda endpoint: %w", err)
	}
	switch {
	case cfg.Region == "" && local:
		cfg.Region = localRegion
	case cfg.Region == "":
		return cfg, fmt.Errorf("no Region is known for the Lambda endpoint %s: set AWS_REGION", endpoint)
	}
	if local {
		if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
			cfg.Credentials = aws.AnonymousCredentials{}
		}
	}
	return cfg, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
