// Package server assembles a whole swfd from one Config: it opens the store, the engine and the wire door in the order that a restart
// needs, serves, and takes all of it down again without losing an answer.
//
// The order of opening: the store (whose lock refuses a second server), the engine (which rebuilds from the store what waits, what
// falls due and what is to be delivered), the listener, and only then what happens by itself. So a worker that waited for the server
// can report before any time-out is looked at.
package server
