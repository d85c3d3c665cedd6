package swf

// MarkerRecordedEventAttributes are the attributes of a MarkerRecorded event.
type MarkerRecordedEventAttributes struct {
	// MarkerName: required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Details: optional; 0 to 32768 characters.
	Details *string `json:"details,omitempty" swf:"0..32768"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeMarkerRecorded.
func (*MarkerRecordedEventAttributes) EventType() EventType { return EventTypeMarkerRecorded }

// RecordMarkerFailedEventAttributes are the attributes of a RecordMarkerFailed event.
type RecordMarkerFailedEventAttributes struct {
	// MarkerName: required; 1 to 256 characters.
	MarkerName string `json:"markerName" swf:"required,1..256"`
	// Cause: required.
	Cause RecordMarkerFailedCause `json:"cause" swf:"required"`
	// DecisionTaskCompletedEventID: required.
	DecisionTaskCompletedEventID int64 `json:"decisionTaskCompletedEventId" swf:"required"`
}

// EventType returns EventTypeRecordMarkerFailed.
func (*RecordMarkerFailedEventAttributes) EventType() EventType { return EventTypeRecordMarkerFailed }
