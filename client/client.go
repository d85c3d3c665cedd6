package client

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/swfd/swfd/swf"
)

// Client is the SWF API of one endpoint, in one region, for one caller. It may be used by any number of goroutines. It
// has no goroutines of its own and needs no closing.
type Client struct {
	endpoint    *url.URL
	region      string
	credentials aws.CredentialsProvider // nil sends requests unsigned
	signer      *v4.Signer
	http        aws.HTTPClient
	attempts    int
	backoff     func(attempt int, err error) time.Duration // nil is this package's own
	now         func() time.Time
	userAgent   string
	log         *slog.Logger

	// skew is how far the service's clock is ahead of ours, once we know.
	skew atomic.Int64
}

var _ swf.Service = (*Client)(nil)

// New makes a client. What the options do not say comes from the environment and the shared configuration files, as for
// every AWS SDK; see the package comment. It makes no call to the service, but returns an error if there is no region,
// if the configuration is malformed, or if the endpoint is not an HTTP URL.
func New(ctx context.Context, options ...Option) (*Client, error) {
	s := settings{attempts: defaultAttempts, now: time.Now, log: slog.New(slog.DiscardHandler)}
	for _, option := range options {
		option(&s)
	}
	c, err := s.client(ctx)
	if err != nil {
		return nil, fmt.Errorf("make an SWF client: %w", err)
	}
	return c, nil
}

// Endpoint is the URL to which the client sends its calls.
func (c *Client) Endpoint() string { return c.endpoint.String() }

// Region is the region for which the client signs its calls.
func (c *Client) Region() string { return c.region }
