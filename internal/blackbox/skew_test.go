package blackbox

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	own "github.com/swfd/swfd/client"
	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// skewedService is a service whose clock is off, behind the real wire door with identity on, and returns its URL. It knows one key,
// AKIAALICE. It answers DescribeDomain as faults does.
func skewedService(t *testing.T, skew time.Duration) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "access.json")
	if err := alice(accessKey{ID: "AKIAALICE", Secret: secretKey}).write(path); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Now().Add(skew) }
	guard, err := access.NewGuard(access.Config{File: path, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(httpapi.NewHandler(httpapi.Config{
		Service:      func(access.Caller) swf.Service { return refuser{} },
		OpenTask:     func(string) (token.Task, error) { return token.Task{}, token.ErrInvalid },
		Door:         unguarded{guard},
		Log:          slog.New(slog.DiscardHandler),
		Now:          now,
		NewRequestID: httpapi.NewRequestID,
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// unguarded lets everybody do everything who is known.
type unguarded struct{ *access.Guard }

func (unguarded) Authorize(access.Caller, string, any) error { return nil }

func (unguarded) While(ctx context.Context, _ access.Caller, _ string, _ any) (context.Context, func()) {
	return ctx, func() {}
}

// Clients whose clock is off correct it by what the service answers, and are served.
func TestSkewedClocks(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"slow": time.Hour, "fast": -time.Hour, "years behind": 20_000 * time.Hour} {
		url := skewedService(t, skew)
		t.Run("the SDK's client is "+name, func(t *testing.T) {
			client := sdk.New(sdk.Options{
				Region: region, BaseEndpoint: new(url), HTTPClient: transport, Retryer: retry.NewStandard(),
				Credentials: credentials.NewStaticCredentialsProvider("AKIAALICE", secretKey, ""),
			})
			for range 2 {
				_, err := client.DescribeDomain(t.Context(), &sdk.DescribeDomainInput{Name: new("UnknownResourceFault")})
				expectFault[*types.UnknownResourceFault](t, err, "because of UnknownResourceFault")
			}
		})
		t.Run("our client is "+name, func(t *testing.T) {
			service, err := own.New(t.Context(), own.WithEndpoint(url), own.WithRegion(region), own.WithHTTPClient(transport),
				own.WithCredentials(credentials.NewStaticCredentialsProvider("AKIAALICE", secretKey, "")))
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				_, err = service.DescribeDomain(t.Context(), swf.NewDescribeDomainInput("UnknownResourceFault"))
				if err == nil || !strings.Contains(err.Error(), "because of UnknownResourceFault") {
					t.Error(err)
				}
			}
		})
	}
}

// A client that corrects nothing is told how far it may be off.
func TestTheSkewIsTold(t *testing.T) {
	t.Parallel()
	for skew, want := range map[time.Duration]string{time.Hour: "Signature expired: ", -time.Hour: "Signature not yet current: "} {
		client := sdk.New(sdk.Options{
			Region: region, BaseEndpoint: new(skewedService(t, skew)), HTTPClient: transport, Retryer: aws.NopRetryer{},
			Credentials: credentials.NewStaticCredentialsProvider("AKIAALICE", secretKey, ""),
		})
		err := call(context.Background(), client)
		if err == nil || !strings.Contains(err.Error(), "InvalidSignatureException: "+want) || !strings.HasSuffix(err.Error(), " 15 min.)") {
			t.Errorf("%v", err)
		}
	}
}
