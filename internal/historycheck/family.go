package historycheck

import (
	"slices"

	"github.com/swfd/swfd/swf"
)

// checkFamily judges what a run says of its children, and that it is a child of its parent.
func (s *set) checkFamily(r *subject) {
	for i := range r.Events {
		s.checkChildEvent(r, &r.Events[i])
	}
	for _, id := range keys(r.s.Children) {
		s.checkOpenChild(r, r.s.Children[id])
	}
	s.checkParent(r)
}

// firstRuns are the runs that the event of a parent has started, without those that continue them.
func (s *set) firstRuns(r *subject, initiatedID int64) []*subject {
	children := s.byParent[parentKey{r.Domain, r.RunID, initiatedID}]
	return slices.DeleteFunc(slices.Clone(children), (*subject).continues)
}

func (s *set) checkChildEvent(r *subject, e *swf.HistoryEvent) {
	switch a := e.Attributes.(type) {
	case *swf.StartChildWorkflowExecutionInitiatedEventAttributes:
		if n := len(s.firstRuns(r, e.EventID)); n > 1 {
			s.complain(ChildRuns, r, e, "it has started %d runs", n)
		}
	case *swf.StartChildWorkflowExecutionFailedEventAttributes:
		if a.InitiatedEventID != 0 && len(s.firstRuns(r, a.InitiatedEventID)) > 0 {
			s.complain(ChildRuns, r, e, "the child did start")
		}
	case *swf.ChildWorkflowExecutionStartedEventAttributes:
		s.checkChildStarted(r, e, a)
	case *swf.ChildWorkflowExecutionCompletedEventAttributes:
		s.checkChildEnd(r, e, a.WorkflowExecution, a.InitiatedEventID,
			&swf.WorkflowExecutionCompletedEventAttributes{Result: a.Result})
	case *swf.ChildWorkflowExecutionFailedEventAttributes:
		s.checkChildEnd(r, e, a.WorkflowExecution, a.InitiatedEventID,
			&swf.WorkflowExecutionFailedEventAttributes{Reason: a.Reason, Details: a.Details})
	case *swf.ChildWorkflowExecutionCanceledEventAttributes:
		s.checkChildEnd(r, e, a.WorkflowExecution, a.InitiatedEventID,
			&swf.WorkflowExecutionCanceledEventAttributes{Details: a.Details})
	case *swf.ChildWorkflowExecutionTimedOutEventAttributes:
		s.checkChildEnd(r, e, a.WorkflowExecution, a.InitiatedEventID, &swf.WorkflowExecutionTimedOutEventAttributes{})
	case *swf.ChildWorkflowExecutionTerminatedEventAttributes:
		s.checkChildEnd(r, e, a.WorkflowExecution, a.InitiatedEventID, &swf.WorkflowExecutionTerminatedEventAttributes{})
	}
}

func (s *set) checkChildStarted(r *subject, e *swf.HistoryEvent, a *swf.ChildWorkflowExecutionStartedEventAttributes) {
	child := s.run(r.Domain, a.WorkflowExecution.RunID)
	if child == nil && s.partial {
		return
	}
	started := s.firstRuns(r, a.InitiatedEventID)
	if child == nil || !slices.Contains(started, child) || child.WorkflowID != a.WorkflowExecution.WorkflowID {
		s.complain(ChildRuns, r, e, "run %s was not started by event %d", a.WorkflowExecution.RunID, a.InitiatedEventID)
	}
}

// checkChildEnd judges the news of a child's end against the child's own closing event.
func (s *set) checkChildEnd(r *subject, e *swf.HistoryEvent, named swf.WorkflowExecution, initiatedID int64,
	said swf.EventAttributes) {
	child := s.run(r.Domain, named.RunID)
	if child == nil && s.partial {
		return
	}
	if child == nil || !slices.Contains(s.byParent[parentKey{r.Domain, r.RunID, initiatedID}], child) {
		s.complain(ChildRuns, r, e, "run %s is not the child of event %d", named.RunID, initiatedID)
		return
	}
	if !child.s.Closed || !endsAs(child.s.closing.Attributes, said) {
		s.complain(ChildRuns, r, e, "run %s did not end like this", named.RunID)
	}
}

// endsAs reports whether a closing event is what a parent was told.
func endsAs(closing, said swf.EventAttributes) bool {
	if closing.EventType() != said.EventType() {
		return false
	}
	switch c := closing.(type) {
	case *swf.WorkflowExecutionCompletedEventAttributes:
		return same(c.Result, said.(*swf.WorkflowExecutionCompletedEventAttributes).Result)
	case *swf.WorkflowExecutionFailedEventAttributes:
		f := said.(*swf.WorkflowExecutionFailedEventAttributes)
		return same(c.Reason, f.Reason) && same(c.Details, f.Details)
	case *swf.WorkflowExecutionCanceledEventAttributes:
		return same(c.Details, said.(*swf.WorkflowExecutionCanceledEventAttributes).Details)
	}
	return true
}

// checkOpenChild judges a child of which the run has not heard the end. If the run is open, that is because the child has
// not ended; if it has closed, its policy has reached the child.
func (s *set) checkOpenChild(r *subject, c *Child) {
	if !s.settled {
		return
	}
	initiated := r.event(c.InitiatedID)
	children := s.firstRuns(r, c.InitiatedID)
	if !r.s.Closed && c.StartedID == 0 {
		s.complain(Unanswered, r, initiated, "the start of the child has no answer")
		return
	}
	if len(children) == 0 {
		return
	}
	last := s.end(children[0])
	if last == nil {
		return
	}
	switch {
	case !r.s.Closed:
		if last.s.Closed {
			s.complain(Unanswered, r, initiated, "nothing was said of the end of run %s", last.RunID)
		}
	case last.s.Closed:
	case r.s.ChildPolicy == swf.ChildPolicyTerminate:
		s.complain(ChildPolicies, last, nil, "it is open, though its parent has closed with policy TERMINATE")
	case r.s.ChildPolicy == swf.ChildPolicyRequestCancel:
		s.checkAskedToCancel(r, c)
	}
}

// checkAskedToCancel judges that one run of a child, which is open, was asked to cancel by its parent's policy.
func (s *set) checkAskedToCancel(r *subject, c *Child) {
	asked := 0
	children := s.byParent[parentKey{r.Domain, r.RunID, c.InitiatedID}]
	for _, child := range children {
		for i := range child.Events {
			a, ok := child.Events[i].Attributes.(*swf.WorkflowExecutionCancelRequestedEventAttributes)
			if ok && a.Cause == swf.WorkflowExecutionCancelRequestedCauseChildPolicyApplied {
				asked++
			}
		}
	}
	if asked != 1 {
		s.complain(ChildPolicies, children[0], nil, "its parent has closed with policy REQUEST_CANCEL and asked it %d times",
			asked)
	}
}

// checkParent judges the link of a run to its parent, and what the parent's policy did to it.
func (s *set) checkParent(r *subject) {
	k, ok := r.parent()
	if !ok {
		return
	}
	parent := s.run(k.domain, k.parentRunID)
	if parent == nil {
		if !s.partial {
			s.complain(ChildRuns, r, r.event(1), "there is no run %s", k.parentRunID)
		}
		return
	}
	s.checkPromise(r, parent, k.initiatedID)
	for i := range r.Events {
		s.checkPolicy(r, &r.Events[i], parent)
	}
}

// checkPromise judges that the parent's event has announced this run.
func (s *set) checkPromise(r, parent *subject, initiatedID int64) {
	e := parent.event(initiatedID)
	var said *swf.StartChildWorkflowExecutionInitiatedEventAttributes
	if e != nil {
		said, _ = e.Attributes.(*swf.StartChildWorkflowExecutionInitiatedEventAttributes)
	}
	if said == nil || said.WorkflowID != r.WorkflowID || parent.WorkflowID != r.s.Started.ParentWorkflowExecution.WorkflowID {
		s.complain(ChildRuns, r, r.event(1), "event %d of run %s did not start it", initiatedID, parent.RunID)
		return
	}
	if !r.continues() && !startsAs(said, r.s.Started) {
		s.complain(ChildRuns, r, r.event(1), "it began otherwise than event %d of run %s says", initiatedID, parent.RunID)
	}
}

// startsAs reports whether a child began as the event that announced it said.
func startsAs(said *swf.StartChildWorkflowExecutionInitiatedEventAttributes,
	got *swf.WorkflowExecutionStartedEventAttributes) bool {
	return said.WorkflowType == got.WorkflowType && said.TaskList == got.TaskList && said.ChildPolicy == got.ChildPolicy &&
		same(said.ExecutionStartToCloseTimeout, got.ExecutionStartToCloseTimeout) &&
		same(said.TaskStartToCloseTimeout, got.TaskStartToCloseTimeout) &&
		same(said.TaskPriority, got.TaskPriority) && same(said.LambdaRole, got.LambdaRole) &&
		same(said.Input, got.Input) && slices.Equal(said.TagList, got.TagList)
}

// checkPolicy judges an event by which a parent's policy reached this run.
func (s *set) checkPolicy(r *subject, e *swf.HistoryEvent, parent *subject) {
	policy := swf.ChildPolicyTerminate
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionTerminatedEventAttributes:
		if a.Cause != swf.WorkflowExecutionTerminatedCauseChildPolicyApplied {
			return
		}
	case *swf.WorkflowExecutionCancelRequestedEventAttributes:
		if a.Cause != swf.WorkflowExecutionCancelRequestedCauseChildPolicyApplied {
			return
		}
		policy = swf.ChildPolicyRequestCancel
		if a.ExternalWorkflowExecution != nil && *a.ExternalWorkflowExecution != parent.execution() {
			s.complain(ChildPolicies, r, e, "it does not come from the parent")
		}
	default:
		return
	}
	if !parent.s.Closed || parent.s.ChildPolicy != policy {
		s.complain(ChildPolicies, r, e, "the parent has not closed with policy %s", policy)
	}
}
