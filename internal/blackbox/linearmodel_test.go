package blackbox

import (
	"fmt"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"

	"github.com/swfd/swfd/internal/historycheck"
)

// register is a workflowId as one who could do only one call at a time would see it. It is comparable: sets are texts, each name behind a
// bar, in order.
type register struct {
	// open is the runId of the open run, "" if there is none. One whose start was never answered has a name of its own until an answer tells.
	open             string
	signals, cancels int
	// pending tells that a decision task waits, or will when the present one ends; deciding is the one that somebody has.
	pending  bool
	deciding string
	// waiting and started are activities of the open run.
	waiting, started string
	// past holds the closed runs, with their counts.
	past string
}

// question is a call, and heard what its client heard.
type question struct {
	operation, workflowID string
	// run is the run whose history is read; task what is answered, a decision task or the name of an activity.
	run, task string
	// activity is what a decision schedules, "" for none; completes tells that it ends the run.
	activity  string
	completes bool
	// number is the call's own.
	number int
}

type heard struct {
	outcome          historycheck.Outcome
	run, task        string
	open             int
	signals, cancels int
	closed           bool
}

// linear is the model: what each answer says of the state before it, and what it makes of it. A call without an answer has happened or
// not, and its client never knows; so has a poll whose task went to nobody.
var linear = (&porcupine.NondeterministicModel{
	Partition: byWorkflowID,
	Init:      func() []any { return []any{register{}} },
	Step: func(state, in, out any) []any {
		s, q, r := state.(register), in.(question), out.(heard)
		done := s.after(&q, &r)
		switch r.outcome {
		case historycheck.Unknown:
			return append(done, s)
		case historycheck.Refused:
			if len(s.after(&q, &heard{outcome: historycheck.Unknown})) > 0 {
				return nil
			}
			return []any{s}
		}
		return done
	},
	DescribeOperation: func(in, out any) string { return fmt.Sprintf("%+v -> %+v", in, out) },
	DescribeState:     func(state any) string { return fmt.Sprintf("%+v", state) },
}).ToModel()

func byWorkflowID(history []porcupine.Operation) [][]porcupine.Operation {
	parts := map[string][]porcupine.Operation{}
	for _, o := range history {
		id := o.Input.(question).workflowID
		parts[id] = append(parts[id], o)
	}
	var list [][]porcupine.Operation
	for _, part := range parts {
		list = append(list, part)
	}
	return list
}

// after returns the states in which the call may leave the register: none if it cannot have happened, or not with this heard. Of a call
// without an answer nothing is known but that it happened.
func (s register) after(q *question, r *heard) []any {
	known := r.outcome == historycheck.Acknowledged
	if known && r.run != "" && q.operation != start {
		if q.operation == history && strings.Contains(s.past, "|"+q.run+"=") {
			return s.if_(r.closed && strings.Contains(s.past, closedRun(q.run, r.signals, r.cancels)))
		}
		if strings.HasPrefix(s.open, "?") && !strings.Contains(s.past, "|"+r.run+"=") {
			s.open = r.run
		}
		if s.open != r.run {
			return nil
		}
	}
	switch q.operation {
	case start:
		if s.open != "" {
			return nil
		}
		s.open, s.pending = fmt.Sprint("?", q.number), true
		if known {
			s.open = r.run
		}
	case signal:
		s.signals++
		s.pending = true
		return s.if_(s.open != "")
	case cancel:
		s.cancels++
		s.pending = true
		return s.if_(s.open != "")
	case terminate:
		return s.close().if_(s.open != "")
	case pollDecision:
		possible := s.open != "" && s.pending && s.deciding == ""
		s.pending, s.deciding = false, fmt.Sprint("?", q.number)
		if known {
			s.deciding = r.task
		}
		return s.if_(possible)
	case decide:
		if s.deciding != q.task {
			return nil
		}
		s.deciding = ""
		if q.activity != "" {
			s.waiting = with(s.waiting, q.activity)
		}
		// What has come since the task was started keeps the run from ending, and is the next task.
		if q.completes && !s.pending {
			s = s.close()
		}
	case pollActivity:
		return s.afterPoll(r, known)
	case finish:
		if !has(s.started, q.task) {
			return nil
		}
		s.started, s.pending = without(s.started, q.task), true
	case count:
		open := 0
		if s.open != "" {
			open = 1
		}
		return s.if_(!known || r.open == open)
	case history:
		return s.if_(!known || !r.closed && r.signals == s.signals && r.cancels == s.cancels)
	}
	return []any{s}
}

// afterPoll hands out an activity task. Where it went, if nobody knows, it cannot be answered.
func (s register) afterPoll(r *heard, known bool) (states []any) {
	for _, name := range names(s.waiting) {
		after := s
		after.waiting = without(s.waiting, name)
		if known {
			after.started = with(s.started, name)
		}
		if !known || name == r.task {
			states = append(states, after)
		}
	}
	return states
}

// The operations of the model.
const (
	start        = "start"
	signal       = "signal"
	cancel       = "cancel"
	terminate    = "terminate"
	pollDecision = "poll for a decision task"
	decide       = "decide"
	pollActivity = "poll for an activity task"
	finish       = "finish"
	count        = "count"
	history      = "history"
)

// if_ is the state alone if something holds, else nothing.
func (s register) if_(holds bool) []any {
	if !holds {
		return nil
	}
	return []any{s}
}

func (s register) close() register {
	return register{past: s.past + closedRun(s.open, s.signals, s.cancels)}
}

func closedRun(runID string, signals, cancels int) string {
	return fmt.Sprintf("|%s=%d/%d|", runID, signals, cancels)
}

func names(set string) []string {
	if set == "" {
		return nil
	}
	return strings.Split(set[1:], "|")
}

func has(set, name string) bool { return slices.Contains(names(set), name) }

func with(set, name string) string { return join(append(names(set), name)) }

func without(set, name string) string {
	return join(slices.DeleteFunc(names(set), func(n string) bool { return n == name }))
}

func join(list []string) string {
	if len(list) == 0 {
		return ""
	}
	slices.Sort(list)
	return "|" + strings.Join(list, "|")
}
