package execution

import "github.com/swfd/swfd/swf"

// Wanted are the settings that a start, a child start or a continue-as-new asks for; what is nil (or empty)
// comes from the type's registered defaults. Nothing is inherited from another run.
type Wanted struct {
	TaskList         *swf.TaskList
	TaskPriority     *string
	ExecutionTimeout *string
	TaskTimeout      *string
	ChildPolicy      swf.ChildPolicy
	LambdaRole       *string
}

// Missing names a setting that neither the request nor the type gives, as StartWorkflowExecution spells it.
type Missing string

// The settings that every run needs, in the order in which a missing one is reported.
const (
	MissingNone             Missing = ""
	MissingExecutionTimeout Missing = "executionStartToCloseTimeout"
	MissingTaskList         Missing = "taskList"
	MissingTaskTimeout      Missing = "taskStartToCloseTimeout"
	MissingChildPolicy      Missing = "childPolicy"
)

// Resolve makes the effective settings of a new run, or names the first that is missing.
func Resolve(w Wanted, defaults swf.WorkflowTypeConfiguration) (Settings, Missing) {
	execution := either(w.ExecutionTimeout, defaults.DefaultExecutionStartToCloseTimeout)
	list := w.TaskList
	if list == nil {
		list = defaults.DefaultTaskList
	}
	task := either(w.TaskTimeout, defaults.DefaultTaskStartToCloseTimeout)
	policy := w.ChildPolicy
	if policy == "" {
		policy = defaults.DefaultChildPolicy
	}
	switch {
	case execution == nil:
		return Settings{}, MissingExecutionTimeout
	case list == nil:
		return Settings{}, MissingTaskList
	case task == nil:
		return Settings{}, MissingTaskTimeout
	case policy == "":
		return Settings{}, MissingChildPolicy
	}
	return Settings{
		TaskList:         list.Name,
		TaskPriority:     either(w.TaskPriority, defaults.DefaultTaskPriority),
		ExecutionTimeout: *execution,
		TaskTimeout:      *task,
		ChildPolicy:      policy,
		LambdaRole:       either(w.LambdaRole, defaults.DefaultLambdaRole),
	}, MissingNone
}

// either is the first of two optional texts that is given.
func either(text, fallback *string) *string {
	if given(text) != nil {
		return text
	}
	return given(fallback)
}
