// Package store is the contract of a durable store ([Store]: one writer, fenced atomic batches, ordered rows), and the
// format of every row that swfd keeps.
//
// A store knows nothing of SWF, and the engine knows nothing of files or tables: between them stand the keys and values
// that this package makes and reads. pebblestore keeps the rows in one directory; storetest is the suite that every
// store passes.
//
// # Families and keys
//
// A row's key is a family, a shard (the hash bucket of the execution, 0 to [Shards]-1) and the bytes of [Key].Rest. Rows
// are ordered by these three, bytewise. Numbers in Rest are big endian, so that they sort by value. A text that
// something follows is escaped: a NUL becomes 00 FF, and 00 01 ends it. So texts of any content sort as their bytes do,
// and none is a prefix of another's keys.
//
//	family   Rest                                                 value                      written
//	open     domain (4), workflowId (escaped), kind (1), id (8)   a row of the one open run  when it changes
//	run      runId                                                execution.Run              at start and at close
//	history  runId (escaped), first event id (8)                  events as JSON lines       with their commit
//	box      'o', to shard (2), sequence (8)                      execution.Message          with the sender's commit
//	box      'i', from shard (2)                                  last sequence applied      with the receiver's commit
//	done     domain (4), order (1), filter (1), its texts         Done                       at close
//	           (escaped), time (8), runId
//	answer   period (4), shard (2), hash of the call (16)         Answer                     with the call's commit
//	meta     see registry.go                                      JSON                       rarely
//
// In the open family, the kind is an execution.Kind and the id the event that opened the thing; the header has kind 1
// and id 0, and so comes first. That the key has no runId is how at most one run of a workflowId can be open. In the box
// family, messages lie in the sender's shard and the applied sequences in the receiver's. Done and meta rows lie in shard 0,
// and so do answers, whose keys name the shard of the run: those of ten minutes are one range, by which they are forgotten.
//
// In the done family, a closed run has a row in each list that it belongs to: of its close status (filter 's'), its workflowId ('w'), its
// type ('v') and each of its tags ('t'); each by the time of its close (order 'c') and of its start ('s'). The time is subtracted from the
// largest one, so that a list begins with the newest run, and any page of it is one range. All runs are those of all statuses, and those of a
// type's name those of its versions, which lie side by side. In a domain that keeps no closed runs there is one row only, among those of its
// status by close time, by which a run can be found to be deleted.
//
// # Values
//
// Meta rows are JSON, for they are few and should be readable by anybody. The first byte of every other value is the
// version of its format, told below. The rest are the fields of the Go type, in the order in which the function of the
// same name lists them (fields.go, row.go, run.go, message.go, done.go,
// answer.go):
//
//	uvarint    unsigned, seven bits a byte, the lowest first
//	varint     signed, zigzag and then uvarint; event ids, counts, seconds, and times in milliseconds since 1970
//	fixed      eight bytes, big endian; a nonce, which is random in all its bits
//	text       uvarint length, then the bytes
//	optional   uvarint 0 if absent, else length + 1 and the bytes: absent and empty differ
//	texts      uvarint 0 if nil, else count + 1 and the texts
//	presence   one byte, 0 or 1, before a structure that may be absent
//
// What a row's key tells is not repeated in its value: an open row has neither its workflowId nor the id of the event that
// opened it, and its kind says which type the value has. Only the run's record repeats its runId, to be readable alone.
//
//	row        version
//	open       1: the fields of Header, Activity, Timer, Child, External or Lambda
//	run        1: the fields of Run
//	done       1: the fields of Done, the same in all lists of a run
//	message    1: domain, sender and receiver, one byte for the type of body, the fields of the body
//	sequence   1: one uvarint
//	answer     1: the fields of Answer
//	history    1: whole events of one commit as they are served, one JSON object a line, joined by '\n', about 64 KiB a row
//
// # The promise
//
// A release opens every store that an earlier one has written. A format that has been released is never changed: a new
// field makes a new version; values are written in the newest version and read in all. Nothing is rewritten at an
// upgrade: a row changes its version when it is next written. A value of an unknown version is an error that says so,
// never a guess; so is a value that ends too early or too late. The golden rows in testdata hold each version to the
// letter.
package store
