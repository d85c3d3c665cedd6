package historycheck

import "github.com/swfd/swfd/swf"

func (w *walk) childRefused(e *swf.HistoryEvent, a *swf.StartChildWorkflowExecutionFailedEventAttributes) {
	running := a.Cause == swf.StartChildWorkflowExecutionFailedCauseWorkflowAlreadyRunning
	if running != (a.InitiatedEventID != 0) {
		w.complain(Children, e, "%s with initiatedEventId %d: the start is initiated only to find the workflowId taken",
			a.Cause, a.InitiatedEventID)
		return
	}
	if !running {
		return
	}
	c := w.openChild(e, a.InitiatedEventID)
	if c == nil {
		return
	}
	if c.StartedID != 0 {
		w.complain(Children, e, "event %d has started this child", c.StartedID)
	}
	if c.Initiated.WorkflowID != a.WorkflowID || !same(c.Initiated.Control, a.Control) ||
		c.Initiated.DecisionTaskCompletedEventID != a.DecisionTaskCompletedEventID {
		w.complain(Children, e, "it does not repeat event %d", c.InitiatedID)
	}
	delete(w.s.Children, c.InitiatedID)
}

// openChild is the child that an event is about, nil if it is not open.
func (w *walk) openChild(e *swf.HistoryEvent, initiatedID int64) *Child {
	c := w.s.Children[initiatedID]
	if c == nil {
		w.complain(Children, e, "the child of event %d is not open", initiatedID)
	}
	return c
}

func (w *walk) childStarted(e *swf.HistoryEvent, a *swf.ChildWorkflowExecutionStartedEventAttributes) {
	c := w.openChild(e, a.InitiatedEventID)
	switch {
	case c == nil:
		return
	case c.StartedID != 0:
		w.complain(Children, e, "event %d has started this child already", c.StartedID)
	case a.WorkflowExecution.WorkflowID != c.Initiated.WorkflowID || a.WorkflowType != c.Initiated.WorkflowType:
		w.complain(Children, e, "it is not the child that event %d speaks of", c.InitiatedID)
	}
	c.StartedID, c.RunID = e.EventID, a.WorkflowExecution.RunID
}

// childEnded ends a child. Its runId may be another than at its start: it may have continued as new.
func (w *walk) childEnded(e *swf.HistoryEvent, child swf.WorkflowExecution, initiatedID, startedID int64) {
	c := w.openChild(e, initiatedID)
	switch {
	case c == nil:
		return
	case c.StartedID == 0 || c.StartedID != startedID:
		w.complain(Children, e, "startedEventId is %d and not %d", startedID, c.StartedID)
	case child.WorkflowID != c.Initiated.WorkflowID:
		w.complain(Children, e, "it is not the child that event %d speaks of", c.InitiatedID)
	}
	delete(w.s.Children, initiatedID)
}

// openExternal takes out the request that an event answers; nil if there is none of that kind.
func (w *walk) openExternal(e *swf.HistoryEvent, cancel bool, initiatedID int64) *External {
	x := w.s.Externals[initiatedID]
	if x == nil || x.Cancel != cancel {
		w.complain(Externals, e, "the request of event %d has its answer, or is none", initiatedID)
		return nil
	}
	delete(w.s.Externals, initiatedID)
	return x
}

func (w *walk) externalDone(e *swf.HistoryEvent, cancel bool, target swf.WorkflowExecution, initiatedID int64) {
	x := w.openExternal(e, cancel, initiatedID)
	if x == nil {
		return
	}
	if target.WorkflowID != x.WorkflowID || x.RunID != nil && *x.RunID != target.RunID {
		w.complain(Externals, e, "it is not the run that event %d speaks of", initiatedID)
	}
}

func (w *walk) externalFailed(e *swf.HistoryEvent, initiatedID int64, said External) {
	x := w.openExternal(e, said.Cancel, initiatedID)
	if x == nil {
		return
	}
	if x.WorkflowID != said.WorkflowID || !same(x.RunID, said.RunID) || !same(x.Control, said.Control) ||
		x.DecisionCompletedID != said.DecisionCompletedID {
		w.complain(Externals, e, "it does not repeat event %d", initiatedID)
	}
}
