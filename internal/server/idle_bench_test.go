package server_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// holding makes a process of this test binary one that polls an address, so many times at once; tlsToo lets it do so over TLS.
const (
	holding = "SWFD_TEST_HOLDS_POLLS_AT"
	howMany = "SWFD_TEST_HOLDS_POLLS"
	tlsToo  = "SWFD_TEST_HOLDS_POLLS_OVER_TLS"
)

func TestMain(m *testing.M) {
	address := os.Getenv(holding)
	if address == "" {
		os.Exit(m.Run())
	}
	if err := holdPolls(address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// holdPolls polls, on a connection each, and keeps the polls until the standard input ends.
func holdPolls(address string) error {
	n, err := strconv.Atoi(os.Getenv(howMany))
	if err != nil {
		return err
	}
	for i := range n {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		if os.Getenv(tlsToo) != "" {
			// It is the server's memory that matters here, not whose server it is.
			connection = tls.Client(connection, &tls.Config{InsecureSkipVerify: true})
		}
		defer connection.Close()
		body := fmt.Sprintf(`{"domain":"bench","taskList":{"name":"idle %d"},"identity":"worker %d"}`, i%10, i)
		_, err = fmt.Fprintf(connection, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"+
			"X-Amz-Target: SimpleWorkflowService.PollForActivityTask\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		if err != nil {
			return err
		}
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// BenchmarkIdlePoll holds polls and tells what one costs the server: its goroutines, buffers and place in the list. Who polls is another
// process. A poll that is held has two goroutines, the connection's and the one that notices a hang-up.
func BenchmarkIdlePoll(b *testing.B) {
	for _, encrypted := range []bool{false, true} {
		b.Run(fmt.Sprintf("tls=%v", encrypted), func(b *testing.B) {
			c := server.Config{Listen: "127.0.0.1:0", Memory: true}
			if encrypted {
				c.TLSCert, c.TLSKey, _ = certificate(b)
			}
			s, err := server.Start(c)
			if err != nil {
				b.Fatal(err)
			}
			defer func() {
				if err := s.Close(context.Background()); err != nil {
					b.Error(err)
				}
			}()
			registerIdle(b, s)
			for b.Loop() {
				idlePolls(b, s, encrypted)
			}
		})
	}
}

func idlePolls(b *testing.B, s *server.Server, encrypted bool) {
	const polls = 1000
	// The pools of the standard library outlast one collection; what they hold would be counted as nothing.
	runtime.GC()
	goroutines, before := runtime.NumGoroutine(), memoryInUse()
	pollers := exec.Command(os.Args[0])
	pollers.Env = append(os.Environ(), holding+"="+s.Addr().String(), fmt.Sprint(howMany, "=", polls))
	if encrypted {
		pollers.Env = append(pollers.Env, tlsToo+"=true")
	}
	pollers.Stderr = os.Stderr
	end, err := pollers.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := pollers.Start(); err != nil {
		b.Fatal(err)
	}
	for runtime.NumGoroutine() < goroutines+2*polls {
		runtime.Gosched()
	}
	b.ReportMetric(float64(memoryInUse()-before)/polls, "B/poll")
	if err := end.Close(); err != nil {
		b.Error(err)
	}
	if err := pollers.Wait(); err != nil {
		b.Error(err)
	}
	for runtime.NumGoroutine() > goroutines {
		runtime.Gosched()
	}
}

// registerIdle registers the domain of the polls, by the handler itself: no connection stays.
func registerIdle(b *testing.B, s *server.Server) {
	b.Helper()
	if status, body := handle(s, "RegisterDomain", `{"name":"bench","workflowExecutionRetentionPeriodInDays":"1"}`); status != 200 {
		b.Fatalf("status %d: %s", status, body)
	}
}

// memoryInUse is what the process holds in heap objects and stacks.
func memoryInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
