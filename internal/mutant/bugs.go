package mutant

import "slices"

// Bug names a defect.
type Bug string

// None is no bug at all.
const None Bug = ""

// Bugs of the way to the disk.
const (
	// AckBeforeSync answers a command when its batch is written, and does not wait for the sync.
	AckBeforeSync Bug = "ack-before-sync"
	// RefuseBeforeSync answers a refusal at once, though what it was derived from may yet be lost.
	RefuseBeforeSync Bug = "refuse-before-sync"
	// ReadBeforeSync answers a read from a state that may yet be lost.
	ReadBeforeSync Bug = "read-before-sync"
	// SendBeforeSync delivers messages whose senders' commits may yet be lost.
	SendBeforeSync Bug = "send-before-sync"
	// OldHeader keeps the first version of a run's header when several commands share a batch.
	OldHeader Bug = "old-header"
	// SwallowFailure takes a commit that has failed for one that has not.
	SwallowFailure Bug = "swallow-failure"
)

// Bugs of the store.
const (
	// NoSync writes commits to the log's buffer, and does not sync.
	NoSync Bug = "no-sync"
	// DeafToLog does not hear that the write-ahead log has failed.
	DeafToLog Bug = "deaf-to-log"
)

// Bugs of the messages between executions.
const (
	// NoCursor does not write how far a channel has come.
	NoCursor Bug = "no-cursor"
	// ForgetCursor believes after a restart that no message was ever applied.
	ForgetCursor Bug = "forget-cursor"
	// ReuseSequence begins the places of a channel anew after a restart.
	ReuseSequence Bug = "reuse-sequence"
	// Overtake delivers a message while an earlier one of its channel is still on its way to the disk.
	Overtake Bug = "overtake"
	// ForgetMessages does not look for undelivered messages at a start.
	ForgetMessages Bug = "forget-messages"
	// NoChildNews does not tell a parent how its child ended.
	NoChildNews Bug = "no-child-news"
	// NoChildPolicy does not tell children that their parent has closed.
	NoChildPolicy Bug = "no-child-policy"
	// NoParent continues a run as new without its parent.
	NoParent Bug = "no-parent"
)

// Bugs of task lists, tokens and calls.
const (
	// LoseClaim forgets a task whose poller has gone.
	LoseClaim Bug = "lose-claim"
	// ReturnGone puts a task back on its list that has gone meanwhile.
	ReturnGone Bug = "return-gone"
	// ForgetOffers leaves tasks that were waiting on no list after a restart.
	ForgetOffers Bug = "forget-offers"
	// OfferStarted gives a task that somebody works on to a second worker, after a restart.
	OfferStarted Bug = "offer-started"
	// AnyNonce accepts a token of another attempt.
	AnyNonce Bug = "any-nonce"
	// AnyAccount accepts a token from another account.
	AnyAccount Bug = "any-account"
	// TakeTwice lets each attempt at a call take effect.
	TakeTwice Bug = "take-twice"
	// ForgetAnswers does not know after a restart which calls have taken effect.
	ForgetAnswers Bug = "forget-answers"
	// CallAgain calls the function of a Lambda task again after a restart.
	CallAgain Bug = "call-again"
	// QueueTwice schedules a decision task though one is waiting.
	QueueTwice Bug = "queue-twice"
	// FirstVerdict takes what policies say of an answer's first decision for what they say of all.
	FirstVerdict Bug = "first-verdict"
)

// Bugs of time.
const (
	// EarlyTimer fires timers a millisecond early.
	EarlyTimer Bug = "early-timer"
	// LateAnswer accepts an answer after the deadline if nobody has noticed the time-out.
	LateAnswer Bug = "late-answer"
	// ForgetDeadlines arms no deadline at a start.
	ForgetDeadlines Bug = "forget-deadlines"
	// NoRearm forgets a deadline that has turned out to be early.
	NoRearm Bug = "no-rearm"
	// NoGrace times out tasks whose time was up while the server was down, before their workers can report.
	NoGrace Bug = "no-grace"
	// SilentRestart holds the time while the server was down against workers that beat.
	SilentRestart Bug = "silent-restart"
	// ClockBack lets the service time go back with the wall clock.
	ClockBack Bug = "clock-back"
	// ShortRetention deletes closed runs a millisecond after their end.
	ShortRetention Bug = "short-retention"
)

// Bugs of what is kept.
const (
	// NoBeatDetails forgets the details of heartbeats.
	NoBeatDetails Bug = "no-beat-details"
	// NoBeatRow answers heartbeats and writes nothing.
	NoBeatRow Bug = "no-beat-row"
	// NoCancelFlag forgets that a run was asked to cancel.
	NoCancelFlag Bug = "no-cancel-flag"
	// LeakAdmission counts a run that has started as about to start for ever.
	LeakAdmission Bug = "leak-admission"
	// DeleteOpenRun deletes the open run of a workflowId together with an older one.
	DeleteOpenRun Bug = "delete-open-run"
)

// OfEngine are the bugs of the engine and of the core: what the simulation has to find.
var OfEngine = []Bug{
	AckBeforeSync, RefuseBeforeSync, ReadBeforeSync, SendBeforeSync, OldHeader, SwallowFailure,
	NoCursor, ForgetCursor, ReuseSequence, Overtake, ForgetMessages, NoChildNews, NoChildPolicy, NoParent,
	LoseClaim, ReturnGone, ForgetOffers, OfferStarted, AnyNonce, AnyAccount, TakeTwice, ForgetAnswers, CallAgain, QueueTwice, FirstVerdict,
	EarlyTimer, LateAnswer, ForgetDeadlines, NoRearm, NoGrace, SilentRestart, ClockBack, ShortRetention,
	NoBeatDetails, NoBeatRow, NoCancelFlag, LeakAdmission, DeleteOpenRun,
}

// OfStore are the bugs of the store: what the server's losses of power have to find.
var OfStore = []Bug{NoSync, DeafToLog}

// All are the bugs there are.
var All = slices.Concat(OfEngine, OfStore)
