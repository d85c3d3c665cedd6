package access

import (
	"context"
	"net/http"
	"strings"
)

// The scope of callers that name none.
const (
	DefaultAccount = "123456789012"
	DefaultRegion  = "us-east-1"
)

// Open is open development mode: it reads the scope that a request's signature claims, verifies nothing and allows
// everything. It belongs on a loopback address only.
type Open struct{}

// Identify reads the caller from the credential of the Authorization header. A twelve-digit access key names its own account;
// the region is the one signed for.
func (Open) Identify(r *http.Request, _ []byte) (Caller, error) {
	caller := Caller{Account: DefaultAccount, Region: DefaultRegion, Principal: "anonymous"}
	scope := strings.SplitN(credential(r.Header.Get("Authorization")), "/", 6)
	if len(scope) != 5 {
		return caller, nil
	}
	key, region := scope[0], scope[2]
	if isAccessKey(key) {
		caller.Principal = key
	}
	if isAccount(key) {
		caller.Account = key
	}
	if isRegion(region) {
		caller.Region = region
	}
	return caller, nil
}

// credential is the value of the Credential parameter: key/date/region/service/aws4_request.
func credential(authorization string) string {
	parameters, ok := strings.CutPrefix(authorization, "AWS4-HMAC-SHA256 ")
	if !ok {
		return ""
	}
	for p := range strings.SplitSeq(parameters, ",") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(p), "Credential="); ok {
			return value
		}
	}
	return ""
}

// isAccessKey reports whether a key has the form of an access key. The principal stands in logs: what anybody may write there is
// short and plain.
func isAccessKey(key string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return key != "" && len(key) <= 128 && strings.Trim(key, letters) == ""
}

func isAccount(key string) bool {
	return len(key) == 12 && strings.Trim(key, "0123456789") == ""
}

func isRegion(region string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	return region != "" && len(region) <= 32 && strings.Trim(region, letters) == ""
}

// Authorize allows every operation. The input is the decoded request that the operation will use.
func (Open) Authorize(caller Caller, operation string, input any) error { return nil }

// While is the context itself: what is allowed now stays so.
func (Open) While(ctx context.Context, _ Caller, _ string, _ any) (context.Context, func()) {
	return ctx, func() {}
}

// MayDecide allows every decision.
func (Open) MayDecide(Caller, Decision) bool { return true }
