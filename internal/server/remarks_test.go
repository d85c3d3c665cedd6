package server

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// What people should know of a server that is ready is told. That the wall clock is stepped no clock of a test can show; see blackbox.TestClock.
func TestRemarks(t *testing.T) {
	var log bytes.Buffer
	now := time.Now()
	r := newRemarks(slog.New(slog.NewTextHandler(&log, nil)), func() time.Time { return now })
	expect := func(what string, want ...string) {
		t.Helper()
		got := r.all()
		if len(got) != len(want) {
			t.Fatalf("%s, the remarks are %q", what, got)
		}
		for i := range want {
			if !strings.Contains(got[i], want[i]) {
				t.Errorf("%s, the remarks are %q", what, got)
			}
		}
	}
	r.begin(false, 0)
	expect("if nothing happened")
	now = now.Add(time.Hour)
	expect("when time has passed by both clocks")
	if log.Len() > 0 {
		t.Errorf("the log says %s", log.String())
	}
	r.begin(true, time.Minute)
	if !strings.Contains(log.String(), "did not end in good order") {
		t.Errorf("the log says %s", log.String())
	}
	expect("after a crash and a clock that was set back", "did not end in good order", "1m0s ahead")
}
