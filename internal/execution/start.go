package execution

import "github.com/swfd/swfd/swf"

// Begin opens a run: WorkflowExecutionStarted and the first DecisionTaskScheduled. Whether the workflowId is
// free, the type usable and every setting there has been decided before.
func Begin(domain uint32, runID string, start Start, now swf.Timestamp) (*State, Change) {
	s := &State{domain: domain}
	s.now = now
	s.h = Header{
		WorkflowID: start.WorkflowID,
		RunID:      runID,
		Type:       start.Type,
		StartedAt:  now,
		Settings:   start.Settings,
		Parent:     start.Parent,
		TagList:    start.TagList,
	}
	s.event(startedEvent(start))
	s.scheduleDecision()
	s.change.Opened = s.h.Record(domain)
	return s, s.take()
}

func startedEvent(start Start) *swf.WorkflowExecutionStartedEventAttributes {
	a := &swf.WorkflowExecutionStartedEventAttributes{
		ChildPolicy:                  start.Settings.ChildPolicy,
		TaskList:                     swf.TaskList{Name: start.Settings.TaskList},
		WorkflowType:                 start.Type,
		ExecutionStartToCloseTimeout: &start.Settings.ExecutionTimeout,
		TaskStartToCloseTimeout:      &start.Settings.TaskTimeout,
		TaskPriority:                 start.Settings.TaskPriority,
		LambdaRole:                   start.Settings.LambdaRole,
		Input:                        start.Input,
		TagList:                      start.TagList,
	}
	if start.ContinuedFrom != "" {
		a.ContinuedExecutionRunID = &start.ContinuedFrom
	}
	if start.Parent != nil {
		a.ParentWorkflowExecution = &start.Parent.Execution
		a.ParentInitiatedEventID = start.Parent.InitiatedID
	}
	return a
}
