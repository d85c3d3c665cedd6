package execution_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/swf"
)

// start begins a run, unless its workflowId has an open one: that is for the store to prevent.
func (m *machine) start(t *rapid.T) {
	var free []string
	for _, id := range workflowIDs {
		if m.open[id] == nil {
			free = append(free, id)
		}
	}
	id := choose(t, "workflowId", free...)
	marker := m.marker()
	start := execution.Start{
		WorkflowID: id, Type: drawWorkflowType(t), Settings: drawSettings(t), Input: &marker,
		TagList: choose(t, "tags", nil, []string{"a"}, []string{"a", "b"}),
	}
	runID := m.newRunID()
	s, c := execution.Begin(propertyDomain, runID, start, m.now)
	twin, again := execution.Begin(propertyDomain, runID, start, m.now)
	m.same(t, twin, shown(c), shown(again))
	m.begin(t, s, c)
	m.call(t, m.open[id], historycheck.Call{Operation: "StartWorkflowExecution", Marker: marker}, nil)
}

func (m *machine) signal(t *rapid.T) {
	l, marker := m.anyLife(t), m.marker()
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.Signal(now, f, "s", &marker)
	})
	m.call(t, l, historycheck.Call{Operation: "SignalWorkflowExecution", Marker: marker}, err)
}

func (m *machine) requestCancel(t *rapid.T) {
	l := m.anyLife(t)
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.RequestCancel(now, f)
	})
	m.call(t, l, historycheck.Call{Operation: "RequestCancelWorkflowExecution"}, err)
}

func (m *machine) terminate(t *rapid.T) {
	if !rare(t, "really", 3) {
		return // so that runs have some time to live
	}
	l, marker := m.anyLife(t), m.marker()
	policy := drawPolicy(t, "")
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.Terminate(now, f, policy, nil, &marker)
	})
	m.call(t, l, historycheck.Call{Operation: "TerminateWorkflowExecution", Marker: marker}, err)
}

// pollDecision takes a decision task that is offered, or one that was.
func (m *machine) pollDecision(t *rapid.T) {
	l, id := m.anyTask(t, execution.OfferDecision)
	fold := historycheck.Fold(l.history)
	var task execution.DecisionTask
	nonce := m.nonce + 1
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		var c execution.Change
		var err error
		task, c, err = s.StartDecisionTask(now, f, id, new("decider"))
		return c, err
	})
	if err != nil {
		return
	}
	l.decisions = append(l.decisions, execution.Attempt{ScheduledID: id, StartedID: task.StartedID, Nonce: nonce})
	want := execution.DecisionTask{
		ScheduledID: id, StartedID: int64(len(l.history)), PreviousStartedID: fold.PreviousStartedID,
		Execution: l.execution(), Type: l.record.Type,
	}
	if task != want {
		t.Fatalf("the poller got %+v, want %+v", task, want)
	}
	m.call(t, l, historycheck.Call{Operation: "PollForDecisionTask", ScheduledID: id, StartedID: task.StartedID}, nil)
}

func (m *machine) pollActivity(t *rapid.T) {
	l, id := m.anyTask(t, execution.OfferActivity)
	var task execution.ActivityTask
	nonce := m.nonce + 1
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		var c execution.Change
		var err error
		task, c, err = s.StartActivityTask(now, f, id, nil)
		return c, err
	})
	if err != nil {
		return
	}
	l.activities = append(l.activities, execution.Attempt{ScheduledID: id, StartedID: task.StartedID, Nonce: nonce})
	scheduled := l.history[id-1].Attributes.(*swf.ActivityTaskScheduledEventAttributes)
	if !equalText(task.Input, scheduled.Input) || task.ActivityID != scheduled.ActivityID ||
		task.Type != scheduled.ActivityType {
		t.Fatalf("the worker got %+v, but event %d says %+v", task, id, scheduled)
	}
	m.call(t, l, historycheck.Call{Operation: "PollForActivityTask", ScheduledID: id, StartedID: task.StartedID}, nil)
}

// decide answers a decision task, the newest one or an old one, with any decisions.
func (m *machine) decide(t *rapid.T) {
	l, at := m.anyAttempt(t, true)
	marker := m.marker()
	in := m.drawAnswer(t, l)
	in.ExecutionContext = &marker
	call := historycheck.Call{
		Operation: "RespondDecisionTaskCompleted", Marker: marker,
		ScheduledID: at.ScheduledID, StartedID: at.StartedID,
	}
	if err := execution.CheckDecisions(in); err != nil {
		m.call(t, l, call, err)
		return
	}
	facts := m.drawDecisionFacts(t, in.Decisions)
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		f.Decisions = facts
		return s.CompleteDecisionTask(now, f, at, in)
	})
	m.checkToken(t, l, true, at, err)
	m.call(t, l, call, err)
}

func (m *machine) answerActivity(t *rapid.T) {
	l, at := m.anyAttempt(t, false)
	marker := m.marker()
	operation := choose(t, "answer",
		"RespondActivityTaskCompleted", "RespondActivityTaskFailed", "RespondActivityTaskCanceled")
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		switch operation {
		case "RespondActivityTaskCompleted":
			return s.CompleteActivityTask(now, f, at, &marker)
		case "RespondActivityTaskFailed":
			return s.FailActivityTask(now, f, at, new("reason"), &marker)
		}
		return s.CancelActivityTask(now, f, at, &marker)
	})
	m.checkToken(t, l, false, at, err)
	m.call(t, l, historycheck.Call{
		Operation: operation, Marker: marker,
		ScheduledID: at.ScheduledID, StartedID: at.StartedID,
	}, err)
}

func (m *machine) heartbeat(t *rapid.T) {
	l, at := m.anyAttempt(t, false)
	details := choose(t, "details", nil, new(""), new(m.marker()))
	var requested bool
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		var c execution.Change
		var err error
		requested, c, err = s.RecordHeartbeat(now, f, at, details)
		return c, err
	})
	m.checkToken(t, l, false, at, err)
	if err != nil {
		return
	}
	l.beats[at.ScheduledID] = beat{max(m.commandAt, l.lastEventAt(), l.beats[at.ScheduledID].at), details}
	if want := historycheck.Fold(l.history).Activities[at.ScheduledID].CancelRequestedID != 0; requested != want {
		t.Fatalf("the heartbeat of task %d said cancelRequested %v", at.ScheduledID, requested)
	}
}

// startLambda begins a Lambda task that is offered, or one that was.
func (m *machine) startLambda(t *rapid.T) {
	l, id := m.anyTask(t, execution.OfferLambda)
	var task execution.LambdaTask
	err := m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (c execution.Change, err error) {
		task, c, err = s.StartLambda(now, f, id)
		return c, err
	})
	if err != nil {
		return
	}
	l.calls = append(l.calls, id)
	scheduled := l.history[id-1].Attributes.(*swf.LambdaFunctionScheduledEventAttributes)
	if !equalText(task.Input, scheduled.Input) || task.Name != scheduled.Name || task.ScheduledID != id ||
		task.StartedID != int64(len(l.history)) || task.Role != *l.record.Settings.LambdaRole ||
		task.Deadline != later(l.lastEventAt(), textSeconds(*scheduled.StartToCloseTimeout)) {
		t.Fatalf("the call is to be %+v, but event %d says %+v", task, id, scheduled)
	}
}

func (m *machine) answerLambda(t *rapid.T) {
	var calls []handle
	for _, l := range m.lives {
		for _, id := range l.calls {
			calls = append(calls, handle{l, execution.Attempt{ScheduledID: id}})
		}
	}
	h := choose(t, "task", calls...)
	l, id := h.life, h.ScheduledID
	failed := rare(t, "failed", 2)
	_ = m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		if failed {
			return s.FailLambda(now, f, id, new("reason"), nil)
		}
		return s.CompleteLambda(now, f, id, new("result"))
	})
}

// expire does what the engine does when a deadline is near.
func (m *machine) expire(t *rapid.T) {
	l := m.anyLife(t)
	_ = m.command(t, l, func(s *execution.State, now swf.Timestamp, f *execution.Facts) (execution.Change, error) {
		return s.Expire(now, f), nil
	})
	at := m.commandAt
	if l.state == nil {
		return
	}
	if due := trueDue(l.decoded(t), m.resumed); due <= at {
		t.Fatalf("%s: something was due at %s and did not happen at %s", l.record.RunID, due, at)
	}
	if next := l.state.NextDeadline(); next <= at {
		t.Fatalf("%s: at %s, NextDeadline is still %s", l.record.RunID, at, next)
	}
}

// pass moves the clock: a little, to a deadline, or, rarely, far.
func (m *machine) pass(t *rapid.T) {
	if rare(t, "far", 40) {
		m.now += 100_000_000
		return
	}
	if rare(t, "a little", 2) {
		m.now += swf.Timestamp(dice(t, "milliseconds", 3000))
		return
	}
	l := m.anyLife(t)
	if l.state == nil || l.state.NextDeadline() > m.now+200_000 {
		return
	}
	m.now = max(m.now, l.state.NextDeadline()+choose[swf.Timestamp](t, "off by", 0, 1, -1))
}

// deliver delivers the first message of any channel.
func (m *machine) deliver(t *rapid.T) {
	m.deliverFrom(t, dice(t, "channel", len(m.channels)))
}

// restart forgets everything in memory.
func (m *machine) restart(t *rapid.T) {
	if rare(t, "after a while", 2) {
		m.now += swf.Timestamp(dice(t, "milliseconds", 100_000))
	}
	m.resumed = m.now
	for _, l := range m.lives {
		if l.state == nil {
			continue
		}
		s, err := execution.Load(propertyDomain, l.decoded(t), m.resumed)
		if err != nil {
			t.Fatal(err)
		}
		l.state, l.offers = s, s.Offers()
		m.check(t, l)
	}
}

// read notes what a client sees of a history now.
func (m *machine) read(t *rapid.T) {
	l := m.anyLife(t)
	n := dice(t, "events", len(l.history)+1)
	m.call(t, l, historycheck.Call{Operation: "GetWorkflowExecutionHistory", Events: slices.Clone(l.history[:n])}, nil)
}
