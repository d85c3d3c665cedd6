package sigv4_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/sigv4"
	"github.com/swfd/swfd/swf"
)

// FuzzAuthorization: whatever the headers say, the answer is one of the service's, and nothing but what was signed is right.
func FuzzAuthorization(f *testing.F) {
	right := signed(f)
	authorization, date := right.Header["Authorization"][0], right.Header["X-Amz-Date"][0]
	f.Add(authorization, date, "")
	f.Add(authorization+",", date, "token")
	f.Add("AWS4-HMAC-SHA256 Credential=/20260102/us-east-1/swf/aws4_request,SignedHeaders=,Signature=", date, "")
	f.Add("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=;;;host, Signature=00", "20260102T030405Z", "")
	f.Add("AWS4-X =,=,=", "T", "")
	key := sigv4.Derive(secret, sigv4.Scope{Date: "20260102", Region: region})
	f.Fuzz(func(t *testing.T, a, at, token string) {
		r := clone(right)
		r.Header["Authorization"], r.Header["X-Amz-Date"] = []string{a}, []string{at}
		if token != "" {
			r.Header["X-Amz-Security-Token"] = []string{token}
		}
		s, err := rules.Read(r, now)
		var fault swf.Fault
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Fatalf("%q: %v", a, err)
		case err == nil && s.Token != token:
			t.Fatalf("%q: the token %q is read as %q", a, token, s.Token)
		case err == nil && s.MadeWith(key) && !saysTheSame(a, authorization):
			t.Fatalf("%q is right", a)
		}
	})
}

// saysTheSame reports whether two headers name the same signed headers and signature. Whose key it is, is not signed.
func saysTheSame(a, b string) bool {
	return parameter(a, "SignedHeaders") == parameter(b, "SignedHeaders") && parameter(a, "Signature") == parameter(b, "Signature")
}

func parameter(authorization, name string) string {
	_, value, _ := strings.Cut(authorization, name+"=")
	value, _, _ = strings.Cut(value, ",")
	return strings.TrimSpace(value)
}
