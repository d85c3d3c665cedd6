package blackbox

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if order := os.Getenv(pollsVariable); order != "" {
		if err := pollUntilEOF(order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	// The tests wait for time-outs and polls nearly all of their time, so many more than there are processors can run at once. But not all:
	// they begin with work, and all beginnings at once would take longer than their time-outs, most of all under the race detector.
	parallel := "40"
	if raceEnabled {
		parallel = "12"
	}
	if err := flag.Set("test.parallel", parallel); err != nil {
		panic(err)
	}
	code := m.Run()
	if err := end(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	if err := seen.missing(); err != nil && code == 0 && wholeSuite() {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// wholeSuite reports whether all tests were asked for.
func wholeSuite() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list"} {
		if flag.Lookup(name).Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}

// exits are what is to be done when all tests are done, the last one first.
var startOfTests = time.Now()

var exits struct {
	mu   sync.Mutex
	list []func() error
}

func atExit(f func() error) {
	exits.mu.Lock()
	defer exits.mu.Unlock()
	exits.list = append(exits.list, f)
}

func end() error {
	var errs []error
	for i := len(exits.list) - 1; i >= 0; i-- {
		errs = append(errs, exits.list[i]())
	}
	return errors.Join(errs...)
}

// sharedHold is how long the shared server holds an empty poll.
const sharedHold = "1s"

// shared is the server that all tests use which need none of their own.
var shared = sync.OnceValues(func() (*process, error) {
	dir, err := os.MkdirTemp("", "swfd-blackbox-server-")
	if err != nil {
		return nil, err
	}
	atExit(func() error { return os.RemoveAll(dir) })
	flags := []string{"--poll-hold", sharedHold}
	if !*open {
		access, err := testers().accessFlags(dir)
		if err != nil {
			return nil, err
		}
		flags = append(flags, access...)
	}
	p, err := serve(filepath.Join(dir, "data"), "127.0.0.1:0", flags...)
	if err != nil {
		return nil, err
	}
	atExit(func() error {
		if err := p.terminate(); err != nil {
			return fmt.Errorf("the shared server: %w", err)
		}
		if err := p.checkLog(); err != nil {
			return fmt.Errorf("the shared server: %w", err)
		}
		return nil
	})
	return p, nil
})
