package token

// Kind tells what a task token is good for.
type Kind byte

// The kinds of task tokens.
const (
	Decision Kind = 1
	Activity Kind = 2
)

// String is "decision" or "activity".
func (k Kind) String() string {
	if k == Decision {
		return "decision"
	}
	return "activity"
}

// Task is what a task token names: one attempt at one task.
type Task struct {
	Kind Kind
	// Domain is the store's number for the domain; Shard is the run's.
	Domain uint32
	Shard  uint16
	RunID  string
	// ScheduledID and StartedID are the task's events.
	ScheduledID, StartedID int64
	// Nonce is a random number drawn when the attempt started, kept in the run's state.
	Nonce uint64
}

// Page is what a page token names: where a paged call goes on.
type Page struct {
	// Operation binds the token to one operation, Arguments (a hash) to the arguments of the call.
	Operation string
	Arguments [32]byte
	// IssuedAt is in milliseconds since the epoch, by the wall clock.
	IssuedAt int64
	// Position is the operation's own note of where to go on.
	Position []byte
}
