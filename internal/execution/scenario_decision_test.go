package execution_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// decide answers the running decision task, or the one named by "@<scheduledEventId>". The decisions stand between
// semicolons; one that begins with "with" holds members of the request itself.
func (w *world) decide(r *run, text string) error {
	at := r.decision
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "@") {
		name, rest, _ := strings.Cut(text, " ")
		var err error
		if at, err = r.attempt(name); err != nil {
			return err
		}
		text = rest
	}
	in := &swf.RespondDecisionTaskCompletedInput{}
	var facts []execution.DecisionFacts
	for _, part := range splitOutsideQuotes(text, ';') {
		if part == "" {
			continue
		}
		a, err := parseArguments(part)
		if err != nil {
			return err
		}
		kind := a.next()
		if kind == "with" {
			if err := a.into(in); err != nil {
				return err
			}
			continue
		}
		d, f, err := w.decision(r, swf.DecisionType(kind), a)
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
		in.Decisions, facts = append(in.Decisions, d), append(facts, f)
	}
	if err := execution.CheckDecisions(in); err != nil {
		w.refuse(err)
		return nil
	}
	w.onTask(r, func(s *execution.State, f *execution.Facts) (execution.Change, error) {
		f.Decisions = facts
		return s.CompleteDecisionTask(w.now, f, at, in)
	})
	return nil
}

// positional are the members of decisions that a scenario gives by place.
var positional = map[swf.DecisionType][]string{
	swf.DecisionTypeScheduleActivityTask:                   {"activityId"},
	swf.DecisionTypeRequestCancelActivityTask:              {"activityId"},
	swf.DecisionTypeRecordMarker:                           {"markerName"},
	swf.DecisionTypeStartTimer:                             {"timerId", "startToFireTimeout"},
	swf.DecisionTypeCancelTimer:                            {"timerId"},
	swf.DecisionTypeStartChildWorkflowExecution:            {"workflowId"},
	swf.DecisionTypeSignalExternalWorkflowExecution:        {"workflowId", "signalName"},
	swf.DecisionTypeRequestCancelExternalWorkflowExecution: {"workflowId"},
	swf.DecisionTypeScheduleLambdaFunction:                 {"id", "name"},
}

func (w *world) decision(r *run, kind swf.DecisionType, a *arguments) (swf.Decision, execution.DecisionFacts, error) {
	f := execution.DecisionFacts{Denied: a.flags["denied"], RateExceeded: a.flags["rate exceeded"]}
	attributes := swf.NewDecisionAttributes(kind)
	if attributes == nil {
		return swf.Decision{}, f, errors.New("SWF has no such decision")
	}
	if a.flags["no attributes"] {
		return swf.Decision{TypeWithoutAttributes: kind}, f, nil
	}
	for _, member := range positional[kind] {
		if a.more() {
			a.members[member] = a.next()
		}
	}
	switch d := attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		d.ActivityType = swf.ActivityType{Name: "work", Version: "1"}
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		d.WorkflowType = swf.WorkflowType{Name: "order", Version: "1"}
	}
	if err := a.into(attributes); err != nil {
		return swf.Decision{}, f, err
	}
	w.addFacts(r, attributes, &f)
	return swf.Decision{Attributes: attributes}, f, nil
}

// addFacts looks up what the engine would look up.
func (w *world) addFacts(r *run, attributes swf.DecisionAttributes, f *execution.DecisionFacts) {
	switch d := attributes.(type) {
	case *swf.ScheduleActivityTaskDecisionAttributes:
		f.ActivityType = w.activityTypes[d.ActivityType]
	case *swf.StartChildWorkflowExecutionDecisionAttributes:
		f.WorkflowType, f.NewRunID = w.workflowTypes[d.WorkflowType], w.runID(d.WorkflowID)
	case *swf.ContinueAsNewWorkflowExecutionDecisionAttributes:
		next := r.record.Type
		if d.WorkflowTypeVersion != nil {
			next.Version = *d.WorkflowTypeVersion
		}
		f.WorkflowType, f.NewRunID = w.workflowTypes[next], w.runID(r.record.WorkflowID)
	}
}
