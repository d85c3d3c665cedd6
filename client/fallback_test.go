package client_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// Who has configured nothing gets the fallback; who has configured something gets what every AWS tool would call.
func TestFallback(t *testing.T) {
	const fallback = "http://127.0.0.1:7933"
	for _, c := range []struct {
		name         string
		profile      string
		environment  map[string]string
		options      []client.Option
		want, region string
	}{
		{"nothing is configured", "", nil, nil, fallback + "/", "us-east-1"},
		{"only credentials are", "", map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}, nil, fallback + "/", "us-east-1"},
		{"a Region is", "", map[string]string{"AWS_REGION": "eu-west-1"}, nil, "https://swf.eu-west-1.amazonaws.com/", "eu-west-1"},
		{"a Region is, by an option", "", nil, []client.Option{client.WithRegion("eu-west-1")}, "https://swf.eu-west-1.amazonaws.com/", "eu-west-1"},
		{"a Region is, by a profile", profilePlain, nil, nil, "https://swf.us-east-1.amazonaws.com/", "us-east-1"},
		{"an endpoint is", "", map[string]string{"AWS_ENDPOINT_URL_SWF": "http://other:1"}, nil, "http://other:1/", "us-east-1"},
		{"an endpoint for all is", "", map[string]string{"AWS_ENDPOINT_URL": "http://other:1"}, nil, "http://other:1/", "us-east-1"},
		{"an endpoint is, by an option", "", nil, []client.Option{client.WithEndpoint("http://option:1")}, "http://option:1/", "us-east-1"},
		{
			"both are", "", map[string]string{"AWS_ENDPOINT_URL_SWF": "http://other:1", "AWS_REGION": "eu-west-1"}, nil,
			"http://other:1/", "eu-west-1",
		},
		{
			"another profile is", profilePlain + "[profile dev]\nregion = eu-west-1\nendpoint_url = http://dev\n", nil,
			[]client.Option{client.WithProfile("dev")}, "http://dev/", "eu-west-1",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			leaveEnvironment(t)
			if c.profile != "" {
				writeConfig(t, c.profile)
			}
			for name, value := range c.environment {
				t.Setenv(name, value)
			}
			service, err := client.New(t.Context(), append(c.options, client.WithFallback(fallback, "us-east-1"))...)
			if err != nil {
				t.Fatal(err)
			}
			if service.Endpoint() != c.want || service.Region() != c.region {
				t.Errorf("calls go to %s in %s, want %s in %s", service.Endpoint(), service.Region(), c.want, c.region)
			}
		})
	}
}

func TestAProfileThatIsNot(t *testing.T) {
	leaveEnvironment(t)
	writeConfig(t, profilePlain)
	_, err := client.New(t.Context(), client.WithProfile("nobody"))
	if err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("got %v", err)
	}
}

// Calls to this machine are signed if there are credentials, and go out all the same if there are none.
func TestCallsToThisMachine(t *testing.T) {
	var authorization string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { authorization = r.Header.Get("Authorization") }))
	defer server.Close()
	for _, c := range []struct {
		name        string
		environment map[string]string
		want        string
	}{
		{"without credentials", nil, ""},
		{"with credentials", map[string]string{"AWS_ACCESS_KEY_ID": "111122223333", "AWS_SECRET_ACCESS_KEY": "b"}, "Credential=111122223333/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			leaveEnvironment(t)
			for name, value := range c.environment {
				t.Setenv(name, value)
			}
			service, err := client.New(t.Context(), client.WithFallback(server.URL, "us-east-1"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := service.DeprecateDomain(t.Context(), swf.NewDeprecateDomainInput("d")); err != nil {
				t.Fatal(err)
			}
			if c.want == "" && authorization != "" || !strings.Contains(authorization, c.want) {
				t.Errorf("the authorization is %q", authorization)
			}
		})
	}
}
