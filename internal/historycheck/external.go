package historycheck

import "github.com/swfd/swfd/swf"

// effectKey is the ...Initiated event of another run that an effect comes from.
type effectKey struct {
	domain, senderRunID string
	initiatedID         int64
	cancel              bool
}

// effect is a signal or cancel request in the run that got it.
type effect struct {
	run   *subject
	event *swf.HistoryEvent
}

// cause is the request of another run that an event comes from; ok is false if there is none.
func (s *set) cause(r *subject, e *swf.HistoryEvent) (k effectKey, ok bool) {
	switch a := e.Attributes.(type) {
	case *swf.WorkflowExecutionSignaledEventAttributes:
		if a.ExternalWorkflowExecution != nil {
			return effectKey{r.Domain, a.ExternalWorkflowExecution.RunID, a.ExternalInitiatedEventID, false}, true
		}
	case *swf.WorkflowExecutionCancelRequestedEventAttributes:
		if a.ExternalWorkflowExecution != nil && a.Cause == "" {
			return effectKey{r.Domain, a.ExternalWorkflowExecution.RunID, a.ExternalInitiatedEventID, true}, true
		}
	}
	return effectKey{}, false
}

func (s *set) noteEffects(r *subject) {
	for i := range r.Events {
		if k, ok := s.cause(r, &r.Events[i]); ok {
			s.effects[k] = append(s.effects[k], effect{r, &r.Events[i]})
		}
	}
}

// checkEffects judges that other runs have asked for what they are said to have asked for.
func (s *set) checkEffects(r *subject) {
	for i := range r.Events {
		e := &r.Events[i]
		k, ok := s.cause(r, e)
		if !ok {
			continue
		}
		sender := s.run(k.domain, k.senderRunID)
		switch {
		case sender == nil && s.partial:
		case sender == nil || !asked(sender.event(k.initiatedID), r, e):
			s.complain(Effects, r, e, "event %d of run %s did not ask for this", k.initiatedID, k.senderRunID)
		case len(s.effects[k]) > 1 && s.effects[k][0].event == e:
			s.complain(Effects, r, e, "event %d of run %s took effect %d times", k.initiatedID, k.senderRunID, len(s.effects[k]))
		}
	}
}

// asked reports whether a request, which may be nil, asked for an effect in a run.
func asked(request *swf.HistoryEvent, r *subject, e *swf.HistoryEvent) bool {
	if request == nil {
		return false
	}
	meant := func(workflowID string, runID *string) bool {
		return workflowID == r.WorkflowID && (runID == nil || *runID == r.RunID)
	}
	switch a := request.Attributes.(type) {
	case *swf.SignalExternalWorkflowExecutionInitiatedEventAttributes:
		got, ok := e.Attributes.(*swf.WorkflowExecutionSignaledEventAttributes)
		return ok && meant(a.WorkflowID, a.RunID) && a.SignalName == got.SignalName && same(a.Input, got.Input)
	case *swf.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes:
		_, ok := e.Attributes.(*swf.WorkflowExecutionCancelRequestedEventAttributes)
		return ok && meant(a.WorkflowID, a.RunID)
	}
	return false
}

// checkRequests judges the answers to a run's requests against their effects.
func (s *set) checkRequests(r *subject) {
	for i := range r.Events {
		e := &r.Events[i]
		switch a := e.Attributes.(type) {
		case *swf.ExternalWorkflowExecutionSignaledEventAttributes:
			s.checkDone(r, e, effectKey{r.Domain, r.RunID, a.InitiatedEventID, false}, a.WorkflowExecution)
		case *swf.ExternalWorkflowExecutionCancelRequestedEventAttributes:
			s.checkDone(r, e, effectKey{r.Domain, r.RunID, a.InitiatedEventID, true}, a.WorkflowExecution)
		case *swf.SignalExternalWorkflowExecutionFailedEventAttributes:
			s.checkNotDone(r, e, effectKey{r.Domain, r.RunID, a.InitiatedEventID, false})
		case *swf.RequestCancelExternalWorkflowExecutionFailedEventAttributes:
			s.checkNotDone(r, e, effectKey{r.Domain, r.RunID, a.InitiatedEventID, true})
		}
	}
	if !s.settled || r.s.Closed {
		return
	}
	for _, id := range keys(r.s.Externals) {
		s.complain(Unanswered, r, r.event(id), "the request has no answer")
	}
}

func (s *set) checkDone(r *subject, e *swf.HistoryEvent, k effectKey, target swf.WorkflowExecution) {
	for _, x := range s.effects[k] {
		if x.run.execution() == target {
			return
		}
	}
	if s.partial && s.run(r.Domain, target.RunID) == nil {
		return
	}
	s.complain(Effects, r, e, "run %s knows nothing of it", target.RunID)
}

func (s *set) checkNotDone(r *subject, e *swf.HistoryEvent, k effectKey) {
	for _, x := range s.effects[k] {
		s.complain(Effects, r, e, "it took effect all the same: see event %d of run %s", x.event.EventID, x.run.RunID)
	}
}
