package access

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/swfd/swfd/internal/sigv4"
	"github.com/swfd/swfd/swf"
)

// now is when requests are made.
var now = time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)

// canary is in all secrets of the tests, and in no log.
const canary = "canary"

const body = `{"name":"orders"}`

// credentials are what a request is signed with.
type credentials struct{ id, secret, token string }

func signed(t testing.TB, c credentials, at time.Time) *http.Request {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://localhost/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("X-Amz-Target", "SimpleWorkflowService.DescribeDomain")
	hash := sha256.Sum256([]byte(body))
	with := aws.Credentials{AccessKeyID: c.id, SecretAccessKey: c.secret, SessionToken: c.token}
	if err := v4.NewSigner().SignHTTP(context.Background(), with, r, hex.EncodeToString(hash[:]), "swf", "eu-west-1", at); err != nil {
		t.Fatal(err)
	}
	return r
}

// watched is a guard whose log can be read.
type watched struct {
	*Guard
	log *logBuffer
}

// logBuffer is a log in memory.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// take returns what was logged since.
func (l *logBuffer) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.b.Reset()
	return l.b.String()
}

func guard(t testing.TB, path string) watched {
	t.Helper()
	log := &logBuffer{}
	g, err := NewGuard(Config{
		File: path, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return watched{g, log}
}

// answer is what the guard says to a request: whom it is from, or why it is refused.
func (w watched) answer(t testing.TB, c credentials) string {
	t.Helper()
	caller, err := w.Identify(signed(t, c, now), []byte(body))
	if err != nil {
		return err.Error()
	}
	return caller.Principal
}

const people = `{"accounts": {
  "123456789012": {"users": {
    "alice": {"accessKeys": [
      {"id": "AKIAALICE1", "secret": "canary one"},
      {"id": "AKIAALICE2", "secret": "canary two", "active": false},
      {"id": "ASIAALICE3", "secret": "canary three", "sessionToken": "canary token", "expiration": "2026-01-02T03:04:06Z"},
      {"id": "ASIAALICE4", "secret": "canary four", "sessionToken": "canary token", "expiration": "2026-01-02T03:04:05Z"}]}}},
  "210987654321": {"users": {"alice": {"accessKeys": [{"id": "AKIAOTHER", "secret": "canary one"}]}}}}}`

const (
	mismatch = "InvalidSignatureException: The request signature we calculated does not match the signature you provided. Check your AWS " +
		"Secret Access Key and signing method. Consult the service documentation for details."
	badKey   = "UnrecognizedClientException: The security token included in the request is invalid."
	badToken = "UnrecognizedClientException: The security token included in the request is invalid"
	expired  = "ExpiredTokenException: The security token included in the request is expired"
)

// TestWhoCalls: who has the secret learns what is wrong with the key; to anybody else an unknown key, one that is not active and one that is
// are all the same.
func TestWhoCalls(t *testing.T) {
	const alice = "arn:aws:iam::123456789012:user/alice"
	g := guard(t, write(t, people))
	for _, c := range []struct {
		with credentials
		want string
	}{
		{credentials{"AKIAALICE1", "canary one", ""}, alice},
		{credentials{"AKIAOTHER", "canary one", ""}, "arn:aws:iam::210987654321:user/alice"},
		{credentials{"AKIAALICE1", "canary two", ""}, mismatch},
		{credentials{"AKIAALICE1", "Canary one", ""}, mismatch},
		{credentials{"AKIANOBODY", "canary one", ""}, mismatch},
		{credentials{"akiaalice1", "canary one", ""}, mismatch},
		{credentials{"123456789012", "canary one", ""}, mismatch},
		{credentials{"AKIAALICE2", "canary one", ""}, mismatch},
		{credentials{"AKIAALICE2", "canary two", ""}, badKey},
		{credentials{"ASIAALICE3", "canary three", "canary token"}, alice},
		{credentials{"ASIAALICE3", "canary three", "another"}, badToken},
		{credentials{"ASIAALICE3", "canary three", ""}, badToken},
		{credentials{"ASIAALICE3", "canary four", "canary token"}, mismatch},
		{credentials{"ASIAALICE4", "canary four", "canary token"}, expired},
		{credentials{"ASIAALICE4", "canary four", "another"}, badToken},
		{credentials{"AKIAALICE1", "canary one", "canary token"}, badToken},
	} {
		// The second time the signing key may have been kept.
		for range 2 {
			if got := g.answer(t, c.with); got != c.want {
				t.Errorf("%+v:\n got %s\nwant %s", c.with, got, c.want)
			}
		}
	}
	if log := g.log.take(); strings.Contains(log, canary) {
		t.Errorf("the log holds a secret: %s", log)
	}
}

func TestTheCallerIsWhole(t *testing.T) {
	g := guard(t, write(t, people))
	caller, err := g.Identify(signed(t, credentials{"AKIAALICE1", "canary one", ""}, now), []byte(body))
	want := Caller{
		Account: "123456789012", Region: "eu-west-1", Principal: "arn:aws:iam::123456789012:user/alice",
		User: g.current.Load().User("123456789012", "alice"), Via: Via{At: now, From: "192.0.2.1:1234"}, key: g.current.Load().keys["AKIAALICE1"],
	}
	if err != nil || caller != want || caller.User == nil {
		t.Errorf("%+v, %v", caller, err)
	}
}

func TestStrangersGetTheServicesAnswers(t *testing.T) {
	g := guard(t, write(t, people))
	r := signed(t, credentials{"AKIAALICE1", "canary one", ""}, now.Add(-time.Hour))
	for what, c := range map[string]struct {
		request *http.Request
		body    string
		want    swf.Fault
	}{
		"nobody":              {httptest.NewRequest(http.MethodPost, "/", nil), "", &swf.MissingAuthenticationTokenException{}},
		"a clock that is off": {r, body, &swf.InvalidSignatureException{}},
		"another body":        {signed(t, credentials{"AKIAALICE1", "canary one", ""}, now), body + " ", &swf.InvalidSignatureException{}},
	} {
		_, err := g.Identify(c.request, []byte(c.body))
		var fault swf.Fault
		if !errors.As(err, &fault) || fault.FaultCode() != c.want.FaultCode() {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestStrangersKeepNothing: only right signatures have their keys kept, and not without end.
func TestStrangersKeepNothing(t *testing.T) {
	k := newAccessKey(&User{}, NewSecret(canary))
	rules := sigv4.Rules{Skew: time.Hour, Region: isRegion}
	try := func(secret, region string) bool {
		r := httptest.NewRequest(http.MethodPost, "http://localhost/", nil)
		hash := sha256.Sum256(nil)
		with := aws.Credentials{AccessKeyID: "AKIA", SecretAccessKey: secret}
		if err := v4.NewSigner().SignHTTP(context.Background(), with, r, hex.EncodeToString(hash[:]), "swf", region, now); err != nil {
			t.Fatal(err)
		}
		s, err := rules.Read(&sigv4.Request{Method: r.Method, Path: "/", Host: r.Host, Header: r.Header}, now)
		if err != nil {
			t.Fatal(err)
		}
		return k.made(&s)
	}
	for i := range 10 {
		if try("another", fmt.Sprint("region-", i)) || len(*k.kept.Load()) > 0 {
			t.Fatalf("after a wrong signature %d keys are kept", len(*k.kept.Load()))
		}
	}
	for i := range 10 {
		for range 2 {
			if !try("canary", fmt.Sprint("region-", i)) {
				t.Fatal("a right signature is wrong")
			}
		}
		kept := *k.kept.Load()
		if len(kept) != min(i+1, mostKept) || kept[0].scope.Region != fmt.Sprint("region-", i) {
			t.Fatalf("after %d Regions %d keys are kept, the first for %s", i+1, len(kept), kept[0].scope.Region)
		}
	}
}

// TestSecretsAreNotShown, whatever holds them.
func TestSecretsAreNotShown(t *testing.T) {
	path := write(t, people)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := readFile(path, text)
	if err != nil {
		t.Fatal(err)
	}
	kept := newAccessKey(&User{}, NewSecret(canary))
	scope := sigv4.Scope{Date: "20260102", Region: "us-east-1"}
	key := sigv4.Derive(canary, scope)
	kept.keep(scopedKey{scope, key}, nil)
	entry := parsed.accounts[0].users[0].keys[2]
	for _, v := range []any{entry.secret, *entry.secret, entry.token.inline, NewSecret(canary), &entry.secret.inline, kept, *kept.kept.Load()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if shown := fmt.Sprintf(verb, v); strings.Contains(shown, canary) || strings.Contains(shown, hex.EncodeToString([]byte(canary))) {
				t.Errorf("%s shows %s", verb, shown)
			}
		}
	}
}

// changing is an access file that changes while a guard follows it, in a bubble.
type changing struct {
	t *testing.T
	watched
	dir string
}

// following runs a test in a bubble on a guard that follows its file.
func following(t *testing.T, test func(c changing), file string, others ...string) {
	path := write(t, file, others...)
	synctest.Test(t, func(t *testing.T) {
		c := changing{t, guard(t, path), filepath.Dir(path)}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			c.Follow(ctx)
		}()
		c.log.take()
		test(c)
		cancel()
		<-ended
		if log := c.log.take(); strings.Contains(log, canary) {
			t.Errorf("the log holds a secret: %s", log)
		}
	})
}

// put writes a file and waits for as long as a change may take to be in force.
func (c changing) put(name, text string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.dir, name), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.wait()
}

func (c changing) wait() {
	time.Sleep(5 * time.Second)
	synctest.Wait()
}

func (c changing) expect(with credentials, want string) {
	c.t.Helper()
	if got := c.answer(c.t, with); got != want {
		c.t.Errorf("%s:\n got %s\nwant %s", with.id, got, want)
	}
}

// expectLog checks that what was logged since is one line with these words, or nothing.
func (c changing) expectLog(words ...string) {
	c.t.Helper()
	log := c.log.take()
	if n := strings.Count(log, "\n"); n != min(1, len(words)) {
		c.t.Errorf("%d lines are logged: %s", n, log)
	}
	for _, w := range words {
		if !strings.Contains(log, w) {
			c.t.Errorf("%q is not in the log: %s", w, log)
		}
	}
}

func oneKey(id, secret string) string {
	return fmt.Sprintf(`{"accounts":{"123456789012":{"users":{"alice":{"accessKeys":[{"id":%q,"secret":%q}]}}}}}`, id, secret)
}

const aliceARN = "arn:aws:iam::123456789012:user/alice"

func TestFollow(t *testing.T) {
	one, two := credentials{"AKIA1", "canary one", ""}, credentials{"AKIA2", "canary two", ""}
	t.Run("a key is added and another removed", func(t *testing.T) {
		following(t, func(c changing) {
			c.expect(one, aliceARN)
			c.expect(two, mismatch)
			c.put("access.json", oneKey("AKIA2", "canary two"))
			c.expect(one, mismatch)
			c.expect(two, aliceARN)
			c.expectLog("level=INFO", "the access file is in force", "keys=1")
		}, oneKey("AKIA1", "canary one"))
	})
	t.Run("nothing changes", func(t *testing.T) {
		following(t, func(c changing) {
			time.Sleep(time.Hour)
			synctest.Wait()
			c.expectLog()
		}, oneKey("AKIA1", "canary one"))
	})
	t.Run("a file is refused, and then mended", func(t *testing.T) {
		following(t, func(c changing) {
			c.put("access.json", "{\n"+oneKey("AKIA2", "canary two"))
			c.expect(one, aliceARN)
			c.expect(two, mismatch)
			c.expectLog("level=WARN", "the access file is refused, and the one before stays in force", "access.json:2: this is not JSON")
			time.Sleep(time.Hour)
			synctest.Wait()
			c.expectLog()
			c.put("access.json", oneKey("AKIA2", "canary two"))
			c.expect(two, aliceARN)
			c.expectLog("level=INFO")
		}, oneKey("AKIA1", "canary one"))
	})
	t.Run("the file is gone, and comes back", func(t *testing.T) {
		following(t, func(c changing) {
			if err := os.Remove(filepath.Join(c.dir, "access.json")); err != nil {
				t.Fatal(err)
			}
			c.wait()
			c.expect(one, aliceARN)
			c.expectLog("level=WARN", "no such file")
			c.put("access.json", oneKey("AKIA2", "canary two"))
			c.expect(one, mismatch)
			c.expect(two, aliceARN)
			c.expectLog("level=INFO")
		}, oneKey("AKIA1", "canary one"))
	})
	t.Run("the same file becomes one that others can read", func(t *testing.T) {
		following(t, func(c changing) {
			if err := os.Chmod(filepath.Join(c.dir, "access.json"), 0o644); err != nil {
				t.Fatal(err)
			}
			c.wait()
			c.expect(one, aliceARN)
			c.expectLog("level=WARN", "chmod 600")
		}, oneKey("AKIA1", "canary one"))
	})
	t.Run("a secret in a file of its own", func(t *testing.T) {
		const file = `{"accounts":{"123456789012":{"users":{"alice":{"accessKeys":[{"id":"AKIA1","secret":{"file":"secret"}}]}}}}}`
		following(t, func(c changing) {
			c.expect(one, aliceARN)
			c.put("secret", "canary other")
			c.expect(one, mismatch)
			c.expectLog("level=INFO")
			c.put("secret", "")
			c.expect(credentials{"AKIA1", "canary other", ""}, aliceARN)
			c.expectLog("level=WARN", "the secret is empty")
		}, file, "secret", "canary one")
	})
	t.Run("a policy in a file of its own", func(t *testing.T) {
		const file = `{"accounts":{"123456789012":{"users":{"alice":{"policies":[{"file":"policy.json"}]}}}}}`
		following(t, func(c changing) {
			c.put("policy.json", `{"Statement":[`)
			c.expectLog("level=WARN", "policy.json:1: ")
			if len(c.current.Load().User("123456789012", "alice").Policies) != 1 {
				t.Error("the policy that was in force is gone")
			}
			c.put("policy.json", everything)
			c.expectLog("level=INFO")
		}, file, "policy.json", everything)
	})
	t.Run("it is told to load", func(t *testing.T) {
		following(t, func(c changing) {
			if err := os.WriteFile(filepath.Join(c.dir, "access.json"), []byte(oneKey("AKIA2", "canary two")), 0o600); err != nil {
				t.Fatal(err)
			}
			c.Reload()
			c.expect(two, aliceARN)
			c.expectLog("level=INFO")
			c.wait()
			c.expectLog()
		}, oneKey("AKIA1", "canary one"))
	})
}

// TestWhileAllowed: what was let in may go on as long as the key is good and the policies allow it, by the file that is in force; and not a
// moment longer.
func TestWhileAllowed(t *testing.T) {
	const who = `{"accounts":{"123456789012":{"users":{%q:{"accessKeys":[{"id":"AKIA1","secret":%q,"active":%t}],"policies":[{"file":"policy.json"}]}}}}}`
	const nothing = `{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}`
	before := fmt.Sprintf(who, "alice", "canary one", true)
	denied := "AccessDeniedException: User: " + aliceARN + " is not authorized to perform: swf:DescribeDomain on resource: " +
		"arn:aws:swf:eu-west-1:123456789012:/domain/orders with an explicit deny in an identity-based policy"
	for name, c := range map[string]struct{ file, text, want string }{
		"nothing that matters":      {"access.json", before + " ", "<nil>"},
		"a file that is refused":    {"access.json", "{", "<nil>"},
		"the key is removed":        {"access.json", oneKey("AKIA2", "canary one"), badKey},
		"the key is no longer good": {"access.json", fmt.Sprintf(who, "alice", "canary one", false), badKey},
		"the secret is another":     {"access.json", fmt.Sprintf(who, "alice", "canary two", true), badKey},
		"the key is another user's": {"access.json", fmt.Sprintf(who, "bob", "canary one", true), badKey},
		"the policy denies":         {"policy.json", nothing, denied},
		"the policy allows more":    {"policy.json", everything, "<nil>"},
	} {
		for _, late := range []bool{false, true} {
			following(t, func(f changing) {
				caller, err := f.Identify(signed(t, credentials{"AKIA1", "canary one", ""}, now), []byte(body))
				if err != nil {
					t.Fatal(err)
				}
				if late {
					// Between the door and the call.
					f.put(c.file, c.text)
				}
				while, stop := f.WhileAllowed(f.t.Context(), caller, func(now Caller) error {
					return Policies{fixed{}}.Authorize(now, "DescribeDomain", swf.NewDescribeDomainInput("orders"))
				})
				if !late && while.Err() != nil {
					t.Errorf("%s: nothing has changed, and it ends with %v", name, context.Cause(while))
				}
				f.put(c.file, c.text)
				if got := fmt.Sprint(context.Cause(while)); got != c.want {
					t.Errorf("%s (late: %t):\n got %s\nwant %s", name, late, got, c.want)
				}
				stop()
				if while.Err() == nil || len(f.watchers.all) > 0 {
					t.Errorf("%s: it goes on", name)
				}
				f.log.take()
			}, before, "policy.json", everything)
		}
	}
}

func TestAGuardNeedsItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	if _, err := NewGuard(Config{File: path}); err == nil || err.Error() != "the access file: "+path+": there is no such file: swfd access create makes one" {
		t.Error(err)
	}
}

// TestManyCallWhileItChanges: at each moment one whole file is in force.
func TestManyCallWhileItChanges(t *testing.T) {
	path := write(t, oneKey("AKIA1", "canary one"))
	g := guard(t, path)
	var calling sync.WaitGroup
	for range 4 {
		calling.Go(func() {
			for range 100 {
				if got := g.answer(t, credentials{"AKIA1", "canary one", ""}); got != aliceARN {
					t.Error(got)
				}
			}
		})
	}
	for i := range 50 {
		text := strings.Replace(oneKey("AKIA1", "canary one"), "[", fmt.Sprintf(`[{"id":"AKIA%d","secret":"canary"},`, i+2), 1)
		if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
		g.Reload()
	}
	calling.Wait()
	if log := g.log.take(); strings.Contains(log, "WARN") {
		t.Error(log)
	}
}

// BenchmarkIdentify names the caller of a request whose signing key is kept.
func BenchmarkIdentify(b *testing.B) {
	g := guard(b, write(b, people))
	r := signed(b, credentials{"AKIAALICE1", "canary one", ""}, now)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.Identify(r, []byte(body)); err != nil {
			b.Fatal(err)
		}
	}
}
