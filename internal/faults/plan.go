package faults

import "time"

// The variables of the environment by which a program that was built for it is told.
const (
	// SocketVariable names the Unix socket on which the program takes plans: PUT / with a [Plan] in JSON, answered, as is GET /, with the
	// [Figures] so far.
	SocketVariable = "FAULTS_SOCKET"
	// PlanVariable holds the plan of the beginning, in JSON, because a disk can be full or a clock wrong before a program starts.
	PlanVariable = "FAULTS_PLAN"
)

// Plan is what is wrong from now on. With the zero value nothing is.
type Plan struct {
	// SyncDelay is by how much every sync takes longer.
	SyncDelay time.Duration `json:",omitempty"`
	// Fail is what fails, "" if nothing does. The first After operations of its sort still succeed, then one fails; the plan that comes
	// next counts anew.
	Fail  Failure `json:",omitempty"`
	After int     `json:",omitempty"`
	// Limited tells that the disk is small: Room is how many bytes the store may take on it in all.
	Limited bool  `json:",omitempty"`
	Room    int64 `json:",omitempty"`
	// ClockAhead is by how much the wall clock is ahead of the machine's, in whole seconds. The steady clock is left alone.
	ClockAhead time.Duration `json:",omitempty"`
}

// Failure is a sort of operation on the disk that fails with EIO, or, if it is a damaged read, succeeds and gives other bytes than were
// written.
type Failure string

// What can fail. The log is the write-ahead log, a table any other file of data.
const (
	LogWrite      Failure = "write of the log"
	LogShortWrite Failure = "short write of the log"
	LogSync       Failure = "sync of the log"
	LogCreation   Failure = "creation of a log"
	TableWrite    Failure = "write of a table"
	TableSync     Failure = "sync of a table"
	TableRead     Failure = "read of a table"
	TableDamage   Failure = "damaged read of a table"
	DirectorySync Failure = "sync of the directory"
)

// Failures are all of them.
var Failures = []Failure{
	LogWrite, LogShortWrite, LogSync, LogCreation, TableWrite, TableSync, TableRead, TableDamage, DirectorySync,
}

// Figures count what has gone wrong since the program started.
type Figures struct {
	// Failed counts operations that failed as planned, Delayed syncs that took longer, and Full writes that found no room.
	Failed, Delayed, Full int64
	// Operations counts, by their sort, the operations that could have failed.
	Operations map[Failure]int64
}
