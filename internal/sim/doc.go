// Package sim is the whole service under a fake clock, on a disk whose power can fail, in one goroutine, driven by one number.
//
// The [World] that a seed describes is a server and its clients. The server is the real engine with everything that it uses: the
// core, lanes, task lists, deadlines, outbox, registry, lists of runs, retention. Only what lies around it is made up: the disk
// ([Disk], an ordered map that knows what is durable), the clocks, the source of randomness, and the order in which things happen.
// Each call of a client, and each step of what the engine does by itself, is a coroutine. It gives way at every place where it would
// wait, and the seed chooses who goes on: so one seed is one history of the world, to the last byte, and its hash tells whether two
// are the same.
//
// What the seed may choose at each step: a client calls (any operation, on few names, so that they collide), hangs up, answers twice,
// late or never, or its answer is lost; the disk syncs; a commit is lost, or is on the disk and fails all the same; the power fails,
// and any part of what was not synced is gone; the disk is full for a while; the server is ended in good order; time passes, from a
// millisecond to days; the wall clock jumps; a message is delivered, a deadline looked at, retention sweeps. A seed also chooses
// which of these faults its world has at all, and which decisions its policies forbid.
//
// After each batch the [Oracle] looks: whether the events it adds are lawful, whether the rows of the run are what its history says
// plus heartbeats, whether channels between executions lose or repeat a place, whether only expired runs are deleted. At each
// answer: whether all that it tells is durable. After each crash: whether everything that was acknowledged is still there, and once.
// And when the world has come to rest: whether messages have arrived, all runs have ended, nothing is stuck, and lists, counts and
// descriptions say what the histories say.
//
// A violation is told with the whole story of the world, and with the command that tells it again. That the oracle can fail is shown by
// defects that are planted on purpose (package mutant).
//
// The goroutines of the shell, locks under contention, Pebble, HTTP: all that is not here. Those are run in bubbles of fake time
// (package server), where races and hangs are found, but no seed repeats them; and from outside (package blackbox).
package sim
