package blackbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/swfd/swfd/internal/faults"
)

// faultyBinary is swfd that is built so that its disk and its clock can be made to misbehave; see package faults.
var faultyBinary = program(raceEnabled, "-tags", "faults")

// troubles are what surrounds a process of faultyBinary: they outlast its restarts.
type troubles struct {
	socket string
	client *http.Client
	plan   faults.Plan
	// past counts what went wrong in earlier incarnations.
	past faults.Figures
	// last is what the present one has told last.
	last faults.Figures
}

// newTroubledProcess starts a process whose surroundings can be made to misbehave.
func newTroubledProcess(t *testing.T, flags ...string) *process {
	t.Helper()
	p := &process{program: faultyBinary, dir: filepath.Join(t.TempDir(), "data"), troubles: newTroubles(t)}
	p.startTroubled(t, flags...)
	return p
}

func newTroubles(t *testing.T) *troubles {
	socket := filepath.Join(t.TempDir(), "faults")
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}
	return &troubles{socket: socket, client: &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}}
}

// startTroubled starts a process for which there will be trouble. When the test is done it is killed, if it still runs, and its log is
// checked: for all but errors, which are what trouble leads to.
func (p *process) startTroubled(t *testing.T, flags ...string) {
	t.Helper()
	p.address, p.flags, p.troubled = steadyAddress(t), flags, true
	t.Cleanup(func() {
		if p.command != nil {
			p.kill()
		}
		if err := p.checkLog(); err != nil {
			t.Error(err)
		}
	})
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
}

// environment tells a process where to listen for plans, and what is wrong when it starts.
func (b *troubles) environment() []string {
	if b == nil {
		return nil
	}
	plan, err := json.Marshal(b.plan)
	if err != nil {
		panic(err)
	}
	return []string{faults.SocketVariable + "=" + b.socket, faults.PlanVariable + "=" + string(plan)}
}

// set changes what is wrong, for the running process and its later incarnations.
func (b *troubles) set(change func(*faults.Plan)) error {
	change(&b.plan)
	text, err := json.Marshal(b.plan)
	if err != nil {
		return err
	}
	return b.ask(http.MethodPut, bytes.NewReader(text))
}

// look asks the process what has gone wrong in it.
func (b *troubles) look() error { return b.ask(http.MethodGet, nil) }

func (b *troubles) ask(method string, body io.Reader) error {
	in, err := http.NewRequest(method, "http://faults/", body)
	if err != nil {
		return err
	}
	out, err := b.client.Do(in)
	if err != nil {
		return fmt.Errorf("ask for faults: %w", err)
	}
	defer out.Body.Close()
	if out.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(out.Body)
		return fmt.Errorf("ask for faults: %s", text)
	}
	var now faults.Figures
	if err := json.NewDecoder(out.Body).Decode(&now); err != nil {
		return err
	}
	b.last = now
	return nil
}

// ended adds what the last incarnation has told to the past.
func (b *troubles) ended() {
	b.past.Failed += b.last.Failed
	b.past.Delayed += b.last.Delayed
	b.past.Full += b.last.Full
	b.last = faults.Figures{}
}

// readiness is what a server says of itself at /readyz?verbose.
func (p *process) readiness() (status int, text string, err error) {
	reply, err := http.Get("http://" + p.address + "/readyz?verbose")
	if err != nil {
		return 0, "", err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	return reply.StatusCode, string(body), err
}

// expectReadiness waits until the server says of itself what it should.
func (p *process) expectReadiness(t *testing.T, within time.Duration, status int, parts ...string) {
	t.Helper()
	begin := time.Now()
	for {
		got, text, err := p.readiness()
		missing := ""
		for _, part := range parts {
			if !strings.Contains(text, part) {
				missing = part
			}
		}
		if err == nil && got == status && missing == "" {
			return
		}
		if time.Since(begin) > within || !pause(context.Background(), 10*time.Millisecond) {
			t.Errorf("after %v the server says %d %q (%v), and not %d and %q", within, got, text, err, status, parts)
			return
		}
	}
}

// expectLogged checks that some line of the log has all the parts. What the process has written arrives a moment later.
func (p *process) expectLogged(t *testing.T, parts ...string) {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < 2*time.Second; pause(context.Background(), 10*time.Millisecond) {
		if slices.ContainsFunc(p.lines(), func(line string) bool { return containsAll(line, parts) }) {
			return
		}
	}
	lines := slices.DeleteFunc(p.lines(), func(line string) bool { return strings.Contains(line, "level=DEBUG") })
	t.Errorf("no line of the log has %q:\n%s", parts, strings.Join(lastOf(lines, 30), "\n"))
}

func containsAll(line string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(line, part) {
			return false
		}
	}
	return true
}

func lastOf(lines []string, n int) []string { return lines[max(0, len(lines)-n):] }

// awaitDeath waits until the process has ended by itself.
func (p *process) awaitDeath(within time.Duration) error {
	limit := time.NewTimer(within)
	defer limit.Stop()
	select {
	case <-p.exited:
		return nil
	case <-limit.C:
		return errors.New("the process goes on")
	}
}
