package main

import (
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
