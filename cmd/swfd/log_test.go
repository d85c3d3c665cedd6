package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/swfd/swfd/internal/config"
)

func TestLogFormats(t *testing.T) {
	for format, want := range map[config.LogFormat]string{
		config.LogText:    `level=WARN msg="low on space" free=5 g.a=1` + "\n",
		config.LogJSON:    `"level":"WARN","msg":"low on space","free":5,"g":{"a":1}}` + "\n",
		config.LogJournal: `<4>msg="low on space" free=5 g.a=1` + "\n",
	} {
		var out strings.Builder
		log := newLog(&out, format, slog.LevelInfo)
		log.Debug("not told")
		log.With("free", 5).WithGroup("g").Warn("low on space", "a", 1)
		got := out.String()
		if !strings.HasSuffix(got, want) || strings.Count(got, "\n") != 1 || format == config.LogJournal && got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
}

func TestPriorities(t *testing.T) {
	var out strings.Builder
	log := slog.New(newJournal(&out, slog.LevelDebug))
	log.Debug("a")
	log.Info("b")
	log.Warn("c")
	log.Error("d", "level", "of detail", "time", "of day")
	if got, want := out.String(), "<7>msg=a\n<6>msg=b\n<4>msg=c\n<3>msg=d\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// stacked is an error as libraries have them: with more to say for who asks for everything.
type stacked struct{}

func (stacked) Error() string { return "a short text" }

func (stacked) Format(f fmt.State, verb rune) { fmt.Fprint(f, "a short text\nand a long\nstack") }

// An error takes one line, whatever its library would say about it.
func TestErrorsInTheLog(t *testing.T) {
	for format, want := range map[config.LogFormat]string{
		config.LogText: `error="a short text"`, config.LogJournal: `error="a short text"`, config.LogJSON: `"error":"a short text"`,
	} {
		var out bytes.Buffer
		newLog(&out, format, slog.LevelInfo).Error("it failed", "error", stacked{})
		if !strings.Contains(out.String(), want) || strings.Contains(out.String(), "stack") || strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: %q", format, out.String())
		}
	}
}
