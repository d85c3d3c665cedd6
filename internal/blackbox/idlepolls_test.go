package blackbox

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"
)

var idlePolls = flag.Int("idle-polls", number("SWFD_IDLE_POLLS", 500), "how many polls wait idly; also SWFD_IDLE_POLLS")

const (
	// manyPolls are so many that what one costs can be told from what the server costs without them.
	manyPolls = 10_000
	// pollsPerClient is how many polls one process of clients holds: its descriptors are limited, too.
	pollsPerClient = 5_000
	pollsPerList   = 1_000
	idlePollBytes  = 25 << 10
	idlePollCPU    = 0.02
	dispatchTime   = 50 * time.Millisecond
	dispatches     = 100
	// spareDescriptors are those that the server needs for other things.
	spareDescriptors = 1_000
)

// Many polls wait, from clients in processes of their own. They cost little memory and hardly any processor time, and a task reaches a poll
// that waits for it at once all the same.
func TestIdlePolls(t *testing.T) {
	if testing.Short() {
		t.Skip("many polls take some seconds")
	}
	p := newMeasuredProcess(t, "--poll-hold", "10m", "--limit-pollers", fmt.Sprint(pollsPerList))
	x := newTenant(t, p.process)
	before := p.measure(t)
	polls := *idlePolls
	if most := int(before[mostDescriptors]) - spareDescriptors; polls > most {
		t.Logf("the server may have %.0f descriptors: %d polls are as many as can be, not %d", before[mostDescriptors], most, polls)
		polls = most
	}
	end := x.holdPolls(polls)
	for p.read(t)[waitingPolls] < float64(polls) {
		x.pause()
	}
	held := p.measure(t)
	perPoll := func() float64 { return (held[residentBytes] - before[residentBytes]) / float64(polls) }
	// What 15,000 connections leave behind as they come is given back to the system by and by, and until then counts as theirs.
	for patience := 10; perPoll() > idlePollBytes && patience > 0; patience-- {
		x.waitUntil(time.Now().Add(time.Second))
		held = p.measure(t)
	}
	const quiet = 3 * time.Second
	x.waitUntil(time.Now().Add(quiet))
	cpu := (p.read(t)[cpuSeconds] - held[cpuSeconds]) / quiet.Seconds()
	took, err := x.dispatch(ended, dispatches)
	x.must(err)
	p99 := took[len(took)*99/100]
	x.must(end())
	measured := fmt.Sprintf("%.1f KiB of memory a poll, %.1f %% of a core for all, a task reaches a poll in %v (p99)",
		perPoll()/1024, 100*cpu, p99.Round(time.Microsecond))
	t.Logf("%d polls: %s", polls, measured)
	if polls >= manyPolls {
		if perPoll() > idlePollBytes {
			t.Errorf("a poll takes %.0f bytes", perPoll())
		}
		if cpu > idlePollCPU {
			t.Errorf("all polls take %.3f of a core", cpu)
		}
		if p99 > dispatchTime {
			t.Errorf("one task in a hundred takes %v to a poll", p99)
		}
	}
	prove(t, proof{
		demand:   "A9: an idle poll takes 25 KB, all of them 2 % of a core, and a task reaches a poll within 50 ms (p99)",
		injected: fmt.Sprintf("%d idle polls", polls), toll: uncounted, measured: measured,
	})
}

// dispatch measures again and again how long it takes from the start of a run until a poll that waits has its decision task, until ctx ends, but
// so often at least. The shortest comes first.
func (x *tenant) dispatch(ctx context.Context, least int) (took []time.Duration, err error) {
	list := &types.TaskList{Name: new("dispatch")}
	arrived := make(chan time.Time)
	polling, stop := context.WithCancel(x.ctx)
	var crew sync.WaitGroup
	defer crew.Wait()
	defer stop()
	crew.Go(func() {
		for polling.Err() == nil {
			out, err := x.client.PollForDecisionTask(polling, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: list})
			if err != nil || out.TaskToken == nil {
				continue
			}
			select {
			case arrived <- time.Now():
			case <-polling.Done():
			}
		}
	})
	for i := 0; i < least || ctx.Err() == nil; i++ {
		begin := time.Now()
		_, err := x.client.StartWorkflowExecution(x.ctx, &sdk.StartWorkflowExecutionInput{
			Domain: new(domain), WorkflowId: new(fmt.Sprint("dispatch ", i)), WorkflowType: workflowType, TaskList: list, Input: new(planted),
		})
		if err != nil {
			return nil, err
		}
		select {
		case at := <-arrived:
			took = append(took, at.Sub(begin))
		case <-x.ctx.Done():
			return nil, errors.New("no poll was given the task")
		}
	}
	slices.Sort(took)
	return took, nil
}

// ended is a context that has ended.
var ended = func() context.Context {
	ctx, end := context.WithCancel(context.Background())
	end()
	return ctx
}()

// pollsVariable tells a process of this test that it is a client: how many polls it holds, the server, and the account.
const pollsVariable = "SWFD_BLACKBOX_POLLS"

// holdPolls holds polls from other processes, until the function that it returns is called.
func (x *tenant) holdPolls(n int) (end func() error) {
	x.t.Helper()
	var ends []func() error
	for first := 0; first < n; first += pollsPerClient {
		command := exec.Command(os.Args[0])
		command.Env = append(environment(), fmt.Sprintf("%s=%d %d %s %s", pollsVariable, first, min(n-first, pollsPerClient), x.server.address, x.account))
		command.Stderr = os.Stderr
		in, err := command.StdinPipe()
		x.must(err)
		x.must(command.Start())
		x.t.Cleanup(func() { _ = command.Process.Kill() })
		ends = append(ends, func() error {
			if err := in.Close(); err != nil {
				return err
			}
			return command.Wait()
		})
	}
	return func() error {
		for _, end := range ends {
			if err := end(); err != nil {
				return fmt.Errorf("a process of clients: %w", err)
			}
		}
		return nil
	}
}

// pollUntilEOF is such a process: it sends polls on connections of their own, and keeps these until its standard input ends.
func pollUntilEOF(order string) error {
	var first, n int
	var address, account string
	if _, err := fmt.Sscan(order, &first, &n, &address, &account); err != nil {
		return fmt.Errorf("read %q: %w", order, err)
	}
	connections := make([]net.Conn, n)
	for i := range connections {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		connections[i] = c
		body := fmt.Sprintf(`{"domain":%q,"taskList":{"name":"idle %d"},"identity":"idle %d"}`, domain, (first+i)/pollsPerList, first+i)
		_, err = fmt.Fprintf(c, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nX-Amz-Target: %sPollForActivityTask\r\n"+
			"Authorization: AWS4-HMAC-SHA256 Credential=%s/20260101/%s/swf/aws4_request, SignedHeaders=host, Signature=0\r\n"+
			"Content-Length: %d\r\n\r\n%s", jsonType, prefix, account, region, len(body), body)
		if err != nil {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, bufio.NewReader(os.Stdin)); err != nil {
		return err
	}
	for _, c := range connections {
		if err := c.Close(); err != nil && !strings.Contains(err.Error(), "closed") {
			return err
		}
	}
	return nil
}
