package execution

import "github.com/swfd/swfd/swf"

func (b *batch) recordMarker(d *swf.RecordMarkerDecisionAttributes, f DecisionFacts) {
	if f.Denied {
		b.fail(&swf.RecordMarkerFailedEventAttributes{
			MarkerName:                   d.MarkerName,
			Cause:                        swf.RecordMarkerFailedCauseOperationNotPermitted,
			DecisionTaskCompletedEventID: b.completedID,
		})
		return
	}
	b.s.event(&swf.MarkerRecordedEventAttributes{
		MarkerName: d.MarkerName, Details: d.Details, DecisionTaskCompletedEventID: b.completedID,
	})
}
