package execution

import "github.com/swfd/swfd/swf"

// Deliver applies a message to the workflowId it is addressed to. s is the open run of that workflowId, nil if
// there is none. It returns the run that is open afterwards (which may be a new one, or nil) and what changed, in order.
//
// A message can always be applied: what cannot be done is answered by a message, and what no longer concerns
// anybody (an answer to a closed run) changes nothing.
func Deliver(s *State, m Message, now swf.Timestamp, f *Facts) (*State, []Change) {
	var changes []Change
	if s != nil {
		if err := s.enter(now, f); err != nil {
			changes = append(changes, s.take())
			s = nil
		}
	}
	if start, ok := m.Body.(*StartChild); ok && s == nil {
		s, opened := Begin(m.Domain, start.RunID, start.Start, now)
		opened.Messages = append(opened.Messages, answer(s.Execution(), m, &ChildStarted{
			ParentRunID: m.From.RunID, InitiatedID: start.InitiatedID, RunID: start.RunID,
		}))
		return s, append(changes, opened)
	}
	if s == nil {
		return nil, append(changes, unheard(m))
	}
	s.receive(m)
	changes = append(changes, s.take())
	if s.closed {
		s = nil
	}
	return s, changes
}

func answer(from swf.WorkflowExecution, m Message, body MessageBody) Message {
	return Message{Domain: m.Domain, From: from, To: m.From.WorkflowID, Body: body}
}

// unheard is the change of a message to a workflowId without an open run: at most an answer.
func unheard(m Message) Change {
	nobody := swf.WorkflowExecution{WorkflowID: m.To}
	switch body := m.Body.(type) {
	case *SignalExternal:
		return Change{Messages: []Message{answer(nobody, m, &ExternalDone{SenderRunID: m.From.RunID, InitiatedID: body.InitiatedID})}}
	case *CancelExternal:
		return Change{Messages: []Message{answer(nobody, m, &ExternalDone{SenderRunID: m.From.RunID, InitiatedID: body.InitiatedID})}}
	}
	return Change{}
}

// receive applies a message to this open run.
func (s *State) receive(m Message) {
	switch body := m.Body.(type) {
	case *StartChild:
		s.reply(m, &ChildStartFailed{
			ParentRunID: m.From.RunID, InitiatedID: body.InitiatedID,
			Cause: swf.StartChildWorkflowExecutionFailedCauseWorkflowAlreadyRunning,
		})
	case *SignalExternal:
		if s.meant(m, body.RunID, body.InitiatedID) {
			s.signal(body.SignalName, body.Input, &m.From, body.InitiatedID)
			s.reply(m, &ExternalDone{SenderRunID: m.From.RunID, InitiatedID: body.InitiatedID, RunID: s.h.RunID})
		}
	case *CancelExternal:
		if s.meant(m, body.RunID, body.InitiatedID) {
			s.requestCancel("", &m.From, body.InitiatedID)
			s.reply(m, &ExternalDone{SenderRunID: m.From.RunID, InitiatedID: body.InitiatedID, RunID: s.h.RunID})
		}
	case *ApplyChildPolicy:
		s.applyPolicy(m, body)
	default:
		s.hear(m)
	}
}

// hear applies an answer, or the news of a child's end, if it is for this run.
func (s *State) hear(m Message) {
	switch body := m.Body.(type) {
	case *ChildStarted:
		if s.h.RunID == body.ParentRunID {
			s.childStarted(body)
		}
	case *ChildStartFailed:
		if s.h.RunID == body.ParentRunID {
			s.childStartFailed(body)
		}
	case *ExternalDone:
		if s.h.RunID == body.SenderRunID {
			s.externalDone(body)
		}
	case *ChildClosed:
		if s.h.RunID == body.ParentRunID {
			s.childClosed(body)
		}
	}
}

func (s *State) reply(m Message, body MessageBody) { s.send(m.From.WorkflowID, body) }

// meant reports whether this run is the one that an external request names; if not, it answers that there is none.
func (s *State) meant(m Message, runID *string, initiatedID int64) bool {
	if runID == nil || *runID == s.h.RunID {
		return true
	}
	s.reply(m, &ExternalDone{SenderRunID: m.From.RunID, InitiatedID: initiatedID})
	return false
}

// applyPolicy does to this run what its parent's child policy says, if that parent's event started it.
func (s *State) applyPolicy(m Message, body *ApplyChildPolicy) {
	p := s.h.Parent
	if p == nil || p.Execution.RunID != body.ParentRunID || p.InitiatedID != body.InitiatedID {
		return
	}
	switch body.Policy {
	case swf.ChildPolicyTerminate:
		s.orphaned = true
		s.terminate(swf.WorkflowExecutionTerminatedCauseChildPolicyApplied, s.h.Settings.ChildPolicy, nil, nil)
	case swf.ChildPolicyRequestCancel:
		s.requestCancel(swf.WorkflowExecutionCancelRequestedCauseChildPolicyApplied, &m.From, 0)
	}
}
