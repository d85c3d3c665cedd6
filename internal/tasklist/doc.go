// Package tasklist is where waiting tasks meet waiting pollers.
//
// A list is a name within a domain; decision lists and activity lists are apart. It comes into being by use and is forgotten
// when neither a task nor a poller is left. Tasks are handed out by priority, and among equals in the order in which
// they became pollable; pollers are served in the order of their coming.
//
// This is soft state: what it knows is rebuilt from the open rows after a restart. A match is only a claim: the claimed
// task is out of the backlog, and whoever holds the claim either makes the assignment a fact by a commit, or returns
// it. Offers may repeat, and a claim may turn out stale; the commit decides.
//
// The structure is passive: it starts no goroutine and knows no clock.
package tasklist
