package sigv4_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/swfd/swfd/internal/sigv4"
)

// The key with which tests sign, and the Region that they sign for.
const (
	keyID  = "AKIATEST000000000001"
	secret = "secret/of+the/tests"
	region = "us-east-1"
)

// now is when everything happens.
var now = time.Date(2026, time.January, 2, 3, 4, 5, 600_000_000, time.UTC)

var rules = sigv4.Rules{Skew: 15 * time.Minute, Region: func(name string) bool { return name == region || name == "eu-west-1" }}

// fatal is what tests, fuzz targets, benchmarks and properties have in common.
type fatal interface {
	Helper()
	Fatal(args ...any)
}

// unsigned is a request as a client of SWF makes it before it signs.
func unsigned(t fatal, operation, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://swf.us-east-1.amazonaws.com/", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("X-Amz-Target", "SimpleWorkflowService."+operation)
	r.Header.Set("Amz-Sdk-Invocation-Id", "0c3e5b7a-6f0e-4a37-9f3a-0d6f0c1f2b3a")
	r.Header.Set("Amz-Sdk-Request", "attempt=1; max=3")
	return r
}

// signing says how a request is signed.
type signing struct {
	secret, token   string
	service, region string
	at              time.Time
	// hash is what the body's hash is said to be, if it is not the true one.
	hash string
}

func usual() signing { return signing{secret: secret, service: "swf", region: region, at: now} }

// sign signs a request with the signer of Amazon's SDK.
func (s signing) sign(t fatal, r *http.Request) {
	t.Helper()
	if s.hash == "" {
		s.hash = hashOf(bodyOf(t, r))
	}
	credentials := aws.Credentials{AccessKeyID: keyID, SecretAccessKey: s.secret, SessionToken: s.token}
	if err := v4.NewSigner().SignHTTP(context.Background(), credentials, r, s.hash, s.service, s.region, s.at); err != nil {
		t.Fatal(err)
	}
}

func bodyOf(t fatal, r *http.Request) string {
	t.Helper()
	body, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func hashOf(body string) string {
	hash := sha256.Sum256([]byte(body))
	return hex.EncodeToString(hash[:])
}

// received is a request as a server sees it that has read it from the wire.
func received(t fatal, r *http.Request) *sigv4.Request {
	t.Helper()
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		t.Fatal(err)
	}
	in, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(in.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &sigv4.Request{
		Method: in.Method, Path: in.URL.Path, Query: in.URL.RawQuery, Host: in.Host, Header: in.Header, Body: body,
	}
}

// signed is a request signed as usual, as a server sees it.
func signed(t fatal) *sigv4.Request {
	t.Helper()
	r := unsigned(t, "DescribeDomain", `{"name":"orders"}`)
	usual().sign(t, r)
	return received(t, r)
}

// verify reads a signature and holds it against a secret.
func verify(r *sigv4.Request, secret string) error {
	s, err := rules.Read(r, now)
	if err != nil {
		return err
	}
	if s.KeyID != keyID || !s.MadeWith(sigv4.Derive(secret, s.Scope)) {
		return sigv4.Mismatch()
	}
	return nil
}

func TestARightSignature(t *testing.T) {
	r := signed(t)
	s, err := rules.Read(r, now)
	if err != nil {
		t.Fatal(err)
	}
	if want := (sigv4.Scope{Date: "20260102", Region: region}); s.KeyID != keyID || s.Scope != want || s.Token != "" {
		t.Errorf("it claims to be of %q for %+v with the token %q", s.KeyID, s.Scope, s.Token)
	}
	if s.KeyID != keyID || !s.MadeWith(sigv4.Derive(secret, s.Scope)) {
		t.Error("the right key did not make it")
	}
	if s.MadeWith(sigv4.Derive(secret+"x", s.Scope)) {
		t.Error("another secret made it, too")
	}
	if s.MadeWith(sigv4.Derive(secret, sigv4.Scope{Date: "20260103", Region: region})) {
		t.Error("the key of another day made it, too")
	}
	if s.MadeWith(sigv4.SigningKey{}) {
		t.Error("no key at all made it, too")
	}
}

func TestTheSessionTokenIsRead(t *testing.T) {
	r := unsigned(t, "DescribeDomain", `{"name":"orders"}`)
	how := usual()
	how.token = "session/token=="
	how.sign(t, r)
	s, err := rules.Read(received(t, r), now)
	if err != nil || s.Token != how.token || !s.MadeWith(sigv4.Derive(secret, s.Scope)) {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestSigningKeysAreNotShown(t *testing.T) {
	key := sigv4.Derive(secret, sigv4.Scope{Date: "20260102", Region: region})
	const hidden = "sigv4.SigningKey(hidden)"
	shown, err := json.Marshal(key)
	if err != nil || string(shown) != `"`+hidden+`"` {
		t.Errorf("it is written as %s, %v", shown, err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%x", "%s", "%d"} {
		if shown := fmt.Sprintf(verb, key); shown != hidden {
			t.Errorf("%s shows it as %s", verb, shown)
		}
	}
}
