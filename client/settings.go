package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
)

// settings is what a client is made of: first what the options say, then the rest.
type settings struct {
	endpoint        string
	defaultEndpoint string // in place of Amazon's
	region          string
	profile         string
	fallback        fallback
	credentials     aws.CredentialsProvider
	http            aws.HTTPClient
	attempts        int
	attemptsGiven   bool
	backoff         func(attempt int, err error) time.Duration
	now             func() time.Time
	log             *slog.Logger
	userAgent       string
}

// fallback is what serves when nothing else is configured.
type fallback struct{ endpoint, region string }

const defaultAttempts = 3

// idleConnections is how many connections to the service are kept for later calls: a process may hold as many polls.
const idleConnections = 256

func (s *settings) client(ctx context.Context) (*Client, error) {
	if err := s.ask(ctx); err != nil {
		return nil, err
	}
	if s.region == "" {
		return nil, errors.New("no region is given: set AWS_REGION, or use WithRegion")
	}
	endpoint, err := parseEndpoint(s.endpoint)
	if err != nil {
		return nil, err
	}
	c := &Client{
		endpoint: endpoint, region: s.region, credentials: kept(s.credentials), signer: v4.NewSigner(), http: s.http,
		attempts: s.attempts, backoff: s.backoff, now: s.now, log: s.log,
		userAgent: s.userAgent + "swfd-client " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
	}
	if c.http == nil {
		c.http = keepingConnections(awshttp.NewBuildableClient())
	}
	return c, nil
}

// ask fills what the options left open from the environment and the shared configuration files. If nothing that matters
// is open, it does not look there.
func (s *settings) ask(ctx context.Context) error {
	if s.endpoint == "" {
		s.endpoint = s.defaultEndpoint
	}
	if s.endpoint != "" && s.region != "" && s.credentials != nil {
		return nil
	}
	cfg, err := s.load(ctx)
	if err != nil {
		return fmt.Errorf("read the AWS configuration: %w", err)
	}
	given := s.credentials
	s.region, s.credentials = cfg.Region, cfg.Credentials
	if s.endpoint == "" {
		if s.endpoint, err = s.findEndpoint(ctx, cfg); err != nil {
			return err
		}
	}
	if s.region == "" && s.endpoint != "" {
		s.region = s.fallback.region
	}
	if s.fallback != (fallback{}) && given == nil && isLoopback(s.endpoint) {
		s.credentials = s.localCredentials(ctx)
	}
	if cfg.RetryMaxAttempts > 0 && !s.attemptsGiven {
		s.attempts = cfg.RetryMaxAttempts
	}
	// The configured client knows the certificates of AWS_CA_BUNDLE.
	if configured, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok && s.http == nil {
		s.http = keepingConnections(configured)
	}
	return nil
}

func (s *settings) load(ctx context.Context, more ...func(*config.LoadOptions) error) (aws.Config, error) {
	more = append(more, config.WithRegion(s.region), config.WithCredentialsProvider(s.credentials))
	if s.profile != "" {
		more = append(more, config.WithSharedConfigProfile(s.profile))
	}
	return config.LoadDefaultConfig(ctx, more...)
}

// findEndpoint is the endpoint that is configured. Without a Region, for which Amazon has one, it is the fallback, if not by its URL.
func (s *settings) findEndpoint(ctx context.Context, cfg aws.Config) (string, error) {
	if s.region != "" {
		return configuredEndpoint(ctx, cfg)
	}
	named, err := namedEndpoint(ctx, cfg)
	if err != nil || named != "" {
		return named, err
	}
	return s.fallback.endpoint, nil
}

// localCredentials are what the configuration has, without asking the machine's surroundings for a role, which takes seconds where
// there is none; nil if it has nothing.
func (s *settings) localCredentials(ctx context.Context) aws.CredentialsProvider {
	s.credentials = nil
	cfg, err := s.load(ctx, config.WithEC2IMDSClientEnableState(imds.ClientDisabled))
	if err != nil {
		return nil
	}
	if _, err := cfg.Credentials.Retrieve(ctx); err != nil {
		s.log.Debug("there are no credentials; calls to this machine go out unsigned", "error", err)
		return nil
	}
	return cfg.Credentials
}

func keepingConnections(client *awshttp.BuildableClient) aws.HTTPClient {
	return client.WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns, t.MaxIdleConnsPerHost = idleConnections, idleConnections
	})
}

// kept wraps a provider so that it is asked again only when its credentials expire. Anonymous credentials are none.
func kept(provider aws.CredentialsProvider) aws.CredentialsProvider {
	if provider == nil || aws.IsCredentialsProvider(provider, (*aws.AnonymousCredentials)(nil)) {
		return nil
	}
	if _, ok := provider.(*aws.CredentialsCache); ok {
		return provider
	}
	return aws.NewCredentialsCache(provider)
}
