package swf

// MarkerRecordedEventAttributes are the attributes of a MarkerRecorded event: the decider recorded a marker, a
// note in the history.
type MarkerRecordedEventAttributes struct {
	// MarkerName is the name of the marker; names may repeat. Required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Details is free text that the marker keeps. Optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeMarkerRecorded.
func (*MarkerRecordedEventAttributes) EventType() EventType { return EventTypeMarkerRecorded }

// RecordMarkerFailedEventAttributes are the attributes of a RecordMarkerFailed event: the decider tried to record
// a marker and could not.
type RecordMarkerFailedEventAttributes struct {
	// MarkerName is the name of the marker; names may repeat. Required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Cause tells why the decision failed. Required.
	Cause RecordMarkerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID is the id of the DecisionTaskCompleted event that brought the decision.
	// Required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeRecordMarkerFailed.
func (*RecordMarkerFailedEventAttributes) EventType() EventType { return EventTypeRecordMarkerFailed }
