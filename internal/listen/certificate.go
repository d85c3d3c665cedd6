package listen

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// lookEvery is how often the files of a certificate are looked at while connections come.
const lookEvery = time.Second

// Certificate is a certificate with its key, from files that may change while it is in use. What cannot be read, or does not fit
// together, leaves the old one in use, and the log says so.
type Certificate struct {
	certFile, keyFile string
	log               *slog.Logger
	current           atomic.Pointer[tls.Certificate]

	mu     sync.Mutex
	looked time.Time
	// seen are the files that were last read, and told is what the log was last told is wrong with later ones.
	seen [2]os.FileInfo
	told string
}

// OpenCertificate reads a certificate, with what signs it, and its key, in PEM.
func OpenCertificate(certFile, keyFile string, log *slog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, log: log, looked: time.Now()}
	files, err := c.stat()
	if err != nil {
		return nil, err
	}
	return c, c.read(files)
}

// TLS is the configuration of a server with this certificate. Every SDK that is kept up speaks TLS 1.2, and Go's choice of ciphers
// for it has no weak ones. HTTP/1.1 is all that is offered.
func (c *Certificate) TLS() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.now(), nil },
	}
}

// now returns the certificate, and reads it before if a while has passed and its files have changed. While somebody looks, the others
// take what there is.
func (c *Certificate) now() *tls.Certificate {
	if c.mu.TryLock() {
		defer c.mu.Unlock()
		if now := time.Now(); now.Sub(c.looked) >= lookEvery {
			c.looked = now
			c.look()
		}
	}
	return c.current.Load()
}

func (c *Certificate) look() {
	files, err := c.stat()
	if err == nil && same(files, c.seen) {
		c.told = ""
		return
	}
	if err == nil {
		err = c.read(files)
	}
	switch {
	case err == nil:
		c.told = ""
	case err.Error() != c.told:
		c.told = err.Error()
		c.log.Error("the certificate has changed and cannot be used; the old one stays", "error", err)
	}
}

func (c *Certificate) stat() (files [2]os.FileInfo, err error) {
	for i, name := range []string{c.certFile, c.keyFile} {
		if files[i], err = os.Stat(name); err != nil {
			return [2]os.FileInfo{}, fmt.Errorf("look at the certificate: %w", err)
		}
	}
	return files, nil
}

// read takes the files as they are.
func (c *Certificate) read(files [2]os.FileInfo) error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return fmt.Errorf("read the certificate %s with the key %s: %w", c.certFile, c.keyFile, err)
	}
	c.current.Store(&pair)
	c.seen = files
	level := slog.LevelInfo
	if time.Now().After(pair.Leaf.NotAfter) {
		level = slog.LevelWarn
	}
	c.log.Log(context.Background(), level, "the certificate is in use", "file", c.certFile, "names", pair.Leaf.DNSNames, "until", pair.Leaf.NotAfter)
	return nil
}

// same reports whether files are the same and were not written meanwhile.
func same(a, b [2]os.FileInfo) bool {
	for i := range a {
		if a[i] == nil || b[i] == nil {
			return a[i] == b[i]
		}
		if !os.SameFile(a[i], b[i]) || a[i].Size() != b[i].Size() || !a[i].ModTime().Equal(b[i].ModTime()) {
			return false
		}
	}
	return true
}
