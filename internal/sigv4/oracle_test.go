package sigv4_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/sigv4"
)

// drawRequest draws a request as some client might make it, and how it is signed.
func drawRequest(t *rapid.T) (*http.Request, signing) {
	r := unsigned(t, rapid.SampledFrom([]string{"DescribeDomain", "TerminateWorkflowExecution", "PollForActivityTask"}).Draw(t, "operation"),
		string(rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "body")))
	r.Host = rapid.StringMatching(`[a-z][a-z0-9-]{0,20}(\.[a-z]{1,8}){0,3}(:[1-9][0-9]{3})?|127\.0\.0\.1:[1-9][0-9]{3}|\[::1\]:7933`).Draw(t, "host")
	value := rapid.StringMatching(`[!-~]{0,20}( {0,3}[!-~]{1,10}){0,3} {0,2}`)
	for range rapid.IntRange(0, 6).Draw(t, "headers") {
		name := rapid.StringMatching(`[Xx]-([Aa][Mm][Zz]-)?[a-zA-Z0-9-]{1,12}`).Draw(t, "name")
		if strings.EqualFold(name, "x-amz-date") || strings.EqualFold(name, "x-amz-content-sha256") {
			continue
		}
		if r.Header.Set(name, value.Draw(t, "value")); !strings.HasPrefix(http.CanonicalHeaderKey(name), "X-Amz-") && rapid.Bool().Draw(t, "again") {
			r.Header.Add(name, value.Draw(t, "other value"))
		}
	}
	how := signing{
		secret: rapid.StringN(1, 40, 80).Draw(t, "secret"), service: "swf", region: rapid.SampledFrom([]string{region, "eu-west-1"}).Draw(t, "region"),
		at: now.Add(time.Duration(rapid.IntRange(-900, 900).Draw(t, "seconds")) * time.Second),
	}
	if rapid.Bool().Draw(t, "is a session") {
		how.token = rapid.StringMatching(`[A-Za-z0-9+/=]{1,200}`).Draw(t, "token")
	}
	return r, how
}

// TestAmazonsSigner: what the signer of Amazon's SDK signs is right, and after any change to any of what it signed it is wrong.
func TestAmazonsSigner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, how := drawRequest(t)
		how.sign(t, r)
		in := received(t, r)
		if err := verify(in, how.secret); err != nil {
			t.Fatalf("it was signed by %s, and: %v", in.Header["Authorization"], err)
		}
		if err := verify(in, how.secret+"x"); err == nil {
			t.Fatal("another secret made it, too")
		}
		for range 8 {
			changed, what := mutate(t, in)
			if err := verify(changed, how.secret); err == nil {
				t.Fatalf("%s was changed, and it is still right: %s", what, changed.Header["Authorization"])
			}
		}
	})
}

// mutate changes one thing of a signed request that must not be changed.
func mutate(t *rapid.T, r *sigv4.Request) (changed *sigv4.Request, what string) {
	m := clone(r)
	switch rapid.IntRange(0, 7).Draw(t, "what to change") {
	case 0:
		m.Body = mutateBytes(t, r.Body)
		return m, "the body"
	case 1:
		m.Host = mutateText(t, r.Host)
		return m, "the host"
	case 2:
		m.Header["Authorization"] = []string{mutateText(t, r.Header["Authorization"][0])}
		return m, "the Authorization header"
	case 3:
		name := rapid.SampledFrom(signedNames(r)).Draw(t, "the header")
		i := rapid.IntRange(0, len(m.Header[name])-1).Draw(t, "which of its values")
		m.Header[name][i] = mutateText(t, m.Header[name][i])
		return m, "the signed header " + name
	case 4:
		name := rapid.SampledFrom(signedNames(r)).Draw(t, "the header")
		m.Header[name] = append(m.Header[name], rapid.StringMatching(`[a-z]{0,3}`).Draw(t, "another value"))
		return m, "the signed header " + name
	case 5:
		name := rapid.SampledFrom(slices.DeleteFunc(signedNames(r), func(n string) bool { return n == "Content-Length" })).Draw(t, "the header")
		delete(m.Header, name)
		return m, "the signed header " + name
	case 6:
		name := "X-Amz-" + rapid.StringMatching(`Q[a-z]{12}`).Draw(t, "another header")
		m.Header[name] = []string{""}
		return m, "the header " + name
	default:
		// The list of signed headers, so that one may be changed afterwards.
		a := r.Header["Authorization"][0]
		name := rapid.SampledFrom(append(signedNames(r), "host")).Draw(t, "the header")
		fewer := strings.Replace(strings.Replace(a, strings.ToLower(name)+";", "", 1), ";"+strings.ToLower(name)+",", ",", 1)
		if fewer == a {
			t.Fatalf("%s is not signed in %s", name, a)
		}
		m.Header["Authorization"] = []string{fewer}
		return m, "that " + name + " is signed"
	}
}

func clone(r *sigv4.Request) *sigv4.Request {
	c := *r
	c.Header = http.Header(r.Header).Clone()
	return &c
}

// signedNames are the names of the headers that were signed, but for the host.
func signedNames(r *sigv4.Request) []string {
	var names []string
	for name := range strings.SplitSeq(parameter(r.Header["Authorization"][0], "SignedHeaders"), ";") {
		if name != "host" {
			names = append(names, http.CanonicalHeaderKey(name))
		}
	}
	return names
}

func mutateBytes(t *rapid.T, b []byte) []byte {
	i := rapid.IntRange(0, len(b)).Draw(t, "place")
	c := rapid.Byte().Draw(t, "byte")
	if i < len(b) && b[i] != c && rapid.Bool().Draw(t, "in place") {
		m := slices.Clone(b)
		m[i] = c
		return m
	}
	return slices.Insert(slices.Clone(b), i, c)
}

// mutateText changes a text by more than blanks, which do not count.
func mutateText(t *rapid.T, s string) string {
	i := rapid.IntRange(0, len(s)).Draw(t, "place")
	c := rapid.StringMatching(`[!-~]`).Draw(t, "character")
	if i < len(s) && s[i] != c[0] && s[i] != ' ' && rapid.Bool().Draw(t, "in place") {
		return s[:i] + c + s[i+1:]
	}
	return s[:i] + c + s[i:]
}
