// Package engine carries out the operations of the SWF API: it is the only place where the clock, an execution's
// lane, the task lists and the store meet.
//
// There is one write path. Every command on an execution goes through [Engine.update]: take the run's lane, load its state,
// let the pure core decide (package execution), fold the Change into the run's next batch, wait until that batch is
// durable, answer. At most one batch of a lane is being written; commands that arrive meanwhile run on the newer state and
// share the next batch. Nothing is answered, and nothing is published to task lists, deadlines or other executions, before
// the batch it came from is durable.
//
// Lanes, deadlines and outbox are passive structures: methods that are told the time and return what to do. The goroutines
// that drive them (the shell) are started by [Engine.Serve] and ended by [Engine.Close], which waits for them.
//
// The lists of open runs are such a structure, too; the lists of closed runs are rows of the store, in their order. A closed run that is past
// its retention is hidden by everybody who reads, and deleted by the sweep, which is a part of the shell.
//
// Everything in memory here is a cache that one scan of the store rebuilds.
package engine
