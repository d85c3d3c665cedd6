package blackbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/swf"
)

// A poll for which there is no task is answered empty when its time is over, not earlier and not much later.
func TestEmptyPolls(t *testing.T) {
	x := onShared(t)
	hold, err := time.ParseDuration(sharedHold)
	if err != nil {
		t.Fatal(err)
	}
	var crew sync.WaitGroup
	crew.Go(func() {
		begin := time.Now()
		out, err := x.client.PollForDecisionTask(x.ctx, &sdk.PollForDecisionTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new("idle")},
		})
		if err != nil || out.TaskToken != nil || out.StartedEventId != 0 || out.PreviousStartedEventId != 0 || out.Events != nil {
			t.Errorf("the poll for a decision task was answered %+v, %v", out, err)
		}
		expectBetween(t, time.Since(begin), hold, hold+3*time.Second)
	})
	crew.Go(func() {
		begin := time.Now()
		out, err := x.client.PollForActivityTask(x.ctx, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new("idle")},
		})
		if err != nil || out.TaskToken != nil || out.StartedEventId != 0 {
			t.Errorf("the poll for an activity task was answered %+v, %v", out, err)
		}
		expectBetween(t, time.Since(begin), hold, hold+3*time.Second)
	})
	crew.Wait()
}

func expectBetween(t *testing.T, got, least, most time.Duration) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("it took %v, and should take %v to %v", got, least, most)
	}
}

// The lists of decision tasks and of activity tasks are apart, higher priorities go first, and equals in the order of their coming.
func TestTaskOrder(t *testing.T) {
	x := onShared(t)
	list := &types.TaskList{Name: new("one name")}
	r := x.start("w", func(in *sdk.StartWorkflowExecutionInput) { in.TaskList = list })
	on := func(priority *string) types.ScheduleActivityTaskDecisionAttributes {
		return types.ScheduleActivityTaskDecisionAttributes{TaskList: list, TaskPriority: priority}
	}
	r.decide(schedule("low", on(new("-1"))), schedule("first", on(nil)), schedule("second", on(new("0"))), schedule("high", on(new("7"))))
	n, err := x.client.CountPendingActivityTasks(x.ctx, &sdk.CountPendingActivityTasksInput{Domain: new(domain), TaskList: list})
	x.must(err)
	if n.Count != 4 || n.Truncated {
		t.Errorf("%d activity tasks wait (truncated: %v), not 4", n.Count, n.Truncated)
	}
	r.signal("s")
	var got []string
	for range 4 {
		got = append(got, *x.pollActivity("one name").ActivityId)
	}
	expectTexts(t, "activities", got, "high", "first", "second", "low")
	r.decide(completeWorkflow())
}

// Pollers that hang up lose no task: tasks scheduled all the while go to pollers that are still there.
//
// One loss cannot be avoided: a poller that hangs up in the very moment when its answer is on the way. So each poll has an identity of
// its own, and a task that nobody received must have been started for a poll that hung up at that moment.
func TestHungUpPolls(t *testing.T) {
	t.Parallel()
	// Polls that are held this long would be given tasks long after they have hung up, if the server did not notice.
	x := newTenant(t, newProcess(t, "--poll-hold", "40s"))
	const batches, perBatch = 20, 10
	p := &pollers{x: x, received: map[string]string{}, hungUp: map[string]time.Time{}}
	ctx, stop := context.WithCancel(x.ctx)
	defer stop()
	var crew sync.WaitGroup
	for i := range 20 {
		crew.Go(func() { p.run(ctx, fmt.Sprint("impatient ", i), 50*time.Millisecond) })
	}
	for i := range 2 {
		crew.Go(func() { p.run(ctx, fmt.Sprint("patient ", i), time.Hour) })
	}
	r := x.start("w")
	for batch := range batches {
		var decisions []types.Decision
		for i := range perBatch {
			decisions = append(decisions, schedule(fmt.Sprintf("a%d-%d", batch, i), types.ScheduleActivityTaskDecisionAttributes{}))
		}
		r.decide(decisions...)
		r.signal("more")
		x.waitUntil(time.Now().Add(100 * time.Millisecond))
	}
	for started := 0; started < batches*perBatch; x.pause() {
		started = 0
		for _, e := range r.sdkHistory() {
			if e.EventType == types.EventTypeActivityTaskStarted {
				started++
			}
		}
	}
	stop()
	crew.Wait()
	p.check(t, r.history())
	r.terminate()
}

// pollers notes what many pollers received and when they hung up.
type pollers struct {
	x  *tenant
	mu sync.Mutex
	// received tells the identity of the poll that received an activity; hungUp when the poll of an identity was given up.
	received map[string]string
	hungUp   map[string]time.Time
}

// run polls until ctx ends; each poll hangs up after a random time up to patience.
func (p *pollers) run(ctx context.Context, name string, patience time.Duration) {
	own := newTransport()
	defer own.CloseIdleConnections()
	client := newClientOver(own, p.x.server.address, p.x.account, region)
	for i := 0; ctx.Err() == nil; i++ {
		identity := fmt.Sprintf("%s, poll %d", name, i)
		poll, hangUp := context.WithTimeout(ctx, rand.N(patience))
		out, err := client.PollForActivityTask(poll, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)}, Identity: &identity,
		})
		hangUp()
		p.mu.Lock()
		switch {
		case err != nil && poll.Err() == nil:
			p.x.t.Errorf("%s: %v", identity, err)
		case err != nil:
			p.hungUp[identity] = time.Now()
		case out.TaskToken != nil:
			if other, ok := p.received[*out.ActivityId]; ok {
				p.x.t.Errorf("%s and %s both received %s", other, identity, *out.ActivityId)
			}
			p.received[*out.ActivityId] = identity
		}
		p.mu.Unlock()
	}
}

// check compares what the pollers know with the history.
func (p *pollers) check(t *testing.T, events []swf.HistoryEvent) {
	t.Helper()
	// The server learns of a hang-up by way of the kernel and the scheduler, and an answer comes after a write to the disk.
	const early, late = time.Second, 5 * time.Second
	names, lost := map[int64]string{}, 0
	for _, e := range events {
		switch a := e.Attributes.(type) {
		case *swf.ActivityTaskScheduledEventAttributes:
			names[e.EventID] = a.ActivityID
		case *swf.ActivityTaskStartedEventAttributes:
			name, identity := names[a.ScheduledEventID], *a.Identity
			if p.received[name] == identity {
				continue
			}
			lost++
			away := p.hungUp[identity].Sub(e.EventTimestamp.Time())
			if _, ok := p.hungUp[identity]; !ok || away < -early || away > late {
				t.Errorf("%s was started for %q, which hung up %v after that; it was received by %q", name, identity, away, p.received[name])
			}
		}
	}
	t.Logf("%d tasks were received, %d went to pollers that hung up at that moment; %d polls hung up", len(p.received), lost, len(p.hungUp))
	if len(p.received) < 10 || len(p.hungUp) < 100 {
		t.Error("too little has happened to tell")
	}
}

// Polls that have hung up before a task comes never get it.
func TestTaskAfterHangUps(t *testing.T) {
	x := onShared(t)
	r := x.start("w")
	task := r.pollDecision()
	var crew sync.WaitGroup
	for range 50 {
		crew.Go(func() { x.pollAndHangUp(100 * time.Millisecond) })
	}
	crew.Wait()
	var decisions []types.Decision
	for i := range 20 {
		decisions = append(decisions, scheduleUsual(fmt.Sprint("a", i)))
	}
	task.answer(decisions...)
	ctx, enough := context.WithTimeout(x.ctx, 10*time.Second)
	defer enough()
	received := 0
	for received < 20 && ctx.Err() == nil {
		out, err := x.client.PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new(workList)}, Identity: new("waits"),
		})
		if err == nil && out.TaskToken != nil {
			received++
		}
	}
	if received != 20 {
		t.Errorf("%d of 20 tasks were received:\n%s", received, historyText(r.history()))
	}
	r.terminate()
}

// pollAndHangUp begins a poll for an activity task, closes its half of the connection after a while, and returns when the server has
// closed the other half: then the server has noticed.
func (x *tenant) pollAndHangUp(after time.Duration) {
	connection, err := net.Dial("tcp", x.server.address)
	if err != nil {
		x.t.Errorf("connect: %v", err)
		return
	}
	defer func() { _ = connection.Close() }()
	const body = `{"domain":"` + domain + `","taskList":{"name":"` + workList + `"},"identity":"hung up"}`
	in := x.newRequest(request{target: prefix + "PollForActivityTask", body: body})
	if err := in.Write(connection); err != nil {
		x.t.Errorf("poll: %v", err)
		return
	}
	x.waitUntil(time.Now().Add(after))
	if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
		x.t.Errorf("hang up: %v", err)
		return
	}
	answer, err := io.ReadAll(connection)
	if err != nil || bytes.Contains(answer, []byte("taskToken")) {
		x.t.Errorf("the poll that hung up was answered %s, %v", answer, err)
	}
}

// A task list has room for a thousand polls. When the server ends, all of them are answered empty at once.
func TestManyPollsAndTermination(t *testing.T) {
	t.Parallel()
	server := newProcess(t, "--poll-hold", "60s")
	x := newTenant(t, server)
	poll := func(ctx context.Context, client *sdk.Client) error {
		out, err := client.PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{
			Domain: new(domain), TaskList: &types.TaskList{Name: new("crowded")},
		})
		if err == nil && out.TaskToken != nil {
			return fmt.Errorf("a task out of nothing: %+v", out)
		}
		return err
	}
	const limit = 1000
	var crew sync.WaitGroup
	answered := make(chan error, limit)
	for range limit {
		crew.Go(func() {
			// A poll for which a probe below has left no room tries again.
			err := poll(x.ctx, x.client)
			for isLimit(err) {
				err = poll(x.ctx, x.client)
			}
			answered <- err
		})
	}
	// The list is full when a probe is refused; until then a probe waits like the others, and hangs up.
	prober := newClientOver(newTransport(), server.address, x.account, region)
	var refusal error
	for !isLimit(refusal) {
		if x.ctx.Err() != nil {
			t.Fatal("the list is never full")
		}
		probe, hangUp := context.WithTimeout(x.ctx, 100*time.Millisecond)
		refusal = poll(probe, prober)
		hangUp()
	}
	expectFault[*types.LimitExceededFault](t, refusal, "Limit on maximum concurrent poll requests per task list reached")

	begin := time.Now()
	if err := server.signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	crew.Wait()
	expectBetween(t, time.Since(begin), 0, 5*time.Second)
	close(answered)
	failed := 0
	for err := range answered {
		if err != nil {
			failed++
			t.Logf("a poll was not answered empty: %v", err)
		}
	}
	// One poll may have been between two attempts, because the last probe but one had not left the list yet.
	if failed > 1 {
		t.Errorf("%d polls were not answered empty", failed)
	}
	if err := server.wait(); err != nil {
		t.Error(err)
	}
}

func isLimit(err error) bool {
	var fault *types.LimitExceededFault
	return errors.As(err, &fault)
}
