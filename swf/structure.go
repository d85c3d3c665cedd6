package swf

// ActivityType is a structure of the SWF API.
type ActivityType struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version: required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
}

// ActivityTypeConfiguration is a structure of the SWF API.
type ActivityTypeConfiguration struct {
	// DefaultTaskStartToCloseTimeout: optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskHeartbeatTimeout: optional; 0 to 8 characters.
	DefaultTaskHeartbeatTimeout *string `json:"defaultTaskHeartbeatTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList: optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority: optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultTaskScheduleToStartTimeout: optional; 0 to 8 characters.
	DefaultTaskScheduleToStartTimeout *string `json:"defaultTaskScheduleToStartTimeout,omitempty" swf:"0..8"`
	// DefaultTaskScheduleToCloseTimeout: optional; 0 to 8 characters.
	DefaultTaskScheduleToCloseTimeout *string `json:"defaultTaskScheduleToCloseTimeout,omitempty" swf:"0..8"`
}

// ActivityTypeInfo is a structure of the SWF API.
type ActivityTypeInfo struct {
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
	// Status: required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// CreationDate: required.
	CreationDate Timestamp `json:"creationDate" swf:"required"`
	// DeprecationDate: optional.
	DeprecationDate *Timestamp `json:"deprecationDate,omitempty"`
}

// CloseStatusFilter is a structure of the SWF API.
type CloseStatusFilter struct {
	// Status: required.
	Status CloseStatus `json:"status" swf:"required"`
}

// DomainConfiguration is a structure of the SWF API.
type DomainConfiguration struct {
	// WorkflowExecutionRetentionPeriodInDays: required; 1 to 8 characters.
	WorkflowExecutionRetentionPeriodInDays string `json:"workflowExecutionRetentionPeriodInDays" swf:"required,1..8"`
}

// DomainInfo is a structure of the SWF API.
type DomainInfo struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Status: required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// ARN: optional; 1 to 1600 characters.
	ARN *string `json:"arn,omitempty" swf:"1..1600"`
}

// ExecutionTimeFilter is a structure of the SWF API.
type ExecutionTimeFilter struct {
	// OldestDate: required.
	OldestDate Timestamp `json:"oldestDate" swf:"required"`
	// LatestDate: optional.
	LatestDate *Timestamp `json:"latestDate,omitempty"`
}

// ResourceTag is a structure of the SWF API.
type ResourceTag struct {
	// Key: required; 1 to 128 characters.
	Key string `json:"key" swf:"required,1..128"`
	// Value: optional; 0 to 256 characters.
	Value *string `json:"value,omitempty" swf:"0..256"`
}

// TagFilter is a structure of the SWF API.
type TagFilter struct {
	// Tag: required; 0 to 256 characters.
	Tag string `json:"tag" swf:"required,0..256"`
}

// TaskList is a structure of the SWF API.
type TaskList struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
}

// WorkflowExecution is a structure of the SWF API.
type WorkflowExecution struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
	// RunID: required; 1 to 64 characters.
	RunID string `json:"runId" swf:"required,1..64"`
}

// WorkflowExecutionConfiguration is a structure of the SWF API.
type WorkflowExecutionConfiguration struct {
	// TaskStartToCloseTimeout: required; 1 to 8 characters.
	TaskStartToCloseTimeout string `json:"taskStartToCloseTimeout" swf:"required,1..8"`
	// ExecutionStartToCloseTimeout: required; 1 to 8 characters.
	ExecutionStartToCloseTimeout string `json:"executionStartToCloseTimeout" swf:"required,1..8"`
	// TaskList: required.
	TaskList TaskList `json:"taskList" swf:"required"`
	// TaskPriority: optional.
	TaskPriority *string `json:"taskPriority,omitempty"`
	// ChildPolicy: required.
	ChildPolicy ChildPolicy `json:"childPolicy" swf:"required"`
	// LambdaRole: optional; 1 to 1600 characters.
	LambdaRole *string `json:"lambdaRole,omitempty" swf:"1..1600"`
}

// WorkflowExecutionFilter is a structure of the SWF API.
type WorkflowExecutionFilter struct {
	// WorkflowID: required; 1 to 256 characters.
	WorkflowID string `json:"workflowId" swf:"required,1..256"`
}

// WorkflowExecutionInfo is a structure of the SWF API.
type WorkflowExecutionInfo struct {
	// Execution: required.
	Execution WorkflowExecution `json:"execution" swf:"required"`
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// StartTimestamp: required.
	StartTimestamp Timestamp `json:"startTimestamp" swf:"required"`
	// CloseTimestamp: optional.
	CloseTimestamp *Timestamp `json:"closeTimestamp,omitempty"`
	// ExecutionStatus: required.
	ExecutionStatus ExecutionStatus `json:"executionStatus" swf:"required"`
	// CloseStatus: optional.
	CloseStatus CloseStatus `json:"closeStatus,omitempty"`
	// Parent: optional.
	Parent *WorkflowExecution `json:"parent,omitempty"`
	// TagList: optional; 0 to 5 items.
	TagList []string `json:"tagList,omitempty" swf:"0..5,item=0..256"`
	// CancelRequested: optional.
	CancelRequested bool `json:"cancelRequested" swf:"default"`
}

// WorkflowExecutionOpenCounts is a structure of the SWF API.
type WorkflowExecutionOpenCounts struct {
	// OpenActivityTasks: required; at least 0.
	OpenActivityTasks int32 `json:"openActivityTasks" swf:"required,0.."`
	// OpenDecisionTasks: required; 0 to 1.
	OpenDecisionTasks int32 `json:"openDecisionTasks" swf:"required,0..1"`
	// OpenTimers: required; at least 0.
	OpenTimers int32 `json:"openTimers" swf:"required,0.."`
	// OpenChildWorkflowExecutions: required; at least 0.
	OpenChildWorkflowExecutions int32 `json:"openChildWorkflowExecutions" swf:"required,0.."`
	// OpenLambdaFunctions: optional; at least 0.
	OpenLambdaFunctions int32 `json:"openLambdaFunctions" swf:"default,0.."`
}

// WorkflowType is a structure of the SWF API.
type WorkflowType struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version: required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
}

// WorkflowTypeConfiguration is a structure of the SWF API.
type WorkflowTypeConfiguration struct {
	// DefaultTaskStartToCloseTimeout: optional; 0 to 8 characters.
	DefaultTaskStartToCloseTimeout *string `json:"defaultTaskStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultExecutionStartToCloseTimeout: optional; 0 to 8 characters.
	DefaultExecutionStartToCloseTimeout *string `json:"defaultExecutionStartToCloseTimeout,omitempty" swf:"0..8"`
	// DefaultTaskList: optional.
	DefaultTaskList *TaskList `json:"defaultTaskList,omitempty"`
	// DefaultTaskPriority: optional.
	DefaultTaskPriority *string `json:"defaultTaskPriority,omitempty"`
	// DefaultChildPolicy: optional.
	DefaultChildPolicy ChildPolicy `json:"defaultChildPolicy,omitempty"`
	// DefaultLambdaRole: optional; 1 to 1600 characters.
	DefaultLambdaRole *string `json:"defaultLambdaRole,omitempty" swf:"1..1600"`
}

// WorkflowTypeFilter is a structure of the SWF API.
type WorkflowTypeFilter struct {
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version: optional; 0 to 64 characters.
	Version *string `json:"version,omitempty" swf:"0..64"`
}

// WorkflowTypeInfo is a structure of the SWF API.
type WorkflowTypeInfo struct {
	// WorkflowType: required.
	WorkflowType WorkflowType `json:"workflowType" swf:"required"`
	// Status: required.
	Status RegistrationStatus `json:"status" swf:"required"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
	// CreationDate: required.
	CreationDate Timestamp `json:"creationDate" swf:"required"`
	// DeprecationDate: optional.
	DeprecationDate *Timestamp `json:"deprecationDate,omitempty"`
}
