package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/internal/lambda"
	"github.com/swfd/swfd/internal/trace"
)

// Config is what a Server is made of. One of Data and Memory is required; zero values elsewhere mean the default.
type Config struct {
	// Listen is the address to serve on, host and port; port 0 takes any free one. The host must be a loopback address: nobody is
	// identified yet. The default is DefaultListen.
	Listen string
	// AdminListen is the address of the operator's door (package admin): metrics, figures, profiles. It must be a loopback address, too;
	// empty means none, and then nothing is measured.
	AdminListen string
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
	// Lambda says where the functions of Lambda tasks are called, and LambdaWorkers how many at once; the default is the engine's.
	// Without an endpoint there is no Lambda service here. The client logs to Log.
	Lambda        lambda.Config
	LambdaWorkers int
	// Clock is the service time; the default is the system's clock.
	Clock engine.Clock
	// Limits are the quotas; the default is SWF's.
	Limits engine.Limits
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

// DefaultPollHold is how long a poll waits for a task: as long as SWF's.
const DefaultPollHold = time.Minute

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
	case c.PollHold < 0:
		return c, fmt.Errorf("the poll hold %v is negative: give a duration such as 60s", c.PollHold)
	}
	if err := checkLoopback("listen address", c.Listen); err != nil || c.AdminListen == "" {
		return c, err
	}
	return c, checkLoopback("operator's address", c.AdminListen)
}

// checkLoopback refuses an address that others could reach: there is no identity check to stop them.
func checkLoopback(what, listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("the %s %q is not host:port, such as %s: %w", what, listen, DefaultListen, err)
	}
	if host == "localhost" {
		return nil
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("the %s %q is not a loopback address: anybody who reaches it may do anything, so use 127.0.0.1, [::1] or localhost", what, listen)
	}
	return nil
}
