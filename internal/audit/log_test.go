package audit_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/swfd/swfd/internal/audit"
)

func open(t *testing.T, path string) *audit.Log {
	t.Helper()
	l, err := audit.Open(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var entry = audit.Entry{
	At:      time.Date(2026, 1, 2, 3, 4, 5, 678_900_000, time.FixedZone("", 3600)),
	Account: "123456789012", Region: "us-east-1", Principal: "AKIDEXAMPLE", Address: "192.0.2.7",
	Action: "swf:StartWorkflowExecution", Domain: "orders", RequestID: "00000000-0000-4000-8000-000000000001", Result: "success",
}

func TestALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	l := open(t, path)
	l.Write(entry)
	l.Write(audit.Entry{At: entry.At, Action: "swf:TagResource", Address: "192.0.2.7", RequestID: "r", Result: "UnrecognizedClientException"})
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	// What is there stays.
	l = open(t, path)
	l.Write(audit.Entry{At: entry.At, Principal: "p", Action: "swf:TagResource", RequestID: "r", Result: "AccessDeniedException"})
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	const want = `{"time":"2026-01-02T02:04:05.678Z","account":"123456789012","region":"us-east-1","principal":"AKIDEXAMPLE","address":"192.0.2.7","action":"swf:StartWorkflowExecution","domain":"orders","requestId":"00000000-0000-4000-8000-000000000001","result":"success"}
{"time":"2026-01-02T02:04:05.678Z","address":"192.0.2.7","action":"swf:TagResource","requestId":"r","result":"UnrecognizedClientException"}
{"time":"2026-01-02T02:04:05.678Z","principal":"p","action":"swf:TagResource","requestId":"r","result":"AccessDeniedException"}
`
	if got := read(t, path); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
}

// Whatever a text holds, a line is one line, and reads as what was meant.
func TestTextsAreEscaped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	l := open(t, path)
	texts := []string{
		`","principal":"root`, "two\nlines", "\r\x00\x1b[2J\x7f\u009b", "\u2028\u2029\u0085", "evil\u202etxt", "\U000e0001 and \U0001f600",
		`\`, "é世界", "bad \xff bytes",
	}
	for _, text := range texts {
		e := entry
		e.Domain = text
		l.Write(e)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	lines := strings.Split(strings.TrimSuffix(read(t, path), "\n"), "\n")
	if len(lines) != len(texts) {
		t.Fatalf("there are %d lines", len(lines))
	}
	for i, line := range lines {
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("the line %q steers", line)
		}
		var got struct{ Domain, Principal string }
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if want := strings.ToValidUTF8(texts[i], "\ufffd"); got.Domain != want || got.Principal != entry.Principal {
			t.Errorf("%s reads as %q", line, got)
		}
	}
}

// FuzzLine: every entry is one line that reads as what was meant.
func FuzzLine(f *testing.F) {
	f.Add("principal", "domain\n")
	f.Add("", "\U000e0001\"")
	f.Fuzz(func(t *testing.T, principal, domain string) {
		e := entry
		e.Principal, e.Domain = principal, domain
		line := audit.Line(e)
		if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Fatalf("%q", line)
		}
		var got struct{ Domain, Principal, Result string }
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if got.Principal != string([]rune(principal)) || got.Domain != string([]rune(domain)) || got.Result != entry.Result {
			t.Fatalf("%q reads as %q", line, got)
		}
	})
}

// A file that is moved away, removed, or cut is followed by a new one, and no line is lost.
func TestRotation(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "audit.log")
	synctest.Test(t, func(t *testing.T) {
		l := open(t, path)
		n := 0
		write := func(lines int) {
			for range lines {
				e := entry
				e.RequestID = fmt.Sprint(n)
				n++
				l.Write(e)
			}
		}
		write(3)
		if err := os.Rename(path, path+".1"); err != nil {
			t.Fatal(err)
		}
		write(2)
		time.Sleep(2 * time.Second)
		write(2)
		if err := os.Rename(path, path+".2"); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		// There can be no new one now.
		write(1)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		write(4)
		if err := os.Truncate(path, 0); err != nil {
			t.Fatal(err)
		}
		write(1)
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		var counts []int
		for _, name := range []string{".1", ".2", ""} {
			counts = append(counts, strings.Count(read(t, path+name), "\n"))
		}
		if want := []int{5, 3, 1}; !reflect.DeepEqual(counts, want) {
			t.Errorf("the files have %v lines, want %v", counts, want)
		}
	})
}

// Whoever is not even known cannot fill the disk; the others are not held up by that.
func TestStrangersGetSoManyLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	synctest.Test(t, func(t *testing.T) {
		l := open(t, path)
		stranger := entry
		stranger.Principal = ""
		for range 1000 {
			l.Write(stranger)
		}
		l.Write(entry)
		time.Sleep(time.Second)
		for range 1000 {
			l.Write(stranger)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		text := read(t, path)
		if n := strings.Count(text, "\n"); n != 100+1+10 {
			t.Errorf("there are %d lines", n)
		}
		if strings.Count(text, `,"omitted":900}`) != 1 || strings.Count(text, "omitted") != 1 || strings.Count(text, "AKIDEXAMPLE") != 1 {
			t.Errorf("it says %s", text)
		}
	})
}

func TestManyWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.log")
	l := open(t, path)
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range 100 {
				l.Write(entry)
			}
		})
	}
	writers.Wait()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(read(t, path)) {
		if line != audit.Line(entry)+"\n" {
			t.Fatalf("a line is %q", line)
		}
	}
}

// A disk that is full is told of once, and when there is room again lines are written again.
func TestAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no device here that is always full")
	}
	var log strings.Builder
	l, err := audit.Open("/dev/full", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		l.Write(entry)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if n := strings.Count(log.String(), "level=ERROR"); n != 1 || strings.Contains(log.String(), entry.Principal) {
		t.Errorf("the log says %s", log.String())
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "no", "audit.log")} {
		if _, err := audit.Open(path, slog.New(slog.DiscardHandler)); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", path, err)
		}
	}
	l := open(t, "")
	l.Write(entry)
	if err := l.Close(); err != nil || l != nil {
		t.Errorf("without a path there is a log, %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	l, err := audit.Open(filepath.Join(b.TempDir(), "audit.log"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		l.Write(entry)
	}
	if err := l.Close(); err != nil {
		b.Error(err)
	}
}
