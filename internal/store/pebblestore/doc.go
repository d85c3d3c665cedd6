// Package pebblestore keeps the rows of package store in one directory, in a Pebble log-structured merge tree.
//
// A commit is one Pebble batch, synced to the write-ahead log before Commit returns; Pebble lets commits that arrive
// together share a sync. One process owns the directory by a lock on its file LOCK, and every opening writes a larger
// epoch before it serves; so there is one writer.
//
// # States
//
// A store is in one of three states. Serving is the usual one. Refusing writes: the file system has less free space than
// a mark; Writable says so, reads go on, and when space returns so do writes. Pebble ends at the first write that finds
// the disk full, so writes must be refused before that; if a neighbour fills the disk faster than we look, the ballast,
// a file of no use, is removed to let what is in flight finish. Failed: a write to the log or a sync has failed. What
// the disk holds is then unknown (after a failed sync the page cache tells nothing), so nothing more is acknowledged and
// Options.Fatal is called, which ends the process. An opening in which a write fails is one that has failed.
//
// # Files
//
// In Pebble, a key is the family byte, the shard in two bytes, big endian, and the rest. Three rows are this package's
// own, under the family 0: "epoch" (eight bytes, big endian), "end" (the last epoch whose writer closed the store) and
// "layout" (one byte, [layout]; a store with another one is not opened). The Pebble format version is pinned in options.go: to raise it makes stores that earlier releases
// cannot open, and is a matter for the release notes. The comparer is Pebble's default and can never change.
package pebblestore
