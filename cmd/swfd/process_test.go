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
	return s.URL(), fill(t, s.URL())
}

// fill makes a domain, a workflow type and a run in it.
func fill(t *testing.T, endpoint string) (runID string) {
	t.Helper()
	for _, args := range [][]string{
		{"domain", "register", "d", "--retention", "1"},
		{"type", "register", "workflow", "w:1", "--task-list", "l", "--timeout", "1h", "--task-timeout", "NONE", "--child-policy", "ABANDON"},
		{"start", "w", "--type", "w:1"},
	} {
		stdout, stderr, code := carryOut(t, program(t, endpoint, args...))
		if code != exitDone {
			t.Fatalf("%v: %s", args, stderr)
		}
		runID = strings.TrimSpace(stdout)
	}
	return runID
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

// INT ends what waits for the standard input, too, at once.
func TestInterruptOfReading(t *testing.T) {
	for _, args := range [][]string{{"apply", "-f", "-"}, {"call", "ListDomains", "-"}, {"history", "show", "-"}, {"start", "w", "--type", "w:1", "--input", "-"}} {
		t.Run(args[0], func(t *testing.T) {
			cmd := program(t, "http://127.0.0.1:1", args...)
			stdin, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			var said bytes.Buffer
			cmd.Stdout, cmd.Stderr = &said, &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// Once the pipe is full, somebody must have begun to read, or nobody ever will.
			if _, err := io.CopyN(stdin, zeros{}, 100<<10); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != exitSignal+int(syscall.SIGINT) || said.Len() > 0 {
				t.Errorf("exit code %d, and it said %q", code, said.String())
			}
		})
	}
}

// zeros is an input without end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// Where a program is given nothing to read from, there is nobody to answer a question.
func TestNobodyToAnswer(t *testing.T) {
	endpoint, _ := aServer(t)
	_, stderr, code := carryOut(t, program(t, endpoint, "terminate", "--all"))
	if code != exitUsage || !strings.Contains(stderr, "There is nobody here to answer: give --yes if you mean it") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
}

// Who follows a history need not know that the server was started again.
func TestFollowThroughARestart(t *testing.T) {
	config := server.Config{Listen: "127.0.0.1:0", Data: t.TempDir()}
	start := func() *server.Server {
		s, err := server.Start(config)
		if err != nil {
			t.Fatal(err)
		}
		config.Listen = s.Addr().String()
		return s
	}
	s := start()
	fill(t, s.URL())
	cmd := program(t, s.URL(), "history", "w", "--follow", "--interval", "20ms")
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
	expect := func(event string) {
		t.Helper()
		line, err := lines.ReadString('\n')
		if err != nil || !strings.Contains(line, event) {
			t.Fatalf("got %q, %v, want %s; %s", line, err, event, errs.String())
		}
	}
	expect("WorkflowExecutionStarted")
	expect("DecisionTaskScheduled")
	if err := s.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	s = start()
	defer func() { _ = s.Close(context.Background()) }()
	if _, stderr, code := carryOut(t, program(t, s.URL(), "terminate", "w")); code != exitDone {
		t.Fatal(stderr)
	}
	expect("WorkflowExecutionTerminated")
	if err := cmd.Wait(); err != nil || errs.Len() > 0 {
		t.Errorf("it ended with %v and said %q", err, errs.String())
	}
}

// A store whose files are damaged is found to be so, with the exit code for what is found.
func TestCheckOfADamagedStore(t *testing.T) {
	dir := t.TempDir()
	// The second start brings what the first has logged into a table.
	for range 2 {
		s, err := server.Start(server.Config{Listen: "127.0.0.1:0", Data: dir})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("the tables are %v, %v", tables, err)
	}
	if err := os.Remove(tables[0]); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := carryOut(t, program(t, "", "check", "--data", dir))
	if code != exitFound || !strings.Contains(stderr, "the store is damaged: ") || strings.Count(stderr, "\n") != 1 || stdout != "" {
		t.Errorf("exit code %d, %q and %q", code, stdout, stderr)
	}
}
