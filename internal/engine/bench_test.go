package engine

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"github.com/swfd/swfd/internal/access"
	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/store"
	"github.com/swfd/swfd/internal/store/pebblestore"
	"github.com/swfd/swfd/internal/tasklist"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// shop is an engine in real time, with the domain "d" and the types "order" and "work", for measuring.
type shop struct {
	b      *testing.B
	store  *pebblestore.Store
	engine *Engine
	// named tells that calls bear names, as those of SDKs do, so that their answers are remembered.
	named bool
}

// onEach runs a benchmark on a store in memory, where to sync costs nothing, and on one on the disk.
func onEach(b *testing.B, bench func(b *testing.B, s *shop)) {
	b.Run("memory", func(b *testing.B) {
		s := openShop(b, pebblestore.Options{Dir: "data", FS: vfs.NewMem()})
		bench(b, s)
	})
	b.Run("disk", func(b *testing.B) {
		s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
		bench(b, s)
	})
}

func openShop(b *testing.B, o pebblestore.Options) *shop {
	b.Helper()
	o.Fatal = func(err error) { panic(err) }
	o.MinFree = 1
	st, err := pebblestore.Open(o)
	if err != nil {
		b.Fatal(err)
	}
	s := &shop{b: b, store: st}
	s.openEngine(st)
	b.Cleanup(func() {
		s.engine.Close()
		if err := st.Close(); err != nil {
			b.Error(err)
		}
	})
	s.register()
	return s
}

func (s *shop) openEngine(st store.Store) {
	s.b.Helper()
	limits := DefaultLimits
	limits.Execution.HistoryEvents = 1 << 40
	limits.Execution.OpenWorkflows = 1 << 40
	engine, err := Open(Config{Store: st, Permissions: access.Open{}, Limits: limits})
	if err != nil {
		s.b.Fatal(err)
	}
	s.engine = engine
	engine.Serve()
}

func (s *shop) calls() *Calls {
	return s.engine.For(s.caller())
}

// with is the API for a call that carries a task token.
func (s *shop) with(token string) *Calls {
	task, err := s.engine.OpenTask(token)
	s.check(err)
	caller := s.caller()
	caller.Task = &task
	return s.engine.For(caller)
}

func (s *shop) caller() access.Caller {
	caller := access.Caller{Account: "111111111111", Region: "us-east-1"}
	if s.named {
		rand.Read(caller.Call[:])
	}
	return caller
}

func (s *shop) check(err error) {
	if err != nil {
		s.b.Error(err)
	}
}

// done makes a call that has to succeed.
func done[In, Out any](s *shop, call func(context.Context, *In) (*Out, error), in *In) *Out {
	out, err := call(context.Background(), in)
	s.check(err)
	return out
}

func (s *shop) register() {
	done(s, s.calls().RegisterDomain, swf.NewRegisterDomainInput("d", "7"))
	order := swf.NewRegisterWorkflowTypeInput("d", "order", "1")
	order.DefaultTaskList, order.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyTerminate
	order.DefaultExecutionStartToCloseTimeout, order.DefaultTaskStartToCloseTimeout = new("31536000"), new("NONE")
	done(s, s.calls().RegisterWorkflowType, order)
	work := swf.NewRegisterActivityTypeInput("d", "work", "1")
	work.DefaultTaskList = &swf.TaskList{Name: "workers"}
	work.DefaultTaskScheduleToStartTimeout, work.DefaultTaskScheduleToCloseTimeout = new("NONE"), new("NONE")
	work.DefaultTaskStartToCloseTimeout, work.DefaultTaskHeartbeatTimeout = new("NONE"), new("1000")
	done(s, s.calls().RegisterActivityType, work)
}

// startOn starts a run whose decision tasks have a list of their own.
func (s *shop) startOn(list string) {
	in := swf.NewStartWorkflowExecutionInput("d", list, orderType)
	in.TaskList = &swf.TaskList{Name: list}
	done(s, s.calls().StartWorkflowExecution, in)
}

// decideOn answers the next decision task of a list.
func (s *shop) decideOn(list string, decisions ...swf.DecisionAttributes) {
	poll := swf.NewPollForDecisionTaskInput("d", swf.TaskList{Name: list})
	poll.ReverseOrder, poll.MaximumPageSize = true, 10
	task := done(s, s.calls().PollForDecisionTask, poll)
	in := swf.NewRespondDecisionTaskCompletedInput(task.TaskToken)
	for _, d := range decisions {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: d})
	}
	done(s, s.with(task.TaskToken).RespondDecisionTaskCompleted, in)
}

func (s *shop) takeFrom(list string) *swf.PollForActivityTaskOutput {
	return done(s, s.calls().PollForActivityTask, swf.NewPollForActivityTaskInput("d", swf.TaskList{Name: list}))
}

// worked starts a run with so many open activities, and returns the task that a worker has.
func (s *shop) worked(list string, open int) string {
	s.startOn(list)
	var decisions []swf.DecisionAttributes
	for i := range open {
		decisions = append(decisions, &swf.ScheduleActivityTaskDecisionAttributes{
			ActivityType: workType, ActivityID: fmt.Sprint(i), TaskList: &swf.TaskList{Name: list},
		})
	}
	s.decideOn(list, decisions...)
	return s.takeFrom(list).TaskToken
}

func (s *shop) beat(token string) {
	in := swf.NewRecordActivityTaskHeartbeatInput(token)
	in.Details = new("42 % of the parcels are packed")
	done(s, s.with(token).RecordActivityTaskHeartbeat, in)
}

// One durable heartbeat, after the last one has been answered. It must cost the same whatever else is open.
func BenchmarkHeartbeat(b *testing.B) {
	for _, open := range []int{1, 1000} {
		b.Run(fmt.Sprint("open=", open), func(b *testing.B) {
			onEach(b, func(b *testing.B, s *shop) {
				token := s.worked("w", open)
				b.ReportAllocs()
				for b.Loop() {
					s.beat(token)
				}
			})
		})
	}
}

// Durable heartbeats of many workers at once, each for a run of its own: they share syncs.
func BenchmarkHeartbeatsOfManyWorkers(b *testing.B) {
	onEach(b, func(b *testing.B, s *shop) {
		var n atomic.Int64
		b.SetParallelism(64)
		b.ReportAllocs()
		b.RunParallel(func(p *testing.PB) {
			token := s.worked(fmt.Sprint("w", n.Add(1)), 1)
			for p.Next() {
				s.beat(token)
			}
		})
	})
}

// oneActivity is a whole workflow: start, decide, work, decide.
func (s *shop) oneActivity(list string) {
	token := s.worked(list, 1)
	done(s, s.with(token).RespondActivityTaskCompleted, swf.NewRespondActivityTaskCompletedInput(token))
	s.decideOn(list, &swf.CompleteWorkflowExecutionDecisionAttributes{})
}

// One whole workflow with one activity: 11 events in 7 commits, one after the other.
func BenchmarkWorkflow(b *testing.B) {
	onEach(b, func(b *testing.B, s *shop) {
		b.ReportAllocs()
		for b.Loop() {
			s.oneActivity("w")
		}
	})
}

// What it costs to remember answers: whole workflows as SDKs make them, of whose seven calls four leave an answer, over those of clients
// that give their calls no names. Both take turns, so that they meet the same machine.
func BenchmarkRememberedWorkflow(b *testing.B) {
	onEach(b, func(b *testing.B, s *shop) {
		var took [2]time.Duration
		b.ReportAllocs()
		for b.Loop() {
			for i, named := range []bool{false, true} {
				s.named = named
				began := time.Now()
				s.oneActivity("w")
				took[i] += time.Since(began)
			}
		}
		b.ReportMetric(float64(took[1])/float64(took[0]), "remembered/not")
	})
}

// As many answers as are remembered at most, half of them of starts. What is timed is to find them when a server opens; and there is what
// they take in memory and on the disk.
func BenchmarkRememberedAnswers(b *testing.B) {
	s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
	size := s.store.Figures().Size
	s.named = true
	now := s.engine.answers.now()
	var batch store.Batch
	for i := range DefaultLimits.Answers {
		answer := store.Answer{At: now}
		if i%2 == 0 {
			answer.RunID = s.engine.newRunID()
		}
		at := store.AnswerPlace{Period: store.AnswerPeriodOf(now), Shard: uint16(i % store.Shards), Call: s.caller().Call}
		batch.Put(at.Key(), store.AppendAnswer(nil, &answer))
		if len(batch.Ops) == 1000 {
			s.check(s.store.CommitLazily(&batch))
			batch = store.Batch{}
		}
	}
	var memory float64
	for b.Loop() {
		b.StopTimer()
		s.engine.answers = nil
		before := inUse()
		s.engine.answers = newAnswers(DefaultLimits.Answers, time.Now)
		b.StartTimer()
		s.check(s.engine.rebuildAnswers())
		b.StopTimer()
		if n := s.engine.answers.total; n != DefaultLimits.Answers {
			b.Fatalf("%d answers were found", n)
		}
		memory = inUse() - before
		b.StartTimer()
	}
	b.ReportMetric(memory/1e6, "MB-memory")
	b.ReportMetric(float64(s.store.Figures().Size-size)/1e6, "MB-disk")
}

// Whole workflows of many clients at once.
func BenchmarkWorkflowsOfManyClients(b *testing.B) {
	onEach(b, func(b *testing.B, s *shop) {
		var n atomic.Int64
		b.SetParallelism(64)
		b.ReportAllocs()
		b.RunParallel(func(p *testing.PB) {
			list := fmt.Sprint("w", n.Add(1))
			for p.Next() {
				s.oneActivity(list)
			}
		})
	})
}

// A signal, and the decision that it asks for, early and late in the life of a run. It must cost the same.
func BenchmarkDecision(b *testing.B) {
	for _, before := range []int{100, 4000} {
		b.Run(fmt.Sprint("after=", before), func(b *testing.B) {
			s := openShop(b, pebblestore.Options{Dir: "data", FS: vfs.NewMem()})
			step := func(list string) {
				done(s, s.calls().SignalWorkflowExecution, swf.NewSignalWorkflowExecutionInput("d", list, "s"))
				s.decideOn(list)
			}
			// A run is measured for a while only, so that its life stays about as long as it is meant to be.
			n, list := 0, ""
			b.ReportAllocs()
			for b.Loop() {
				if n%(before/4) == 0 {
					b.StopTimer()
					list = fmt.Sprint("w", n)
					s.startOn(list)
					for range before {
						step(list)
					}
					b.StartTimer()
				}
				n++
				step(list)
			}
		})
	}
}

// idle writes so many open runs into the store as a long life would have left them: each waits for a timer, and if waiting is true for
// a decider as well.
func (s *shop) idle(n int, waiting bool) {
	d, err := s.calls().domain("d")
	s.check(err)
	settings := execution.Settings{TaskList: "deciders", ExecutionTimeout: "31536000", TaskTimeout: "NONE", ChildPolicy: swf.ChildPolicyAbandon}
	facts := execution.Facts{Limits: DefaultLimits.Execution, Decisions: make([]execution.DecisionFacts, 1)}
	now := s.engine.clock.Now()
	var batch store.Batch
	for i := range n {
		key := laneKey{d.number, fmt.Sprint("order-", i)}
		shard := s.engine.shardOf(key)
		state, begun := execution.Begin(d.number, s.engine.newRunID(), execution.Start{WorkflowID: key.workflowID, Type: orderType, Settings: settings}, now)
		task, _, err := state.StartDecisionTask(now, &facts, 2, nil)
		s.check(err)
		in := swf.NewRespondDecisionTaskCompletedInput("")
		in.Decisions = []swf.Decision{{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "t", StartToFireTimeout: "31535999"}}}
		_, err = state.CompleteDecisionTask(now, &facts, execution.Attempt{ScheduledID: task.ScheduledID, StartedID: task.StartedID}, in)
		s.check(err)
		if waiting {
			_, err = state.Signal(now, &facts, "s", nil)
			s.check(err)
		}
		batch.Put(store.RunKey(shard, begun.RunID), store.AppendRun(nil, begun.Opened))
		for _, r := range state.Rows() {
			batch.Put(store.OpenKey(shard, key.domain, key.workflowID, r.RowKey()), store.AppendRow(nil, r))
		}
		if len(batch.Ops) > 3000 || i == n-1 {
			s.check(s.store.Commit(&batch))
			batch = store.Batch{}
		}
	}
}

// inUse is the memory that is in use after a collection.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}

// How much memory an open run takes while nothing happens to it; what is timed is to open a server with 100,000 of them.
func BenchmarkIdleRuns(b *testing.B) {
	const runs = 100_000
	for _, waiting := range []bool{false, true} {
		b.Run(fmt.Sprint("waiting=", waiting), func(b *testing.B) {
			s := openShop(b, pebblestore.Options{Dir: b.TempDir()})
			s.idle(runs, waiting)
			var bytes float64
			for b.Loop() {
				b.StopTimer()
				s.engine.Close()
				s.engine = nil
				before := inUse()
				b.StartTimer()
				s.openEngine(s.store)
				b.StopTimer()
				bytes = (inUse() - before) / runs
				b.StartTimer()
			}
			if n := s.engine.open.count(1); n != runs {
				b.Fatalf("%d runs are open", n)
			}
			b.ReportMetric(bytes, "bytes/run")
		})
	}
}

// How much memory a poll takes while it waits; what is timed is to end ten thousand of them.
func BenchmarkWaitingPolls(b *testing.B) {
	const polls = 10_000
	var bytes float64
	for b.Loop() {
		b.StopTimer()
		s := openShop(b, pebblestore.Options{Dir: "data", FS: vfs.NewMem()})
		before := inUse()
		var group sync.WaitGroup
		for i := range polls {
			list := swf.TaskList{Name: fmt.Sprint("list-", i%100)}
			group.Go(func() { done(s, s.calls().PollForActivityTask, swf.NewPollForActivityTaskInput("d", list)) })
		}
		for s.waitingPolls() < polls {
			runtime.Gosched()
		}
		bytes = (inUse() - before) / polls
		b.StartTimer()
		s.engine.Drain()
		group.Wait()
	}
	b.ReportMetric(bytes, "bytes/poll")
}

func (s *shop) waitingPolls() (n int) {
	for i := range 100 {
		n += s.engine.lists.Pollers(tasklist.Key{Domain: 1, Kind: token.Activity, Name: fmt.Sprint("list-", i)})
	}
	return n
}
