package main

import (
	"log/slog"
	"strings"
	"testing"
)

func TestLogFormats(t *testing.T) {
	for format, want := range map[string]string{
		formatText:    `level=WARN msg="low on space" free=5 g.a=1` + "\n",
		formatJSON:    `"level":"WARN","msg":"low on space","free":5,"g":{"a":1}}` + "\n",
		formatJournal: `<4>msg="low on space" free=5 g.a=1` + "\n",
	} {
		var out strings.Builder
		log, err := newLog(&out, format, slog.LevelInfo)
		if err != nil {
			t.Fatal(err)
		}
		log.Debug("not told")
		log.With("free", 5).WithGroup("g").Warn("low on space", "a", 1)
		got := out.String()
		if !strings.HasSuffix(got, want) || strings.Count(got, "\n") != 1 || format == formatJournal && got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
	if _, err := newLog(nil, "xml", slog.LevelInfo); err == nil || !strings.Contains(err.Error(), `"xml" is not one of text, json and journal`) {
		t.Errorf("got %v", err)
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
