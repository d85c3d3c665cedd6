package execution

import "github.com/swfd/swfd/swf"

func (b *batch) startChild(d *swf.StartChildWorkflowExecutionDecisionAttributes, f DecisionFacts) {
	settings, cause := b.childRefusal(d, f)
	if cause != "" {
		// Without an Initiated event, InitiatedEventID is 0.
		b.fail(&swf.StartChildWorkflowExecutionFailedEventAttributes{
			WorkflowType: d.WorkflowType, WorkflowID: d.WorkflowID, Cause: cause, Control: d.Control,
			DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	id := b.s.event(&swf.StartChildWorkflowExecutionInitiatedEventAttributes{
		WorkflowID: d.WorkflowID, WorkflowType: d.WorkflowType, Control: d.Control, Input: d.Input,
		TaskList: swf.TaskList{Name: settings.TaskList}, TaskPriority: settings.TaskPriority,
		ExecutionStartToCloseTimeout: &settings.ExecutionTimeout, TaskStartToCloseTimeout: &settings.TaskTimeout,
		ChildPolicy: settings.ChildPolicy, LambdaRole: settings.LambdaRole, TagList: d.TagList,
		DecisionTaskCompletedEventID: b.completedID,
	})
	c := &Child{
		InitiatedID: id, WorkflowID: d.WorkflowID, Type: d.WorkflowType, Control: d.Control,
		DecisionCompletedID: b.completedID,
	}
	b.s.add(c)
	b.s.touch(c)
	b.s.send(d.WorkflowID, &StartChild{
		InitiatedID: id, RunID: f.NewRunID,
		Start: Start{
			WorkflowID: d.WorkflowID, Type: d.WorkflowType, Settings: settings, Input: d.Input, TagList: d.TagList,
			Parent: &ParentLink{Execution: b.s.Execution(), InitiatedID: id},
		},
	})
}

func (b *batch) childRefusal(d *swf.StartChildWorkflowExecutionDecisionAttributes, f DecisionFacts) (Settings, swf.StartChildWorkflowExecutionFailedCause) {
	switch {
	case f.Denied:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseOperationNotPermitted
	case f.WorkflowType == nil:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseWorkflowTypeDoesNotExist
	case f.WorkflowType.Deprecated:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseWorkflowTypeDeprecated
	case len(b.s.children) >= b.f.Limits.OpenChildren:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseOpenChildrenLimitExceeded
	case b.f.OpenWorkflows+b.s.childrenToStart() >= b.f.Limits.OpenWorkflows:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseOpenWorkflowsLimitExceeded
	case f.RateExceeded:
		return Settings{}, swf.StartChildWorkflowExecutionFailedCauseChildCreationRateExceeded
	}
	settings, missing := Resolve(Wanted{
		TaskList: d.TaskList, TaskPriority: d.TaskPriority,
		ExecutionTimeout: d.ExecutionStartToCloseTimeout, TaskTimeout: d.TaskStartToCloseTimeout,
		ChildPolicy: d.ChildPolicy, LambdaRole: d.LambdaRole,
	}, f.WorkflowType.Defaults)
	return settings, childMissing[missing]
}

var childMissing = map[Missing]swf.StartChildWorkflowExecutionFailedCause{
	MissingExecutionTimeout: swf.StartChildWorkflowExecutionFailedCauseDefaultExecutionStartToCloseTimeoutUndefined,
	MissingTaskList:         swf.StartChildWorkflowExecutionFailedCauseDefaultTaskListUndefined,
	MissingTaskTimeout:      swf.StartChildWorkflowExecutionFailedCauseDefaultTaskStartToCloseTimeoutUndefined,
	MissingChildPolicy:      swf.StartChildWorkflowExecutionFailedCauseDefaultChildPolicyUndefined,
}

// childrenToStart counts the children that were promised and are not among the domain's open runs yet.
func (s *State) childrenToStart() int {
	n := 0
	for _, c := range s.children {
		if c.StartedID == 0 {
			n++
		}
	}
	return n
}

func (s *State) childStarted(m *ChildStarted) {
	c := s.children[m.InitiatedID]
	if c == nil || c.StartedID != 0 {
		return
	}
	c.RunID, c.Control = m.RunID, nil
	c.StartedID = s.event(&swf.ChildWorkflowExecutionStartedEventAttributes{
		WorkflowExecution: swf.WorkflowExecution{WorkflowID: c.WorkflowID, RunID: m.RunID},
		WorkflowType:      c.Type, InitiatedEventID: c.InitiatedID,
	})
	s.touch(c)
	s.trigger()
}

func (s *State) childStartFailed(m *ChildStartFailed) {
	c := s.children[m.InitiatedID]
	if c == nil || c.StartedID != 0 {
		return
	}
	s.event(&swf.StartChildWorkflowExecutionFailedEventAttributes{
		WorkflowType: c.Type, WorkflowID: c.WorkflowID, Cause: m.Cause, Control: c.Control,
		InitiatedEventID: c.InitiatedID, DecisionTaskCompletedEventID: c.DecisionCompletedID,
	})
	s.remove(c)
	s.trigger()
}

// childClosed takes the news that a child has ended, matched by the event that promised it: the child's runId
// changes when it continues as new.
func (s *State) childClosed(m *ChildClosed) {
	c := s.children[m.InitiatedID]
	if c == nil || c.StartedID == 0 {
		return
	}
	s.event(childClosedEvent(c, m))
	s.remove(c)
	s.trigger()
}

func childClosedEvent(c *Child, m *ChildClosed) swf.EventAttributes {
	child := swf.WorkflowExecution{WorkflowID: c.WorkflowID, RunID: m.RunID}
	switch m.Status {
	case swf.CloseStatusCompleted:
		return &swf.ChildWorkflowExecutionCompletedEventAttributes{
			WorkflowExecution: child, WorkflowType: m.Type, Result: m.Result,
			InitiatedEventID: c.InitiatedID, StartedEventID: c.StartedID,
		}
	case swf.CloseStatusFailed:
		return &swf.ChildWorkflowExecutionFailedEventAttributes{
			WorkflowExecution: child, WorkflowType: m.Type, Reason: m.Reason, Details: m.Details,
			InitiatedEventID: c.InitiatedID, StartedEventID: c.StartedID,
		}
	case swf.CloseStatusCanceled:
		return &swf.ChildWorkflowExecutionCanceledEventAttributes{
			WorkflowExecution: child, WorkflowType: m.Type, Details: m.Details,
			InitiatedEventID: c.InitiatedID, StartedEventID: c.StartedID,
		}
	case swf.CloseStatusTimedOut:
		return &swf.ChildWorkflowExecutionTimedOutEventAttributes{
			WorkflowExecution: child, WorkflowType: m.Type,
			TimeoutType:      swf.WorkflowExecutionTimeoutTypeStartToClose,
			InitiatedEventID: c.InitiatedID, StartedEventID: c.StartedID,
		}
	default:
		return &swf.ChildWorkflowExecutionTerminatedEventAttributes{
			WorkflowExecution: child, WorkflowType: m.Type,
			InitiatedEventID: c.InitiatedID, StartedEventID: c.StartedID,
		}
	}
}
