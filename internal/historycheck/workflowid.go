package historycheck

import (
	"cmp"
	"slices"

	"github.com/swfd/swfd/swf"
)

// checkWorkflowIDs judges that the runs of each workflowId came one after the other.
func (s *set) checkWorkflowIDs() {
	runs := slices.Clone(s.runs)
	slices.SortStableFunc(runs, func(a, b *subject) int {
		return cmp.Or(
			cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.WorkflowID, b.WorkflowID),
			cmp.Compare(a.s.StartedAt, b.s.StartedAt), cmp.Compare(a.closedAt(), b.closedAt()),
		)
	})
	for i := 1; i < len(runs); i++ {
		before, r := runs[i-1], runs[i]
		one := before.Domain == r.Domain && before.WorkflowID == r.WorkflowID
		if one && before.closedAt() > r.s.StartedAt {
			s.complain(Overlap, r, r.event(1), "run %s of the same workflowId is still open", before.RunID)
		}
	}
}

// closedAt is when the run closed; the end of time if it is open.
func (r *subject) closedAt() swf.Timestamp {
	if !r.s.Closed {
		return 1<<63 - 1
	}
	return r.s.LastEventAt
}

// checkContinued judges the links of a run to the run before it and the run after it.
func (s *set) checkContinued(r *subject) {
	if r.continues() {
		from := s.run(r.Domain, *r.s.Started.ContinuedExecutionRunID)
		switch {
		case from == nil && s.partial:
		case from == nil || from.nextRunID() != r.RunID:
			s.complain(Continued, r, r.event(1), "run %s does not continue as this one", *r.s.Started.ContinuedExecutionRunID)
		}
	}
	next := r.nextRunID()
	if next == "" {
		return
	}
	last := r.s.closing
	to := s.run(r.Domain, next)
	switch {
	case to == nil && s.partial:
	case to == nil:
		s.complain(Continued, r, last, "there is no run %s", next)
	case !to.continues() || *to.s.Started.ContinuedExecutionRunID != r.RunID || to.WorkflowID != r.WorkflowID:
		s.complain(Continued, r, last, "run %s does not continue this one", next)
	case to.s.StartedAt != r.s.LastEventAt:
		s.complain(Continued, r, last, "run %s did not start at this instant", next)
	default:
		s.checkHandedOn(r, last, to)
	}
}

// nextRunID is the run that this one continued as; "" if it did not.
func (r *subject) nextRunID() string {
	if a := r.continuation(); a != nil {
		return a.NewExecutionRunID
	}
	return ""
}

// continuation is how the run continued as new, nil if it did not.
func (r *subject) continuation() *swf.WorkflowExecutionContinuedAsNewEventAttributes {
	if r.s.closing == nil {
		return nil
	}
	a, _ := r.s.closing.Attributes.(*swf.WorkflowExecutionContinuedAsNewEventAttributes)
	return a
}

// checkHandedOn judges that the new run begins as the closing event of the old one says, and with the same parent.
func (s *set) checkHandedOn(r *subject, last *swf.HistoryEvent, to *subject) {
	said, got := r.continuation(), to.s.Started
	settings := said.WorkflowType == got.WorkflowType && said.TaskList == got.TaskList && said.ChildPolicy == got.ChildPolicy &&
		same(said.ExecutionStartToCloseTimeout, got.ExecutionStartToCloseTimeout) &&
		same(said.TaskStartToCloseTimeout, got.TaskStartToCloseTimeout) &&
		same(said.TaskPriority, got.TaskPriority) && same(said.LambdaRole, got.LambdaRole)
	if !settings || !same(said.Input, got.Input) || !slices.Equal(said.TagList, got.TagList) {
		s.complain(Continued, r, last, "run %s began otherwise than said here", to.RunID)
	}
	oldParent, oldOK := r.parent()
	newParent, newOK := to.parent()
	if oldOK != newOK || oldParent != newParent {
		s.complain(Continued, r, last, "run %s has another parent", to.RunID)
	}
}

// end is the last run of the chain that begins with a run: the one that did not continue as new. nil if a run of the
// chain is missing.
func (s *set) end(r *subject) *subject {
	for range len(s.runs) {
		next := r.nextRunID()
		if next == "" {
			return r
		}
		if r = s.run(r.Domain, next); r == nil {
			return nil
		}
	}
	return nil
}
