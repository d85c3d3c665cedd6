package server

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// crowd is many clients that do all sorts of things to a few workflowIds, and the log of what they were told.
type crowd struct {
	mu  sync.Mutex
	log []*historycheck.Call
	// activities are the tokens of the activity tasks that workers have, or have had.
	activities []string
	// began wakes whoever waits until so many calls have begun.
	began *sync.Cond
	// wrong is what a client was told that cannot be.
	wrong []error
}

func newCrowd() *crowd {
	c := &crowd{}
	c.began = sync.NewCond(&c.mu)
	return c
}

// snapshot returns the log as it is at the moment at which do is called. A call that has not been answered then may have done anything.
func (c *crowd) snapshot(do func()) []historycheck.Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
	log := make([]historycheck.Call, len(c.log))
	for i, call := range c.log {
		log[i] = *call
	}
	return log
}

// goBack makes the log what it was: what has happened since has never been.
func (c *crowd) goBack(log []historycheck.Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = nil
	for _, call := range log {
		c.log = append(c.log, &call)
	}
}

// await waits until so many calls have begun.
func (c *crowd) await(calls int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.log) < calls {
		c.began.Wait()
	}
}

func (c *crowd) begin(call historycheck.Call) *historycheck.Call {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = append(c.log, &call)
	c.began.Broadcast()
	return &call
}

// end takes down how a call ended. Whatever does not refuse it leaves open what became of it.
func (c *crowd) end(call *historycheck.Call, err error, complete func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var fault swf.Fault
	switch {
	case err == nil:
		call.Outcome = historycheck.Acknowledged
		if complete != nil {
			complete()
		}
	case errors.As(err, &fault) && swf.FaultStatus(fault.FaultCode()) < 500:
		call.Outcome = historycheck.Refused
	}
}

func (c *crowd) complain(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wrong = append(c.wrong, fmt.Errorf(format, args...))
}

// member is one client of a crowd.
type member struct {
	*crowd
	swf.Service
	name    string
	rand    *rand.Rand
	open    func(text string) (token.Task, error)
	markers int
}

const domain = "d"

var (
	orders = swf.WorkflowType{Name: "order", Version: "1"}
	works  = swf.ActivityType{Name: "work", Version: "1"}
)

// register registers what the crowd uses.
func register(s swf.Service) error {
	ctx := context.Background()
	_, err := s.RegisterDomain(ctx, swf.NewRegisterDomainInput(domain, "7"))
	order := swf.NewRegisterWorkflowTypeInput(domain, orders.Name, orders.Version)
	order.DefaultTaskList, order.DefaultChildPolicy = &swf.TaskList{Name: "deciders"}, swf.ChildPolicyTerminate
	order.DefaultExecutionStartToCloseTimeout, order.DefaultTaskStartToCloseTimeout = new("900"), new("100")
	_, errOrder := s.RegisterWorkflowType(ctx, order)
	work := swf.NewRegisterActivityTypeInput(domain, works.Name, works.Version)
	work.DefaultTaskList = &swf.TaskList{Name: "workers"}
	work.DefaultTaskScheduleToStartTimeout, work.DefaultTaskScheduleToCloseTimeout = new("300"), new("NONE")
	work.DefaultTaskStartToCloseTimeout, work.DefaultTaskHeartbeatTimeout = new("NONE"), new("50")
	_, errWork := s.RegisterActivityType(ctx, work)
	return errors.Join(err, errOrder, errWork)
}

func (m *member) marker() *string {
	m.markers++
	return new(fmt.Sprintf("%s.%d", m.name, m.markers))
}

func (m *member) workflowID() string { return fmt.Sprint("w", m.rand.IntN(5)) }

// call makes any call.
func (m *member) call(ctx context.Context) {
	switch n := m.rand.IntN(100); {
	case n < 14:
		m.start(ctx)
	case n < 28:
		m.signal(ctx)
	case n < 31:
		m.requestCancel(ctx)
	case n < 33:
		m.terminate(ctx)
	case n < 62:
		m.decide(ctx)
	case n < 76:
		m.takeWork(ctx)
	case n < 95:
		m.doWork(ctx)
	default:
		m.read(ctx)
	}
}

func (m *member) start(ctx context.Context) {
	in := swf.NewStartWorkflowExecutionInput(domain, m.workflowID(), orders)
	in.Input = m.marker()
	call := m.begin(historycheck.Call{
		Client: m.name, Domain: domain, Operation: "StartWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input,
	})
	out, err := m.StartWorkflowExecution(ctx, in)
	m.end(call, err, func() { call.RunID = *out.RunID })
}

func (m *member) signal(ctx context.Context) {
	in := swf.NewSignalWorkflowExecutionInput(domain, m.workflowID(), "s")
	in.Input = m.marker()
	call := m.begin(historycheck.Call{
		Client: m.name, Domain: domain, Operation: "SignalWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Input,
	})
	_, err := m.SignalWorkflowExecution(ctx, in)
	m.end(call, err, nil)
}

func (m *member) requestCancel(ctx context.Context) {
	in := swf.NewRequestCancelWorkflowExecutionInput(domain, m.workflowID())
	call := m.begin(historycheck.Call{Client: m.name, Domain: domain, Operation: "RequestCancelWorkflowExecution", WorkflowID: in.WorkflowID})
	_, err := m.RequestCancelWorkflowExecution(ctx, in)
	m.end(call, err, nil)
}

func (m *member) terminate(ctx context.Context) {
	in := swf.NewTerminateWorkflowExecutionInput(domain, m.workflowID())
	in.Reason = m.marker()
	call := m.begin(historycheck.Call{
		Client: m.name, Domain: domain, Operation: "TerminateWorkflowExecution", WorkflowID: in.WorkflowID, Marker: *in.Reason,
	})
	_, err := m.TerminateWorkflowExecution(ctx, in)
	m.end(call, err, nil)
}

// decide takes a decision task and answers it.
func (m *member) decide(ctx context.Context) {
	call := m.begin(historycheck.Call{Client: m.name, Domain: domain, Operation: "PollForDecisionTask"})
	out, err := m.PollForDecisionTask(ctx, swf.NewPollForDecisionTaskInput(domain, swf.TaskList{Name: "deciders"}))
	if err != nil || out.TaskToken == "" {
		return
	}
	m.handed(call, out.TaskToken, out.WorkflowExecution, out.Events)
	in := swf.NewRespondDecisionTaskCompletedInput(out.TaskToken)
	in.ExecutionContext = m.marker()
	for range m.rand.IntN(4) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: m.decision()})
	}
	if m.rand.IntN(6) == 0 {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: m.lastDecision()})
	}
	answer := m.answering("RespondDecisionTaskCompleted", out.TaskToken, out.WorkflowExecution.WorkflowID, *in.ExecutionContext)
	_, err = m.RespondDecisionTaskCompleted(ctx, in)
	m.end(answer, err, nil)
}

func (m *member) decision() swf.DecisionAttributes {
	id := fmt.Sprint(m.rand.IntN(5))
	policies := []swf.ChildPolicy{swf.ChildPolicyTerminate, swf.ChildPolicyRequestCancel, swf.ChildPolicyAbandon}
	switch m.rand.IntN(8) {
	case 0:
		return &swf.StartTimerDecisionAttributes{TimerID: id, StartToFireTimeout: fmt.Sprint(m.rand.IntN(100))}
	case 1:
		return &swf.CancelTimerDecisionAttributes{TimerID: id}
	case 2:
		return &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: id}
	case 3:
		return &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowID: fmt.Sprint("c", m.rand.IntN(5)), WorkflowType: orders, ChildPolicy: policies[m.rand.IntN(len(policies))],
		}
	case 4:
		return &swf.SignalExternalWorkflowExecutionDecisionAttributes{WorkflowID: m.workflowID(), SignalName: "from a run"}
	case 5:
		return &swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{WorkflowID: m.workflowID()}
	}
	return &swf.ScheduleActivityTaskDecisionAttributes{ActivityType: works, ActivityID: id}
}

func (m *member) lastDecision() swf.DecisionAttributes {
	switch m.rand.IntN(4) {
	case 0:
		return &swf.FailWorkflowExecutionDecisionAttributes{}
	case 1:
		return &swf.CancelWorkflowExecutionDecisionAttributes{}
	case 2:
		return &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{}
	}
	return &swf.CompleteWorkflowExecutionDecisionAttributes{}
}

func (m *member) takeWork(ctx context.Context) {
	call := m.begin(historycheck.Call{Client: m.name, Domain: domain, Operation: "PollForActivityTask"})
	out, err := m.PollForActivityTask(ctx, swf.NewPollForActivityTaskInput(domain, swf.TaskList{Name: "workers"}))
	if err != nil || out.TaskToken == "" {
		return
	}
	m.handed(call, out.TaskToken, out.WorkflowExecution, nil)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.activities = append(m.activities, out.TaskToken)
}

// handed takes down that a task was handed out.
func (m *member) handed(call *historycheck.Call, text string, e *swf.WorkflowExecution, events []swf.HistoryEvent) {
	task := m.opened(text)
	m.end(call, nil, func() {
		call.WorkflowID, call.RunID, call.ScheduledID, call.StartedID = e.WorkflowID, e.RunID, task.ScheduledID, task.StartedID
		call.Events = events
	})
}

// opened opens a token. All tokens that were ever handed out are good.
func (m *member) opened(text string) token.Task {
	task, err := m.open(text)
	if err != nil {
		m.complain("a task token does not open: %w", err)
	}
	return task
}

// answering begins a call for a task.
func (m *member) answering(operation, text, workflowID, marker string) *historycheck.Call {
	task := m.opened(text)
	return m.begin(historycheck.Call{
		Client: m.name, Domain: domain, Operation: operation, WorkflowID: workflowID, RunID: task.RunID,
		ScheduledID: task.ScheduledID, StartedID: task.StartedID, Marker: marker,
	})
}

// doWork beats for a task, or answers it. Others may do so at the same time.
func (m *member) doWork(ctx context.Context) {
	text := m.anyWork()
	if text == "" {
		return
	}
	marker := m.marker()
	var err error
	var call *historycheck.Call
	switch m.rand.IntN(6) {
	case 0:
		in := swf.NewRespondActivityTaskCompletedInput(text)
		in.Result = marker
		call = m.answering("RespondActivityTaskCompleted", text, "", *marker)
		_, err = m.RespondActivityTaskCompleted(ctx, in)
	case 1:
		in := swf.NewRespondActivityTaskFailedInput(text)
		in.Reason = marker
		call = m.answering("RespondActivityTaskFailed", text, "", *marker)
		_, err = m.RespondActivityTaskFailed(ctx, in)
	case 2:
		in := swf.NewRespondActivityTaskCanceledInput(text)
		in.Details = marker
		call = m.answering("RespondActivityTaskCanceled", text, "", *marker)
		_, err = m.RespondActivityTaskCanceled(ctx, in)
	default:
		in := swf.NewRecordActivityTaskHeartbeatInput(text)
		in.Details = marker
		call = m.answering("RecordActivityTaskHeartbeat", text, "", *marker)
		_, err = m.RecordActivityTaskHeartbeat(ctx, in)
	}
	m.end(call, err, nil)
}

func (m *member) anyWork() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.activities) == 0 {
		return ""
	}
	// Mostly a young one.
	return m.activities[len(m.activities)-1-m.rand.IntN(min(8, len(m.activities)))]
}

// read reads the history of a run that somebody has started.
func (m *member) read(ctx context.Context) {
	run := m.anyRun()
	if run.RunID == "" {
		return
	}
	call := m.begin(historycheck.Call{
		Client: m.name, Domain: domain, Operation: "GetWorkflowExecutionHistory", WorkflowID: run.WorkflowID, RunID: run.RunID,
	})
	out, err := m.GetWorkflowExecutionHistory(ctx, swf.NewGetWorkflowExecutionHistoryInput(domain, run))
	if err != nil {
		m.end(call, err, nil)
		return
	}
	m.end(call, nil, func() { call.Events = out.Events })
}

func (m *member) anyRun() (run swf.WorkflowExecution) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for range 10 {
		if len(m.log) == 0 {
			break
		}
		c := m.log[m.rand.IntN(len(m.log))]
		if c.Operation == "StartWorkflowExecution" && c.Outcome == historycheck.Acknowledged {
			return swf.WorkflowExecution{WorkflowID: c.WorkflowID, RunID: c.RunID}
		}
	}
	return run
}
