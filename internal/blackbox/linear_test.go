package blackbox

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/swf"
	"github.com/aws/aws-sdk-go-v2/service/swf/types"

	"github.com/swfd/swfd/internal/historycheck"
)

var (
	linearHistories = flag.Int("linear", number("SWFD_LINEAR", 4), "how many histories are checked for linearizability; also SWFD_LINEAR")
	linearSeed      = flag.Uint64("linear-seed", uint64(number("SWFD_LINEAR_SEED", 0)), "what they draw from, 0 for a new one; also SWFD_LINEAR_SEED")
)

const (
	linearCalls   = 500
	linearClients = 6
	// linearKeys is how many workflowIds the clients of a history share.
	linearKeys = 4
	// linearAtOnce is how many histories are made at once, and linearPerKill how many there are for each kill of the server.
	linearAtOnce  = 4
	linearPerKill = 25
	// linearLimit is how long the search may take. One that takes longer has no verdict, and that is a failure.
	linearLimit = 60 * time.Second
)

// Whatever clients are told of one workflowId at a time is what they could have been told if each call had happened at one instant between
// its beginning and its end: on a server that is killed meanwhile, by clients of whom some hang up.
func TestLinearizability(t *testing.T) {
	if testing.Short() {
		t.Skip("many histories take some seconds")
	}
	seed := seedOf(t, *linearSeed)
	server := newProcess(t, "--poll-hold", "20ms")
	l := &linearTrial{x: newTenantFor(t, server, time.Duration(*linearHistories)*10*time.Second+testTime), seed: seed, began: time.Now()}
	ctx := l.x.ctx

	var crew sync.WaitGroup
	for range linearAtOnce {
		crew.Go(func() {
			for n := int(l.next.Add(1)); n <= *linearHistories && ctx.Err() == nil; n = int(l.next.Add(1)) {
				l.try(n)
			}
		})
	}
	kills := l.kill(ctx, 1+*linearHistories/linearPerKill)
	crew.Wait()
	t.Logf("%d histories with %d calls, %d of them without an answer; %d kills; %d illegal, %d without a verdict", l.tried.Load(),
		l.calls.Load(), l.unknown.Load(), kills, l.illegal.Load(), l.undecided.Load())
	if kills == 0 || l.unknown.Load() == 0 || l.tried.Load() != int64(*linearHistories) {
		t.Error("too little has happened to tell")
	}
	if !t.Failed() {
		t.Run("the checker sees what is wrong", func(t *testing.T) { checkLinear(t, l.sample) })
	}
	prove(t, proof{
		demand:   "A4: what clients are told of a workflowId is linearizable",
		injected: fmt.Sprintf("%d kills, %d calls without an answer", kills, l.unknown.Load()), toll: uncounted,
		measured: fmt.Sprintf("%d histories, %d calls; %d illegal, %d without a verdict",
			l.tried.Load(), l.calls.Load(), l.illegal.Load(), l.undecided.Load()),
	})
}

// linearTrial makes histories and has them judged.
type linearTrial struct {
	x     *tenant
	seed  uint64
	began time.Time

	next, tried, calls, unknown, illegal, undecided atomic.Int64

	mu sync.Mutex
	// sample is a history that was found lawful.
	sample []porcupine.Operation
}

// kill kills the server so many times, spread over the histories.
func (l *linearTrial) kill(ctx context.Context, n int) (kills int) {
	for kills < n {
		at := int64(kills+1) * linearCalls * int64(*linearHistories) / int64(n+1)
		for l.calls.Load() < at && pause(ctx, breath) {
			continue
		}
		if ctx.Err() != nil {
			return kills
		}
		l.x.server.kill()
		kills++
		if err := l.x.server.start(); err != nil {
			l.x.t.Error(err)
			return kills
		}
	}
	return kills
}

// try makes a history and judges it.
func (l *linearTrial) try(n int) {
	h := &linearHistory{trial: l, number: n}
	var crew sync.WaitGroup
	for i := range linearClients {
		c := &linearClient{
			linearHistory: h, id: i, rand: rand.New(rand.NewPCG(l.seed, uint64(n*linearClients+i))),
			client: newClientOver(newTransport(), l.x.server.address, l.x.account, region),
		}
		crew.Go(func() {
			for h.count() < linearCalls && l.x.ctx.Err() == nil {
				c.step()
			}
		})
	}
	crew.Wait()
	verdict := porcupine.CheckOperationsTimeout(linear, h.operations, linearLimit)
	l.tried.Add(1)
	switch verdict {
	case porcupine.Illegal:
		l.illegal.Add(1)
		l.x.t.Errorf("history %d is not linearizable:\n%s", n, h.illegalPart())
	case porcupine.Unknown:
		l.undecided.Add(1)
		l.x.t.Errorf("history %d has no verdict after %v", n, linearLimit)
	default:
		l.mu.Lock()
		l.sample = h.operations
		l.mu.Unlock()
	}
}

// linearHistory is what some clients have done and heard.
type linearHistory struct {
	trial  *linearTrial
	number int

	mu         sync.Mutex
	operations []porcupine.Operation
	// runs are the runIds that were heard of, by workflowId.
	runs [linearKeys][]string
}

func (h *linearHistory) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.operations)
}

// illegalPart shows the calls on the first workflowId that is to blame.
func (h *linearHistory) illegalPart() (text string) {
	for _, part := range byWorkflowID(h.operations) {
		if porcupine.CheckOperationsTimeout(linear, part, linearLimit) == porcupine.Ok {
			continue
		}
		slices.SortFunc(part, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
		for _, o := range part {
			text += fmt.Sprintf("%d-%d client %d: %s\n", o.Call, o.Return, o.ClientId, linear.DescribeOperation(o.Input, o.Output))
		}
		return text
	}
	return text
}

// linearClient makes one call after the other.
type linearClient struct {
	*linearHistory
	id     int
	rand   *rand.Rand
	client *sdk.Client
	n      int
}

// ask makes a call and notes it, unless it surely never reached the server, or came to nothing: an empty poll says nothing.
func (c *linearClient) ask(key int, q question, call func(context.Context, *heard) error) (r heard) {
	ctx, hangUp := context.WithCancel(c.trial.x.ctx)
	defer hangUp()
	if c.rand.IntN(60) == 0 {
		ctx, hangUp = context.WithTimeout(ctx, time.Duration(1+c.rand.IntN(5))*time.Millisecond)
		defer hangUp()
	}
	c.n++
	q.workflowID, q.number = c.workflowID(key), c.id*1_000_000+c.n
	begin := time.Since(c.trial.began)
	err := call(ctx, &r)
	end := int64(time.Since(c.trial.began))
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		pause(c.trial.x.ctx, breath)
		return heard{}
	}
	r.outcome = outcome(err)
	if r.outcome == historycheck.Acknowledged && (q.operation == pollDecision || q.operation == pollActivity) && r.task == "" {
		return r
	}
	c.trial.calls.Add(1)
	if r.outcome == historycheck.Unknown {
		c.trial.unknown.Add(1)
		end = math.MaxInt64
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.operations = append(c.operations, porcupine.Operation{ClientId: c.id, Input: q, Call: int64(begin), Output: r, Return: end})
	if r.run != "" && !slices.Contains(c.runs[key], r.run) {
		c.runs[key] = append(c.runs[key], r.run)
	}
	return r
}

func (c *linearClient) workflowID(key int) string {
	return fmt.Sprintf("history %d, key %d", c.number, key)
}

// step makes a call or two.
func (c *linearClient) step() {
	key := c.rand.IntN(linearKeys)
	id := c.workflowID(key)
	list := &types.TaskList{Name: &id}
	switch n := c.rand.IntN(20); {
	case n < 3:
		c.ask(key, question{operation: start}, func(ctx context.Context, r *heard) error {
			out, err := c.client.StartWorkflowExecution(ctx, &sdk.StartWorkflowExecutionInput{
				Domain: new(domain), WorkflowId: &id, WorkflowType: workflowType, TaskList: list,
				TaskStartToCloseTimeout: new("NONE"), ExecutionStartToCloseTimeout: new(orderTime),
			})
			if err == nil {
				r.run = aws.ToString(out.RunId)
			}
			return err
		})
	case n < 6:
		c.ask(key, question{operation: signal}, func(ctx context.Context, _ *heard) error {
			_, err := c.client.SignalWorkflowExecution(ctx, &sdk.SignalWorkflowExecutionInput{
				Domain: new(domain), WorkflowId: &id, SignalName: new("s"), Input: new(planted),
			})
			return err
		})
	case n < 7:
		c.ask(key, question{operation: cancel}, func(ctx context.Context, _ *heard) error {
			_, err := c.client.RequestCancelWorkflowExecution(ctx, &sdk.RequestCancelWorkflowExecutionInput{Domain: new(domain), WorkflowId: &id})
			return err
		})
	case n < 8:
		c.ask(key, question{operation: terminate}, func(ctx context.Context, _ *heard) error {
			_, err := c.client.TerminateWorkflowExecution(ctx, &sdk.TerminateWorkflowExecutionInput{Domain: new(domain), WorkflowId: &id})
			return err
		})
	case n < 12:
		c.decide(key, id, list)
	case n < 15:
		c.work(key, list)
	case n < 17:
		c.ask(key, question{operation: count}, func(ctx context.Context, r *heard) error {
			out, err := c.client.CountOpenWorkflowExecutions(ctx, &sdk.CountOpenWorkflowExecutionsInput{
				Domain: new(domain), StartTimeFilter: always(), ExecutionFilter: &types.WorkflowExecutionFilter{WorkflowId: &id},
			})
			if err == nil {
				r.open = int(out.Count)
			}
			return err
		})
	default:
		c.read(key, id)
	}
}

// decide takes a decision task and answers it, sometimes twice.
func (c *linearClient) decide(key int, id string, list *types.TaskList) {
	var token *string
	task := c.ask(key, question{operation: pollDecision}, func(ctx context.Context, r *heard) error {
		out, err := c.client.PollForDecisionTask(ctx, &sdk.PollForDecisionTaskInput{Domain: new(domain), TaskList: list})
		if err == nil && out.TaskToken != nil {
			token, r.run = out.TaskToken, aws.ToString(out.WorkflowExecution.RunId)
			r.task = fmt.Sprintf("%s/%d", r.run, out.StartedEventId)
		}
		return err
	})
	if token == nil {
		return
	}
	q := question{operation: decide, task: task.task}
	var decisions []types.Decision
	if c.rand.IntN(4) == 0 {
		q.completes, decisions = true, []types.Decision{completeWorkflow()}
	} else {
		q.activity = fmt.Sprintf("a%d-%d", c.id, c.n)
		decisions = []types.Decision{schedule(q.activity, types.ScheduleActivityTaskDecisionAttributes{
			TaskList: list, ScheduleToStartTimeout: new("NONE"), StartToCloseTimeout: new("NONE"),
		})}
	}
	for again := true; again; again = c.rand.IntN(8) == 0 {
		c.ask(key, q, func(ctx context.Context, _ *heard) error {
			_, err := c.client.RespondDecisionTaskCompleted(ctx, &sdk.RespondDecisionTaskCompletedInput{TaskToken: token, Decisions: decisions})
			return err
		})
	}
}

// work takes an activity task and completes it, sometimes twice.
func (c *linearClient) work(key int, list *types.TaskList) {
	var token *string
	task := c.ask(key, question{operation: pollActivity}, func(ctx context.Context, r *heard) error {
		out, err := c.client.PollForActivityTask(ctx, &sdk.PollForActivityTaskInput{Domain: new(domain), TaskList: list})
		if err == nil && out.TaskToken != nil {
			token, r.run, r.task = out.TaskToken, aws.ToString(out.WorkflowExecution.RunId), aws.ToString(out.ActivityId)
		}
		return err
	})
	if token == nil {
		return
	}
	for again := true; again; again = c.rand.IntN(8) == 0 {
		c.ask(key, question{operation: finish, task: task.task}, func(ctx context.Context, _ *heard) error {
			_, err := c.client.RespondActivityTaskCompleted(ctx, &sdk.RespondActivityTaskCompletedInput{TaskToken: token})
			return err
		})
	}
}

// read counts the signals and cancel requests in the history of a run that was heard of.
func (c *linearClient) read(key int, id string) {
	c.mu.Lock()
	runs := slices.Clone(c.runs[key])
	c.mu.Unlock()
	if len(runs) == 0 {
		return
	}
	run := runs[max(0, len(runs)-1-c.rand.IntN(3))]
	c.ask(key, question{operation: history, run: run}, func(ctx context.Context, r *heard) error {
		events, err := readHistory(ctx, c.client, &types.WorkflowExecution{WorkflowId: &id, RunId: &run})
		r.run = run
		for i := range events {
			switch kind := events[i].EventType; {
			case kind == types.EventTypeWorkflowExecutionSignaled:
				r.signals++
			case kind == types.EventTypeWorkflowExecutionCancelRequested:
				r.cancels++
			case closing(kind):
				r.closed = true
			}
		}
		return err
	})
}

// checkLinear plants what a bad server could answer into a good history: it must be found illegal.
func checkLinear(t *testing.T, good []porcupine.Operation) {
	for _, breach := range []struct {
		what      string
		operation string
		change    func(o *porcupine.Operation, q *question, r *heard) (more []porcupine.Operation)
	}{
		{"a history has more signals than were sent", history, func(_ *porcupine.Operation, _ *question, r *heard) []porcupine.Operation {
			r.signals += 1000
			return nil
		}},
		{"a decision task is handed out twice", pollDecision, func(o *porcupine.Operation, _ *question, _ *heard) []porcupine.Operation {
			return []porcupine.Operation{*o}
		}},
		{"an activity task is handed out twice", pollActivity, func(o *porcupine.Operation, _ *question, _ *heard) []porcupine.Operation {
			return []porcupine.Operation{*o}
		}},
		{"a decision task takes two answers", decide, func(o *porcupine.Operation, _ *question, _ *heard) []porcupine.Operation {
			return []porcupine.Operation{*o}
		}},
		{"two runs are open at once", count, func(_ *porcupine.Operation, _ *question, r *heard) []porcupine.Operation {
			r.open = 2
			return nil
		}},
		{"a second run starts beside the first", start, func(o *porcupine.Operation, q *question, _ *heard) []porcupine.Operation {
			return []porcupine.Operation{{Input: *q, Output: heard{run: "another", outcome: historycheck.Acknowledged}, Call: o.Return, Return: o.Return}}
		}},
	} {
		t.Run(breach.what, func(t *testing.T) {
			i := slices.IndexFunc(good, func(o porcupine.Operation) bool {
				return o.Input.(question).operation == breach.operation && o.Output.(heard).outcome == historycheck.Acknowledged
			})
			if i < 0 {
				t.Fatalf("there is no %q to change", breach.operation)
			}
			bad := slices.Clone(good)
			q, r := bad[i].Input.(question), bad[i].Output.(heard)
			more := breach.change(&bad[i], &q, &r)
			bad[i].Output = r
			if verdict := porcupine.CheckOperationsTimeout(linear, append(bad, more...), linearLimit); verdict != porcupine.Illegal {
				t.Errorf("it is found %s", verdict)
			}
		})
	}
}
