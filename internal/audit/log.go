package audit

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/swfd/swfd/internal/rate"
)

// Entry is a call.
type Entry struct {
	At time.Time
	// Account, Region and Principal say who called, as far as they were identified.
	Account, Region, Principal string
	// Address is the client's, without its port.
	Address string
	// Action is the operation as policies name it: swf:StartWorkflowExecution.
	Action string
	// Domain is the name of the domain that the call concerns, "" if that is not known.
	Domain string
	// RequestID is the name of the call, as the client was told.
	RequestID string
	// Result is what came of it: "success", the code of the fault, or "HungUp".
	Result string
}

// Stderr is the path that stands for the standard error.
const Stderr = "stderr"

// strangers is how many lines those get who could not be identified: anybody can be refused, and so could fill the disk.
var strangers = rate.Limit{Burst: 100, PerSecond: 10}

// Log is where entries are written. It is safe for concurrent use. A nil one writes nothing.
type Log struct {
	out   io.Writer
	file  *file
	log   *slog.Logger
	began time.Time

	mu        sync.Mutex
	line      []byte
	strangers rate.Bucket
	// omitted counts the lines of strangers that were not written since the last that was, failed those that could not be written.
	omitted int
	failed  uint64
}

// Open opens the log at a path, which is made if it is not there; Stderr is none, and "" means that there is no log. Each line is
// written at once, after those that are there. A file that is moved away, or removed, is opened anew within a second, so it
// can be rotated. Log is told if lines cannot be written: calls go on then.
func Open(path string, log *slog.Logger) (*Log, error) {
	switch path {
	case "":
		return nil, nil
	case Stderr:
		return &Log{out: os.Stderr, log: log, began: time.Now()}, nil
	}
	f, err := openFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	return &Log{out: f, file: f, log: log, began: time.Now()}, nil
}

// Write adds a line. An entry without a principal is a stranger's: of those only so many are written, and the next that is tells how
// many were not.
func (l *Log) Write(e Entry) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	omitted := 0
	if e.Principal == "" {
		if !l.strangers.Take(strangers, time.Since(l.began)) {
			l.omitted++
			return
		}
		omitted, l.omitted = l.omitted, 0
	}
	l.line = append(e.append(l.line[:0], omitted), '\n')
	if _, err := l.out.Write(l.line); err != nil {
		l.fail(err)
		return
	}
	l.failed = 0
}

// fail tells of the first line that could not be written.
func (l *Log) fail(err error) {
	l.failed++
	if l.failed == 1 {
		l.log.Error("the audit log cannot be written, and calls are not audited until it can", "error", err)
	}
}

// Close ends the log.
func (l *Log) Close() error {
	if l == nil || l.file == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.close()
}

// append appends the entry as a line of JSON, without members that are empty.
func (e *Entry) append(b []byte, omitted int) []byte {
	b = append(b, `{"time":"`...)
	b = e.At.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = append(b, '"')
	for _, m := range [...]struct{ name, value string }{
		{"account", e.Account}, {"region", e.Region}, {"principal", e.Principal}, {"address", e.Address}, {"action", e.Action},
		{"domain", e.Domain}, {"requestId", e.RequestID}, {"result", e.Result},
	} {
		if m.value != "" {
			b = append(b, `,"`...)
			b = append(b, m.name...)
			b = append(b, `":`...)
			b = appendText(b, m.value)
		}
	}
	if omitted > 0 {
		b = append(b, `,"omitted":`...)
		b = strconv.AppendInt(b, int64(omitted), 10)
	}
	return append(b, '}')
}
