// Package timeline draws a history for people: one line an event, with the time since the start, the event type and what matters in it.
// Where an event only refers to another one by its id, the line names the thing that is meant:
//
//	14  +2.104s  ActivityTaskTimedOut      "track-parcel" HEARTBEAT, last heartbeat: "parcel 7 of 9"
//
// The package is pure: events go in, text comes out.
package timeline
