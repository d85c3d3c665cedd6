package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
)

// The formats of the log.
const (
	// formatText is key=value, a line each.
	formatText = "text"
	// formatJSON is a JSON object a line.
	formatJSON = "json"
	// formatJournal is text for systemd's journal, which has its own time stamps and priorities.
	formatJournal = "journal"
)

func newLog(w io.Writer, format string, level slog.Leveler) (*slog.Logger, error) {
	options := &slog.HandlerOptions{Level: level}
	switch format {
	case formatText:
		return slog.New(slog.NewTextHandler(w, options)), nil
	case formatJSON:
		return slog.New(slog.NewJSONHandler(w, options)), nil
	case formatJournal:
		return slog.New(newJournal(w, level)), nil
	}
	return nil, fmt.Errorf("the log format %q is not one of %s, %s and %s", format, formatText, formatJSON, formatJournal)
}

// journal is a handler that writes lines as the journal wants them: the priority in angle brackets, and no time.
type journal struct {
	slog.Handler
	line *journalLine
}

// journalLine is where a line is put together; all handlers that came from one share it.
type journalLine struct {
	mu  sync.Mutex
	buf bytes.Buffer
	w   io.Writer
}

func newJournal(w io.Writer, level slog.Leveler) *journal {
	line := &journalLine{w: w}
	return &journal{line: line, Handler: slog.NewTextHandler(&line.buf, &slog.HandlerOptions{
		Level: level,
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
				return slog.Attr{}
			}
			return a
		},
	})}
}

// Handle writes a line.
func (j *journal) Handle(ctx context.Context, r slog.Record) error {
	j.line.mu.Lock()
	defer j.line.mu.Unlock()
	j.line.buf.Reset()
	fmt.Fprintf(&j.line.buf, "<%d>", priorityOf(r.Level))
	if err := j.Handler.Handle(ctx, r); err != nil {
		return err
	}
	_, err := j.line.w.Write(j.line.buf.Bytes())
	return err
}

// WithAttrs makes a handler with more attributes.
func (j *journal) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &journal{j.Handler.WithAttrs(attrs), j.line}
}

// WithGroup makes a handler whose attributes are in a group.
func (j *journal) WithGroup(name string) slog.Handler {
	return &journal{j.Handler.WithGroup(name), j.line}
}

// priorityOf is syslog's number for a level.
func priorityOf(l slog.Level) int {
	switch {
	case l >= slog.LevelError:
		return 3
	case l >= slog.LevelWarn:
		return 4
	case l >= slog.LevelInfo:
		return 6
	}
	return 7
}
