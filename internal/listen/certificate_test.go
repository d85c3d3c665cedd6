package listen_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/internal/listen"
)

// pair are the files of a certificate and its key.
type pair struct{ cert, key string }

func newPair(t *testing.T) pair {
	dir := t.TempDir()
	return pair{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
}

// issue makes a certificate for a name.
func issue(t *testing.T, name string) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
}

// put replaces a file, as programs that renew certificates do.
func put(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file+".new", content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}

// shake shakes hands over a pipe, and tells the name that the server shows and the versions agreed upon.
func shake(t *testing.T, c *listen.Certificate, client *tls.Config) (name string, state tls.ConnectionState, err error) {
	t.Helper()
	here, there := net.Pipe()
	defer here.Close()
	client.InsecureSkipVerify = true
	var serving sync.WaitGroup
	defer serving.Wait()
	serving.Go(func() {
		defer there.Close()
		// What goes wrong, the client sees.
		_ = tls.Server(there, c.TLS()).Handshake()
	})
	shaken := tls.Client(here, client)
	if err := shaken.Handshake(); err != nil {
		return "", tls.ConnectionState{}, err
	}
	state = shaken.ConnectionState()
	return state.PeerCertificates[0].DNSNames[0], state, nil
}

// A certificate that changes is in use within seconds, and what cannot be used leaves the old one: half of a pair, garbage, nothing.
func TestACertificateChanges(t *testing.T) {
	p := newPair(t)
	first, firstKey := issue(t, "first")
	second, secondKey := issue(t, "second")
	put(t, p.cert, first)
	put(t, p.key, firstKey)
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c, err := listen.OpenCertificate(p.cert, p.key, slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		shows := func(want, told string) {
			t.Helper()
			for range 3 {
				if name, _, err := shake(t, c, &tls.Config{}); err != nil || name != want {
					t.Errorf("the server shows %q, %v; want %q", name, err, want)
				}
				time.Sleep(1500 * time.Millisecond)
			}
			if got := log.String(); told == "" && got != "" || strings.Count(got, told) != 1 && told != "" {
				t.Errorf("the log says %s", got)
			}
			log.Reset()
		}
		shows("first", "the certificate is in use")
		shows("first", "")
		put(t, p.cert, second)
		shows("first", "level=ERROR")
		put(t, p.key, secondKey)
		time.Sleep(time.Second)
		shows("second", "the certificate is in use")
		put(t, p.key, []byte("garbage"))
		time.Sleep(time.Second)
		shows("second", "level=ERROR")
		if err := os.Remove(p.key); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		shows("second", "level=ERROR")
		put(t, p.key, firstKey)
		put(t, p.cert, first)
		time.Sleep(time.Second)
		shows("first", "the certificate is in use")
	})
}

func TestVersions(t *testing.T) {
	p := newPair(t)
	cert, key := issue(t, "here")
	put(t, p.cert, cert)
	put(t, p.key, key)
	c, err := listen.OpenCertificate(p.cert, p.key, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for version, ok := range map[uint16]bool{
		tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true,
	} {
		_, state, err := shake(t, c, &tls.Config{MinVersion: version, MaxVersion: version})
		if (err == nil) != ok || ok && state.Version != version {
			t.Errorf("%s: %v, and then %s", tls.VersionName(version), err, tls.VersionName(state.Version))
		}
	}
	if _, state, err := shake(t, c, &tls.Config{NextProtos: []string{"h2", "http/1.1"}}); err != nil || state.NegotiatedProtocol != "http/1.1" {
		t.Errorf("the protocol is %q, %v", state.NegotiatedProtocol, err)
	}
}

func TestRefusedCertificates(t *testing.T) {
	p, q := newPair(t), newPair(t)
	cert, key := issue(t, "here")
	_, other := issue(t, "there")
	put(t, p.cert, cert)
	put(t, p.key, key)
	put(t, q.cert, cert)
	put(t, q.key, other)
	for _, files := range []pair{{p.cert, p.cert}, {p.key, p.key}, {q.cert, q.key}, {"nowhere.pem", p.key}, {p.cert, "nowhere.pem"}} {
		_, err := listen.OpenCertificate(files.cert, files.key, slog.New(slog.DiscardHandler))
		if err == nil || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), string(key[40:60])) {
			t.Errorf("%+v: %v", files, err)
		}
	}
}

// Expired certificates are for their owner to decide about, who is told.
func TestAnExpiredCertificate(t *testing.T) {
	p := newPair(t)
	cert, key := issue(t, "old")
	put(t, p.cert, cert)
	put(t, p.key, key)
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		// The bubble's time begins in the year 2000.
		time.Sleep(100 * 365 * 24 * time.Hour)
		if _, err := listen.OpenCertificate(p.cert, p.key, slog.New(slog.NewTextHandler(&log, nil))); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(log.String(), "level=WARN") {
			t.Errorf("the log says %s", log.String())
		}
	})
}

// Many come while the files change: nobody waits, and everybody gets one certificate or the other.
func TestManyShakeHands(t *testing.T) {
	p := newPair(t)
	certs, keys := [2][]byte{}, [2][]byte{}
	for i, name := range []string{"first", "second"} {
		certs[i], keys[i] = issue(t, name)
	}
	put(t, p.cert, certs[0])
	put(t, p.key, keys[0])
	synctest.Test(t, func(t *testing.T) {
		c, err := listen.OpenCertificate(p.cert, p.key, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		var callers sync.WaitGroup
		for range 4 {
			callers.Go(func() {
				for range 10 {
					if name, _, err := shake(t, c, &tls.Config{}); err != nil || name != "first" && name != "second" {
						t.Errorf("got %q, %v", name, err)
					}
					time.Sleep(400 * time.Millisecond)
				}
			})
		}
		for i := range 6 {
			put(t, p.cert, certs[(i+1)%2])
			put(t, p.key, keys[(i+1)%2])
			time.Sleep(700 * time.Millisecond)
		}
		callers.Wait()
	})
}
