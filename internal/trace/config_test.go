package trace

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func read(variables map[string]string) (Config, error) {
	return FromEnvironment(func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	})
}

const collector = "http://127.0.0.1:4318"

func TestTracingIsOffUnlessAnEndpointIsGiven(t *testing.T) {
	for _, variables := range []map[string]string{
		nil,
		{"OTEL_EXPORTER_OTLP_ENDPOINT": ""},
		{"OTEL_SERVICE_NAME": "x", "OTEL_TRACES_SAMPLER": "always_on", "OTEL_TRACES_EXPORTER": "otlp"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT": collector, "OTEL_SDK_DISABLED": "TRUE"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT": collector, "OTEL_TRACES_EXPORTER": "none"},
		// What is off is not looked at any further.
		{"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_TRACES_SAMPLER": "some"},
	} {
		if c, err := read(variables); err != nil || c.Endpoint != "" {
			t.Errorf("%v: %+v, %v", variables, c, err)
		}
	}
}

func TestEnvironment(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"OTEL_SERVICE_NAME", "", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name swfd}] {1 true}"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "https://c.example/base/", "https://c.example/base/v1/traces map[] 10s [{service.name swfd}] {1 true}"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://c.example/in", "https://c.example/in map[] 10s [{service.name swfd}] {1 true}"},
		{"OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name swfd}] {1 true}"},
		{"OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, x=y", "http://127.0.0.1:4318/v1/traces map[Api-Key:[a b] X:[y]] 10s [{service.name swfd}] {1 true}"},
		{"OTEL_EXPORTER_OTLP_TIMEOUT", "250", "http://127.0.0.1:4318/v1/traces map[] 250ms [{service.name swfd}] {1 true}"},
		{"OTEL_SERVICE_NAME", "orders", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name orders}] {1 true}"},
		{"OTEL_RESOURCE_ATTRIBUTES", "a=1,service.name=x,b=2", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name x} {a 1} {b 2}] {1 true}"},
		{"OTEL_TRACES_SAMPLER", "always_off", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name swfd}] {0 false}"},
		{"OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "http://127.0.0.1:4318/v1/traces map[] 10s [{service.name swfd}] {1 true}"},
	} {
		variables := map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector}
		variables[test.name] = test.value
		c, err := read(variables)
		if got := fmt.Sprint(c.Endpoint, " ", c.Headers, " ", c.Timeout, " ", c.Resource, " ", c.Sampler); err != nil || got != test.want {
			t.Errorf("%s=%s: got %s, %v\nwant %s", test.name, test.value, got, err, test.want)
		}
	}
	c, err := read(map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT": collector, "OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.25",
		"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "1", "OTEL_EXPORTER_OTLP_TIMEOUT": "2",
	})
	if err != nil || c.Sampler != (Sampler{Ratio: .25}) || c.Timeout != time.Millisecond {
		t.Errorf("got %+v, %v", c, err)
	}
}

// What cannot be meant is refused with one line that names the variable, shows no secret and says what would be right.
func TestRefusedEnvironments(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", `"localhost:4318": give a URL such as http://localhost:4318`},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://localhost", "give a URL"},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"},
		{"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", `"grpc": swfd speaks OTLP over HTTP`},
		{"OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "give milliseconds"},
		{"OTEL_EXPORTER_OTLP_TIMEOUT", "-1", "give milliseconds"},
		{"OTEL_EXPORTER_OTLP_HEADERS", "secret", "OTEL_EXPORTER_OTLP_HEADERS is not of the form key=value"},
		{"OTEL_EXPORTER_OTLP_HEADERS", "k=secret%zz", "OTEL_EXPORTER_OTLP_HEADERS is not of the form key=value"},
		{"OTEL_RESOURCE_ATTRIBUTES", "=secret", "OTEL_RESOURCE_ATTRIBUTES is not of the form key=value"},
		{"OTEL_TRACES_EXPORTER", "zipkin", `"zipkin": swfd sends traces by otlp`},
		{"OTEL_TRACES_SAMPLER", "sometimes", `"sometimes": give always_on`},
	} {
		_, err := read(map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector, test.name: test.value})
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s=%s: got %v, want something with %q", test.name, test.value, err, test.want)
		}
	}
	for _, ratio := range []string{"2", "-0.1", "NaN", "half"} {
		_, err := read(map[string]string{
			"OTEL_EXPORTER_OTLP_ENDPOINT": collector, "OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": ratio,
		})
		if err == nil || !strings.Contains(err.Error(), "give a number from 0 to 1") {
			t.Errorf("a ratio of %s: %v", ratio, err)
		}
	}
}
