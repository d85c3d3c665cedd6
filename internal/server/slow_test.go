package server_test

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/httpapi"
	"github.com/swfd/swfd/internal/server"
)

// slowConnections is how many connections TestSlowConnections opens. Each takes two of the process's descriptors.
var slowConnections = flag.Int("slow", 1000, "how many slow connections there are")

// Slow clients on real connections, which send a byte now and then and never end: all of them are gone soon after their time, and honest
// callers are served meanwhile as before. The times are shorter than they are by themselves, so that nobody has to wait; the bubbles of
// package httpapi hold the real ones.
func TestSlowConnections(t *testing.T) {
	bounds := httpapi.Bounds{HeaderTimeout: 500 * time.Millisecond, BodyTimeout: 1500 * time.Millisecond}
	for name, test := range map[string]struct {
		text  string
		limit time.Duration
	}{
		"heads": {"POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", bounds.HeaderTimeout},
		"bodies": {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n" +
			"X-Amz-Target: SimpleWorkflowService.DescribeDomain\r\nContent-Length: 4000\r\n\r\n", bounds.BodyTimeout},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, server.Config{Memory: true, Bounds: bounds})
			defer stop(t, s)
			post(t, s.URL(), "RegisterDomain", `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`)
			// A machine that does other things, too, may hold up three calls of 300 by itself, but not each time; slow connections would.
			const tries = 3
			for try := 1; ; try++ {
				baseline := honest(t, s, 300)
				slow := dialSlow(t, s.Addr().String(), *slowConnections, test.text)
				under := honest(t, s, 300)
				lived := slow.wait()
				t.Logf("%d connections, the last closed after %v; the 99th percentile of honest calls was %v before and %v meanwhile",
					*slowConnections, lived, baseline, under)
				inTime, unharmed := lived <= test.limit+time.Second, under <= max(2*baseline, 50*time.Millisecond)
				if inTime && unharmed {
					return
				}
				if try < tries {
					continue
				}
				t.Fatalf("each of %d times slow connections lived longer than %v, or honest calls took longer than before", tries, test.limit)
			}
		})
	}
}

// honest makes calls one after the other, and returns the 99th percentile of how long they take.
func honest(t *testing.T, s *server.Server, calls int) time.Duration {
	t.Helper()
	var took []time.Duration
	for range calls {
		began := time.Now()
		if status, body := post(t, s.URL(), "DescribeDomain", `{"name":"d"}`); status != http.StatusOK {
			t.Fatalf("an honest call is answered %d %s", status, body)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// slow are connections that send a byte now and then.
type slow struct {
	sync.WaitGroup
	mu sync.Mutex
	// lived is how long the one lived that lived longest.
	lived time.Duration
}

func (s *slow) wait() time.Duration {
	s.Wait()
	return s.lived
}

// mostTime is how long a connection may live before the test gives up.
const mostTime = 20 * time.Second

func dialSlow(t *testing.T, address string, n int, text string) *slow {
	t.Helper()
	all := &slow{}
	for range n {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := c.SetDeadline(began.Add(mostTime)); err != nil {
			t.Fatal(err)
		}
		closed := make(chan struct{})
		all.Go(func() {
			defer close(closed)
			// Only that it ends matters, not what is said before.
			_, _ = io.Copy(io.Discard, c)
			all.mu.Lock()
			defer all.mu.Unlock()
			all.lived = max(all.lived, time.Since(began))
		})
		all.Go(func() {
			defer c.Close()
			tick := time.NewTicker(100 * time.Millisecond)
			defer tick.Stop()
			_, err := io.WriteString(c, text)
			for err == nil {
				select {
				case <-closed:
					return
				case <-tick.C:
					_, err = c.Write([]byte("x"))
				}
			}
			<-closed
		})
	}
	return all
}

// Many large bodies at once on real connections: all of them are taken, for those that find no room wait.
func TestManyLargeBodies(t *testing.T) {
	s := start(t, server.Config{Memory: true, Bounds: httpapi.Bounds{BodyBytes: 8 << 20}})
	defer stop(t, s)
	post(t, s.URL(), "RegisterDomain", `{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}`)
	body := fmt.Sprintf(`{"name":"d","x":%q}`, strings.Repeat("x", httpapi.MaxBody-19))
	var callers sync.WaitGroup
	for range 40 {
		callers.Go(func() {
			if status, reply := post(t, s.URL(), "DescribeDomain", body); status != http.StatusOK {
				t.Errorf("status %d: %s", status, reply)
			}
		})
	}
	callers.Wait()
	if status, _ := post(t, s.URL(), "DescribeDomain", body+" "); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a byte more has status %d", status)
	}
}
