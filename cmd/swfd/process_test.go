package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/swfd/swfd/internal/server"
)

// asProgram makes a process of this test binary the program itself.
const asProgram = "SWFD_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program is swfd as a process of its own.
func program(t *testing.T, endpoint string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = []string{asProgram + "=1", "SWFD_ENDPOINT=" + endpoint, "SWFD_DOMAIN=d", "HOME=" + t.TempDir()}
	return cmd
}

// carryOut runs the program and returns what it says, and its exit code.
func carryOut(t *testing.T, cmd *exec.Cmd) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// aServer is a server with the domain d, a workflow type and a run in it.
func aServer(t *testing.T) (endpoint, runID string) {
	t.Helper()
	s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Memory: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	for _, args := range [][]string{
		{"domain", "register", "d", "--retention", "1"},
		{"type", "register", "workflow", "w:1", "--task-list", "l", "--timeout", "1h", "--task-timeout", "NONE", "--child-policy", "ABANDON"},
		{"start", "w", "--type", "w:1"},
	} {
		stdout, stderr, code := carryOut(t, program(t, s.URL(), args...))
		if code != exitDone {
			t.Fatalf("%v: %s", args, stderr)
		}
		runID = strings.TrimSpace(stdout)
	}
	return s.URL(), runID
}

// A server that is down is told of on one line, with its address, and has an exit code of its own.
func TestNobodyServes(t *testing.T) {
	endpoint := "http://127.0.0.1:1"
	stdout, stderr, code := carryOut(t, program(t, endpoint, "list"))
	want := "swfd: nobody serves at http://127.0.0.1:1/: is the server running, and is this the endpoint that you mean (--endpoint, SWFD_ENDPOINT)?\n"
	if stdout != "" || stderr != want || code != exitUnreachable {
		t.Errorf("got %q, %q and exit code %d", stdout, stderr, code)
	}
}

// INT ends what goes on without end, without a word, as shells expect it.
func TestInterrupt(t *testing.T) {
	endpoint, runID := aServer(t)
	cmd := program(t, endpoint, "history", "w", "--run", runID, "--follow")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for range 2 {
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err, errs.String())
		}
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitSignal+int(syscall.SIGINT) || len(rest) > 0 || errs.Len() > 0 {
		t.Errorf("exit code %d, and %q and %q were still said", code, rest, errs.String())
	}
}

// Who has seen enough closes the pipe; the program ends then, and does not complain.
func TestAClosedPipe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	event := `{"eventId":%d,"eventTimestamp":1,"eventType":"TimerFired","timerFiredEventAttributes":{"timerId":"t","startedEventId":1}}` + "\n"
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, event, i+1)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "", "history", "show", file)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if cmd.ProcessState.Success() || errs.Len() > 0 {
		t.Errorf("it ended with %v and said %q", err, errs.String())
	}
}

// A store that a server uses is left alone; when it has ended, the store is sound.
func TestCheckAndAServer(t *testing.T) {
	dir := t.TempDir()
	s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := carryOut(t, program(t, s.URL(), "domain", "register", "d", "--retention", "1")); code != exitDone {
		t.Error(stderr)
	}
	_, stderr, code := carryOut(t, program(t, "", "check", "--data", dir))
	if code != exitFailed || !strings.Contains(stderr, "another swfd uses this directory") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := carryOut(t, program(t, "", "check", "--data", dir))
	if code != exitDone || !strings.Contains(stdout, "1 domains, 0 types, 0 runs") || stderr != "" {
		t.Errorf("exit code %d, %q and %q", code, stdout, stderr)
	}
}
