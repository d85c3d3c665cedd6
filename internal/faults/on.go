//go:build faults

package faults

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// On tells whether this program can be told to misbehave.
const On = true

// now is the plan that holds, and what it has done.
var now control

func init() {
	if text := os.Getenv(PlanVariable); text != "" {
		if err := now.begin([]byte(text)); err != nil {
			log.Fatalln("faults:", err)
		}
	}
	if path := os.Getenv(SocketVariable); path != "" {
		// What an earlier process has left there is dead: each has a path of its own, or has been waited for.
		_ = os.Remove(path)
		l, err := net.Listen("unix", path)
		if err != nil {
			log.Fatalln("faults:", err)
		}
		// It lasts as long as the process.
		go func() { log.Fatalln("faults:", http.Serve(l, &now)) }()
	}
}

// control holds a plan and counts.
type control struct {
	plan                  atomic.Pointer[Plan]
	failed, delayed, full atomic.Int64

	mu sync.Mutex
	// left is how many operations still succeed until one fails, -1 if none is to fail any more.
	left       int
	operations map[Failure]int64
}

// begin puts a plan in force.
func (c *control) begin(text []byte) error {
	var p Plan
	if err := json.Unmarshal(text, &p); err != nil {
		return fmt.Errorf("read a plan: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = -1
	if p.Fail != "" {
		c.left = p.After
	}
	c.plan.Store(&p)
	return nil
}

// current is the plan in force.
func (c *control) current() *Plan {
	if p := c.plan.Load(); p != nil {
		return p
	}
	return &Plan{}
}

func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPut {
		var text json.RawMessage
		err := json.NewDecoder(r.Body).Decode(&text)
		if err == nil {
			err = c.begin(text)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	// Who asks and hears nothing asks again.
	_ = json.NewEncoder(w).Encode(c.figures())
}

func (c *control) figures() Figures {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Figures{
		Failed: c.failed.Load(), Delayed: c.delayed.Load(), Full: c.full.Load(), Operations: maps.Clone(c.operations),
	}
}

// fail counts an operation, and returns an error if it is the one that is to fail.
func (c *control) fail(operation Failure) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.operations == nil {
		c.operations = map[Failure]int64{}
	}
	c.operations[operation]++
	if c.left < 0 || c.current().Fail != operation {
		return nil
	}
	c.left--
	if c.left >= 0 {
		return nil
	}
	c.failed.Add(1)
	return syscall.EIO
}

// delay waits as long as a sync is to take longer.
func (c *control) delay() {
	if d := c.current().SyncDelay; d > 0 {
		time.Sleep(d)
		c.delayed.Add(1)
	}
}
