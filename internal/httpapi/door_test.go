package httpapi

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// door is a wire door for tests: in front of a scripted service, with a log that can be read, at one moment for ever.
type door struct {
	Config
	service *fakeService
	tokens  *token.Sealer
	log     *logBuffer
}

// now is when everything happens.
var now = time.Date(2026, time.January, 2, 3, 4, 5, 0, time.UTC)

func newDoor(t testing.TB) *door {
	t.Helper()
	tokens, err := token.NewSealer([]token.Key{{ID: 1}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{service: &fakeService{}, tokens: tokens, log: &logBuffer{}}
	var ids atomic.Int64
	d.Config = Config{
		Service:  func(caller access.Caller) swf.Service { return fakeCalls{d.service, caller} },
		OpenTask: tokens.OpenTask,
		Door:     access.Open{},
		Log:      slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: withoutTime})),
		Now:      func() time.Time { return now },
		NewRequestID: func() string {
			return fmt.Sprintf("00000000-0000-4000-8000-%012d", ids.Add(1))
		},
	}
	t.Cleanup(func() {
		if log := d.log.String(); strings.Contains(log, canary) {
			t.Errorf("the log holds what a client sent: %s", log)
		}
	})
	return d
}

// canary stands in inputs, tokens and signatures of tests. No line of any log may ever hold it.
const canary = "canary"

func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// logBuffer is a log in memory.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
