package trace

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config says where spans go. The zero value is off.
type Config struct {
	// Endpoint is the URL to which batches are posted, "" if tracing is off.
	Endpoint string
	// Headers go with each batch; they may hold secrets.
	Headers http.Header
	// Timeout is how long the sending of a batch may take.
	Timeout time.Duration
	// Resource describes this process: service.name and what the user has added, in order.
	Resource []Attribute
	Sampler  Sampler
}

// Attribute is a name and a text.
type Attribute struct{ Key, Value string }

// Sampler says which calls have a span.
type Sampler struct {
	// Ratio is the part of the traces that are sampled, from 0 to 1.
	Ratio float64
	// FollowParent leaves the choice to the caller where it has made one.
	FollowParent bool
}

// FromEnvironment reads OpenTelemetry's environment variables. An error names the variable, its value and what would be right.
func FromEnvironment(lookup func(string) (string, bool)) (Config, error) {
	env := environment(lookup)
	endpoint, err := env.endpoint()
	if err != nil || endpoint == "" {
		return Config{}, err
	}
	c := Config{Endpoint: endpoint, Headers: http.Header{}}
	if err := env.protocol(); err != nil {
		return Config{}, err
	}
	if err := env.headers(c.Headers); err != nil {
		return Config{}, err
	}
	if c.Timeout, err = env.timeout(); err != nil {
		return Config{}, err
	}
	if c.Resource, err = env.resource(); err != nil {
		return Config{}, err
	}
	c.Sampler, err = env.sampler()
	return c, err
}

type environment func(string) (string, bool)

// get is a variable's value, "" if it is not set: OpenTelemetry makes no difference.
func (env environment) get(name string) string {
	value, _ := env(name)
	return strings.TrimSpace(value)
}

// exporter is a variable of the exporter: that for traces alone comes before that for everything.
func (env environment) exporter(name string) (key, value string) {
	for _, key := range []string{"OTEL_EXPORTER_OTLP_TRACES_" + name, "OTEL_EXPORTER_OTLP_" + name} {
		if value := env.get(key); value != "" {
			return key, value
		}
	}
	return "OTEL_EXPORTER_OTLP_" + name, ""
}

// endpoint is where to post, "" if tracing is off. Only the variable for everything gets the path added.
func (env environment) endpoint() (string, error) {
	if strings.EqualFold(env.get("OTEL_SDK_DISABLED"), "true") {
		return "", nil
	}
	switch exporter := env.get("OTEL_TRACES_EXPORTER"); exporter {
	case "none":
		return "", nil
	case "", "otlp":
	default:
		return "", fmt.Errorf("the variable OTEL_TRACES_EXPORTER is %q: swfd sends traces by otlp, or none", exporter)
	}
	key, value := env.exporter("ENDPOINT")
	if value == "" {
		return "", nil
	}
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("the variable %s is %q: give a URL such as http://localhost:4318", key, value)
	}
	if key == "OTEL_EXPORTER_OTLP_ENDPOINT" {
		u = u.JoinPath("v1", "traces")
	}
	return u.String(), nil
}

// protocol refuses gRPC. Collectors take JSON wherever they take protocol buffers over HTTP.
func (env environment) protocol() error {
	switch key, value := env.exporter("PROTOCOL"); value {
	case "", "http/json", "http/protobuf":
		return nil
	default:
		return fmt.Errorf("the variable %s is %q: swfd speaks OTLP over HTTP, so give http/json and an endpoint for HTTP (often port 4318)", key, value)
	}
}

func (env environment) headers(h http.Header) error {
	key, value := env.exporter("HEADERS")
	pairs, err := parsePairs(key, value)
	for _, p := range pairs {
		h.Set(p.Key, p.Value)
	}
	return err
}

func (env environment) timeout() (time.Duration, error) {
	key, value := env.exporter("TIMEOUT")
	if value == "" {
		return 10 * time.Second, nil
	}
	ms, err := strconv.Atoi(value)
	if err != nil || ms <= 0 {
		return 0, fmt.Errorf("the variable %s is %q: give milliseconds, such as 10000", key, value)
	}
	return time.Duration(ms) * time.Millisecond, nil
}

func (env environment) resource() ([]Attribute, error) {
	given, err := parsePairs("OTEL_RESOURCE_ATTRIBUTES", env.get("OTEL_RESOURCE_ATTRIBUTES"))
	if err != nil {
		return nil, err
	}
	name := Attribute{"service.name", "swfd"}
	var others []Attribute
	for _, a := range given {
		if a.Key == name.Key {
			name = a
			continue
		}
		others = append(others, a)
	}
	if service := env.get("OTEL_SERVICE_NAME"); service != "" {
		name.Value = service
	}
	return append([]Attribute{name}, others...), nil
}

// parsePairs reads key=value,key=value, with values escaped as in URLs. The error does not show the text: headers hold secrets.
func parsePairs(variable, text string) ([]Attribute, error) {
	var pairs []Attribute
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		key, value, ok := strings.Cut(part, "=")
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if key = strings.TrimSpace(key); !ok || key == "" || err != nil {
			return nil, fmt.Errorf("the variable %s is not of the form key=value,key=value", variable)
		}
		pairs = append(pairs, Attribute{key, value})
	}
	return pairs, nil
}

func (env environment) sampler() (Sampler, error) {
	name := env.get("OTEL_TRACES_SAMPLER")
	kind, follows := strings.CutPrefix(name, "parentbased_")
	switch kind {
	case "":
		return Sampler{Ratio: 1, FollowParent: true}, nil
	case "always_on":
		return Sampler{Ratio: 1, FollowParent: follows}, nil
	case "always_off":
		return Sampler{Ratio: 0, FollowParent: follows}, nil
	case "traceidratio":
		ratio := 1.
		if text := env.get("OTEL_TRACES_SAMPLER_ARG"); text != "" {
			var err error
			if ratio, err = strconv.ParseFloat(text, 64); err != nil || !(ratio >= 0 && ratio <= 1) {
				return Sampler{}, fmt.Errorf("the variable OTEL_TRACES_SAMPLER_ARG is %q: give a number from 0 to 1", text)
			}
		}
		return Sampler{Ratio: ratio, FollowParent: follows}, nil
	}
	return Sampler{}, fmt.Errorf("the variable OTEL_TRACES_SAMPLER is %q: give always_on, always_off or traceidratio, or one of them after parentbased_", name)
}
