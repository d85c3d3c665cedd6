package server_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// BenchmarkIdlePoll holds polls and tells what one costs the server: its goroutines, buffers and place in the list. The client's side is a bare
// connection. A poll that is held has two goroutines, the connection's and the one that notices a hang-up.
func BenchmarkIdlePoll(b *testing.B) {
	const polls = 4000
	s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Memory: true})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := s.Close(context.Background()); err != nil {
			b.Error(err)
		}
	}()
	c := &caller{b: b, url: s.URL(), client: newHTTPClient(1)}
	c.registerAll()
	for b.Loop() {
		// The pools of the standard library outlast one collection; what they hold would be counted as nothing.
		runtime.GC()
		goroutines, before := runtime.NumGoroutine(), memoryInUse()
		var connections []net.Conn
		for i := range polls {
			connection, err := net.Dial("tcp", s.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			connections = append(connections, connection)
			body := fmt.Sprintf(`{"domain":"bench","taskList":{"name":"idle %d"},"identity":"worker %d"}`, i%10, i)
			fmt.Fprintf(connection, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"+
				"X-Amz-Target: SimpleWorkflowService.PollForActivityTask\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		}
		// Not 2*polls more than before: those of an earlier benchmark's connections may have been among them, and ended.
		for runtime.NumGoroutine() < 2*polls {
			runtime.Gosched()
		}
		b.ReportMetric(float64(memoryInUse()-before)/polls, "B/poll")
		for _, connection := range connections {
			connection.Close()
		}
		for runtime.NumGoroutine() > goroutines {
			runtime.Gosched()
		}
	}
}

// memoryInUse is what the process holds in heap objects and stacks.
func memoryInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}
