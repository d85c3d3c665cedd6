package sim

import (
	"errors"

	"github.com/swfd/swfd/internal/historycheck"
	"github.com/swfd/swfd/internal/token"
	"github.com/swfd/swfd/swf"
)

// A refusal, too, may tell only of what is durable: a crash must not make it untrue. Each of these judges one, at the moment at which the
// client hears of it; since is the step at which its call began.

// refusedStart judges that a start was refused because a run is open, or was when the call began.
func (o *Oracle) refusedStart(workflowID string, since int, err error) {
	if !errors.As(err, new(*swf.WorkflowExecutionAlreadyStartedFault)) {
		return
	}
	for _, l := range o.lives {
		if l.workflowID == workflowID && l.durable > 0 && (l.endedAt == 0 || l.endedAt >= since) {
			return
		}
	}
	o.world.violate("a start of %s is refused because a run is open, and none is that is durable", workflowID)
}

// refusedCommand judges that a command on the open run of a workflowId was refused because there is none, or was none meanwhile.
func (o *Oracle) refusedCommand(workflowID string, runID *string, since int, err error) {
	if !errors.As(err, new(*swf.UnknownResourceFault)) {
		return
	}
	for _, l := range o.lives {
		meant := l.workflowID == workflowID && (runID == nil || *runID == l.runID)
		if meant && l.durable > 0 && l.begunAt < since && l.endedAt == 0 {
			o.world.violate("a command on %s is refused because no run is open, and %v is", workflowID, l)
		}
	}
}

// refusedAnswer judges that the answer to a task was refused because nobody works on it any more.
func (o *Oracle) refusedAnswer(t *token.Task, err error) {
	if !errors.As(err, new(*swf.UnknownResourceFault)) {
		return
	}
	l := o.byRunID[t.RunID]
	if l == nil || l.endedAt != 0 {
		return
	}
	s := l.state()
	if l.durable < len(l.lines) {
		s = historycheck.Fold(l.judge.Events()[:l.durable])
	}
	if works(s, t) {
		o.world.violate("an answer to task %d of %v is refused, and the task is being worked on by all that is durable", t.ScheduledID, l)
	}
}

// works reports whether somebody works on a task in a run of a state.
func works(s *historycheck.State, t *token.Task) bool {
	if s.Closed {
		return false
	}
	if t.Kind == token.Decision {
		return s.Running != nil && s.Running.StartedID == t.StartedID
	}
	a := s.Activities[t.ScheduledID]
	return a != nil && a.StartedID == t.StartedID
}
