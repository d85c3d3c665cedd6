package bench

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/swfd/swfd/client"
	"github.com/swfd/swfd/swf"
)

// timersOfARun is how many timers a run has: SWF allows a thousand.
const timersOfARun = 1000

// timers lets N timers fall due within one second, in runs of a thousand, and looks how late each fires; and how long heartbeats take meanwhile,
// of as many activities as there are clients.
func (r *Run) timers(ctx context.Context) (*Result, error) {
	beating, err := r.startBeating(ctx)
	if err != nil {
		return nil, err
	}
	// To start a timer takes a fraction of a millisecond, on a slow machine too.
	due := time.Now().Add(2*time.Second + time.Duration(r.N)*time.Millisecond/2)
	runs, err := r.startTimers(ctx, due)
	if err != nil {
		return nil, err
	}
	if time.Now().After(due) {
		return nil, fmt.Errorf("the timers took too long to start: try fewer than %d", r.N)
	}
	beats, err := r.beatWhile(ctx, beating, func(ctx context.Context) error { return r.awaitTimers(ctx, runs, due) })
	if err != nil {
		return nil, err
	}
	late := &Latencies{}
	for _, run := range runs {
		if err := r.lateness(ctx, run, 0, late); err != nil {
			return nil, err
		}
	}
	if err := expectFired(late, r.N); err != nil {
		return nil, err
	}
	result := &Result{}
	result.addLatency("a timer, after it was due", late)
	result.addLatency("a heartbeat meanwhile", beats)
	for _, b := range beating {
		runs = append(runs, b.run)
	}
	for _, run := range runs {
		if err := r.terminate(ctx, run); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// startTimers starts runs with the timers in them. They fall due between due and a second later.
func (r *Run) startTimers(ctx context.Context, due time.Time) ([]swf.WorkflowExecution, error) {
	var runs []swf.WorkflowExecution
	for started := 0; started < r.N; {
		run, err := r.start(ctx, r.workflowID(int64(1)<<32+int64(len(runs))))
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
		for end := min(started+timersOfARun, r.N); started < end; {
			n := min(mostDecisions, end-started)
			task, err := r.decision(ctx)
			if err != nil {
				return nil, err
			}
			if err := r.decide(ctx, task.TaskToken, startTimers(started, n, due)...); err != nil {
				return nil, err
			}
			if started += n; started < end {
				if err := r.signal(ctx, run); err != nil {
					return nil, err
				}
			}
			r.tell("%d of %d timers have started", started, r.N)
		}
	}
	return runs, nil
}

func startTimers(first, n int, due time.Time) []swf.DecisionAttributes {
	seconds := int64(time.Until(due)/time.Second) + 1
	var decisions []swf.DecisionAttributes
	for i := range n {
		decisions = append(decisions, &swf.StartTimerDecisionAttributes{
			TimerID: fmt.Sprint("t", first+i), StartToFireTimeout: strconv.FormatInt(max(seconds, 1), 10),
		})
	}
	return decisions
}

// beatWhile lets all activities beat while something is waited for, and tells how long the beats took.
func (r *Run) beatWhile(ctx context.Context, beating []beating, wait func(context.Context) error) (*Latencies, error) {
	c, parts := newCrew(ctx), make([]Latencies, len(beating))
	for i, b := range beating {
		c.repeat(func(ctx context.Context) error {
			begin := time.Now()
			_, err := r.Service.RecordActivityTaskHeartbeat(ctx, swf.NewRecordActivityTaskHeartbeatInput(b.token))
			if err == nil {
				parts[i].Add(time.Since(begin))
			}
			return err
		})
	}
	if err := c.dismiss(wait(c.ctx)); err != nil {
		return nil, err
	}
	all := &Latencies{}
	for i := range parts {
		all.Merge(&parts[i])
	}
	return all, nil
}

// awaitTimers waits until no run has an open timer any more.
func (r *Run) awaitTimers(ctx context.Context, runs []swf.WorkflowExecution, due time.Time) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for i := 0; i < len(runs); {
		out, err := r.Service.DescribeWorkflowExecution(ctx, swf.NewDescribeWorkflowExecutionInput(Domain, runs[i]))
		if err != nil {
			return err
		}
		if out.OpenCounts.OpenTimers == 0 {
			i++
			continue
		}
		r.tell("%.0f s until timers fall due; all of %d of %d runs have fired", time.Until(due).Seconds(), i, len(runs))
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// expectFired expects that so many timers have fired: one that could not be started was not late.
func expectFired(late *Latencies, n int) error {
	if late.Count() != int64(n) {
		return fmt.Errorf("%d of %d timers have fired: does the service allow a run so many (limit-open-timers)?", late.Count(), n)
	}
	return nil
}

// lateness reads from a history how late each timer fired. Those that fell due before the server served could not fire before it did.
func (r *Run) lateness(ctx context.Context, run swf.WorkflowExecution, served swf.Timestamp, late *Latencies) error {
	due := map[int64]swf.Timestamp{}
	for e, err := range client.HistoryEvents(ctx, r.Service, swf.NewGetWorkflowExecutionHistoryInput(Domain, run)) {
		if err != nil {
			return err
		}
		switch a := e.Attributes.(type) {
		case *swf.TimerStartedEventAttributes:
			seconds, err := strconv.Atoi(a.StartToFireTimeout)
			if err != nil {
				return fmt.Errorf("a timer of %q: %w", a.StartToFireTimeout, err)
			}
			due[e.EventID] = e.EventTimestamp.Add(time.Duration(seconds) * time.Second)
		case *swf.TimerFiredEventAttributes:
			late.Add(e.EventTimestamp.Sub(max(due[a.StartedEventID], served)))
		}
	}
	return nil
}
