package swf

// DeleteActivityTypeInput is the request of DeleteActivityType. removes a deprecated activity type for good.
type DeleteActivityTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDeleteActivityTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDeleteActivityTypeInput(domain string, activityType ActivityType) *DeleteActivityTypeInput {
	return &DeleteActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DeleteActivityTypeOutput is the reply to DeleteActivityType. It has no members: the body is empty.
type DeleteActivityTypeOutput struct {
	Response `json:"-"`
}

// DeprecateActivityTypeInput is the request of DeprecateActivityType. marks an activity type as not to be used for new tasks.
type DeprecateActivityTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDeprecateActivityTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDeprecateActivityTypeInput(domain string, activityType ActivityType) *DeprecateActivityTypeInput {
	return &DeprecateActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DeprecateActivityTypeOutput is the reply to DeprecateActivityType. It has no members: the body is empty.
type DeprecateActivityTypeOutput struct {
	Response `json:"-"`
}

// DescribeActivityTypeInput is the request of DescribeActivityType. returns the state and the registered defaults of an activity type.
type DescribeActivityTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewDescribeActivityTypeInput returns a request with the required members set; set the optional ones on the value.
func NewDescribeActivityTypeInput(domain string, activityType ActivityType) *DescribeActivityTypeInput {
	return &DescribeActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// DescribeActivityTypeOutput is the reply to DescribeActivityType.
type DescribeActivityTypeOutput struct {
	Response `json:"-"`
	// TypeInfo: required.
	TypeInfo ActivityTypeInfo `json:"typeInfo" swf:"required"`
	// Configuration: required.
	Configuration ActivityTypeConfiguration `json:"configuration" swf:"required"`
}

// ListActivityTypesInput is the request of ListActivityTypes. lists the activity types of a domain in one registration state.
type ListActivityTypesInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name: optional; 1 to 256 characters.
	Name *string `json:"name,omitempty" swf:"1..256"`
	// RegistrationStatus: required.
	RegistrationStatus RegistrationStatus `json:"registrationStatus" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
	// MaximumPageSize: optional; 0 to 1000.
	MaximumPageSize int32 `json:"maximumPageSize,omitempty" swf:"default,0..1000"`
	// ReverseOrder: optional.
	ReverseOrder bool `json:"reverseOrder,omitempty" swf:"default"`
}

// NewListActivityTypesInput returns a request with the required members set; set the optional ones on the value.
func NewListActivityTypesInput(domain string, registrationStatus RegistrationStatus) *ListActivityTypesInput {
	return &ListActivityTypesInput{Domain: domain, RegistrationStatus: registrationStatus}
}

// ListActivityTypesOutput is the reply to ListActivityTypes.
type ListActivityTypesOutput struct {
	Response `json:"-"`
	// TypeInfos: required.
	TypeInfos []ActivityTypeInfo `json:"typeInfos" swf:"required"`
	// NextPageToken: optional; 0 to 2048 characters.
	NextPageToken *string `json:"nextPageToken,omitempty" swf:"0..2048"`
}

// RegisterActivityTypeInput is the request of RegisterActivityType. creates an activity type with its defaults.
type RegisterActivityTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// Name: required; 1 to 256 characters.
	Name string `json:"name" swf:"required,1..256"`
	// Version: required; 1 to 64 characters.
	Version string `json:"version" swf:"required,1..64"`
	// Description: optional; 0 to 1024 characters.
	Description *string `json:"description,omitempty" swf:"0..1024"`
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

// NewRegisterActivityTypeInput returns a request with the required members set; set the optional ones on the value.
func NewRegisterActivityTypeInput(domain string, name string, version string) *RegisterActivityTypeInput {
	return &RegisterActivityTypeInput{Domain: domain, Name: name, Version: version}
}

// RegisterActivityTypeOutput is the reply to RegisterActivityType. It has no members: the body is empty.
type RegisterActivityTypeOutput struct {
	Response `json:"-"`
}

// UndeprecateActivityTypeInput is the request of UndeprecateActivityType. makes a deprecated activity type usable again.
type UndeprecateActivityTypeInput struct {
	// Domain: required; 1 to 256 characters.
	Domain string `json:"domain" swf:"required,1..256"`
	// ActivityType: required.
	ActivityType ActivityType `json:"activityType" swf:"required"`
}

// NewUndeprecateActivityTypeInput returns a request with the required members set; set the optional ones on the value.
func NewUndeprecateActivityTypeInput(domain string, activityType ActivityType) *UndeprecateActivityTypeInput {
	return &UndeprecateActivityTypeInput{Domain: domain, ActivityType: activityType}
}

// UndeprecateActivityTypeOutput is the reply to UndeprecateActivityType. It has no members: the body is empty.
type UndeprecateActivityTypeOutput struct {
	Response `json:"-"`
}
