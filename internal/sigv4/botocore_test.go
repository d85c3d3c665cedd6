package sigv4_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// clientsVariable names the folder into which internal/blackbox/clients/install has brought the clients of other languages.
const clientsVariable = "SWFD_CLIENTS"

// botocoreRequest is a request for testdata/botocore_sign.py.
type botocoreRequest struct {
	Host    string            `json:"host"`
	Headers map[string]string `json:"headers"`
	Body    []byte            `json:"body"`
	Key     string            `json:"key"`
	Secret  string            `json:"secret"`
	Token   string            `json:"token"`
	Region  string            `json:"region"`
	At      string            `json:"at"`
}

// TestBotocoresSigner: what botocore signs is right, with nothing but the right secret.
func TestBotocoresSigner(t *testing.T) {
	installed := os.Getenv(clientsVariable)
	if installed == "" {
		t.Skipf("nothing was signed by botocore: %s does not name the folder into which internal/blackbox/clients/install has brought it", clientsVariable)
	}
	var requests []botocoreRequest
	for seed := range 500 {
		requests = append(requests, rapid.Custom(drawBotocoreRequest).Example(seed))
	}
	for i, headers := range signWithBotocore(t, filepath.Join(installed, "python", "bin", "python"), requests) {
		r := unsigned(t, "", string(requests[i].Body))
		r.Host = requests[i].Host
		r.Header = nil
		in := received(t, r)
		for name, value := range headers {
			http.Header(in.Header).Set(name, value)
		}
		if err := verify(in, requests[i].Secret); err != nil {
			t.Errorf("%+v was signed by %s, and: %v", requests[i], headers["Authorization"], err)
		}
		if err := verify(in, requests[i].Secret+"x"); err == nil {
			t.Errorf("%+v: another secret made it, too", requests[i])
		}
	}
}

func drawBotocoreRequest(t *rapid.T) botocoreRequest {
	r, how := drawRequest(t)
	out := botocoreRequest{
		Host: r.Host, Headers: map[string]string{}, Body: []byte(bodyOf(t, r)), Key: keyID, Secret: how.secret, Token: how.token,
		Region: how.region, At: how.at.Format("20060102T150405Z"),
	}
	for name, values := range r.Header {
		out.Headers[name] = values[0]
	}
	return out
}

// signWithBotocore returns the headers of the requests when they are signed.
func signWithBotocore(t *testing.T, python string, requests []botocoreRequest) []map[string]string {
	t.Helper()
	var in, out, errs bytes.Buffer
	for _, r := range requests {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	c := exec.CommandContext(t.Context(), python, "-B", filepath.Join("testdata", "botocore_sign.py"))
	c.Stdin, c.Stdout, c.Stderr = &in, &out, &errs
	if err := c.Run(); err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	var signed []map[string]string
	for line := range strings.Lines(out.String()) {
		var headers map[string]string
		if err := json.Unmarshal([]byte(line), &headers); err != nil {
			t.Fatal(err)
		}
		signed = append(signed, headers)
	}
	if len(signed) != len(requests) {
		t.Fatalf("of %d requests %d were signed", len(requests), len(signed))
	}
	return signed
}
