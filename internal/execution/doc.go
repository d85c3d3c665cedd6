// Package execution is one workflow execution as a pure state machine.
//
// A run is a [State]. Each thing that can happen to it is a method: a command, the [Facts] that the
// command needs and a time go in; the state changes, and what has to be written, offered, sent or armed
// because of it comes out as one [Change]. There is no clock here, no store, no lock, no randomness and no
// context: the same calls with the same arguments give the same histories, byte for byte.
//
// The engine commits a Change in one batch before anybody hears of it. What a State knows can always be
// rebuilt from rows: one [Header] and one row per open thing (activity, timer, child, external request,
// lambda task); the rows always equal the fold of the history plus the last heartbeats.
//
// The rules are SWF's. Read this package beside the SWF developer guide: one file per SWF noun, each in the
// order of the story (the command, what refuses it, the events it causes, what they change), and the folder
// testdata holds the same rules as scenarios in text.
package execution
