package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/swfd/swfd/swf"
)

// Whoever follows a history sees each event when it has come, once, and is free when the run has closed.
func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := newTerminal(t, t.TempDir())
		play := func(line string) string {
			out := x.pipe(line, "")
			if strings.Contains(out, "[exit") {
				t.Fatal(line, out)
			}
			return out
		}
		x.variables["SWFD_DOMAIN"] = "d"
		play("swfd domain register d --retention 1")
		play("swfd type register workflow w:1 --task-list l --timeout 1h --task-timeout NONE --child-policy ABANDON")
		play("swfd start w --type w:1")
		var out lockedBuffer
		ended := make(chan int, 1)
		go func() {
			ended <- x.cli.run(t.Context(), []string{"history", "w", "--follow", "--interval", "10s"}, strings.NewReader(""), &out, io.Discard)
		}()
		seen := func(want int) {
			t.Helper()
			synctest.Wait()
			if got := strings.Count(out.String(), "\n"); got != want {
				t.Errorf("%d events were printed, want %d:\n%s", got, want, out.String())
			}
		}
		seen(2)
		play("swfd signal w --name one")
		play("swfd signal w --name two")
		seen(2)
		time.Sleep(10 * time.Second)
		seen(4)
		time.Sleep(10 * time.Second)
		seen(4)
		play("swfd terminate w")
		time.Sleep(10 * time.Second)
		seen(5)
		if code := <-ended; code != exitDone || strings.Index(out.String(), `"one"`) > strings.Index(out.String(), `"two"`) {
			t.Errorf("exit code %d:\n%s", code, out.String())
		}
	})
}

// lockedBuffer can be read while another goroutine writes.
type lockedBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// moody is a service that refuses some runs, and breaks at one.
type moody struct {
	swf.Service
	refuse, breakAt string
}

func (m *moody) TerminateWorkflowExecution(ctx context.Context, in *swf.TerminateWorkflowExecutionInput) (*swf.TerminateWorkflowExecutionOutput, error) {
	switch in.WorkflowID {
	case m.refuse:
		return nil, &swf.OperationNotPermittedFault{FaultDetail: swf.FaultDetail{Message: "not yours"}}
	case m.breakAt:
		return nil, errors.New("the wire is cut")
	}
	return m.Service.TerminateWorkflowExecution(ctx, in)
}

// One run that the service refuses does not spare the others; a broken connection ends the work, and it is told how far it came.
func TestManyWithFailures(t *testing.T) {
	for _, c := range []struct {
		name            string
		refuse, breakAt string
		want            string
		code            int
	}{
		{"a refusal", "b", "", "swfd: b: OperationNotPermittedFault: not yours\nTerminated 2 runs; 1 was refused.\n", exitRefused},
		{"a break", "", "b", "swfd: after 1 of 3 runs: the wire is cut\n", exitFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				x := newTerminal(t, t.TempDir())
				service, _, err := x.cli.connect(t.Context(), connection{})
				if err != nil {
					t.Fatal(err)
				}
				x.cli.connect = func(context.Context, connection) (swf.Service, string, error) {
					return &moody{service, c.refuse, c.breakAt}, "here", nil
				}
				x.variables["SWFD_DOMAIN"] = "d"
				x.pipe("swfd domain register d --retention 1", "")
				x.pipe("swfd type register workflow w:1 --task-list l --timeout 1h --task-timeout NONE --child-policy ABANDON", "")
				for _, id := range []string{"a", "b", "c"} {
					x.pipe("swfd start "+id+" --type w:1", "")
				}
				var said bytes.Buffer
				code := x.cli.run(t.Context(), []string{"terminate", "a", "b", "c"}, strings.NewReader(""), &said, &said)
				if code != c.code || said.String() != c.want {
					t.Errorf("exit code %d, %q\nwant %d, %q", code, said.String(), c.code, c.want)
				}
			})
		})
	}
}

// cutPipe is a pipe whose reader has gone.
type cutPipe struct{}

func (cutPipe) Write([]byte) (int, error) { return 0, fmt.Errorf("write |1: %w", syscall.EPIPE) }

func TestAnOutputThatIsCut(t *testing.T) {
	var errs bytes.Buffer
	code := newCLI().run(t.Context(), []string{"config"}, strings.NewReader(""), cutPipe{}, &errs)
	if code != exitSignal+int(syscall.SIGPIPE) || errs.Len() > 0 {
		t.Errorf("exit code %d, %q", code, errs.String())
	}
}

// What is done at once is not told of; on a terminal progress is written over, elsewhere it has lines of its own, and few.
func TestProgress(t *testing.T) {
	for _, c := range []struct {
		name     string
		terminal bool
		want     string
	}{
		{"a terminal", true, "\r10 of 30\r20 of 30\r30 of 30\r        \r"},
		{"a file", false, "10 of 30\n20 of 30\n30 of 30\n"},
	} {
		now := time.Unix(0, 0)
		var out bytes.Buffer
		x := &cli{now: func() time.Time { return now }, isTerminal: func(any) bool { return c.terminal }}
		p := x.progress(&out)
		for i := 1; i <= 30; i++ {
			now = now.Add(100 * time.Millisecond)
			if !c.terminal {
				now = now.Add(900 * time.Millisecond)
			}
			p.tell("%d of 30", i)
		}
		p.done()
		if got := out.String(); c.terminal && got != c.want || !c.terminal && strings.Count(got, "\n") > 4 {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestPalette(t *testing.T) {
	for _, c := range []struct {
		name      string
		variables map[string]string
		terminal  bool
		want      palette
	}{
		{"a terminal", nil, true, true},
		{"a file", nil, false, false},
		{"nobody wants colours", map[string]string{"NO_COLOR": "1"}, true, false},
		{"an empty wish is none", map[string]string{"NO_COLOR": ""}, true, true},
		{"a terminal without colours", map[string]string{"TERM": "dumb"}, true, false},
		{"somebody wants them in a file", map[string]string{"CLICOLOR_FORCE": "1"}, false, true},
		{"who wants none counts for more", map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, true, false},
	} {
		x := &cli{
			isTerminal: func(any) bool { return c.terminal },
			variable:   func(name string) (string, bool) { v, ok := c.variables[name]; return v, ok },
		}
		if got := x.palette(nil); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestInstants(t *testing.T) {
	now := time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"2026-11-24T15:04:05Z":      "2026-11-24T15:04:05.000Z",
		"2026-11-24T15:04:05+02:00": "2026-11-24T13:04:05.000Z",
		"2026-11-24 15:04":          "2026-11-24T15:04:00.000Z",
		"2026-11-24":                "2026-11-24T00:00:00.000Z",
		"90s":                       "2026-11-24T19:58:30.000Z",
		"3d":                        "2026-11-21T20:00:00.000Z",
		"0.5d":                      "2026-11-24T08:00:00.000Z",
		"0d":                        "2026-11-24T20:00:00.000Z",
	} {
		if got, err := instant(text, now); err != nil || got.String() != want {
			t.Errorf("%s is %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "-2h", "d", "2026-13-01", "-1d", "nand", "infd", "1e300d", "1d2d", "0x"} {
		if got, err := instant(text, now); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestTypeNames(t *testing.T) {
	for text, want := range map[string]string{"a:1": "a 1", "name=a,version=1": "a 1", "a b:2.0": "a b 2.0", "name=a:1": "name=a 1"} {
		if name, version, err := typeName(text); err != nil || name+" "+version != want {
			t.Errorf("%s is %q %q, %v", text, name, version, err)
		}
	}
	for _, text := range []string{"", "a", ":1", "a:", "name=a"} {
		if name, version, err := typeName(text); err == nil {
			t.Errorf("%q is %q %q", text, name, version)
		}
	}
}

// A table keeps its columns, also with names from other scripts and with what would move the cursor.
func TestTable(t *testing.T) {
	table := newTable("NAME", "N")
	table.row("Zoë", 1)
	table.row("a\x1b[2Jb\n", cell{"22", red})
	table.row("", "")
	var out bytes.Buffer
	if err := table.print(&out, true); err != nil {
		t.Fatal(err)
	}
	want := "\x1b[1mNAME\x1b[0m     \x1b[1mN\x1b[0m\nZoë      1\na\uFFFD[2Jb\uFFFD  \x1b[31m22\x1b[0m\n\n"
	if out.String() != want {
		t.Errorf("got\n%q\nwant\n%q", out.String(), want)
	}
}
