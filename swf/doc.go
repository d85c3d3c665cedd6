// Package swf is the vocabulary of the Amazon SWF API (version 2012-01-25): the requests and replies of
// its 39 operations, the 54 event types of a history, the 13 decisions, the faults, the enumerations and
// the limits, with their exact names on the wire. It does no I/O and knows nothing of HTTP.
//
// Required members are plain values. Optional members are pointers, so that an absent text and an empty
// one stay different, as SWF keeps them; members that SWF always writes (ids, counts, flags) are plain.
// A history event and a decision carry their attributes as one interface value:
//
//	switch a := event.Attributes.(type) {
//	case *swf.ActivityTaskTimedOutEventAttributes:
//		fmt.Println(a.TimeoutType, a.ScheduledEventID)
//	}
//
// [Service] is the whole API as one interface. The field tag `swf` states each member's constraints
// (required, length or value range, range of a list's items); the server validates by it.
package swf
