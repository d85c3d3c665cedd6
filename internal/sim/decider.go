package sim

import (
	"strconv"

	"github.com/swfd/swfd/internal/engine"
	"github.com/swfd/swfd/swf"
)

// decide answers a decision task with any decisions, perhaps a second time, or late.
func (w *World) decide() {
	t := w.clients.decisions.choose(w)
	w.clients.decisions.answered(w, t)
	as, forged := w.with(t)
	in := swf.NewRespondDecisionTaskCompletedInput(t.token)
	in.ExecutionContext = w.marker()
	for range w.rand.IntN(5) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: w.decision()})
	}
	if w.rare(w.patience(t)) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: w.closingDecision()})
	}
	switch w.rand.IntN(20) {
	case 0:
		in.TaskList = &swf.TaskList{Name: "host"}
	case 1, 2:
		in.TaskList = &swf.TaskList{Name: "host"}
		in.TaskListScheduleToStartTimeout = new(choose(w, "0", "1", "10", "NONE"))
	case 3:
		in.TaskList = &swf.TaskList{Name: "deciders"}
	}
	answer(w, as, forged, (*engine.Calls).RespondDecisionTaskCompleted, in, t, "RespondDecisionTaskCompleted", *in.ExecutionContext)
}

// patience is in how many decision tasks a run is closed once. Children end soon: else most of them would outlive their parents, to which
// their end is news.
func (w *World) patience(t *task) int {
	if l := w.oracle.byRunID[t.opened.RunID]; l != nil && l.state().Started.ParentWorkflowExecution != nil {
		return 3
	}
	return 9
}

// decision is any decision that does not close the run. The names are few, so that they collide.
func (w *World) decision() swf.DecisionAttributes {
	id := strconv.Itoa(w.rand.IntN(4))
	switch w.rand.IntN(15) {
	case 0, 1:
		return &swf.StartTimerDecisionAttributes{TimerID: id, StartToFireTimeout: choose(w, "0", "1", "30", "100"), Control: w.text()}
	case 2:
		return &swf.CancelTimerDecisionAttributes{TimerID: id}
	case 3:
		return &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: id}
	case 4, 5:
		return &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowID: choose(w, workflowIDs...), WorkflowType: order, ExecutionStartToCloseTimeout: new(choose(w, "100", "900")),
			ChildPolicy: w.childPolicy(), Input: w.text(), Control: w.text(),
		}
	case 6:
		id := choose(w, workflowIDs...)
		return &swf.SignalExternalWorkflowExecutionDecisionAttributes{
			WorkflowID: id, RunID: w.anyRunID(id), SignalName: "from a run", Input: w.text(), Control: w.text(),
		}
	case 7:
		id := w.workflowID()
		return &swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{WorkflowID: id, RunID: w.anyRunID(id), Control: w.text()}
	case 8:
		return &swf.RecordMarkerDecisionAttributes{MarkerName: id, Details: w.text()}
	case 9:
		return &swf.ScheduleLambdaFunctionDecisionAttributes{ID: id, Name: "f", Input: w.marker(), StartToCloseTimeout: choose(w, nil, new("60"))}
	}
	return &swf.ScheduleActivityTaskDecisionAttributes{
		ActivityType: work, ActivityID: id, Input: w.text(), Control: w.text(),
		TaskList:               choose(w, nil, nil, &swf.TaskList{Name: "other"}),
		TaskPriority:           choose(w, nil, nil, new("3"), new("-3")),
		ScheduleToStartTimeout: w.timeout(), ScheduleToCloseTimeout: w.timeout(),
		StartToCloseTimeout: w.timeout(), HeartbeatTimeout: w.timeout(),
	}
}

// text is a short text, or none.
func (w *World) text() *string { return choose(w, nil, new(""), new("text"), new("a\x00b")) }

func (w *World) timeout() *string {
	if w.rare(6) {
		return new(choose(w, "0", "3", "10"))
	}
	return choose(w, nil, new("NONE"), new("60"))
}

func (w *World) closingDecision() swf.DecisionAttributes {
	switch w.rand.IntN(5) {
	case 0:
		return &swf.FailWorkflowExecutionDecisionAttributes{Reason: w.text(), Details: w.text()}
	case 1:
		return &swf.CancelWorkflowExecutionDecisionAttributes{Details: w.text()}
	case 2, 3:
		return &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{
			ExecutionStartToCloseTimeout: new(choose(w, "100", "900")), Input: w.text(), TagList: choose(w, nil, []string{"c"}),
		}
	}
	return &swf.CompleteWorkflowExecutionDecisionAttributes{Result: w.text()}
}
