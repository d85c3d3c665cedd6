package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/lambda"
	"github.com/swfd/swfd/internal/listen"
	"github.com/swfd/swfd/internal/throttle"
	"github.com/swfd/swfd/internal/trace"
)

// Config is what a Server is made of. One of Data and Memory is required; zero values elsewhere mean the default.
type Config struct {
	// Listen is the address to serve on, host and port; port 0 takes any free one. Where others than this machine can reach it, there
	// must be an access file and TLS. The default is DefaultListen.
	Listen string
	// Hosts are further names by which clients may call the server while nobody is identified; those of this machine to itself, and the
	// address that it is reached by, are always good.
	Hosts []string
	// TLSCert and TLSKey are the paths of a certificate and its key, in PEM. They are read anew when they change. Both empty means
	// that nothing is encrypted.
	TLSCert, TLSKey string
	// InsecureNoIdentity and InsecureNoTLS let others than this machine reach a server that identifies nobody, or encrypts nothing.
	InsecureNoIdentity, InsecureNoTLS bool
	// AdminListen is the address of the operator's door (package admin): metrics, figures, profiles. It must be a loopback address, too;
	// empty means none, and then nothing is measured.
	AdminListen string
	// Access is the path of the access file; with it, everybody is identified who calls. Empty is open mode, in which nobody is.
	Access string
	// AccessSkew is how far the clock of a client may be off; 0 means the default.
	AccessSkew time.Duration
	// Data is the directory of the store, created if it is missing. One server at a time may use it.
	Data string
	// Memory keeps everything in memory, and loses it at the end.
	Memory bool
	// PollHold is how long a poll waits for a task; the default is DefaultPollHold.
	PollHold time.Duration
	// MinFree is the free space in bytes under which writes are refused; 0 means the default, which suits the size of the disk.
	MinFree uint64
	// Ballast is the size in bytes of a file that is removed when the disk is full, so that what is under way can end; 0 is none.
	Ballast uint64
	// IdleStates is how many states of open runs stay in memory while nothing happens to them; the default is the engine's.
	IdleStates int
	// Connections are how many connections there may be; Bounds are what clients may take of time and memory.
	Connections listen.Bounds
	Bounds      httpapi.Bounds
	// Rates are those at which calls may be made and decisions taken; the zero value has none.
	Rates throttle.Rates
	// AuditLog is the path of the log of calls that change something, or audit.Stderr; empty means none.
	AuditLog string
	// Lambda says where the functions of Lambda tasks are called, and LambdaWorkers how many at once; the default is the engine's.
	// Without an endpoint there is no Lambda service here. The client logs to Log.
	Lambda        lambda.Config
	LambdaWorkers int
	// Clock is the service time; the default is the system's clock.
	Clock engine.Clock
	// Limits are the quotas; the default is SWF's.
	Limits engine.Limits
	// RequestSize is the largest body of a request in bytes; the default is SWF's.
	RequestSize uint64
	// Log tells what happened, without inputs, results or tokens. The default discards it.
	Log *slog.Logger
	// Level is the level of Log, which operators may change; nil keeps it as it is.
	Level *slog.LevelVar
	// Trace says where spans of the calls go; the zero value sends none.
	Trace trace.Config

	// What a test puts in place of the real things, so that a server can run in fake time and lose its power: the files of Memory, with
	// which nothing is done periodically, and the listener.
	files    vfs.FS
	listener net.Listener
}

// DefaultListen is where a server listens if it is not told otherwise.
const DefaultListen = "127.0.0.1:7933"

// MaxRequestSize is the largest Config.RequestSize, in bytes: a body is held in memory while its request is worked on.
const MaxRequestSize = 64 << 20

// DefaultPollHold is how long a poll waits for a task: as long as SWF's.
const DefaultPollHold = time.Minute

// ConfigError says that a Config cannot be meant. To start again would not help.
type ConfigError struct{ Err error }

// Error says what is wrong with which value, and what to do.
func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap gives the error.
func (e *ConfigError) Unwrap() error { return e.Err }

func (c Config) check() (Config, error) {
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case c.Data == "" && !c.Memory:
		return c, errors.New("no place for the data: give a directory (--data DIR), or keep everything in memory (--memory)")
	case c.Data != "" && c.Memory:
		return c, fmt.Errorf("both --data %s and --memory were given: choose one", c.Data)
	case c.RequestSize > MaxRequestSize:
		return c, fmt.Errorf("the request size of %d bytes is too large: give at most %d", c.RequestSize, MaxRequestSize)
	case c.PollHold < 0:
		return c, fmt.Errorf("the poll hold %v is negative: give a duration such as 60s", c.PollHold)
	}
	if err := c.checkListen(); err != nil || c.AdminListen == "" {
		return c, err
	}
	loopback, err := isLoopback("operator's address", c.AdminListen)
	if err == nil && !loopback {
		err = fmt.Errorf("the operator's address %q is not a loopback address: anybody who reaches it may look, so use 127.0.0.1, [::1] or localhost", c.AdminListen)
	}
	return c, err
}

// checkListen refuses an address that others can reach if nobody is identified there, or nothing is encrypted.
func (c Config) checkListen() error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("of the certificate and its key only one was given: give both (--tls-cert FILE, --tls-key FILE)")
	}
	loopback, err := isLoopback("listen address", c.Listen)
	if err != nil || loopback {
		return err
	}
	var lacks []string
	if c.Access == "" && !c.InsecureNoIdentity {
		lacks = append(lacks, "nobody is identified there (give --access FILE; --insecure-no-identity lets anybody who reaches it do anything)")
	}
	if c.TLSCert == "" && !c.InsecureNoTLS {
		lacks = append(lacks, "nothing is encrypted there (give --tls-cert FILE and --tls-key FILE; --insecure-no-tls is for servers behind something that encrypts)")
	}
	if len(lacks) == 0 {
		return nil
	}
	return fmt.Errorf("the listen address %q is not a loopback address, and %s", c.Listen, strings.Join(lacks, ", and "))
}

// isLoopback reports whether an address can be reached from this machine only.
func isLoopback(what, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, fmt.Errorf("the %s %q is not host:port, such as %s: %w", what, address, DefaultListen, err)
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback(), nil
}
