package execution

import "github.com/swfd/swfd/swf"

// Message is what one execution sends to another through the outbox. Both are in one domain, which nothing
// crosses. The sender's commit holds the message; the receiver's commit holds its effect and the place of
// the message in the channel between the two shards, so that each takes effect exactly once and in order.
type Message struct {
	// Domain is the store's number for the domain of both runs.
	Domain uint32
	// From is the sending run.
	From swf.WorkflowExecution
	// To is the receiving workflowId; whether it must be a certain run the body says.
	To   string
	Body MessageBody
}

// MessageBody is one of the message types of this file.
type MessageBody interface{ messageBody() }

// StartChild asks for a child run. The answer is ChildStarted or ChildStartFailed.
type StartChild struct {
	InitiatedID int64
	Start       Start
	// RunID is for the new run.
	RunID string
}

// ChildStarted answers StartChild; it is for the run ParentRunID.
type ChildStarted struct {
	ParentRunID string
	InitiatedID int64
	RunID       string
}

// ChildStartFailed answers StartChild; it is for the run ParentRunID.
type ChildStartFailed struct {
	ParentRunID string
	InitiatedID int64
	Cause       swf.StartChildWorkflowExecutionFailedCause
}

// SignalExternal delivers a signal to the open run (RunID nil) or to that very run. The answer is ExternalDone.
type SignalExternal struct {
	InitiatedID int64
	RunID       *string
	SignalName  string
	Input       *string
}

// CancelExternal delivers a cancel request, like SignalExternal.
type CancelExternal struct {
	InitiatedID int64
	RunID       *string
}

// ExternalDone answers SignalExternal and CancelExternal; it is for the run SenderRunID. RunID names the run that
// took the request; if it is empty there was no such open run.
type ExternalDone struct {
	SenderRunID string
	InitiatedID int64
	RunID       string
}

// ChildClosed tells the parent run named in ParentRunID how its child ended. Nobody answers.
type ChildClosed struct {
	ParentRunID string
	InitiatedID int64
	// RunID is the run that closed, which differs from the one that started if the child continued as new.
	RunID  string
	Type   swf.WorkflowType
	Status swf.CloseStatus
	// Result is set for COMPLETED, Reason and Details for FAILED, Details for CANCELED.
	Result, Reason, Details *string
}

// ApplyChildPolicy tells the child that the run ParentRunID started by its event InitiatedID what that run's
// close means for it. It is matched by this link, so it also reaches a child that continued as new.
type ApplyChildPolicy struct {
	ParentRunID string
	InitiatedID int64
	Policy      swf.ChildPolicy
}

func (*StartChild) messageBody()       {}
func (*ChildStarted) messageBody()     {}
func (*ChildStartFailed) messageBody() {}
func (*SignalExternal) messageBody()   {}
func (*CancelExternal) messageBody()   {}
func (*ExternalDone) messageBody()     {}
func (*ChildClosed) messageBody()      {}
func (*ApplyChildPolicy) messageBody() {}

// Start holds everything that a new run begins with: all settings resolved.
type Start struct {
	WorkflowID string
	Type       swf.WorkflowType
	Settings   Settings
	Input      *string
	TagList    []string
	// Parent is set for children and kept by their continue-as-new runs.
	Parent *ParentLink
	// ContinuedFrom is the run that continued as new, "" otherwise.
	ContinuedFrom string
}
