package client_test

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/swfd/swfd/client"
)

// AWS_CA_BUNDLE names the certificates to trust, as for every SDK. A server that shows another is not asked twice.
func TestCertificates(t *testing.T) {
	var connections atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "{}")
	}))
	server.Config.ConnState = countNew(&connections)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	leaveEnvironment(t)
	t.Setenv("AWS_ENDPOINT_URL_SWF", server.URL)

	options := []client.Option{client.WithRegion("us-east-1"), client.WithCredentials(secret), client.WithBackoff(noWait)}
	c, err := client.New(t.Context(), options...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := beat(t.Context(), c); err == nil || connections.Load() != 1 {
		t.Errorf("a stranger's certificate: the error is %v after %d connections", err, connections.Load())
	}

	bundle := t.TempDir() + "/bundle.pem"
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(bundle, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CA_BUNDLE", bundle)
	if c, err = client.New(t.Context(), options...); err != nil {
		t.Fatal(err)
	}
	if _, err := beat(t.Context(), c); err != nil {
		t.Errorf("a known certificate: %v", err)
	}
}

// A client may be used from many goroutines. Its own transport keeps the connection of each for the next call.
func TestManyCallsAtOnce(t *testing.T) {
	var connections atomic.Int64
	const callers, rounds = 64, 5
	// Each round, the callers are answered together, so that each needs a connection.
	var mu sync.Mutex
	waiting, gate := 0, make(chan struct{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		open := gate
		if waiting++; waiting == callers {
			waiting, gate = 0, make(chan struct{})
			close(open)
		}
		mu.Unlock()
		<-open
		_, _ = io.WriteString(w, "{}")
	}))
	server.Config.ConnState = countNew(&connections)
	server.Start()
	defer server.Close()
	c, err := client.New(t.Context(), client.WithEndpoint(server.URL), client.WithRegion("us-east-1"), client.WithCredentials(secret))
	if err != nil {
		t.Fatal(err)
	}
	for range rounds {
		var calls sync.WaitGroup
		for range callers {
			calls.Go(func() {
				if _, err := beat(t.Context(), c); err != nil {
					t.Error(err)
				}
			})
		}
		calls.Wait()
	}
	// A connection may be dialled for a call that then gets another's, so there may be a few more than callers.
	if n := connections.Load(); n < callers || n > 2*callers {
		t.Errorf("%d callers took %d connections for %d rounds", callers, n, rounds)
	}
}
