package execution

import "github.com/swfd/swfd/swf"

// Facts is what a command needs to know that the run's own state does not tell: a plain value that the
// engine prepares before the call. Nothing in it calls back.
type Facts struct {
	// Limits are the quotas in force.
	Limits Limits
	// Nonce is a fresh random number for the token of a task that this command starts.
	Nonce uint64
	// Decisions has one entry for each decision of a RespondDecisionTaskCompleted, in the same order.
	Decisions []DecisionFacts
	// OpenWorkflows counts the open runs of the domain.
	OpenWorkflows int
	// LambdaAvailable is true if there is an endpoint at which Lambda functions can be called.
	LambdaAvailable bool
}

// Limits are the quotas that the core keeps. See SWF's "Amazon SWF quotas".
type Limits struct {
	// HistoryEvents is the number of events from which a run is terminated at its next command.
	HistoryEvents int64
	// OpenActivities, OpenTimers, OpenChildren and OpenLambdas are each for one run.
	OpenActivities, OpenTimers, OpenChildren, OpenLambdas int
	// OpenWorkflows is for one domain.
	OpenWorkflows int
}

// DefaultLimits are SWF's own. For Lambda tasks SWF publishes no number; ours is that of activities.
var DefaultLimits = Limits{
	HistoryEvents:  25_000,
	OpenActivities: 1_000,
	OpenTimers:     1_000,
	OpenChildren:   1_000,
	OpenLambdas:    1_000,
	OpenWorkflows:  100_000,
}

// DecisionFacts is what one decision needs to know.
type DecisionFacts struct {
	// Denied is true if the caller's policies forbid this decision.
	Denied bool
	// RateExceeded is true if the throttle for this kind of decision is empty.
	RateExceeded bool
	// ActivityType is the type a ScheduleActivityTask names, nil if it does not exist.
	ActivityType *ActivityTypeFacts
	// WorkflowType is the type a StartChildWorkflowExecution or ContinueAsNewWorkflowExecution names, nil if it
	// does not exist.
	WorkflowType *WorkflowTypeFacts
	// NewRunID is a fresh runId for the run that the decision may open.
	NewRunID string
}

// ActivityTypeFacts is what a decision needs to know of an activity type.
type ActivityTypeFacts struct {
	Deprecated bool
	Defaults   swf.ActivityTypeConfiguration
}

// WorkflowTypeFacts is what a start needs to know of a workflow type.
type WorkflowTypeFacts struct {
	Deprecated bool
	Defaults   swf.WorkflowTypeConfiguration
}
