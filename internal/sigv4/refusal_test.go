package sigv4_test

import (
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/sigv4"
)

const (
	incomplete = "IncompleteSignatureException: "
	invalid    = "InvalidSignatureException: "
	mismatch   = invalid + "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key " +
		"and signing method. Consult the service documentation for details."
)

// change changes a signed request.
type change func(r *sigv4.Request)

func header(name string, values ...string) change {
	return func(r *sigv4.Request) { r.Header[name] = values }
}

func without(names ...string) change {
	return func(r *sigv4.Request) {
		for _, name := range names {
			delete(r.Header, name)
		}
	}
}

func authorization(edit func(string) string) change {
	return func(r *sigv4.Request) { r.Header["Authorization"] = []string{edit(r.Header["Authorization"][0])} }
}

func replace(old, new string) change {
	return authorization(func(a string) string { return strings.Replace(a, old, new, 1) })
}

// drop takes a parameter out of the Authorization header.
func drop(name string) change {
	return authorization(func(a string) string {
		scheme, list, _ := strings.Cut(a, " ")
		var kept []string
		for _, p := range strings.Split(list, ", ") {
			if !strings.HasPrefix(p, name+"=") {
				kept = append(kept, p)
			}
		}
		return scheme + " " + strings.Join(kept, ", ")
	})
}

func both(changes ...change) change {
	return func(r *sigv4.Request) {
		for _, c := range changes {
			c(r)
		}
	}
}

// at is a request of another instant, its day in the scope too.
func at(instant time.Time) change {
	text := instant.Format("20060102T150405Z")
	return both(header("X-Amz-Date", text), replace("/20260102/", "/"+text[:8]+"/"))
}

// TestRefusals holds the texts of the service. ${authorization} stands for the header as it was sent.
func TestRefusals(t *testing.T) {
	const (
		credential    = "Authorization header requires 'Credential' parameter. "
		signature     = "Authorization header requires 'Signature' parameter. "
		signedHeaders = "Authorization header requires 'SignedHeaders' parameter. "
		date          = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
		whole         = "Authorization=${authorization}"
		nobody        = "MissingAuthenticationTokenException: Request is missing Authentication Token"
	)
	for _, c := range []struct {
		what   string
		change change
		want   string
	}{
		{"no signature", without("Authorization"), nobody},
		{"an empty header", header("Authorization", ""), nobody},
		{"a password", header("Authorization", "Basic dXNlcjpwYXNzd29yZA=="), nobody},
		{"the dead scheme", header("Authorization", "AWS3-HTTPS AWSAccessKeyId=AKID, Algorithm=HmacSHA256, Signature=x"), nobody},
		{"another case", replace("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), nobody},

		{"a scheme alone", header("Authorization", "AWS4-HMAC-SHA256"), incomplete + credential + signature + signedHeaders + whole},
		{"a scheme and blanks", header("Authorization", "AWS4-HMAC-SHA256  "), incomplete + credential + signature + signedHeaders + whole},
		{"no credential", drop("Credential"), incomplete + credential + whole},
		{"no signature parameter", drop("Signature"), incomplete + signature + whole},
		{"no signed headers", drop("SignedHeaders"), incomplete + signedHeaders + whole},
		{"an empty credential", authorization(func(a string) string {
			return strings.Replace(a, a[strings.Index(a, keyID):strings.Index(a, ", ")], "", 1)
		}), incomplete + credential + whole},
		{"no date", without("X-Amz-Date"), incomplete + date + whole},
		{"nothing but a credential", both(drop("Signature"), drop("SignedHeaders"), without("X-Amz-Date")), incomplete + signature + signedHeaders + date + whole},
		{"no equal-sign", header("Authorization", "AWS4-HMAC-SHA256 Credential"),
			incomplete + "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'."},
		{"a comma too much", authorization(func(a string) string { return a + "," }),
			incomplete + "'' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'."},
		{"another parameter", authorization(func(a string) string { return a + ", Expires=60" }),
			incomplete + "Authorization header has an unknown 'Expires' parameter. " + whole},
		{"a parameter twice", authorization(func(a string) string { return a + ", Signature=" + strings.Repeat("0", 64) }),
			invalid + "Found more than one 'Signature' parameter in the Authorization header."},
		{"a parameter twice, first without a value", replace("Signature=", "Signature=, Signature="),
			invalid + "Found more than one 'Signature' parameter in the Authorization header."},

		{"two signatures", authorizations(2), invalid + "Found more than one 'Authorization' header."},
		{"two dates", header("X-Amz-Date", "20260102T030405Z", "20260102T030405Z"), invalid + "Found more than one 'X-Amz-Date' header."},
		{"two targets", header("X-Amz-Target", "SimpleWorkflowService.DescribeDomain", "SimpleWorkflowService.DeprecateDomain"),
			invalid + "Found more than one 'X-Amz-Target' header."},
		{"two session tokens", header("X-Amz-Security-Token", "a", "b"), invalid + "Found more than one 'X-Amz-Security-Token' header."},
		{"two content types", header("Content-Type", "a", "b"), invalid + "Found more than one 'Content-Type' header."},
		{"two of two headers", both(header("X-Amz-B", "", ""), header("X-Amz-A", "", "")), invalid + "Found more than one 'X-Amz-A' header."},

		{"a date of the web", header("X-Amz-Date", "Fri, 02 Jan 2026 03:04:05 GMT"), incomplete +
			"Date must be in ISO-8601 'basic format'. Got 'Fri, 02 Jan 2026 03:04:05 GMT'. See http://en.wikipedia.org/wiki/ISO_8601"},
		{"a date that is none", header("X-Amz-Date", "20260231T030405Z"), incomplete +
			"Date must be in ISO-8601 'basic format'. Got '20260231T030405Z'. See http://en.wikipedia.org/wiki/ISO_8601"},
		{"a fraction of a second", header("X-Amz-Date", "20260102T030405.0Z"), incomplete +
			"Date must be in ISO-8601 'basic format'. Got '20260102T030405.0Z'. See http://en.wikipedia.org/wiki/ISO_8601"},
		{"another date header of another form", both(without("X-Amz-Date"), header("Date", "Fri, 02 Jan 2026 03:04:05 GMT")), incomplete +
			"Date must be in ISO-8601 'basic format'. Got 'Fri, 02 Jan 2026 03:04:05 GMT'. See http://en.wikipedia.org/wiki/ISO_8601"},

		{"a second too old", at(now.Add(-15*time.Minute - time.Second)), invalid +
			"Signature expired: 20260102T024904Z is now earlier than 20260102T024905Z (20260102T030405Z - 15 min.)"},
		{"a second too early", at(now.Add(15*time.Minute + time.Second)), invalid +
			"Signature not yet current: 20260102T031906Z is still later than 20260102T031905Z (20260102T030405Z + 15 min.)"},
		{"years too old", at(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)), invalid +
			"Signature expired: 00010101T000000Z is now earlier than 20260102T024905Z (20260102T030405Z - 15 min.)"},
		{"just young enough", at(now.Add(-15 * time.Minute)), mismatch},
		{"just old enough", at(now.Add(15 * time.Minute)), mismatch},

		{"the host unsigned", replace(";host;", ";"), invalid + "'Host' must be a 'SignedHeader' in the AWS Authorization."},
		{"the target unsigned", replace(";x-amz-target", ""), invalid + "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization."},
		{"the date unsigned", replace(";x-amz-date", ""), invalid + "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization."},
		{"the other date unsigned", both(without("X-Amz-Date"), header("Date", "20260102T030405Z"), replace(";x-amz-date", "")),
			invalid + "'Date' must be a 'SignedHeader' in the AWS Authorization."},
		{"the content type unsigned", replace("content-type;", ""), invalid + "'Content-Type' must be a 'SignedHeader' in the AWS Authorization."},
		{"a session token unsigned", header("X-Amz-Security-Token", "x"), invalid + "'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization."},
		{"others of Amazon's unsigned", both(header("X-Amz-B", "x"), header("X-Amz-A", "x")), invalid + "'X-Amz-A' must be a 'SignedHeader' in the AWS Authorization."},

		{"hundreds of signed headers", replace("SignedHeaders=", "SignedHeaders="+strings.Repeat("a;", 64)),
			invalid + "More than 64 headers are a 'SignedHeader' in the AWS Authorization."},

		{"another algorithm", replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA25"), incomplete + "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). "},
		{"four parts", replace("/swf", ""), incomplete + "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" +
			keyID + "/20260102/us-east-1/aws4_request'"},
		{"six parts", replace("/swf/", "/swf/swf/"), incomplete + "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" +
			keyID + "/20260102/us-east-1/swf/swf/aws4_request'"},
		{"a Region that is not served", replace("/us-east-1/", "/us-west-1/"), invalid + "Credential should be scoped to a valid region, not 'us-west-1'."},
		{"no Region", replace("/us-east-1/", "//"), invalid + "Credential should be scoped to a valid region, not ''."},
		{"another service", replace("/swf/", "/s3/"), invalid + "Credential should be scoped to correct service: 'swf'."},
		{"another terminator", replace("/aws4_request", "/aws4"), invalid + "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'."},
		{"another day", replace("/20260102/", "/20260101/"), invalid +
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T030405Z'."},
		{"everything of another scope", replace("/20260102/us-east-1/swf/aws4_request", "/b/c/d/e"), invalid +
			"Credential should be scoped to a valid region, not 'c'. Credential should be scoped to correct service: 'swf'. " +
			"Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. " +
			"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20260102', from '20260102T030405Z'."},

		{"a Region that is served, and was not signed for", replace("/us-east-1/", "/eu-west-1/"), mismatch},
		{"a signature that is none", authorization(func(a string) string { return a[:len(a)-1] + "g" }), mismatch},
		{"a signature in capitals", authorization(func(a string) string { return a[:len(a)-64] + strings.ToUpper(a[len(a)-64:]) }), mismatch},
		{"a signature cut short", authorization(func(a string) string { return a[:len(a)-2] }), mismatch},
		{"signed headers out of order", replace("amz-sdk-invocation-id;amz-sdk-request;", "amz-sdk-request;amz-sdk-invocation-id;"), mismatch},
		{"a signed header listed twice", replace(";host;", ";host;host;"), mismatch},
		{"a signed header in capitals", replace(";host;", ";Host;"), mismatch},
		{"a signed header that is not there", without("Amz-Sdk-Request"), mismatch},
		{"a body that is not hashed", header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
			invalid + "'X-Amz-Content-Sha256' must be a 'SignedHeader' in the AWS Authorization."},
		{"another method", func(r *sigv4.Request) { r.Method = "PUT" }, mismatch},
		{"another path", func(r *sigv4.Request) { r.Path = "/x" }, mismatch},
		{"a query", func(r *sigv4.Request) { r.Query = "X-Amz-Expires=60" }, mismatch},
		{"another host", func(r *sigv4.Request) { r.Host = "localhost" }, mismatch},
		{"another body", func(r *sigv4.Request) { r.Body = []byte(`{"name":"Orders"}`) }, mismatch},
	} {
		r := signed(t)
		c.change(r)
		want := c.want
		if a := r.Header["Authorization"]; len(a) > 0 {
			want = strings.ReplaceAll(want, "${authorization}", a[0])
		}
		if err := verify(r, secret); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, want)
		}
	}
}

func authorizations(n int) change {
	return func(r *sigv4.Request) {
		a := r.Header["Authorization"][0]
		r.Header["Authorization"] = nil
		for range n {
			r.Header["Authorization"] = append(r.Header["Authorization"], a)
		}
	}
}

// TestTheTextsSayTheSetting: who may be five minutes off is told of five.
func TestTheTextsSayTheSetting(t *testing.T) {
	for skew, want := range map[time.Duration]string{5 * time.Minute: "20260102T025905Z (20260102T030405Z - 5 min.)", 90 * time.Second: " - 1.5 min.)"} {
		r := signed(t)
		at(now.Add(-10 * time.Minute))(r)
		narrow := rules
		narrow.Skew = skew
		if _, err := narrow.Read(r, now); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("with %v: %v", skew, err)
		}
	}
}

// TestTheBodyIsWhatCame: a header may say the body's hash, and nothing else.
func TestTheBodyIsWhatCame(t *testing.T) {
	const body = `{"name":"orders"}`
	for said, want := range map[string]string{
		hashOf(body):                         "",
		strings.ToUpper(hashOf(body)):        mismatch,
		hashOf(body + " "):                   mismatch,
		"UNSIGNED-PAYLOAD":                   mismatch,
		"STREAMING-AWS4-HMAC-SHA256-PAYLOAD": mismatch,
		"":                                   mismatch,
	} {
		r := unsigned(t, "DescribeDomain", body)
		r.Header.Set("X-Amz-Content-Sha256", said)
		how := usual()
		how.hash = said
		how.sign(t, r)
		expect(t, said, verify(received(t, r), secret), want)
	}
}

// TestAnOldClient signs nothing but the host and what is Amazon's own.
func TestAnOldClient(t *testing.T) {
	const unsignedType = invalid + "'Content-Type' must be a 'SignedHeader' in the AWS Authorization."
	for contentType, want := range map[string]string{
		"application/json":                "",
		"application/json; charset=UTF-8": "",
		"application/x-amz-json-1.0":      unsignedType,
		"text/plain":                      unsignedType,
	} {
		r := unsigned(t, "DescribeDomain", `{"name":"orders"}`)
		r.Header = map[string][]string{"X-Amz-Target": {"com.amazonaws.swf.service.model.SimpleWorkflowService.DescribeDomain"}}
		length := r.ContentLength
		r.ContentLength = 0
		usual().sign(t, r)
		r.ContentLength = length
		r.Header.Set("Content-Type", contentType)
		expect(t, contentType, verify(received(t, r), secret), want)
	}
}

func expect(t *testing.T, what string, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || err.Error() != want) {
		t.Errorf("%q:\n got %v\nwant %s", what, err, want)
	}
}
