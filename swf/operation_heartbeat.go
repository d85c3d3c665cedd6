package swf

// RecordActivityTaskHeartbeatInput is the request of RecordActivityTaskHeartbeat, by which a worker tells the service
// that it still works on an activity task, leaves its progress, and learns whether the decider wants the task canceled.
//
// What it does: it restarts the task's heartbeat clock, so that the next beat is due one heartbeat time-out after the
// service handled this one (the first is due that long after the task started); and it replaces the progress text by
// Details. Both are durable when the reply arrives. It does nothing else. No event is written and no decision task
// follows, so the decider cannot see heartbeats; and no other time-out moves, so a task that takes longer than its
// start-to-close or schedule-to-close time-out, or whose run does, ends however often it beats. A task without a
// heartbeat time-out may beat all the same, for its progress and to hear of a cancellation.
//
// The service's clock decides, at the time it handles the beat: one that comes at its deadline or later finds the task
// timed out. Beats carry no sequence number; whichever is handled last counts, from whatever process it came.
//
// Where Details go: into the ActivityTaskTimedOut event, if the task times out, whichever time-out it was. A task that
// is answered drops them, and a task that the decider schedules instead starts without any.
//
// What a worker should make of the errors:
//
//   - [UnknownResourceFault]: the task is lost, because it was answered or timed out ("Unknown activity,
//     scheduledEventId = 5") or because its run has closed ("Unknown execution: WorkflowExecution=[workflowId=w,
//     runId=r]"). Stop the work; there is nothing left to answer.
//   - [ThrottlingException], a failure of the service or of the network: beat again before the deadline. A beat may be
//     repeated safely.
//   - [ValidationException]: the token is none ("Invalid token"), or Details are too long.
//   - [AccessDeniedException]: no policy allows the caller to beat for tasks of the domain.
//
// After any error everything is as it was: neither the clock nor the progress text has changed.
type RecordActivityTaskHeartbeatInput struct {
	// TaskToken names the activity task: the token that PollForActivityTask gave, which may be used from any
	// process or host. Required; 1 to 1024 characters.
	TaskToken string `json:"taskToken" swf:"required,1..1024"`
	// Details is the progress text. It replaces that of the heartbeat before, and surfaces only if the task times
	// out, as the Details of its ActivityTaskTimedOut event; a heartbeat without it leaves nothing to surface. The
	// limit is lower than that of other texts. Optional; 0 to 2048 characters.
	Details *string `json:"details,omitempty" swf:"0..2048"`
}

// NewRecordActivityTaskHeartbeatInput returns a request with its required members set. Optional ones are set on the result.
func NewRecordActivityTaskHeartbeatInput(taskToken string) *RecordActivityTaskHeartbeatInput {
	return &RecordActivityTaskHeartbeatInput{TaskToken: taskToken}
}

// RecordActivityTaskHeartbeatOutput is the reply to RecordActivityTaskHeartbeat. It is the only way in which a worker
// learns of a cancellation: one that never beats never does. A request to cancel the run does not show here until the
// decider passes it on to the task.
type RecordActivityTaskHeartbeatOutput struct {
	Response `json:"-"`
	// CancelRequested is true once the decider's RequestCancelActivityTask was accepted for this task, and stays
	// true. The worker may obey with RespondActivityTaskCanceled, or go on and complete or fail the task.
	// Required.
	CancelRequested bool `json:"cancelRequested" swf:"required"`
}
