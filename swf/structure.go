package swf

// ActivityType names one version of an activity type. Within a domain no two have the same name and version.
type ActivityType struct {
	// Name is the name of the type. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version is the version of the type: free text, not compared by order. Required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
}

// ActivityTypeConfiguration holds the defaults of an activity type. What is absent, each ScheduleActivityTask
// decision must give itself.
type ActivityTypeConfiguration struct {
	// DefaultTaskStartToCloseTimeout is the longest time, in seconds, that a worker may take for tasks whose
	// decision gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskHeartbeatTimeout is the longest silence, in seconds, between heartbeats of tasks whose decision
	// gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskHeartbeatTimeout *string `json:"defaultTaskHeartbeatTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList names the task list of tasks whose decision gives none. Optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority is the priority of tasks for which none is given: a 32-bit integer as text, higher
	// first. Optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultTaskScheduleToStartTimeout is the longest wait for a worker, in seconds, for tasks whose decision
	// gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskScheduleToStartTimeout *string `json:"defaultTaskScheduleToStartTimeout,omitempty" swf:"0..8"`
	// DefaultTaskScheduleToCloseTimeout is the longest time, in seconds, from scheduling to close, for tasks whose
	// decision gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskScheduleToCloseTimeout *string `json:"defaultTaskScheduleToCloseTimeout,omitempty" swf:"0..8"`
}

// ActivityTypeInfo tells what is known of an activity type besides its defaults.
type ActivityTypeInfo struct {
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// Status is REGISTERED or DEPRECATED. Required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// CreationDate is when the type was registered. Required.
	CreationDate Timestamp `json:"creationDate" swf:"required"`
	// DeprecationDate is when the type was deprecated; absent while it is registered. Optional.
	DeprecationDate *Timestamp `json:"deprecationDate,omitempty"`
}

// CloseStatusFilter selects runs by the way they closed.
type CloseStatusFilter struct {
	// Status is the close status to look for. Required.
	Status CloseStatus `json:"status" swf:"required"`
}

// DomainConfiguration holds the settings of a domain.
type DomainConfiguration struct {
	// WorkflowExecutionRetentionPeriodInDays is how long closed runs are kept: days as text, or NONE. Required; 1
	// to 8 characters.
	WorkflowExecutionRetentionPeriodInDays string `json:"workflowExecutionRetentionPeriodInDays" swf:"required,1..8"`
}

// DomainInfo tells what is known of a domain besides its settings.
type DomainInfo struct {
	// Name is the name of the domain. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Status is REGISTERED or DEPRECATED. Required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// ARN is the domain's ARN, arn:aws:swf:<region>:<account>:/domain/<name>. Optional; 1 to 1600 characters.
	ARN *string `json:"arn,omitempty" swf:"1..1600"`
}

// ExecutionTimeFilter selects runs by a range of time, both ends included.
type ExecutionTimeFilter struct {
	// OldestDate is the earliest time of the range. Required.
	OldestDate Timestamp `json:"oldestDate" swf:"required"`
	// LatestDate is the latest time of the range; now if absent. Optional.
	LatestDate *Timestamp `json:"latestDate,omitempty"`
}

// ResourceTag is a label on a domain, for cost reports and access control. It has nothing to do with the tags of
// runs.
type ResourceTag struct {
	// Key names the tag; case counts. Letters, digits, blanks and _ . : / = + - @ may stand in it. Required; 1 to
	// 128 characters.
	Key string `json:"key" swf:"required,1..128"`
	// Value is the tag's value; absent counts as empty. Optional; 0 to 256 characters.
	Value *string `json:"value,omitempty" swf:"0..256"`
}

// TagFilter selects runs that carry a tag.
type TagFilter struct {
	// Tag is the one tag to look for; exact, case counts. Required; 0 to 256 characters.
	Tag string `json:"tag" swf:"required,0..256"`
}

// TaskList names a queue of tasks of one kind. It comes into being by use.
type TaskList struct {
	// Name is the name of the task list; lists come into being by use. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// WorkflowExecution names one run of an execution.
type WorkflowExecution struct {
	// WorkflowID is the user's name for the execution; runs that follow each other may share it. Required; 1 to
	// 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID is the service's name for the run; opaque. Required; 1 to 64 characters.
	RunID string `json:"runId" swf:"required,1..64"`
}

// WorkflowExecutionConfiguration holds the settings in force for a run: those of its start, else its type's
// defaults.
type WorkflowExecutionConfiguration struct {
	// TaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision task; NONE
	// for no limit. Required; 1 to 8 characters.
	TaskStartToCloseTimeout string `json:"taskStartToCloseTimeout" swf:"required,1..8"`
	// ExecutionStartToCloseTimeout is the longest life of the run, in seconds. Required; 1 to 8 characters.
	ExecutionStartToCloseTimeout string `json:"executionStartToCloseTimeout" swf:"required,1..8"`
	// TaskList names the task list for the run's decision tasks. Required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority orders the run's decision tasks in their task list: a 32-bit integer as text, higher first.
	// Optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// ChildPolicy says what becomes of open child executions when the run closes. Required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// LambdaRole is the ARN of the IAM role with which the run invokes Lambda functions; absent if it has none.
	// Optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// WorkflowExecutionFilter selects the runs of one workflowId.
type WorkflowExecutionFilter struct {
	// WorkflowID is the workflowId to look for; exact. Required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
}

// WorkflowExecutionInfo tells what is known of a run: identity, type, times, state, tags.
type WorkflowExecutionInfo struct {
	// Execution is the workflowId and runId of the run. Required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// StartTimestamp is when the run started. Required.
	StartTimestamp Timestamp `json:"startTimestamp" swf:"required"`
	// CloseTimestamp is when the run closed; absent while it is open. Optional.
	CloseTimestamp *Timestamp `json:"closeTimestamp,omitempty"`
	// ExecutionStatus is OPEN or CLOSED. Required.
	ExecutionStatus ExecutionStatus `json:"executionStatus" swf:"required"`
	// CloseStatus tells how the run closed; empty while it is open. Optional.
	CloseStatus CloseStatus `json:"closeStatus,omitempty"`
	// Parent is the execution that started this one as a child; absent for any other. Optional.
	Parent *WorkflowExecution `json:"parent,omitempty"`
	// TagList are the tags by which the run can be found. Optional; 0 to 5 items of 0 to 256 characters.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// CancelRequested tells whether a cancellation of the run was ever requested. Optional.
	CancelRequested bool `json:"cancelRequested" swf:"default"`
}

// WorkflowExecutionOpenCounts counts what is open in a run.
type WorkflowExecutionOpenCounts struct {
	// OpenActivityTasks counts activity tasks scheduled or started, and not yet closed. Required; at least 0.
	OpenActivityTasks int32 `json:"openActivityTasks" swf:"required,0.."`
	// OpenDecisionTasks counts decision tasks that wait; one on which a decider works is not counted. Required; 0
	// to 1.
	OpenDecisionTasks int32 `json:"openDecisionTasks" swf:"required,0..1"`
	// OpenTimers counts timers that have neither fired nor been canceled. Required; at least 0.
	OpenTimers int32 `json:"openTimers" swf:"required,0.."`
	// OpenChildWorkflowExecutions counts child executions not yet closed. Required; at least 0.
	OpenChildWorkflowExecutions int32 `json:"openChildWorkflowExecutions" swf:"required,0.."`
	// OpenLambdaFunctions counts Lambda tasks not yet closed. Optional; at least 0.
	OpenLambdaFunctions int32 `json:"openLambdaFunctions" swf:"default,0.."`
}

// WorkflowType names one version of a workflow type. Within a domain no two have the same name and version.
type WorkflowType struct {
	// Name is the name of the type. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version is the version of the type: free text, not compared by order. Required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
}

// WorkflowTypeConfiguration holds the defaults of a workflow type. What is absent, whoever starts a run must give,
// except the priority and the Lambda role.
type WorkflowTypeConfiguration struct {
	// DefaultTaskStartToCloseTimeout is the longest time, in seconds, that a decider may take for one decision
	// task, for runs whose start gives none; NONE for no limit. Optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultExecutionStartToCloseTimeout is the longest life, in seconds, of runs whose start gives none; at most
	// a year, never NONE. Optional; 0 to 8 characters.
	DefaultExecutionStartToCloseTimeout *string `json:"defaultExecutionStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList names the decision task list of runs whose start gives none. Optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority is the priority of tasks for which none is given: a 32-bit integer as text, higher
	// first. Optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultChildPolicy is the child policy of runs whose start gives none. Optional.
	DefaultChildPolicy ChildPolicy `json:"defaultChildPolicy,omitempty"`
	// DefaultLambdaRole is the ARN of the IAM role for Lambda functions, for runs whose start gives none.
	// Optional; 1 to 1600 characters.
	DefaultLambdaRole *string `json:"defaultLambdaRole,omitempty" swf:"1..1600"`
}

// WorkflowTypeFilter selects runs by workflow type.
type WorkflowTypeFilter struct {
	// Name is the name of the type; exact. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version is the version of the type; all versions if absent or empty. Optional; 0 to 64 characters.
	Version *string `json:"version,omitempty" swf:"0..64"`
}

// WorkflowTypeInfo tells what is known of a workflow type besides its defaults.
type WorkflowTypeInfo struct {
	// WorkflowType is the name and version of the workflow type. Required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Status is REGISTERED or DEPRECATED. Required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// CreationDate is when the type was registered. Required.
	CreationDate Timestamp `json:"creationDate" swf:"required"`
	// DeprecationDate is when the type was deprecated; absent while it is registered. Optional.
	DeprecationDate *Timestamp `json:"deprecationDate,omitempty"`
}
