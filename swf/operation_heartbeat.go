package swf

// RecordActivityTaskHeartbeatInput is the request of RecordActivityTaskHeartbeat. tells the service that an activity task is still being worked on, stores progress text, and learns whether the task was asked to cancel. It resets only the heartbeat clock and writes no event.
type RecordActivityTaskHeartbeatInput struct {
	// TaskToken: required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Details: optional; 0 to 2048 characters.
	Details *string `json:"details,omitempty" swf:"0..2048"`
}

// NewRecordActivityTaskHeartbeatInput returns a request with the required members set; set the optional ones on the value.
func NewRecordActivityTaskHeartbeatInput(taskToken string) *RecordActivityTaskHeartbeatInput {
	return &RecordActivityTaskHeartbeatInput{TaskToken: taskToken}
}

// RecordActivityTaskHeartbeatOutput is the reply to RecordActivityTaskHeartbeat.
type RecordActivityTaskHeartbeatOutput struct {
	Response `json:"-"`
	// CancelRequested: required.
	CancelRequested bool `json:"cancelRequested" swf:"required"`
}
