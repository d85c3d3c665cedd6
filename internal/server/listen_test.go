package server_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/server"
)

// certificate makes a certificate for localhost in files, and returns them and who trusts it.
func certificate(t testing.TB) (cert, key string, trusted *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	err = errors.Join(os.WriteFile(cert, public, 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	trusted = x509.NewCertPool()
	trusted.AppendCertsFromPEM(public)
	return cert, key, trusted
}

// oneUser makes an access file with one user, whose key is KEY with the secret "secret", and who may do everything.
func oneUser(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "access.json")
	const text = `{"accounts":{"111122223333":{"users":{"u":{"accessKeys":[{"id":"AKIA0000000000000001","secret":"a-secret-of-the-test"}],
		"policies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}]}}}}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// What others can reach identifies and encrypts, or somebody has said that it need not. Each refusal is one line that names what is missing.
func TestWhereAServerMayListen(t *testing.T) {
	cert, key, _ := certificate(t)
	access := oneUser(t)
	const (
		nobody = "nobody is identified there (give --access FILE; --insecure-no-identity lets anybody who reaches it do anything)"
		naked  = "nothing is encrypted there (give --tls-cert FILE and --tls-key FILE; --insecure-no-tls is for servers behind something that encrypts)"
	)
	for _, test := range []struct {
		name   string
		config server.Config
		wants  []string
	}{
		{"this machine", server.Config{Listen: "127.0.0.1:0"}, nil},
		{"this machine by name", server.Config{Listen: "localhost:0"}, nil},
		{"everybody", server.Config{Listen: "0.0.0.0:0"}, []string{nobody, naked}},
		{"everybody, in short", server.Config{Listen: ":0"}, []string{nobody, naked}},
		{"a name that may be anything", server.Config{Listen: "swf.example.com:0"}, []string{nobody, naked}},
		{"everybody, identified", server.Config{Listen: "0.0.0.0:0", Access: access}, []string{naked}},
		{"everybody, encrypted", server.Config{Listen: "0.0.0.0:0", TLSCert: cert, TLSKey: key}, []string{nobody}},
		{"everybody, encrypted and let in", server.Config{Listen: "0.0.0.0:0", TLSCert: cert, TLSKey: key, InsecureNoIdentity: true}, nil},
		{"everybody, identified and not encrypted", server.Config{Listen: "0.0.0.0:0", Access: access, InsecureNoTLS: true}, nil},
		{"no word on identity", server.Config{Listen: "0.0.0.0:0", InsecureNoTLS: true}, []string{nobody}},
		{"no word on encryption", server.Config{Listen: "0.0.0.0:0", InsecureNoIdentity: true}, []string{naked}},
		{"everybody, both", server.Config{Listen: "0.0.0.0:0", Access: access, TLSCert: cert, TLSKey: key}, nil},
		{"a certificate without a key", server.Config{TLSCert: cert}, []string{"of the certificate and its key only one was given"}},
		{"a key without a certificate", server.Config{TLSKey: key}, []string{"of the certificate and its key only one was given"}},
		{"a certificate that is none", server.Config{TLSCert: key, TLSKey: key}, []string{"read the certificate " + key}},
		{"an audit log that cannot be", server.Config{AuditLog: filepath.Join(access, "log")}, []string{"open the audit log"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.config.Memory = true
			if test.config.Listen == "" {
				test.config.Listen = "127.0.0.1:0"
			}
			s, err := server.Start(test.config)
			if err == nil {
				stop(t, s)
			}
			if (err == nil) != (len(test.wants) == 0) {
				t.Fatalf("got %v", err)
			}
			for _, want := range test.wants {
				if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			}
		})
	}
}

// The SDK speaks to a server over TLS, signed, and by HTTP/1.1 although it would speak HTTP/2.
func TestTLS(t *testing.T) {
	cert, key, trusted := certificate(t)
	s := start(t, server.Config{Memory: true, TLSCert: cert, TLSKey: key, Access: oneUser(t)})
	defer stop(t, s)
	if !strings.HasPrefix(s.URL(), "https://127.0.0.1:") {
		t.Errorf("the server is at %s", s.URL())
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	client := sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.URL()), HTTPClient: &http.Client{Transport: transport},
		Credentials: credentials.NewStaticCredentialsProvider("AKIA0000000000000001", "a-secret-of-the-test", ""),
	})
	list := func() error {
		_, err := client.ListDomains(t.Context(), &sdk.ListDomainsInput{RegistrationStatus: types.RegistrationStatusRegistered})
		return err
	}
	if err := list(); err != nil {
		t.Fatal(err)
	}
	reply, err := (&http.Client{Transport: transport}).Get(s.URL() + "/livez")
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	if reply.ProtoMajor != 1 || reply.TLS.Version != tls.VersionTLS13 {
		t.Errorf("it speaks %s over %s", reply.Proto, tls.VersionName(reply.TLS.Version))
	}
	// What is not encrypted gets no answer of the API.
	plain, err := http.Get("http://" + s.Addr().String() + "/livez")
	if err != nil || plain.StatusCode != http.StatusBadRequest {
		t.Errorf("without encryption the answer is %v, %v", plain, err)
	}
	if err == nil {
		plain.Body.Close()
	}
}

// An open server answers to the names of this machine, to the address that it was reached by, and to names that it was told.
func TestNamesOfAnOpenServer(t *testing.T) {
	s := start(t, server.Config{Memory: true, Listen: "0.0.0.0:0", InsecureNoIdentity: true, InsecureNoTLS: true, Hosts: []string{"swf.test"}})
	defer stop(t, s)
	_, port, err := net.SplitHostPort(s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		to, host string
		status   int
	}{
		{"127.0.0.1", "localhost:1", 200}, {"127.0.0.1", "swf.test", 200}, {"127.0.0.1", "SWF.test:7", 200}, {"127.0.0.1", "127.0.0.1:" + port, 200},
		{"127.0.0.1", "127.0.0.3", 400}, {"127.0.0.1", "rebound.example", 400}, {"127.0.0.1", "0.0.0.0:" + port, 400},
	} {
		request, err := http.NewRequest(http.MethodGet, "http://"+net.JoinHostPort(test.to, port)+"/livez", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = test.host
		reply, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = reply.Body.Close()
		if reply.StatusCode != test.status {
			t.Errorf("%s at %s: status %d, want %d", test.host, test.to, reply.StatusCode, test.status)
		}
	}
}

// A connection past the bound is closed unread, if all others have a request under way, such as a poll that waits; when one ends, there is room
// for the next.
func TestConnectionsHaveABound(t *testing.T) {
	s := start(t, server.Config{Memory: true, Connections: listen.Bounds{Total: 3}, AdminListen: "127.0.0.1:0"})
	defer stop(t, s)
	call(t, s, "RegisterDomain", registerD)
	say := func(c net.Conn, what string) error {
		_, err := io.WriteString(c, what)
		if err == nil {
			_, err = bufio.NewReader(c).ReadString('\n')
		}
		return err
	}
	poll := fmt.Sprintf("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Amz-Target: "+
		"SimpleWorkflowService.PollForActivityTask\r\nContent-Length: %d\r\n\r\n%s", len(pollL), pollL)
	var open []net.Conn
	for i := range 5 {
		c, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		open = append(open, c)
		if i < 3 {
			if _, err := io.WriteString(c, poll); err != nil {
				t.Fatalf("connection %d: %v", i, err)
			}
			for pollers(t, s) <= i {
				continue
			}
			continue
		}
		if err := say(c, poll); err != io.EOF && !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
			t.Errorf("connection %d, which is one too many: %v", i, err)
		}
	}
	open[0].Close()
	// The server notices in its own time; until then, others are refused as before.
	for tries := 0; ; tries++ {
		c, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		err = say(c, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
		c.Close()
		if err == nil {
			break
		}
		if tries == 10_000 {
			t.Fatalf("there is no room for another: %v", err)
		}
	}
}

// Connections over which nothing comes keep nobody out, however many there are, be it that not even a request has come, half of a head, or a
// head without its body, and encrypted or not. With something to ask, everybody gets in.
func TestSilentConnectionsKeepNobodyOut(t *testing.T) {
	cert, key, roots := certificate(t)
	const head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
	for name, test := range map[string]struct {
		server.Config
		said string
	}{
		"nothing":             {},
		"nothing, encrypted":  {server.Config{TLSCert: cert, TLSKey: key}, ""},
		"half of a head":      {server.Config{}, head},
		"a head without body": {server.Config{}, head + "Content-Length: 9\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			c := test.Config
			c.Memory, c.Connections = true, listen.Bounds{Total: 10}
			s := start(t, c)
			defer stop(t, s)
			client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots}}}
			for range 30 {
				silent, err := net.Dial("tcp", s.Addr().String())
				if err != nil {
					t.Fatal(err)
				}
				defer silent.Close()
				if _, err := io.WriteString(silent, test.said); err != nil {
					t.Fatal(err)
				}
				reply, err := client.Get(s.URL() + "/livez")
				if err != nil {
					t.Fatal(err)
				}
				reply.Body.Close()
			}
		})
	}
}
