package execution_test

import (
	"pgregory.net/rapid"

	"github.com/swfd/swfd/internal/execution"
	"github.com/swfd/swfd/swf"
)

// The names that random commands use: few, so that they collide. The last ones are bad.
var (
	workflowIDs   = []string{"A", "B", "C", "D", "E", "F"}
	openIDs       = []string{"1", "2", "3"}
	durations     = []string{"60", "NONE", "3", "300", "10", "NONE", "300", "0"}
	workflowTypes = []swf.WorkflowType{{Name: "order", Version: "1"}, {Name: "order", Version: "2"}}
	activityType  = swf.ActivityType{Name: "work", Version: "1"}
)

func drawWorkflowType(t *rapid.T) swf.WorkflowType {
	return choose(t, "workflow type", workflowTypes...)
}

// drawPolicy chooses a child policy; with "" among them, if that is given.
func drawPolicy(t *rapid.T, more ...swf.ChildPolicy) swf.ChildPolicy {
	all := append(more, swf.ChildPolicyTerminate, swf.ChildPolicyRequestCancel, swf.ChildPolicyAbandon)
	return choose(t, "child policy", all...)
}

func drawSettings(t *rapid.T) execution.Settings {
	return execution.Settings{
		TaskList:         choose(t, "task list", "main", "other"),
		TaskPriority:     choose(t, "priority", nil, new("7"), new("-7")),
		ExecutionTimeout: choose(t, "execution time-out", "31536000", "31536000", "31536000", "31536000", "100", "0"),
		TaskTimeout:      choose(t, "task time-out", "60", "60", "NONE", "10", "0"),
		ChildPolicy:      drawPolicy(t),
		LambdaRole:       choose(t, "Lambda role", nil, new("role")),
	}
}

// drawAnswer makes an answer to a decision task: some decisions, perhaps a closing one, perhaps another task list. Now and
// then it is one that is refused as a whole.
func (m *machine) drawAnswer(t *rapid.T, l *life) *swf.RespondDecisionTaskCompletedInput {
	in := &swf.RespondDecisionTaskCompletedInput{}
	for range dice(t, "decisions", 5) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: m.drawDecision(t, l)})
	}
	if rare(t, "close", 8) {
		in.Decisions = append(in.Decisions, swf.Decision{Attributes: drawClose(t)})
	}
	switch dice(t, "list", 20) {
	case 0:
		in.TaskList = &swf.TaskList{Name: choose(t, "task list", "main", "other", "host")}
	case 1, 2:
		in.TaskList = &swf.TaskList{Name: "host"}
		in.TaskListScheduleToStartTimeout = new(choose(t, "list time-out", "0", "1", "10", "NONE"))
	}
	if rare(t, "spoil", 30) {
		in.Decisions = append([]swf.Decision{drawSpoiled(t)}, in.Decisions...)
	}
	return in
}

// drawSpoiled makes a decision that spoils an answer.
func drawSpoiled(t *rapid.T) swf.Decision {
	return choose(t, "spoiled decision", []swf.Decision{
		{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "1", StartToFireTimeout: "NONE"}},
		{Attributes: &swf.StartTimerDecisionAttributes{TimerID: "a:b", StartToFireTimeout: "1"}},
		{Attributes: &swf.ScheduleActivityTaskDecisionAttributes{
			ActivityType: activityType, ActivityID: "1", TaskPriority: new("high"),
		}},
		{Attributes: &swf.ScheduleLambdaFunctionDecisionAttributes{ID: "1", Name: "f", StartToCloseTimeout: new("901")}},
		{Attributes: &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowType: workflowTypes[0], WorkflowID: "A", ExecutionStartToCloseTimeout: new("NONE"),
		}},
	}...)
}

func drawClose(t *rapid.T) swf.DecisionAttributes {
	switch dice(t, "closing decision", 5) {
	case 0:
		return &swf.CompleteWorkflowExecutionDecisionAttributes{Result: new("result")}
	case 1:
		return &swf.FailWorkflowExecutionDecisionAttributes{Reason: new("reason"), Details: new("details")}
	case 2:
		return &swf.CancelWorkflowExecutionDecisionAttributes{Details: new("details")}
	}
	return &swf.ContinueAsNewWorkflowExecutionDecisionAttributes{
		Input: drawText(t), TagList: choose(t, "tags", nil, []string{"c"}),
		ChildPolicy:         drawPolicy(t, ""),
		WorkflowTypeVersion: choose(t, "version", nil, new("2")),
	}
}

func drawText(t *rapid.T) *string {
	return choose(t, "text", nil, new(""), new("x"))
}

func drawDuration(t *rapid.T, name string) *string {
	return new(rapid.SampledFrom(durations).Draw(t, name))
}

// drawDecision makes a decision that does not close the run.
func (m *machine) drawDecision(t *rapid.T, l *life) swf.DecisionAttributes {
	id := choose(t, "id", openIDs...)
	switch dice(t, "decision", 12) {
	case 0, 1:
		return drawActivity(t, id)
	case 2:
		return &swf.RequestCancelActivityTaskDecisionAttributes{ActivityID: id}
	case 3:
		return &swf.RecordMarkerDecisionAttributes{MarkerName: id, Details: drawText(t)}
	case 4, 5:
		return &swf.StartTimerDecisionAttributes{
			TimerID: id, StartToFireTimeout: choose(t, "timer", "0", "1", "60", "100"), Control: drawText(t),
		}
	case 6:
		return &swf.CancelTimerDecisionAttributes{TimerID: id}
	case 7, 8:
		return &swf.StartChildWorkflowExecutionDecisionAttributes{
			WorkflowID: choose(t, "child", workflowIDs[1:]...), WorkflowType: drawWorkflowType(t),
			Input: drawText(t), Control: drawText(t), ChildPolicy: drawPolicy(t, ""),
		}
	case 9:
		return &swf.SignalExternalWorkflowExecutionDecisionAttributes{
			WorkflowID: choose(t, "target", workflowIDs...), RunID: m.drawTargetRun(t), SignalName: "external",
			Input: drawText(t), Control: drawText(t),
		}
	case 10:
		return &swf.RequestCancelExternalWorkflowExecutionDecisionAttributes{
			WorkflowID: choose(t, "target", workflowIDs...), RunID: m.drawTargetRun(t), Control: drawText(t),
		}
	}
	return &swf.ScheduleLambdaFunctionDecisionAttributes{
		ID: id, Name: "f", Input: drawText(t), StartToCloseTimeout: choose(t, "time-out", nil, new("1")),
	}
}

func drawActivity(t *rapid.T, id string) *swf.ScheduleActivityTaskDecisionAttributes {
	return &swf.ScheduleActivityTaskDecisionAttributes{
		ActivityType: activityType, ActivityID: id, Input: drawText(t), Control: drawText(t),
		TaskPriority:           choose(t, "priority", nil, new("3")),
		ScheduleToStartTimeout: drawDuration(t, "scheduleToStart"), ScheduleToCloseTimeout: drawDuration(t, "scheduleToClose"),
		StartToCloseTimeout: drawDuration(t, "startToClose"), HeartbeatTimeout: drawDuration(t, "heartbeat"),
	}
}

// drawTargetRun names a run that an external request is for: any run there was, or none, or one that never was.
func (m *machine) drawTargetRun(t *rapid.T) *string {
	i := dice(t, "target run", len(m.lives)+5) - 4
	switch {
	case i < 0:
		return nil
	case i == len(m.lives):
		return new("no such run")
	}
	return &m.lives[i].record.RunID
}

// drawDecisionFacts makes what the engine would tell the core of each decision.
func (m *machine) drawDecisionFacts(t *rapid.T, decisions []swf.Decision) []execution.DecisionFacts {
	facts := make([]execution.DecisionFacts, len(decisions))
	for i := range facts {
		f := &facts[i]
		f.NewRunID = m.newRunID()
		f.ActivityType = &execution.ActivityTypeFacts{Defaults: swf.ActivityTypeConfiguration{
			DefaultTaskList: &swf.TaskList{Name: "main"},
		}}
		f.WorkflowType = &execution.WorkflowTypeFacts{Defaults: swf.WorkflowTypeConfiguration{
			DefaultTaskList: &swf.TaskList{Name: "main"}, DefaultTaskStartToCloseTimeout: new("60"),
			DefaultExecutionStartToCloseTimeout: new("1000"), DefaultChildPolicy: swf.ChildPolicyTerminate,
		}}
		switch dice(t, "facts", 30) {
		case 0:
			f.Denied = true
		case 1:
			f.RateExceeded = true
		case 2:
			f.ActivityType, f.WorkflowType = nil, nil
		case 3:
			f.ActivityType.Deprecated, f.WorkflowType.Deprecated = true, true
		case 4:
			f.ActivityType.Defaults, f.WorkflowType.Defaults = swf.ActivityTypeConfiguration{}, swf.WorkflowTypeConfiguration{}
		}
	}
	return facts
}
