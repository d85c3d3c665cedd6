package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/swfd/swfd/internal/config"
)

// newLog makes the log in one of the forms of package config.
func newLog(w io.Writer, format config.LogFormat, level slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr { return plainError(a) }}
	switch format {
	case config.LogJSON:
		return slog.New(slog.NewJSONHandler(w, options))
	case config.LogJournal:
		return slog.New(newJournal(w, level))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// plainError shows an error by its text. A library's error may have more to say to %+v: whole stacks.
func plainError(a slog.Attr) slog.Attr {
	if err, ok := a.Value.Any().(error); ok {
		a.Value = slog.StringValue(err.Error())
	}
	return a
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
			return plainError(a)
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
