package access

import (
	"net/http"
	"strings"
	"testing"

	"github.com/swfd/swfd/swf"
)

func identify(t testing.TB, authorization string) Caller {
	t.Helper()
	r := &http.Request{Header: http.Header{}}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	caller, err := Open{}.Identify(r, nil)
	if err != nil {
		t.Fatalf("%q is refused: %v", authorization, err)
	}
	return caller
}

func TestOpenReadsTheScopeOfTheSignature(t *testing.T) {
	const (
		head  = "AWS4-HMAC-SHA256 "
		tail  = ", SignedHeaders=host;x-amz-date, Signature=0123456789abcdef"
		scope = "/20260102/eu-west-1/swf/aws4_request"
	)
	anonymous := Caller{Account: "123456789012", Region: "us-east-1", Principal: "anonymous"}
	caller := func(account, region, principal string) Caller {
		return Caller{Account: account, Region: region, Principal: principal}
	}
	for _, c := range []struct {
		authorization string
		want          Caller
	}{
		// Nobody and nothing.
		{"", anonymous},
		{"AWS4-HMAC-SHA256", anonymous},
		{head, anonymous},
		{"Basic dXNlcjpwYXNzd29yZA==", anonymous},
		{"Bearer token", anonymous},
		{"AWS3-HTTPS AWSAccessKeyId=AKID, Algorithm=HmacSHA256, Signature=x", anonymous},
		{head + "SignedHeaders=host, Signature=x", anonymous},
		{head + "Credential=" + tail, anonymous},
		// As SDKs write it: parameters in any order, with or without blanks.
		{head + "Credential=AKIDEXAMPLE" + scope + tail, caller("123456789012", "eu-west-1", "AKIDEXAMPLE")},
		{head + "Credential=AKIDEXAMPLE" + scope + ",SignedHeaders=host,Signature=x", caller("123456789012", "eu-west-1", "AKIDEXAMPLE")},
		{head + "SignedHeaders=host, Signature=x, Credential=AKIDEXAMPLE" + scope, caller("123456789012", "eu-west-1", "AKIDEXAMPLE")},
		{head + "Credential=AKIDEXAMPLE" + scope, caller("123456789012", "eu-west-1", "AKIDEXAMPLE")},
		// Twelve digits are an account.
		{head + "Credential=111122223333" + scope + tail, caller("111122223333", "eu-west-1", "111122223333")},
		{head + "Credential=11112222333" + scope + tail, caller("123456789012", "eu-west-1", "11112222333")},
		{head + "Credential=1111222233334" + scope + tail, caller("123456789012", "eu-west-1", "1111222233334")},
		{head + "Credential=11112222333x" + scope + tail, caller("123456789012", "eu-west-1", "11112222333x")},
		{head + "Credential=1111x2223333" + scope + tail, caller("123456789012", "eu-west-1", "1111x2223333")},
		{head + "Credential=١١١١٢٢٢٢٣٣٣٣" + scope + tail, caller("123456789012", "eu-west-1", "anonymous")},
		// A region that is none.
		{head + "Credential=111122223333/20260102//swf/aws4_request" + tail, caller("111122223333", "us-east-1", "111122223333")},
		{head + "Credential=111122223333/20260102/EU-WEST-1/swf/aws4_request" + tail, caller("111122223333", "us-east-1", "111122223333")},
		{head + "Credential=111122223333/20260102/a b/swf/aws4_request" + tail, caller("111122223333", "us-east-1", "111122223333")},
		{head + "Credential=111122223333/20260102/" + strings.Repeat("r", 33) + "/swf/aws4_request" + tail, caller("111122223333", "us-east-1", "111122223333")},
		{head + "Credential=111122223333/20260102/" + strings.Repeat("r", 32) + "/swf/aws4_request" + tail,
			caller("111122223333", strings.Repeat("r", 32), "111122223333")},
		// A credential that is none: too few or too many parts.
		{head + "Credential=111122223333" + tail, anonymous},
		{head + "Credential=111122223333/20260102/eu-west-1/swf" + tail, anonymous},
		{head + "Credential=111122223333" + scope + "/more" + tail, anonymous},
		{head + "Credential=" + strings.Repeat("/", 10_000) + tail, anonymous},
		{head + "credential=111122223333" + scope + tail, anonymous},
		{"aws4-hmac-sha256 Credential=111122223333" + scope + tail, anonymous},
		{head + "XCredential=111122223333" + scope + tail, anonymous},
		// The first counts.
		{head + "Credential=111122223333" + scope + ", Credential=444455556666" + scope, caller("111122223333", "eu-west-1", "111122223333")},
		// A key that is none has no name.
		{head + "Credential=" + scope + tail, caller("123456789012", "eu-west-1", "anonymous")},
		{head + "Credential=a b" + scope + tail, caller("123456789012", "eu-west-1", "anonymous")},
		{head + "Credential=key\u2028" + scope + tail, caller("123456789012", "eu-west-1", "anonymous")},
		{head + "Credential=" + strings.Repeat("k", 128) + scope + tail, caller("123456789012", "eu-west-1", strings.Repeat("k", 128))},
		{head + "Credential=" + strings.Repeat("k", 129) + scope + tail, caller("123456789012", "eu-west-1", "anonymous")},
	} {
		if got := identify(t, c.authorization); got != c.want {
			t.Errorf("%.120q\n got %+v\nwant %+v", c.authorization, got, c.want)
		}
	}
}

func TestOpenAllowsEverything(t *testing.T) {
	caller := identify(t, "")
	if err := (Open{}).Authorize(caller, "TerminateWorkflowExecution", &swf.TerminateWorkflowExecutionInput{}); err != nil {
		t.Errorf("an operation is refused: %v", err)
	}
	if !(Open{}).MayDecide(caller, Decision{Decision: swf.Decision{Attributes: &swf.StartTimerDecisionAttributes{}}}) {
		t.Error("a decision is refused")
	}
}

// FuzzIdentify: whatever a header says, the scope is a lawful one.
func FuzzIdentify(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential=111122223333/20260102/eu-west-1/swf/aws4_request, SignedHeaders=host, Signature=x")
	f.Add("AWS4-HMAC-SHA256 Credential=////")
	f.Fuzz(func(t *testing.T, authorization string) {
		c := identify(t, authorization)
		plain := func(r rune) bool {
			return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' || r == '_'
		}
		odd := func(r rune) bool { return !plain(r) }
		switch {
		case len(c.Account) != 12 || strings.Trim(c.Account, "0123456789") != "":
			t.Fatalf("account %q", c.Account)
		case c.Region == "" || len(c.Region) > 32 || strings.ContainsFunc(c.Region, odd) || strings.ToLower(c.Region) != c.Region:
			t.Fatalf("region %q", c.Region)
		case c.Principal == "" || len(c.Principal) > 128 || strings.ContainsFunc(c.Principal, odd):
			t.Fatalf("principal %q", c.Principal)
		}
	})
}
