package blackbox

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

// The answers to signatures, as the service gives them.
const (
	mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing " +
		"method. Consult the service documentation for details."
	badKey       = "The security token included in the request is invalid."
	badToken     = "The security token included in the request is invalid"
	expiredToken = "The security token included in the request is expired"
)

// The account of the people of these tests.
const company = "111122223333"

// guarded is a server whose access file a test can change.
type guarded struct {
	t      *testing.T
	server *process
	access string
}

// guardedBy starts a server that knows alice, with these keys.
func guardedBy(t *testing.T, keys ...accessKey) guarded {
	t.Helper()
	flags, err := alice(keys...).accessFlags(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return guarded{t, newProcess(t, append(flags, "--poll-hold", "10s")...), flags[1]}
}

// alice is an access file that knows nobody else.
func alice(keys ...accessKey) people {
	return people{Accounts: map[string]peopleOfOne{company: {map[string]person{"alice": {keys, []any{everything}}}}}}
}

// client makes a client of the SDK that signs with a key.
func (g guarded) client(key, secret, token, region string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: region, BaseEndpoint: new("http://" + g.server.address), HTTPClient: transport, Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(key, secret, token),
	})
}

// call makes a call that anybody may make who is known.
func call(ctx context.Context, c *sdk.Client) error {
	_, err := c.ListDomains(ctx, &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
	return err
}

// identityCase is a key, and how a call with it ends: in success, or with a code and a text.
type identityCase struct {
	Name  string `json:"name"`
	Key   string `json:"key"`
	Token string `json:"token"`
	// Secret is the right one if it is empty.
	Secret string `json:"secret"`
	Region string `json:"region"`
	Code   string `json:"code"`
	Text   string `json:"text"`
}

// keysOfAlice are those of the cases.
func keysOfAlice() []accessKey {
	return []accessKey{
		{ID: "AKIAALICE00000000001", Secret: secretKey},
		{ID: "AKIAALICE00000000002", Secret: secretKey, Active: new(false)},
		{ID: "ASIAALICE00000000003", Secret: secretKey, SessionToken: "session of alice", Expiration: time.Now().Add(time.Hour).Format(time.RFC3339)},
		{ID: "ASIAALICE00000000004", Secret: secretKey, SessionToken: "session of alice", Expiration: "2026-01-01T00:00:00Z"},
	}
}

func identityCases() []identityCase {
	const unknown, invalid = "UnrecognizedClientException", "InvalidSignatureException"
	return []identityCase{
		{Name: "a right key", Key: "AKIAALICE00000000001"},
		{Name: "another Region", Key: "AKIAALICE00000000001", Region: "eu-west-1"},
		{Name: "a session", Key: "ASIAALICE00000000003", Token: "session of alice"},
		{Name: "a wrong secret", Key: "AKIAALICE00000000001", Secret: "wrong", Code: invalid, Text: mismatch},
		{Name: "an unknown key", Key: "AKIANOBODY0000000000", Code: invalid, Text: mismatch},
		{Name: "a disabled key", Key: "AKIAALICE00000000002", Code: unknown, Text: badKey},
		{Name: "a disabled key and a wrong secret", Key: "AKIAALICE00000000002", Secret: "wrong", Code: invalid, Text: mismatch},
		{Name: "a session without its token", Key: "ASIAALICE00000000003", Code: unknown, Text: badToken},
		{Name: "a session with another token", Key: "ASIAALICE00000000003", Token: "session of bob", Code: unknown, Text: badToken},
		{Name: "a session that has ended", Key: "ASIAALICE00000000004", Token: "session of alice", Code: "ExpiredTokenException", Text: expiredToken},
		{Name: "a token with a key that has none", Key: "AKIAALICE00000000001", Token: "session of alice", Code: unknown, Text: badToken},
		{Name: "a Region that is not served", Key: "AKIAALICE00000000001", Region: "eu-west-2", Code: invalid,
			Text: "Credential should be scoped to a valid region, not 'eu-west-2'."},
	}
}

// startWithCases starts a server for the cases.
func startWithCases(t *testing.T) guarded {
	t.Helper()
	p := alice(keysOfAlice()...)
	p.Regions = []string{region, "eu-west-1"}
	flags, err := p.accessFlags(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return guarded{t, newProcess(t, flags...), flags[1]}
}

func TestWhoCalls(t *testing.T) {
	t.Parallel()
	g := startWithCases(t)
	for _, c := range identityCases() {
		t.Run(c.Name, func(t *testing.T) {
			if c.Secret == "" {
				c.Secret = secretKey
			}
			if c.Region == "" {
				c.Region = region
			}
			err := call(t.Context(), g.client(c.Key, c.Secret, c.Token, c.Region))
			switch {
			case c.Code != "":
				expectCode(t, err, c.Code, c.Text)
			case err != nil:
				t.Error(err)
			}
		})
	}
	t.Run("nobody", func(t *testing.T) {
		client := sdk.New(sdk.Options{
			Region: region, BaseEndpoint: new("http://" + g.server.address), HTTPClient: transport, Retryer: aws.NopRetryer{},
			Credentials: aws.AnonymousCredentials{},
		})
		expectCode(t, call(t.Context(), client), "MissingAuthenticationTokenException", "Request is missing Authentication Token")
	})
}

// Domains are those of the key's account and the signature's Region, whoever registers them.
func TestScopesOfKeys(t *testing.T) {
	t.Parallel()
	p := alice(keysOfAlice()...)
	p.Accounts["444455556666"] = peopleOfOne{map[string]person{"alice": {[]accessKey{{ID: "AKIAOTHER", Secret: secretKey}}, []any{everything}}}}
	flags, err := p.accessFlags(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	g := guarded{t, newProcess(t, flags...), flags[1]}
	_, err = g.client("AKIAALICE00000000001", secretKey, "", region).RegisterDomain(t.Context(), &sdk.RegisterDomainInput{
		Name: new(domain), WorkflowExecutionRetentionPeriodInDays: new("1"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		client *sdk.Client
		seen   bool
	}{
		"the same key":         {g.client("AKIAALICE00000000001", secretKey, "", region), true},
		"a session of hers":    {g.client("ASIAALICE00000000003", secretKey, "session of alice", region), true},
		"her in another place": {g.client("AKIAALICE00000000001", secretKey, "", "eu-west-1"), false},
		"another account":      {g.client("AKIAOTHER", secretKey, "", region), false},
	} {
		out, err := c.client.DescribeDomain(t.Context(), &sdk.DescribeDomainInput{Name: new(domain)})
		switch {
		case !c.seen:
			expectFault[*types.UnknownResourceFault](t, err, "Unknown domain: "+domain)
		case err != nil:
			t.Errorf("%s: %v", what, err)
		case *out.DomainInfo.Arn != "arn:aws:swf:us-east-1:"+company+":/domain/"+domain:
			t.Errorf("%s: the domain is %s", what, *out.DomainInfo.Arn)
		}
	}
}

// inForce is within how long a change of the access file must be in force.
const inForce = 5 * time.Second

// within waits until a call ends as it should, but not longer than a change may take.
func (g guarded) within(what string, ends func() bool) {
	g.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), inForce)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ends() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			g.t.Fatalf("after %v %s; the log:\n%s", inForce, what, strings.Join(g.server.lines(), "\n"))
		}
	}
}

func (g guarded) write(p people) {
	g.t.Helper()
	if err := p.write(g.access); err != nil {
		g.t.Fatal(err)
	}
}

// Keys come and go while the server serves, and whoever is in the midst of a call stays.
func TestKeysComeAndGo(t *testing.T) {
	t.Parallel()
	old, young := accessKey{ID: "AKIAOLD", Secret: secretKey}, accessKey{ID: "AKIAYOUNG", Secret: secretKey}
	g := guardedBy(t, old)
	ctx := t.Context()
	first, second := g.client("AKIAOLD", secretKey, "", region), g.client("AKIAYOUNG", secretKey, "", region)
	_, err := first.RegisterDomain(ctx, &sdk.RegisterDomainInput{Name: new(domain), WorkflowExecutionRetentionPeriodInDays: new("1")})
	if err != nil {
		t.Fatal(err)
	}
	polled := make(chan error, 1)
	go func() {
		_, err := first.PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{Domain: new(domain), TaskList: &types.TaskList{Name: new("idle")}})
		polled <- err
	}()
	expectCode(t, call(ctx, second), "InvalidSignatureException", mismatch)

	g.write(alice(old, young))
	g.within("the new key is not known", func() bool { return call(ctx, second) == nil })
	if err := call(ctx, first); err != nil {
		t.Errorf("the old key: %v", err)
	}
	g.write(alice(young))
	g.within("the old key is still good", func() bool { return call(ctx, first) != nil })
	expectCode(t, call(ctx, first), "InvalidSignatureException", mismatch)
	if err := <-polled; err != nil {
		t.Errorf("the poll that was under way: %v", err)
	}
}

// What is refused changes nothing, and is told of.
func TestABrokenAccessFile(t *testing.T) {
	t.Parallel()
	g := guardedBy(t, accessKey{ID: "AKIAALICE", Secret: secretKey})
	client := g.client("AKIAALICE", secretKey, "", region)
	if err := os.WriteFile(g.access, []byte("{\n\"accounts\": {\"1\": {}}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := "access.json:2: accounts.1: an account is named by twelve digits"
	g.within("nothing is told of it", func() bool {
		return slices.ContainsFunc(g.server.lines(), func(line string) bool {
			return strings.Contains(line, "level=WARN") && strings.Contains(line, "the access file is refused, and the one before stays in force") &&
				strings.Contains(line, refused)
		})
	})
	if err := call(t.Context(), client); err != nil {
		t.Error(err)
	}
	// A server does not start with it, and says why on one line.
	if err := g.server.terminate(); err != nil {
		t.Fatal(err)
	}
	err := g.server.start()
	if err == nil || !strings.Contains(err.Error(), "swfd: the access file: "+g.access+":2: accounts.1: an account is named by twelve digits") {
		t.Errorf("the start: %v", err)
	}
	g.write(alice(accessKey{ID: "AKIAALICE", Secret: secretKey}))
	g.server.restart(t)
	if err := call(t.Context(), client); err != nil {
		t.Error(err)
	}
}

// HUP has the file loaded at once, and ends nothing.
func TestHangup(t *testing.T) {
	t.Parallel()
	g := guardedBy(t, accessKey{ID: "AKIAALICE", Secret: secretKey})
	loaded := func() (n int) {
		for _, line := range g.server.lines() {
			if strings.Contains(line, "the access file is in force") {
				n++
			}
		}
		return n
	}
	before := loaded()
	if err := g.server.signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	g.within("nothing was loaded", func() bool { return loaded() > before })
	if err := call(t.Context(), g.client("AKIAALICE", secretKey, "", region)); err != nil {
		t.Error(err)
	}
}

// The program's own commands, with keys from where every AWS tool looks.
func TestCommandsWithKeys(t *testing.T) {
	t.Parallel()
	g := guardedBy(t, accessKey{ID: "AKIAALICE", Secret: secretKey})
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "credentials"),
		[]byte("[default]\naws_access_key_id = AKIAALICE\naws_secret_access_key = "+secretKey+"\n[stranger]\naws_access_key_id = AKIANOBODY\naws_secret_access_key = x\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), path, args...)
		c.Env = append(slices.DeleteFunc(environment(), func(v string) bool { return strings.HasPrefix(v, "AWS_") }),
			"HOME="+home, "AWS_SHARED_CREDENTIALS_FILE="+filepath.Join(home, "credentials"), "AWS_CONFIG_FILE="+filepath.Join(home, "none"),
			"AWS_REGION="+region, "SWFD_ENDPOINT=http://"+g.server.address)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	for _, c := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{"domain", "register", domain, "--retention", "1"}, "", 0},
		{[]string{"domain", "list"}, domain, 0},
		{[]string{"call", "DescribeDomain", `{"name":"orders"}`}, "arn:aws:swf:us-east-1:" + company + ":/domain/orders", 0},
		{[]string{"health", "--listen", g.server.address}, "is ready", 0},
		{[]string{"access", "check", g.access}, "1 account, 1 user, 1 key", 0},
		{[]string{"domain", "list", "--profile", "stranger"}, "swfd: ListDomains: InvalidSignatureException: " + mismatch, 4},
	} {
		out, err := run(c.args...)
		var status *exec.ExitError
		if errors.As(err, &status) && status.ExitCode() == c.code {
			err = nil
		}
		if err != nil || !strings.Contains(out, c.want) {
			t.Errorf("swfd %s: %v\n%s", strings.Join(c.args, " "), err, out)
		}
	}
	// Somebody new is let in while the server runs.
	out, err := run("access", "create", "bob", "--access", g.access)
	key, secret := valueOf(out, "AWS_ACCESS_KEY_ID="), valueOf(out, "AWS_SECRET_ACCESS_KEY=")
	if err != nil || key == "" || secret == "" {
		t.Fatalf("%v\n%s", err, out)
	}
	g.within("bob is not known", func() bool {
		err := call(t.Context(), g.client(key, secret, "", region))
		return err != nil && strings.Contains(err.Error(), "AccessDeniedException: User: arn:aws:iam::"+company+":user/bob is not authorized")
	})
	for _, line := range g.server.lines() {
		if strings.Contains(line, secret) {
			t.Errorf("the log holds bob's secret: %s", line)
		}
	}
}

// valueOf is what follows a name on its line.
func valueOf(text, name string) string {
	_, value, _ := strings.Cut(text, name)
	value, _, _ = strings.Cut(value, "\n")
	return value
}
