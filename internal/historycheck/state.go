package historycheck

import "github.com/swfd/swfd/swf"

// State is what a history says about its run: what is open, and what the service must remember.
type State struct {
	// Started is event 1, nil if there is none; StartedAt is its timestamp.
	Started   *swf.WorkflowExecutionStartedEventAttributes
	StartedAt swf.Timestamp
	// LastEventID and LastEventAt are of the newest event.
	LastEventID int64
	LastEventAt swf.Timestamp

	// Waiting is the decision task that was scheduled and not started, Running the one that was started and has not
	// ended; nil if there is none.
	Waiting *DecisionTask
	Running *DecisionTask
	// PreviousStartedID is the DecisionTaskStarted event of the last decision task that was completed, 0 before.
	PreviousStartedID int64
	// Override is the task list for later decision tasks, nil for the run's own.
	Override *Override
	// ContextEventID is the newest DecisionTaskCompleted event with an executionContext, 0 if there is none.
	ContextEventID int64
	// CancelRequested is true after a WorkflowExecutionCancelRequested event.
	CancelRequested bool
	// LatestActivityAt is the timestamp of the newest activity task event, 0 before.
	LatestActivityAt swf.Timestamp

	// What is open, by the event that opened it. After the close it stays as it was then.
	Activities map[int64]*Activity
	Timers     map[int64]*Timer
	Children   map[int64]*Child
	Externals  map[int64]*External
	Lambdas    map[int64]*Lambda

	// Closed is true after the closing event; Status is the close status then, and ChildPolicy the policy that the
	// close applies to open children.
	Closed      bool
	Status      swf.CloseStatus
	ChildPolicy swf.ChildPolicy
	// closing is the closing event, nil before.
	closing *swf.HistoryEvent
}

// DecisionTask is a decision task that has not ended.
type DecisionTask struct {
	ScheduledID int64
	Scheduled   *swf.DecisionTaskScheduledEventAttributes
	// PollableAt is when a poller could first get it: at its own event, or at the end of the task before it. 0 while
	// it is held back.
	PollableAt swf.Timestamp
	// StartedID is the DecisionTaskStarted event, 0 before; StartedAt its timestamp.
	StartedID int64
	StartedAt swf.Timestamp
}

// Override is a decider's choice of a task list for later decision tasks.
type Override struct {
	TaskList string
	// ScheduleToStart is the time-out that came with it; nil makes it permanent.
	ScheduleToStart *string
}

// Activity is an activity task that has not ended.
type Activity struct {
	ScheduledID int64
	ScheduledAt swf.Timestamp
	Scheduled   *swf.ActivityTaskScheduledEventAttributes
	// StartedID is the ActivityTaskStarted event, 0 before; StartedAt its timestamp.
	StartedID int64
	StartedAt swf.Timestamp
	// CancelRequestedID is the newest ActivityTaskCancelRequested event, 0 if there is none.
	CancelRequestedID int64
}

// Timer is a timer that neither fired nor was canceled.
type Timer struct {
	StartedID int64
	StartedAt swf.Timestamp
	Started   *swf.TimerStartedEventAttributes
}

// Child is a child run that was initiated and has not ended.
type Child struct {
	InitiatedID int64
	Initiated   *swf.StartChildWorkflowExecutionInitiatedEventAttributes
	// StartedID is the ChildWorkflowExecutionStarted event, 0 before; RunID the run that it names.
	StartedID int64
	RunID     string
}

// External is a request to signal or cancel another run that has no answer.
type External struct {
	InitiatedID int64
	// Cancel tells a cancel request from a signal.
	Cancel              bool
	WorkflowID          string
	RunID               *string
	Control             *string
	DecisionCompletedID int64
}

// Lambda is a Lambda task that has not ended.
type Lambda struct {
	ScheduledID int64
	ScheduledAt swf.Timestamp
	Scheduled   *swf.LambdaFunctionScheduledEventAttributes
	// StartedID is the LambdaFunctionStarted event, 0 before; StartedAt its timestamp.
	StartedID int64
	StartedAt swf.Timestamp
}

func newState() *State {
	return &State{
		Activities: map[int64]*Activity{},
		Timers:     map[int64]*Timer{},
		Children:   map[int64]*Child{},
		Externals:  map[int64]*External{},
		Lambdas:    map[int64]*Lambda{},
	}
}

// OpenCounts are the counts that DescribeWorkflowExecution shows: of a closed run, those at its close. Of decision
// tasks only a waiting one counts.
func (s *State) OpenCounts() swf.WorkflowExecutionOpenCounts {
	c := swf.WorkflowExecutionOpenCounts{
		OpenActivityTasks:           int32(len(s.Activities)),
		OpenTimers:                  int32(len(s.Timers)),
		OpenChildWorkflowExecutions: int32(len(s.Children)),
		OpenLambdaFunctions:         int32(len(s.Lambdas)),
	}
	if s.Waiting != nil {
		c.OpenDecisionTasks = 1
	}
	return c
}
