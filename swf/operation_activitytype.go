package swf

// DeleteActivityTypeInput is the request of DeleteActivityType, which removes a deprecated activity type for good.
type DeleteActivityTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDeleteActivityTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDeleteActivityTypeInput(domain string, activityType ActivityType) *DeleteActivityTypeInput {
	return &DeleteActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DeleteActivityTypeOutput is the reply to DeleteActivityType. It has no members: the body is empty.
type DeleteActivityTypeOutput struct {
	Response `json:"-"`
}

// DeprecateActivityTypeInput is the request of DeprecateActivityType, which closes an activity type for new tasks;
// those already scheduled go on.
type DeprecateActivityTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDeprecateActivityTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDeprecateActivityTypeInput(domain string, activityType ActivityType) *DeprecateActivityTypeInput {
	return &DeprecateActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DeprecateActivityTypeOutput is the reply to DeprecateActivityType. It has no members: the body is empty.
type DeprecateActivityTypeOutput struct {
	Response `json:"-"`
}

// DescribeActivityTypeInput is the request of DescribeActivityType, which returns the state and the defaults of an
// activity type.
type DescribeActivityTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDescribeActivityTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewDescribeActivityTypeInput(domain string, activityType ActivityType) *DescribeActivityTypeInput {
	return &DescribeActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DescribeActivityTypeOutput is the reply to DescribeActivityType.
type DescribeActivityTypeOutput struct {
	Response `json:"-"`
	// TypeInfo is the type's name, version, state, description and dates. Required.
	TypeInfo ActivityTypeInfo `json:"typeInfo" swf:"required"`
	// Configuration holds the defaults given at registration. Required.
	Configuration ActivityTypeConfiguration `json:"configuration" swf:"required"`
}

// ListActivityTypesInput is the request of ListActivityTypes, which lists the activity types of a domain that are
// in one registration state.
type ListActivityTypesInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name selects the versions of one type; all types if absent. Optional; 1 to 256 characters.
	Name *string `json:"name,omitempty" swf:"1..256"`
	// RegistrationStatus selects the state to list; each state must be asked for by itself. Required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// NextPageToken asks for the page after the reply that gave the token; all other members must be as they were.
	// It is good for 24 hours. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize is the most items that the reply may hold; 0 stands for 1000. A page may hold fewer.
	// Optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder asks for descending instead of ascending order of names. Optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListActivityTypesInput returns a request with its required members set. Optional ones are set on the result.
func NewListActivityTypesInput(domain string, registrationStatus RegistrationStatus) *ListActivityTypesInput {
	return &ListActivityTypesInput{Domain: domain, RegistrationStatus: registrationStatus}
}

// ListActivityTypesOutput is the reply to ListActivityTypes.
type ListActivityTypesOutput struct {
	Response `json:"-"`
	// TypeInfos are the types of this page. Required.
	TypeInfos []ActivityTypeInfo `json:"typeInfos" swf:"required"`
	// NextPageToken gets the next page; absent on the last one. Optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterActivityTypeInput is the request of RegisterActivityType, which creates an activity type with its
// defaults, which never change.
type RegisterActivityTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name is the name of the type. Required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version is the version of the type: free text, not compared by order. Required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
	// Description is text for people. Optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
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

// NewRegisterActivityTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewRegisterActivityTypeInput(domain string, name string, version string) *RegisterActivityTypeInput {
	return &RegisterActivityTypeInput{Domain: domain, Name: name, Version: version}
}

// RegisterActivityTypeOutput is the reply to RegisterActivityType. It has no members: the body is empty.
type RegisterActivityTypeOutput struct {
	Response `json:"-"`
}

// UndeprecateActivityTypeInput is the request of UndeprecateActivityType, which opens a deprecated activity type
// for new tasks again.
type UndeprecateActivityTypeInput struct {
	// Domain is the name of the domain. Required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType is the name and version of the activity type. Required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewUndeprecateActivityTypeInput returns a request with its required members set. Optional ones are set on the result.
func NewUndeprecateActivityTypeInput(domain string, activityType ActivityType) *UndeprecateActivityTypeInput {
	return &UndeprecateActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// UndeprecateActivityTypeOutput is the reply to UndeprecateActivityType. It has no members: the body is empty.
type UndeprecateActivityTypeOutput struct {
	Response `json:"-"`
}
