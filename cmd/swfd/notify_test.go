package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// manager is a service manager's socket.
func manager(t *testing.T, name string) *net.UnixConn {
	t.Helper()
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Skipf("this system has no such sockets: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if err := c.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return c
}

func told(t *testing.T, c *net.UnixConn) string {
	t.Helper()
	b := make([]byte, 1000)
	n, err := c.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(b[:n])
}

// The service manager hears when the server is ready and when it ends.
func TestTheServiceManagerIsNotified(t *testing.T) {
	dir, err := os.MkdirTemp("", "swfd") // names of sockets must be short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	names := []string{filepath.Join(dir, "s")}
	if runtime.GOOS == "linux" {
		names = append(names, "@swfd-test-"+filepath.Base(dir))
	}
	for _, name := range names {
		c := manager(t, name)
		t.Setenv("NOTIFY_SOCKET", name)
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan int, 1)
		go func() {
			_, _, code := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--log-level", "ERROR")
			ended <- code
		}()
		if got := told(t, c); !strings.HasPrefix(got, "READY=1\nSTATUS=Serving on http://127.0.0.1:") {
			t.Errorf("%s was told %q", name, got)
		}
		end()
		if got := told(t, c); !strings.HasPrefix(got, "STOPPING=1\n") {
			t.Errorf("%s was told %q", name, got)
		}
		if code := <-ended; code != exitDone {
			t.Errorf("the exit code is %d", code)
		}
	}
}

// That a service manager cannot be told does not keep a server from serving.
func TestAServiceManagerThatIsGone(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "gone"))
	ctx, end := context.WithCancel(t.Context())
	end()
	_, stderr, code := run(t, ctx, "server", "--memory", "--listen", "127.0.0.1:0", "--log-level", "WARN")
	if code != exitDone || !strings.Contains(stderr, "the service manager was not told") {
		t.Errorf("got %q and %d", stderr, code)
	}
}
