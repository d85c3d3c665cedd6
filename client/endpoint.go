package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

func parseEndpoint(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		// The text may hold a password, and is left out.
		var invalid *url.Error
		if errors.As(err, &invalid) {
			err = invalid.Err
		}
		return nil, fmt.Errorf("the endpoint is not a URL such as http://host:port: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("the endpoint %s is not of the form http://host:port or https://host:port", u.Redacted())
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// isLoopback reports whether an endpoint is on this machine.
func isLoopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// configuredEndpoint is the endpoint that the environment or the shared configuration files name, else Amazon's for the
// region.
func configuredEndpoint(ctx context.Context, cfg aws.Config) (string, error) {
	fips, err := anySource(cfg, func(s fipsSource) (aws.FIPSEndpointState, bool, error) { return s.GetUseFIPSEndpoint(ctx) })
	if err != nil {
		return "", fmt.Errorf("read whether to use the FIPS endpoint: %w", err)
	}
	dual, err := anySource(cfg, func(s dualStackSource) (aws.DualStackEndpointState, bool, error) {
		return s.GetUseDualStackEndpoint(ctx)
	})
	if err != nil {
		return "", fmt.Errorf("read whether to use the dual-stack endpoint: %w", err)
	}
	useFIPS, useDual := fips == aws.FIPSEndpointStateEnabled, dual == aws.DualStackEndpointStateEnabled
	named, err := namedEndpoint(ctx, cfg)
	switch {
	case err != nil:
		return "", fmt.Errorf("read the endpoint for SWF: %w", err)
	case named == "":
		return amazonEndpoint(cfg.Region, useFIPS, useDual)
	case useFIPS || useDual:
		return "", fmt.Errorf("both %s and Amazon's FIPS or dual-stack endpoint are configured", named)
	}
	return named, nil
}

// namedEndpoint is the endpoint that is configured by its URL, "" if there is none. What is said of SWF counts for more
// than what is said of all services, and the environment for more than the files: so AWS_ENDPOINT_URL beats the
// services section of a profile.
func namedEndpoint(ctx context.Context, cfg aws.Config) (string, error) {
	ignore, _, err := config.GetIgnoreConfiguredEndpoints(ctx, cfg.ConfigSources)
	if err != nil || ignore {
		return "", err
	}
	_, general := os.LookupEnv("AWS_ENDPOINT_URL")
	_, special := os.LookupEnv("AWS_ENDPOINT_URL_SWF")
	if special || !general {
		named, err := anySource(cfg, func(s endpointSource) (string, bool, error) { return s.GetServiceBaseEndpoint(ctx, "SWF") })
		if err != nil || named != "" {
			return named, err
		}
	}
	return aws.ToString(cfg.BaseEndpoint), nil
}

// What a source of configuration may know, be it the environment or a profile.
type (
	endpointSource interface {
		GetServiceBaseEndpoint(ctx context.Context, service string) (string, bool, error)
	}
	fipsSource interface {
		GetUseFIPSEndpoint(ctx context.Context) (aws.FIPSEndpointState, bool, error)
	}
	dualStackSource interface {
		GetUseDualStackEndpoint(ctx context.Context) (aws.DualStackEndpointState, bool, error)
	}
)

// anySource asks the sources of configuration in their order until one knows.
func anySource[Source, T any](cfg aws.Config, ask func(Source) (T, bool, error)) (T, error) {
	var none T
	for _, source := range cfg.ConfigSources {
		s, ok := source.(Source)
		if !ok {
			continue
		}
		if value, found, err := ask(s); err != nil || found {
			return value, err
		}
	}
	return none, nil
}

// partition is a part of AWS whose regions share their domains.
type partition struct {
	regions           string // how the names of its regions begin
	domain, dualStack string
}

// partitions are the parts of AWS; the last has all other regions.
var partitions = []partition{
	{"cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
	{"eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
	{"us-iso-", "c2s.ic.gov", "api.aws.ic.gov"},
	{"us-isob-", "sc2s.sgov.gov", "api.aws.scloud"},
	{"eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
	{"us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
	{"", "amazonaws.com", "api.aws"},
}

// regionName is what may stand in the name of a host.
var regionName = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$`)

// amazonEndpoint is Amazon's endpoint for a region.
func amazonEndpoint(region string, fips, dualStack bool) (string, error) {
	if !regionName.MatchString(region) {
		return "", errors.New("the region has no name that a host could have")
	}
	i := 0
	for !strings.HasPrefix(region, partitions[i].regions) {
		i++
	}
	domain, host := partitions[i].domain, "swf"
	if dualStack {
		domain = partitions[i].dualStack
	}
	// The GovCloud endpoints all are FIPS endpoints; only those of dual stack say so.
	if gov := strings.HasPrefix(region, "us-gov-"); gov && dualStack || !gov && fips {
		host = "swf-fips"
	}
	return "https://" + host + "." + region + "." + domain, nil
}
