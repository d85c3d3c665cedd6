package client_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"

	"github.com/swfd/swfd/client"
)

// writeConfig makes a shared configuration file.
func writeConfig(t *testing.T, text string) {
	t.Helper()
	path := t.TempDir() + "/config"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", path)
}

// A profile that names endpoints for SWF, for all services, or both.
const (
	profileSpecial = "[default]\nregion = us-east-1\nservices = mine\n[services mine]\nswf =\n  endpoint_url = http://profile-swf\n"
	profileGeneral = "[default]\nregion = us-east-1\nendpoint_url = http://profile\n"
	profileBoth    = "[default]\nregion = us-east-1\nendpoint_url = http://profile\nservices = mine\n" +
		"[services mine]\nswf =\n  endpoint_url = http://profile-swf\n"
	profilePlain = "[default]\nregion = us-east-1\n"
)

// Which endpoint wins. The SDK's own client is asked as well, and must agree, wherever the choice does not lie with an option.
func TestEndpointPrecedence(t *testing.T) {
	const special, general, ignore = "AWS_ENDPOINT_URL_SWF", "AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
	amazon := "https://swf.us-east-1.amazonaws.com/"
	cases := []struct {
		name    string
		profile string
		env     map[string]string
		option  string
		want    string
	}{
		{"nothing is said", profilePlain, nil, "", amazon},
		{"the profile's for all", profileGeneral, nil, "", "http://profile/"},
		{"the profile's for SWF", profileSpecial, nil, "", "http://profile-swf/"},
		{"the profile's for SWF beats the profile's for all", profileBoth, nil, "", "http://profile-swf/"},
		{"the environment's for all beats both", profileBoth, map[string]string{general: "http://env"}, "", "http://env/"},
		{"the environment's for SWF beats both", profileBoth, map[string]string{special: "http://env-swf"}, "", "http://env-swf/"},
		{
			"the environment's for SWF beats the environment's for all", profilePlain,
			map[string]string{general: "http://env", special: "http://env-swf"}, "", "http://env-swf/",
		},
		{"an option beats all", profileBoth, map[string]string{special: "http://env-swf"}, "http://option:7933/swf", "http://option:7933/swf"},
		{
			"the environment is to be ignored", profilePlain,
			map[string]string{general: "http://env", special: "http://env-swf", ignore: "true"}, "", amazon,
		},
		{"the profile is to be ignored", profileBoth, map[string]string{ignore: "true"}, "", amazon},
		{
			"the profile says to ignore", "[default]\nregion = us-east-1\nignore_configured_endpoint_urls = true\n",
			map[string]string{general: "http://env"}, "", amazon,
		},
		{"an option is not ignored", profileBoth, map[string]string{ignore: "true"}, "http://option", "http://option/"},
		{
			"another profile is chosen", profilePlain + "[profile dev]\nregion = eu-west-1\nendpoint_url = http://dev\n",
			map[string]string{"AWS_PROFILE": "dev"}, "", "http://dev/",
		},
		{"another region", profilePlain, map[string]string{"AWS_REGION": "eu-west-1"}, "", "https://swf.eu-west-1.amazonaws.com/"},
		{"FIPS", profilePlain, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, "", "https://swf-fips.us-east-1.amazonaws.com/"},
		{"dual stack", profilePlain, map[string]string{"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "", "https://swf.us-east-1.api.aws/"},
		{
			"FIPS and dual stack, in the profile",
			"[default]\nregion = us-east-1\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n", nil, "",
			"https://swf-fips.us-east-1.api.aws/",
		},
		{
			"the environment wants no FIPS", "[default]\nregion = us-east-1\nuse_fips_endpoint = true\n",
			map[string]string{"AWS_USE_FIPS_ENDPOINT": "false"}, "", amazon,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			leaveEnvironment(t)
			writeConfig(t, c.profile)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			var options []client.Option
			if c.option != "" {
				options = append(options, client.WithEndpoint(c.option))
			} else if got := sdkEndpoint(t); strings.TrimSuffix(got, "/")+"/" != c.want {
				t.Errorf("the SDK takes %s, want %s", got, c.want)
			}
			service, err := client.New(t.Context(), options...)
			if err != nil {
				t.Fatal(err)
			}
			if got := service.Endpoint(); got != c.want {
				t.Errorf("the endpoint is %s, want %s", got, c.want)
			}
		})
	}
}

// sdkEndpoint is the endpoint that the SDK's own client takes from the environment.
func sdkEndpoint(t *testing.T) string {
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := sdk.NewFromConfig(cfg).Options()
	endpoint, err := sdk.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), sdk.EndpointParameters{
		Region: aws.String(o.Region), Endpoint: o.BaseEndpoint,
		UseFIPS:      aws.Bool(o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled),
		UseDualStack: aws.Bool(o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled),
	})
	if err != nil {
		t.Fatal(err)
	}
	return endpoint.URI.String()
}

// In every part of AWS the endpoints are those that the SDK knows.
func TestEndpointsOfAmazon(t *testing.T) {
	leaveEnvironment(t)
	for _, region := range []string{
		"us-east-1", "eu-central-1", "ap-southeast-2", "ca-west-1", "il-central-1", "mx-central-1", "cn-north-1",
		"cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1",
		"eu-isoe-west-1", "us-isof-south-1", "moon-base-1",
	} {
		for _, fips := range []string{"false", "true"} {
			for _, dual := range []string{"false", "true"} {
				t.Setenv("AWS_REGION", region)
				t.Setenv("AWS_USE_FIPS_ENDPOINT", fips)
				t.Setenv("AWS_USE_DUALSTACK_ENDPOINT", dual)
				c, err := client.New(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if want := sdkEndpoint(t) + "/"; c.Endpoint() != want {
					t.Errorf("%s, FIPS %s, dual stack %s: the endpoint is %s, in the SDK %s", region, fips, dual, c.Endpoint(), want)
				}
			}
		}
	}
}

func TestSettingsThatMakeNoClient(t *testing.T) {
	cases := []struct {
		name    string
		profile string
		env     map[string]string
		options []client.Option
		want    string
	}{
		{"no region", "", nil, nil, "no region is given: set AWS_REGION, or use WithRegion"},
		{"no region, but an endpoint", "", nil, []client.Option{client.WithEndpoint("http://localhost")}, "no region is given"},
		{"a region that is no name", "", map[string]string{"AWS_REGION": "evil.example/"}, nil, "no name that a host could have"},
		{
			"an endpoint and FIPS", profileGeneral, map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, nil,
			"both http://profile and Amazon's FIPS or dual-stack endpoint are configured",
		},
		{"a profile that is not there", "", map[string]string{"AWS_PROFILE": "gone"}, nil, "read the AWS configuration"},
		{"an endpoint that is no URL", profilePlain, nil, []client.Option{client.WithEndpoint("http://[::1")}, "the endpoint is not a URL"},
		{
			"an endpoint of an address and a port", profilePlain, nil, []client.Option{client.WithEndpoint("127.0.0.1:7933")},
			"the endpoint is not a URL such as http://host:port: first path segment",
		},
		{
			"an endpoint with a password, which cannot be read", profilePlain, nil, []client.Option{client.WithEndpoint("http://me:secret@a b")},
			"the endpoint is not a URL such as http://host:port: invalid character",
		},
		{"an endpoint of a port", profilePlain, nil, []client.Option{client.WithEndpoint("http://:7933")}, "is not of the form http://host:port"},
		{"an endpoint without a scheme", profilePlain, nil, []client.Option{client.WithEndpoint("localhost:7933")}, "not of the form"},
		{"an endpoint of another scheme", profilePlain, nil, []client.Option{client.WithEndpoint("ftp://localhost")}, "not of the form"},
		{"an endpoint without a host", profilePlain, nil, []client.Option{client.WithEndpoint("http:///swf")}, "not of the form"},
		{"an endpoint with a query", profilePlain, nil, []client.Option{client.WithEndpoint("http://h/?a=b")}, "not of the form"},
		{
			"an endpoint with a password, which is not shown", profilePlain, nil,
			[]client.Option{client.WithEndpoint("http://me:secret@h")}, "the endpoint http://me:xxxxx@h is not of the form",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			leaveEnvironment(t)
			writeConfig(t, c.profile)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			service, err := client.New(t.Context(), c.options...)
			if err == nil || !strings.Contains(err.Error(), "make an SWF client: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q (%v)", err, c.want, service)
			}
		})
	}
}

// With endpoint, region and credentials given, not even a broken configuration matters.
func TestEnvironmentIsLeftAlone(t *testing.T) {
	leaveEnvironment(t)
	writeConfig(t, "[broken")
	t.Setenv("AWS_PROFILE", "gone")
	t.Setenv("AWS_ENDPOINT_URL", "http://env")
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	c, err := client.New(t.Context(), client.WithEndpoint("http://localhost"), client.WithRegion("eu-west-1"), client.WithCredentials(secret))
	if err != nil || c.Endpoint() != "http://localhost/" || c.Region() != "eu-west-1" {
		t.Errorf("the client is %+v (%v)", c, err)
	}
}

// Key and region come from the environment or a profile, unless options give them.
func TestCredentialsAndRegion(t *testing.T) {
	const keys = "aws_access_key_id = PROFILEKEY\naws_secret_access_key = secret\n"
	environment := map[string]string{"AWS_ACCESS_KEY_ID": "ENVKEY", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-3"}
	cases := []struct {
		name    string
		env     map[string]string
		options []client.Option
		want    string
	}{
		{"the profile's", nil, nil, "PROFILEKEY us-east-1"},
		{"the environment's", environment, nil, "ENVKEY eu-west-3"},
		{"an option's region", environment, []client.Option{client.WithRegion("sa-east-1")}, "ENVKEY sa-east-1"},
		{"an option's key", environment, []client.Option{client.WithCredentials(secret)}, "AKIDEXAMPLE eu-west-3"},
		{"no key, by option", environment, []client.Option{client.WithCredentials(aws.AnonymousCredentials{})}, " "},
		{"no key, by option, kept", environment, []client.Option{client.WithCredentials(
			aws.NewCredentialsCache(aws.AnonymousCredentials{}))}, " "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			leaveEnvironment(t)
			writeConfig(t, profilePlain+keys)
			for name, value := range c.env {
				t.Setenv(name, value)
			}
			s := play(ok("{}"))
			service, err := client.New(t.Context(), append(c.options, client.WithRoundTripper(s))...)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := beat(t.Context(), service); err != nil {
				t.Fatal(err)
			}
			if got := signer(s.attempts[0].Header.Get("Authorization")); got != c.want {
				t.Errorf("signed by %q, want %q", got, c.want)
			}
		})
	}
}

// signer is the key and the region of an Authorization header.
func signer(authorization string) string {
	_, scope, _ := strings.Cut(authorization, "Credential=")
	key, scope, _ := strings.Cut(scope, "/")
	_, region, _ := strings.Cut(scope, "/")
	region, _, _ = strings.Cut(region, "/")
	return key + " " + region
}

func TestWithoutCredentials(t *testing.T) {
	leaveEnvironment(t)
	s := play(ok("{}"))
	c, err := client.New(t.Context(), client.WithRegion("us-east-1"), client.WithRoundTripper(s))
	if err != nil {
		t.Fatal(err)
	}
	_, err = beat(t.Context(), c)
	if missing := (*client.CredentialsError)(nil); !errors.As(err, &missing) || !strings.Contains(err.Error(), "find credentials") || len(s.attempts) > 0 {
		t.Errorf("the error is %v after %d attempts", err, len(s.attempts))
	}
}

// The number of attempts is the SDK's setting, unless an option gives it.
func TestMaximumOfAttempts(t *testing.T) {
	for _, c := range []struct {
		env     string
		options []client.Option
		want    int
	}{
		{"", nil, 3},
		{"5", nil, 5},
		{"5", []client.Option{client.WithRetry(2)}, 2},
	} {
		leaveEnvironment(t)
		if c.env != "" {
			t.Setenv("AWS_MAX_ATTEMPTS", c.env)
		}
		s := play(answer{status: 503})
		service, err := client.New(t.Context(), append(c.options, client.WithRegion("us-east-1"), client.WithCredentials(secret),
			client.WithRoundTripper(s), client.WithBackoff(noWait))...)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = beat(t.Context(), service)
		if len(s.attempts) != c.want {
			t.Errorf("with AWS_MAX_ATTEMPTS %q there were %d attempts, want %d", c.env, len(s.attempts), c.want)
		}
	}
}
