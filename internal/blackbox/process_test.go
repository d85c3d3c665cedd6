package blackbox

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds swfd once for all tests and returns its path.
var binary = program(raceEnabled)

// program builds swfd once, when it is first asked for its path.
func program(race bool, flags ...string) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		dir, err := os.MkdirTemp("", "swfd-blackbox-")
		if err != nil {
			return "", err
		}
		atExit(func() error { return os.RemoveAll(dir) })
		path := filepath.Join(dir, "swfd")
		args := append([]string{"build", "-o", path}, flags...)
		if race {
			args = append(args, "-race")
		}
		build := exec.Command("go", append(args, "./cmd/swfd")...)
		build.Dir = filepath.Join("..", "..")
		if out, err := build.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build swfd: %w\n%s", err, out)
		}
		return path, nil
	})
}

// process is swfd on one data directory and one address, over all its restarts.
type process struct {
	// program tells the path of the binary.
	program func() (string, error)
	dir     string
	address string
	flags   []string
	// troubles are what surrounds the process, nil if that is as it is.
	troubles *troubles
	// troubled tells that the test makes trouble, so that errors in the log are no surprise.
	troubled bool

	command *exec.Cmd
	// exited is closed when the present incarnation has ended and its log has been read.
	exited chan struct{}

	mu sync.Mutex
	// log is what all incarnations have written on standard error, line by line.
	log []string
}

const (
	startTime = 30 * time.Second
	endTime   = 20 * time.Second
)

// serve starts swfd on a data directory and waits until it is ready. Port 0 in address takes any free port, which later restarts keep.
func serve(dir, address string, flags ...string) (*process, error) {
	p := &process{program: binary, dir: dir, address: address, flags: flags}
	if err := p.start(); err != nil {
		return nil, err
	}
	return p, nil
}

// start starts the process, again after it has ended, and waits until it is ready.
func (p *process) start() error {
	serving, err := p.launch()
	if err != nil {
		return err
	}
	limit := time.NewTimer(startTime)
	defer limit.Stop()
	select {
	case p.address = <-serving:
	case <-p.exited:
		return fmt.Errorf("swfd ended instead of serving: %s", strings.Join(p.lines(), "\n"))
	case <-limit.C:
		p.kill()
		return fmt.Errorf("swfd did not serve within %v: %s", startTime, strings.Join(p.lines(), "\n"))
	}
	return p.waitReady(limit.C)
}

// launch starts the process and returns at once. The channel will tell the address that it serves on.
func (p *process) launch() (serving <-chan string, err error) {
	path, err := p.program()
	if err != nil {
		return nil, err
	}
	args := append([]string{"server", "--listen", p.address, "--data", p.dir, "--log-level", "DEBUG"}, p.flags...)
	p.command = exec.Command(path, args...)
	p.command.Env = append(environment(), p.troubles.environment()...)
	stderr, err := p.command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start swfd: %w", err)
	}
	p.exited = make(chan struct{})
	told := make(chan string, 1)
	go p.read(p.command, stderr, told, p.exited)
	return told, nil
}

// checkStore has swfd check look at what the last incarnation, which has ended, has left on the disk.
func (p *process) checkStore(t *testing.T) {
	t.Helper()
	path, err := p.program()
	if err != nil {
		t.Fatal(err)
	}
	check := exec.Command(path, "check", "--data", p.dir)
	check.Env = environment()
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("swfd check: %v\n%s", err, said)
	}
}

// environment is that of the tests without settings for swfd.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "SWFD_") })
}

// read gathers what an incarnation writes on standard error until it ends, and tells the address that it serves on.
func (p *process) read(command *exec.Cmd, stderr io.Reader, serving chan<- string, exited chan<- struct{}) {
	defer close(exited)
	lines := bufio.NewScanner(stderr)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.mu.Lock()
		p.log = append(p.log, lines.Text())
		p.mu.Unlock()
		if address, ok := strings.CutPrefix(lines.Text(), "swfd is serving on http://"); ok {
			serving <- address
		}
	}
	// The state of the process says how it ended.
	_ = command.Wait()
}

func (p *process) waitReady(limit <-chan time.Time) error {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		reply, err := http.Get("http://" + p.address + "/readyz")
		if err == nil {
			_ = reply.Body.Close()
			if reply.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-tick.C:
		case <-p.exited:
			return errors.New("swfd ended before it was ready")
		case <-limit:
			return errors.New("swfd is serving but does not become ready")
		}
	}
}

// lines returns all that was logged so far.
func (p *process) lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.log)
}

// awaitLine waits until a line of the log has a text in it.
func (p *process) awaitLine(t *testing.T, text string) {
	t.Helper()
	limit := time.NewTimer(startTime)
	defer limit.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !slices.ContainsFunc(p.lines(), func(line string) bool { return strings.Contains(line, text) }) {
		select {
		case <-tick.C:
		case <-limit.C:
			t.Fatalf("the log does not say %q", text)
		}
	}
}

// kill ends the process as a crash would and waits for its end.
func (p *process) kill() {
	// A process that has ended already is as dead as wanted.
	_ = p.command.Process.Kill()
	<-p.exited
}

// signal sends a signal to the process.
func (p *process) signal(s syscall.Signal) error { return p.command.Process.Signal(s) }

// terminate asks the process to end, waits for that, and returns an error unless it ended with status 0.
func (p *process) terminate() error {
	if err := p.signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("terminate swfd: %w", err)
	}
	return p.wait()
}

// wait waits for the end of the process and returns an error unless its status is 0.
func (p *process) wait() error {
	limit := time.NewTimer(endTime)
	defer limit.Stop()
	select {
	case <-p.exited:
	case <-limit.C:
		p.kill()
		return fmt.Errorf("swfd did not end within %v", endTime)
	}
	if state := p.command.ProcessState; !state.Success() {
		return fmt.Errorf("swfd ended badly: %v", state)
	}
	return nil
}

// alarming is what no log may hold, whatever the clients did: signs of a defect, and what belongs to users.
var alarming = []string{"panic", "DATA RACE", "fatal error", troubleIsLogged, planted, secretKey}

// troubleIsLogged is the one of them that a log may hold if the server was in trouble.
const troubleIsLogged = "level=ERROR"

// checkLog returns an error for each line of the log that should not be there.
func (p *process) checkLog() error {
	var errs []error
	for _, line := range p.lines() {
		for _, bad := range alarming {
			if bad == troubleIsLogged && p.troubled {
				continue
			}
			if strings.Contains(line, bad) {
				errs = append(errs, fmt.Errorf("the log holds %q: %s", bad, line))
			}
		}
		if seen.holdsToken(line) {
			errs = append(errs, fmt.Errorf("the log holds a task token: %s", line))
		}
	}
	return errors.Join(errs...)
}

// newProcess starts a process of the test's own. The test may end it; otherwise it is terminated when the test is done. Its log is
// checked then.
func newProcess(t *testing.T, flags ...string) *process {
	t.Helper()
	p, err := serve(t.TempDir(), steadyAddress(t), flags...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		select {
		case <-p.exited:
		default:
			if err := p.terminate(); err != nil {
				t.Error(err)
			}
		}
		if err := p.checkLog(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// restart starts a process that has ended again.
func (p *process) restart(t *testing.T) {
	t.Helper()
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
}

// steadyAddress is an address whose port lies below those that the system gives to outgoing connections. While nobody listens on one of
// those, a client that tries it again and again ends up connected to itself, and the restarted server finds its port taken.
func steadyAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000))
		l, err := net.Listen("tcp", address)
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return address
	}
	t.Fatal("no free port found")
	return ""
}
